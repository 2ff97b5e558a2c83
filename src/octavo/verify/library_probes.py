"""What native libraries do with a probe, in a release and here -> evidence beside versions."""

from octavo.verify.release import ReleasedEditions

LINES = "press/line breaking"
"""The digest of where the press lets lines of a fixed text break; older manifests have none."""
PROBED = {"native/pango": LINES, "press/pango": LINES, "native/zlib": "native/zlib", LINES: LINES}
"""Library -> what a manifest tells of its probe; of zlib that is all that it tells."""
ALIKE = {LINES: "it breaks the lines of a probe alike"}
OTHERWISE = {
    LINES: "it breaks the lines of a probe otherwise",
    "native/zlib": "it packs a probe into other bytes",
}


def is_unknown_probe(name: str, old: ReleasedEditions, new: ReleasedEditions) -> bool:
    """Tell whether something is a probe that one of two manifests has not: that is no departure."""
    return name == LINES and not (old.papers.get(name) and new.papers.get(name))


def probe_evidence(name: str, old: ReleasedEditions, new: ReleasedEditions) -> str:
    """Return what the probe of a library tells; '' where it has none, or one side knows of none."""
    probe = PROBED.get(name, "")
    before, after = old.papers.get(probe), new.papers.get(probe)
    if not before or not after:
        return ""
    return ALIKE.get(probe, "") if before == after else OTHERWISE[probe]

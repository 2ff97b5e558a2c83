"""A release and a source -> whether the one comes of the other, and if not, the cause."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from octavo.core.problems import BuildFailed
from octavo.diff.git_files import is_revision
from octavo.production.pipeline import Project
from octavo.verify.bundle_release import open_release
from octavo.verify.clean_world import CleanWorld, clean_world
from octavo.verify.first_difference import first_difference
from octavo.verify.layers import (
    COMPRESSION,
    CONTAINER,
    EDITION_ID,
    NOT_MADE,
    UNKNOWN,
    Pair,
    layers_of,
)
from octavo.verify.library_probes import probe_evidence
from octavo.verify.release import ReleasedEditions
from octavo.verify.restored import Restored
from octavo.verify.restoring import WantedSource, current, departures, each_alone, restorable
from octavo.verify.verdict import CAUSE, INNOCENT, NAME_ONLY, SUSPECT, Departure, Verdict

PACKERS = {
    COMPRESSION: ("native/zlib", "wheel/zopfli", "wheel/octavo"),
    CONTAINER: ("wheel/ebooklib", "wheel/octavo"),
}
"""What can have made a difference of these layers alone."""
MOST_TOLD = 6
"""Files that an ingredient changes, of those that are named."""
Layered = Mapping[str, Mapping[str, str]]


def verify(
    named: Path,
    source: str,
    project: Project,
    key: Path | None = None,
    fetches_wheels: bool = False,
    is_frozen: bool = False,
) -> Verdict:
    """Return whether a source makes the editions of a release; raises BuildFailed.

    ``source``: the folder of a project or a revision of git; '' for the commit that a bundle names,
    where git has it, else for the project as it stands. ``key``: by which a bundle is signed.
    ``fetches_wheels``: those that are others here, to see what they change. ``is_frozen``:
    nothing is built that departs from the lock of the source.
    Problems: E901 to E903 and E910 to E913 (of the release), E904 and E905 (of the source), E920
    to E929 (of its lock), those of git.
    """
    release = open_release(named, key, project.environ)
    source = source or _own_commit(release, project)
    with clean_world(source, release.slug, project) as world:
        notices = world.departures(is_frozen)
        made = world.build(release.names)
        files = compare_editions(release, made)
        names = departures(release, made)
        verdict = Verdict(
            release.slug,
            (release.edition, made.edition),
            files,
            (),
            absent=tuple(name for name in release.sums if name not in release.files),
            origin=release.origin,
            source=source,
            notices=notices,
        )
        if not verdict.differing:
            found = (_departure(name, release, made, INNOCENT, True) for name in names)
            return replace(verdict, departures=tuple(found))
        wanted = WantedSource(source, project, fetches_wheels)
        restored = restorable(names, release, world, wanted)
        return _explain(verdict, names, release, made, (world, restored))


def _own_commit(release: ReleasedEditions, project: Project) -> str:
    """Return the commit that a bundle was made of, where the project's repository has it."""
    commit = release.origin.commit if release.origin else ""
    return commit if commit and is_revision(project, commit) else ""


def compare_editions(old: ReleasedEditions, new: ReleasedEditions) -> dict[str, dict[str, str]]:
    """Return for each edition of ``old`` the layers on which ``new`` has it otherwise."""
    found: dict[str, dict[str, str]] = {}
    for name, digest in sorted(old.sums.items()):
        if new.sums.get(name) == digest:
            found[name] = {}
        elif name not in new.files:
            found[name] = {NOT_MADE: "the source makes no such file"}
        elif name not in old.files:
            found[name] = {UNKNOWN: "the file is not with the release"}
        else:
            pair = Pair(name, old.files[name], new.files[name], (old.edition, new.edition))
            found[name] = layers_of(pair)
    return found


def _explain(
    verdict: Verdict,
    names: tuple[str, ...],
    release: ReleasedEditions,
    made: ReleasedEditions,
    restoring: tuple[CleanWorld, Restored],
) -> Verdict:
    """Return a verdict with causes: what can be restored is, one ingredient after the other."""
    world, restored = restoring
    best = _with_all(world, restored, release)
    if best is None:
        guessed = _guess(names, verdict.files, (release, made), restored)
        return replace(verdict, departures=tuple(guessed))
    left = compare_editions(release, best)
    is_equal = not any(left.values())
    known = list(_weigh(world, restored, (release, made), best))
    others = tuple(name for name in names if name not in {each.name for each in known})
    if is_equal:
        rest = [_departure(name, release, made, INNOCENT, True) for name in others]
    else:
        rest = list(_guess(others, left, (release, made), restored))
    found = sorted([*known, *rest], key=lambda each: (ORDER.index(each.role), each.name))
    return replace(verdict, departures=tuple(found), is_restored=is_equal, remainder=left)


ORDER = (CAUSE, SUSPECT, NAME_ONLY, INNOCENT)


def _with_all(
    world: CleanWorld, restored: Restored, release: ReleasedEditions
) -> ReleasedEditions | None:
    """Return what is made with all restored that can be; None where nothing can, or it does not
    build."""
    if not restored.names:
        return None
    try:
        return world.build(release.names, restored)
    except BuildFailed:
        return None


def _weigh(
    world: CleanWorld,
    restored: Restored,
    sides: tuple[ReleasedEditions, ReleasedEditions],
    best: ReleasedEditions,
) -> Iterator[Departure]:
    """Yield what was restored, by what it changes alone; of several that were tried together, none
    is known to be the cause."""
    release, made = sides
    for group, other in each_alone(restored, world, release.names, made):
        effect = compare_editions(best, other)
        role = _role(effect)
        is_known = len(group) == 1 or role != CAUSE
        for name in group:
            evidence = _evidence(name, world, restored, effect)
            told = role if is_known else SUSPECT
            yield _departure(name, release, made, told, is_known, evidence)


def _role(effect: Layered) -> str:
    """Return what an ingredient is that changes these layers by itself."""
    layers = {layer for each in effect.values() for layer in each}
    if not layers:
        return INNOCENT
    return NAME_ONLY if layers == {EDITION_ID} else CAUSE


def _guess(
    names: tuple[str, ...],
    files: Layered,
    sides: tuple[ReleasedEditions, ReleasedEditions],
    restored: Restored,
) -> Iterator[Departure]:
    """Yield ingredients that nobody restored, by what the layers tell of them."""
    release, made = sides
    layers = {layer for each in files.values() for layer in each}
    packers = {each for layer in layers & {*PACKERS} for each in PACKERS[layer]}
    is_packed_only = layers <= {*PACKERS, EDITION_ID}
    for name in names:
        role = SUSPECT
        if layers == {EDITION_ID}:
            role = INNOCENT if name not in {*release.ingredients, *made.ingredients} else NAME_ONLY
        elif is_packed_only and packers.intersection(names) and name not in packers:
            role = INNOCENT
        why = restored.reasons.get(name, "") if role == SUSPECT else ""
        yield _departure(name, release, made, role, layers == {EDITION_ID}, why)


def _departure(
    name: str,
    release: ReleasedEditions,
    made: ReleasedEditions,
    role: str,
    is_confirmed: bool,
    evidence: str = "",
) -> Departure:
    before, after = release.papers.get(name, ""), made.papers.get(name, "")
    evidence = "; ".join(e for e in (evidence, probe_evidence(name, release, made)) if e)
    return Departure(name, before, after, role, is_confirmed, evidence)


def _evidence(name: str, world: CleanWorld, restored: Restored, effect: Layered) -> str:
    """Return where an ingredient differs, and what it changes by itself."""
    told = []
    if name in restored.files:
        old, new = restored.files[name], current(world, name)
        if old is not None and new is not None:
            told.append(first_difference(name, old, new))
    changes = [f"{file}: {', '.join(layers)}" for file, layers in effect.items() if layers]
    more = [f"and {len(changes) - MOST_TOLD} more files"] if len(changes) > MOST_TOLD else []
    shown = ", ".join([*changes[:MOST_TOLD], *more])
    return "; ".join([*told, *([f"changes {shown}"] if changes else [])])

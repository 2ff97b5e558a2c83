"""A publication at a tag -> one archive that holds its editions and their proof."""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.core.archive import zip_stored
from octavo.core.problems import BuildFailed, Problem
from octavo.core.progress import Progress
from octavo.production.manifest import sha256sums
from octavo.production.pipeline import Project
from octavo.verify.bundle.bundle_readme import README, bundle_readme
from octavo.verify.bundle.citation_file import citation_file
from octavo.verify.bundle.conformance import Conformance, examine_release
from octavo.verify.bundle.onix_record import onix_record
from octavo.verify.bundle.provenance import provenance
from octavo.verify.bundle.release_changes import release_changes
from octavo.verify.bundle.released_work import ReleasedWork, read_work
from octavo.verify.bundle.signing import sign
from octavo.verify.bundle.tagged_state import TaggedState
from octavo.verify.bundle.two_builds import build_twice
from octavo.verify.bundle_files import ENDING, FACTS
from octavo.verify.bundle_release import SCHEMA, release_of_bundle
from octavo.verify.release import MANIFEST, SUMS

RECORD = "edition.json"


@dataclass(frozen=True, slots=True)
class BundleWish:
    """What a release is to be made with."""

    strict: bool = False
    """Whether warnings stop it."""
    since: str = ""
    """The oldest release that errata tell of; '' for the first."""
    key: Path | None = None
    """Secret key to sign with."""
    tools: Path | None = None
    """Where validators are; None where none is to look."""


@dataclass(frozen=True, slots=True)
class MadeBundle:
    """A bundle, as yet on no disk."""

    work: ReleasedWork
    data: bytes
    """The archive."""
    files: tuple[str, ...]
    """Names of what it holds."""
    conformance: Conformance
    since: tuple[str, ...]
    """Releases that its errata speak of."""
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        return f"{self.work.stem}{ENDING}"

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def make_bundle(
    project: Project, tagged: Project, slug: str, state: TaggedState, wish: BundleWish
) -> MadeBundle:
    """Return the bundle of a publication; raises BuildFailed, and nothing is written then.

    ``project``: the author's, whose repository is asked; ``tagged``: a copy of it at the tag.
    Problems: E905, E909, E913 to E915, what a build, git and validators have to say.
    """
    state.version(slug)
    built, around = build_twice(tagged, slug, wish.strict)
    work = read_work(tagged, slug, built, state)
    found, is_faulty = examine_release(built, tagged, wish.tools, wish.strict)
    if is_faulty:
        raise BuildFailed(found.problems)
    project.tell(Progress("is compared with earlier releases"))
    path = f"source/{slug}" if (tagged.source / slug).is_dir() else f"source/{slug}.md"
    changes, since = release_changes(work, replace(tagged, root=project.root), path, wish.since)
    names = work.names()
    papers = {
        MANIFEST: built.files[MANIFEST],
        RECORD: built.files[RECORD],
        FACTS: _facts(work, names),
        "CITATION.cff": citation_file(work),
        "onix.xml": onix_record(work),
        **found.files(),
        **changes,
    }
    listed = dict.fromkeys((*papers, README, "provenance.intoto.json"), b"")
    papers[README] = bundle_readme(work, names, listed, found, around)
    files = {name: built.files[old] for name, old in names.items()} | papers
    files["provenance.intoto.json"] = provenance(work, files)
    files[SUMS] = sha256sums(files)
    if wish.key:
        told = f"{work.stem} {state.commit}"
        files |= sign(SUMS, files[SUMS], wish.key, told, project.environ)
    release_of_bundle(files, Path(work.stem), None, project.environ)
    data = zip_stored({f"{work.stem}/{name}": each for name, each in files.items()}, work.epoch)
    return MadeBundle(work, data, tuple(sorted(files)), found, since, found.problems)


def _facts(work: ReleasedWork, names: dict[str, str]) -> bytes:
    """Return what the bundle says of itself, for octavo verify."""
    told = {
        "schema": SCHEMA,
        "publication": work.slug,
        "version": work.version,
        "tag": work.state.tag,
        "commit": work.state.commit,
        "edition": work.edition,
        "epoch": work.epoch,
        "editions": names,
    }
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()

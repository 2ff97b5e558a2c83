"""An edition id, as a reader finds it printed, -> the releases that it belongs to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.verify.bundle_files import ENDING, is_bundle
from octavo.verify.bundle_release import open_release
from octavo.verify.release import MANIFEST, SUMS

LEAST = 4
"""Signs of an edition id by which a release is looked for."""
WHOLE = 12
_BLANKS = re.compile(r"[\s\u00a0\u202f-]+")
_ID = re.compile(rf"[0-9a-f]{{{LEAST},{WHOLE}}}")


@dataclass(frozen=True, slots=True)
class KnownRelease:
    """A release that has the id that was asked for."""

    path: str
    publication: str
    edition: str
    version: str
    tag: str
    commit: str
    """These three are empty of the folder of a build."""

    def line(self) -> str:
        """Return it in a line."""
        told = f" {self.version} (tag {self.tag}, commit {self.commit[:WHOLE]})"
        return f"{self.edition}: {self.publication}{told if self.version else ''}: {self.path}"

    def as_data(self) -> dict[str, str]:
        """Return it as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Sought:
    """What came of looking for an id."""

    edition: str
    found: tuple[KnownRelease, ...]
    problems: tuple[Problem, ...] = field(default=())
    """Of releases that cannot be read: they are passed over."""
    count: int = 0
    """How many releases were looked at."""

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows."""
        yield from (each.line() for each in self.found)
        if not self.found:
            yield f"{self.edition}: none of {self.count} releases has this edition id"

    @property
    def exit_code(self) -> int:
        """Return 0 where a release has the id, else 1."""
        return 0 if self.found else 1

    def as_data(self) -> dict[str, object]:
        """Return it as plain data, for --json."""
        return {
            "edition": self.edition,
            "releases": [each.as_data() for each in self.found],
            "looked_at": self.count,
            "problems": [each.as_json() for each in self.problems],
            "exit_code": self.exit_code,
        }


def seek_id(printed: str, places: Sequence[Path], environ: Mapping[str, str]) -> Sought:
    """Return the releases whose edition id is, or begins with, what is printed; raises BuildFailed.

    ``places``: bundles, folders of builds, and folders that hold such. Problems: E916 (this is no
    edition id); E901 to E903 and E910 to E912 of releases that cannot be read.
    """
    wanted = _BLANKS.sub("", printed).lower()
    if not _ID.fullmatch(wanted):
        hint = (
            f"it stands in the colophon: {WHOLE} signs of 0 to 9 and a to f, or the first {LEAST}"
        )
        message = f"{printed!r} is no edition id"
        raise BuildFailed([Problem("E916", Place("--id"), message, hint)])
    found: list[KnownRelease] = []
    problems: list[Problem] = []
    paths = [path for place in places for path in _releases_at(place)]
    for path in paths:
        try:
            release = open_release(path, None, environ)
        except BuildFailed as failure:
            problems += failure.problems
            continue
        if release.edition.startswith(wanted):
            origin = release.origin
            told = (origin.version, origin.tag, origin.commit) if origin else ("", "", "")
            found.append(KnownRelease(path.as_posix(), release.slug, release.edition, *told))
    return Sought(wanted, tuple(found), tuple(problems), len(paths))


def _releases_at(place: Path) -> Iterator[Path]:
    """Yield what is a release by its look: the place itself, or what lies in it."""
    if not place.is_dir() or _is_release(place):
        yield place
        return
    for path in sorted(place.iterdir()):
        if (path.is_file() and path.suffix.lower() == ENDING) or _is_release(path):
            yield path


def _is_release(path: Path) -> bool:
    return path.is_dir() and (
        is_bundle(path) or all((path / n).is_file() for n in (SUMS, MANIFEST))
    )

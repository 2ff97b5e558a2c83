"""Goldens and a build -> where they differ, edition by edition, from the readable to the exact."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from octavo.core.problems import Place, Problem, in_order
from octavo.goldens.kept_goldens import PICTURE, Kept, find_damage, read_goldens
from octavo.goldens.other_tools import edition_in, says_the_same, tool_changes
from octavo.goldens.projection import SUMS, TOOLCHAIN, files_of_editions, project_files
from octavo.goldens.sheets import POOL, name_of_sheet, part_sheets, read_pool, sheet_of, with_sheet
from octavo.production.pipeline import Built

MOST_LINES = 24
FOLDER = "tests/golden"
"""How messages call the folder of goldens."""


@dataclass(frozen=True, slots=True)
class GoldenDifference:
    """A golden and what is made in its place."""

    path: str
    """Below the folder of goldens: of the publication, or of the pool of sheets."""
    editions: tuple[str, ...]
    """The editions that it is of."""
    problem: Problem
    old: bytes | None = None
    new: bytes | None = None

    @property
    def is_fatal(self) -> bool:
        """Whether it is more than a change that other tools explain."""
        return self.problem.severity == "error"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a publication stands to its goldens."""

    slug: str
    is_begun: bool
    """Whether it has goldens: before the first ``accept`` nothing can differ."""
    editions: tuple[str, ...]
    """The editions that are made, and those that goldens are left of."""
    differences: tuple[GoldenDifference, ...]
    tools: tuple[str, ...] = ()
    """Tools that are others than those of the goldens."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is to be told, by place."""
        return in_order(each.problem for each in self.differences)

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs that is not explained."""
        return not any(each.is_fatal for each in self.differences)

    def of(self, edition: str) -> tuple[GoldenDifference, ...]:
        """Return the differences of one edition."""
        return tuple(each for each in self.differences if edition in each.editions)


def compare_editions(built: Built, folder: Path) -> Comparison:
    """Return how a build differs from the goldens in ``folder``, and from the pool beside it.

    Problems: E401 to E408.
    """
    kept = read_goldens(folder, f"{FOLDER}/{built.slug}")
    made = files_of_editions(built.files)
    if not kept.is_begun:
        hint = f"look at the editions, then: octavo accept {built.slug}"
        message = "this publication has no goldens yet"
        problem = Problem("E402", Place(kept.where), message, hint)
        return Comparison(
            built.slug, False, tuple(made), (GoldenDifference("", tuple(made), problem),)
        )
    left = (path.partition("/")[0] for path in {*kept.files, *kept.listed} if "/" in path)
    editions = tuple(dict.fromkeys([*made, *sorted(left)]))
    return _GoldenLook(built, kept, read_pool(folder.parent), editions).compare(made)


class _GoldenLook:
    """One publication's goldens beside what is made of it now."""

    def __init__(
        self, built: Built, kept: Kept, pool: Mapping[str, bytes], editions: tuple[str, ...]
    ) -> None:
        self._slug, self._kept, self._pool, self._editions = built.slug, kept, pool, editions
        self._sums = built.files[SUMS]
        parted = part_sheets(project_files(built.files))
        self._made, self._sheets = parted.files, parted.sheets
        self._damage = find_damage(kept, built.slug)
        sound = SUMS not in self._damage and TOOLCHAIN not in self._damage
        old = kept.files.get(TOOLCHAIN, b"") if sound else b""
        self._tools = tool_changes(old, self._made[TOOLCHAIN]) if old else ()
        self._id = edition_in(old) if sound else ""

    def compare(self, files: Mapping[str, tuple[str, ...]]) -> Comparison:
        """Return all differences; ``files``: those of each edition."""
        found = [*self._damages(), *self._of_sheets()]
        for edition in self._editions:
            own = list(self._of_edition(edition))
            found += [self._explanation(edition, own)] if self._is_explained(edition, own) else own
        found += self._of_bytes(files, found)
        return Comparison(self._slug, True, self._editions, tuple(found), self._tools)

    def _damages(self) -> Iterator[GoldenDifference]:
        for path, problem in self._damage.items():
            edition = path.partition("/")[0]
            of = (edition,) if edition in self._editions else self._editions
            yield GoldenDifference(path, of, problem, self._kept.files[path], self._made.get(path))

    def _pages(self) -> Iterator[tuple[str, str, str]]:
        """Yield each page that has a sheet of the pool then and now: its path, and both names."""
        for path in sorted({*self._kept.files} & {*self._made} - {*self._damage}):
            old, new = sheet_of(self._kept.files[path]), sheet_of(self._made[path])
            if old and new:
                yield path, old, new

    def _of_sheets(self) -> Iterator[GoldenDifference]:
        """Yield how sheets differ from those that were accepted, each pair of them once."""
        pairs: dict[tuple[str, str], list[str]] = {}
        for path, old, new in self._pages():
            pairs.setdefault((old, new), []).append(path.partition("/")[0])
        for (old, new), of in pairs.items():
            before, after = self._pool.get(old), self._sheets[new]
            if before != after:
                place = Place(f"{FOLDER}/{POOL}/{old}")
                yield self._tell(place, tuple(dict.fromkeys(of)), before, after, before is None)

    def _of_edition(self, edition: str) -> Iterator[GoldenDifference]:
        """Yield where an edition differs; what is gone or new as a whole, in one."""
        start = f"{edition}/"
        kept, made = (
            {path: data for path, data in files.items() if path.startswith(start)}
            for files in (self._kept.files, self._made)
        )
        listed = [path for path in self._kept.listed if path.startswith(start)]
        if not made or not (kept or listed):
            yield self._whole(edition, bool(made))
            return
        kept |= {p: with_sheet(kept[p], new) for p, _, new in self._pages() if p in kept}
        for path in sorted({*kept, *made} - {*self._damage}):
            old, new = kept.get(path), made.get(path)
            if old != new:
                is_lost = old is None and path in self._kept.listed
                place = Place(f"{self._kept.where}/{path}")
                yield self._tell(place, (edition,), old, new, is_lost)

    def _whole(self, edition: str, is_new: bool) -> GoldenDifference:
        place = Place(f"{self._kept.where}/{edition}")
        message = "no edition of this name is made any more"
        if is_new:
            message = "this edition has no goldens yet, though others of the publication have"
        problem = Problem("E401" if is_new else "E403", place, message, self._hint)
        return GoldenDifference(edition, (edition,), problem)

    @property
    def _hint(self) -> str:
        return f"if it is meant: octavo accept {self._slug}, then git diff"

    def _tell(
        self, place: Place, of: tuple[str, ...], old: bytes | None, new: bytes | None, is_lost: bool
    ) -> GoldenDifference:
        """Return one difference, and where its golden is at fault rather than the edition, that."""
        path = place.path.removeprefix(f"{FOLDER}/").removeprefix(f"{self._slug}/")
        if is_lost:
            hint = f"bring it back: git checkout -- {place.path}; or: octavo accept {self._slug}"
            problem = Problem("E408", place, "this golden was accepted, and is lost", hint)
        elif new is None:
            problem = Problem("E403", place, "no edition makes this golden any more", self._hint)
        elif old is None:
            message = "an edition makes this; there is no golden for it"
            problem = Problem("E401", place, message, self._hint)
        elif self._is_changed(path, old):
            problem = self._of_hands(place, old, new)
        else:
            problem = _difference(place, old, new, self._hint)
        return GoldenDifference(path, of, problem, old, new)

    def _is_changed(self, path: str, old: bytes) -> bool:
        """Whether a golden is known not to be what was accepted; a sheet's name is its digest."""
        if path.startswith(f"{POOL}/"):
            return path != f"{POOL}/{name_of_sheet(old)}"
        return path in self._kept.files and self._kept.is_changed(path)

    def _of_hands(self, place: Place, old: bytes, new: bytes) -> Problem:
        told = _difference(place, old, new, "")
        first = "this golden is no longer what was accepted: it was cut off, or changed by hand"
        message = "\n".join([first, *told.message.split("\n")[1:]])
        hint = (
            f"bring it back: git checkout -- {place.path}; or: octavo accept --force {self._slug}"
        )
        return Problem("E407", told.place, message, hint)

    def _is_explained(self, edition: str, found: list[GoldenDifference]) -> bool:
        """Whether other tools explain what differs: the words, and where links lead, are equal."""
        codes = {each.problem.code for each in found}
        is_whole = not any(path.startswith(f"{edition}/") for path in self._damage)
        if not (self._tools and found and is_whole and codes <= {"E401", "E403"}):
            return False
        old, new = (self._part(edition, files) for files in (self._kept.files, self._made))
        pages = {path for path, *_ in self._pages()}
        for path in {path.removeprefix(f"{edition}/") for path in pages} & {*old}:
            old[path] = with_sheet(old[path], sheet_of(new[path]))
        return bool(old and new) and says_the_same(old, new)

    @staticmethod
    def _part(edition: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
        start = f"{edition}/"
        return {p.removeprefix(start): data for p, data in files.items() if p.startswith(start)}

    def _explanation(self, edition: str, found: list[GoldenDifference]) -> GoldenDifference:
        pages = sum(each.path.endswith(PICTURE) for each in found)
        what = f"{pages} page{'s look' if pages != 1 else ' looks'} different" if pages else "bytes"
        message = f"the same words, set by other tools: {what}"
        hint = f"the tools differ: {'; '.join(self._tools)}"
        place = Place(f"{self._kept.where}/{edition}")
        return GoldenDifference(
            edition, (edition,), Problem("E404", place, message, hint, "warning")
        )

    def _of_bytes(
        self, files: Mapping[str, tuple[str, ...]], found: list[GoldenDifference]
    ) -> list[GoldenDifference]:
        """Return whether bytes differ of editions of which everything that can be read is equal."""
        told = {edition for each in found for edition in each.editions}
        path, old = f"{self._kept.where}/{SUMS}", self._kept.files.get(SUMS)
        if SUMS in self._damage or (told and len(told) == len(self._editions)):
            return []
        before, after = _lines(old or b""), _lines(self._sums)
        of = tuple(
            edition
            for edition, names in files.items()
            if edition not in told and any(before.get(n) != after.get(n) for n in names)
        )
        if not of:
            return []
        problem = self._cause(Place(path), bool(found))
        return [GoldenDifference(SUMS, of, problem, old, self._sums)] if problem else []

    def _cause(self, place: Place, has_others: bool) -> Problem | None:
        """Return why bytes differ; None where the difference of another edition says why."""
        message = "editions differ in bytes only"
        if self._tools:
            hint = f"the tools differ: {'; '.join(self._tools)}"
            return Problem("E404", place, message, hint, "warning")
        now = edition_in(self._made[TOOLCHAIN])
        if has_others or (self._id and self._id != now):
            hint = f"sources or templates have changed where nobody sees it: {self._hint}"
            found = Problem("E404", place, message, hint, "warning")
            return None if has_others else found
        hint = "the same ingredients gave other bytes: please report this as a fault of Octavo"
        return Problem("E404", place, "editions differ in bytes, and nothing explains it", hint)


def _lines(sums: bytes) -> dict[str, str]:
    """Return name of file -> check sum."""
    rows = (line.partition("  ") for line in sums.decode().splitlines())
    return {name: digest for digest, _, name in rows}


def _difference(place: Place, before: bytes, after: bytes, hint: str) -> Problem:
    """Return that two readable files differ, with the first of the lines that do."""
    if place.path.endswith(PICTURE):
        return Problem("E401", place, "the page looks different", hint)
    old, new = before.decode().splitlines(), after.decode().splitlines()
    lines = list(difflib.unified_diff(old, new, "golden", "made", lineterm="", n=1))[2:]
    first = next((n for n, (a, b) in enumerate(zip(old, new, strict=False), 1) if a != b), 0)
    shown = [line[:160] for line in lines[:MOST_LINES]]
    more = [f"… and {len(lines) - MOST_LINES} lines more"] if len(lines) > MOST_LINES else []
    told = "\n    ".join(["the edition differs from its golden:", *shown, *more])
    return Problem("E401", Place(place.path, first or min(len(old), len(new)) + 1), told, hint)

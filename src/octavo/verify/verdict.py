"""What came of holding a release against its source, as words and as data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from octavo.core.problems import Problem
from octavo.verify.layers import EDITION_ID, MEANINGS
from octavo.verify.release import ReleaseOrigin

CAUSE, SUSPECT, INNOCENT, NAME_ONLY = "cause", "suspect", "no cause", "edition id only"
WORDS = {
    CAUSE: "because of",
    SUSPECT: "perhaps because of",
    INNOCENT: "not because of",
    NAME_ONLY: "changes nothing but the edition id:",
}
KINDS = {
    "publication": "input",
    "templates": "template",
    "project": "template of the project",
    "wheel": "wheel",
    "fonts": "font",
    "native": "native library",
    "press": "press",
}
BROUGHT = "templates/"
MOST_INNOCENT = 6
"""Ingredients that are no cause, of those that a terminal shows."""
SHOWN = 12
"""Signs of a digest that are shown."""


@dataclass(frozen=True, slots=True)
class Departure:
    """An ingredient that is another than in the release."""

    name: str
    released: str
    """Its digest or version; '' where the release had none."""
    made: str
    """The same of the source."""
    role: str
    """cause, suspect, no cause, edition id only."""
    is_confirmed: bool
    """Whether it was restored, or all others were, to see."""
    evidence: str
    """Where the ingredient itself differs, and what it changes."""

    @property
    def label(self) -> str:
        """Return what it is, and its name; a face that Octavo brings is a font."""
        root, slash, rest = self.name.removeprefix(BROUGHT).partition("/")
        if not slash or root != "fonts":
            root, slash, rest = self.name.partition("/")
        return f"{KINDS.get(root, root)} {rest}" if slash else self.name

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows of it."""
        yield f"  {WORDS[self.role]} {self.label}" + (" [confirmed]" if self.is_confirmed else "")
        values = " → ".join(each[:SHOWN] or "none" for each in (self.released, self.made))
        yield f"      {values}"
        if self.evidence:
            yield f"      {self.evidence}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the editions of a release are what its source makes."""

    publication: str
    editions: tuple[str, ...]
    """Ids: of the release, and of what was made."""
    files: Mapping[str, Mapping[str, str]]
    """Edition's file -> layer on which it differs -> evidence; no layer where it is equal."""
    departures: tuple[Departure, ...]
    is_restored: bool = False
    """Whether all editions are equal once ingredients are restored."""
    remainder: Mapping[str, Mapping[str, str]] | None = None
    """What differs still when all that could be restored is; None where nothing was."""
    absent: tuple[str, ...] = ()
    """Editions that are not with the release: their digests alone were compared."""
    origin: ReleaseOrigin | None = None
    """Where a bundle says that it comes from."""
    source: str = ""
    """The folder or the revision that was built; '' for the project as it stands."""
    notices: tuple[Problem, ...] = ()
    """What departs from the lock of the source."""

    @property
    def differing(self) -> tuple[str, ...]:
        return tuple(name for name, layers in self.files.items() if layers)

    @property
    def is_explained(self) -> bool:
        """Whether every difference has an ingredient that can have made it."""
        if not self.differing or self.is_restored or self._is_named_otherwise:
            return True
        return any(each.role == SUSPECT for each in self.departures) or (
            self.remainder is None and bool(self.departures)
        )

    @property
    def _is_named_otherwise(self) -> bool:
        """Whether nothing is left but the edition id, which ingredients that stay others change."""
        left = {layer for layers in (self.remainder or {}).values() for layer in layers}
        return left == {EDITION_ID} and any(each.role == NAME_ONLY for each in self.departures)

    @property
    def exit_code(self) -> int:
        """Return 0 where all are equal, 1 where the cause is known, else 4."""
        if not self.differing:
            return 0
        return 1 if self.is_explained else 4

    @property
    def summary(self) -> str:
        """Return the verdict in a line."""
        count, all_of_them = len(self.differing), len(self.files)
        if not count:
            return f"{self.publication}: equal: the source makes all {all_of_them} files of it"
        return f"{self.publication}: {count} of {all_of_them} files differ"

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows."""
        yield self.summary
        if self.origin:
            yield f"  release {self.origin.version}, tag {self.origin.tag}: {self.origin.signature}"
        yield f"  built from {self.source or 'the project as it stands'}"
        for name, layers in self.files.items():
            yield f"  {name}: {', '.join(layers) or 'equal'}"
            yield from _layer_lines(layers)
        others = [each for each in self.departures if each.role == INNOCENT]
        for each in self.departures:
            if each not in others[MOST_INNOCENT:]:
                yield from each.lines()
        if more := len(others[MOST_INNOCENT:]):
            yield f"  nor because of {more} more ingredients, which --json and --report name"
        yield from self._last_lines()

    def _last_lines(self) -> Iterator[str]:
        for name in self.absent:
            yield f"  {name} is not with the release: its check sum alone was compared"
        if self.is_restored:
            yield "with these ingredients restored, all editions are equal"
        elif self._is_named_otherwise:
            yield "with the causes restored, nothing differs but the edition id"
        elif not self.is_explained:
            found = self.remainder if self.remainder is not None else self.files
            yield "although all ingredients are equal" + (" then:" if self.remainder else ":")
            for name, layers in found.items():
                yield from ([f"  {name}: {', '.join(layers)}"] if layers else [])
            yield "a release that was changed by hand, or a fault of Octavo: please report it"

    def as_data(self) -> dict[str, object]:
        """Return it as plain data, for --json."""
        return {
            "publication": self.publication,
            "editions": {"released": self.editions[0], "made": self.editions[1]},
            "equal": not self.differing,
            "explained": self.is_explained,
            "restored": self.is_restored,
            "files": _as_rows(self.files),
            "remainder": _as_rows(self.remainder or {}),
            "departures": [
                {
                    "name": each.name,
                    "released": each.released,
                    "made": each.made,
                    "role": each.role,
                    "confirmed": each.is_confirmed,
                    "evidence": each.evidence,
                }
                for each in self.departures
            ],
            "absent": list(self.absent),
            "release": self.origin.as_data() if self.origin else None,
            "source": self.source,
            "problems": [each.as_json() for each in self.notices],
            "exit_code": self.exit_code,
        }


def _layer_lines(layers: Mapping[str, str]) -> Iterator[str]:
    for layer, evidence in layers.items():
        yield f"      {MEANINGS.get(layer, layer)}: {evidence}"


def _as_rows(files: Mapping[str, Mapping[str, str]]) -> list[dict[str, object]]:
    return [
        {
            "file": name,
            "layers": [{"layer": layer, "evidence": told} for layer, told in found.items()],
        }
        for name, found in files.items()
    ]

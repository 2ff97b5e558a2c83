"""What an edition has become: its files, and where things stand in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from octavo.core.problems import Problem


@dataclass(frozen=True, slots=True)
class PageMap:
    """Where things stand in the PDF edition."""

    labels: tuple[str, ...] = ()
    """The label of each page: i, ii, 1, 2."""
    starts: Mapping[str, int] = field(default_factory=dict)
    """Block (``data-b``) -> index of the page that it begins on."""
    ends: Mapping[str, int] = field(default_factory=dict)
    """Block ordinal -> index of the page that it ends on."""
    anchors: Mapping[str, int] = field(default_factory=dict)
    """Id -> index of the page that it stands on."""
    openings: tuple[tuple[int, str, int], ...] = ()
    """Index of a page, the block with whose words it begins, how many letters and figures of that
    stand on pages before."""

    @staticmethod
    def of(labels: Sequence[str], told: Mapping[str, Any]) -> "PageMap":
        """Return the map that JSON tells: its other fields by their names."""
        openings = tuple((page, block, letters) for page, block, letters in told["openings"])
        return PageMap(tuple(labels), told["starts"], told["ends"], told["anchors"], openings)


@dataclass(frozen=True, slots=True)
class UnitPages:
    """Pages of a PDF that were set together."""

    first: int
    """Index of the first of them, blank ones before them included."""
    count: int
    made_of: str
    """Digest of all that a reader finds on them: where it is the same, so is what they say."""

    @property
    def numbers(self) -> range:
        return range(self.first, self.first + self.count)


@dataclass(frozen=True, slots=True)
class Made:
    """What an edition made: files by name, and facts for other editions and the manifest."""

    files: Mapping[str, bytes]
    pages: PageMap = PageMap()
    facts: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    bound: tuple[UnitPages, ...] = ()
    """All pages of a PDF, unit by unit; of other files nothing."""

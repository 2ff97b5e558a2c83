"""What an edition has become: its files, and where things stand in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Made:
    """What an edition made: files by name, and facts for other editions and the manifest."""

    files: Mapping[str, bytes]
    pages: PageMap = PageMap()
    facts: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

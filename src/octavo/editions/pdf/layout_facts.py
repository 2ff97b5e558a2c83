"""Where things stand on laid-out pages, and what does not fit: what the press tells its caller."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

LISTS = ("tall", "turned", "full", "cut", "before", "after", "parted")
"""Fields that are lists of names or numbers."""
COLOPHON = "colophon"
"""Class and block of the colophon."""
BESIDE = "beside"
"""Class of a piece that is placed in a column of its own, where a theme has one."""


@dataclass(frozen=True, slots=True)
class LayoutFacts:
    """The facts of a layout; a page is an index, a block the ordinal of one (``data-b``)."""

    pages: int
    starts: Mapping[str, int]
    """Block -> the page on which it begins."""
    ends: Mapping[str, int]
    anchors: Mapping[str, int]
    """Id -> page."""
    tall: tuple[str, ...]
    """Ids of notes that fill too much of their page."""
    wide: tuple[tuple[str, float], ...]
    """What does not fit: its block, and millimetres beyond the text block."""
    turned: tuple[int, ...]
    """Pages that lie on their side."""
    full: tuple[int, ...]
    """Pages that a picture fills."""
    openings: tuple[tuple[int, str, int], ...] = ()
    """A page, the block with whose words it begins, how many letters of that stand before it."""
    cut: tuple[str, ...] = ()
    """Those of ``wide`` that leave the paper: some of their words are on no page."""
    fronts: tuple[tuple[str, float, float], ...] = ()
    """Pictures that fill a place of another shape, and lose what does not fit: the address of
    each, and the width and height of its place in millimetres."""
    before: tuple[str, ...] = ()
    """What the first thing, and what stands first in it, ask for before them: page, recto, …"""
    after: tuple[str, ...] = ()
    """What the last things ask for after them."""
    is_beside: bool = False
    """Whether a piece stands beside the text, in a column of its own, and covers nothing."""
    parted: tuple[str, ...] = ()
    """Names of what would stay whole, and no page holds (``shape/partings``)."""
    last_lines: int = 0
    """How many lines of text the last of several pages holds beside a colophon; 0 where pictures
    or tables stand there, too."""

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is to be set in another way."""
        return not (self.tall or self.wide or self.parted)

    def leaves_few(self, lines: int) -> bool:
        """Tell whether the last page has but so many lines, or fewer."""
        return 0 < self.last_lines <= lines

    def to_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @staticmethod
    def from_json(data: bytes) -> "LayoutFacts":
        """Return what the press has written."""
        told: Mapping[str, Any] = json.loads(data)
        lists = {key: tuple(told[key]) for key in LISTS}
        wide = tuple((name, size) for name, size in told["wide"])
        openings = tuple((page, block, letters) for page, block, letters in told["openings"])
        fronts = tuple((path, width, height) for path, width, height in told["fronts"])
        return LayoutFacts(
            **{**told, **lists, "wide": wide, "openings": openings, "fronts": fronts}
        )


def join_facts(parts: Sequence[tuple[int, LayoutFacts]], pages: int) -> LayoutFacts:
    """Return the facts of a whole from those of its parts and the pages on which they begin."""
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    anchors: dict[str, int] = {}
    for first, facts in parts:
        for whole, part in ((starts, facts.starts), (ends, facts.ends), (anchors, facts.anchors)):
            for name, page in part.items():
                whole.setdefault(name, page + first)
    return LayoutFacts(
        pages,
        starts,
        ends,
        anchors,
        tuple(sorted(name for _, facts in parts for name in facts.tall)),
        tuple(sorted(each for _, facts in parts for each in facts.wide)),
        tuple(first + page for first, facts in parts for page in facts.turned),
        tuple(first + page for first, facts in parts for page in facts.full),
        tuple((first + page, b, n) for first, facts in parts for page, b, n in facts.openings),
        tuple(sorted(name for _, facts in parts for name in facts.cut)),
        tuple(dict.fromkeys(each for _, facts in parts for each in facts.fronts)),
        is_beside=any(facts.is_beside for _, facts in parts),
        parted=tuple(sorted(name for _, facts in parts for name in facts.parted)),
    )

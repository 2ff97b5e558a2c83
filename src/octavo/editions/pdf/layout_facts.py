"""Where things stand on laid-out pages, and what does not fit: what the press tells its caller."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


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
    holes: tuple[tuple[str, float], ...]
    """Floats that found no room on a page: the name of each, and the pixels that there were."""
    heights: Mapping[str, float]
    """Block -> its height in pixels, for the blocks that stand directly in chapters."""
    openings: tuple[tuple[int, str, int], ...] = ()
    """A page, the block with whose words it begins, how many letters of that stand before it."""
    cut: tuple[str, ...] = ()
    """Those of ``wide`` that leave the paper: some of their words are on no page."""
    parted: tuple[str, ...] = ()
    """Names of what would stay whole, and no page holds (``shape/partings``)."""

    def to_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @staticmethod
    def from_json(data: bytes) -> "LayoutFacts":
        """Return what the press has written."""
        told: Mapping[str, Any] = json.loads(data)
        lists = {key: tuple(told[key]) for key in ("tall", "turned", "full", "cut", "parted")}
        pairs = {key: tuple((name, size) for name, size in told[key]) for key in ("wide", "holes")}
        openings = tuple((page, block, letters) for page, block, letters in told["openings"])
        return LayoutFacts(**{**told, **lists, **pairs, "openings": openings})

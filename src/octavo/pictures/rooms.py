"""How many pixels of a raster an edition can show, and what becomes of a picture that has more."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from octavo.markup.tree import Element, has_class

Use = Literal["text", "wide", "cover"]
"""Where a picture stands: in the text's width, wider than the text, or on the cover."""
WIDE = ("wide", "lead", "full-page")
"""Classes of figures that are wider than the text."""
WORTH = 0.8
"""A picture is scaled only where less than this share of its pixels is left."""
OVERSIZED = 12_000_000
"""Pixels from which on the author is told that editions hold a smaller picture."""


@dataclass(frozen=True, slots=True)
class Room:
    """The most that an edition takes, in pixels; 0 where nothing limits."""

    width: int
    height: int = 0
    area: int = 0


ROOMS: Mapping[tuple[str, Use], Room] = {
    ("html", "text"): Room(1600),
    ("html", "wide"): Room(2000),
    ("epub", "text"): Room(2000, 2000, 4_000_000),
    ("epub", "cover"): Room(2560, 2560, 5_600_000),
    ("pdf", "text"): Room(2400, 2400),
}
"""Text at twice the pixels of a screen's column; what book shops take of a picture and of a cover
(whose shorter side they want to have at least 1,400 pixels); 300 dots an inch on A4."""


def fitted(size: tuple[int, int], edition: str, use: Use = "text") -> tuple[int, int]:
    """Return the width and height at which an edition holds a raster, its shape kept."""
    width, height = size
    room = ROOMS.get((edition, use)) or ROOMS[edition, "text"]
    share = min(
        1.0,
        room.width / width,
        room.height / height if room.height else 1.0,
        sqrt(room.area / (width * height)) if room.area else 1.0,
    )
    if share * share >= WORTH:
        return size
    return max(1, int(width * share + 1e-6)), max(1, int(height * share + 1e-6))


def use_of(image: Element) -> Use:
    """Return where an image of a text stands, by the classes of its figure."""
    figures = image.iterancestors("figure")
    is_wide = any(has_class(figure, name) for figure in figures for name in WIDE)
    return "wide" if is_wide else "text"

"""How many pixels of a raster an edition can show, and what becomes of a picture that has more."""

from math import sqrt

from octavo.markup.tree import Element, has_class
from octavo.model.formats import PictureNeeds, Use

WIDE = ("wide", "lead", "full-page")
"""Classes of figures that are wider than the text."""
WORTH = 0.8
"""A picture is scaled only where less than this share of its pixels is left."""
OVERSIZED = 12_000_000
"""Pixels from which on the author is told that editions hold a smaller picture."""


def fit(size: tuple[int, int], needs: PictureNeeds, use: Use = "text") -> tuple[int, int]:
    """Return the width and height at which an edition holds a raster, its shape kept."""
    width, height = size
    room = needs.rooms.get(use) or needs.rooms["text"]
    share = min(
        1.0,
        room.width / width if room.width else 1.0,
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

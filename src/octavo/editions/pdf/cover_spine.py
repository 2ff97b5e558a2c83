"""The spine of a cover: how wide it is, and what is drawn on it."""

from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from octavo.fonts.letters import Letters
from octavo.model.metadata import Edition
from octavo.model.paper import leaf_mm

NARROWEST_MM = 6.0
"""The trade's usual rule: on a narrower spine type would slip over its edges."""
END_MM, GAP_MM = 9.0, 6.0
"""What stays free at head and foot, and between two pieces of type."""
LARGEST_MM, SHARE = 8.0, 0.5
"""The size of the title: half the width of the spine, no more than this."""
SMALLEST_MM = 2.1
BESIDE = 0.8
"""The size of names beside that of the title."""
_UNIT = 10
"""Units of the drawing a millimetre."""


@dataclass(frozen=True, slots=True)
class SpineWords:
    """What stands on a spine, from its head to its foot; any of them may be ''."""

    byline: str
    title: str
    house: str


def spine_width_mm(edition: Edition, pages: int) -> float:
    """Return how wide the spine of so many pages is, to a hundredth of a millimetre."""
    galley = leaf_mm(edition.paper) or 0.0
    return round(edition.spine_mm or (pages + 1) // 2 * galley, 2)


def draw_spine(words: SpineWords, size: tuple[float, float], face: Letters, ink: str) -> str:
    """Return an SVG of ``size`` (width and height in millimetres) with the words along it.

    Where the book lies on its back the words stand upright: from head to foot (ISO 6357), and where
    pages turn from right to left as in a mirror. What finds no room is left out, the house first.
    """
    wide, high = size
    words, points = _fit(words, wide, high, face)
    path = _lines(words, points, size, face)
    turn = f"translate(0 {high * _UNIT:g}) rotate(-90)"
    if not face.is_rtl:
        turn = f"translate({wide * _UNIT:g} 0) rotate(90)"
    title = escape(", ".join(each for each in (words.byline, words.title, words.house) if each))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide * _UNIT:g} {high * _UNIT:g}" '
        f'width="{wide:g}mm" height="{high:g}mm"><title>{title}</title>'
        f'<path fill="{ink}" transform="{turn}" d="{path}"/></svg>\n'
    )


def _fit(words: SpineWords, wide: float, high: float, face: Letters) -> tuple[SpineWords, float]:
    """Return the words that find room, and the size of the title in millimetres."""
    largest, room = min(wide * SHARE, LARGEST_MM), high - 2 * END_MM
    for some in (words, replace(words, house=""), replace(words, house="", byline="")):
        points = largest
        while points > SMALLEST_MM and _length(some, points, face) > room:
            points -= 0.1
        if _length(some, points, face) <= room:
            return some, points
    return some, points * room / _length(some, points, face)


def _length(words: SpineWords, points: float, face: Letters) -> float:
    widths = _widths(words, points, face)
    return sum(widths) + GAP_MM * (sum(map(bool, widths)) - 1)


def _widths(words: SpineWords, points: float, face: Letters) -> tuple[float, float, float]:
    beside = points * BESIDE
    return (
        face.width(words.byline, beside),
        face.width(words.title, points),
        face.width(words.house, beside),
    )


def _lines(words: SpineWords, points: float, size: tuple[float, float], face: Letters) -> str:
    """Return the path of the words in one line as long as the spine, its middle a spine's."""
    wide, high = size
    first, title, last = _widths(words, points, face)
    lowest = END_MM + (first + GAP_MM if first else 0)
    highest = high - END_MM - (last + GAP_MM if last else 0) - title
    middle = min(max((high - title) / 2, lowest), highest)
    starts = (END_MM, middle, high - END_MM - last)
    lengths, drawn = (first, title, last), []
    for words_, start, length, share in zip(
        (words.byline, words.title, words.house), starts, lengths, (BESIDE, 1, BESIDE), strict=True
    ):
        at = high - start - length if face.is_rtl else start
        base = wide / 2 + points * 0.33
        drawn.append(face.path(words_, points * share * _UNIT, at * _UNIT, base * _UNIT))
    return "".join(drawn)

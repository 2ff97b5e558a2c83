"""The EAN-13 of an ISBN, as a drawing that scanners of the book trade read.

Sizes: GS1 General Specifications, EAN-13 at 100 %; ISBN Users' Manual: the number stands above the
bars. An add-on of five digits, by which some shops want to know prices, is not drawn.
"""

from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from barcode.ean import EuropeanArticleNumber13

from octavo.fonts.letters import Letters

MODULE_MM = 0.33
BARS_MM, GUARDS_MM = 22.85, 24.5
"""Heights: the guards at both ends and in the middle go on between the figures."""
QUIET = (11, 7)
"""Modules that stay white at the left and at the right."""
MODULES = 95
WIDTH_MM = (QUIET[0] + MODULES + QUIET[1]) * MODULE_MM
HEIGHT_MM = 31.0
_HEAD_MM, _BELOW_MM = 3.9, 2.9
_UNIT = 100
"""Units of the drawing a millimetre."""
_GUARD = "G"


def draw_barcode(isbn: str, face: Letters) -> str:
    """Return the SVG of a white field, 37.29 mm wide, with the ISBN above its bars and figures."""
    digits = "".join(filter(str.isdigit, isbn))
    width, height = round(WIDTH_MM * _UNIT), round(HEIGHT_MM * _UNIT)
    drawn = "".join((*_bars(digits), *_figures(digits, face), _head(isbn, face)))
    title = escape(f"ISBN {isbn}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{WIDTH_MM:.2f}mm" height="{HEIGHT_MM:g}mm"><title>{title}</title>'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
        f'<path fill="#000000" d="{drawn}"/></svg>\n'
    )


def modules(digits: str) -> str:
    """Return the 95 modules of thirteen digits: 0 white, 1 black, G black in a guard."""
    (found,) = EuropeanArticleNumber13(digits, guardbar=True).build()
    return str(found)


def _bars(digits: str) -> Iterator[str]:
    at, top = QUIET[0] * MODULE_MM, _HEAD_MM
    for sign, run in groupby(modules(digits)):
        wide = len(list(run)) * MODULE_MM
        if sign != "0":
            high = GUARDS_MM if sign == _GUARD else BARS_MM
            x, end = round(at * _UNIT), round((at + wide) * _UNIT)
            yield f"M{x} {top * _UNIT:.0f}h{end - x}v{high * _UNIT:.0f}h{x - end}z"
        at += wide


def _figures(digits: str, face: Letters) -> Iterator[str]:
    """Yield the figures below the bars: one before them, six under each half."""
    base, size = (_HEAD_MM + BARS_MM + _BELOW_MM) * _UNIT, 3.1 * _UNIT
    yield face.path(digits[0], size, 3 * MODULE_MM * _UNIT, base)
    for first, start in ((1, 3), (7, 50)):
        for n in range(6):
            figure = digits[first + n]
            middle = (QUIET[0] + start + 7 * n + 3.5) * MODULE_MM * _UNIT
            yield face.path(figure, size, middle - face.width(figure, size) / 2, base)


def _head(isbn: str, face: Letters) -> str:
    words, size = f"ISBN {isbn}", 2.9 * _UNIT
    room = MODULES * MODULE_MM * _UNIT
    size *= min(1.0, room / face.width(words, size))
    return face.path(words, size, QUIET[0] * MODULE_MM * _UNIT, 2.8 * _UNIT)

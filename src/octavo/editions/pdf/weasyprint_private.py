"""What Octavo uses of WeasyPrint beyond its documented interface: all of it, and only here.

Written for one version, and refuses others; tests/editions/pdf/test_weasy.py says what an upgrade
has changed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
import weasyprint
import weasyprint.draw.text as drawing
import weasyprint.layout.block as block
import weasyprint.layout.inline as inline
import weasyprint.layout.table as table
import weasyprint.pdf as pdf_writer
import weasyprint.pdf.fonts as fonts
import weasyprint.svg as svg
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import BlockLevelBox, InlineBox
from weasyprint.layout.replaced import replacedbox_layout
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.matrix import Matrix
from weasyprint.pdf import tags
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size, strut

__all__ = [
    "PROGRESS_LOGGER",
    "VERSION",
    "BlockLevelBox",
    "Font",
    "InlineBox",
    "Layout",
    "Matrix",
    "block",
    "boxes",
    "break_values",
    "build_fonts",
    "drawing",
    "ffi",
    "font_in_use",
    "fonts",
    "fonts_kept_out",
    "forbid_breaks",
    "ink_of",
    "inline",
    "line_size",
    "page_box",
    "pango",
    "replacedbox_layout",
    "strut",
    "svg",
    "table",
    "tag_by",
    "tagger",
]

VERSION = "70.0"

if weasyprint.__version__ != VERSION:
    raise RuntimeError(
        f"this is WeasyPrint {weasyprint.__version__}; what rests on its inner parts was written "
        f"for {VERSION}: run tests/editions/pdf/test_weasy.py and test_cures.py beside it, read "
        "patches.py anew"
    )

ffi.cdef("PangoAttribute* pango_attr_allow_breaks_new(int);")  # Pango 1.44
Tagger = Callable[..., Iterator[Any]]
"""Yields the structure elements of a box."""


def page_box(page: Any) -> Any:
    """Return the box of a laid-out page, which holds all others."""
    return page._page_box


def tagger() -> Tagger:
    """Return what makes structure elements of boxes."""
    return tags._build_box_tree  # type: ignore[no-any-return]


def ink_of(layout: Any, style: Any) -> tuple[float, float]:
    """Return how far the letters of a layout's first line go above and below the baseline."""
    layout.reactivate(style)
    line, _ = layout.get_first_line()
    ink = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, ink, ffi.NULL)
    layout.deactivate()
    return -ink.y * FROM_UNITS, (ink.y + ink.height) * FROM_UNITS


def forbid_breaks(layout: Any, spans: Iterable[tuple[int, int]]) -> None:
    """Let no line of a layout's text end within some spans of its characters."""
    found = pango.pango_layout_get_attributes(layout.layout)
    if found == ffi.NULL:
        found = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for start, end in spans:
        attribute = pango.pango_attr_allow_breaks_new(0)
        attribute.start_index = len(layout.text[: start + 1].encode())
        attribute.end_index = len(layout.text[:end].encode())
        pango.pango_attr_list_change(found, attribute)
    pango.pango_layout_set_attributes(layout.layout, found)


@contextmanager
def tag_by(other: Tagger) -> Iterator[None]:
    """Let something else make structure elements of boxes meanwhile."""
    before = tags._build_box_tree
    tags._build_box_tree = other
    try:
        yield
    finally:
        tags._build_box_tree = before


def break_values(box: Any, side: str) -> list[str]:
    """Return what a box and the first, or last, ones in it say of a break ``before`` or ``after``
    them."""
    return list(block._add_break_values(box, side))


def font_in_use(stream: Any) -> Any:
    """Return the font in which a content stream showed text last."""
    tag = stream._current_font[0]
    return next(font for font in stream._fonts.values() if font.hash == tag)


build_fonts = pdf_writer.build_fonts_dictionary
"""Writes fonts, each cut to its glyphs; returns the dictionary that lists them."""


@contextmanager
def fonts_kept_out() -> Iterator[None]:
    """Let PDFs that are written meanwhile have an empty list of fonts: they are cut for all units
    at once."""
    before = pdf_writer.build_fonts_dictionary
    pdf_writer.build_fonts_dictionary = lambda *_: pydyf.Dictionary()
    try:
        yield
    finally:
        pdf_writer.build_fonts_dictionary = before

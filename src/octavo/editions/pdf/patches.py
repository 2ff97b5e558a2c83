"""Cures for WeasyPrint 70 that change pages; each names its defect and the test that watches it."""

import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping
from functools import partial, partialmethod
from hashlib import md5
from math import floor, inf
from typing import Any

import pydyf
import uharfbuzz as hb

from octavo.editions.pdf.balance import balance
from octavo.editions.pdf.binding.late_numbers import draw_number
from octavo.editions.pdf.even_lines import even
from octavo.editions.pdf.float_settling import settle_floats
from octavo.editions.pdf.gradients import Gradients
from octavo.editions.pdf.known_cascade import cascade
from octavo.editions.pdf.known_lines import KnownLines, create_layout, setup
from octavo.editions.pdf.known_styles import (
    KnownSizes,
    make_margin_boxes,
    put_everywhere,
    strut_by,
)
from octavo.editions.pdf.outlines import Outlines
from octavo.editions.pdf.said_words import (
    ADDED,
    GLYPH_OF_HYPHEN,
    draw_first_line,
    note_hyphen,
)
from octavo.editions.pdf.tagtree import references_of_pages
from octavo.editions.pdf.weasyprint_private import (
    Font,
    Layout,
    StyleFor,
    block,
    drawing,
    fonts,
    forbid_breaks,
    inline,
    layout,
    preferred,
    resolve_percentages,
    strut,
    svg,
    table,
)

NAMES = (
    "balanced-headings",
    "bars-end-with-text",
    "break-after-space",
    "early-break",
    "even-lines",
    "font-tags",
    "gradients",
    "heads-of-tall-rows",
    "hyphens-of-lines",
    "indent-from-the-right",
    "late-numbers",
    "marks-in-font-units",
    "missing-glyphs-by-their-signs",
    "note-with-call",
    "page-floats",
    "sums",
    "thai-by-our-words",
    "uharfbuzz-subset",
    "widths-in-font-units",
    "words-of-glyphs",
    "words-of-small-capitals",
)
_DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
ROUNDED = 1.6
"""Units of Pango by which a mark on a mark may have been rounded: half of one, three times."""
_split_first_line = inline.split_first_line
_get_next_linebox = inline.get_next_linebox
_font_init = Font.__init__
_set_text = Layout.set_text
_THAI = re.compile("[\u0e01-\u0e4e]{2,}")


def apply() -> None:
    """Put the cures in place."""
    inline.split_first_line = KnownLines(split_first_line)
    inline.create_layout = partial(create_layout, inline.create_layout)
    preferred.split_first_line = KnownLines(preferred.split_first_line)
    Layout.setup = setup
    _reckon_styles_once()
    inline.get_next_linebox = get_next_linebox
    Font.subset = subset
    Font.__init__ = _init_font
    Layout.set_text = set_text
    _keep_notes_with_calls()
    _end_bars_with_text()
    _keep_heads_of_tall_rows()
    inline.can_break_text = partial(can_break_text, inline.can_break_text)
    _draw_marks_in_font_units()
    drawing.draw_first_line = partial(draw_first_line, drawing.draw_first_line)
    drawing.draw_first_line = partial(draw_number, drawing.draw_first_line)
    Font.get_unused_glyph_id = glyph_of_none
    _add_from_left_to_right()
    block.block_container_layout = partial(balance, block.block_container_layout)
    layout.make_all_pages = partial(settle_floats, layout.make_all_pages)
    svg.draw_gradient = Gradients(svg.draw_gradient)
    svg.TAGS["path"] = Outlines(svg.TAGS["path"])  # no cure: the same, sooner
    pydyf.PDF.page_references = property(references_of_pages)  # nor this


def _reckon_styles_once() -> None:
    """Put in place what reckons things of a style once."""
    put_everywhere("resolve_percentages", resolve_percentages, KnownSizes(resolve_percentages))
    put_everywhere("strut", strut, strut_by(strut))
    layout.make_margin_boxes = partial(make_margin_boxes, layout.make_margin_boxes)
    StyleFor.__init__ = partialmethod(partial(cascade, StyleFor.__init__))


def split_first_line(  # noqa: PLR0913  (WeasyPrint's own signature)
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """Keep a run whole that fits without its trailing space.

    WeasyPrint 70 breaks such a run (before an emphasis, a link) after its first word: lines far
    too short. Test: test_a_run_that_fits_without_its_last_space_is_not_broken.
    """
    result = _split_first_line(text, style, context, max_width, spacing, is_line_start, minimum)
    note_hyphen(result, style)
    result = even(result, style)
    if result[2] is None or max_width in (None, inf) or not text.endswith(" "):
        return result
    if style["white_space"] not in ("normal", "pre-line"):
        return result
    bare = _split_first_line(
        text.rstrip(" "), style, context, max_width, spacing, is_line_start, minimum
    )
    if bare[2] is None and max_width is not None and bare[3] <= max_width:
        whole = _split_first_line(text, style, context, None, spacing, is_line_start, minimum)
        return even(whole, style)
    return result


def get_next_linebox(context: Any, linebox: Any, *rest: Any) -> Any:
    """Indent the first line of a right-to-left paragraph at its right.

    WeasyPrint 70 galleys the room at the line's left. Test:
    test_a_first_line_from_right_to_left_is_indented_at_its_right.
    """
    line, resume_at = _get_next_linebox(context, linebox, *rest)
    if line is not None and linebox.text_indent and linebox.style["direction"] == "rtl":
        for child in line.children:
            child.translate(dx=-linebox.text_indent, ignore_floats=True)
    return line, resume_at


def _keep_notes_with_calls() -> None:
    """Move a paragraph that cannot break to the next page, rather than notes called before it.

    WeasyPrint 70 sends the page's last note away to make room, wherever its call stands. Test:
    test_every_note_stands_on_the_page_of_its_call.
    """
    old = "report = not context.in_column and"
    new = f"report = page_is_empty and {old.removeprefix('report = ')}"
    _rewrite(block, "_linebox_layout", {old: new})


def _end_bars_with_text() -> None:
    """Let a box that goes on overleaf end where its text ends.

    WeasyPrint 70 lets it fill the page, as CSS has it: the bar of a listing or a quotation runs on
    beside nothing. Test: test_a_bar_ends_with_the_text_that_it_stands_beside.
    """
    old = "elif bottom_space > -inf and not new_box.is_column:"
    _rewrite(block, "block_container_layout", {old: "elif False:"})


def _keep_heads_of_tall_rows() -> None:
    """Keep the head of a table, and its foot, above a row that no page holds.

    WeasyPrint 70 leaves them out for a row that fits without them, or does not fit at all: their
    words are on no page. Test: test_a_table_keeps_its_head_above_a_row_taller_than_a_page.
    """
    old = "    # Layout row groups, rows and cells.\n"
    changes = {old: f"{textwrap.indent(textwrap.dedent(_FORCED), '    ')}\n{old}"}
    _rewrite(table, "table_layout", changes)
    block.table_layout = table.table_layout


_FORCED = """
lay_groups, page_was_empty = body_groups_layout, page_is_empty

def body_groups_layout(skip_stack, position_y, bottom_space, page_is_empty):
    found = lay_groups(skip_stack, position_y, bottom_space, page_is_empty)
    if not found[0] and page_was_empty and not page_is_empty:
        found = lay_groups(skip_stack, position_y, bottom_space, True)
    return found
"""


def can_break_text(ask: Callable[[str, str], Any], text: str, lang: str) -> Any:
    """Let a line end behind a space, whatever comes next.

    The rules of Unicode (UAX #14, LB13) let none begin with a point, a stroke or a mark of
    exclamation: "the folder .octavo" hangs together, and its line is torn.
    Test: test_a_line_may_end_before_code_that_begins_with_a_point.
    """
    if len(text) == 2 and _THAI.fullmatch(text):
        return False
    return (len(text) == 2 and text[0] == " ") or ask(text, lang)


def set_text(self: Any, text: str, justify: bool = False) -> None:
    """Break Thai where the text says it may, and nowhere else.

    Pango breaks it by libthai where that is linked, which it is on some machines only. Test:
    test_thai_breaks_where_the_text_says.
    """
    _set_text(self, text, justify)
    if not self.text.isascii() and _THAI.search(self.text):
        forbid_breaks(self, [match.span() for match in _THAI.finditer(self.text)])


def _draw_marks_in_font_units() -> None:
    """Draw marks where the font puts them, not where HarfBuzz rounds to.

    HarfBuzz 6 and 10 round the place of a mark to Pango's units in different ways: 238.66 is 238
    or 239. Test: test_a_mark_is_drawn_at_the_same_place_with_every_harfbuzz.
    """
    x, y = (f"glyph_info.geometry.{axis}_offset" for axis in "xy")
    new_x = f"(settle({x}, font_size, font.upem) if {y} or not width else {x})"
    new_y = f"(settle({y}, font_size, font.upem) if {y} else 0)"
    changes = {
        f"offset = {x}": f"offset = {new_x}",
        f"rise = {y}": f"rise = {new_y}",
        "if glyph_id not in font.to_unicode:": "if not font.to_unicode.get(glyph_id):",
        "if glyph_id in font.widths:": "if True:  # FaceWidths knows all",
    }
    drawing.settle = settle
    _rewrite(drawing, "draw_first_line", changes)


def settle(offset: int, font_size: float, units_per_em: int) -> int:
    """Return an offset (1024 to the pixel) made anew from the font's own whole units.

    An offset that is no such place, give or take the rounding, is left alone.
    """
    step = font_size * 1024 / units_per_em
    exact = round(offset / step) * step
    return floor(exact + 0.5) if abs(exact - offset) < ROUNDED else offset


def _rewrite(module: Any, name: str, changes: Mapping[str, str]) -> None:
    """Make a function of WeasyPrint anew with other words, each of which must be there once."""
    source = textwrap.dedent(inspect.getsource(getattr(module, name)))
    for old, new in changes.items():
        if source.count(old) != 1:
            raise RuntimeError(f"WeasyPrint's {name} is not the one that this cure was written for")
        source = source.replace(old, new)
    exec(source, module.__dict__)


WRITTEN = {"": "\u2060", GLYPH_OF_HYPHEN: ADDED}
"""Words of a glyph that are written otherwise."""


class GlyphWords(dict[int, str]):
    """Glyph -> the words that it stands for (a font's ToUnicode).

    WeasyPrint 70 gives the further glyphs of a cluster no words, for good: "" is malformed, and
    keeps the words out that the glyph stands for elsewhere. Here "" counts as not known yet, and
    is written as a joiner, which adds nothing. Test: test_a_glyph_always_stands_for_words.

    The hyphen says the sign on keyboards, by which alone pdf.js, which knows no other words, joins
    what a line's end has parted. Test: test_a_word_that_was_parted_is_found_and_copied_whole.
    """

    def __contains__(self, glyph: object) -> bool:
        return bool(self.get(glyph))  # type: ignore[call-overload]

    def items(self) -> Any:
        return {glyph: WRITTEN.get(words, words) for glyph, words in super().items()}.items()


def _init_font(self: Any, pango_font: Any, description: Any, font_size: float) -> None:
    """Make a font with our words of glyphs and a tag that every Pango gives.

    WeasyPrint 70 makes the tag from all of the font's description, to which Pango 1.56 and later
    add features: of small capitals, say. Test: test_a_font_has_the_same_tag_with_every_pango.
    """
    _font_init(self, pango_font, description, font_size)
    words = fonts.ffi.string(fonts.pango.pango_font_description_to_string(description))
    tag = font_tag(words)
    self.name = self.name.replace(self.hash.encode(), tag.encode(), 1)
    self.hash = tag
    self.to_unicode = GlyphWords()
    self.widths = FaceWidths(self)


class FaceWidths(dict[int, int]):
    """Glyph -> its advance in thousandths of an em, as the font's file has it.

    WeasyPrint 70 measures a glyph at the size that it is used in first, and rounds: two parts of a
    book may disagree. Test: test_widths_do_not_depend_on_the_size_used_first.
    """

    def __init__(self, font: Any) -> None:
        super().__init__()
        self._face = hb.Face(font.file_content, font.index)
        self._font = hb.Font(self._face)
        if font.variations or "fvar" in font.tables:
            self._font.set_variations({"wght": font.weight, **font.variations})

    def __contains__(self, glyph: object) -> bool:
        return True

    def __missing__(self, glyph: int) -> int:
        advance = self._font.get_glyph_h_advance(glyph)
        self[glyph] = round(advance * 1000 / self._face.upem)
        return self[glyph]


def glyph_of_none(self: Any, codepoint: int) -> int:
    """Return the glyph, which the font has not, that stands for a sign without one.

    WeasyPrint 70 counts them as it meets them: two parts of a book disagree.
    Test: test_a_sign_without_a_glyph_has_the_same_number_everywhere.
    """
    count = int(self.glyph_count)
    glyph = count + codepoint % (2**16 - count) if count < 2**16 else 2**16 - 1
    self.missing[codepoint] = glyph
    return glyph


def font_tag(description: bytes) -> str:
    """Return six capital letters for a font's description; its features do not count."""
    bare = description.partition(b" #")[0]
    return "".join(chr(65 + n % 26) for n in md5(bare, usedforsecurity=False).digest()[:6])


def add_up(numbers: Iterable[Any], start: Any = 0) -> Any:
    """Return the sum, added from left to right as ``sum`` does before Python 3.12.

    Later Pythons make up for lost digits, which moves a table's columns by the last of them.
    """
    total = start
    for number in numbers:
        total = total + number
    return total


def _add_from_left_to_right() -> None:
    """Give WeasyPrint one way of adding, on every Python.

    Test: test_the_engine_adds_from_left_to_right_on_every_python.
    """
    for name, module in sorted(sys.modules.items()):
        if name.partition(".")[0] == "weasyprint":
            module.__dict__["sum"] = add_up


def subset(self: Any, to_unicode: Any, hinting: bool) -> None:
    """Subset with the pinned HarfBuzz wheel: the system's own gives other bytes on each machine.

    Test: test_fonts_are_cut_by_the_pinned_harfbuzz.
    """
    if not to_unicode:
        return
    flags = hb.SubsetFlags
    base = flags.PASSTHROUGH_UNRECOGNIZED | flags.DESUBROUTINIZE
    if self.missing:
        base |= flags.NOTDEF_OUTLINE
    face = hb.Face(self.file_content, self.index)
    face = _subset_once(face, sorted(to_unicode), base | flags.RETAIN_GIDS)
    every = range(max(to_unicode) + 1)
    face = _subset_once(face, every, base if hinting else base | flags.NO_HINTING)
    self.file_content = bytes(face.blob.data)


def _subset_once(face: Any, glyphs: Any, flags: Any) -> Any:
    asked = hb.SubsetInput()
    asked.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    asked.flags = flags
    dropped = asked.sets(hb.SubsetInputSets.DROP_TABLE_TAG)
    dropped.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
    return hb.subset(face, asked)

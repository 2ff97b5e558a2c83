"""Cures for WeasyPrint 70 that change pages; each names its defect and the test that watches it."""

import inspect
import textwrap
from math import inf
from typing import Any

import pydyf
import uharfbuzz as hb
import weasyprint
import weasyprint.draw.text as drawing
import weasyprint.layout.block as block
import weasyprint.layout.inline as inline
from weasyprint.pdf.fonts import Font

VERSION = "70.0"
NAMES = (
    "early-break",
    "indent-from-the-right",
    "note-with-call",
    "uharfbuzz-subset",
    "words-of-glyphs",
    "words-of-small-capitals",
)
_DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
_split_first_line = inline.split_first_line
_get_next_linebox = inline.get_next_linebox
_font_init = Font.__init__
_draw_first_line = drawing.draw_first_line


def apply() -> None:
    """Put the cures in place; refuses a WeasyPrint that they were not written for."""
    if weasyprint.__version__ != VERSION:
        raise RuntimeError(f"these cures are for WeasyPrint {VERSION}: read patches.py anew")
    inline.split_first_line = split_first_line
    inline.get_next_linebox = get_next_linebox
    Font.subset = subset
    Font.__init__ = _init_font
    drawing.draw_first_line = draw_first_line
    _keep_notes_with_calls()


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
    if result[2] is None or max_width in (None, inf) or not text.endswith(" "):
        return result
    if style["white_space"] not in ("normal", "pre-line"):
        return result
    bare = _split_first_line(
        text.rstrip(" "), style, context, max_width, spacing, is_line_start, minimum
    )
    if bare[2] is None and max_width is not None and bare[3] <= max_width:
        return _split_first_line(text, style, context, None, spacing, is_line_start, minimum)
    return result


def get_next_linebox(context: Any, linebox: Any, *rest: Any) -> Any:
    """Indent the first line of a right-to-left paragraph at its right.

    WeasyPrint 70 leaves the room at the line's left. Test:
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
    source = textwrap.dedent(inspect.getsource(block._linebox_layout))
    old = "report = not context.in_column and"
    if source.count(old) != 1:
        raise RuntimeError(
            "WeasyPrint's _linebox_layout is not the one that this cure was written for"
        )
    exec(
        source.replace(old, f"report = page_is_empty and {old.removeprefix('report = ')}"),
        block.__dict__,
    )


class GlyphWords(dict[int, str]):
    """Glyph -> the words that it stands for (a font's ToUnicode).

    WeasyPrint 70 gives the further glyphs of a cluster no words, for good: "" is malformed, and
    keeps the words out that the glyph stands for elsewhere. Here "" counts as not known yet, and
    is written as a joiner, which adds nothing. Test: test_a_glyph_always_stands_for_words.
    """

    def __contains__(self, glyph: object) -> bool:
        return bool(self.get(glyph))  # type: ignore[call-overload]

    def items(self) -> Any:
        return {glyph: words or "\u2060" for glyph, words in super().items()}.items()


def _init_font(self: Any, *rest: Any) -> None:
    _font_init(self, *rest)
    self.to_unicode = GlyphWords()


def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:
    """Say the words of small capitals: their glyphs stand for an o and for an O alike.

    A font's ToUnicode has room for one of the two. Test: test_small_capitals_keep_their_words.
    """
    if textbox.style["font_variant_caps"] == "normal":
        return _draw_first_line(stream, textbox, *rest)
    words = pydyf.Dictionary({"ActualText": pydyf.String(textbox.text)})
    stream.begin_marked_content("Span", words)
    emojis = _draw_first_line(stream, textbox, *rest)
    stream.end_marked_content()
    return emojis


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

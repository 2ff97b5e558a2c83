"""Which fonts WeasyPrint's text boxes are set in, and how wide a space of theirs is."""

from collections.abc import Iterator
from typing import Any

from octavo.editions.pdf.measures import Face
from octavo.editions.pdf.weasyprint_private import Layout, ffi, line_size, pango

FONT = (
    "font_family",
    "font_size",
    "font_style",
    "font_weight",
    "font_stretch",
    "font_variant_caps",
    "font_variant_position",
    "letter_spacing",
    "lang",
)
"""What of a style decides on its font."""


class Faces:
    """Looks at each font's characters once: fonts are chosen by them."""

    def __init__(self) -> None:
        self.found: list[Face] = []
        self._signs: dict[object, set[str]] = {}
        self._told: set[tuple[str, str]] = set()
        self._spaces: dict[object, float] = {}

    def take(self, box: Any, block: str, page: int) -> None:
        """Note the families that the words of a text box are set in, each at its first use."""
        key = _key(box.style)
        known = self._signs.setdefault(key, set())
        if known.issuperset(box.text):
            return
        known.update(box.text)
        for family, words in _runs(box):
            told = (family, "" if family else words)
            if told not in self._told:
                self._told.add(told)
                self.found.append(Face(block, page, words, family))

    def space(self, style: Any) -> float:
        """Return the width of a space in this style, in pixels."""
        key = _key(style)
        if key not in self._spaces:
            self._spaces[key] = _width("  ", style) - _width(" ", style)
        return self._spaces[key]


def _key(style: Any) -> object:
    return tuple(str(style[name]) for name in FONT)


def _width(words: str, style: Any) -> float:
    layout = Layout(style)
    layout.set_text(words)
    line, _ = layout.get_first_line()
    return float(line_size(line, style)[0])


def _runs(box: Any) -> Iterator[tuple[str, str]]:
    """Yield (family, words) of each run of glyphs; '' and the sign where the font has no glyph."""
    layout = box.pango_layout
    layout.reactivate(box.style)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    text = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        words = text[item.offset : item.offset + item.length].decode()
        yield _family(item.analysis.font), words
        for glyph in glyphs.glyphs[0 : glyphs.num_glyphs]:
            if _is_missing(glyph.glyph):
                yield "", chr(glyph.glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG)
        run = run.next
    layout.deactivate()


def _is_missing(glyph: int) -> bool:
    return glyph != pango.PANGO_GLYPH_EMPTY and bool(glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG)


def _family(font: Any) -> str:
    description = ffi.gc(
        pango.pango_font_describe_with_absolute_size(font), pango.pango_font_description_free
    )
    return str(ffi.string(pango.pango_font_description_get_family(description)).decode())

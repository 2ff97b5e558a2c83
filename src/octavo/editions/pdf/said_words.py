"""What a PDF says in place of the glyphs that it shows (``ActualText``), box of text by box.

A font's ToUnicode has room for one reading of a glyph. Glyphs of small capitals stand for an o and
for an O alike; glyphs of Indic scripts stand in another order than their letters, or one for
several, and for others in other clusters; a word that begins with an initial is in two pieces.
Tests: test_small_capitals_keep_their_words, test_words_of_stacked_letters_are_read_back.
"""

import re
from collections.abc import Callable
from typing import Any

import pydyf

from octavo.editions.shape.initials import SPOKEN

ADDED = "-"
"""What a hyphen says that a line's end has added: by this sign, and no other, Poppler, PDFium and
pdf.js join the word again."""
GLYPH_OF_HYPHEN = "\u2010"
_STACKED = re.compile(
    "[\u0149\u01c4-\u01cc\u01f1-\u01f3\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0780-\u07b1\u0900-\u109f"
    "\u1780-\u17d3\u1800-\u18aa\u1b00-\u1bff\u2010\u20d0-\u20f0\ua980-\uaaff]"
)
"""Letters of Indic scripts, Thai, Lao, Tibetan, Burmese, Khmer, Mongolian, Javanese, Balinese,
Cham; letters that are two, combining marks, the points of Hebrew; a hyphen that the author has
written, as its glyph says ``ADDED``."""
_LAST_GLYPH = re.compile(rb"(?s)\[(.*)([0-9a-f]{4})>([-0-9]*)\] TJ")


class PartedText(str):
    """The text of a line that ends within a word, with the hyphen that the line's end has added.

    Boxes hand it on as it is, wherever the engine lays their text out anew.
    """

    __slots__ = ()


def draw_first_line(draw: Callable[..., Any], stream: Any, textbox: Any, *rest: Any) -> Any:
    """Draw a box of text, and say its words where its glyphs do not."""
    text, hyphen = textbox.text, hyphen_of(textbox)
    words = _words(textbox, text.removesuffix(hyphen))
    if words:
        _begin(stream, words)
    drawn = draw(stream, textbox, *rest)
    if hyphen:
        _say_hyphen(stream, is_within=bool(words))
    elif words:
        stream.end_marked_content()
    return drawn


def note_hyphen(laid: tuple[Any, ...], style: Any) -> None:
    """Note in the text of a line's layout, as ``split_first_line`` gives it, the hyphen that the
    line's end has added: it stands in the text, and does not count in its length."""
    layout, length = laid[:2]
    sign = style["hyphenate_character"]
    size = len(layout.text.encode())
    if sign and layout.text.endswith(sign) and length == size - len(sign.encode()):
        layout.text = PartedText(layout.text)


def hyphen_of(textbox: Any) -> str:
    """Return the hyphen that a line's end has added to a box of text, '' where it has none."""
    is_parted = isinstance(textbox.text, PartedText)
    return str(textbox.style["hyphenate_character"]) if is_parted else ""


def _words(textbox: Any, text: str) -> str:
    """Return what a box says of itself, '' where its glyphs say it."""
    element = getattr(textbox, "element", None)  # words of a drawing have none
    said = element.get(SPOKEN) if element is not None else None
    if said is not None:
        return str(said)
    is_plain = textbox.style["font_variant_caps"] == "normal" and not _STACKED.search(text)
    return "" if is_plain or text == ADDED else text


def _begin(stream: Any, words: str) -> None:
    told = pydyf.Dictionary({"ActualText": pydyf.String(words)})
    stream.begin_marked_content("Span", told)


def _say_hyphen(stream: Any, is_within: bool) -> None:
    """Let the last glyph say ``ADDED``; ``is_within``: it stands in what says other words, which
    end before it."""
    found = _LAST_GLYPH.fullmatch(stream.stream[-1])
    if found is None:  # nothing is drawn, or no glyph for the hyphen
        if is_within:
            stream.end_marked_content()
        return
    before, glyph, kerning = found.groups()
    stream.stream.pop()
    if before != b"<":
        stream.show_text(before.removesuffix(b"<") if before.endswith(b"<") else before + b">")
    if is_within:
        stream.end_marked_content()
    _begin(stream, ADDED)
    stream.show_text(b"<" + glyph + b">" + kerning)
    stream.end_marked_content()

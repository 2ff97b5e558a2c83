"""Page numbers that are known when units are bound: drawn as noughts, and where they stand.

Digits of a tabular face are all as wide, so a number of as many digits takes its place; which
glyphs they are the engine is asked for where the noughts stand, in their own style.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from octavo.editions.pdf.binding.fragment import LateNumber
from octavo.editions.pdf.binding.late_labels import FOLIO, glyphs_of
from octavo.editions.pdf.weasyprint_private import Layout, boxes, font_in_use, page_box

CLASS = "page-number"
TARGET = "data-page-of"
DIGITS = "0123456789"
_SHOWN = re.compile(rb"\[(.*)\] TJ", re.DOTALL)


def late_target(textbox: Any) -> str:
    """Return what the number is a number of whose noughts stand for another; '' for other text."""
    if not textbox.text or set(textbox.text) != {"0"}:
        return ""
    element = getattr(textbox, "element", None)
    if element is not None and element.get("class") == CLASS:
        return str(element.get(TARGET) or "")
    return FOLIO if getattr(textbox, "is_folio", False) else ""


def mark_folios(pages: Iterable[Any]) -> bool:
    """Mark the noughts that stand for folios in the margins of furniture's pages.

    Return False where something else of a page says them too, or seems to: that would stay noughts.
    """
    return all(_mark_folio(page_box(page)) for page in pages)


def _mark_folio(page: Any) -> bool:
    said = "".join(each.text for each in _texts(page) if _class_of(each) == f"s-{FOLIO}")
    if set(said) != {"0"}:
        return True
    for box in page.children:
        texts = list(_texts(box))
        if isinstance(box, boxes.MarginBox) and _is_string(box.style["content"]):
            if [each.text for each in texts] not in ([], [said]):
                return False
            for each in texts:
                each.is_folio = True
        elif said in "".join(each.text for each in texts if each.style["visibility"] == "visible"):
            return False
    return True


def _texts(box: Any) -> Iterator[Any]:
    return (each for each in box.descendants() if isinstance(each, boxes.TextBox))


def _class_of(box: Any) -> str:
    return "" if box.element is None else str(box.element.get("class") or "")


def _is_string(content: Any) -> bool:
    """Tell whether a margin box says the folio alone."""
    return len(content) == 1 and content[0][0] == "string()" and content[0][1][0] == FOLIO


@dataclass(slots=True)
class Gathered:
    """The late numbers of the pages that are being painted."""

    places: list[tuple[Any, int, LateNumber]] = field(default_factory=list)
    """Content stream, index of the operator in it, the number."""
    is_spelt: bool = False
    """Whether a face has digits of different widths: its numbers cannot come late."""

    def draw(self, draw: Callable[..., Any], stream: Any, textbox: Any, *rest: Any) -> Any:
        """Draw noughts as ``draw`` does, and note where they stand."""
        before = len(stream.stream)
        drawn = draw(stream, textbox, *rest)
        at = _find_shown(stream.stream, before)
        says_words = b"BDC" in stream.stream[before:]  # of its own: they would stay noughts
        digits = _digits(draw, stream, textbox, rest)
        if at is None or digits is None or says_words:
            self.is_spelt = True
            return drawn
        shown = _text(stream.stream[at])
        if set(glyphs_of(shown)) != {digits[0]}:
            self.is_spelt = True
            return drawn
        self.places.append((stream, at, LateNumber(late_target(textbox), digits, shown)))
        return drawn


_current: list[Gathered] = []


@contextmanager
def gather() -> Iterator[Gathered]:
    """Gather the late numbers of what is painted meanwhile."""
    _current.append(Gathered())
    try:
        yield _current[-1]
    finally:
        _current.pop()


def draw_number(draw: Callable[..., Any], stream: Any, textbox: Any, *rest: Any) -> Any:
    """Draw a text box; a late number is noted where somebody gathers them."""
    if _current and late_target(textbox):
        return _current[-1].draw(draw, stream, textbox, *rest)
    return draw(stream, textbox, *rest)


def _digits(
    draw: Callable[..., Any], stream: Any, textbox: Any, rest: tuple[Any, ...]
) -> tuple[str, ...] | None:
    """Return the glyphs of the digits in a box's style; None where they differ in width."""
    before = len(stream.stream)
    probe = textbox.copy()
    probe.text, probe.pango_layout = DIGITS, Layout(textbox.style)
    probe.pango_layout.set_text(DIGITS)
    draw(stream, probe, *rest)
    at = _find_shown(stream.stream, before)
    shown = "" if at is None else _text(stream.stream[at])
    del stream.stream[before:]
    codes = glyphs_of(shown)
    if len(codes) != len(DIGITS):
        return None
    font = font_in_use(stream)
    widths = {font.widths[int(code, 16)] for code in codes}
    return tuple(codes) if len(widths) == 1 else None


def _find_shown(lines: list[Any], first: int) -> int | None:
    """Return where the one operator stands that shows text, from a line on."""
    found = [n for n in range(first, len(lines)) if _SHOWN.fullmatch(_bytes(lines[n]))]
    return found[0] if len(found) == 1 else None


def _text(line: Any) -> str:
    return _bytes(line).decode("ascii")


def _bytes(line: Any) -> bytes:
    return line if isinstance(line, bytes) else b""

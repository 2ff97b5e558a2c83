"""Page numbers that are known when units are bound: drawn as noughts, and where they stand.

Digits of a tabular face are all as wide, so a number of as many digits takes its place; which
glyphs they are the engine is asked for where the noughts stand, in their own style.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from octavo.editions.pdf.binding.fragment import LateNumber
from octavo.editions.pdf.binding.late_labels import glyphs_of
from octavo.editions.pdf.weasyprint_private import Layout, font_in_use

CLASS = "page-number"
TARGET = "data-page-of"
DIGITS = "0123456789"
_SHOWN = re.compile(rb"\[(.*)\] TJ", re.DOTALL)


def is_late(textbox: Any) -> bool:
    """Tell a number whose noughts stand for another."""
    element = getattr(textbox, "element", None)
    is_number = element is not None and element.get("class") == CLASS and bool(element.get(TARGET))
    return is_number and bool(textbox.text) and set(textbox.text) == {"0"}


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
        target = textbox.element.get(TARGET)
        self.places.append((stream, at, LateNumber(target, digits, shown)))
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
    if _current and is_late(textbox):
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

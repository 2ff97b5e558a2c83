"""Which lines of a text are code: the one answer for all who read lines before there is a tree.

A fence is what the reader takes for one (pymdownx.superfences): three or more backticks or tildes,
after blanks and ``>`` only, with nothing but a language, or attributes in braces, behind them. It
is closed by the very same signs at the same place; what is never closed is no fence. CommonMark
differs there, and the tests say where. Code that is indented is told by octavo.source.indented.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from octavo.source.block_lines import STAND_IN, TAB
from octavo.source.indented import indented_code

_PREFIX = re.compile(r"[> ]*")
_OPENING = re.compile(
    r"(`{3,}|~{3,})(?:[ \t]*\.?[\w#.+-]+(?=[ \t]|$))?(?:[ \t]*\{[^\n]*\})?[ \t]*$"
)


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of fenced code: the numbers (from 1) of the lines that open and close it."""

    first: int
    last: int
    prefix: str
    """What stands before its signs: blanks and ``>``."""


@dataclass(slots=True)
class _Open:
    """A fence that is not closed yet."""

    first: int
    prefix: str
    signs: str
    had_blank: bool = False
    """Whether the line before is blank."""

    @property
    def level(self) -> int:
        return self.prefix.count(">")

    def takes(self, line: str) -> bool | None:
        """Tell what a line is to the fence: True its code, False its end, None no part of it."""
        start = _PREFIX.match(line[: len(self.prefix)])
        own = start[0] if start else ""
        return self._in_quotation(own, line[len(own) :]) if self.level else self._plain(own, line)

    def _plain(self, own: str, line: str) -> bool | None:
        if ">" in own:
            return None
        if not line.strip():
            return True
        if own != self.prefix:
            return None
        return line[len(own) :].rstrip(" ") != self.signs

    def _in_quotation(self, own: str, words: str) -> bool | None:
        level = own.count(">")
        if level > self.level:
            return None
        if not words:
            self.had_blank = True
            return True
        if len(own) < len(self.prefix) or (self.had_blank and level < self.level):
            return None
        if words.rstrip(" ") == self.signs:
            return False
        self.had_blank = False
        return True


def fences(lines: Sequence[str]) -> tuple[Fence, ...]:
    """Return the fences of a text, in order; in one that is closed, no other begins."""
    found: list[Fence] = []
    inside: _Open | None = None
    for number, line in enumerate(map(_spaced, lines), 1):
        if inside is None:
            inside = _opened(number, line)
            continue
        taken = inside.takes(line)
        if taken is False:
            found.append(Fence(inside.first, number, inside.prefix))
        if not taken:
            inside = None
    return tuple(found)


def fenced_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers (from 1) of lines that are fenced code, or open or close it."""
    return frozenset(n for fence in fences(lines) for n in range(fence.first, fence.last + 1))


def code_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers (from 1) of lines that are code: fenced, or indented."""
    found = fences(lines)
    fenced = frozenset(n for fence in found for n in range(fence.first, fence.last + 1))
    stand_ins = {fence.first: f"{fence.prefix}{STAND_IN}" for fence in found}
    left = [
        (number, stand_ins.get(number, line))
        for number, line in enumerate(map(_spaced, lines), 1)
        if number in stand_ins or number not in fenced
    ]
    return fenced | indented_code(left)


def _opened(number: int, line: str) -> _Open | None:
    start = _PREFIX.match(line)
    prefix = start[0] if start else ""
    opening = _OPENING.match(line, len(prefix))
    return _Open(number, prefix, opening[1]) if opening else None


def _spaced(line: str) -> str:
    """Return a line as Python-Markdown reads it: with spaces for tabs, none on a blank line."""
    return line.expandtabs(TAB) if line.strip(" \t") else ""

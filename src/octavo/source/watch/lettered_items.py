"""Lists with letters, of which other readers know nothing: numbers stand for the letters."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from octavo.source.fences import code_lines
from octavo.source.watch.documented import Printed
from octavo.source.watch.piece_reader import pieces_of
from octavo.source.watch.pieces import ReadPiece, letters
from octavo.source.watch.serial_blocks import whole

_ITEM = re.compile(
    r"((?:[ \t>]|[-*+][ \t]|\d+[.)][ \t](?=.*[.)]))*)"
    r"(\d{1,9}|[a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+)([.)])(?=[ \t]+(\S.*))"
)
_SIGN = re.compile(r"[\W_]+")
_COMPARED = 6
"""Letters by which a line is known for an item."""
_HAS_LETTERS = re.compile(r"<ol[^>]* type=\"[aAiI]\"")


@dataclass(frozen=True, slots=True)
class _Mark:
    """What stands before an item."""

    typed: str
    style: str
    sign: str
    """Full stop or bracket."""


def with_numbers(content: str, ours: Sequence[str]) -> tuple[str, Mapping[int, str]]:
    """Return a text in which numbers stand for the letters of lists, and those letters by line.

    Only where Octavo reads items with letters: other readers have none, and would see words.
    """
    lists = [passage for passage in ours if _HAS_LETTERS.search(passage)]
    items = _items_by_letters(pieces_of(whole(lists), Printed())) if lists else ()
    if not items:
        return content, {}
    marks: dict[int, str] = {}
    lines = content.split("\n")
    code = code_lines(lines)
    last: dict[int, _Mark] = {}
    for number, line in enumerate(lines, 1):
        found = None if number in code else _ITEM.match(line)
        if found is None:
            continue
        mark = _mark(found[2], found[3], last.get(len(found[1])))
        last[len(found[1])] = mark
        if found[2].isalpha() and _is_one_of(items, found[4]):
            marks[number] = found[2]
            digits = "1" * len(found[2])
            lines[number - 1] = f"{found[1]}{digits}{mark.sign}{line[found.end(3) :]}"
    return "\n".join(lines), marks


def _is_one_of(items: Collection[str], line: str) -> bool:
    """Tell whether a line begins one of the items of which the first letters are given."""
    words = _first_letters(line)
    return any(words[: len(item)] == item[: len(words)] for item in items)


def _first_letters(words: str) -> str:
    """Return letters and figures with which words begin, whatever marks stand among them."""
    return _SIGN.sub("", words)[:_COMPARED]


def _mark(typed: str, sign: str, last: _Mark | None) -> _Mark:
    """Return the mark of an item: another style than the last begins another list."""
    if last and typed.isalpha() and last.typed.isalpha() and len(typed) == len(last.typed) == 1:
        is_next = ord(typed) == ord(last.typed) + 1
    else:
        is_next = False
    style = last.style if last and is_next else _style(typed)
    if last is None or not typed.isalpha():
        return _Mark(typed, style, sign)
    return _Mark(typed, style, last.sign if style == last.style else ".)".strip(last.sign))


def _style(typed: str) -> str:
    """Return 1, a, i, A or I, as HTML calls the styles of numbers."""
    if typed.isdigit():
        return "1"
    is_roman = set(typed.lower()) <= set("ivxlcdm") and (len(typed) > 1 or typed.lower() in "ivx")
    style = "i" if is_roman else "a"
    return style.upper() if typed.isupper() else style


def _items_by_letters(ours: list[ReadPiece]) -> frozenset[str]:
    """Return the first letters of items that Octavo reads as members of a lettered list."""
    return frozenset(
        _first_letters(letters(after))
        for item, after in pairwise(ours)
        if item.kind == "item" and item.label.isalpha()
    )

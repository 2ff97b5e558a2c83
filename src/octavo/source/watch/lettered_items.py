"""Lists with letters, of which other readers know nothing: numbers stand for the letters."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from octavo.source.fences import code_lines
from octavo.source.watch.documented import Printed
from octavo.source.watch.passages import whole
from octavo.source.watch.piece_reader import pieces_of
from octavo.source.watch.pieces import Piece, letters

_LETTERED = re.compile(
    r"((?:[ \t>]|[-*+][ \t]|\d+[.)][ \t])*)([a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+)[.)](?=[ \t]+(\S.*))"
)
_HAS_LETTERS = re.compile(r"<ol[^>]* type=\"[aAiI]\"")


def with_numbers(content: str, ours: Sequence[str]) -> tuple[str, Mapping[int, str]]:
    """Return a text in which numbers stand for the letters of lists, and those letters by line.

    Only where Octavo reads items with letters: other readers have none, and would see words.
    """
    lists = [passage for passage in ours if _HAS_LETTERS.search(passage)]
    items = _lettered_items(pieces_of(whole(lists), Printed())) if lists else ()
    if not items:
        return content, {}
    marks: dict[int, str] = {}
    lines = content.split("\n")
    code = code_lines(lines)
    for number, line in enumerate(lines, 1):
        found = None if number in code else _LETTERED.match(line)
        if found is None:
            continue
        words = letters(Piece("", (), "", found[3]))
        if any(words[: len(item)] == item[: len(words)] for item in items):
            marks[number] = found[2]
            lines[number - 1] = f"{found[1]}{'1' * len(found[2])}{line[found.end(2) :]}"
    return "\n".join(lines), marks


def _lettered_items(ours: list[Piece]) -> frozenset[str]:
    """Return the first letters of items that Octavo reads as members of a lettered list."""
    return frozenset(
        letters(after)[:12]
        for item, after in pairwise(ours)
        if item.kind == "item" and item.label.isalpha()
    )

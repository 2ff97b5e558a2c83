"""Blocks that begin with a typed number, where such numbers go up through a text.

An entry is not known by its number: `4.1 Summary` is another one than the `4.1 Summary` that was,
where a chapter has come before it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from octavo.blocks.block import Block

LEAST = 5
"""Entries, one above the other, that make a numbering."""
FAMILIES = frozenset(("prose", "heading"))
_HEAD = re.compile(r"(\d{1,4}(?:\.\d{1,4})*)([.)]?)\s+(?=\S)")

_Entry = tuple[int, tuple[int, ...], int, bool]
"""Index of a block, its number, characters of it, whether it may be a figure: ``4 men``."""


def find_heads(blocks: Sequence[Block]) -> Mapping[int, int]:
    """Return, for blocks of a numbering, how many characters of each are its number."""
    found: dict[int, int] = {}
    run: list[_Entry] = []
    for entry in _entries(blocks):
        if run and entry[1] <= run[-1][1]:
            found |= _lengths(run)
            run = []
        run.append(entry)
    return found | _lengths(run)


def _lengths(run: Sequence[_Entry]) -> dict[int, int]:
    return {at: length for at, _, length, _ in run} if len(run) >= LEAST else {}


def _entries(blocks: Sequence[Block]) -> Iterator[_Entry]:
    """Yield the blocks that begin with a number; with a figure alone, where it is the next number,
    or where the next one is a part of it."""
    known = list(_with_numbers(blocks))
    last: tuple[int, ...] = ()
    for entry, after in zip(known, [*known[1:], None], strict=False):
        _, number, _, is_figure = entry
        is_next = bool(last) and number == (last[0] + 1,)
        has_part = after is not None and after[1] == (*number, 1)
        if not is_figure or is_next or has_part:
            yield entry
            last = number


def _with_numbers(blocks: Sequence[Block]) -> Iterator[_Entry]:
    for n, block in enumerate(blocks):
        found = _HEAD.match(block.text) if block.family in FAMILIES else None
        if found is not None:
            number = tuple(map(int, found[1].split(".")))
            yield n, number, found.end(), len(number) == 1 and not found[2]

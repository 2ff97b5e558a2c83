"""The lines on which signs of other programs stand that Octavo understands, and GitHub does not.

Of them the second reader says nothing: the handbook has them in one table (#elsewhere).
"""

import re
from collections.abc import Iterator

from octavo.constructs.construct_table import BOX_ARGUMENTS
from octavo.source.block_rules.block_reading import scanned
from octavo.source.block_rules.written_block import WrittenBlock

_ANY = re.compile(
    r"\$|\\[(\[]|\\begin\{|\^\[|@|:::|!!!|\?\?\?|\[!|\+[-=]|^[ >]*\|[ \t]|\{-\}", re.MULTILINE
)
_INLINE = re.compile(r"\$|\\[(\[]|\\begin\{|\^\[|@|\{-\}")
WHOLE = frozenset({"remark", "grid", "lines"})
"""Kinds of blocks of which every line is read otherwise; of others, those that open and close."""


def lines_of_neighbours(content: str) -> frozenset[int]:
    """Return the numbers of such lines, from 1."""
    if not _ANY.search(content):
        return frozenset()
    document = scanned(content.split("\n"), BOX_ARGUMENTS).document
    return frozenset(line for block in document.walk() for line in _lines(block))


def _lines(block: WrittenBlock) -> Iterator[int]:
    if block.kind in WHOLE:
        yield from range(block.line, block.last + 1)
    elif block.kind == "div":
        yield from (block.line, block.last)
    elif block.lines and block.kind not in ("fence", "code") and _INLINE.search(block.text):
        yield from range(block.line, max(block.last, block.lines[-1][0]) + 1)

"""Fences that end too late, or never: what prose there is in code is told, never silently so."""

import re

from octavo.source.block_rules.written_block import FenceMark, WrittenBlock
from octavo.source.markdown.reading import ReaderRemark, Reading

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*\S")


def tell_fence(reading: Reading, block: WrittenBlock, fence: FenceMark) -> None:
    """Tell where code may hold more than its author meant."""
    signs = fence.sign * fence.length
    inner = _inner_fence(block, fence)
    if not block.is_closed:
        message = f"code that no '{signs}' ends: all that follows in its place is taken for code"
        hint = f"write {signs} on a line of its own behind the code, moved in as far as the first"
        reading.tell(ReaderRemark("E237", block.line, message, hint, signs, "warning"))
    elif inner:
        message = "code in which another fence seems to begin or to end"
        hint = f"write {signs} alone where code ends, or more signs around code that shows fences"
        reading.tell(ReaderRemark("E237", inner, message, hint, signs, "warning"))
    elif block.is_ragged:
        message = "lines of code stand further left than their fence"
        hint = "move them to the right, as far as the fence"
        reading.tell(ReaderRemark("E237", block.line, message, hint, signs, "notice"))


def _inner_fence(block: WrittenBlock, fence: FenceMark) -> int:
    """Return the number of the first line in code that would be a fence outside, 0 for none."""
    for number, words in block.lines:
        found = _FENCE.match(words)
        if found and found[1][0] == fence.sign and len(found[1]) >= fence.length:
            return number
    return 0

"""Remarks and divs as other programs mark them: ``!!! note`` with its text moved in, and ``:::``.

A div ends with the next line of nothing but colons that no div inside it takes, as in Pandoc.
"""

import re

from octavo.source.block_rules.block_scan import DONE, BlockScan
from octavo.source.block_rules.cursor import TAB, Cursor
from octavo.source.block_rules.div_marks import div_mark
from octavo.source.block_rules.written_block import WrittenBlock

_REMARK = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]*([A-Za-z][\w-]*)(?:[ \t]+[\w-]+)*(?:[ \t]+\"(.*)\")?[ \t]*$"
)
_DIV = re.compile(r"(:{3,})[ \t]*(?=[{A-Za-z])(.*)$")
_END_OF_DIV = re.compile(r":{3,}[ \t]*$")
FIRST_THAT_ENDS_AT_BLANKS = 6
"""Kind of HTML; those from it on end with a blank line, or before the end of a div or a box."""


def begin_remark(scan: BlockScan, block: WrittenBlock) -> str:
    """Three exclamation or question marks, a name, perhaps a title, and text moved in by four."""
    cursor = scan.cursor
    found = None if cursor.is_indented else _REMARK.match(cursor.words)
    if found is None or (found[2] is None and not _is_inset_below(scan, cursor)):
        return ""
    remark = scan.add("remark")
    remark.name, remark.words = found[1], found[2] or ""
    return DONE


def _is_inset_below(scan: BlockScan, cursor: Cursor) -> bool:
    """Tell whether the next line with words is moved in below the one that is read."""
    for line in scan.source[scan.number :]:
        words = line.replace(">", " ")
        if words.strip(" \t"):
            return Cursor(words).indent >= cursor.next_column + TAB
    return False


def begin_div(scan: BlockScan, block: WrittenBlock) -> str:
    """Three colons or more, and attributes or a name."""
    cursor = scan.cursor
    found = None if cursor.is_indented else _DIV.match(cursor.words)
    mark = div_mark(found[2]) if found else None
    if found is None or mark is None:
        return ""
    offset = cursor.indent
    div = scan.add("div")
    div.level, div.div, div.offset, div.is_closed = len(found[1]), mark, offset, False
    div.name = mark.names[0] if mark.names else ""
    return DONE


def div_goes_on(scan: BlockScan, block: WrittenBlock) -> bool | None:
    """A div goes on to its line of colons."""
    cursor = scan.cursor
    end = None if cursor.is_indented else _END_OF_DIV.match(cursor.words)
    if end and not _is_for_another(block, cursor.indent):
        block.is_closed = True
        scan.end_line(block)
        return None
    if block.offset:
        cursor.eat(block.offset)
    return True


def _is_for_another(div: WrittenBlock, indent: int) -> bool:
    """Tell whether code, or a div, that stands open in a div takes its line of colons."""
    child = div.child
    while child is not None and child.is_open:
        if child.kind in ("fence", "div"):
            return True
        if child.kind == "raw":
            return child.level < FIRST_THAT_ENDS_AT_BLANKS
        inset = {"item": child.offset, "remark": TAB, "list": 0, "box": 0}.get(child.kind, -1)
        if inset < 0 or indent < inset:
            return False
        indent -= inset
        child = child.child
    return False

"""Does a line go on with an open block? One rule a kind; each takes what is the block's own.

True: it does. False: it does not, unless as a further line of a paragraph. None: it is the last
line of the block, and nothing else of it is left.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from octavo.source.block_rules.block_scan import BlockScan
from octavo.source.block_rules.cursor import TAB
from octavo.source.block_rules.grid_tables import grid_goes_on
from octavo.source.block_rules.line_blocks import lines_go_on
from octavo.source.block_rules.remark_blocks import FIRST_THAT_ENDS_AT_BLANKS, div_goes_on
from octavo.source.block_rules.table_rows import is_caption
from octavo.source.block_rules.written_block import FenceMark, WrittenBlock

Continuation = Callable[[BlockScan, WrittenBlock], bool | None]
_END_OF_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*$")
_END_OF_BOX = re.compile(r"(/{3,})[ \t]*$")
FURTHEST = 300
"""Lines to be looked at for the end of code."""
_OTHER_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[^`]*\S")


def _always(scan: BlockScan, block: WrittenBlock) -> bool:
    return True


def _never(scan: BlockScan, block: WrittenBlock) -> bool:
    return False


def _until_blank(scan: BlockScan, block: WrittenBlock) -> bool:
    return not scan.cursor.is_blank


def _quotation(scan: BlockScan, block: WrittenBlock) -> bool:
    cursor = scan.cursor
    if cursor.is_indented or not cursor.words.startswith(">"):
        return False
    cursor.to_next()
    cursor.skip(1)
    cursor.eat(1)
    return True


def _item(scan: BlockScan, block: WrittenBlock) -> bool:
    cursor = scan.cursor
    if cursor.is_blank:
        cursor.to_next()
        return bool(block.inside)
    if cursor.indent >= block.level:
        cursor.eat(min(cursor.indent, block.offset))
        return True
    return _is_ragged(scan, block)


def _is_ragged(scan: BlockScan, item: WrittenBlock) -> bool:
    """Tell whether a line is code, or its end, that stands further left than the member around it.

    It is where the end of the fence follows: CommonMark would end the code here, and take what
    follows its end for code.
    """
    tip = scan.tip
    if tip.fence is None or not tip.is_open or not _stands_in(tip, item):
        return False
    if not tip.is_ragged and not _has_end(_lines_after(scan), tip.fence):
        return False
    tip.is_ragged = True
    scan.cursor.eat(item.offset)
    return True


def _lines_after(scan: BlockScan) -> Sequence[str]:
    """Return the line that is read, and those near it."""
    return scan.source[scan.number - 1 : scan.number - 1 + FURTHEST]


def _has_end(lines: Sequence[str], fence: FenceMark) -> bool:
    """Tell whether the end of a fence follows: an odd number of lines that may be it.

    An even number would open and close code of their own.
    """
    count = 0
    for line in lines:
        if _is_end(line.strip(" \t"), fence):
            count += 1
        elif _OTHER_FENCE.match(line):
            break
    return count % 2 == 1


def _stands_in(block: WrittenBlock, item: WrittenBlock) -> bool:
    """Tell whether nothing but members of lists stands between a block and a member."""
    above = block.above
    while above is not None and above is not item and above.kind in ("item", "list"):
        above = above.above
    return above is item


def _note(scan: BlockScan, block: WrittenBlock) -> bool:
    cursor = scan.cursor
    if cursor.is_blank:
        cursor.to_next()
        return True
    return cursor.is_indented and bool(cursor.eat(TAB))


def _definition(scan: BlockScan, block: WrittenBlock) -> bool:
    cursor = scan.cursor
    if cursor.is_blank:
        cursor.to_next()
        return True
    if cursor.indent < block.offset:
        return False
    if not block.level:
        is_by_four = cursor.is_indented and not block.offset + TAB <= cursor.indent < 2 * TAB
        block.level = TAB if is_by_four else block.offset
    cursor.eat(block.level)
    return True


def _box(scan: BlockScan, block: WrittenBlock) -> bool | None:
    cursor = scan.cursor
    end = None if cursor.is_indented else _END_OF_BOX.match(cursor.words)
    if end and len(end[1]) == block.level and not _is_for_another(block):
        block.is_closed = True
        scan.end_line(block)
        return None
    if block.offset:
        cursor.eat(block.offset)
    return True


def _is_for_another(box: WrittenBlock) -> bool:
    """Tell whether code, or a box of the same strokes, that stands open in a box takes its end.

    HTML that a blank line would end takes none.
    """
    child = box.child
    while child is not None and child.is_open:
        if child.kind == "raw":
            return child.level < FIRST_THAT_ENDS_AT_BLANKS
        if child.kind == "fence" or (child.kind == "box" and child.level == box.level):
            return True
        child = child.child if child.kind == "box" else None
    return False


def _fence(scan: BlockScan, block: WrittenBlock) -> bool | None:
    cursor, fence = scan.cursor, block.fence
    assert fence is not None  # every block of this kind has one
    if not cursor.is_indented and _is_end(cursor.words, fence):
        block.is_closed = True
        scan.end_line(block)
        return None
    if fence.offset:
        cursor.eat(fence.offset)
    return True


def _is_end(words: str, fence: FenceMark) -> bool:
    end = _END_OF_FENCE.match(words)
    return end is not None and words[0] == fence.sign and len(end[1]) >= fence.length


def _code(scan: BlockScan, block: WrittenBlock) -> bool:
    cursor = scan.cursor
    if not cursor.is_indented and not cursor.is_blank:
        return False
    cursor.eat(TAB)
    return True


def _table(scan: BlockScan, block: WrittenBlock) -> bool:
    """Rows go on to a blank line, or to a caption."""
    return not scan.cursor.is_blank and not is_caption(scan.cursor.words)


def _html(scan: BlockScan, block: WrittenBlock) -> bool:
    return block.level < 6 or not scan.cursor.is_blank


CONTINUATIONS: Mapping[str, Continuation] = {
    "quotation": _quotation,
    "list": _always,
    "item": _item,
    "entries": _always,
    "terms": _never,
    "definition": _definition,
    "note": _note,
    "remark": _note,
    "box": _box,
    "div": div_goes_on,
    "heading": _never,
    "rule": _never,
    "abbreviation": _never,
    "fence": _fence,
    "code": _code,
    "raw": _html,
    "table": _table,
    "grid": grid_goes_on,
    "lines": lines_go_on,
    "paragraph": _until_blank,
}

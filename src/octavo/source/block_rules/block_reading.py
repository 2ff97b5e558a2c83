"""Lines of a text -> its blocks: the one answer to what is a block, and which lines are code."""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from octavo.source.block_rules.block_scan import (
    DEEPEST,
    DONE,
    LEAF,
    ROWS,
    SEALED,
    VERBATIM,
    BlockScan,
    add_line_of_html,
)
from octavo.source.block_rules.continuations import CONTINUATIONS
from octavo.source.block_rules.cursor import Cursor
from octavo.source.block_rules.div_marks import mark_of_fence
from octavo.source.block_rules.formulas import open_formula
from octavo.source.block_rules.grid_tables import read_grid
from octavo.source.block_rules.openings import DEFINITION, OPENINGS
from octavo.source.block_rules.written_block import FenceMark, WrittenBlock

_MARKS = re.compile(r"[#`~*+_=<>\-/:\[|!?0-9a-zA-Z]")
"""With which something other than words may begin."""
_NEVER = re.compile(r"[a-zA-Z0-9](?![.)]|[0-9ivxlcdmIVXLCDM]+[.)])")
"""Words and numbers that are no mark of a list."""


def scan_blocks(lines: Sequence[str], boxes: Mapping[str, bool]) -> BlockScan:
    """Return a text with its blocks, and where its links lead.

    ``boxes``: names of boxes, and whether words may stand behind them.
    """
    scan = BlockScan(lines, boxes)
    count = len(lines) - (not lines[-1]) if lines else 0  # behind the last line end is no line
    for number, line in enumerate(lines[:count], 1):
        _read_line(scan, number, line)
    scan.number = count + 1
    while scan.tip is not scan.document:
        scan.close(scan.tip, count)
    for block in list(scan.document.walk()):
        if block.kind == "grid":
            read_grid(block, partial(_blocks_of, boxes))
        elif block.fence is not None:
            _read_remark(block, block.fence, boxes)
    return scan


def _read_remark(block: WrittenBlock, fence: FenceMark, boxes: Mapping[str, bool]) -> None:
    """Make a remark of fenced code that MyST takes for one."""
    mark = mark_of_fence(fence.info)
    if mark is None:
        return
    block.kind, block.div, block.name, block.level = "div", mark, mark.names[0], fence.length
    block.inside = _blocks_of(boxes, [words for _, words in block.lines], block.line + 1)
    for inside in block.inside:
        inside.above = block


def _blocks_of(boxes: Mapping[str, bool], lines: Sequence[str], first: int) -> list[WrittenBlock]:
    """Return the blocks of lines, of which the first has a number in the text."""
    inside = scan_blocks([*lines, ""], boxes).document
    for block in inside.walk():
        block.line, block.last = block.line + first - 1, block.last + first - 1
        block.lines = [(number + first - 1, words) for number, words in block.lines]
    return inside.inside


def _read_line(scan: BlockScan, number: int, line: str) -> None:
    scan.number, scan.cursor = number, Cursor(line)
    scan.before = scan.tip
    block = _follow(scan)
    if block is None:
        return
    block = _begin(scan, block)
    if block is not None:
        _add_words(scan, block)


def _follow(scan: BlockScan) -> WrittenBlock | None:
    """Return the innermost open block that goes on with the line, None where it has ended it."""
    block, depth = scan.document, 0
    while (child := block.child) is not None and child.is_open:
        scan.cursor.find()
        goes_on = CONTINUATIONS[child.kind](scan, child)
        if goes_on is None:
            return None
        if not goes_on:
            break
        block, depth = child, depth + 1
    scan.matched, scan.is_settled, scan.depth = block, block is scan.before, depth
    return block


def _begin(scan: BlockScan, block: WrittenBlock) -> WrittenBlock | None:
    """Return the block in which the words of the line stand, None where it has none left."""
    is_words = block.kind in SEALED or scan.number <= scan.formula[0]
    while not is_words and scan.depth < DEEPEST:
        cursor = scan.cursor
        cursor.find()
        if cursor.is_blank or (not cursor.is_indented and _is_plain(cursor)):
            break
        for opening in OPENINGS:
            begun = opening(scan, block)
            if begun:
                break
        else:
            break
        if begun == DONE:
            return None
        block = scan.tip
        scan.depth += 1
        if begun == LEAF or block.kind in SEALED:
            break
    return block


def _is_plain(cursor: Cursor) -> bool:
    text, at = cursor.text, cursor.next
    return not _MARKS.match(text, at) or bool(_NEVER.match(text, at))


def _add_words(scan: BlockScan, block: WrittenBlock) -> None:
    cursor = scan.cursor
    cursor.find()
    is_open = scan.tip.kind == "paragraph" and not scan.is_settled
    if is_open and not cursor.is_blank and not _leaves(scan):
        _add_to_paragraph(scan)
        return
    scan.close_unmatched()
    if block.kind == "raw":
        add_line_of_html(scan, cursor.rest)
    elif block.kind in VERBATIM:
        scan.add_words(cursor.rest)
    elif block.kind in ROWS:
        scan.add_words(cursor.words)
    elif block.kind == "lines":
        scan.add_words(cursor.rest)
    elif not cursor.is_blank:
        if block.kind != "paragraph":
            scan.add("paragraph")
        _add_to_paragraph(scan)


def _add_to_paragraph(scan: BlockScan) -> None:
    cursor, number = scan.cursor, scan.number
    last, column = scan.formula
    if number >= last:
        start = column if number == last else 0
        scan.formula = open_formula(scan.source, number, cursor.words, start)
    scan.add_words(cursor.rest if scan.in_verse else cursor.words)


def _leaves(scan: BlockScan) -> bool:
    """Tell whether a line goes on with no paragraph: it stands left of a remark that is moved in,
    or belongs to no definition and is the term of the next."""
    following = scan.source[scan.number] if scan.number < len(scan.source) else ""
    kinds = {"remark", "definition"} if DEFINITION.match(following.lstrip(" >")) else {"remark"}
    block: WrittenBlock | None = scan.tip
    while block is not None and block is not scan.matched:
        if block.kind in kinds:
            return True
        block = block.above
    return False

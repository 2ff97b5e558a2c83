"""Lines that begin with ``| `` and are no table: they stay lines, as in Pandoc."""

import re

from octavo.source.block_rules.block_scan import LEAF, BlockScan
from octavo.source.block_rules.table_rows import begins_table
from octavo.source.block_rules.written_block import WrittenBlock

_LINE = re.compile(r"\|(?: |$)")
_ROW = re.compile(r"\|.*[^\\]\|[ \t]*$")


def begin_lines(scan: BlockScan, block: WrittenBlock) -> str:
    """A stroke and a blank, in front of what is no row of a table."""
    cursor = scan.cursor
    is_row = block.kind == "table"
    if cursor.is_indented or is_row or "paragraph" in (block.kind, scan.tip.kind):
        return ""
    words = cursor.words
    below = scan.source[scan.number].lstrip(" \t>") if scan.number < len(scan.source) else ""
    if not _LINE.match(words) or _ROW.match(words) or begins_table(words, below):
        return ""
    scan.add("lines")
    return LEAF


def lines_go_on(scan: BlockScan, block: WrittenBlock) -> bool:
    """They go on with the next stroke, or with what is moved in below one."""
    cursor = scan.cursor
    return not cursor.is_blank and (bool(_LINE.match(cursor.words)) or cursor.indent > 0)

"""What may begin at a place of a line? One rule a kind, in the order in which they are asked.

Each returns LEAF where a leaf has begun and takes what is left of the line, CONTAINER where the
line goes on in what has begun, DONE where nothing of it is left, and '' where it is not its kind.
"""

import re
from itertools import islice, pairwise

from octavo.source.block_rules.block_scan import (
    CONTAINER,
    DONE,
    LEAF,
    BlockScan,
    Opening,
    take_definitions,
)
from octavo.source.block_rules.cursor import TAB, Cursor
from octavo.source.block_rules.grid_tables import begin_grid
from octavo.source.block_rules.html_kinds import kind_of_html
from octavo.source.block_rules.line_blocks import begin_lines
from octavo.source.block_rules.list_marks import list_mark, next_mark, plainly_meant
from octavo.source.block_rules.remark_blocks import begin_div, begin_remark
from octavo.source.block_rules.table_rows import alignments, begins_table, cells_of
from octavo.source.block_rules.written_block import FenceMark, ListMark, WrittenBlock

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_END_OF_HEADING = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")
_BOX = re.compile(r"(/{3,})[ \t]*([\w-]+)[ \t]*(?:\|[ \t]*(.*?)[ \t]*)?$")
_BOX_LINE = re.compile(r"[ \t>]*(/{3,})[ \t]*(?:([\w-]+)[ \t]*(?:\|.*)?)?$")
_NOTE = re.compile(r"\[\^([^\]]+)\]:[ \t]*")
_ABBREVIATION = re.compile(r"\*\[([^\\\]]+)\] ?:[ \t]*(.*)$")
DEFINITION = re.compile(r":([ \t]+)(?=\S)")


def _quotation(scan: BlockScan, block: WrittenBlock) -> str:
    cursor = scan.cursor
    if cursor.is_indented or cursor.text[cursor.next] != ">":
        return ""
    cursor.to_next()
    cursor.skip(1)
    cursor.eat(1)
    scan.add("quotation")
    return CONTAINER


def _heading(scan: BlockScan, block: WrittenBlock) -> str:
    cursor = scan.cursor
    found = None if cursor.is_indented else _HEADING.match(cursor.words)
    if found is None:
        return ""
    heading = scan.add("heading")
    heading.level = len(found[1])
    scan.add_words(_END_OF_HEADING.sub("", cursor.words[found.end() :].strip(" \t")))
    scan.close(heading, scan.number)
    return DONE


def _fence(scan: BlockScan, block: WrittenBlock) -> str:
    cursor = scan.cursor
    found = None if cursor.is_indented else _FENCE.match(cursor.words)
    if found is None:
        return ""
    signs, info = found[1] or found[3], found[2] or found[4] or ""
    fence = scan.add("fence")
    fence.fence = FenceMark(signs[0], len(signs), cursor.indent, info.strip(" \t"))
    fence.is_closed = False
    return DONE


def _html(scan: BlockScan, block: WrittenBlock) -> str:
    cursor = scan.cursor
    if cursor.is_indented or cursor.text[cursor.next] != "<":
        return ""
    is_lazy = not scan.is_settled and scan.tip.kind == "paragraph"
    kind = kind_of_html(cursor.words, block.kind == "paragraph" or is_lazy)
    if not kind:
        return ""
    scan.add("raw").level = kind
    return LEAF


def _underline(scan: BlockScan, block: WrittenBlock) -> str:
    if block.kind != "paragraph" or scan.cursor.is_indented:
        return ""
    found = _UNDERLINE.match(scan.cursor.words)
    if found is None:
        return ""
    scan.close_unmatched()
    take_definitions(scan, block)
    if not block.lines:
        return ""
    block.kind, block.level = "heading", 1 if found[0][0] == "=" else 2
    scan.close(block, scan.number)
    return DONE


def _rule(scan: BlockScan, block: WrittenBlock) -> str:
    if scan.cursor.is_indented or not _RULE.match(scan.cursor.words):
        return ""
    rule = scan.add("rule")
    rule.words = scan.cursor.words
    scan.close(rule, scan.number)
    return DONE


def _item(scan: BlockScan, block: WrittenBlock) -> str:
    cursor = scan.cursor
    if cursor.is_indented:
        return ""
    mark = _mark(scan, block)
    if mark is None or (block.kind == "paragraph" and not _may_interrupt(scan, mark)):
        return ""
    indent = cursor.indent
    scan.close_unmatched()
    offset = indent + _width(cursor, mark)
    tip = scan.tip
    if tip.kind != "list" or tip.mark is None or not mark.is_like(tip.mark):
        scan.add("list").mark = mark
    item = scan.add("item")
    item.offset, item.mark = offset, mark
    item.level = min(offset, indent + TAB) if mark.kind.isalpha() else offset
    return CONTAINER


def _may_interrupt(scan: BlockScan, mark: ListMark) -> bool:
    """Tell whether a member may begin directly below the words of a paragraph."""
    has_words = bool(scan.cursor.words[mark.width :].strip(" \t"))
    return has_words and (mark.kind in "-+*" or mark.number == 1) and not scan.in_verse


def _mark(scan: BlockScan, block: WrittenBlock) -> ListMark | None:
    """Return the mark of a member: a bullet, a number, or a letter that is plainly meant."""
    cursor = scan.cursor
    mark = list_mark(cursor.words)
    if mark is not None or not cursor.text[cursor.next].isalpha():
        return mark
    last = block.child if block.kind == "list" else None
    if last is not None and last.mark is not None and last.mark.kind.isalpha():
        mark = next_mark(cursor.words, last.mark)
        if mark is not None:
            return mark
    is_wrapped = block.kind == "paragraph" and (block.above is None or block.above.kind != "item")
    return None if is_wrapped else plainly_meant(scan.source, scan.number - 1, cursor)


def _width(cursor: Cursor, mark: ListMark) -> int:
    """Take the mark and the blanks behind it; return the columns of both."""
    cursor.to_next()
    cursor.skip(mark.width)
    if cursor.is_blank:
        cursor.to_next()
        return mark.width + 1
    blanks = cursor.indent if cursor.indent <= TAB else 1
    cursor.eat(blanks)
    return mark.width + blanks


def _code(scan: BlockScan, block: WrittenBlock) -> str:
    cursor = scan.cursor
    goes_on = scan.tip.kind == "paragraph" or block.kind == "table"
    if not cursor.is_indented or cursor.is_blank or goes_on or scan.in_verse:
        return ""
    cursor.eat(TAB)
    scan.add("code")
    return LEAF


def _box(scan: BlockScan, block: WrittenBlock) -> str:
    cursor = scan.cursor
    found = None if cursor.is_indented else _BOX.match(cursor.words)
    if found is None or not _is_box(scan, found):
        return ""
    offset = cursor.indent
    box = scan.add("box")
    box.is_closed = False
    box.level, box.name, box.words, box.offset = len(found[1]), found[2], found[3] or "", offset
    return DONE


def _is_box(scan: BlockScan, found: re.Match[str]) -> bool:
    """Tell whether a line opens a box: one of ours, or another of which the end follows."""
    if found[2] in scan.boxes:
        return bool(scan.boxes[found[2]] or not found[3])
    depth = 1
    for line in islice(scan.source, scan.number, None):
        inside = _BOX_LINE.match(line)
        if inside and inside[1] == found[1]:
            depth += 1 if inside[2] else -1
        if not depth:
            return True
    return False


def _note(scan: BlockScan, block: WrittenBlock) -> str:
    cursor = scan.cursor
    found = None if cursor.is_indented else _NOTE.match(cursor.words)
    if found is None:
        return ""
    note = scan.add("note")
    note.name = found[1]
    cursor.at, cursor.column = cursor.next + found.end(), cursor.next_column + found.end()
    cursor.find()
    return CONTAINER


def _abbreviation(scan: BlockScan, block: WrittenBlock) -> str:
    cursor = scan.cursor
    found = None if cursor.is_indented else _ABBREVIATION.match(cursor.words)
    if found is None or not found[2].strip():
        return ""
    short = scan.add("abbreviation")
    short.name, short.words = found[1].strip(), found[2].strip()
    scan.close(short, scan.number)
    return DONE


def _table(scan: BlockScan, block: WrittenBlock) -> str:
    """A line of hyphens below the last line of a paragraph makes a table of that line."""
    cursor = scan.cursor
    if block.kind != "paragraph" or cursor.is_indented or not block.lines:
        return ""
    columns = alignments(cursor.words)
    head = block.lines[-1][1]
    if not columns or not ("|" in head or "|" in cursor.words):
        return ""
    if len(cells_of(head, len(columns))) != len(columns):
        return ""
    first = block.lines.pop()
    above = block.above
    assert above is not None  # a paragraph stands in something
    scan.close(block, first[0] - 1)
    table = scan.add("table")
    table.line, table.aligned = first[0], columns
    table.lines = [first, (scan.number, cursor.words)]
    return DONE


def _definition(scan: BlockScan, block: WrittenBlock) -> str:
    """A colon below a paragraph makes terms of its lines, and defines them."""
    cursor = scan.cursor
    found = None if cursor.is_indented else DEFINITION.match(cursor.words)
    if found is None:
        return ""
    is_loose = scan.number > 1 and not scan.source[scan.number - 2].strip(" \t>")
    entries = None if is_loose and _captions_table(scan, block) else _entries(scan, block)
    if entries is None:
        return ""
    indent = cursor.indent
    cursor.to_next()
    cursor.skip(1)
    blanks = min(cursor.indent, TAB - 1)
    cursor.eat(blanks)
    scan.tip = entries
    definition = scan.add("definition")
    definition.is_loose, definition.offset = is_loose, indent + 1 + blanks
    return CONTAINER


def _captions_table(scan: BlockScan, block: WrittenBlock) -> bool:
    """Tell whether a colon behind a blank line begins the caption of the table that follows.

    It does where the paragraph before is none of terms: it has several lines, or ends a sentence.
    """
    before = block.child
    if before is None or before.kind != "paragraph":
        return False
    is_term = len(before.lines) == 1 and before.lines[0][1].rstrip()[-1:] not in ".:!?"
    below = [line.lstrip(" \t>") for line in scan.source[scan.number : scan.number + TAB]]
    is_above = any(begins_table(*pair) for pair in pairwise(below))
    return is_above and (not is_term or "{#" in scan.cursor.words)


def _entries(scan: BlockScan, block: WrittenBlock) -> WrittenBlock | None:
    """Return the open list of definitions to which a definition belongs, None where there is none.

    The paragraph before becomes its terms.
    """
    terms = block if block.kind == "paragraph" else block.child
    is_term = terms is not None and terms.kind == "paragraph" and bool(terms.lines)
    if block.kind != "entries" and not is_term:
        return None
    scan.close_unmatched()
    if block.kind == "entries" or terms is None:
        return block
    above = terms.above
    assert above is not None  # a paragraph stands in something
    if terms.is_open:
        scan.close(terms, scan.number - 1)
        if not terms.lines:
            return None
    above.inside.remove(terms)
    last = above.child
    if last is None or last.kind != "entries":
        last = above.add("entries", terms.line)
    last.is_open = True
    terms.kind, terms.above = "terms", last
    last.inside.append(terms)
    scan.tip = last
    return last


OPENINGS: tuple[Opening, ...] = (
    _quotation,
    _heading,
    _fence,
    _html,
    _box,
    begin_div,
    begin_remark,
    begin_grid,
    begin_lines,
    _underline,
    _rule,
    _abbreviation,
    _item,
    _code,
    _note,
    _table,
    _definition,
)
"""In the order in which CommonMark asks, ours among them."""

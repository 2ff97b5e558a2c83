"""Blocks as they are written -> elements for Python-Markdown, each with the line it comes from."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from octavo.constructs.construct_table import NAMED_BOXES
from octavo.source.block_rules.html_kinds import TAG_ALONE, WHOLE_LINE
from octavo.source.block_rules.table_rows import cells_of
from octavo.source.block_rules.written_block import WrittenBlock
from octavo.source.markdown.emphasis import fill_element
from octavo.source.markdown.fence_ends import tell_fence
from octavo.source.markdown.foreign_boxes import foreign_element, tell_open_box
from octavo.source.markdown.info_strings import code_options
from octavo.source.markdown.link_brackets import inline_pieces
from octavo.source.markdown.list_numbers import tell_numbers
from octavo.source.markdown.raw_tags import is_whole_line
from octavo.source.markdown.reading import ReaderRemark, Reading
from octavo.source.markdown.remark_elements import div_element, quotation_element, remark_element

_MARKDOWN = re.compile(r"[ \t]+markdown(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?(?=[\s>])")
"""What says that the words in a tag are Markdown."""
_ATTRS = re.compile(r"attrs:[ \t]*\{([^{}\n]*)\}")
_PAIR = re.compile(r"(id|class):[ \t]*(\"[^\"]*\"|'[^']*'|[^,{}\s]+)")
_CAPTION = re.compile(r"(?:Figures?|[Tt]able|Listing|Source|Credit)?:[ \t]")
_LAST_ATTRIBUTES = re.compile(r"[ \t]+(\{:?[ \t]*[#.][^{}\n]*\})[ \t]*$")
"""Attributes at the end of a caption's last line; those of paragraphs have a line of their own."""
_SIMPLE_TABLE = re.compile(r"-{2,}(?:[ \t]+-{2,})+[ \t]*$")
_BRACES = re.compile(r"[ \t]\{[^{}\n]*\}[ \t]*$")
_DASH = re.compile(r"(?<=[{ ])-(?=[ }])")
"""In the attributes of a heading: Pandoc's sign for ``.unnumbered``."""
RAW_BLOCK = "octavo-raw"
"""Element around raw HTML that is a block; it is taken off again."""
Maker = Callable[[Reading, Element, WrittenBlock], None]


def add_blocks(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    """Append what a block holds to an element."""
    for each in block.inside:
        MAKERS[each.kind](reading, parent, each)


def _element(parent: Element, tag: str, block: WrittenBlock) -> Element:
    return ElementTree.SubElement(parent, tag, {"data-line": str(block.line)})


def _add_words(reading: Reading, element: Element, block: WrittenBlock) -> None:
    first = block.lines[0][0] if block.lines else block.line
    text = block.text
    if block.kind == "heading":
        text = _BRACES.sub(lambda m: _DASH.sub(".unnumbered", m[0]), text)
    if block.kind == "paragraph" and _CAPTION.match(text):
        text = _LAST_ATTRIBUTES.sub(r"\n\1", text)
    fill_element(element, inline_pieces(text, first, reading))


def _paragraph(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    above = block.above
    is_loose = True
    if above is not None and above.kind == "item" and above.above is not None:
        is_loose = above.above.is_loose
    elif above is not None and above.kind == "cell":
        is_loose = len(above.inside) > 1
    elif above is not None and above.kind == "definition":
        is_loose = above.is_loose
    if is_loose:
        _add_words(reading, _element(parent, "p", block), block)
    else:
        _add_words(reading, parent, block)


def _heading(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    _add_words(reading, _element(parent, f"h{block.level}", block), block)


def _rule(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    _element(parent, "hr", block)
    if _SIMPLE_TABLE.match(block.words):
        message = "this looks like a table of Pandoc's, and is read as a rule between paragraphs"
        hint = "write | a | b |, |---|---| below it, and a line a row; or draw it with +---+---+"
        words = block.words.strip()
        reading.tell(ReaderRemark("E260", block.line, message, hint, words, "warning"))


def _quotation(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    add_blocks(reading, quotation_element(reading, parent, block), block)


def _remark(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    add_blocks(reading, remark_element(reading, parent, block), block)


def _div(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    add_blocks(reading, div_element(reading, parent, block), block)


def _list(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    mark = block.mark
    assert mark is not None  # every list has one
    is_numbered = mark.kind not in "-+*"
    made = _element(parent, "ol" if is_numbered else "ul", block)
    if is_numbered:
        made.set("type", mark.kind)
        if mark.number != 1:
            made.set("start", str(mark.number))
        tell_numbers(reading, block)
    for item in block.inside:
        add_blocks(reading, _element(made, "li", item), item)


def _entries(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    made = _element(parent, "dl", block)
    for each in block.inside:
        if each.kind == "definition":
            add_blocks(reading, _element(made, "dd", each), each)
            continue
        for number, words in each.lines:
            term = _element(made, "dt", each)
            fill_element(term, inline_pieces(words.strip(), number, reading))


def _box(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    tell_open_box(reading, block)
    if block.name not in NAMED_BOXES:
        add_blocks(reading, foreign_element(reading, parent, block), block)
        return
    box = NAMED_BOXES[block.name]
    made = ElementTree.SubElement(parent, box.tag, {"class": box.kind})
    if block.words and box.argument == "title":
        title = ElementTree.SubElement(made, "p", {"class": "box-title"})
        fill_element(title, inline_pieces(block.words, block.line, reading))
    elif block.words:
        made.set("data-value", block.words)
    made.set("data-line", str(block.line))
    _set_attributes(made, block)
    add_blocks(reading, made, block)


def _set_attributes(made: Element, block: WrittenBlock) -> None:
    """Take ``attrs: {id: x, class: y}``, moved in below the line that opens a box."""
    first = block.inside[0] if block.inside else None
    if first is None or first.line != block.line + 1 or not first.lines:
        return
    words = first.lines[0][1]
    is_inset = first.kind == "code" or words.startswith("    ")  # in verse nothing is code
    found = _ATTRS.fullmatch(words.strip())
    if found is None or not is_inset:
        return
    given = {key: value.strip("\"' ") for key, value in _PAIR.findall(found[1])}
    if given.get("id"):
        made.set("id", given["id"])
    if given.get("class"):
        made.set("class", f"{made.get('class')} {given['class']}")
    del first.lines[0]
    if not first.lines:
        block.inside.remove(first)


def _table(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    made = _element(parent, "table", block)
    head, _, *rows = block.lines
    cells = [cells_of(words, len(block.aligned)) for _, words in (head, *rows)]
    widest = max(map(len, cells))
    columns = [*block.aligned, *[""] * (widest - len(block.aligned))]
    _row(reading, ElementTree.SubElement(made, "thead"), block, (head, cells[0]), columns)
    body = ElementTree.SubElement(made, "tbody")
    for row in zip(rows, cells[1:], strict=True):
        _row(reading, body, block, row, columns)


def _row(
    reading: Reading,
    part: Element,
    block: WrittenBlock,
    row: tuple[tuple[int, str], list[str]],
    columns: Sequence[str],
) -> None:
    """Put a row into a table. One that is too long has cells without a head, as other readers would
    lose them."""
    (number, words), cells = row
    wanted = len(block.aligned)
    if len(cells) > wanted:
        message = f"a row of {len(cells)} cells in a table of {wanted} columns"
        hint = "others leave out what is too much; write \\| for a stroke inside a cell"
        reading.tell(ReaderRemark("E213", number, message, hint, words.strip(), "warning"))
    cells = [*cells, *[""] * (len(columns) - len(cells))]
    made = ElementTree.SubElement(part, "tr", {"data-line": str(number)})
    for cell, aligned in zip(cells, columns, strict=True):
        column = ElementTree.SubElement(made, "th" if part.tag == "thead" else "td")
        if aligned:
            column.set("style", f"text-align: {aligned};")
        fill_element(column, inline_pieces(cell, number, reading))


def _grid(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    made = _element(parent, "table", block)
    parts: dict[str, Element] = {}
    for row in block.inside:
        part = parts.get(row.name)
        if part is None:
            tag = "thead" if row.name == "head" else "tbody"
            part = parts[row.name] = ElementTree.SubElement(made, tag)
        line = _element(part, "tr", row)
        for cell in row.inside:
            column = ElementTree.SubElement(line, "th" if row.name == "head" else "td")
            if cell.words:
                column.set("style", f"text-align: {cell.words};")
            if cell.level > 1:
                column.set("colspan", str(cell.level))
            if cell.rows > 1:
                column.set("rowspan", str(cell.rows))
            add_blocks(reading, column, cell)


def _lines(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    """A line block: a paragraph whose lines stay lines, empty ones too."""
    made = _element(parent, "p", block)
    for number, words in _join(block.lines):
        if number > block.line:
            ElementTree.SubElement(made, "br").tail = "\n"
        bare = words.lstrip(" ")
        inset = "\N{NO-BREAK SPACE}" * (len(words) - len(bare)) if bare else ""
        fill_element(made, [inset, *inline_pieces(bare, number, reading)])


def _join(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the lines behind their strokes; what has none goes on with the line above it."""
    joined: list[tuple[int, str]] = []
    for number, line in lines:
        words = line.lstrip(" \t")
        if words.startswith("|"):
            joined.append((number, words[1:].removeprefix(" ")))
        else:
            joined[-1] = (joined[-1][0], f"{joined[-1][1]} {words}")
    return joined


def _code(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    words = "".join(f"{line}\n" for _, line in block.lines)
    code = f"<code{_options(reading, block)}>{escape(words)}</code>"
    add_raw(reading, parent, f'<pre data-line="{block.line}">{code}</pre>', 0)


def _options(reading: Reading, block: WrittenBlock) -> str:
    """Return the attributes of code, and tell what is wrong with its fence."""
    fence = block.fence
    if fence is None:
        return ""
    options = code_options(fence.info)
    if options.unknown:
        message = f"'{' '.join(options.unknown)[:60]}' behind a fence means nothing to Octavo"
        hint = 'write ```python {linenums="1" hl_lines="2 4-6" title="…"}, or leave it out'
        words = fence.sign * fence.length
        reading.tell(ReaderRemark("E236", block.line, message, hint, words, "notice"))
    tell_fence(reading, block, fence)
    language = f"language-{options.language}" if options.language else ""
    named = {
        "id": options.id,
        "class": " ".join(filter(None, [language, *options.classes])),
        "linenums": options.start,
        "hl_lines": options.marked,
        "title": options.title,
    }
    return "".join(f' {name}="{escape(value)}"' for name, value in named.items() if value)


def _html(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    html = block.text
    if block.level == WHOLE_LINE:
        html = _MARKDOWN.sub("", html, count=1)
    elif block.level == TAG_ALONE and is_whole_line(html):
        _element(parent, "p", block).text = reading.put_aside(html, block.line)
        return
    add_raw(reading, parent, html, block.line)


def add_raw(reading: Reading, parent: Element, html: str, line: int) -> None:
    """Append raw HTML; ``line`` 0 for what is our own."""
    made = ElementTree.SubElement(parent, RAW_BLOCK)
    made.text = AtomicString(reading.put_aside(html, line))


def _nothing(reading: Reading, parent: Element, block: WrittenBlock) -> None:
    """Notes and abbreviations stand elsewhere."""


MAKERS: Mapping[str, Maker] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "rule": _rule,
    "quotation": _quotation,
    "list": _list,
    "entries": _entries,
    "box": _box,
    "remark": _remark,
    "div": _div,
    "table": _table,
    "grid": _grid,
    "lines": _lines,
    "fence": _code,
    "code": _code,
    "raw": _html,
    "note": _nothing,
    "abbreviation": _nothing,
}
"""Kind of a block -> what becomes of it."""

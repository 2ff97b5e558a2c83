"""Tables: caption and source, header cells with their scope, alignment by class, regular rows."""

import re
from collections.abc import Hashable, Sequence
from typing import Any

from octavo.constructs.captions import caption_after, is_caption
from octavo.constructs.construct import (
    BlockForm,
    Construct,
    Frame,
    Kind,
    Normal,
    Vocabulary,
    is_of,
)
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import (
    Element,
    add_class,
    any_of,
    characters,
    child,
    elements,
    has_class,
    is_blank,
    move_content,
    new,
    text_of,
    those_with,
    wrap,
)
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication

ROW, CELLS = "tr", ("td", "th")
WITHIN_TABLES = frozenset({*CELLS, ROW, "thead", "tbody", "tfoot"})
"""Elements of which a table of ten thousand rows has fifty thousand."""
_SPAN = re.compile(r"[1-9]\d{0,2}")
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")
_CAPTION = re.compile(r"\s*(?:[Tt]able:|:(?=[ \t]))\s*")
_CLASSES = {"right": "end", "center": "centre"}
_STYLED_CELLS = those_with(f"@style and {any_of(CELLS)}")
_SPANNING = those_with("@colspan or @rowspan")


def make_tables(publication: Publication, workshop: Workshop) -> Publication:
    """Give each table a ``<div class="table">`` with caption and source, its cells scope and class.

    Problems: E213 (a warning for rows of different length), E218 (a caption without its table).
    """
    return each_chapter(publication, _tables)


def _tables(chapter: Chapter, body: Element) -> Sequence[Problem]:
    problems: list[Problem] = []
    for table in grids_of(body):
        _place_caption(table)
        problems += () if _is_even(table) else _fill_rows(chapter, table)
        _dress(table)
    return problems + [
        chapter.text.problem(
            "E218",
            "a table's caption without a table before it",
            "put the caption directly above or below the table",
            line_of(node),
            "Table:",
        ).as_warning()
        for node in elements(body, "p")
        if is_caption(node, "Table")
    ]


def _place_caption(table: Element) -> None:
    """Put a caption that stands above a table, as Pandoc has it, below; a colon alone begins one.

    A table below another leaves that its caption.
    """
    above, below = table.getprevious(), table.getnext()
    for paragraph in (above, below):
        if paragraph is None or paragraph.tag != "p":
            continue
        found = _CAPTION.match(paragraph.text or "")
        if found is None:
            continue
        paragraph.text = f"Table: {(paragraph.text or '')[found.end() :]}"
        if paragraph is above:
            following, table.tail = table.tail, None
            table.addnext(paragraph)
            paragraph.tail = following
            return


def _dress(table: Element) -> None:
    box = new("div", class_="table", data_line=str(table.attrib.pop("data-line", "0")))
    caption = caption_after(table, "Table")
    wrap(table, box)
    if caption is not None:
        if caption.id:
            box.set("id", caption.id)
        add_class(box, *caption.classes.split())
        if text_of(caption.words) or len(caption.words):
            words = new("caption")
            table.insert(0, words)
            move_content(caption.words, child(words, "span", class_="caption"))
        if "source" in caption.extras:
            move_content(caption.extras["source"], child(box, "p", class_="source"))
    _head_cells(table, has_class(box, "row-headers"))
    for cell in _STYLED_CELLS(table):
        align = _ALIGN.search(str(cell.attrib.pop("style", "")))
        if align and align[1] in _CLASSES:
            add_class(cell, _CLASSES[align[1]])


def _head_cells(table: Element, has_row_heads: bool) -> None:
    for cell in [th for head in elements(table, "thead") for th in elements(head, "th")]:
        if is_blank(characters(cell)) and not len(cell):
            cell.tag = "td"
        elif not cell.get("scope"):
            cell.set("scope", "col")
    if not has_row_heads:
        return
    for row in [tr for part in elements(table, "tbody") for tr in elements(part, "tr")]:
        if len(row):
            row[0].tag = "th"
            row[0].set("scope", "row")


def _fill_rows(chapter: Chapter, table: Element) -> list[Problem]:
    """Compare the rows of a table that is written in HTML, spans counted, and give those that are
    short empty cells, as browsers show them.

    The reader has filled those that are written with strokes, and told what was too much.
    """
    rows = rows_of(table)
    widths: list[int] = []
    carried: dict[int, int] = {}
    for number, row in enumerate(rows):
        width = carried.pop(number, 0)
        for cell in cells_of(row):
            if not cell.attrib:
                width += 1
                continue
            spans = [cell.get(name) or "1" for name in ("colspan", "rowspan")]
            wrong = [each for each in spans if not _SPAN.fullmatch(each)]
            if wrong:
                message = f"a cell cannot span '{wrong[0][:20]}' cells"
                hint = "write a number from 1 to 999"
                text = chapter.text
                return [text.problem("E213", message, hint, line_of(table), wrong[0])]
            span, down = map(int, spans)
            width += span
            for below in range(1, down):
                carried[number + below] = carried.get(number + below, 0) + span
        widths.append(width)
    if len(set(widths)) <= 1:
        return []
    for row, width in zip(rows, widths, strict=True):
        row.extend([new("td") for _ in range(max(widths) - width)])
    message = f"rows of {min(widths)} to {max(widths)} cells in one table: empty ones fill them"
    hint = "count the cells of each row, with colspan and rowspan"
    found = chapter.text.problem("E213", message, hint, line_of(table), "<table")
    return [found.as_warning()]


def _is_even(table: Element) -> bool:
    """Tell of a table that its rows are of one length, and nothing spans: nearly every one."""
    return not _SPANNING(table) and len({len(cells_of(row)) for row in rows_of(table)}) <= 1


def is_table(node: Any) -> bool:
    """Tell whether an element is the box of a table, with its caption and source."""
    return node.tag == "div" and is_of(node, "table")


def is_grid(node: Any) -> bool:
    """Tell whether an element is the table itself, without what stands around it."""
    return bool(node.tag == "table")


def is_row(node: Any) -> bool:
    return bool(node.tag == ROW)


def holds_rows(node: Any) -> bool:
    """Tell whether an element is a table, or its head, body or foot."""
    return node.tag in ("table", "thead", "tbody", "tfoot")


def is_part(node: Any) -> bool:
    """Tell whether an element is a table's head, body or foot, or a row."""
    return node.tag == ROW or (holds_rows(node) and not is_grid(node))


def is_cell(node: Any) -> bool:
    return node.tag in CELLS


def is_head(cell: Any) -> bool:
    """Tell whether a cell heads its row or column."""
    return bool(cell.tag == "th")


def grids_of(body: Element) -> list[Element]:
    """Return the tables of a text themselves, in order."""
    return elements(body, "table")


def rows_of(node: Element) -> list[Element]:
    """Return the rows of a table, or of a part of it, the header's among them."""
    return elements(node, ROW)


def cells_of(row: Element) -> list[Element]:
    """Return the cells of a row."""
    return elements(row, *CELLS)


def _title(element: Any) -> str:
    return "table" if is_table(element) else ""


def _key(table: Any, normal: Normal) -> Hashable:
    rows = tuple(
        tuple((normal(cell.text), cell.is_header and bool(cell.text)) for cell in row)
        for row in table.rows
    )
    return normal(table.caption), rows


def _label(table: Any) -> str:
    return " ".join([table.caption, *(cell.text for row in table.rows for cell in row)])


TABLES = Construct(
    "table",
    "tables",
    steps=(make_tables,),
    is_at=is_table,
    vocabulary=Vocabulary(
        flow="table",
        content={
            "table": "caption colgroup thead tbody tfoot tr",
            "caption": "INLINE",
            "colgroup": "col",
            "col": "",
            **dict.fromkeys(("thead", "tbody", "tfoot"), "tr"),
            "tr": "td th",
            "td": "ANY",
            "th": "ANY",
        },
        attributes={
            "td": "colspan rowspan headers",
            "th": "colspan rowspan scope headers",
            "col": "span",
            "colgroup": "span",
        },
        wordless="table thead tbody tfoot tr colgroup",
        unnamed="table thead tbody tfoot",
    ),
    words=("source",),
    is_counted=True,
    is_called=True,
    captions=frozenset({"caption"}),
    kinds=(Kind("table", lambda f: f.tables, _key, _label),),
    form=BlockForm("table", "grid", is_grid, level="table"),
    shells=frozenset("table caption colgroup col thead tbody tfoot".split()),
    unspoken=frozenset({"table", "row-headers", "narrow", "narrowest"}),
    title=_title,
    frames=(Frame("table", "a table"),),
    cells={"td": "cell", "th": "cell"},
    floats=True,
    unmarked=frozenset({"tr", "td", "th"}),
)

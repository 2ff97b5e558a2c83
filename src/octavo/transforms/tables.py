"""Tables: caption and source, header cells with their scope, alignment by class, regular rows."""

import re
from collections.abc import Sequence

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import (
    Element,
    add_class,
    characters,
    child,
    elements,
    has_class,
    is_blank,
    move_content,
    new,
    text_of,
    wrap,
)
from octavo.model.publication import Chapter, Publication
from octavo.transforms.captions import caption_after, is_caption
from octavo.transforms.chapters import each_chapter, line_of

_SPAN = re.compile(r"[1-9]\d{0,2}")
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")
_CLASSES = {"right": "end", "center": "centre"}


def make_tables(publication: Publication, workshop: Workshop) -> Publication:
    """Give each table a ``<div class="table">`` with caption and source, its cells scope and class.

    Problems: E213 (rows of different length), E218 (a caption without its table).
    """
    return each_chapter(publication, _tables)


def _tables(chapter: Chapter, body: Element) -> Sequence[Problem]:
    problems: list[Problem] = []
    for table in elements(body, "table"):
        problems += _irregular(chapter, table)
        _dress(table)
    return problems + [
        chapter.text.problem(
            "E218",
            "a table's caption without a table before it",
            "put the caption after the table, with a blank line between",
            line_of(node),
            "Table:",
        )
        for node in elements(body, "p")
        if is_caption(node, "Table")
    ]


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
    for cell in elements(table, "td", "th"):
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


def _irregular(chapter: Chapter, table: Element) -> list[Problem]:
    """Compare the rows of a table that is written in HTML, spans counted.

    The reader has filled those that are written with strokes, and told what was too much.
    """
    widths: list[int] = []
    carried: dict[int, int] = {}
    for number, row in enumerate(elements(table, "tr")):
        width = carried.pop(number, 0)
        for cell in elements(row, "td", "th"):
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
    message = f"rows of {min(widths)} to {max(widths)} cells in one table"
    hint = "count the cells of each row, with colspan and rowspan"
    return [chapter.text.problem("E213", message, hint, line_of(table), "<table")]

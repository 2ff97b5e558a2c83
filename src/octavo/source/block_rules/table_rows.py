"""Rows of tables: cells between strokes, and how columns are aligned. Rule: GFM 0.29, 4.10."""

import re

_RULE = re.compile(r"[ \t]*(:?)-+(:?)[ \t]*")
_STROKE = re.compile(r"\\\||\|")
_STROKE_OR_CODE = re.compile(r"\\.|(`+)(?!`).*?(?<!`)\1(?!`)|\|")
_CAPTION = re.compile(r"(?:[Tt]able:|Source:|:[ \t]+)")


def is_caption(words: str) -> bool:
    """Tell whether a line right below the rows of a table belongs to its caption."""
    return bool(_CAPTION.match(words)) and "|" not in words


def begins_table(head: str, below: str) -> bool:
    """Tell whether two lines are the head of a table."""
    return ("|" in head or "|" in below) and bool(alignments(below.strip(" \t")))


def cells_of(row: str, columns: int = 0) -> list[str]:
    """Return the cells of a row, trimmed; ``\\|`` is a stroke in a cell, in code as well.

    Where a row then has not as many cells as the table has ``columns``, strokes in code part none:
    GFM would drop what is too much.
    """
    cells = _parted(row, _STROKE)
    if columns and len(cells) != columns:
        others = _parted(row, _STROKE_OR_CODE)
        cells = others if len(others) == columns else cells
    return [cell.strip(" \t").replace("\\|", "|") for cell in cells]


def _parted(row: str, marks: re.Pattern[str]) -> list[str]:
    row = row.strip(" \t")
    row = row.removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    cells, start = [], 0
    for mark in marks.finditer(row):
        if mark[0] == "|":
            cells.append(row[start : mark.start()])
            start = mark.end()
    return [*cells, row[start:]]


def alignments(row: str) -> tuple[str, ...]:
    """Return left, center, right or '' for each column of a line of hyphens, () for another."""
    if "-" not in row or row.strip(" \t:|-"):
        return ()
    found = [_RULE.fullmatch(cell) for cell in cells_of(row)]
    names = {("", ""): "", (":", ""): "left", ("", ":"): "right", (":", ":"): "center"}
    return tuple(names[each[1], each[2]] for each in found if each) if all(found) else ()

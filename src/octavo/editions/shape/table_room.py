"""How much room a table takes, by the words in its cells: heads in a line, narrow tables."""

from octavo.constructs.tables import cells_of, grids_of, rows_of
from octavo.editions.shape.cut import EditionCut
from octavo.markup.tree import Element, add_class, elements, text_of
from octavo.model.publication import Publication

HEAD = 24
"""Characters of a row's head that stay in one line; a longer one wraps like any cell."""
COLUMN = 64
"""Characters that a line of a table about holds, over all columns."""
GAP = 3
"""Characters that the room between two columns about takes."""
LONG_CELL = 28
"""Characters of a cell that takes several lines, in a column of some width."""
NARROW = (("narrowest", 0.36), ("narrow", 0.56))
"""Class of a table -> the share of the column up to which its words take no more room."""


def give_room(body: Element) -> None:
    """Keep short heads of rows in a line, and mark the tables that need little room.

    A narrow table that is stretched sets its columns so far apart that rows are hard to follow.
    """
    for table in grids_of(body):
        for cell in elements(table, "th"):
            if cell.get("scope") == "row" and len(text_of(cell)) <= HEAD:
                add_class(cell, "whole")
        box, share = table.getparent(), _share(table)
        if box is not None:
            add_class(box, *[name for name, most in NARROW if share <= most][:1])


def keep_legible(publication: Publication, body: Element, cut: EditionCut) -> None:
    """Mark the long cells of tables that are wider than a page of HTML: it scrolls sideways there,
    and a browser would make columns of one word each of them first."""
    for table in grids_of(body):
        if _share(table) <= 1:
            continue
        for cell in elements(table, "td", "th"):
            if len(text_of(cell)) >= LONG_CELL:
                add_class(cell, "roomy")


def _share(table: Element) -> float:
    """Return the share of the column that a table's words take; 1 where it has pictures, spans."""
    rows = [cells_of(row) for row in rows_of(table)]
    if len({len(row) for row in rows}) != 1 or elements(table, "img", "math", "pre", "ul", "ol"):
        return 1
    if any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row):
        return 1
    widths = [max(len(text_of(cell)) for cell in column) for column in zip(*rows, strict=True)]
    return (sum(widths) + GAP * (len(widths) - 1)) / COLUMN

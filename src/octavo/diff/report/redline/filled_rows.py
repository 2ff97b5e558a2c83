"""Tables of a redline whose columns came or went -> rows that are all as wide as the table.

A row of one revision alone has no cells in columns of the other: an empty one stands there, which
is the redline's own and goes with its marks.
"""

from collections.abc import Iterator, Sequence

from octavo.constructs.tables import cells_of, rows_of
from octavo.diff.report.redline.marks import HERE, MARK, NEW, NOTE, OLD, mark_of
from octavo.markup.tree import Element, elements, new

OTHER = {NEW: OLD, OLD: NEW, HERE: NEW}
"""Mark of a row -> that of the columns which it lacks."""


def fill_rows(root: Element) -> None:
    """Put empty cells into rows of tables that are narrower than their table."""
    for table in elements(root, "table"):
        rows = [cells_of(row) for row in rows_of(table)]
        cells = [cell for row in rows for cell in row]
        if any(cell.get("rowspan") for cell in cells) or not {NEW, OLD} & set(map(mark_of, cells)):
            continue
        columns = max((_columns(row) for row in rows), key=len)
        for row in rows:
            if row and len(_columns(row)) < len(columns):
                _fill(row, columns)


def _columns(row: Sequence[Element]) -> list[str]:
    """Return the mark of each column that a row has cells in."""
    return [mark_of(cell) for cell in row for _ in range(_width(cell))]


def _width(cell: Element) -> int:
    span = cell.get("colspan") or "1"
    return int(span) if span.isdigit() else 1


def _fill(cells: Sequence[Element], columns: Sequence[str]) -> None:
    row = cells[0].getparent()
    assert row is not None  # a cell stands in a row
    wanted = len(columns) - len(_columns(cells))
    gap = _find_gap(mark_of(row), cells, columns, wanted)
    is_plain = all(_width(cell) == 1 for cell in cells)
    if not gap or not is_plain:
        for _ in range(wanted):
            row.append(_empty())
        return
    own = iter(cells)
    for column in columns:
        if column == gap:
            row.append(_empty())
        else:
            row.append(next(own))  # moves it behind those that were put there


def _find_gap(mark: str, cells: Sequence[Element], columns: Sequence[str], wanted: int) -> str:
    """Return the mark of the columns in which a row has no cells; '' where that cannot be told."""
    told = {mark_of(cell) for cell in cells}
    likely = OTHER.get(mark) or next((OTHER[each] for each in (NEW, OLD) if each in told), "")
    fitting = [each for each in _first(likely) if columns.count(each) == wanted]
    return fitting[0] if fitting else ""


def _first(likely: str) -> Iterator[str]:
    yield from (each for each in (likely, OLD, NEW) if each)


def _empty() -> Element:
    cell = new("td")
    cell.set(MARK, NOTE)
    return cell

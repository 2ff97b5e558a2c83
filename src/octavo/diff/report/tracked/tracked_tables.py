"""A table of a woven tree -> w:tbl: rows and words that one revision has are marked; a table whose
columns or spans have changed stands there twice, removed and inserted."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from octavo.constructs.tables import CELLS, is_row
from octavo.diff.report.redline.marks import DEL, HERE, INS, MOVE, MOVED, NEW, OLD, mark_of
from octavo.diff.report.tracked.tracked_runs import FROM, Revision, WordPart, paragraph_mark
from octavo.diff.report.tracked.tracked_settings import ALIGNED, BlockSetting, was_of
from octavo.diff.report.tracked.word_markup import word
from octavo.markup.tree import Element, classes

WIDTH = 9000
"""Of the text, in twentieths of a point."""
SPANS = ("colspan", "rowspan")
Row = tuple[Element, BlockSetting]
Held = dict[int, tuple[int, int]]
"""First column of a cell that began above -> for how many rows, and across how many columns."""
Write = Callable[[Element, BlockSetting, Element, WordPart], None]


class GridWriter:
    """Writes tables; ``write`` writes what a cell holds."""

    def __init__(self, revision: Revision, write: Write) -> None:
        self._revision, self._write = revision, write

    def table(
        self,
        node: Element,
        setting: BlockSetting,
        sink: Element,
        part: WordPart,
        moved: Mapping[str, Element],
    ) -> None:
        """Write a table as it is, or as it was and as it is."""
        plain = replace(setting, move="")
        if setting.move:
            side = DEL if setting.move == FROM else INS
            views = [replace(plain, side=side)]
        elif setting.side or setting.view or not _is_other_grid(node):
            views = [plain]
        else:
            views = [replace(plain, view="old", side=DEL), replace(plain, view="new", side=INS)]
        for view in views:
            rows = list(_rows(node, view, moved))
            if rows:
                self._grid(rows, sink, part)

    def _grid(self, rows: list[Row], sink: Element, part: WordPart) -> None:
        if len(sink) and sink[-1].tag == word("tbl").tag:
            sink.append(word("p"))
        width = max(_width(row, setting) for row, setting in rows) or 1
        found = word(
            "tbl", word("tblPr", word("tblStyle", val="Grid"), word("tblW", w=0, type="auto"))
        )
        found.append(word("tblGrid", *(word("gridCol", w=WIDTH // width) for _ in range(width))))
        held: Held = {}
        for row, setting in rows:
            found.append(self._row(row, setting, held, width, part))
        sink.append(found)

    def _row(
        self, row: Element, setting: BlockSetting, held: Held, width: int, part: WordPart
    ) -> Element:
        """Return a row; ``held`` has what cells above take of it."""
        properties = word("trPr")
        parent = row.getparent()
        if parent is not None and parent.tag == "thead":
            properties.append(word("tblHeader"))
        if setting.side:
            properties.append(self._revision.change(setting.side))
        found = word("tr", properties if len(properties) else None)
        at = 0
        for cell in _cells(row, setting):
            at = self._fill(found, held, at, setting, width)
            across, down = _spans(cell, setting)
            merge = word("vMerge", val="restart") if down > 1 else None
            made = word("tc", _cell_properties(across, merge))
            align = next((ALIGNED[name] for name in classes(cell) if name in ALIGNED), "")
            inside = replace(
                setting.with_style(*(2 * ["TableHead" if cell.tag == "th" else "TableText"])),
                align=align,
            )
            self._write(cell, inside, made, part)
            self._close(made, setting)
            found.append(made)
            held |= {at: (down - 1, across)} if down > 1 else {}
            at += across
        self._fill(found, held, at, setting, width)
        return found

    def _fill(self, row: Element, held: Held, at: int, setting: BlockSetting, width: int) -> int:
        """Write the rest of cells that began above; return the next column that is free."""
        while held.get(at, (0, 0))[0] > 0 and at < width:
            rows, across = held[at]
            made = word("tc", _cell_properties(across, word("vMerge")))
            self._close(made, setting)
            row.append(made)
            held[at] = rows - 1, across
            at += across
        return at

    def _close(self, cell: Element, setting: BlockSetting) -> None:
        """Let a cell end with a paragraph."""
        if cell[-1].tag != word("p").tag:
            mark = paragraph_mark(self._revision, setting.side)
            cell.append(word("p", word("pPr", mark) if mark is not None else None))


def _cell_properties(across: int, merge: Element | None) -> Element:
    span = word("gridSpan", val=across) if across > 1 else None
    return word("tcPr", word("tcW", w=0, type="auto"), span, merge)


def _rows(node: Element, setting: BlockSetting, moved: Mapping[str, Element]) -> Iterator[Row]:
    """Yield the rows that are written, each with its side."""
    for row in node.iter("tr"):
        if next(row.iterancestors("table"), None) is not node or not is_row(row):
            continue
        parent = row.getparent()
        mark = mark_of(row) or (
            mark_of(parent) if parent is not None and parent is not node else ""
        )
        if mark in (OLD, HERE) and setting.view != "new":
            source = moved.get(row.get(MOVE) or "", row) if mark == HERE else row
            yield source, replace(setting, side=setting.side or DEL, view="old")
        elif mark in (NEW, MOVED) and setting.view != "old":
            yield row, replace(setting, side=setting.side or INS, view="new")
        elif mark not in (OLD, HERE, NEW, MOVED):
            yield row, setting


def _cells(row: Element, setting: BlockSetting) -> Iterator[Element]:
    lacking = {"old": NEW, "new": OLD}.get(setting.view)
    for cell in row.iter(*CELLS):
        if cell.getparent() is row and not (lacking and mark_of(cell) == lacking):
            yield cell


def _spans(cell: Element, setting: BlockSetting) -> tuple[int, int]:
    told = was_of(cell) if setting.view == "old" else {k: cell.get(k) or "" for k in SPANS}
    across, down = (told.get(name) or "1" for name in SPANS)
    return int(across) if across.isdecimal() else 1, int(down) if down.isdecimal() else 1


def _width(row: Element, setting: BlockSetting) -> int:
    return sum(_spans(cell, setting)[0] for cell in _cells(row, setting))


def _is_other_grid(node: Element) -> bool:
    """Tell whether more has changed than rows and words: columns, spans, heads."""
    rows = [row for row in node.iter("tr") if next(row.iterancestors("table"), None) is node]
    cells = [(row, cell) for row in rows for cell in row if cell.tag in CELLS]
    is_marked = any(mark_of(cell) in (OLD, NEW) and not mark_of(row) for row, cell in cells)
    spans = [was_of(cell).get(name) != cell.get(name) for _, cell in cells for name in SPANS]
    has_down = any(cell.get("rowspan") or was_of(cell).get("rowspan") for _, cell in cells)
    is_moved = any(mark_of(row) for row in rows)
    return is_marked or any(spans) or (has_down and is_moved)

"""Tables drawn with ``+---+---+``, as Pandoc has them: cells hold blocks, and may span others.

Lines of ``=`` end the head; colons in them, or in the first line, align the columns.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from octavo.source.block_rules.block_scan import LEAF, BlockScan
from octavo.source.block_rules.grid_cells import DrawnCell, find_cells
from octavo.source.block_rules.table_rows import alignments
from octavo.source.block_rules.written_block import WrittenBlock

_RULE = re.compile(r"\+(?:[-=:]+\+)+$")
_WIDE = "\x00"
"""Stands behind a sign that is two columns wide."""
ReadBlocks = Callable[[Sequence[str], int], list[WrittenBlock]]
"""Takes the lines of a cell and the number of the first; returns its blocks."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Lines of a table, a sign a column, its cells, and the last line of its head (-1: none)."""

    lines: list[str]
    cells: list[DrawnCell]
    head: int

    @property
    def rows(self) -> dict[int, list[DrawnCell]]:
        """The cells that begin at each line at which some do, from the top down."""
        rows: dict[int, list[DrawnCell]] = {}
        for cell in sorted(self.cells, key=lambda each: each.top):
            rows.setdefault(cell.top, []).append(cell)
        return rows

    @property
    def edges(self) -> list[int]:
        return sorted({at for cell in self.cells for at in (cell.left, cell.right)})


def begin_grid(scan: BlockScan, block: WrittenBlock) -> str:
    """A line of plus signs and hyphens, and a row below it."""
    cursor = scan.cursor
    below = scan.source[scan.number].lstrip(" \t>") if scan.number < len(scan.source) else ""
    words = cursor.words.rstrip(" \t")
    if cursor.is_indented or not _RULE.match(words) or not below.startswith("|"):
        return ""
    scan.add("grid")
    return LEAF


def grid_goes_on(scan: BlockScan, block: WrittenBlock) -> bool:
    return scan.cursor.words.startswith(("+", "|"))


def read_grid(block: WrittenBlock, read: ReadBlocks) -> None:
    """Put rows and cells into a table that is drawn; one that cannot be read is a paragraph."""
    grid = _grid_of([words.rstrip(" \t") for _, words in block.lines])
    if grid is None:
        block.kind = "paragraph"
        return
    block.aligned = _align(grid)
    first, rows = block.lines[0][0], grid.rows
    tops, columns = list(rows), {edge: number for number, edge in enumerate(grid.edges)}
    for number, (top, cells) in enumerate(rows.items()):
        row = block.add("row", first + top + 1)
        row.name = "head" if top < grid.head else "body"
        for drawn in cells:
            cell = row.add("cell", row.line)
            column = columns[drawn.left]
            cell.level, cell.words = columns[drawn.right] - column, block.aligned[column]
            cell.rows = bisect_left(tops, drawn.bottom) - number
            inner = grid.lines[drawn.top + 1 : drawn.bottom]
            lines = [line[drawn.left + 1 : drawn.right].replace(_WIDE, "") for line in inner]
            for inside in read(_undent(lines), row.line):
                inside.above = cell
                cell.inside.append(inside)


def _grid_of(lines: Sequence[str]) -> _Grid | None:
    """Return the grid that lines are, None where they are none: one ends early, or leaves gaps."""
    wide = [_spread(line) for line in lines]
    is_whole = all(len(line) == len(wide[0]) and line[-1] in "+|" for line in wide)
    if not is_whole or len(wide) < 3 or not _RULE.match(wide[-1]):
        return None
    cells = find_cells(wide)
    doubled = [n for n, line in enumerate(wide) if _RULE.match(line) and "=" in line]
    head = doubled[0] if doubled and doubled[0] else -1
    is_crossed = any(cell.top < head < cell.bottom for cell in cells)
    return None if is_crossed or not cells else _Grid(wide, cells, head)


def _spread(line: str) -> str:
    return "".join(
        sign + _WIDE if unicodedata.east_asian_width(sign) in "WF" else sign for sign in line
    )


def _align(grid: _Grid) -> tuple[str, ...]:
    """Return the alignment of each column by the colons of the first line, or below the head."""
    doubled = (line for line in grid.lines if "=" in line and _RULE.match(line))
    rule = next(doubled, grid.lines[0])
    found: list[str] = []
    for start, end in pairwise(grid.edges):
        part = rule[start + 1 : end].replace("=", "-").replace("+", "-")
        found += alignments(part) or ("",)
    return tuple(found)


def _undent(lines: Sequence[str]) -> list[str]:
    """Return the lines of a cell without the blanks that all of them begin with."""
    bare = [line.rstrip(" ") for line in lines]
    inset = min((len(line) - len(line.lstrip(" ")) for line in bare if line), default=0)
    return [line[inset:] for line in bare]

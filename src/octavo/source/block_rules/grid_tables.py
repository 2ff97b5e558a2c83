"""Tables drawn with ``+---+---+``, as Pandoc has them: cells hold blocks, and may span columns.

Lines of ``=`` end the head; colons in them, or in the first line, align the columns.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from octavo.source.block_rules.block_scan import LEAF, BlockScan
from octavo.source.block_rules.table_rows import alignments
from octavo.source.block_rules.written_block import WrittenBlock

_RULE = re.compile(r"\+(?:[-=:]+\+)+$")
_WIDE = "\x00"
"""Stands behind a sign that is two columns wide."""
ReadBlocks = Callable[[Sequence[str], int], list[WrittenBlock]]
"""Takes the lines of a cell and the number of the first; returns its blocks."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Lines of a table, a sign a column, and the columns at which cells may begin."""

    lines: list[str]
    edges: list[int]

    def rules(self) -> list[int]:
        return [n for n, line in enumerate(self.lines) if _RULE.match(line)]


def begun_grid(scan: BlockScan, block: WrittenBlock) -> str:
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
    rules = grid.rules()
    doubled = [n for n in rules if "=" in grid.lines[n]]
    last_of_head = doubled[0] if doubled and doubled[0] else -1
    block.aligned = _aligned(grid, grid.lines[doubled[0] if doubled else 0])
    first = block.lines[0][0]
    for above, below in pairwise(rules):
        row = block.add("row", first + above + 1)
        row.name = "head" if below <= last_of_head else "body"
        for column, start, end in _spans(grid, above + 1, below):
            cell = row.add("cell", row.line)
            cell.level, cell.words = len(column), block.aligned[column[0]]
            lines = [line[start:end].replace(_WIDE, "") for line in grid.lines[above + 1 : below]]
            for inside in read(_undented(lines), row.line):
                inside.above = cell
                cell.inside.append(inside)


def _grid_of(lines: Sequence[str]) -> _Grid | None:
    """Return the grid that lines are, None where they are none: one ends early, or rows span."""
    wide = [_spread(line) for line in lines]
    rules = [line for line in wide if _RULE.match(line)]
    edges = sorted({at for rule in rules for at, sign in enumerate(rule) if sign == "+"})
    is_whole = all(len(line) == len(wide[0]) and line[-1] in "+|" for line in wide)
    is_closed = len(rules) > 1 and wide[-1] in rules
    has_plain_rows = all(line in rules or line.startswith("|") for line in wide)
    parts = [line[one + 1 : other] for line in wide for one, other in pairwise(edges)]
    spans_rows = sum(not part.strip("-=:") for part in parts) > len(rules) * (len(edges) - 1)
    if is_whole and is_closed and has_plain_rows and not spans_rows:
        return _Grid(wide, edges)
    return None


def _spread(line: str) -> str:
    return "".join(
        sign + _WIDE if unicodedata.east_asian_width(sign) in "WF" else sign for sign in line
    )


def _spans(grid: _Grid, first: int, last: int) -> list[tuple[range, int, int]]:
    """Return columns, first and last place of each cell of a row."""
    lines = grid.lines[first:last]
    bars = [
        n
        for n, at in enumerate(grid.edges)
        if at in (grid.edges[0], grid.edges[-1]) or all(line[at] == "|" for line in lines)
    ]
    return [
        (range(one, other), grid.edges[one] + 1, grid.edges[other]) for one, other in pairwise(bars)
    ]


def _aligned(grid: _Grid, rule: str) -> tuple[str, ...]:
    """Return the alignment of each column by the colons of a line."""
    found: list[str] = []
    for start, end in pairwise(grid.edges):
        part = rule[start + 1 : end].replace("=", "-").replace("+", "-")
        found += alignments(part) or ("",)
    return tuple(found)


def _undented(lines: Sequence[str]) -> list[str]:
    """Return the lines of a cell without the blanks that all of them begin with."""
    bare = [line.rstrip(" ") for line in lines]
    inset = min((len(line) - len(line.lstrip(" ")) for line in bare if line), default=0)
    return [line[inset:] for line in bare]

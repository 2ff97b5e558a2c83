"""A table drawn with lines -> the cells between them, each perhaps over several rows or columns."""

from collections.abc import Sequence
from dataclasses import dataclass

_LEVEL = frozenset("-=:+")
_UPRIGHT = frozenset("|+")
MOST = 10_000
"""How often it is looked in vain whether lines close around a cell, before a table is given up."""


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """The lines around a cell: numbers of lines, and places in them."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def area(self) -> int:
        return (self.bottom - self.top) * (self.right - self.left)


@dataclass(slots=True)
class _Drawing:
    lines: Sequence[str]
    in_vain: int = 0

    def cell_at(self, top: int, left: int) -> DrawnCell | None:
        """Return the smallest cell whose first corner is here."""
        line = self.lines[top]
        for right in range(left + 1, len(line)):
            if line[right] == "+":
                bottom = self._close(top, left, right)
                if bottom:
                    return DrawnCell(top, left, bottom, right)
            elif line[right] not in _LEVEL:
                break
        return None

    def _close(self, top: int, left: int, right: int) -> int:
        """Return the line that closes a cell below, 0 for none."""
        for bottom in range(top + 1, len(self.lines)):
            sign = self.lines[bottom][right]
            if sign not in _UPRIGHT or self.in_vain > MOST:
                break
            if sign == "+" and self._is_closed(top, left, bottom, right):
                return bottom
            self.in_vain += sign == "+"
        return 0

    def _is_closed(self, top: int, left: int, bottom: int, right: int) -> bool:
        if self.lines[bottom][left] != "+" or not _LEVEL.issuperset(
            self.lines[bottom][left : right + 1]
        ):
            return False
        return all(self.lines[row][left] in _UPRIGHT for row in range(top, bottom))


def find_cells(lines: Sequence[str]) -> list[DrawnCell]:
    """Return the cells of a table in order of the text, [] where they leave gaps.

    ``lines`` are equally long.
    """
    drawing, found = _Drawing(lines), dict[tuple[int, int], DrawnCell]()
    waiting = [(0, 0)]
    while waiting:
        corner = waiting.pop()
        cell = None if corner in found else drawing.cell_at(*corner)
        if cell is not None:
            found[corner] = cell
            waiting += [(cell.top, cell.right), (cell.bottom, cell.left)]
    cells = [found[corner] for corner in sorted(found)]
    whole = (len(lines) - 1) * (len(lines[0]) - 1)
    return cells if sum(cell.area for cell in cells) == whole else []

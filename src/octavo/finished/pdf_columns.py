"""Lines of a page -> its columns in reading order, each with its text and the notes below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from octavo.finished.pdf_lines import PdfLine, bounds_of_lines

STEP = 2.0
"""Points between the places at which white is looked for that parts two columns."""
FEWEST = 6
"""Lines of a column, at the least."""
CROSSING = 0.3
"""Part of the lines of a page that may stand across both columns: titles, figures."""
FULL = 0.4
"""Part of a column's width that its lines take in the middle: numbers of a contents do not."""
MOST_COLUMNS = 3
"""How often a page is parted."""
SMALL = 0.93
"""Size of type, in that of the text, below which the last lines of a column are notes."""


@dataclass(frozen=True, slots=True)
class Column:
    """What is read from the top to the bottom before anything else."""

    lines: tuple[PdfLine, ...]
    notes: tuple[PdfLine, ...]


def columns_of(page: Sequence[PdfLine], usual: float) -> Iterator[Column]:
    """Yield the columns of a page; ``usual``: the size of the text."""
    for lines in _part(page, MOST_COLUMNS):
        end = len(lines)
        while end and lines[end - 1].size < SMALL * usual:
            end -= 1
        yield Column(tuple(lines[:end]), tuple(lines[end:]))


def _part(lines: Sequence[PdfLine], depth: int) -> Iterator[list[PdfLine]]:
    """Yield runs of lines in reading order: bands, and in each the columns from the left."""
    x = _gutter(lines) if depth else None
    if x is None:
        if lines:
            yield list(lines)
        return
    pieces = [piece for line in lines for piece in line.cut(x)]
    across = [piece for piece in pieces if piece.left < x < piece.right]
    edges = sorted({piece.bottom for piece in across}, reverse=True)
    whole: list[PdfLine] = []
    for top, bottom in zip([float("inf"), *edges], [*edges, float("-inf")], strict=True):
        whole += [piece for piece in across if piece.bottom == top]
        band = [p for p in pieces if p not in across and bottom < p.bottom + 1 <= top]
        if band and whole:
            yield whole
            whole = []
        for side in (True, False):
            yield from _part([p for p in band if (p.right <= x) is side], depth - 1)
    if whole:
        yield whole


def _gutter(lines: Sequence[PdfLine]) -> float | None:
    """Return where white parts two columns, None where it does not."""
    if len(lines) < 2 * FEWEST:
        return None
    left, _, right, _ = bounds_of_lines(lines)
    width = right - left
    tries = [left + width / 4 + n * STEP for n in range(int(width / 2 / STEP) + 1)]
    best = min(tries, key=lambda x: (_crossings(lines, x), abs(x - left - width / 2)))
    return best if _is_gutter(lines, best, (left, right)) else None


def _crossings(lines: Sequence[PdfLine], x: float) -> int:
    return sum(
        line.left < x < line.right and not any(a <= x <= b for _, a, b in line.gaps)
        for line in lines
    )


def _is_gutter(lines: Sequence[PdfLine], x: float, sides: tuple[float, float]) -> bool:
    pieces = [piece for line in lines for piece in line.cut(x)]
    before = [piece.right - piece.left for piece in pieces if piece.right <= x]
    after = [piece.right - piece.left for piece in pieces if piece.left >= x]
    across = len(pieces) - len(before) - len(after)
    if across > CROSSING * len(pieces) or min(len(before), len(after)) < FEWEST:
        return False
    wide = median(before) >= FULL * (x - sides[0]), median(after) >= FULL * (sides[1] - x)
    return all(wide)

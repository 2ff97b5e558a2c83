"""A page of a PDF -> its lines, with where they stand; without those that are no text of a work."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from octavo.finished.pdf_contents import Rect
from octavo.finished.pdf_reader import OpenPage

RAISED = 0.85
"""Size of a number, in that of its line, up to which it may call a note."""
WIDE = 1.2
"""White in a line, in sizes of its type, at which two columns may part."""
APART = 1.5
"""Gap, in leadings, between the text and a running head or foot."""
SAMPLES = 5
"""Characters of a line, and one more, by which its size is known."""
FEW = 4
"""Pages of which where a line stands says nothing of what it is."""
_CALL = re.compile(r"(?<=[^\W\d_]|[.,;:!?\"')\]\u2019\u201d\u00bb])\d{1,3}(?=\D|$)")
_HYPHENS = "\u0002\ufffe"
"""What PDFium writes for a hyphen at the end of a line, which it joins with the next."""
_PHYSICAL = re.compile(rf"[^\n{_HYPHENS}]*(?:[\n{_HYPHENS}]|\Z)")
_DIGITS = re.compile(r"[\divxlc]+")
_FOLIO = re.compile(
    r"[\W_]*(?:(?:page|seite|p\.|s\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page, in points."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float
    """Of its type, as it is seen."""
    gaps: tuple[tuple[int, float, float], ...] = ()
    """Wide gaps in it: the character before which one is, and its two sides."""
    calls: tuple[tuple[int, str], ...] = field(default=())
    """Raised numbers in it: where each begins, and its digits."""

    def cut(self, x: float) -> tuple["PdfLine", ...]:
        """Return the line in two where a gap holds ``x``, itself where none does."""
        for at, left, right in self.gaps:
            if left <= x <= right:
                return self._piece(0, at, self.left, left), self._piece(at, None, right, self.right)
        return (self,)

    def _piece(self, start: int, end: int | None, left: float, right: float) -> "PdfLine":
        gaps = tuple((at - start, a, b) for at, a, b in self.gaps if left < a < right)
        stop = len(self.text) if end is None else end
        calls = tuple((at - start, number) for at, number in self.calls if start <= at < stop)
        text = self.text[start:end].rstrip()
        return PdfLine(text, self.page, left, right, self.bottom, self.size, gaps, calls)

    def without_calls(self, numbers: frozenset[str]) -> str:
        """Return its words without the raised numbers that call one of these notes."""
        text = self.text
        for at, number in reversed(self.calls):
            if number in numbers:
                text = text[:at] + text[at + len(number) :]
        return text


def lines_of_page(page: OpenPage, number: int) -> Iterator[PdfLine]:
    """Yield the lines of a page in the order of the file."""
    at = 0
    for whole in _PHYSICAL.findall(page.text):
        text = whole.strip()
        if text.strip(_HYPHENS):
            first = at + len(whole) - len(whole.lstrip())
            last = first + len(text.rstrip(_HYPHENS)) - 1
            line = _line(page, number, text, first, last)
            if line is not None:
                yield line
        at += len(whole)


def _line(page: OpenPage, number: int, text: str, first: int, last: int) -> PdfLine | None:
    places = sorted({first + (last - first) * n // SAMPLES for n in range(SAMPLES + 1)})
    found = [each for each in map(page.character, places) if each is not None]
    left, right = page.box(first), page.box(last)
    if not found or left is None or right is None:
        return None
    sizes = sorted(each.size * each.scale for each in found)
    size = sizes[min(len(sizes) * 2 // 3, len(sizes) - 1)]  # numbers that call notes are smaller
    bases = [base for at in places if (base := page.base(at)) is not None]
    bottom = min(bases, default=left[1])
    gaps, calls = _gaps(page, text, first, size), _calls(page, text, first, size)
    return PdfLine(text, number, left[0], right[2], bottom, size, tuple(gaps), tuple(calls))


def _gaps(page: OpenPage, text: str, first: int, size: float) -> Iterator[tuple[int, float, float]]:
    for found in re.finditer(r"(?<=\S) +(?=\S)", text):
        before, after = page.box(first + found.start() - 1), page.box(first + found.end())
        if before and after and after[0] - before[2] > WIDE * size:
            yield found.end(), before[2], after[0]


def _calls(page: OpenPage, text: str, first: int, size: float) -> Iterator[tuple[int, str]]:
    for found in _CALL.finditer(text):
        character = page.character(first + found.start())
        if character and character.size * character.scale <= RAISED * size:
            yield found.start(), found[0]


def line_distance(lines: Sequence[PdfLine]) -> float:
    """Return the usual distance from one line to the next."""
    gaps = [a.bottom - b.bottom for a, b in pairwise(lines) if a.page == b.page]
    return median([gap for gap in gaps if gap > 0] or [12.0])


def drop_furniture(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """Return the lines of pages without running heads, running feet and folios.

    Those are lines that stand at the same height on many pages, numbers aside; at either end of a
    page a number alone, and what stands apart from the text, on half of the pages at that height.
    """
    repeated = _lines_of_all(pages)
    kept = [[line for line in page if _key(line) not in repeated] for page in pages]
    leading = line_distance([line for page in kept for line in page])
    kept = [_without_folios(page, leading) for page in kept]
    heights = Counter(
        (is_top, round(line.bottom / 2)) for page in kept for is_top, line in _apart(page, leading)
    )
    common = {key for key, count in heights.items() if count > max(FEW, len(pages) / 2)}
    return [_without_common(page, leading, common) for page in kept]


def _without_common(
    page: Sequence[PdfLine], leading: float, common: set[tuple[bool, int]]
) -> list[PdfLine]:
    gone = {
        line.bottom
        for is_top, line in _apart(page, leading)
        if (is_top, round(line.bottom / 2)) in common
    }
    return [line for line in page if line.bottom not in gone]


def _apart(page: Sequence[PdfLine], leading: float) -> Iterator[tuple[bool, PdfLine]]:
    """Yield the first and the last line of a page, where they stand apart from the text."""
    order = sorted(page, key=lambda line: -line.bottom)
    if len(order) < 3:
        return
    if order[0].bottom - order[1].bottom > APART * leading:
        yield True, order[0]
    if order[-2].bottom - order[-1].bottom > APART * leading:
        yield False, order[-1]


def _without_folios(page: Sequence[PdfLine], leading: float) -> list[PdfLine]:
    folios = {each.bottom for _, each in _apart(page, leading) if _FOLIO.fullmatch(each.text)}
    return [line for line in page if line.bottom not in folios]


def _lines_of_all(pages: Sequence[Sequence[PdfLine]]) -> frozenset[tuple[str, int]]:
    edges = Counter(
        key for page in pages for key in {_key(line) for line in (*page[:2], *page[-2:])}
    )
    least = max(3, len(pages) // 4)
    return frozenset(key for key, count in edges.items() if count >= least)


def _key(line: PdfLine) -> tuple[str, int]:
    return _DIGITS.sub("", line.text.lower()).strip(" ·|–-"), round(line.bottom / 4)


def bounds_of_lines(lines: Sequence[PdfLine]) -> Rect:
    """Return the box around lines."""
    return (
        min(line.left for line in lines),
        min(line.bottom for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )

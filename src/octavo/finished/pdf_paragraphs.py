"""Lines of a PDF without tags -> headings, paragraphs and notes, told apart by where they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from octavo.finished.pdf_columns import SMALL, Column, columns_of
from octavo.finished.pdf_lines import PdfLine, line_distance

INDENT = 4.0
"""Points by which the first line of a paragraph is moved in, at the least."""
GAP = 1.4
"""Leadings between two paragraphs that white parts."""
LARGER = ((1.7, "h1"), (1.35, "h2"), (1.12, "h3"))
"""Size of a heading, in that of the text, and what it is then."""
MOST_LINES = 3
"""Of a heading."""
OTHER_SIZE = 0.08
"""Part by which two sizes of type differ that are not one."""
NARROW = 60.0
"""Points: what is narrower is no column from whose sides anything follows."""
_BULLET = re.compile(r"[\u2022\u25aa\u25e6\u2023\u25cf\u2043\u00b7] ?")
_LEADERS = re.compile(r"(?:\s*\.){5,}\s*(?:\d+|[ivxlc]+)\s*\Z")
"""How a line of contents ends: dots that lead to the number of a page, which is no word."""
_NOTE = re.compile(r"(\d{1,3}|[*\u2020\u2021\u00a7\u00b6])[.)]?\s*(?=\S)")
_ENDS = tuple('.!?:\u2026"\u201d\u2019)\u00bb\u3002')
_HYPHENS = ("-", "\u00ad", "\u2010", "\u0002", "\ufffe")
_FIRST_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class PdfBlock:
    """What was found to be one."""

    tag: str
    text: str
    """Lines, with line feeds between them."""
    first: int
    """Index of the page on which it begins."""
    last: int


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line in its column."""

    line: PdfLine
    left: float
    right: float
    text: str


@dataclass(slots=True)
class _Stretch:
    """Lines that make a block, and the notes that come behind it."""

    lines: list[_Placed]
    notes: list[PdfBlock] = field(default_factory=list)


def blocks_of_pages(pages: Sequence[Sequence[PdfLine]]) -> Iterator[PdfBlock]:
    """Yield what the lines of pages are, in reading order; notes at the end of their section.

    Running heads and folios have been left out.
    """
    every = [line for page in pages for line in page]
    usual = median([line.size for line in every for _ in range(len(line.text))] or [0.0])
    leading = line_distance([line for line in every if line.size >= SMALL * usual] or every)
    runs: list[_Stretch] = []
    for page in pages:
        columns = list(columns_of(page, usual))
        numbers = _numbers(columns)
        placed = [each for column in columns for each in _place(column, numbers)]
        for n, one in enumerate(placed):
            after = placed[n + 1] if n + 1 < len(placed) else None
            if not runs or _begins(runs[-1].lines, one, after, leading):
                runs.append(_Stretch([]))
            runs[-1].lines.append(one)
        notes = [line for column in columns for line in column.notes]
        if notes:
            runs = runs or [_Stretch([])]
            runs[-1].notes += _note_blocks(notes)
    waiting: list[PdfBlock] = []
    for run in runs:
        block = _block(run.lines, usual) if run.lines else None
        if block is not None and block.tag != "p":
            yield from waiting
            waiting = []
        yield from [block] if block else []
        waiting += run.notes
    yield from waiting


def _numbers(columns: Sequence[Column]) -> frozenset[str]:
    """Return the numbers with which notes of a page begin."""
    found = (_NOTE.match(line.text) for column in columns for line in column.notes)
    return frozenset(each[1] for each in found if each)


def _place(column: Column, numbers: frozenset[str]) -> Iterator[_Placed]:
    """Yield the lines of a column with its sides."""
    lines = column.lines
    if not lines:
        return
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    left, right = lefts[len(lines) // 10], rights[-1 - len(lines) // 10]
    for line in lines:
        yield _Placed(line, left, right, line.without_calls(numbers))


def _begins(lines: Sequence[_Placed], one: _Placed, after: _Placed | None, leading: float) -> bool:
    """Tell whether a paragraph begins with a line: by its size, its place, a line that ended."""
    if not lines:
        return False
    last, line = lines[-1], one.line
    before = last.line
    if last.text.endswith(_HYPHENS) and _is_low(one.text):
        return False
    if _LEADERS.search(last.text):
        return True
    larger = max(before.size, line.size)
    if abs(before.size - line.size) > OTHER_SIZE * larger or _BULLET.match(line.text):
        return True
    if _has_ended(last, one):
        return True
    if before.page != line.page or line.bottom > before.bottom + 1:
        return _is_indented(one) or not _goes_on(last.text, one.text)
    if before.bottom - line.bottom > GAP * max(leading, leading * line.size / larger):
        return True
    return _is_moved_in(lines, one, after)


def _has_ended(last: _Placed, one: _Placed) -> bool:
    """Tell whether a line ends a paragraph: the next word would have stood in it."""
    if last.right - last.left < NARROW:
        return False
    word = _FIRST_WORD.match(one.text)
    length = len(word[0]) + 1.5 if word else 1.5
    letter = (one.line.right - one.line.left) / max(len(one.line.text), 1)
    return last.line.right + length * letter < last.right


def _goes_on(last: str, text: str) -> bool:
    return _is_low(text) or not last.rstrip().endswith(_ENDS)


def _is_low(text: str) -> bool:
    """Tell whether words begin with a small letter."""
    return next((sign for sign in text if sign.isalnum()), "").islower()


def _is_indented(one: _Placed) -> bool:
    return one.line.left > one.left + INDENT


def _is_moved_in(lines: Sequence[_Placed], one: _Placed, after: _Placed | None) -> bool:
    """Tell whether a line is moved in as the first of a paragraph, or ends a hanging one."""
    before, left = lines[-1].line.left, one.line.left
    if left > before + INDENT:
        hangs = after is not None and abs(after.line.left - left) < INDENT
        return not hangs or len(lines) > 1
    return len(lines) > 1 and left < before - INDENT


def _block(lines: Sequence[_Placed], usual: float) -> PdfBlock:
    text = "\n".join(_LEADERS.sub("", each.text) for each in lines)
    size = max(each.line.size for each in lines)
    is_short = len(lines) <= MOST_LINES and any(sign.isalpha() for sign in text)
    tag = next((tag for share, tag in LARGER if is_short and size >= share * usual), "p")
    return PdfBlock(tag, text, lines[0].line.page, lines[-1].line.page)


def _note_blocks(lines: Sequence[PdfLine]) -> Iterator[PdfBlock]:
    """Yield the notes of a page without their numbers: a new one renumbers all that follow."""
    starts = [n for n, line in enumerate(lines) if _is_start(lines, n)]
    ends = [*starts, len(lines)]
    if starts and starts[0] > 0:
        ends = [0, *ends]
    for start, end in pairwise(ends if starts else [0, len(lines)]):
        words = [line.text for line in lines[start:end]]
        found = _NOTE.match(words[0]) if start in starts else None
        words[0] = words[0][found.end() :] if found else words[0]
        yield PdfBlock("p", "\n".join(words), lines[start].page, lines[end - 1].page)


def _is_start(lines: Sequence[PdfLine], n: int) -> bool:
    """Tell whether a note begins with a line: by a sign, or a number larger than the last."""
    found = _NOTE.match(lines[n].text)
    if found is None or not found[1].isdigit():
        return found is not None
    earlier = [m[1] for line in lines[:n] if (m := _NOTE.match(line.text)) and m[1].isdigit()]
    return not earlier or any(int(found[1]) == int(each) + 1 for each in earlier)

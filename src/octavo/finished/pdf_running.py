"""Words of a PDF in reading order: where they go, which of them are links, which only paged."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from octavo.constructs.notes import IDS
from octavo.finished.items import Cell, Link, Note, Table, glue
from octavo.finished.pdf_tree import Run

MOST_RUNS = 8
"""Pieces of marked content that "on page 12" can be cut into."""
LONGEST = 12
"""Letters of the words that follow the number of a page, in any language, on the next line."""


@dataclass(eq=False, slots=True)
class ReadingRun:
    """A run of words in reading order; ``spans``: how many ``Span`` elements are around it."""

    run: Run
    spans: int
    is_page_reference: bool = False
    opens: bool = False
    """Whether it is the first run of a heading, a caption or a cell, or the number of a note."""
    in_text: bool = False
    outer: int = 0
    """Which of the outermost spans it stands in; a line's end parts one in two."""


@dataclass(eq=False, slots=True)
class WordSlot:
    """Where words go: a block, a heading, a caption, a cell or a note."""

    kind: str
    runs: list[ReadingRun] = field(default_factory=list)
    level: int = 0
    id: str = ""
    in_text: bool = False
    in_float: bool = False
    in_note: bool = False
    is_plain: bool = False
    """Whether some of its words are no code."""

    def text(self) -> str:
        return "".join(said.run.text for said in self.runs if not said.is_page_reference)


@dataclass(eq=False, slots=True)
class Drawn:
    """A picture, or a figure with its caption, while it is being read."""

    alternative: str = ""
    caption: WordSlot | None = None
    in_note: bool = False
    in_text: bool = False


Row = list[tuple[WordSlot | None, bool]]
"""The cells of a row, each with its words (None: none on this page) and whether it is a header."""


def go_on_with(begun: WordSlot, more: WordSlot) -> None:
    """Add to a place what it has on one more page."""
    for said in more.runs[:1]:
        said.opens = said.opens and not begun.runs
    begun.runs += more.runs


def go_on(row: Row, more: Row) -> None:
    """Add to each cell of a row what it has on one more page."""
    for n, (place, is_header) in enumerate(more[: len(row)]):
        begun = row[n][0]
        if begun is None:
            row[n] = (place, is_header)
        elif place is not None:
            go_on_with(begun, place)


@dataclass(eq=False, slots=True)
class Rows:
    """A table while it is being read, over the pages that it takes."""

    in_text: bool = False
    in_note: bool = False
    caption: WordSlot | None = None
    head: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    id: str = ""
    """Of a table over several pages."""


def text(place: WordSlot | None) -> str:
    return place.text().strip() if place else ""


def finish_note(place: WordSlot) -> Note:
    """Return a note; its first run is its number."""
    number = place.runs[0].run.text.strip() if place.runs else ""
    rest = WordSlot("note", place.runs[1:])
    return Note(number, text(rest))


def finish_table(rows: Rows) -> Table:
    cells = [
        tuple(Cell(text(place), is_header) for place, is_header in row)
        for row in (*rows.head, *rows.body)
    ]
    full = tuple(row for row in cells if any(cell.text for cell in row))
    caption = text(rows.caption)
    return Table(caption, full, in_text=rows.in_text, in_note=rows.in_note)


def links(flow: Iterable[ReadingRun], in_note: bool) -> Iterator[Link]:
    """Yield links; what the end of a line has cut in two is one link again."""
    texts: list[str] = []
    target, first = "", ReadingRun(Run("", None), 0)
    for said in flow:
        found = said.run.jump.target if said.run.jump else ""
        if target and found != target:
            yield _link(target, texts, first, in_note)
        if found != target:
            texts, target, first = [], found, said
        texts.append(said.run.text)
    if target:
        yield _link(target, texts, first, in_note)


def _link(target: str, texts: Iterable[str], first: ReadingRun, in_note: bool) -> Link:
    return Link(target, glue(texts), in_note=in_note, in_text=first.in_text)


def mark_page_references(flow: Sequence[ReadingRun]) -> None:
    """Mark "on page 12" after a link to page 12: words that only a paged edition has.

    A wrong number is not marked, and so is told as words that the source does not have.
    """
    for position, said in enumerate(flow):
        label = said.run.jump.label if said.run.jump else ""
        if label and not _calls_note(said.run):
            for other in _page_reference(flow, position + 1, label):
                other.is_page_reference = True


def _calls_note(run: Run) -> bool:
    """Tell the call of a note, or a piece of one without words, behind which no page is named: the
    number of another call may be."""
    target, words = run.jump.target if run.jump else "", run.text.strip()
    return f"-{IDS[0]}-" in target and (words.isdigit() or not words)


def _page_reference(flow: Sequence[ReadingRun], start: int, label: str) -> list[ReadingRun]:
    """Return the runs of spans up to the page's label, [] where it does not stand among them.

    Words that follow the number stand in more spans than it: 第3页, 3. oldal.
    """
    ends = re.compile(rf"\D*(?<![\dA-Za-z]){re.escape(label)}(?![\dA-Za-z])\D*")
    found: list[ReadingRun] = []
    for said in flow[start : start + MOST_RUNS]:
        if said.run.jump or said.spans < 2 or said.opens:
            return []
        found.append(said)
        texts = [each.run.text for each in found]  # the blank between may go with a change of sides
        if any(ends.fullmatch(glue.join(texts)) for glue in ("", " ")):
            return found + _behind(said, flow[start + len(found) :][:MOST_RUNS])
    return []


def _behind(number: ReadingRun, flow: Sequence[ReadingRun]) -> list[ReadingRun]:
    """Return the first runs in more spans than a number: those around it, or short words that may
    have gone on in the next line."""

    def belongs(said: ReadingRun) -> bool:
        words = said.run.text.strip()
        may_go_on = len(words) <= LONGEST and not re.search(r"\d", words)
        return (
            said.spans > number.spans
            and not said.run.jump
            and (said.outer == number.outer or may_go_on)
        )

    return list(takewhile(belongs, flow))

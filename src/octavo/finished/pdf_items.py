"""Tagged pages of a PDF -> what the edition holds.

What breaks over pages comes once a page, as if it were two; where it is one, a table, a row, a
heading, a figure, a caption, its parts have its id.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from octavo.constructs.construct_table import FLOATING
from octavo.finished import pdf_tags
from octavo.finished.items import Figure, Finished, Heading, TextBlock, Words
from octavo.finished.pdf_running import (
    Drawn,
    ReadingRun,
    Row,
    Rows,
    WordSlot,
    finish_note,
    finish_table,
    go_on,
    go_on_with,
    links,
    mark_page_references,
    text,
)
from octavo.finished.pdf_tree import Page, Run, TagNode, read_pages


def read_pdf(data: bytes) -> Finished:
    """Return what a PDF edition holds, furniture pages included; raises Unreadable."""
    reader = PdfReader()
    for page in read_pages(data):
        reader.page(page)
    return reader.finish()


T = TypeVar("T")


class PdfReader:
    """Walks the pages in order."""

    def __init__(self) -> None:
        self._flow: list[ReadingRun] = []
        self._noted: list[ReadingRun] = []
        self._said = self._flow
        self._in_text = self._in_float = self._in_code = False
        self._blocks: list[WordSlot] = []
        self._notes: list[WordSlot] = []
        self._captions: list[WordSlot] = []
        self._figures: list[Drawn] = []
        self._pictures: list[Drawn] = []
        self._tables: list[Rows] = []
        self._parted: dict[str, Any] = {}
        """What has begun on one of the pages, and may go on, by its id."""
        self._after_note = -1
        """Length of the flow at the end of the last note in it."""
        self._outer = 0
        """How many outermost spans have begun."""

    def page(self, page: Page) -> None:
        """Read one more page."""
        for root in page.roots:
            self._visit(root, None, 0)

    def finish(self) -> Finished:
        """Return what the pages held."""
        for said in (self._flow, self._noted):
            mark_page_references(said)
        blocks = [place for place in self._blocks if text(place)]
        return Finished(
            "pdf",
            is_paged=True,
            lacks=frozenset({"note call", "note call in a note"}),
            blocks=tuple(
                TextBlock(
                    each.text(),
                    each.kind == "heading",
                    not each.is_plain,
                    in_text=each.in_text,
                    in_float=each.in_float,
                )
                for each in blocks
            ),
            headings=tuple(
                Heading(each.level, each.text(), in_text=each.in_text)
                for each in blocks
                if each.kind == "heading"
            ),
            notes=tuple(finish_note(each) for each in self._notes),
            figures=tuple(
                Figure(
                    text(each.caption),
                    each.alternative,
                    in_text=each.in_text,
                    in_note=each.in_note,
                )
                for each in self._figures
                if each.caption or each.alternative
            ),
            tables=tuple(finish_table(each) for each in self._tables),
            captions=tuple(
                Words(each.text(), in_text=each.in_text, in_note=each.in_note)
                for each in self._captions
            ),
            links=(*links(self._flow, False), *links(self._noted, True)),
            alternatives=tuple(
                Words(each.alternative, in_note=each.in_note, in_text=each.in_text)
                for each in self._pictures
                if each.alternative
            ),
        )

    def _visit(self, node: TagNode, place: WordSlot | None, spans: int) -> None:
        """Read an element; ``place`` is where its words go, None where it opens its own."""
        before = self._in_text, self._in_float, self._in_code
        self._in_text = before[0] or node.title in pdf_tags.TEXT
        self._in_float = before[1] or node.title in FLOATING or pdf_tags.is_figure(node)
        self._in_code = before[2] or node.kind == "Code"
        self._visit_kind(node, place, spans)
        self._in_text, self._in_float, self._in_code = before

    def _visit_kind(self, node: TagNode, place: WordSlot | None, spans: int) -> None:
        if node.kind == "Figure":
            self._picture(node)
        elif node.kind == "Note":
            self._footnote(node)
        elif node.kind == "Table":
            self._table(node)
        elif (place is None or place.kind == "note") and self._special(node):
            return
        elif node.kind != "Lbl":
            self._outer += node.kind == "Span" and not spans
            self._children(node, self._place(node, place), spans + (node.kind == "Span"))

    def _special(self, node: TagNode) -> bool:
        """Read an element that is no running text; return False for the others."""
        if node.kind == "Sect" and self._is_endnotes(node):
            self._endnotes(node)
        elif pdf_tags.is_figure(node):
            self._figure(node)
        elif node.kind == "Caption":
            caption = self._caption(node)
            self._captions += [] if caption in self._captions else [caption]
        else:
            return False
        return True

    def _place(self, node: TagNode, place: WordSlot | None) -> WordSlot | None:
        if place is not None and place.kind != "block":
            return place
        if pdf_tags.HEADING.fullmatch(node.kind):
            found: WordSlot | None = self._earlier(node)
            return found or self._begin(node, self._open("heading", int(node.kind[1])))
        return None if node.kind in pdf_tags.BLOCKS else place

    def _children(self, node: TagNode, place: WordSlot | None, spans: int) -> None:
        opened = place
        for child in node.children:
            if isinstance(child, Run):
                opened = opened or self._open("block")
                self._say(child, opened, spans)
            elif child is not None and child.kind in pdf_tags.INLINE:
                opened = opened or self._open("block")
                self._visit(child, opened, spans)
            elif child is not None:
                opened = opened if child.kind in ("Note", "Figure") else place
                self._visit(child, place, spans)

    def _open(self, kind: str, level: int = 0) -> WordSlot:
        place = WordSlot(
            kind,
            level=level,
            in_text=self._in_text,
            in_float=self._in_float,
        )
        self._blocks.append(place)
        return place

    def _say(self, run: Run, place: WordSlot, spans: int) -> None:
        place.is_plain |= bool(run.text.strip()) and not self._in_code
        if run.text.strip() or run.jump:
            is_number = place.kind == "note" and pdf_tags.NUMBER.fullmatch(run.text) is not None
            opens = not place.runs and (place.kind in ("heading", "caption", "cell") or is_number)
            self._said.append(ReadingRun(run, spans, False, opens, self._in_text, self._outer))
            place.runs.append(self._said[-1])
        elif place.runs:
            place.runs.append(ReadingRun(Run(" ", None), spans))

    def _earlier(self, node: TagNode) -> Any:
        """Return what the pages before have of an element that goes on here, None of others."""
        return self._parted.get(node.id) if node.id else None

    def _begin(self, node: TagNode, found: T) -> T:
        """Return what was found, which further pages may go on with."""
        self._parted[node.id] = found
        return found

    def _caption(self, node: TagNode) -> WordSlot:
        found: WordSlot = self._earlier(node) or self._begin(node, WordSlot("caption"))
        more = self._words("caption", node)
        if not found.runs:
            found.in_text, found.in_note = more.in_text, self._in_note()
        go_on_with(found, more)
        return found

    def _words(self, kind: str, node: TagNode) -> WordSlot:
        """Return a place with all the words of an element, in no block."""
        place = WordSlot(kind, in_text=self._in_text)
        self._children(node, place, 0)
        return place

    def _in_note(self) -> bool:
        return self._said is self._noted

    def _picture(self, node: TagNode) -> None:
        drawn = Drawn(node.alternative, None, self._in_note(), self._in_text)
        self._pictures.append(drawn)
        for run in node.children:
            if isinstance(run, Run) and run.jump:
                self._say(replace(run, text=""), WordSlot("picture"), 0)

    def _figure(self, node: TagNode) -> None:
        """Read a figure; one around others has a caption, and no picture of its own."""
        drawn = self._earlier(node)
        if drawn is None:
            drawn = Drawn(in_note=self._in_note(), in_text=self._in_text)
            self._begin(node, drawn)
        else:
            self._figures.remove(drawn)
        first = len(self._pictures)
        is_group = pdf_tags.pictures(node) > 1 or any(
            child.title == "figure" for child in pdf_tags.nodes(node)
        )
        for child in pdf_tags.nodes(node):
            if child.kind == "Caption":
                drawn.caption = self._caption(child)
            elif is_group or child.kind != "Div":
                self._visit(child, None, 0)
            else:
                self._children(child, None, 0)  # a division around the picture of this figure
        if not is_group and first < len(self._pictures):
            drawn.alternative = self._pictures[first].alternative
        self._figures.append(drawn)

    def _table(self, node: TagNode) -> None:
        """Read a table, or what of it stands on one more page."""
        rows = Rows(self._in_text, self._in_note(), id=node.id)
        for part in pdf_tags.nodes(node):
            if part.kind == "Caption":
                rows.caption = self._caption(part)
            else:
                target = rows.head if part.kind == "THead" else rows.body
                target += [found for row in pdf_tags.rows(part) for found in self._row(row)]
        begun = next((each for each in self._tables if node.id and each.id == node.id), None)
        if begun:
            begun.caption = begun.caption or rows.caption
            begun.head += rows.head
            begun.body += rows.body
        else:
            self._tables.append(rows)

    def _row(self, row: TagNode) -> Iterator[Row]:
        """Yield a row; one that has begun on a page before goes on, and is none."""
        found: Row = [
            (self._words("cell", cell), cell.kind == "TH")
            if isinstance(cell, TagNode)
            else (None, False)
            for cell in row.children
        ]
        begun = self._earlier(row)
        if begun is None:
            yield self._begin(row, found)
        else:
            go_on(begun, found)

    def _footnote(self, node: TagNode) -> None:
        """Read a note, or one more piece of it: both carry its id."""
        goes_on = bool(self._notes) and self._notes[-1].id == node.id
        labels = [child for child in pdf_tags.nodes(node) if child.kind == "Lbl"]
        self._note(node, labels, goes_on)

    def _note(self, node: TagNode, labels: Sequence[TagNode], goes_on: bool) -> None:
        before, self._in_text = self._in_text, True
        self._said = self._noted
        place = WordSlot("note", id=node.id)
        for label in labels:
            self._children(label, place, 0)
        self._children(node, place, 0)
        self._said, self._in_text = self._flow, before
        if goes_on:
            self._notes[-1].runs += place.runs
        else:
            self._notes.append(place)

    def _is_endnotes(self, node: TagNode) -> bool:
        """Tell a chapter's notes: numbered boxes, perhaps under a title, or more of their text."""
        found = pdf_tags.nodes(node)
        boxes = found[1:] if found and found[0].kind == "P" else found
        if {box.kind for box in boxes} != {"Div"}:
            return False
        return pdf_tags.is_numbered(boxes[0]) or (
            boxes is found and self._after_note == len(self._flow)
        )

    def _endnotes(self, node: TagNode) -> None:
        for box in pdf_tags.nodes(node):
            if box.kind == "Div":
                self._note(box, (), goes_on=not pdf_tags.is_numbered(box))
        self._after_note = len(self._flow)

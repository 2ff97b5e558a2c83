"""Tagged pages of a PDF -> what the edition holds. Knows how WeasyPrint 70 tags HTML.

A figure is ``NonStruct`` around ``Figure`` and ``Caption``; a footnote is a ``Span`` in a
``NonStruct`` right below the document; notes at the end of a chapter are ``Div`` in a ``Sect`` in
a ``Sect``. What breaks over pages comes once a page, as if it were two; table heads come again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from octavo.checks.finished import (
    Block,
    Cell,
    Figure,
    Finished,
    Heading,
    Link,
    Note,
    Table,
    Words,
    glued,
)
from octavo.checks.pdf import Node, Page, Run, read_pages

HEADING = re.compile(r"H[1-6]")
NUMBER = re.compile(r"\s*\d+\s*")
OWN = frozenset({"P", "LI", "LBody", "BlockQuote", "Div", "Sect", "Part", "Art", "L", "Document"})
"""Elements whose words are blocks of their own."""
NOTES = ("Note", "FENote")


@dataclass(eq=False, slots=True)
class Place:
    """Where words go: a block, a heading, a caption, a cell or a note."""

    kind: str
    runs: list["Said"] = field(default_factory=list)
    level: int = 0
    at: int = 0

    def text(self) -> str:
        return "".join(said.run.text for said in self.runs if not said.is_page_reference)


@dataclass(eq=False, slots=True)
class Said:
    """A run of words in reading order; ``spans``: how many ``Span`` elements are around it."""

    run: Run
    spans: int
    at: int
    is_page_reference: bool = False


@dataclass(eq=False, slots=True)
class Drawn:
    """A picture, or a figure with its caption, while it is being read."""

    at: int
    alternative: str = ""
    caption: Place | None = None
    in_note: bool = False


@dataclass(eq=False, slots=True)
class Rows:
    """A table while it is being read, over the pages that it takes."""

    at: int
    caption: Place | None = None
    head: list[list[tuple[Place | None, bool]]] = field(default_factory=list)
    body: list[list[tuple[Place | None, bool]]] = field(default_factory=list)


def read_pdf(data: bytes) -> Finished:
    """Return what a PDF edition holds, furniture pages included; raises Unreadable."""
    reader = Reader()
    for page in read_pages(data):
        reader.page(page)
    return reader.finished()


class Reader:
    """Walks the pages in order."""

    def __init__(self) -> None:
        self._flow: list[Said] = []
        self._noted: list[Said] = []
        self._said = self._flow
        self._blocks: list[Place] = []
        self._notes: list[Place] = []
        self._captions: list[Place] = []
        self._figures: list[Drawn] = []
        self._pictures: list[Drawn] = []
        self._tables: list[Rows] = []
        self._after_table = self._after_note = -1
        """Length of the flow at the end of the last table, of the last note in it."""

    def page(self, page: Page) -> None:
        for root in page.roots:
            for child in root.children:
                if isinstance(child, Node) and _is_foot(child):
                    for note in child.children:
                        self._note(note)
                elif isinstance(child, Node):
                    self._visit(child, None, 0)

    def finished(self) -> Finished:
        for said in (self._flow, self._noted):
            _mark_page_references(said)
        return Finished(
            "pdf",
            tuple(
                Block(place.text(), place.kind == "heading", at=place.at)
                for place in self._blocks
                if place.text().strip()
            ),
            tuple(
                Heading(place.level, place.text(), at=place.at)
                for place in self._blocks
                if place.kind == "heading" and place.text().strip()
            ),
            tuple(_finished_note(place) for place in self._notes),
            (),
            tuple(
                Figure(_text(drawn.caption), drawn.alternative, at=drawn.at)
                for drawn in self._figures
                if drawn.caption or drawn.alternative
            ),
            tuple(_finished_table(rows) for rows in self._tables),
            tuple(Words(place.text(), at=place.at) for place in self._captions),
            (*_links(self._flow, False), *_links(self._noted, True)),
            tuple(
                Words(drawn.alternative, in_note=drawn.in_note, at=drawn.at)
                for drawn in self._pictures
                if drawn.alternative
            ),
        )

    def _visit(self, node: Node, place: Place | None, spans: int) -> None:
        """Read an element; ``place`` is where its words go, None where it opens its own."""
        if node.kind == "Lbl":
            return
        if node.kind == "Figure":
            self._picture(node)
        elif node.kind in NOTES:
            self._note(node)
        elif node.kind == "Table":
            self._table(node)
        elif node.kind == "Sect" and self._is_endnotes(node):
            self._endnotes(node)
        elif node.kind == "NonStruct" and place is None and (parts := _figure_parts(node)):
            self._figure(*parts)
        elif node.kind == "Caption" and (place is None or place.kind == "block"):
            self._captions.append(self._words("caption", node))
        else:
            self._children(node, self._place(node, place), spans + (node.kind == "Span"))

    def _place(self, node: Node, place: Place | None) -> Place | None:
        if place is not None and place.kind != "block":
            return place
        if HEADING.fullmatch(node.kind):
            return self._open("heading", int(node.kind[1]))
        return None if node.kind in OWN else place

    def _children(self, node: Node, place: Place | None, spans: int) -> None:
        opened = place
        for child in node.children:
            if isinstance(child, Run):
                opened = opened or self._open("block")
                self._say(child, opened, spans)
            elif child is not None and _is_inline(child):
                opened = opened or self._open("block")
                self._visit(child, opened, spans)
            elif child is not None:
                opened = place
                self._visit(child, place, spans)

    def _open(self, kind: str, level: int = 0) -> Place:
        place = Place(kind, level=level, at=len(self._flow))
        self._blocks.append(place)
        return place

    def _say(self, run: Run, place: Place, spans: int) -> None:
        if run.text.strip() or run.jump:
            said = Said(run, spans, len(self._said))
            self._said.append(said)
            place.runs.append(said)
        elif place.runs:
            place.runs.append(Said(Run(" ", None), spans, len(self._said)))

    def _words(self, kind: str, node: Node) -> Place:
        """Return a place with all the words of an element, in no block."""
        place = Place(kind, at=len(self._flow))
        self._children(node, place, 0)
        return place

    def _picture(self, node: Node) -> None:
        in_note = self._said is self._noted
        self._pictures.append(Drawn(len(self._flow), node.alternative, None, in_note))
        for run in node.children:
            if isinstance(run, Run) and run.jump:
                self._say(replace(run, text=""), Place("picture"), 0)

    def _figure(self, pictures: Sequence[Node], captions: Sequence[Node]) -> None:
        drawn = Drawn(len(self._flow), pictures[0].alternative)
        self._figures.append(drawn)
        for node in pictures:
            self._picture(node)
        for node in captions:
            drawn.caption = self._words("caption", node)

    def _table(self, node: Node) -> None:
        """Read a table, or what of it stands on one more page, its head set anew."""
        rows = Rows(len(self._flow))
        goes_on = self._after_table == len(self._flow)
        for part in node.children:
            if isinstance(part, Node) and part.kind == "Caption":
                rows.caption, goes_on = self._words("caption", part), False
            elif isinstance(part, Node):
                target = rows.head if part.kind == "THead" else rows.body
                target += [self._row(row) for row in _rows(part)]
        if goes_on and _same(rows.head, self._tables[-1].head or rows.head):
            self._tables[-1].head = self._tables[-1].head or rows.head
            self._tables[-1].body += rows.body
        else:
            self._tables.append(rows)
        self._after_table = len(self._flow)

    def _row(self, row: Node) -> list[tuple[Place | None, bool]]:
        return [
            (self._words("cell", cell), cell.kind == "TH") if isinstance(cell, Node) else (None, False)
            for cell in row.children
        ]

    def _note(self, node: Node | Run | None) -> None:
        if isinstance(node, Node):
            self._said = self._noted
            self._notes.append(self._words("note", node))
            self._said = self._flow

    def _is_endnotes(self, node: Node) -> bool:
        """Tell a chapter's notes: a title, then numbered boxes; or boxes only, on a later page."""
        children = [child for child in node.children if isinstance(child, Node)]
        kinds = [child.kind for child in children]
        if kinds[:1] == ["P"]:
            boxes = children[1:]
            return bool(boxes) and set(kinds[1:]) == {"Div"} and _starts_numbered(boxes[0])
        return set(kinds) == {"Div"} and self._after_note == len(self._flow) > 0

    def _endnotes(self, node: Node) -> None:
        for child in node.children:
            if not isinstance(child, Node) or child.kind != "Div":
                continue
            if _starts_numbered(child):
                self._note(child)
            else:
                self._said = self._noted
                self._notes[-1].runs += self._words("note", child).runs
                self._said = self._flow
        self._after_note = len(self._flow)


def _is_foot(node: Node) -> bool:
    """Tell the area of footnotes: spans only, below the document itself."""
    kinds = {child.kind for child in node.children if isinstance(child, Node)}
    return node.kind == "NonStruct" and kinds == {"Span"}


def _is_inline(node: Node) -> bool:
    if node.kind in ("Span", "Link", "Code", "Quote", "Em", "Strong", "Reference"):
        return True
    return node.kind == "NonStruct" and all(
        isinstance(child, Run) or child is None or _is_inline(child) for child in node.children
    )


def _figure_parts(node: Node) -> tuple[list[Node], list[Node]] | None:
    """Return the pictures and captions of a figure's element, None for another element."""
    captions = [c for c in node.children if isinstance(c, Node) and c.kind == "Caption"]
    direct = any(isinstance(c, Node) and c.kind == "Figure" for c in node.children)
    pictures = list(_pictures(node)) if captions or direct else []
    return (pictures, captions) if pictures else None


def _pictures(node: Node) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, Node) and child.kind == "Figure":
            yield child
        elif isinstance(child, Node) and child.kind in ("NonStruct", "Link", "Span"):
            yield from _pictures(child)


def _rows(part: Node) -> list[Node]:
    if part.kind == "TR":
        return [part]
    return [row for row in part.children if isinstance(row, Node) and row.kind == "TR"]


def _runs(node: Node, spans: int = 0) -> Iterator[tuple[Run, int]]:
    """Yield the runs below an element with the number of spans around each."""
    spans += node.kind == "Span"
    for child in node.children:
        if isinstance(child, Node):
            yield from _runs(child, spans)
        elif child is not None:
            yield child, spans


def _starts_numbered(node: Node) -> bool:
    run, spans = next(_runs(node), (Run("", None), 0))
    return spans > 1 and NUMBER.fullmatch(run.text) is not None


def _same(
    one: Sequence[Sequence[tuple[Place | None, bool]]],
    other: Sequence[Sequence[tuple[Place | None, bool]]],
) -> bool:
    return [[_text(p) for p, _ in row] for row in one] == [[_text(p) for p, _ in row] for row in other]


def _text(place: Place | None) -> str:
    return place.text().strip() if place else ""


def _finished_note(place: Place) -> Note:
    number = place.runs[0].run.text.strip() if place.runs else ""
    rest = Place("note", place.runs[1:])
    return Note(number, rest.text().strip(), at=place.at)


def _finished_table(rows: Rows) -> Table:
    cells = [
        tuple(Cell(_text(place), is_header) for place, is_header in row)
        for row in (*rows.head, *rows.body)
    ]
    full = tuple(row for row in cells if any(cell.text for cell in row))
    return Table(_text(rows.caption), full, at=rows.at)


def _links(flow: Iterable[Said], in_note: bool) -> Iterator[Link]:
    """Yield links; what the end of a line has cut in two is one link again."""
    texts: list[str] = []
    target, at = "", 0
    for said in flow:
        found = said.run.jump.target if said.run.jump else ""
        if target and found != target:
            yield Link(target, glued(texts), in_note, at=at)
        if found != target:
            texts, target, at = [], found, said.at
        texts.append(said.run.text)
    if target:
        yield Link(target, glued(texts), in_note, at=at)


def _mark_page_references(flow: Sequence[Said]) -> None:
    """Mark "on page 12" after a link to page 12: words that only a paged edition has.

    A wrong number is not marked, and so is told as words that the source does not have.
    """
    for position, said in enumerate(flow):
        if not said.run.jump or not said.run.jump.label:
            continue
        following = []
        for other in flow[position + 1 :]:
            if other.run.jump or other.spans < 2:
                break
            following.append(other)
        label = re.escape(said.run.jump.label)
        if re.fullmatch(rf"\D*(?<!\w){label}(?!\w)\D*", "".join(s.run.text for s in following)):
            for other in following:
                other.is_page_reference = True

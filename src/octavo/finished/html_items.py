"""HTML, the XHTML files of an EPUB, and the source's own trees -> what they hold.

Content is what stands in a section of the classes ``chapter``, ``text`` or ``part``, and the lead
figure; all else (title page, contents, imprint, colophon …) is furniture. Inside the content,
backlinks and page marks are told by their roles, which no author can give, numbers of lines by
their class.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypedDict, TypeVar

from octavo.constructs.construct_table import FLOATING, title_of
from octavo.constructs.figures import TITLES
from octavo.core.problems import Place
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.items import (
    Cell,
    Figure,
    Finished,
    Heading,
    Item,
    Link,
    Note,
    NoteCall,
    Table,
    TextBlock,
    Unreadable,
    Words,
    fold,
    glue,
)
from octavo.finished.kept_items import Recall, items_from_json, items_to_json, recall_by
from octavo.markup.tree import (
    BLOCKS,
    HEADINGS,
    Element,
    TooDeep,
    body_of,
    bytes_of,
    elements,
    get_string,
    has_class,
    is_blank,
    is_element,
    strings,
    text_of,
)
from octavo.model.chapters import line_of

CONTENT = ("chapter", "text", "part")
GENERATED = frozenset({"doc-backlink", "doc-pagebreak"})
NOTES = ("notes", "endnotes")
Kept = TypeVar("Kept", bound=Item)


def read_html(files: FinishedFiles, name: str) -> Finished:
    """Return what an HTML edition holds; raises Unreadable."""
    try:
        files[name].decode()
        body = body_of(files.page(name))
    except UnicodeDecodeError as error:
        raise Unreadable(f"it is not UTF-8: {error}") from None
    except TooDeep:
        raise Unreadable("its elements stand too deep in one another") from None
    ids = frozenset(str(node.get("id")) for node in elements(body) if node.get("id"))
    reader = HtmlReader(lambda href: mark_if_nowhere(href, ids), files.recall)
    reader.edition(body)
    return reader.finish("html")


def mark_if_nowhere(href: str, ids: frozenset[str]) -> str:
    """Return an inner address as it is where its id exists, with a remark where it does not."""
    if href.startswith("#") and href[1:] not in ids:
        return f"{href} (which is nowhere)"
    return href


class Marks(TypedDict):
    """What every item may say of itself."""

    place: Place | None
    is_lead: bool
    in_note: bool


class HtmlReader:
    """Gathers what trees hold, one tree after the other; content that was read before is recalled.

    ``place`` gives the place of a line of the source; None for what has none.
    """

    def __init__(
        self,
        resolve: Callable[[str], str] = str,
        recall: Recall | None = None,
        place: Callable[[int], Place] | None = None,
    ) -> None:
        self.resolve, self.place = resolve, place
        self._recall = recall or recall_by(None)
        self._lines: dict[Element, int] = {}
        self.blocks: list[TextBlock] = []
        self.headings: list[Heading] = []
        self._notes: list[Note] = []
        self._calls: list[NoteCall] = []
        self._figures: list[Figure] = []
        self._tables: list[Table] = []
        self._captions: list[Words] = []
        self._links: list[Link] = []
        self._alternatives: list[Words] = []
        self._in_note = self._in_lead = False

    def finish(self, format: str) -> Finished:
        return Finished(
            format,
            tuple(self.blocks),
            tuple(self.headings),
            tuple(self._notes),
            tuple(self._calls),
            tuple(self._figures),
            tuple(self._tables),
            tuple(self._captions),
            tuple(self._links),
            tuple(self._alternatives),
        )

    def edition(self, node: Element) -> None:
        """Read the content of an edition's tree: sections of text, and the lead figure."""
        for each in node:
            if not is_element(each):
                continue
            if each.tag == "section" and each.get("role") == "doc-endnotes":
                self._notes_of_all(each)
            elif each.tag == "section" and any(has_class(each, name) for name in CONTENT):
                self.content(each)
            elif each.tag == "figure" and has_class(each, "lead"):
                self._keep(self._figure(each))
            else:
                self.edition(each)

    def content(self, node: Element) -> None:
        """Read everything below ``node`` as content."""
        has_place, is_floating = self.place is not None, _may_float(node)
        made_of = f"{has_place} {is_floating}\n".encode() + bytes_of(node)
        make = partial(_read_alone, node, has_place)
        self._take(items_from_json(self._recall("content", made_of, make)))

    def _take(self, held: Finished) -> None:
        """Add what content holds, its lines and addresses as they are in the whole."""
        self.blocks += self._put_in_place(held.blocks)
        self.headings += self._put_in_place(held.headings)
        self._notes += self._put_in_place(held.notes)
        self._figures += self._put_in_place(held.figures)
        self._tables += self._put_in_place(held.tables)
        self._captions += self._put_in_place(held.captions)
        self._alternatives += self._put_in_place(held.alternatives)
        for call in self._put_in_place(held.note_calls):
            self._calls.append(replace(call, target=self.resolve(call.target)))
        for link in self._put_in_place(held.links):
            self._links.append(replace(link, target=self.resolve(link.target)))

    def _put_in_place(self, items: Sequence[Kept]) -> Sequence[Kept]:
        if self.place is None:
            return items
        lines = (each.place.line if each.place else 0 for each in items)
        return [replace(each, place=self.place(n)) for each, n in zip(items, lines, strict=True)]

    def read_content(self, node: Element) -> None:
        """Read everything below ``node`` as content, anew."""
        self._keep(self._blocks(node))

    def _keep(self, blocks: Iterator[tuple[str, Element]]) -> None:
        for text, block in blocks:
            self.blocks.append(
                TextBlock(
                    text,
                    block.tag in HEADINGS,
                    _is_code(block),
                    place=self._where(block),
                    in_float=_may_float(block),
                )
            )

    def _blocks(
        self, node: Element, captions: list[str] | None = None
    ) -> Iterator[tuple[str, Element]]:
        """Yield the words of each block below ``node`` that are not part of a block inside it.

        ``captions``: what takes the words of captions, which are no block of a figure.
        """
        gathered: list[str] = []
        for piece in self._pieces(node):
            if isinstance(piece, str):
                gathered.append(piece)
                continue
            if text := fold("".join(gathered)):
                yield text, node
            gathered.clear()
            if captions is not None and piece.tag == "figcaption":
                captions += filter(None, [self._words(piece)])
            else:
                yield from self._block(piece)
        if text := fold("".join(gathered)):
            yield text, node

    def _pieces(self, node: Element) -> Iterator["str | Element"]:
        yield node.text or ""
        for each in node:
            if is_element(each) and not _is_generated(each):
                if each.tag in BLOCKS:
                    yield each
                else:
                    yield from self._inline(each)
            yield each.tail or ""

    def _inline(self, node: Element) -> Iterator["str | Element"]:
        if node.tag == "br":
            yield " "
        elif node.tag == "img":
            self._alternative(node)
        elif node.tag == "a" and node.get("href") is not None:
            pieces = list(self._pieces(node))
            self._link(node, fold("".join(each for each in pieces if isinstance(each, str))))
            yield from pieces
        else:
            yield from self._pieces(node)

    def _alternative(self, image: Element) -> None:
        if text := fold(image.get("alt") or ""):
            self._alternatives.append(Words(text, **self._marks(image)))

    def _link(self, node: Element, text: str) -> None:
        target = self.resolve(node.get("href") or "")
        if has_class(node, "noteref"):
            self._calls.append(NoteCall(text, target, **self._marks(node)))
        else:
            self._links.append(Link(target, text, **self._marks(node)))

    def _where(self, node: Element) -> Place | None:
        return None if self.place is None else self.place(line_of(node, self._lines))

    def _marks(self, node: Element) -> "Marks":
        return {"place": self._where(node), "is_lead": self._in_lead, "in_note": self._in_note}

    def _block(self, node: Element) -> Iterator[tuple[str, Element]]:
        if node.tag in HEADINGS:
            yield from self._heading(node)
        elif title_of(node) in TITLES:
            yield from self._figure(node)
        elif node.tag == "figcaption":
            self._captions.append(Words(self._words(node), **self._marks(node)))
        elif node.tag == "table":
            self._table(node)
        elif node.tag == "section" and any(has_class(node, name) for name in NOTES):
            self._section_of_notes(node)
        else:
            yield from self._blocks(node)

    def _words(self, node: Element) -> str:
        return glue(text for text, _ in self._blocks(node))

    def _heading(self, node: Element) -> Iterator[tuple[str, Element]]:
        text = fold(f"{node.get('data-number') or ''} {self._words(node)}")
        parent = node.getparent()
        if parent is not None and has_class(parent, "part"):
            text = _without_number(node, text)
        level = int(node.get("aria-level") or node.tag[1])
        self.headings.append(Heading(level, text, place=self._where(node)))
        yield text, node

    def _figure(self, node: Element) -> Iterator[tuple[str, Element]]:
        """Read a figure, and yield the words in it that are no caption, block by block.

        One around figures, or with several pictures, has a caption and no picture of its own; one
        without words is an ornament.
        """
        self._in_lead = has_class(node, "lead")
        before, inner = len(self._alternatives), len(self._figures)
        captions: list[str] = []
        yield from self._blocks(node, captions)
        found = self._alternatives[before:] if inner == len(self._figures) else []
        alternative = found[0].text if len(found) == 1 else ""
        if captions or alternative:
            self._figures.append(Figure(glue(captions), alternative, **self._marks(node)))
        self._in_lead = False

    def _table(self, node: Element) -> None:
        caption, rows = "", []
        for each in elements(node, "caption"):
            caption = self._words(each)
        for row in elements(node, "tr"):
            cells = tuple(
                Cell(self._words(cell), cell.tag == "th") for cell in elements(row, "td", "th")
            )
            if any(cell.text for cell in cells):
                rows.append(cells)
        self._tables.append(Table(caption, tuple(rows), **self._marks(node)))

    def _notes_of_all(self, section: Element) -> None:
        """Read the notes of all chapters where an edition has gathered them at its end."""
        for each in elements(section, "section"):
            self._section_of_notes(each)

    def _section_of_notes(self, section: Element) -> None:
        self._in_note = True
        notes = [node for node in elements(section) if has_class(node, "note")]
        number = ""
        for note in notes:
            number = note.get("data-number") or _note_number(note, number)
            self._notes.append(Note(number, self._words(note), place=self._where(note)))
        self._in_note = False


def _read_alone(node: Element, has_place: bool) -> bytes:
    """Return what stands below a node, places as lines and addresses as they are written there."""
    reader = HtmlReader(place=partial(Place, "") if has_place else None)
    reader.read_content(node)
    return items_to_json(reader.finish(""))


def _is_code(node: Element) -> bool:
    words = (get_string(*each) for each in strings(node, frozenset({"code"})))
    return node.tag == "pre" or all(map(is_blank, words))


def _may_float(node: Element) -> bool:
    around = map(title_of, (node, *node.iterancestors()))
    return any(title in FLOATING or title in TITLES for title in around)


def _is_generated(node: Element) -> bool:
    return node.get("role") in GENERATED or has_class(node, "line-number")


def _without_number(heading: Element, text: str) -> str:
    """Return a part's title without "Part I", which the language's words bring in."""
    marks = [node for node in elements(heading, "span") if has_class(node, "number")]
    return text.removeprefix(text_of(marks[0])).strip() if marks else text


def _note_number(note: Element, last: str) -> str:
    """Return the number that a note shows: written out, or counted by its list."""
    marks = [node for node in elements(note) if has_class(node, "note-number")]
    if marks:
        return text_of(marks[0])
    return note.get("value") or str(int(last or 0) + 1)

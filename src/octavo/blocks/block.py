"""The one model of what a publication says: words in order, without Markdown, HTML or pages.

``octavo diff`` compares it, edition.json is its JSON (octavo.blocks.record).
"""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter, itemgetter

from octavo.constructs.construct import BlockShape
from octavo.constructs.construct_table import FORMS
from octavo.core.problems import Place

PROSE = frozenset(
    ("p", "li", "dt", "dd", "caption", *(k for k, form in FORMS.items() if form.shape == "line"))
)
HEADINGS = ("part", "h1", "h2", "h3", "h4", "h5", "h6")
KINDS = (*HEADINGS, *sorted({*PROSE, *FORMS}), "cell", "image", "break")


@dataclass(frozen=True, slots=True)
class Span:
    """What holds for some of a block's words: ``start`` and ``end`` count its characters."""

    name: str
    """em, strong, code …; ``lang`` with the language as value; ``link`` with the target."""
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class BlockPicture:
    """A picture by its bytes, by its pixels (rasters), and by how it looks at a glance."""

    path: str
    sha256: str
    pixels: str = ""
    width: int = 0
    height: int = 0
    look: bytes = b""
    """16 x 16 grey values; empty where the picture is no raster."""
    is_set: bool = False
    """Whether it comes from a finished edition, for which drawings are written anew."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, item, table, cell, note, listing, picture or break."""

    id: str
    """Its own id, or one derived from its chapter, kind and words; unique in the manuscript."""
    kind: str
    """One of KINDS."""
    path: tuple[str, ...]
    """Titles of the sections it stands in, from the outermost."""
    container: tuple[str, ...]
    """What it stands in inside its section: ul, ol, blockquote, names of boxes."""
    text: str
    """Its words in one line; a listing as it stands; of a picture, the alternative text."""
    place: Place
    anchor: str = ""
    """The id that its author gave it."""
    name: str = ""
    """The label of a note, the language of a listing."""
    marks: tuple[Span, ...] = ()
    links: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()
    """Labels of the notes that it calls, in order."""
    calls: tuple[int, ...] = ()
    """Characters before each of these calls; () where that is not known."""
    picture: BlockPicture | None = None
    language: str = ""
    """Where it is not the publication's."""
    chapter: str = ""
    rows: tuple[tuple["Block", ...], ...] = ()
    """Of a table: its cells, the header's first."""
    row: int = -1
    """Of a cell: its row, from 0."""
    column: int = -1
    pages: tuple[str, ...] = ()
    """Labels of the pages of the PDF on which it begins and ends; () where none was laid out."""
    direction: str = ""
    """ltr or rtl, where it is not the publication's."""
    items: tuple[int, ...] = ()
    """Numbers of the items of lists that it stands in, from the outermost list."""
    editions: tuple[str, ...] = ()
    """Names of the editions that hold it; () for all of them."""
    is_header: bool = False
    """Whether a cell heads its row or column."""
    width: int = 1
    """Of a cell: how many columns it spans."""
    height: int = 1
    """Of a cell: how many rows it spans."""
    marked: tuple[int, ...] = ()
    """Of a listing: lines that are marked, from 1."""
    counted_by: int = field(default=0, compare=False)
    """Of a stanza: by how many its lines are numbered; 0 for lines without numbers. edition.json
    does not tell it."""
    lines: tuple[tuple[int, Place], ...] = field(default=(), compare=False)
    """Of a listing: from which of its lines on, counted from 0, they stand one below the other from
    which place on; () where that is not known. edition.json does not tell it."""
    blocks: tuple["Block", ...] = ()
    """Of a note: the blocks that it holds; ``text`` has the words of all of them."""

    def __reduce__(self) -> tuple[type["Block"], tuple[object, ...]]:
        """Return what a copy in another process is made from: four times as quick as what
        dataclasses do, of which a table of ten thousand rows makes seconds."""
        return Block, _CONTENT(self)

    def in_cell(self, own: str, text: str, place: Place, row: int, column: int) -> "Block":
        """Return a cell that holds other words and nothing else; as ``replace``, three times as
        quickly: tables may have ten thousand rows."""
        return Block(
            own,
            self.kind,
            self.path,
            self.container,
            text,
            place,
            language=self.language,
            chapter=self.chapter,
            row=row,
            column=column,
            pages=self.pages,
            direction=self.direction,
            items=self.items,
            editions=self.editions,
            is_header=self.is_header,
        )

    def place_of_line(self, number: int) -> Place | None:
        """Return the place of a line of a listing, counted from 0; None where it is not known."""
        at = bisect_right(self.lines, number, key=itemgetter(0)) - 1
        if at < 0:
            return None
        start, place = self.lines[at]
        return replace(place, line=place.line + number - start)

    @property
    def level(self) -> int:
        """Return a heading's level: 0 a part, 1 a chapter; -1 for all else."""
        return HEADINGS.index(self.kind) if self.kind in HEADINGS else -1

    @property
    def shape(self) -> BlockShape:
        """Return how it holds its words, as its construct says; in one line where none does."""
        form = FORMS.get(self.kind)
        return form.shape if form else "line"

    @property
    def told_as(self) -> str:
        """Return the level of differences that tells of it (``octavo.diff.levels``)."""
        form = FORMS.get(self.kind)
        return form.level if form else "text"

    @property
    def family(self) -> str:
        """Return what it can be compared with."""
        if self.kind in PROSE:
            return "prose"
        return "heading" if self.level >= 0 else self.kind


_CONTENT: Callable[[Block], tuple[object, ...]] = attrgetter(*(each.name for each in fields(Block)))


def words_of_table(rows: Iterable[Iterable[Block]]) -> str:
    """Return the text of a table: a line a row."""
    return "\n".join(" | ".join(cell.text for cell in row) for row in rows)


@dataclass(frozen=True, slots=True)
class Division:
    """A part, or a file of the publication: a chapter, a preface, an appendix."""

    id: str
    role: str
    """part, chapter, preface, appendix …"""
    title: str
    number: str = ""
    matter: str = "body"
    """front, body or back."""
    part: str = ""
    """The id of the part that it stands in."""
    file: str = ""
    """Of the source; '' for a part."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One revision: metadata by dotted key, blocks in reading order, pictures by path."""

    metadata: Mapping[str, str]
    blocks: tuple[Block, ...]
    assets: Mapping[str, BlockPicture] = field(default_factory=dict)
    name: str = ""
    """How it was asked for: a path, or a revision."""
    folder: str = ""
    """From where the places of its blocks are told."""
    knows: frozenset[str] | None = None
    """Keys of the metadata that it can tell; None for one that tells all it has."""
    lacks: frozenset[str] = frozenset()
    """Changes that it cannot tell, since what they would change is not written in it."""
    language: str = ""
    divisions: tuple[Division, ...] = ()
    """Parts and chapters in reading order."""
    labels: tuple[str, ...] = ()
    """Of the pages of the PDF, in their order; () where none was laid out."""

    def digest(self) -> str:
        """Return a digest of all that is compared: ids, places and pages left out."""
        sha = hashlib.sha256(repr(sorted(self.metadata.items())).encode())
        for block in self.blocks:
            sha.update(repr(_drop_ids_and_places(block)).encode())
            cells = [_content_of(cell) for row in block.rows for cell in row]
            sha.update(repr(cells).encode() if cells else b"")
        return sha.hexdigest()

    def every_block(self) -> Iterator[Block]:
        """Yield the blocks, each followed by its cells, or by those that a note holds."""
        waiting = list(reversed(self.blocks))
        while waiting:
            block = waiting.pop()
            yield block
            inside = [cell for row in block.rows for cell in row]
            waiting += reversed([*inside, *block.blocks])

    def in_edition(self, name: str) -> "Manuscript":
        """Return what an edition holds of it: not what is said in other editions alone."""
        kept = tuple(b for b in self.blocks if not b.editions or name in b.editions)
        return replace(self, blocks=tuple(map(_for_all, kept)))


def _for_all(block: Block) -> Block:
    container = tuple(name for name in block.container if name != "only")
    rows = tuple(tuple(map(_for_all, row)) for row in block.rows)
    return replace(block, container=container, rows=rows, editions=())


def _content_of(cell: Block) -> tuple[object, ...]:
    """Return what may differ between two cells of a table; of ten thousand rows, in good time."""
    spans = (cell.marks, cell.links, cell.notes, cell.calls)
    size = (cell.is_header, cell.width, cell.height, cell.row, cell.column)
    return cell.text, cell.anchor, cell.name, spans, size, cell.language


def _drop_ids_and_places(block: Block) -> Block:
    """Return a block without what makes no difference between two revisions."""
    return Block(
        "",
        block.kind,
        block.path,
        block.container,
        block.text,
        Place(""),
        anchor=block.anchor,
        name=block.name,
        marks=block.marks,
        links=block.links,
        notes=block.notes,
        calls=block.calls,
        items=block.items if "ol" in " ".join(block.container) else (),
        is_header=block.is_header,
        width=block.width,
        height=block.height,
        marked=block.marked,
        counted_by=block.counted_by,
        picture=block.picture,
        language=block.language,
        chapter=block.chapter,
        row=block.row,
        column=block.column,
    )

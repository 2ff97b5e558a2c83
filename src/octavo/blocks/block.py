"""What two revisions are compared by: a publication as words in order, without its Markdown."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from octavo.core.problems import Place

PROSE = frozenset(("p", "li", "dt", "dd", "caption", "quotation"))
HEADINGS = ("part", "h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Span:
    """What holds for some of a block's words: ``start`` and ``end`` count its characters."""

    name: str
    """em, strong, code …; ``lang`` with the language as value; ``link`` with the target."""
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
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
    """Its own id, or one derived from its kind and words; unique in the manuscript."""
    kind: str
    """part, h1 … h6, p, li, dt, dd, caption, quotation, note, code, table, cell, image, break."""
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
    picture: Picture | None = None
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

    @property
    def level(self) -> int:
        """Return a heading's level: 0 a part, 1 a chapter; -1 for all else."""
        return HEADINGS.index(self.kind) if self.kind in HEADINGS else -1

    @property
    def family(self) -> str:
        """Return what it can be compared with."""
        if self.kind in PROSE:
            return "prose"
        return "heading" if self.level >= 0 else self.kind


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One revision: metadata by dotted key, blocks in reading order, pictures by path."""

    metadata: Mapping[str, str]
    blocks: tuple[Block, ...]
    assets: Mapping[str, Picture] = field(default_factory=dict)
    name: str = ""
    """How it was asked for: a path, or a revision."""
    folder: str = ""
    """From where the places of its blocks are told."""
    knows: frozenset[str] | None = None
    """Keys of the metadata that it can tell; None for one that tells all it has."""

    def digest(self) -> str:
        """Return a digest of all that is compared: ids, places and pages left out."""
        sha = hashlib.sha256(repr(sorted(self.metadata.items())).encode())
        for block in _with_cells(self.blocks):
            sha.update(repr(replace(block, id="", place=Place(""), rows=(), pages=())).encode())
        return sha.hexdigest()


def _with_cells(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        for row in block.rows:
            yield from row

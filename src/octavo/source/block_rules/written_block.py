"""A block of a text as it is written: its kind, its lines, and the blocks in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ListMark:
    """How a member of a list is marked."""

    kind: str
    """The sign of a bullet; or ``1``, ``a``, ``A``, ``i``, ``I``."""
    sign: str
    """What follows a number: ``.`` or ``)``; '' for bullets."""
    number: int
    """As it is typed."""
    width: int
    """Of the mark alone."""

    def is_like(self, other: "ListMark") -> bool:
        return (self.kind, self.sign) == (other.kind, other.sign)


@dataclass(frozen=True, slots=True)
class FenceMark:
    """The line that opens fenced code."""

    sign: str
    length: int
    offset: int
    """Columns before it, which its lines leave out."""
    info: str


@dataclass(frozen=True, slots=True)
class DivMark:
    """What stands behind the colons that open a div: ``::: {.callout-note #x title="Mind"}``."""

    names: tuple[str, ...] = ()
    """Its classes; the first says what it is."""
    id: str = ""
    title: str = ""
    """As an attribute, or as words behind the name."""
    language: str = ""
    direction: str = ""
    is_directive: bool = False
    """True for ``:::{name}``, below which lines such as ``:class: tip`` may stand."""


@dataclass(slots=True, eq=False)
class WrittenBlock:
    """A block, open as long as lines may be added."""

    kind: str
    line: int
    """Number of its first line."""
    above: "WrittenBlock | None" = None
    last: int = 0
    """Number of its last line, once it is closed."""
    is_open: bool = True
    inside: list["WrittenBlock"] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)
    """Number and words of each line of a leaf."""
    offset: int = 0
    """Columns by which its lines are moved in, for members, definitions and boxes."""
    mark: ListMark | None = None
    fence: FenceMark | None = None
    div: DivMark | None = None
    level: int = 0
    """Of a heading; the kind of HTML; how many strokes a box has, or colons a div; by how much what
    belongs to a definition is moved in: to its first word, or by four; by how much what belongs to
    a member is, at least: to its first word, or by four below a letter or a numeral, as Pandoc."""
    name: str = ""
    """Of a box, of a div, of a remark, of a note, of an abbreviation."""
    words: str = ""
    """The argument of a box, the title of a remark, what an abbreviation means."""
    aligned: tuple[str, ...] = ()
    """How each column of a table is aligned."""
    rows: int = 1
    """In how many rows of a drawn table a cell stands; in how many columns says its level."""
    is_loose: bool = False
    looked_at: int = 0
    """Of a list of terms: how many of its blocks were looked at when it was closed before."""
    is_closed: bool = True
    """False for fenced code, a box and a div that nothing closes."""
    is_ragged: bool = False
    """True where a line of code stands further left than its fence."""

    @property
    def text(self) -> str:
        return "\n".join(words for _, words in self.lines)

    @property
    def child(self) -> "WrittenBlock | None":
        return self.inside[-1] if self.inside else None

    def add(self, kind: str, line: int) -> "WrittenBlock":
        self.inside.append(WrittenBlock(kind, line, self))
        return self.inside[-1]

    def walk(self) -> Iterator["WrittenBlock"]:
        """Yield the block and all in it, in order of the text."""
        waiting = [self]
        while waiting:
            block = waiting.pop()
            yield block
            waiting += reversed(block.inside)

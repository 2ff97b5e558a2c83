"""What a finished edition holds, the same shape for HTML, EPUB, PDF and for the source itself.

Texts are as the reader found them; ``fold`` and ``squeeze`` make them comparable.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from octavo.core.problems import Place

_SPACE = re.compile(r"\s+")
_UNSEEN = re.compile("[\u00ad\u2060\u200b\ufeff\ufe0e]")
_IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Unicode's Default_Ignorable_Code_Point without fillers: no glyph, so no PDF has them."""
_HYPHENS = str.maketrans({"\u0002": "-", "\ufffe": "-", "\u2010": None})
"""PDFium says U+0002 or U+FFFE for a hyphen that ends a line; the engine hyphenates with U+2010."""
_MIRRORED = str.maketrans(")>]}»›≥", "(<[{«‹≤")
"""PDFium turns them where any other line of the page, be it a running head, has Hebrew."""

_SHAPED = re.compile("[\u0590-\u0dff\u0f00-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefe]")
"""Letters of Hebrew, Arabic, the Indic scripts, Tibetan, Burmese and Khmer."""
_TURNING = re.compile("[\u200f\u202b\u202e\u2067]")
MOST_TEXTS = 20_000
"""Texts whose comparable forms are remembered: each is asked for by every edition."""
SHAPED = "\ufffc"
"""Stands for the words of such a script in a squeezed text."""


class Unreadable(Exception):
    """Raised with a reason when the bytes of an edition are not what they should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing in an edition; where it stands does not count when things are compared."""

    place: Place | None = field(default=None, compare=False)
    """Where the source says it; None in an edition."""
    in_text: bool = field(default=False, compare=False)
    """PDF: whether it stands in what the author wrote; all else is furniture."""
    is_lead: bool = field(default=False, compare=False)
    """True for the lead figure and what is in it: a theme may set it before the title's text."""
    in_note: bool = field(default=False, compare=False)
    in_float: bool = field(default=False, compare=False)
    """Whether it stands in what may float in a PDF: in a listing, below a table."""


@dataclass(frozen=True, slots=True)
class TextBlock(Item):
    """The words of one paragraph, list item, heading or line of code, note calls as numbers."""

    text: str
    is_heading: bool = field(default=False, compare=False)
    is_code: bool = field(default=False, compare=False)
    """Whether all its words are code: a brace by itself is no ornament then."""


@dataclass(frozen=True, slots=True)
class Heading(Item):
    level: int
    text: str
    """With its number."""


@dataclass(frozen=True, slots=True)
class Note(Item):
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class NoteCall(Item):
    number: str
    target: str
    """``#`` and the id of the note."""


@dataclass(frozen=True, slots=True)
class Figure(Item):
    caption: str
    """With label and credit; '' where there is none."""
    alternative: str


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    is_header: bool


@dataclass(frozen=True, slots=True)
class Table(Item):
    caption: str
    rows: tuple[tuple[Cell, ...], ...]
    """Rows that bear a word."""


@dataclass(frozen=True, slots=True)
class Link(Item):
    target: str
    """An address, or ``#`` and an id; an address that leads nowhere says so after a space."""
    text: str


@dataclass(frozen=True, slots=True)
class Words(Item):
    """An alternative text, or the caption of a listing or a quotation."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """One edition (or the source), every list in reading order."""

    format: str
    """The edition's, or that for which the source was read."""
    blocks: tuple[TextBlock, ...] = ()
    """The body without notes, tables and captions."""
    headings: tuple[Heading, ...] = ()
    notes: tuple[Note, ...] = ()
    note_calls: tuple[NoteCall, ...] = ()
    """Not in a PDF, where the first call is a number without a link."""
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    captions: tuple[Words, ...] = ()
    """Of listings and quotations."""
    links: tuple[Link, ...] = ()
    alternatives: tuple[Words, ...] = ()
    is_paged: bool = False
    """Whether it holds pages: their ends break words and blocks, floats leave their order."""
    lacks: frozenset[str] = frozenset()
    """Kinds of things (checks.kinds) that such an edition cannot tell."""

    @property
    def words(self) -> list[str]:
        """Return the words of the body in reading order (in a PDF spaces are guesses)."""
        return " ".join(fold(block.text) for block in self.blocks).split()


@lru_cache(MOST_TEXTS)
def fold(text: str) -> str:
    """Return text in NFC, every white space one space, without characters that nobody sees."""
    if text.isascii():
        return " ".join(text.split())
    return _SPACE.sub(" ", unicodedata.normalize("NFC", _UNSEEN.sub("", text))).strip()


@lru_cache(MOST_TEXTS)
def squeeze(text: str) -> str:
    """Return text as a PDF can be held to: no white space, no hyphenation, no ligatures, and no
    matter to which side a bracket is open.

    Words of scripts that run from right to left or join their letters come out of a PDF in
    another order and now and then with other letters, and drag their lines along: of such a text
    only the letters a to z and the digits count, in any order, and that there are others.
    """
    if text.isascii():
        return "".join(text.translate(_HYPHENS).split()).translate(_MIRRORED)
    bare = unicodedata.normalize("NFKC", _IGNORED.sub("", text).translate(_HYPHENS))
    if _SHAPED.search(bare):
        return turn(bare) + SHAPED
    return _SPACE.sub("", bare).translate(_MIRRORED)


def turn(text: str) -> str:
    """Return of a text what a PDF gives back wherever lines run from right to left: the letters a
    to z and the digits, in alphabetical order; their marks may stand on the letters beside them."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sorted(sign for sign in plain if sign.isascii() and sign.isalnum()))


def is_turned(text: str) -> bool:
    """Tell whether a text has words that run, or marks that make words run, from right to left."""
    return _SHAPED.search(text) is not None or _TURNING.search(text) is not None


def count_shaped_letters(blocks: Iterable[TextBlock]) -> int:
    """Return how many letters of such scripts there are."""
    texts = (block.text for block in blocks if not block.text.isascii())
    return sum(len(_SHAPED.findall(text)) for text in texts)


def glue(texts: Iterable[str]) -> str:
    """Return texts as one line of words."""
    return fold(" ".join(texts))

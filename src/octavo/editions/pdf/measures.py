"""What a proofreader needs to know of laid-out pages: lines, pictures, colours, faces, white space.

The press fills it in (``measure.py``); ``checks/typography`` reads it. Lengths are in points. A
``block`` is the ordinal (``data-b``) of the block of the source that something belongs to, '' for
what a template wrote; a ``page`` is an index.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One line of a passage."""

    words: str
    beyond: float
    """By how much it galleys its measure; 0 or less where it fits."""
    stretch: float
    """Its word space as a multiple of the face's own; 0 where the line is not justified."""
    space: float
    """The same in ems."""
    short: float
    """What a line that should be justified lacks of its measure, as it has no space to widen."""
    hyphen: str
    """'' where the line ends otherwise, 'added' or 'own' (the word has it anywhere)."""
    top: float = 0.0
    """Where it stands on its page."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The lines of one paragraph, heading, caption or cell that stand on one page."""

    block: str
    page: int
    paragraph: int
    """The same number for all passages of one paragraph."""
    kind: str
    """text, heading, cell, code, note, or furniture (running heads and folios)."""
    measure: float
    em: float
    goes_on: bool
    """True where the paragraph goes on overleaf."""
    lines: tuple[ProofLine, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A strip of a page that something stands in, in the order of the text."""

    block: str
    kind: str
    """A passage's kind, or figure (a picture, or the box around it)."""
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class ProofSheet:
    """One page of the body."""

    top: float
    bottom: float
    """Where its text may begin and end: above the notes, if it has any."""
    height: float
    """Height of the text block, notes and all."""
    bands: tuple[Band, ...]
    is_last: bool
    """True where what follows begins a page anyway, or nothing follows."""
    next_block: str
    """The block with which the next page begins, '' where that is no block of the source."""
    next_kind: str
    """What the next page begins with: heading, figure, table, pre, aside, blockquote, or ''."""


@dataclass(frozen=True, slots=True)
class ProofPicture:
    """A raster as it is set."""

    block: str
    page: int
    path: str
    pixels: tuple[int, int]
    size: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ink:
    """Words in one colour on one ground, each of red, green and blue from 0 to 1."""

    block: str
    page: int
    words: str
    ink: tuple[float, float, float]
    ground: tuple[float, float, float]
    points: float
    is_bold: bool


@dataclass(frozen=True, slots=True)
class Face:
    """Words that a font is used for the first time for, on a page; ``family`` '' has no glyph."""

    block: str
    page: int
    words: str
    family: str


@dataclass(frozen=True, slots=True)
class Proof:
    """All of it, in the order of the pages."""

    sheets: tuple[ProofSheet, ...]
    passages: tuple[Passage, ...]
    pictures: tuple[ProofPicture, ...]
    inks: tuple[Ink, ...]
    faces: tuple[Face, ...]

    @staticmethod
    def from_json(data: bytes) -> "Proof":
        """Return what the press has written."""
        told: Mapping[str, Any] = json.loads(data)
        return Proof(
            tuple(_sheet(each) for each in told["sheets"]),
            tuple(_passage(each) for each in told["passages"]),
            tuple(_picture(each) for each in told["pictures"]),
            tuple(_ink(each) for each in told["inks"]),
            tuple(Face(**each) for each in told["faces"]),
        )


def _sheet(data: dict[str, Any]) -> ProofSheet:
    return ProofSheet(**{**data, "bands": tuple(Band(**each) for each in data["bands"])})


def _passage(data: dict[str, Any]) -> Passage:
    return Passage(**{**data, "lines": tuple(ProofLine(**each) for each in data["lines"])})


def _picture(data: dict[str, Any]) -> ProofPicture:
    return ProofPicture(**{**data, "pixels": tuple(data["pixels"]), "size": tuple(data["size"])})


def _ink(data: dict[str, Any]) -> Ink:
    return Ink(**{**data, "ink": tuple(data["ink"]), "ground": tuple(data["ground"])})

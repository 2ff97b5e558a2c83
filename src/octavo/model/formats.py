"""What is known of a format before an edition is made in it: its name, its options, its needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Use = Literal["text", "wide", "cover"]
"""Where a picture stands: in the text's width, wider than the text, or on the cover."""


@dataclass(frozen=True, slots=True)
class Room:
    """The most that an edition takes of a raster, in pixels; 0 where nothing limits."""

    width: int
    height: int = 0
    area: int = 0


@dataclass(frozen=True, slots=True)
class PictureNeeds:
    """In which form a format holds pictures."""

    rooms: Mapping[Use, Room] = field(default_factory=lambda: {"text": Room(0)})
    """Where nothing is said of a use, it has the room of ``text``."""
    keeps_faces: bool = False
    """Whether the words of a drawing stay words, set in the edition's faces; else outlines."""
    is_still: bool = False
    """Whether an animation is its first frame, and a channel has 8 bits, in sRGB."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format, as publication.yaml names it and as the steps before the editions ask it."""

    name: str
    """In small letters: the first word of an edition's name, and the ending of its file."""
    title: str
    """How readers are offered it."""
    notes: tuple[str, ...] = ("chapter", "end")
    """Where it can set notes, the usual place first."""
    options: frozenset[str] = frozenset()
    """Options of an edition (metadata.Edition) that not every format has."""
    pictures: PictureNeeds = PictureNeeds()


def format_name(edition: str) -> str:
    """Return the format of an edition by its name: of pdf-print, pdf."""
    return edition.partition("-")[0]

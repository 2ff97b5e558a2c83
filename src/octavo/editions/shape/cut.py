"""What becomes of a publication in a format: where notes go, and the steps that its trees pass."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from octavo.languages import Language
from octavo.markup.tree import Element
from octavo.model.metadata import Edition
from octavo.model.publication import Chapter, Publication


@dataclass(frozen=True, slots=True)
class EditionShape:
    """The shape that a format gives to a publication before its pages are made."""

    note_places: Mapping[str, "Placing"]
    """Where notes can go (``foot``, ``chapter`` …), the usual place first -> what puts them there.

    Of ``end``, the chapters' notes are gathered afterwards, in a chapter of their own."""
    steps: tuple["ShapeStep", ...] = ()
    """What a chapter's tree passes after its notes are in place, in order; changed in place."""
    is_one_page: bool = False
    """Whether all chapters stand on one page, whose first heading is the publication's title."""
    endnotes_level: int = 1
    """Level of the heading over the notes of a whole book."""
    tells_notes_apart: bool = False
    """Whether each chapter's notes are named by it, for those who hear the page."""


@dataclass(frozen=True, slots=True)
class EditionCut:
    """How an edition wants its publication."""

    edition: Edition
    words: Language
    shape: EditionShape
    endnotes: frozenset[str] = frozenset()
    """Ids of notes too long for the foot of a page; they go to the end of their chapter."""
    tight: Mapping[str, int] = field(default_factory=dict)
    """Block of a table or of code that is too wide -> by how many steps it is set tighter."""
    loose: frozenset[str] = frozenset()
    """Names of what may part over pages, as none holds it (``partings``)."""


Placing = Callable[[Chapter, Element, EditionCut], None]
ShapeStep = Callable[[Publication, Element, EditionCut], None]

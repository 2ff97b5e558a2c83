"""What a box of WeasyPrint's gets from those around it: its block, its kind, its ground."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from octavo.constructs.construct_table import CELLS, FRAMES
from octavo.constructs.notes import FOOT
from octavo.editions.pdf.box_walk import Region, Visit, block_of

Colour = tuple[float, float, float]
WHITE: Colour = (1.0, 1.0, 1.0)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TITLES = frozenset({"about-title", "contents-title", "notes-title"})
"""Classes of what templates set like headings; the titles of boxes go with their box."""
NOTE = (FOOT,)
"""The classes of a note at the foot of a page."""
ELEMENTS = frozenset(frame.element for frame in FRAMES)
CLASSES = {name: frame.element for frame in FRAMES for name in frame.classes}
"""Class -> the frame that it makes of an element."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a box before its own style is read."""

    block: str = ""
    kind: str = "text"
    """As in ``measures.Passage``."""
    frame: str = ""
    """What it stands in: one of ELEMENTS; '' for running text."""
    ground: Colour = WHITE
    is_flow: bool = True

    def within(self, visit: Visit) -> "Around":
        """Return what is around the things in a box."""
        box, here = visit.box, self
        if not box.is_in_normal_flow():
            here = replace(here, is_flow=False)
        ground, _ = colour_of(box.style["background_color"], self.ground)
        if ground != self.ground:
            here = replace(here, ground=ground)
        if visit.element is None or "::" in visit.tag:
            return here
        block = visit.block or self.block
        if not block and visit.classes == NOTE:
            block = block_of(visit.element)
        frame = self.frame or _frame(visit)
        return replace(here, block=block, frame=frame, kind=self._kind(visit))

    def _kind(self, visit: Visit) -> str:
        is_titled = not TITLES.isdisjoint(visit.classes)
        if self.kind != "furniture" and (visit.tag in HEADINGS or is_titled):
            return "heading"
        return "note" if visit.classes == NOTE else CELLS.get(visit.tag, self.kind)


OUTERMOST: Mapping[Region, Around] = {
    "body": Around(),
    "note": Around(kind="note"),
    "margin": Around(kind="furniture"),
}


def surroundings(found: Iterable[Visit]) -> Iterator[tuple[Visit, Around]]:
    """Yield visits, each with what those around it tell of it."""
    above: list[Around] = []
    for visit in found:
        del above[visit.depth :]
        above.append((above[-1] if above else OUTERMOST[visit.region]).within(visit))
        yield visit, above[-1]


def _frame(visit: Visit) -> str:
    own = visit.tag if visit.tag in ELEMENTS else ""
    return next((CLASSES[name] for name in visit.classes if name in CLASSES), own)


def colour_of(colour: Any, ground: Colour) -> tuple[Colour, float]:
    """Return a colour as it looks on a ground, and how much of the ground it hides (0 to 1)."""
    red, green, blue = colour.to("srgb").coordinates
    share = float(colour.alpha)
    mixed = [
        round(share * own + (1 - share) * below, 4)
        for own, below in zip((red, green, blue), ground, strict=True)
    ]
    return (mixed[0], mixed[1], mixed[2]), share


def paragraph_of(box: Any) -> object:
    """Return what the parts of one paragraph on several pages have in common."""
    return id(box.element), box.element_tag

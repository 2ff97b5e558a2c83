"""The one walk of WeasyPrint's laid-out boxes: a page -> visits of its boxes, outermost first.

The survey and the proof are views on it. It yields what a box is and where it stands; what both
need of its element has one name here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from octavo.editions.pdf.weasyprint_private import BlockLevelBox, boxes, page_box

Region = Literal["body", "note", "margin"]
Kind = Literal["text", "lines", "picture", "other"]
Extent = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels, margins and all."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A box of a page."""

    box: Any
    """WeasyPrint's own."""
    page: int
    region: Region
    """Whether it stands in the text block, among the notes at its foot, or in the margins."""
    depth: int
    """How many boxes of the region are around it."""

    @property
    def element(self) -> Any:
        """The HTML element that it was made for; None for what has none."""
        return getattr(self.box, "element", None)

    @property
    def tag(self) -> str:
        """The HTML tag, with ``::marker`` and the like for pseudo-elements, or ''."""
        return self.box.element_tag or ""

    @property
    def classes(self) -> tuple[str, ...]:
        element = self.element
        return () if element is None else tuple((element.get("class") or "").split())

    @property
    def block(self) -> str:
        """Ordinal of the block of the source that it is made for, ''."""
        element = self.element
        return "" if element is None else element.get("data-b") or ""

    @property
    def kind(self) -> Kind:
        """``lines``: a block that holds lines; ``picture``: whatever replaces an element."""
        if isinstance(self.box, boxes.TextBox):
            return "text"
        if isinstance(self.box, boxes.ReplacedBox):
            return "picture"
        first = next(iter(getattr(self.box, "children", ())), None)
        return "lines" if isinstance(first, boxes.LineBox) else "other"

    @property
    def is_block(self) -> bool:
        return isinstance(self.box, BlockLevelBox)

    @property
    def extent(self) -> Extent:
        x, y = self.box.position_x, self.box.position_y
        return x, y, x + self.box.margin_width(), y + self.box.margin_height()


def visits(number: int, page: Any) -> Iterator[Visit]:
    """Yield the boxes of a laid-out page, which is the ``number``-th: text block, notes, margins.

    A box comes before those that it holds, and these in the order of the text.
    """
    body, *rest = page_box(page).children
    yield from _within(Visit(body, number, "body", 0))
    for note in rest:
        if isinstance(note, boxes.FootnoteAreaBox):
            yield from _within(Visit(note, number, "note", 0))
    for margin in rest:
        if isinstance(margin, boxes.MarginBox):
            yield from _within(Visit(margin, number, "margin", 0))


def _within(visit: Visit) -> Iterator[Visit]:
    yield visit
    for child in getattr(visit.box, "children", ()):
        inner = getattr(child, "_box", child)  # what is placed by itself is behind a placeholder
        yield from _within(Visit(inner, visit.page, visit.region, visit.depth + 1))


def block_of(element: Any) -> str:
    """Return the ordinal of the block that an element is or, failing that, holds first."""
    if element is None:
        return ""
    return next((each.get("data-b") for each in element.iter() if each.get("data-b")), "")

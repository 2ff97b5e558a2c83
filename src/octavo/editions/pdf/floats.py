"""Holes before figures, filled: how far each float has to go down so that text fills its page.

WeasyPrint 70 has no page floats (``float: top``), so a figure that finds no room leaves a hole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from octavo.editions.pdf.box_walk import block_of
from octavo.editions.pdf.weasyprint_private import boxes
from octavo.editions.shape.page_floats import KEY, behind, is_heading, name_of

SMALLEST = 48.0
"""Pixels (36 points, two to three lines) that may stay white before a figure: no hole yet."""
WORTH = 0.4
"""Share of a hole that text must fill for a figure to leave its place."""
HEADINGS = ("h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Hole:
    """What a float that found no room on a page left white there."""

    float_: Any
    """The element of the float."""
    text: Any
    """The element in whose blocks it stands."""
    room: float
    """Pixels."""


def texts_on(page: Any) -> Iterator[Any]:
    """Yield what stands on a page of texts that have floats: boxes in blocks of the flow.

    By the floats that they hold, whatever a theme calls the section that they stand in. ``page``:
    a box of a page.
    """
    yield from _texts_in(page.children[0])


def hole_between(page: Any, above: Sequence[Any], below: Sequence[Any]) -> Hole | None:
    """Return the hole that a page has before a float with which, perhaps below a heading, the next
    one begins; ``above`` and ``below``: the texts (``texts_on``) of the two."""
    if not above or not below or above[-1].element is not below[0].element:
        return None
    last, heads = above[-1].children[-1:], 0.0
    for box in below[0].children if last else ():
        is_float = box.element is not None and box.element.get(KEY)
        if is_float and last[0].element is not box.element:
            room = _bottom(page) - last[0].position_y - last[0].margin_height()
            return Hole(box.element, below[0].element, room - heads)
        if box.element_tag not in HEADINGS:
            break
        heads += float(box.margin_height())
    return None


def heights_in(texts: Sequence[Any]) -> dict[str, float]:
    """Return block -> its height on a page, of those that stand directly in its texts."""
    heights: dict[str, float] = {}
    for box in (box for text in texts for box in text.children):
        name = block_of(box.element)
        heights[name] = heights.get(name, 0) + float(box.margin_height())
    return heights


def steps_down(hole: Hole, heights: Mapping[str, float], is_all: bool) -> int | None:
    """Return behind how many blocks a float must go so that they fill the hole before it.

    0 where they would fill too little of it; None where blocks count whose height is not known
    yet. ``is_all``: a block without a height has none.
    """
    filled = last = 0.0
    most = 0
    for count, block in enumerate(behind(list(hole.text), hole.float_.get(KEY)), 1):
        height = heights.get(name_of(block), 0.0 if is_all else None)
        if height is None:
            return None
        filled += height
        if is_heading(block):
            continue
        most, last = count, filled
        if filled > hole.room - SMALLEST:
            return count
    return most if last > hole.room * WORTH else 0


def _texts_in(box: Any) -> Iterator[Any]:
    element = box.element
    if element is not None and any(each.get(KEY) for each in element):
        yield box
        return
    for child in getattr(box, "children", ()):
        inner = getattr(child, "_box", child)
        if isinstance(inner, boxes.BlockLevelBox) and not inner.is_absolutely_positioned():
            yield from _texts_in(inner)


def _bottom(page: Any) -> float:
    """Return where the text of a page must end: above its notes, if it has any."""
    notes = [box for box in page.children if isinstance(box, boxes.FootnoteAreaBox)]
    is_noted = bool(notes and notes[0].children)
    return float(notes[0].position_y if is_noted else page.content_box_y() + page.height)

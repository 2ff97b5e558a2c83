"""Holes before figures, filled: how far each float has to go down so that text fills its page.

WeasyPrint 70 has no page floats (``float: top``), so a figure that finds no room leaves a hole.
"""

from collections.abc import Iterable, Mapping, Sequence

from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.shape.page_floats import KEY, behind, is_heading, name_of
from octavo.markup.tree import Element

SMALLEST = 48.0
"""Pixels (36 points, two to three lines) that may stay white before a figure: no hole yet."""
WORTH = 0.4
"""Share of a hole that text must fill for a figure to leave its place."""


def further(
    texts: Iterable[Element], facts: LayoutFacts, moved: Mapping[str, int]
) -> dict[str, int]:
    """Return ``moved`` with the first float of each chapter's text that left a hole moved on.

    One float of a chapter at a time: what follows it stands elsewhere afterwards. ``facts`` come
    from the survey of pages on which floats stand as ``moved`` says.
    """
    holes = dict(reversed(facts.holes))
    found = dict(moved)
    for text in texts:
        here = (name for name in floats_in(text) if holes.get(name, 0) > SMALLEST)
        for name in here:
            by = _steps(behind(text, name), holes[name], facts.heights)
            if by:
                found[name] = found.get(name, 0) + by
                break
    return found


def floats_in(text: Element) -> list[str]:
    """Return the names of the floats of a chapter."""
    return [str(node.get(KEY)) for node in text if node.get(KEY)]


def _steps(blocks: Sequence[Element], room: float, heights: Mapping[str, float]) -> int:
    """Return behind how many of the blocks a float must go to fill the room before it.

    0 where they would fill too little of it.
    """
    filled = last = 0.0
    most = 0
    for count, block in enumerate(blocks, 1):
        filled += heights.get(name_of(block), 0.0)
        if is_heading(block):
            continue
        most, last = count, filled
        if filled > room - SMALLEST:
            return count
    return most if last > room * WORTH else 0

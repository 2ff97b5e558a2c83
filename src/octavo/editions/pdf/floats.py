"""Holes before figures, filled: how far each float has to go down so that text fills its page.

WeasyPrint 70 has no page floats (``float: top``), so a figure that finds no room leaves a hole.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.shape.page_floats import KEY, behind, is_heading, name_of
from octavo.markup.tree import Element

SMALLEST = 48.0
"""Pixels (36 points, two to three lines) that may stay white before a figure: no hole yet."""
WORTH = 0.4
"""Share of a hole that text must fill for a figure to leave its place."""


class Way(NamedTuple):
    """The way that a float may go: the names of the blocks that it can go behind, the nearest
    first, and whether each is a heading."""

    name: str
    """Of the float."""
    blocks: Sequence[tuple[str, bool]]


Ways = Sequence[Sequence[Way]]
"""Of the floats of each chapter's text."""


def ways_of(texts: Iterable[Element]) -> tuple[tuple[Way, ...], ...]:
    """Return the ways of all floats."""
    return tuple(
        tuple(
            Way(name, tuple((name_of(each), is_heading(each)) for each in behind(text, name)))
            for name in floats_in(text)
        )
        for text in texts
    )


def further(ways: Ways, facts: LayoutFacts, moved: Mapping[str, int]) -> dict[str, int]:
    """Return ``moved`` with the first float of each chapter's text that left a hole moved on.

    One float of a chapter at a time: what follows it stands elsewhere afterwards. ``facts`` come
    from the survey of pages on which floats stand as ``moved`` says.
    """
    holes = dict(reversed(facts.holes))
    found = dict(moved)
    for text in ways:
        here = ((name, blocks) for name, blocks in text if holes.get(name, 0) > SMALLEST)
        for name, blocks in here:
            by = _steps(blocks, holes[name], facts.heights)
            if by:
                found[name] = found.get(name, 0) + by
                break
    return found


def floats_in(text: Element) -> list[str]:
    """Return the names of the floats of a chapter."""
    return [str(node.get(KEY)) for node in text if node.get(KEY)]


def _steps(blocks: Sequence[tuple[str, bool]], room: float, heights: Mapping[str, float]) -> int:
    """Return behind how many of the blocks a float must go to fill the room before it.

    0 where they would fill too little of it.
    """
    filled = last = 0.0
    most = 0
    for count, (block, is_head) in enumerate(blocks, 1):
        filled += heights.get(block, 0.0)
        if is_head:
            continue
        most, last = count, filled
        if filled > room - SMALLEST:
            return count
    return most if last > room * WORTH else 0

"""Holes before figures: how far a float goes down the text so that text fills its page."""

from xml.etree.ElementTree import Element, fromstring

import pytest

from octavo.editions.pdf.floats import SMALLEST, Hole, steps_down

FLOAT = '<figure data-float="{0}" data-b="{0}"></figure>'


def chapter(name: str, *blocks: str) -> Element:
    """Return a chapter that begins with a float; blocks are p or h2, named as it and a number."""
    behind = [f'<{tag} data-b="{name}.{n}">x</{tag}>' for n, tag in enumerate(blocks)]
    return fromstring(f"<body>{FLOAT.format(name)}{''.join(behind)}</body>")


def steps(heights: dict[str, float], room: float, *blocks: str, is_all: bool = True) -> int | None:
    """Return how far the first float of a chapter goes down to fill a hole."""
    text = chapter("a", *blocks)
    return steps_down(Hole(text[0], text, room), heights, is_all)


@pytest.mark.parametrize(("room", "by"), [(200, 2), (140, 1), (400, 3)])
def test_a_float_goes_behind_as_many_blocks_as_fill_its_page(room: float, by: int) -> None:
    heights = {"a.0": 100.0, "a.1": 60.0, "a.2": 60.0}
    assert steps(heights, room, "p", "p", "p") == by


def test_a_float_stays_where_text_would_fill_too_little_of_the_hole() -> None:
    assert steps({"a.0": 100.0}, 300, "p") == 0
    assert steps({"a.0": 121.0}, 300, "p") == 1


def test_a_float_never_stands_between_a_heading_and_its_text() -> None:
    heights = {"a.0": 60.0, "a.1": 200.0, "a.2": 60.0}
    assert steps(heights, 140, "p", "h2", "p") == 3
    assert steps(heights, 140, "p", "h2") == 1
    assert steps({"a.0": 200.0}, 140, "h2") == 0


def test_what_a_block_fills_that_is_not_laid_out_yet_is_waited_for() -> None:
    heights = {"a.0": 60.0}
    assert steps(heights, 200, "p", "p", is_all=False) is None
    assert steps(heights, 100, "p", "p", is_all=False) == 1
    assert steps(heights, 100, "p", "p") == 1
    assert steps(heights, SMALLEST + 200, "p", "p") == 0

"""Holes before figures: how far a float goes down the text so that text fills its page."""

import pytest

from octavo.editions.pdf.floats import SMALLEST, further, ways_of
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.markup.tree import Element, parse_xml

FLOAT = '<figure data-float="{0}" data-b="{0}"></figure>'


def chapter(name: str, *blocks: str) -> Element:
    """Return a chapter that begins with a float; blocks are p or h2, named as it and a number."""
    behind = [f'<{tag} data-b="{name}.{n}">x</{tag}>' for n, tag in enumerate(blocks)]
    return parse_xml(f"<body>{FLOAT.format(name)}{''.join(behind)}</body>")


def facts(heights: dict[str, float], *holes: tuple[str, float]) -> LayoutFacts:
    return LayoutFacts(2, {}, {}, {}, (), (), (), (), holes, heights)


def test_a_float_goes_behind_as_many_blocks_as_fill_its_page() -> None:
    heights = {"a.0": 100.0, "a.1": 60.0, "a.2": 60.0}
    text = chapter("a", "p", "p", "p")
    assert further(ways_of([text]), facts(heights, ("a", 200)), {}) == {"a": 2}
    assert further(ways_of([text]), facts(heights, ("a", 140)), {}) == {"a": 1}
    assert further(ways_of([text]), facts(heights, ("a", 400)), {}) == {"a": 3}


def test_a_float_stays_where_text_would_fill_too_little_of_the_hole() -> None:
    text = chapter("a", "p")
    assert further(ways_of([text]), facts({"a.0": 100.0}, ("a", 300)), {}) == {}
    assert further(ways_of([text]), facts({"a.0": 121.0}, ("a", 300)), {}) == {"a": 1}


def test_a_float_never_stands_between_a_heading_and_its_text() -> None:
    heights = {"a.0": 60.0, "a.1": 200.0, "a.2": 60.0}
    assert further(ways_of([chapter("a", "p", "h2", "p")]), facts(heights, ("a", 140)), {}) == {
        "a": 3
    }
    assert further(ways_of([chapter("a", "p", "h2")]), facts(heights, ("a", 140)), {}) == {"a": 1}
    assert further(ways_of([chapter("a", "h2")]), facts({"a.0": 200.0}, ("a", 140)), {}) == {}


@pytest.mark.parametrize(("room", "moved"), [(SMALLEST, {}), (SMALLEST + 1, {"a": 1})])
def test_a_little_white_is_no_hole(room: float, moved: dict[str, int]) -> None:
    assert further(ways_of([chapter("a", "p")]), facts({"a.0": 90.0}, ("a", room)), {}) == moved


def test_one_float_of_each_chapter_moves_on_from_where_it_stands() -> None:
    first, other = chapter("a", "p"), chapter("c", "p")
    first.extend(chapter("b", "p"))
    heights = dict.fromkeys(("a.0", "b.0", "c.0"), 90.0)
    found = facts(heights, ("a", 100), ("b", 100), ("c", 100))
    assert further(ways_of([first, other]), found, {"a": 2, "b": 1}) == {"a": 3, "b": 1, "c": 1}

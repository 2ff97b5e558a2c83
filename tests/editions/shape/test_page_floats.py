"""Which figures float, how far down they can go, and what goes with them."""

from collections.abc import Iterable
from xml.etree import ElementTree

import pytest
from small_works import tree

from octavo.editions.shape.page_floats import behind, mark_floats, move_float
from octavo.markup.tree import Element, serialise

LABEL = '<figcaption><span class="label">1</span></figcaption>'


def figure(name: int, classes: str = "") -> str:
    return f'<figure class="{classes}" data-b="{name}">{LABEL}</figure>'


def p(name: int, words: str = "Words.") -> str:
    return f'<p data-b="{name}">{words}</p>'


def body(*blocks: str) -> Element:
    """Return a body whose floats are marked."""
    found = tree("".join(blocks))
    mark_floats(found)
    return found


def names(nodes: Iterable[Element]) -> str:
    return "".join(str(node.get("data-b")) for node in nodes)


@pytest.mark.parametrize("fixed", ["full-page", "here", "landscape", "lead", "long", "plate"])
def test_figures_with_a_place_of_their_own_do_not_float(fixed: str) -> None:
    found = body(figure(1, fixed), figure(2))
    assert [node.get("data-float") for node in found] == [None, "2"]


def test_a_figure_without_a_number_does_not_float() -> None:
    assert body('<figure data-b="1"><img/></figure>')[0].get("data-float") is None


def test_a_table_floats_by_its_box() -> None:
    found = body(f'<div class="table">{LABEL}<table data-b="4"/></div>', "<div>x</div>")
    assert [node.get("data-float") for node in found] == ["4", None]


def test_a_float_goes_behind_text_up_to_the_first_block_that_holds_it() -> None:
    found = body(figure(1), p(2), '<ul data-b="3"/>', '<h2 data-b="4">A</h2>', figure(5), p(6))
    assert names(behind(list(found), "1")) == "234"


@pytest.mark.parametrize("leading", [p(3, "As follows:"), '<h1 data-b="3">B</h1>', "<p>bare</p>"])
def test_a_float_stays_before_what_leads_on_or_has_no_name(leading: str) -> None:
    assert names(behind(list(body(figure(1), p(2), leading, p(4))), "1")) == "2"


def test_a_float_passes_long_tables_unless_it_is_a_table() -> None:
    table = '<div class="table long" data-b="2"/>'
    assert names(behind(list(body(figure(1), table, p(3))), "1")) == "23"
    small = f'<div class="table" data-b="1">{LABEL}</div>'
    assert names(behind(list(body(small, table, p(3))), "1")) == ""


def test_floats_in_a_row_go_down_together() -> None:
    found = body(figure(1), figure(2), p(3), p(4))
    assert names(move_float(list(found), "1", 1)) == "3124"


def test_a_moved_float_remembers_the_block_that_followed_it() -> None:
    found = move_float(list(body(figure(1), p(2), p(3))), "1", 2)
    assert names(found) == "231" and found[2].get("data-float-before") == "2"
    again = move_float([*found, *body(p(4))], "1", 1)
    assert names(again) == "2341" and again[3].get("data-float-before") == "2"


def test_what_stands_around_a_float_that_moves_stays() -> None:
    found = body(p(1), figure(2), p(3), p(4), figure(5))
    assert names(move_float(list(found), "2", 1)) == "13245"


def test_floats_of_one_order_are_moved_alike_in_any_tree() -> None:
    found = body(figure(1), figure(2), p(3), '<ul data-b="4"><li/></ul>', p(5))
    other = ElementTree.fromstring(serialise(found))
    assert names(move_float(list(other), "1", 2)) == names(move_float(list(found), "1", 2))


def test_a_float_does_not_pass_one_of_its_kind_in_a_list() -> None:
    held = '<ul data-b="3"><li><figure data-b="4"><img/></figure></li></ul>'
    assert names(behind(list(body(figure(1), p(2), held, p(5))), "1")) == "2"
    table = '<ul data-b="3"><li><div class="table" data-b="4"><table/></div></li></ul>'
    assert names(behind(list(body(figure(1), p(2), table, p(5))), "1")) == "235"

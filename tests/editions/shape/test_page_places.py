"""Where in a block a page begins: letters counted alike on pages and in texts that flow."""

import pytest

from octavo.editions.shape.page_places import count_letters, insert_mark, own_segments
from octavo.markup.tree import Element, inner, new, parse_xml


def mark_in(xml: str, letters: int) -> str:
    block = parse_xml(f'<p data-b="1">{xml}</p>')
    found = insert_mark(block, letters, new("hr"))
    return inner(block) if found else ""


def test_hyphens_spaces_and_joiners_are_no_letters() -> None:
    assert count_letters("co\u00adop\u2010er\u2060ate, 10\u00a0%") == 11


PLACES = {
    ("The keeper slept.", 3): "The <hr/>keeper slept.",
    ("The keeper slept.", 0): "<hr/>The keeper slept.",
    ("The kee\u00adper slept.", 6): "The kee\u00adper <hr/>slept.",
    ("The <em>keeper of</em> the gauge", 9): "The <em>keeper <hr/>of</em> the gauge",
    ("The <em>keeper</em> slept.", 9): "The <em>keeper</em> <hr/>slept.",
    ("A first-class view", 6): "A first-<hr/>class view",
    ('He<a class="noteref">12</a> slept.', 2): 'He<a class="noteref">12</a> <hr/>slept.',
    ("灯台の灯は消えた", 3): "灯台の<hr/>灯は消えた",
    ("दीपक जलता रहा", 3): "दीपक <hr/>जलता रहा",
    ("x<svg>12345</svg> y z", 2): "x<svg>12345</svg> y <hr/>z",
    ('<b data-b="2">inner words</b> and mine', 3): '<b data-b="2">inner words</b> and <hr/>mine',
    ("“Done,” he said.", 4): "“Done,” <hr/>he said.",
}


@pytest.mark.parametrize(("xml", "letters"), PLACES)
def test_a_mark_stands_before_the_word_with_which_a_page_begins(xml: str, letters: int) -> None:
    assert mark_in(xml, letters) == PLACES[xml, letters]


@pytest.mark.parametrize("xml", ["", "…", "end", "two words"])
def test_a_block_that_has_no_word_left_takes_no_mark(xml: str) -> None:
    assert mark_in(xml, 20) == ""


def test_no_word_is_lost_or_doubled_by_marks() -> None:
    xml = "One <em>two <b>three</b> four</em>, five <i/>six seven"
    for letters in range(28):
        block = parse_xml(f"<p>{xml}</p>")
        before = "".join(block.itertext())
        insert_mark(block, letters, new("hr"))
        insert_mark(block, letters + 5, new("hr"))
        assert "".join(block.itertext()) == before


def test_the_words_of_a_block_in_a_block_are_its_own() -> None:
    block: Element = parse_xml('<li data-b="1">a<p data-b="2">b</p>c<span>d</span></li>')
    assert [words for _, _, words in own_segments(block)] == ["a", "c", "d"]

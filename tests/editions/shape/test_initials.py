"""Initials: which paragraphs can have one, and what is set apart."""

import pytest
from small_works import tree

from octavo.editions.shape.initials import SIGNS_A_LINE, mark_initial, set_initial
from octavo.markup.tree import Element, characters, inner

MORE = " water" * 40


def opening(xml: str, lines: int = 2) -> Element:
    paragraph = tree(f"<p>{xml}</p>")[0]
    set_initial(paragraph, lines)
    return paragraph


def test_the_letter_stands_apart_and_its_word_is_told_whole() -> None:
    letter, rest = opening(f"The water{MORE}")
    assert (letter.get("class"), letter.text, letter.get("data-spoken")) == ("initial", "T", " ")
    assert (rest.get("class"), rest.text) == ("initial-rest small-caps", "he")
    assert rest.get("data-spoken") == "The" and rest.tail == f" water{MORE}"


def test_the_text_stays_the_same() -> None:
    for xml in (f"The{MORE}", f"A{MORE}", f"<em>Éric,</em>{MORE}"):
        assert characters(opening(xml)) == xml.replace("<em>", "").replace("</em>", "")


def test_a_word_of_one_letter_takes_the_space_behind_it() -> None:
    paragraph = opening(f"A{MORE}")
    assert [node.get("data-spoken") for node in paragraph] == ["A "]


def test_a_letter_keeps_the_marks_on_it_and_the_element_around_it() -> None:
    paragraph = opening(f"<em>E\u0301ric</em>{MORE}")
    assert paragraph[0].tag == "em" and paragraph[0][0].text == "E\u0301"


def test_only_latin_has_small_capitals() -> None:
    assert opening(f"Ψυχή{MORE}")[1].get("class") == "initial-rest"


@pytest.mark.parametrize(
    "xml",
    ["“The”", "the", "7 men", '<a href="#x">The</a>', "שלום", "水", "", "<abbr>The</abbr>"],
)
def test_what_begins_with_no_capital_has_none(xml: str) -> None:
    paragraph = opening(f"{xml}{MORE}")
    assert inner(paragraph) == f"{xml}{MORE}" and paragraph.get("class") is None


def test_a_paragraph_is_marked_where_it_is_long_enough_for_its_lines() -> None:
    paragraph = tree(f"<p>T{'x' * (2 * SIGNS_A_LINE - 1)}</p>")[0]
    assert not mark_initial(paragraph, 3) and paragraph.get("class") is None
    assert mark_initial(paragraph, 2) and paragraph.get("class") == "has-initial"
    assert len(paragraph) == 0

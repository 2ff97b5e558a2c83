"""Words that know their marks: plain to whoever compares or writes, marked on a page."""

import json
from copy import deepcopy

import pytest

from octavo.markup.marked_words import (
    MarkedWords,
    in_lines,
    lines_of,
    marks_of,
    plain_words,
    tree_of,
    words_of,
)
from octavo.markup.tree import parse_xml


@pytest.mark.parametrize(
    ("given", "plain", "marked"),
    [
        ("Of <em>it</em>", "Of it", "Of <em>it</em>"),
        ("10<sup>6</sup> and CO<sub>2</sub>", "10⁶ and CO₂", "10<sup>6</sup> and CO<sub>2</sub>"),
        ("the 5<sup>th</sup>", "the 5th", "the 5<sup>th</sup>"),
        ('A <a href="#x">l<b>i</b>nk</a>', "A link", "A l<b>i</b>nk"),
        ('<em id="x" lang="de" data-b="1">so</em>', "so", '<em lang="de">so</em>'),
        ('one<br/>two <img alt="three"/>', "one two three", "one two three"),
        ("a &lt; b &amp; c", "a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_words_keep_their_marks_and_lose_what_leads_away(
    given: str, plain: str, marked: str
) -> None:
    words = words_of(parse_xml(f"<h1>\n{given}\n</h1>"))
    assert (words, marks_of(words)) == (plain, marked)
    assert isinstance(words, MarkedWords) is ("<" in marked)
    assert words_of(tree_of(words)) == words


def test_marked_words_are_a_text_like_any_other() -> None:
    words = MarkedWords("it & so", "<em>it</em> &amp; so")
    assert json.dumps(words) == '"it & so"'
    assert words == "it & so" and hash(words) == hash("it & so")
    assert marks_of(deepcopy(words)) == "<em>it</em> &amp; so"


def test_lines_stay_lines() -> None:
    words = in_lines(["one & two", MarkedWords("it", "<em>it</em>")])
    assert (words, marks_of(words)) == ("one & two\nit", "one &amp; two<br/><em>it</em>")
    assert [marks_of(each) for each in lines_of(words)] == ["one &amp; two", "<em>it</em>"]
    assert in_lines(["one"]) == "one"


def test_words_between_raised_and_lowered_figures_are_kept() -> None:
    assert plain_words(parse_xml("<p>a<sup>2</sup> b<sub>n</sub> c</p>")) == "a² bn c"

"""About which page things stand on, before any is set."""

from dataclasses import replace

import pytest
from small_works import chapter, work

from octavo.editions.pdf.page_guess import guess_labels
from octavo.model.publication import Chapter

PAGE = (
    ":root { --page-width: 135mm; --page-height: 210mm; --margin-top: 57pt; --margin-end: 21mm;"
    " --margin-bottom: 74.2pt; --margin-start: 17mm; --size: 11.2pt; --lead: 14.5pt }"
)
WORDS = "The keeper of the gauge wrote down the height of the water each day. " * 10


def long(slug: str, paragraphs: int, matter: str = "body", last: str = "") -> Chapter:
    """Return a chapter of paragraphs of 690 letters: 13 lines, two and a half of them a page."""
    text = "".join(f'<p id="{slug}-{n}">{WORDS}</p>' for n in range(paragraphs))
    return replace(chapter(slug, text + last, slug), matter=matter)


def guess(*chapters: Chapter, css: str = PAGE, run_on: bool = False) -> dict[str, str]:
    return guess_labels(work(*chapters), css, run_on)


def test_a_text_is_about_as_long_as_its_words() -> None:
    labels = guess(long("a", 250), long("b", 10))
    assert labels["a-0"] == "1" and 90 <= int(labels["a-249"]) <= 110
    assert int(labels["b"]) == int(labels["b-0"]) > int(labels["a-249"])


def test_front_matter_has_numbers_of_its_own() -> None:
    labels = guess(long("f", 9, "front"), long("a", 1))
    assert labels["a"] == "1" and "f" not in labels and "f-0" not in labels


def test_a_small_page_holds_less() -> None:
    small = PAGE.replace("210mm", "110mm")
    more, fewer = (guess(long("a", 250), css=css)["a-249"] for css in (small, PAGE))
    assert int(more) > 2 * int(fewer)


def test_chapters_that_begin_on_a_right_hand_page_leave_blank_ones() -> None:
    chapters = [long(name, 1) for name in "abc"]
    css = f"{PAGE} .unit {{ break-before: recto }}"
    assert [guess(*chapters, css=css)[name] for name in "abc"] == ["1", "3", "5"]
    assert [guess(*chapters)[name] for name in "abc"] == ["1", "2", "3"]


def test_chapters_that_run_on_go_on_where_the_one_before_ends() -> None:
    chapters = [long(name, 1) for name in "abc"]
    assert [guess(*chapters, run_on=True)[name] for name in "abc"] == ["1", "1", "1"]


@pytest.mark.parametrize("css", ["", ":root { --lead: 0pt }", ":root { --lead: calc(1em) }"])
def test_a_page_of_which_tokens_tell_nothing_is_a_usual_one(css: str) -> None:
    assert 80 <= int(guess(long("a", 250), css=css)["a-249"]) <= 120


def test_signs_as_wide_as_high_take_the_room_of_two() -> None:
    plain, wide = (f'<p>{sign * 9000}</p><p id="x">x</p>' for sign in "x字")
    found = [int(guess(long("a", 0, last=each))["x"]) for each in (plain, wide)]
    assert found[1] > 1.5 * found[0]


def test_code_has_lines_of_its_own() -> None:
    code = "<pre>" + "x\n" * 320 + '</pre><p id="x">x</p>'
    assert guess(long("a", 0, last=code))["x"] == "11"

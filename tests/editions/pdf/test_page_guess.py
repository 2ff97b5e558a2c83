"""About which page things stand on, before any is set."""

import pytest
from small_works import tree

from octavo.editions.pdf.page_guess import guess_labels
from octavo.editions.units.render import Unit

PAGE = (
    ":root { --page-width: 135mm; --page-height: 210mm; --margin-top: 57pt; --margin-end: 21mm;"
    " --margin-bottom: 74.2pt; --margin-start: 17mm; --size: 11.2pt; --lead: 14.5pt }"
)
WORDS = "The keeper of the gauge wrote down the height of the water each day. " * 10


def unit(slug: str, paragraphs: int, matter: str = "body", last: str = "") -> Unit:
    """Return a unit of paragraphs of 690 letters: 13 lines, two and a half of them a page."""
    text = "".join(f'<p id="{slug}-{n}">{WORDS}</p>' for n in range(paragraphs))
    return Unit(slug, "chapter", slug, tree(text + last), matter)


def test_a_text_is_about_as_long_as_its_words() -> None:
    labels = guess_labels([unit("a", 250), unit("b", 10)], PAGE)
    assert labels["a-0"] == "1" and 90 <= int(labels["a-249"]) <= 110
    assert int(labels["b"]) == int(labels["b-0"]) > int(labels["a-249"])


def test_front_matter_has_numbers_of_its_own() -> None:
    labels = guess_labels([unit("f", 9, "front"), unit("a", 1)], PAGE)
    assert labels["a"] == "1" and "f" not in labels and "f-0" not in labels


def test_a_small_page_holds_less() -> None:
    small = PAGE.replace("210mm", "110mm")
    long, short = (guess_labels([unit("a", 250)], css)["a-249"] for css in (small, PAGE))
    assert int(long) > 2 * int(short)


def test_chapters_that_begin_on_a_right_hand_page_leave_blank_ones() -> None:
    units = [unit(name, 1) for name in "abc"]
    css = f"{PAGE} .unit {{ break-before: recto }}"
    assert [guess_labels(units, css)[name] for name in "abc"] == ["1", "3", "5"]
    assert [guess_labels(units, PAGE)[name] for name in "abc"] == ["1", "2", "3"]


@pytest.mark.parametrize("css", ["", ":root { --lead: 0pt }", ":root { --lead: calc(1em) }"])
def test_a_page_of_which_tokens_tell_nothing_is_a_usual_one(css: str) -> None:
    assert 80 <= int(guess_labels([unit("a", 250)], css)["a-249"]) <= 120


def test_signs_as_wide_as_high_take_the_room_of_two() -> None:
    plain, wide = (f'<p>{sign * 9000}</p><p id="x">x</p>' for sign in "x字")
    found = [int(guess_labels([unit("a", 0, last=each)], PAGE)["x"]) for each in (plain, wide)]
    assert found[1] > 1.5 * found[0]


def test_code_has_lines_of_its_own() -> None:
    code = "<pre>" + "x\n" * 320 + '</pre><p id="x">x</p>'
    assert guess_labels([unit("a", 0, last=code)], PAGE)["x"] == "11"

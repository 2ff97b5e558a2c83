"""Spines: how wide paper makes them, and where their words stand."""

import re

import pytest
from lxml import etree

from octavo.editions.pdf.cover_spine import END_MM, SpineWords, draw_spine, spine_width_mm
from octavo.fonts.letters import Letters, letters
from octavo.model.metadata import Edition
from octavo.model.paper import leaf_mm
from octavo.production.pipeline import templates_folder

WORDS = SpineWords("Ada Quill", "The Harbour Ledgers", "Quayside Press")
FONTS = templates_folder() / "fonts"


@pytest.mark.parametrize(
    ("paper", "thick"),
    [
        ("0.12 mm", 0.12),
        ("0,1mm", 0.1),
        ("120 µm", 0.12),
        ("100 gsm", 0.125),
        ("80 g/m² volume 1.5", 0.12),
        ("80 gsm, bulk 1.75", 0.14),
        ("444 ppi", 50.8 / 444),
    ],
)
def test_paper_tells_how_thick_a_leaf_is(paper: str, thick: float) -> None:
    assert leaf_mm(paper) == pytest.approx(thick)


@pytest.mark.parametrize("paper", ["", "thick", "90", "mm", "0 gsm", "90 mm", "0.1 mm bulk 2"])
def test_what_is_no_paper_tells_nothing(paper: str) -> None:
    assert leaf_mm(paper) is None


def test_two_pages_are_a_leaf_and_a_last_page_is_one_too() -> None:
    edition = Edition("pdf-cover", wraps="pdf-print", paper="0.1 mm")
    assert [spine_width_mm(edition, n) for n in (200, 201, 202)] == [10.0, 10.1, 10.1]


def test_what_the_printer_says_is_the_width() -> None:
    assert spine_width_mm(Edition("pdf-cover", wraps="pdf-print", spine_mm=14.25), 300) == 14.25


def face(direction: str = "ltr") -> Letters:
    return letters((FONTS / "EBGaramond-Regular.ttf").read_bytes(), direction=direction)


def starts(svg: str) -> list[float]:
    """Return where glyphs begin along the spine, in millimetres from the left of the line."""
    path = etree.fromstring(svg).find("{*}path").get("d")
    return [float(each) / 10 for each in re.findall(r"M(-?[\d.]+) ", path)]


def test_words_run_from_head_to_foot_where_pages_turn_from_left_to_right() -> None:
    svg = draw_spine(WORDS, (12, 210), face(), "#ffffff")
    assert "translate(120 0) rotate(90)" in svg
    found = starts(svg)
    assert END_MM <= min(found) < 12 and 195 < max(found) < 210 - END_MM
    assert found == sorted(found)  # author, title, house


def test_a_spine_between_pages_that_turn_from_right_to_left_is_its_mirror() -> None:
    svg = draw_spine(WORDS, (12, 210), face("rtl"), "#ffffff")
    assert "translate(0 2100) rotate(-90)" in svg
    author = starts(draw_spine(SpineWords("A", "", ""), (12, 210), face("rtl"), "#fff"))
    house = starts(draw_spine(SpineWords("", "", "A"), (12, 210), face("rtl"), "#fff"))
    assert min(author) > 190 and max(house) < 20  # the line's left is the foot


@pytest.mark.parametrize("wide", [6, 9, 30])
@pytest.mark.parametrize("length", [1, 4, 12, 40])
def test_no_word_runs_over_the_ends(wide: int, length: int) -> None:
    words = SpineWords("Ada Quill and Bo Lindqvist", "The Harbour Ledgers " * length, "Press")
    found = starts(draw_spine(words, (wide, 210), face(), "#000000"))
    assert found and min(found) >= END_MM - 1 and max(found) <= 210 - END_MM


def test_a_long_title_drops_the_house_before_it_drops_the_author() -> None:
    long = SpineWords(
        "Ada", "Of harbours and their keepers " * 7, "A House Whose Name Is Long " * 3
    )
    svg = draw_spine(long, (6, 210), face(), "#000000")
    without = draw_spine(SpineWords("Ada", long.title, ""), (6, 210), face(), "#000000")
    assert etree.fromstring(svg).find("{*}path").get("d") == (
        etree.fromstring(without).find("{*}path").get("d")
    )

"""How large an initial is: what tokens say, and what a face measures."""

import re
from pathlib import Path

import pytest
from small_works import shop

from octavo.editions.units.initial_sizes import MOST_LINES, lines_for, lines_of, metrics, rule
from octavo.fonts.bundled import data_of, families

SHEET = ':root {{ --initial-lines: {}; --size: 11pt; --lead: {}; --text: "{}" }}'


@pytest.mark.parametrize(
    ("token", "lines"), [("3", 3), ("99", MOST_LINES), ("1", 0), ("0", 0), ("-2", 0), ("two", 0)]
)
def test_a_token_says_over_how_many_lines_an_initial_stands(token: str, lines: int) -> None:
    assert lines_of(f":root {{ --initial-lines: {token} }}") == lines


def test_without_the_token_there_is_no_initial() -> None:
    assert lines_of(":root { --size: 11pt }") == 0


@pytest.mark.parametrize(
    ("direction", "language", "lines"), [("ltr", "en", 3), ("rtl", "he", 0), ("ltr", "ja", 0)]
)
def test_only_scripts_with_capitals_have_initials(
    direction: str, language: str, lines: int
) -> None:
    assert lines_for(":root { --initial-lines: 3 }", direction, language) == lines


def test_an_initial_is_as_high_as_its_lines_and_stands_on_the_last(tmp_path: Path) -> None:
    workshop = shop(tmp_path)
    name = "EB Garamond"
    face = metrics(data_of(workshop, families(workshop)[name].cuts[0]))
    found = rule(workshop, SHEET.format(3, "14pt", name))
    size = re.search(r"font-size: ([\d.]+)pt", found)
    assert size is not None
    # its capital reaches from the last baseline to the top of the first line's capitals
    assert float(size[1]) * face.capital == pytest.approx(2 * 14 + 11 * face.capital, abs=0.01)
    assert "height: 41.500pt" in found and "orphans: 3" in found


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET.format(0, "14pt", "EB Garamond"),
        SHEET.format(3, "1.3", "EB Garamond"),
        SHEET.format(3, "14pt", "Unknown"),
    ],
)
def test_what_cannot_be_measured_gets_no_rule(tmp_path: Path, sheet: str) -> None:
    assert rule(shop(tmp_path), sheet) == ""


def test_metrics_are_told_in_em(tmp_path: Path) -> None:
    workshop = shop(tmp_path)
    for name in ("EB Garamond", "Alegreya Sans"):
        face = metrics(data_of(workshop, families(workshop)[name].cuts[0]))
        assert 0.5 < face.capital < face.ascender < 1.5 and 0.1 < face.descender < 0.6

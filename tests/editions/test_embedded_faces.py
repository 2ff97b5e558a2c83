"""Which cuts a page brings along, and which letters of each."""

import io
from collections.abc import Mapping
from pathlib import Path

from fontTools.ttLib import TTFont
from small_works import order, work

from octavo.editions.units.embedded_faces import faces
from octavo.markup.tree import parse_page

SHEET = 'body { font-family: "EB Garamond", "Alegreya Sans" }'


def carried(
    folder: Path, html: str, sheet: str = SHEET
) -> Mapping[tuple[str, str], frozenset[str]]:
    """Return family and style of each face -> its letters."""
    given = order(folder, work())
    found = faces(given, given.workshop, [parse_page(html)], sheet)
    return {
        (cut.family, cut.style): frozenset(map(chr, TTFont(io.BytesIO(data)).getBestCmap()))
        for cut, data in found
    }


def test_a_page_brings_only_the_cuts_that_it_sets(tmp_path: Path) -> None:
    plain = carried(tmp_path, "<p>x</p>")
    assert list(plain) == [("EB Garamond", "normal")]
    stressed = carried(tmp_path, "<p>x<i>y</i></p>")
    assert list(stressed) == [("EB Garamond", "normal"), ("EB Garamond", "italic")]


def test_a_cut_has_the_letters_that_are_set_in_it(tmp_path: Path) -> None:
    found = carried(tmp_path, "<p>WQ<i>VK</i></p>")
    upright, italic = found.values()
    assert {"W", "Q"} <= upright and not {"V", "K"} & upright
    assert {"V", "K"} <= italic and not {"W", "Q"} & italic


def test_a_cut_that_sets_most_of_an_alphabet_has_all_of_it(tmp_path: Path) -> None:
    (letters,) = carried(tmp_path, "<p>ABCDEFGHIJKLMNO</p>").values()
    assert set("PQRSTUVWXYZ") <= letters
    (letters,) = carried(tmp_path, "<p>ABC</p>").values()
    assert not set("PQRSTUVWXYZ") & letters


def test_a_family_that_nobody_sets_is_not_brought(tmp_path: Path) -> None:
    sheet = 'body { font-family: "Unknown", "Alegreya Sans" }'
    assert list(carried(tmp_path, "<p>x</p>", sheet)) == [("Alegreya Sans", "normal")]

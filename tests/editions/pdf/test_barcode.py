"""EAN-13 from ISBNs: bars that anybody who knows the tables of GS1 reads back."""

import re

import pytest
from lxml import etree

from octavo.editions.pdf.barcode import GUARDS_MM, MODULE_MM, QUIET, draw_barcode, modules
from octavo.fonts.letters import Letters, letters
from octavo.production.pipeline import templates_folder

ODD = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011".split()
"""GS1 General Specifications, number set A: digits in the left half, of odd parity."""
RIGHT = ["".join("10"[int(bit)] for bit in each) for each in ODD]
"""Number set C: the same with black and white changed."""
EVEN = [each[::-1] for each in RIGHT]
"""Number set B: set C from behind."""
FIRST = "AAAAAA AABABB AABBAB AABBBA ABAABB ABBAAB ABBBAA ABABAB ABABBA ABBABA".split()
"""Sets of the left half, which tell the first digit."""
PUBLISHED = ["9780306406157", "9783161484100", "4006381333931", "5901234123457", "9791090636071"]


def read_bars(bars: str) -> str:
    """Return the digits of 95 modules, 1 black and 0 white, as a scanner reads them."""
    assert len(bars) == 95 and (bars[:3], bars[45:50], bars[92:]) == ("101", "01010", "101")
    left = [bars[n : n + 7] for n in range(3, 45, 7)]
    right = [bars[n : n + 7] for n in range(50, 92, 7)]
    sets = "".join("A" if each in ODD else "B" for each in left)
    halves = [ODD.index(each) if each in ODD else EVEN.index(each) for each in left]
    return "".join(map(str, [FIRST.index(sets), *halves, *map(RIGHT.index, right)]))


@pytest.fixture(scope="module")
def face() -> Letters:
    return letters((templates_folder() / "fonts" / "EBGaramond-Regular.ttf").read_bytes())


@pytest.mark.parametrize("digits", PUBLISHED)
def test_the_modules_say_the_number(digits: str) -> None:
    found = modules(digits)
    assert read_bars(found.replace("G", "1")) == digits
    assert [n for n, each in enumerate(found) if each == "G"] == [0, 2, 46, 48, 92, 94]


@pytest.mark.parametrize("isbn", ["978-0-306-40615-7", "979 10 90636 07 1", "9783161484100"])
def test_the_drawing_has_the_bars_and_their_quiet_zones(isbn: str, face: Letters) -> None:
    svg = etree.fromstring(draw_barcode(isbn, face))
    path = svg.find("{*}path").get("d")
    bars = [
        (int(x), int(w), int(h)) for x, w, h in re.findall(r"M(\d+) 390h(\d+)v(\d+)h-\d+z", path)
    ]
    units = MODULE_MM * 100
    black = {round(x / units) + n - QUIET[0] for x, w, _ in bars for n in range(round(w / units))}
    digits = re.sub(r"\D", "", isbn)
    assert read_bars("".join("01"[n in black] for n in range(95))) == digits
    assert min(black) == 0 and max(black) == 94
    assert {h for x, _, h in bars} == {2285, round(GUARDS_MM * 100)}
    assert sum(h == round(GUARDS_MM * 100) for *_, h in bars) == 6
    assert svg.get("width") == "37.29mm"
    assert svg.findtext("{*}title") == f"ISBN {isbn}"


def test_the_number_stands_above_the_bars_and_below_them(face: Letters) -> None:
    path = etree.fromstring(draw_barcode("978-0-306-40615-7", face)).find("{*}path").get("d")
    starts = [
        tuple(map(float, each)) for each in re.findall(r"M([\d.]+) ([\d.]+)(?!h)[^hM]*", path)
    ]
    above = [x for x, y in starts if y <= 300]
    below = [x for x, y in starts if y > 2600]
    assert above and below
    assert max(above) <= (QUIET[0] + 95) * MODULE_MM * 100  # no wider than the bars
    assert min(below) < QUIET[0] * MODULE_MM * 100  # the first figure stands before them

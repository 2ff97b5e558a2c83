"""The order of a drawn line's signs: Unicode's own examples, and titles that covers carry."""

import pytest

from octavo.fonts.bidi import runs

CONFORMANCE = """
05D0 05D1 0028 05D2 05D3 005B 0026 0065 0066 005D 002E 0029 0067 0068;0;1 0 2 4 3 5 6 7 8 9 10 11 12 13
05D0 05D1 0028 05D2 05D3 005B 0026 0065 0066 005D 002E 0029 0067 0068;1;12 13 11 10 9 7 8 6 5 4 3 2 1 0
0061 0062 0063 0020 0028 0064 0065 0066 0020 0627 0628 062C 0029 0020 05D0 05D1 05D2;0;0 1 2 3 4 5 6 7 8 11 10 9 12 13 16 15 14
0061 0062 0063 0020 0028 0064 0065 0066 0020 0627 0628 062C 0029 0020 05D0 05D1 05D2;1;16 15 14 13 12 11 10 9 8 5 6 7 4 3 0 1 2
05D0 05D1 05D2 0020 0028 0064 0065 0066 0020 0627 0628 062C 0029 0020 0061 0062 0063;0;2 1 0 3 4 5 6 7 8 11 10 9 12 13 14 15 16
05D0 05D1 05D2 0020 0028 0064 0065 0066 0020 0627 0628 062C 0029 0020 0061 0062 0063;1;14 15 16 13 12 11 10 9 8 5 6 7 4 3 2 1 0
0061 0062 0063 0020 0028 0627 0628 062C 0020 0064 0065 0066 0029 0020 05D0 05D1 05D2;0;0 1 2 3 4 7 6 5 8 9 10 11 12 13 16 15 14
0061 0062 0063 0020 0028 0627 0628 062C 0020 0064 0065 0066 0029 0020 05D0 05D1 05D2;1;16 15 14 13 12 9 10 11 8 7 6 5 4 3 0 1 2
05D0 05D1 05D2 0020 0028 0627 0628 062C 0020 0064 0065 0066 0029 0020 0061 0062 0063;0;2 1 0 3 4 7 6 5 8 9 10 11 12 13 14 15 16
05D0 05D1 05D2 0020 0028 0627 0628 062C 0020 0064 0065 0066 0029 0020 0061 0062 0063;1;14 15 16 13 12 9 10 11 8 7 6 5 4 3 2 1 0
0627 0628 062C 0020 0062 006F 006F 006B 0028 0073 0029;0;2 1 0 3 4 5 6 7 8 9 10
0627 0628 062C 0020 0062 006F 006F 006B 0028 0073 0029;1;4 5 6 7 8 9 10 3 2 1 0
"""  # noqa: E501  (a table: code points, direction of the line, places from left to right)
"""Fields 0, 1 and 4 of the examples from UAX #9, section 3.3.5, in Unicode's BidiCharacterTest.txt
(https://www.unicode.org/Public/15.0.0/ucd/BidiCharacterTest.txt)."""


def seen(words: str, base: str) -> str:
    """Return signs as they stand from left to right; mirroring is the shaper's work."""
    return "".join(part[::-1] if is_rtl else part for part, is_rtl in runs(words, base))


@pytest.mark.parametrize("line", CONFORMANCE.strip().splitlines())
def test_a_line_with_brackets_has_the_order_that_unicode_says(line: str) -> None:
    points, is_rtl, order = line.split(";")
    words = "".join(chr(int(point, 16)) for point in points.split())
    wanted = "".join(words[int(place)] for place in order.split())
    assert seen(words, "rtl" if is_rtl == "1" else "ltr") == wanted


@pytest.mark.parametrize(
    ("words", "base", "wanted"),
    [
        ("Report (דוח) 2024", "ltr", "Report (חוד) 2024"),
        ("תקציר (English) 7", "rtl", "7 )English( ריצקת"),
        ("English (תקציר) x", "rtl", "x )ריצקת( English"),
        ("دوح (PDF) 12%", "rtl", "12% )PDF( حود"),
        ("דוח [ABC]", "ltr", "חוד [ABC]"),
        ("a \u2067אב c\u2069 d", "ltr", "a \u2067c בא\u2069 d"),  # an isolate
    ],
)
def test_brackets_go_with_the_line_or_with_what_they_hold(
    words: str, base: str, wanted: str
) -> None:
    assert seen(words, base) == wanted


def test_a_closing_bracket_at_the_end_is_turned_with_its_words() -> None:
    """The shaper mirrors what a run from right to left holds: both brackets must be in one."""
    assert [part for part, is_rtl in runs("תקציר (English)", "rtl") if is_rtl] == [")", "תקציר ("]


def test_a_line_is_ordered_as_its_paragraph_asks() -> None:
    """A percentage after an Arabic word, and the end of brackets that opened a line before."""

    def seen_after(before: str, words: str, base: str) -> str:
        found = runs(words, base, (before, ""))
        return "".join(part[::-1] if is_rtl else part for part, is_rtl in found)

    assert (seen("12% من", "rtl"), seen_after("عن ", "12% من", "rtl")) == ("نم 12%", "نم %12")
    assert seen_after("Report (דוח ", "אב) 2024", "ltr") == "בא) 2024"


@pytest.mark.parametrize("words", ["", " ", "אב ", '",\n    levels: [\n    Level(\n 7', "😀 א"])
@pytest.mark.parametrize("base", ["ltr", "rtl"])
def test_every_sign_is_in_exactly_one_run(words: str, base: str) -> None:
    assert sorted("".join(part for part, _ in runs(words, base))) == sorted(words)

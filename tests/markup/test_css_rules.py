"""Rules of a style sheet: what of them is kept, and on which elements they hold."""

import pytest
from cssselect2 import ElementWrapper

from octavo.markup.css.rules import Rules, longhand, read_style, strings
from octavo.markup.tree import parse_page


def matching(sheet: str, html: str, tag: str) -> list[str]:
    """Return the weights that rules give to the first element of a tag, weakest first."""
    root = ElementWrapper.from_html_root(parse_page(html))
    element = next(each for each in root.iter_subtree() if each.local_name == tag)
    return [rule.values["font-weight"] for rule in Rules(sheet).match(element)]


def test_rules_come_by_specificity_and_then_by_order() -> None:
    sheet = "#a { font-weight: 1 } p { font-weight: 2 } .b { font-weight: 3 } p { font-weight: 4 }"
    assert matching(sheet, '<p id="a" class="b">x</p>', "p") == ["2", "4", "3", "1"]


def test_a_later_sheet_outranks_an_earlier_one() -> None:
    root = ElementWrapper.from_html_root(parse_page("<p id='a'>x</p>"))
    element = next(each for each in root.iter_subtree() if each.local_name == "p")
    found = Rules("#a { font-weight: 1 }", "p { font-weight: 2 }").match(element)
    assert [rule.values["font-weight"] for rule in found] == ["1", "2"]


def test_rules_that_say_nothing_of_faces_are_left_out() -> None:
    assert matching("p { color: red; margin: 0 } i { font-weight: 1 }", "<p>x</p>", "p") == []


def test_custom_properties_count_where_faces_depend_on_them() -> None:
    rules = Rules(":root { --a: var(--b); --b: X; --c: Y } p { font-family: var(--a) }")
    assert {"--a", "--b"} <= rules.names and "--c" not in rules.names


def test_signs_that_lists_and_quotes_bring_are_known() -> None:
    rules = Rules("q { quotes: '‹' '›' } ul { list-style: '–' } p { content: 'no' }")
    assert rules.strings == {"‹", "›", "–"}


@pytest.mark.parametrize(
    ("style", "values"),
    [
        ("color: red", {}),
        ("FONT-WEIGHT: 600", {"font-weight": "600"}),
        ("font-variant: all-small-caps", {"font-variant-caps": "all-small-caps"}),
        (
            "font: inherit",
            dict.fromkeys(
                ("font-family", "font-style", "font-weight", "font-variant-caps"), "inherit"
            ),
        ),
        ("font: caption", {}),
        (
            "font: oblique 1em/2 A, B",
            {
                "font-style": "oblique",
                "font-weight": "400",
                "font-variant-caps": "normal",
                "font-family": "A , B",
            },
        ),
        ("font: italic 1em", {}),
        ("font-variant: var(--a)", {"font-variant-caps": "font-variant: var(--a)"}),
    ],
)
def test_what_a_declaration_says_of_faces(style: str, values: dict[str, str]) -> None:
    assert read_style(style)[0] == values


def test_a_shorthand_stands_whole_until_its_properties_are_written_out() -> None:
    whole = read_style("font: var(--a) 1em B !important; font-weight: 600")
    assert whole[0]["font-weight"] == "600" and whole[1] == {
        "font-family",
        "font-style",
        "font-variant-caps",
    }
    assert whole[0]["font-family"] == "font: var(--a) 1em B"
    assert longhand("font-style", "font: italic 1em B") == "italic"
    assert longhand("font-style", "font: italic") is None
    assert longhand("font-style", "oblique") == "oblique"


def test_an_important_value_gives_way_to_a_later_declaration() -> None:
    values, important = read_style("font-weight: 600 !important; font-style: italic")
    assert important == {"font-weight"} and values["font-style"] == "italic"
    assert read_style("font-weight: 600 !important; font-weight: 700")[1] == frozenset()


def test_strings_and_the_letters_of_counters_are_found_in_a_value() -> None:
    assert list(strings("'§' attr(x) counter(n, lower-roman)")) == ["§", "ivxlcdm"]


def test_a_rule_holds_only_where_its_whole_selector_does() -> None:
    assert matching(".a p { font-weight: 1 } p .a { font-weight: 2 }", "<p>x</p>", "p") == []
    assert matching(".a p { font-weight: 1 }", "<div class='a'><p>x</p></div>", "p") == ["1"]

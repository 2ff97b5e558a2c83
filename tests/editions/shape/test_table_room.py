"""Heads of rows and narrow tables: by the words in the cells."""

from typing import Any, cast

import pytest

from octavo.editions.shape.table_room import give_room, keep_legible
from octavo.markup.tree import Element, classes, elements, parse_xml


def table(*rows: str, cell: str = "td") -> Element:
    """Return a text with a table of rows such as ``head|cell``."""
    made = "".join(
        "<tr>" + "".join(f"<{cell}>{each}</{cell}>" for each in row.split("|")) + "</tr>"
        for row in rows
    )
    return parse_xml(f'<body><div class="table"><table><tbody>{made}</tbody></table></div></body>')


def width(body: Element) -> list[str]:
    give_room(body)
    return [name for name in classes(body[0]) if name != "table"]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (["Year|Boats", "2014|12"], ["narrowest"]),
        (["Harbour of the north|Boats of May"], ["narrow"]),
        (["A cell of words that go on for a good while|And another one"], []),
        (["One|Two|Three|Four|Five", "a|b|c|d|e"], ["narrow"]),
        (["One|Two", "Three"], []),
        (['<img src="a.png" alt="A"/>|b'], []),
    ],
)
def test_a_table_is_as_wide_as_its_words_ask(rows: list[str], names: list[str]) -> None:
    assert width(table(*rows)) == names


def test_a_table_with_cells_that_span_is_left_alone() -> None:
    body = parse_xml(
        '<body><div class="table"><table><tbody><tr><td colspan="2">a</td></tr>'
        "<tr><td>a</td></tr></tbody></table></div></body>"
    )
    assert width(body) == []


def test_short_heads_of_rows_stay_in_a_line_and_long_ones_wrap() -> None:
    body = table("A name|x", "A head of a row that goes on for more than a column|x", cell="th")
    for each in elements(body, "th"):
        each.set("scope", "row" if each.text != "x" else "col")
    give_room(body)
    assert [classes(each) for each in elements(body, "th")] == [["whole"], [], [], []]


@pytest.mark.parametrize(
    ("row", "marked"),
    [
        (f"a|{'words ' * 20}|b", [1]),
        (f"{'name_' * 8}|{'words ' * 20}|b", [0, 1]),
        ("a few words|and some more|b", []),
        (f"{'words ' * 6}|b", []),
    ],
)
def test_long_cells_of_a_table_that_scrolls_keep_some_room(row: str, marked: list[int]) -> None:
    body = table("One|Two|Three" if row.count("|") == 2 else "One|Two", row)
    keep_legible(cast(Any, None), body, cast(Any, None))
    cells = elements(body, "td")[row.count("|") + 1 :]
    assert [n for n, cell in enumerate(cells) if "roomy" in classes(cell)] == marked

"""Heads of rows and narrow tables: by the words in the cells."""

import pytest

from octavo.editions.shape.table_room import give_room
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

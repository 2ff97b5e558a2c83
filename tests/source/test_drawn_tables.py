"""Tables drawn with lines, tables without outer strokes, and lines behind strokes."""

import time

import pytest
from common_reading import told

from octavo.markup.tree import Element, elements, text_of
from octavo.source.block_rules.grid_tables import read_grid
from octavo.source.block_rules.written_block import WrittenBlock
from octavo.source.fences import lines_in_fences
from octavo.source.markdown.trees import markdown_tree

DRAWN = """\
+-------+--------+
| Kind  | Shown  |
+=======+=======:+
| *One* | - a    |
|       | - b    |
+-------+--------+
| Both of them   |
+-------+--------+
"""


def table_of(text: str) -> Element:
    (table,) = elements(markdown_tree(text), "table")
    return table


def rows(table: Element) -> list[list[str]]:
    return [[text_of(cell) for cell in row] for row in elements(table, "tr")]


def test_a_drawn_table_has_head_rows_blocks_and_spans() -> None:
    table = table_of(DRAWN)
    assert rows(table) == [["Kind", "Shown"], ["One", "a b"], ["Both of them"]]
    assert [each.tag for each in elements(table, "thead", "tbody", "th", "ul", "em")] == [
        "thead", "th", "th", "tbody", "em", "ul",
    ]  # fmt: skip
    assert elements(table, "td")[-1].get("colspan") == "2"
    assert [each.get("style") for each in elements(table, "th")] == [None, "text-align: right;"]


def test_what_stands_in_a_cell_knows_its_line() -> None:
    table = table_of(f"Words.\n\n{DRAWN}")
    assert [each.get("data-line") for each in elements(table, "li")] == ["6", "7"]


def test_cells_hold_code_several_paragraphs_and_tables() -> None:
    inner = ["+---+", "| x |", "+---+"]
    code = ["```", "a | b", "# c", "```"]
    text = ["One.", "", "Two."]
    for lines, tags in ((code, ["pre"]), (text, ["p", "p"]), (inner, ["table"])):
        drawn = ["+" + "-" * 9 + "+", *(f"| {line:7} |" for line in lines), "+" + "-" * 9 + "+"]
        cell = elements(markdown_tree("\n".join(drawn)), "td")[0]
        assert [each.tag for each in cell] == tags
    assert lines_in_fences("+-----+\n| ``` |\n| x   |\n| ``` |\n+-----+".split("\n")) == {2, 3, 4}


def test_a_drawn_table_without_head_is_aligned_by_its_first_line() -> None:
    table = table_of("+:--+:-:+\n| a | b |\n+---+---+\n| c | d |\n+---+---+")
    styles = [(each.get("style") or "")[12:] for each in elements(table, "td")]
    assert styles == ["left;", "center;"] * 2
    assert elements(table, "th") == []


def test_signs_that_are_two_columns_wide_count_as_two() -> None:
    assert rows(table_of("+----+---+\n| 漢 | b |\n+----+---+")) == [["漢", "b"]]


def test_a_drawn_table_stands_in_lists_and_quotations_and_below_words() -> None:
    for before in ("> ", "- ", "Words\n"):
        inset = {"- ": "  ", "> ": "> "}.get(before, "")
        text = before + f"\n{inset}".join(DRAWN.splitlines())
        assert len(rows(table_of(text))) == 3, before


@pytest.mark.parametrize(
    "text",
    [
        "+---+---+\n| a | b |",  # no end
        "+---+---+\n| a | b\n+---+---+",  # a row without its end
        "+---+---+\n| a  | b |\n+---+---+",  # a longer row
        "+---+---+\n| a | b |\n|   +===+\n|   | c |\n+---+   +",  # no last line
        "+---+\nwords",
        "+++",
    ],
)
def test_what_cannot_be_read_keeps_its_signs(text: str) -> None:
    body = markdown_tree(text)
    assert elements(body, "table") == []
    assert text_of(body) == " ".join(text.split())


SPANNING = """\
+---+---+---+
| a | b | c |
+===+===+===+
| d | e     |
|   +---+---+
| f | g | h |
+---+---+   |
| i     |   |
+-------+---+"""


def test_a_cell_of_a_drawn_table_may_span_rows_and_columns() -> None:
    table = table_of(SPANNING)
    assert rows(table) == [["a", "b", "c"], ["d f", "e"], ["g", "h"], ["i"]]
    spans = {
        text_of(cell): (cell.get("rowspan", "1"), cell.get("colspan", "1"))
        for cell in elements(table, "td")
    }
    assert spans == {
        "d f": ("2", "1"),
        "e": ("1", "2"),
        "g": ("1", "1"),
        "h": ("2", "1"),
        "i": ("1", "2"),
    }


def test_a_cell_that_would_stand_in_head_and_body_makes_no_table() -> None:
    text = "+---+---+\n| a | b |\n|   +===+\n|   | c |\n+---+---+"
    assert len(rows(table_of(text))) == 2  # a line of = that does not cross ends no head
    assert elements(table_of(text), "th") == []


def test_the_cells_of_a_hostile_drawing_are_given_up_soon() -> None:
    line = "+" + "-+" * 60
    drawing = [*[line, "+" + "|+" * 60] * 60, "+" * len(line)]
    start = time.process_time()
    markdown_tree("\n".join(drawing))
    assert time.process_time() - start < 5


def test_a_table_needs_no_outer_strokes() -> None:
    assert rows(table_of("a | b\n--|--\nc<br>d | e")) == [["a", "b"], ["cd", "e"]]
    assert elements(table_of("a | b\n:--|--:\nc<br>d | e"), "br")


def lines(paragraph: Element) -> list[str]:
    parts = [paragraph.text or ""]
    for node in paragraph:
        if node.tag == "br":
            parts.append("")
        parts[-1] += text_of(node) + (node.tail or "").lstrip("\n")
    return parts


def test_lines_behind_strokes_stay_lines() -> None:
    block, after = markdown_tree("| The *tide*\n|   came in,\n  and out.\n|\n| Then\n\nAfter.")
    assert lines(block) == ["The tide", "\u00a0\u00a0came in, and out.", "", "Then"]
    assert text_of(after) == "After."


@pytest.mark.parametrize("text", ["| a | b |\n| c | d |", "words\n| a", "|a", "\\| a"])
def test_other_strokes_are_signs(text: str) -> None:
    (paragraph,) = markdown_tree(text)
    assert elements(paragraph, "br") == []


def test_a_table_of_hyphens_and_blanks_is_told_and_a_rule_is_not() -> None:
    assert told("  A   B\n--- ---\n  1   2") == ["E260 2"]
    assert told("---------\n A    B\n---- ----\n 1    2\n---------") == ["E260 3"]
    assert told("a\n\n- - -\n\n---\n\n* * *\n\n-- - --") == []


def test_a_drawn_table_may_have_more_cells_than_are_looked_for_in_vain() -> None:
    rule = "+---+---+---+"
    lines = [rule, *(line for _ in range(4_000) for line in ("| a | b | c |", rule))]
    block = WrittenBlock("grid", 1, lines=list(enumerate(lines, 1)))
    read_grid(block, lambda lines, number: [])
    assert sum(len(row.inside) for row in block.inside) == 12_000

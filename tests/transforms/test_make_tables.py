"""Tables: caption and source are theirs, head cells say what they head, rows are alike."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, of, told, xhtml

from octavo.constructs.tables import make_tables
from octavo.markup.tree import elements, has_class, text_of
from octavo.source.markdown.trees import markdown_tree

HEAD = "<thead><tr><th>{0}</th><th>B</th></tr></thead>"
ROWS = "<tbody><tr><td>1</td><td>2</td></tr></tbody>"


def test_a_table_takes_its_caption_and_source(tmp_path: Path) -> None:
    given = f'<table data-line="1">{ROWS}</table><p id="tbl-a">Table: Ranges.\nSource: Port</p>'
    assert xhtml(make_tables(of(given), bench(tmp_path))) == (
        '<div class="table" data-line="1" id="tbl-a"><table>'
        f'<caption><span class="caption">Ranges.</span></caption>{ROWS}</table>'
        '<p class="source">Port</p></div>'
    )


def test_head_cells_head_their_column_and_an_empty_one_nothing(tmp_path: Path) -> None:
    given = f"<table>{HEAD.format('')}{ROWS}</table>"
    done = xhtml(make_tables(of(given), bench(tmp_path)))
    assert '<tr><td></td><th scope="col">B</th></tr>' in done


def test_the_first_cell_of_a_row_heads_it_where_the_author_says_so(tmp_path: Path) -> None:
    given = f'<table>{ROWS}</table><p class="row-headers">Table: R.</p>'
    done = xhtml(make_tables(of(given), bench(tmp_path)))
    assert '<tr><th scope="row">1</th><td>2</td></tr>' in done


def test_alignment_becomes_a_class_of_no_direction(tmp_path: Path) -> None:
    cells = '<td style="text-align: right;">1</td><td style="text-align: left;">2</td>'
    done = xhtml(make_tables(of(f"<table><tr>{cells}</tr></table>"), bench(tmp_path)))
    assert '<td class="end">1</td><td>2</td>' in done


def test_spans_count_in_a_table_of_html(tmp_path: Path) -> None:
    rows = '<tr><td colspan="{0}">A</td></tr><tr><td>1</td><td>2</td></tr>'
    for span, problems in (("2", []), ("3", ["E213 one.md:1"]), ("two", ["E213 one.md:1"])):
        given = f'<table data-line="1">{rows.format(span)}</table>'
        done = make_tables(of(given), bench(tmp_path))
        assert told(done) == problems, span
        assert [each.severity == "error" for each in done.problems] == [span == "two"] * len(
            problems
        )
        assert ("<td>2</td><td></td>" in xhtml(done)) is (span == "3")


def test_a_caption_without_a_table_is_told(tmp_path: Path) -> None:
    given = '<p data-line="3">Table: Alone.</p>'
    assert told(make_tables(of(given), bench(tmp_path))) == ["E218 one.md:3"]


def captions(text: str, folder: Path) -> list[tuple[str, str]]:
    """Return id and caption of each table of Markdown."""
    chapter = chapter_of("", written=text)
    chapter.body.extend(markdown_tree(text))
    done = make_tables(of(chapter), bench(folder))
    assert done.problems == ()
    boxes = [each for each in elements(done.chapters[0].body, "div") if has_class(each, "table")]
    return [
        (each.get("id", ""), " ".join(text_of(words) for words in elements(each, "caption")))
        for each in boxes
    ]


ROWS_OF_TEXT = "| a | b |\n|---|---|\n| c | d |"


@pytest.mark.parametrize("caption", [": C {#tbl:x}", "Table: C {#tbl:x}", "table: C\n{#tbl:x}"])
def test_a_caption_stands_above_or_below_its_table(caption: str, tmp_path: Path) -> None:
    for gap in ("\n", "\n\n"):
        for text in (f"{caption}{gap}{ROWS_OF_TEXT}", f"{ROWS_OF_TEXT}{gap}{caption}"):
            if not (text.startswith("table") and gap == "\n"):  # attributes end their paragraph
                assert captions(f"Before.\n\n{text}\n\nAfter.", tmp_path) == [("tbl:x", "C")], text


def test_each_table_has_the_caption_on_its_side(tmp_path: Path) -> None:
    one, two = "Table: One {#a}", ": Two {#b}"
    above = f"{one}\n\n{ROWS_OF_TEXT}\n\n{two}\n\n{ROWS_OF_TEXT}"
    below = f"{ROWS_OF_TEXT}\n\n{one}\n\n{ROWS_OF_TEXT}\n\n{two}"
    for text in (above, below):
        assert captions(text, tmp_path) == [("a", "One"), ("b", "Two")]


def test_a_term_before_a_table_keeps_its_meaning() -> None:
    for gap in ("\n", "\n\n"):
        entries, table = markdown_tree(f"Ebb{gap}:   The water goes.\n\n{ROWS_OF_TEXT}")
        assert (entries.tag, table.tag) == ("dl", "table")

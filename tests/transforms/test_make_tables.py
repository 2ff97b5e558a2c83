"""Tables: caption and source are theirs, head cells say what they head, rows are alike."""

from pathlib import Path

from by_hand import bench, of, told, xhtml

from octavo.constructs.tables import make_tables

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
        assert told(make_tables(of(given), bench(tmp_path))) == problems, span


def test_a_caption_without_a_table_is_told(tmp_path: Path) -> None:
    given = '<p data-line="3">Table: Alone.</p>'
    assert told(make_tables(of(given), bench(tmp_path))) == ["E218 one.md:3"]

"""Boxes: each has its title, verse its lines, a task its mark; what is for some names them."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, config_of, of, told, xhtml

from octavo.constructs.boxes import finish_boxes, for_one, left_out
from octavo.markup.tree import elements, parse_xml
from octavo.model.metadata import Edition

KIND = "admonition admonition-warning"


def test_an_admonition_without_title_is_called_by_its_kind(tmp_path: Path) -> None:
    given = f'<div class="{KIND}"><p>Ebb.</p></div>'
    german = finish_boxes(of(given, config=config_of(language="de")), bench(tmp_path))
    assert '<p class="box-title generated">Warnung</p><p>Ebb.</p>' in xhtml(german)


def test_an_admonition_keeps_the_title_that_it_has(tmp_path: Path) -> None:
    given = f'<div class="{KIND}"><p class="box-title">Beware</p><p>Ebb.</p></div>'
    assert xhtml(finish_boxes(of(given), bench(tmp_path))) == given


def test_verse_is_set_line_by_line_moved_in_and_counted(tmp_path: Path) -> None:
    given = '<div class="verse" data-value="2"><p>One <em>a</em>\n  two</p></div>'
    assert xhtml(finish_boxes(of(given), bench(tmp_path))) == (
        '<div class="verse"><p class="stanza"><span class="line">One <em>a</em></span>\n'
        '<br/><span class="line"><span class="line-number">2</span>\u2003two</span></p></div>'
    )


@pytest.mark.parametrize(
    ("value", "names"),
    [("pdf", "pdf pdf-print"), ("not pdf", "html epub"), ("pdf-print, html", "html pdf-print")],
)
def test_content_for_some_names_the_editions_that_hold_it(
    value: str, names: str, tmp_path: Path
) -> None:
    given = f'<div class="only" data-value="{value}"><p>x</p></div>'
    config = config_of(editions=(Edition("pdf"), Edition("pdf-print")))
    done = finish_boxes(of(given, config=config), bench(tmp_path))
    assert f'data-value="{names}"' in xhtml(done)


@pytest.mark.parametrize("kind", ["verse", "only"])
def test_a_value_that_no_box_knows_is_told(kind: str, tmp_path: Path) -> None:
    given = f'<div class="{kind}" data-value="docx" data-line="1"><p>x</p></div>'
    assert told(finish_boxes(of(given), bench(tmp_path))) == ["E222 one.md:1"]


def test_a_task_has_a_mark_for_its_box(tmp_path: Path) -> None:
    items = '<li><input type="checkbox" checked=""/>a</li><li><input type="checkbox"/>b</li>'
    done = xhtml(finish_boxes(of(f"<ul>{items}</ul>"), bench(tmp_path)))
    assert done == (
        '<ul class="tasks"><li class="task done"><span class="task-mark">☑</span>a</li>'
        '<li class="task"><span class="task-mark">☐</span>b</li></ul>'
    )


def test_an_edition_holds_what_is_said_to_it_alone() -> None:
    said = '<div class="only" data-value="{0}"><p id="{0}">x</p></div>'
    body = parse_xml(f"<body>{said.format('pdf')}{said.format('html')}</body>")
    assert left_out(body, "pdf") == {"html"}
    for_one(body, "pdf")
    assert [(each.tag, each.get("id")) for each in elements(body)] == [("p", "pdf")]


@pytest.mark.parametrize("value", ["0", "00", "9" * 5000, "-1", "²"])
def test_verse_counts_by_a_number_of_lines_that_there_can_be(value: str, tmp_path: Path) -> None:
    given = f'<div class="verse" data-value="{value}" data-line="1"><p>x</p></div>'
    assert told(finish_boxes(of(given), bench(tmp_path))) == ["E222 one.md:1"]


@pytest.mark.parametrize("classes", ["admonition", "admonition admonition-foo"])
def test_an_admonition_of_no_known_kind_gets_no_title(classes: str, tmp_path: Path) -> None:
    given = f'<div class="{classes}"><p>Ebb.</p></div>'
    assert xhtml(finish_boxes(of(given), bench(tmp_path))) == given


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("One\nand two\nand three", "One<br/>\nand two<br/>\nand three"),
        ("One <em>and\ntwo</em>\nthree", "One <em>and<br/>\ntwo</em><br/>\nthree"),
        ("One<br/>\ntwo", "One<br/>\ntwo"),
        (f"{'long ' * 13}\nshort", f"{'long ' * 13}\nshort"),
        ("<code>a\nb</code>", "<code>a\nb</code>"),
    ],
)
@pytest.mark.parametrize("role", ["epigraph", "dedication", "chapter"])
def test_lines_of_epigraphs_and_dedications_stay_lines(
    given: str, made: str, role: str, tmp_path: Path
) -> None:
    words = [f"<p>{each}</p>" for each in (given, made)]
    if role == "chapter":
        words = [f'<div class="epigraph">{each}</div><p>a\nb</p>' for each in words]
    done = finish_boxes(of(chapter_of(words[0], role=role)), bench(tmp_path))
    assert xhtml(done).replace("<br></br>", "<br/>") == words[1]


def test_words_in_a_page_break_come_after_it_in_their_order(tmp_path: Path) -> None:
    given = '<p>a</p><div class="page-break" data-line="3">b<p>c</p><hr/></div><p>d</p>'
    done = finish_boxes(of(given), bench(tmp_path))
    assert xhtml(done).replace(' data-line="3"', "") == (
        '<p>a</p><div class="page-break"></div><p>b</p><p>c</p><hr/><p>d</p>'
    )
    assert told(done) == ["E290 one.md:3"]
    empty = '<div class="page-break"> </div>'
    assert told(finish_boxes(of(empty), bench(tmp_path))) == []

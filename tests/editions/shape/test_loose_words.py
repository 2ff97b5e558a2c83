"""Words directly in a division: held together for the tags of a PDF."""

from pathlib import Path

import pytest
from small_works import tree

from octavo.editions.shape.loose_words import hold_together
from octavo.finished.pdf_items import read_pdf
from octavo.markup.tree import inner
from octavo.production.pipeline import Project, build


@pytest.mark.parametrize(
    ("xml", "held"),
    [
        ("<div>one <b>two</b> three</div>", "<div><span>one <b>two</b> three</span></div>"),
        ("<div><b>two</b> three</div>", "<div><span><b>two</b> three</span></div>"),
        ("<div><i>a</i><b>b</b></div>", "<div><span><i>a</i><b>b</b></span></div>"),
        (
            "<div>a <b>b</b><p>c</p>d <i>e</i> f<p>g</p>h</div>",
            "<div><span>a <b>b</b></span><p>c</p><span>d <i>e</i> f</span><p>g</p>h</div>",
        ),
        ("<div>a <div>b <i>c</i></div></div>", "<div>a <div><span>b <i>c</i></span></div></div>"),
    ],
)
def test_each_run_of_a_line_has_one_element_around_it(xml: str, held: str) -> None:
    body = tree(xml)
    hold_together(body)
    assert inner(body) == held


@pytest.mark.parametrize(
    "xml",
    [
        "<div>one</div>",
        "<div> <b>two</b> </div>",
        "<div><p>one <b>two</b></p></div>",
        "<p>one <b>two</b> three</p>",
    ],
)
def test_what_is_one_run_already_stays(xml: str) -> None:
    body = tree(xml)
    hold_together(body)
    assert inner(body) == xml


def test_words_directly_in_a_division_are_one_paragraph(tmp_path: Path) -> None:
    text = "---\noctavo: 1\ntitle: T\nlanguage: en\ndate: 2024-01-01\neditions: [pdf]\n---\n\n"
    source = tmp_path / "source"
    source.mkdir()
    (source / "work.md").write_text(
        f"{text}Before.\n\n<div>one <b>two</b> three</div>\n", encoding="utf-8"
    )
    made = build(Project(tmp_path, tmp_path / "build", None), "work")
    blocks = [
        " ".join(block.text.split())
        for block in read_pdf(made.files["work.pdf"]).blocks
        if block.in_text
    ]
    assert blocks == ["Before.", "one two three"]

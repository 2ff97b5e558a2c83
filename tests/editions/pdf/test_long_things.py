"""Boxes, rows, heads, captions, headings longer than a page: where they part, and how they read."""

import re
from collections import Counter
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from conftest import Desk
from long_proofs import here
from pressing import PAGE, bound, html, text_on

from octavo.editions.pdf.worker import Galley, Worker
from octavo.finished.pdf_items import read_pdf
from octavo.production.pipeline import build

WHOLE = PAGE + ".box, tr { break-inside: avoid } table { width: 100% }"
META = "theme: {}\npage: a5\neditions: [pdf]\nnotes: {{pdf: foot}}\nbody: [one.md]"
SENTENCE = "W the tide came in over the ledger and went out again as the keeper saw it."


def words(count: int) -> str:
    return " ".join([SENTENCE] * count)


def paragraphs(count: int) -> str:
    return "\n\n".join([words(3)] * count)


LONG: dict[str, Callable[[], str]] = {
    "a row": lambda: f"| A | B |\n|---|---|\n| W | {words(40)} |\n| W | W |",
    "two cells": lambda: f"| A | B |\n|---|---|\n| {words(30)} | {words(28)} |",
    "a row of code": lambda: (
        "<table><tbody><tr><td>W</td><td><pre>" + "\n".join(["W line"] * 90) + "</pre></td></tr>"
        "</tbody></table>"
    ),
    "a list in a cell": lambda: (
        "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>W</td><td><ul>"
        + f"<li>{SENTENCE}</li>" * 50
        + "</ul></td></tr></tbody></table>"
    ),
    "a head": lambda: f"| {words(30)} | B |\n|---|---|\n" + "| W | W |\n" * 8,
    "rows over rows": lambda: (
        "<table><tbody>"
        + "".join(
            f"<tr>{'' if n else chr(60) + 'th rowspan=' + chr(34) + '80' + chr(34) + '>W</th>'}"
            f"<td>{SENTENCE}</td></tr>"
            for n in range(80)
        )
        + "</tbody></table>"
    ),
    "a box in a box": lambda: (
        f"//// warning\n{paragraphs(6)}\n\n/// note | Inner\n{paragraphs(10)}\n///\n\n"
        f"{paragraphs(3)}\n////"
    ),
    "a table in a box": lambda: (
        f"/// tip\n{words(2)}\n\n| A | B |\n|---|---|\n" + f"| W | {SENTENCE} |\n" * 40 + "\n///"
    ),
    "key points": lambda: "/// key-points\n" + f"- {SENTENCE}\n" * 50 + "///",
    "a caption": lambda: f"![A sea](images/a.svg)\n\nFigure: {words(36)}",
    "a caption of a table": lambda: (
        "| A | B |\n|---|---|\n" + "| W | W |\n" * 9 + f"\nTable: {words(30)}"
    ),
    "a heading": lambda: f"## {words(26)}",
    "a group": lambda: (
        "/// figures\n"
        + "\n\n".join([f"![A sea](images/a.svg)\n\nFigure: {words(3)}"] * 9)
        + "\n\nFigures: W\n///"
    ),
}
SEA = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 8" width="400" height="80">'
    '<rect width="40" height="8"/></svg>'
)


def marked(text: str) -> tuple[str, list[str]]:
    """Return a text whose every W is another word, and these words."""
    found: list[str] = []

    def name(_: re.Match[str]) -> str:
        found.append(f"w{len(found):04}q")
        return found[-1]

    return re.sub(r"\bW\b", name, text), found


@pytest.mark.parametrize("kind", here(LONG, "a row", "a box in a box", "a caption", "a heading"))
def test_what_is_longer_than_a_page_begins_where_it_stands_and_keeps_its_words(
    kind: str, desk: Desk
) -> None:
    """Parity holds its figures, tables and headings against the source: no problem, no E310."""
    text, wanted = marked(f"# One\n\n{words(6)}\n\n{LONG[kind]()}\n\n{words(2)}\n")
    project, slug = desk.write({"one.md": text, "images/a.svg": SEA}, META.format("book"))
    built = build(project, slug)
    assert [str(each) for each in built.problems if each.severity != "notice"] == []
    pdf = pdfium.PdfDocument(built.files[f"{slug}.pdf"])
    pages = [squeezed(page) for page in pdf]
    seen = Counter(re.findall(r"w\d{4}q", "".join(pages)))
    assert [word for word in wanted if seen[word] != 1] == []
    first = next(n for n, page in enumerate(pages) if wanted[0] in page)
    if kind != "a heading":  # which takes the text below it along
        body = re.findall(r"w\d{4}q", pages[first])
        assert len(body) > words(6).count("W"), "it begins below the text before it"


def squeezed(page: pdfium.PdfPage) -> str:
    return re.sub(r"\s+", "", page.get_textpage().get_text_range())


def test_a_table_keeps_its_head_above_a_row_taller_than_a_page(press: Worker) -> None:
    row = "<td>one</td><td>" + "words go on and on <br>" * 60 + "</td>"
    body = f"<table><thead><tr><th>Head</th></tr></thead><tbody><tr>{row}</tr></tbody></table>"
    document, _ = bound(press, body, WHOLE)
    assert len(document) > 1
    assert all("Head" in text_on(document, page) for page in range(len(document)))


def test_the_press_names_what_has_parted_and_nothing_that_had_room(press: Worker) -> None:
    line = "<p>words</p>"
    body = (
        f'<div class="box">{line * 3}</div><div class="box" data-b="a.1">{line * 40}</div>'
        f'<section data-b="a.2"><table><thead><tr><th>Head</th></tr></thead><tbody>'
        + f"<tr><td>{line * 3}</td></tr>" * 12
        + f"<tr><td>{line * 50}</td></tr></tbody></table></section>"
        + f'<div class="box"><p data-b="a.3">words</p>{line * 40}</div>'
    )
    facts = press.layout(Galley(html(body), WHOLE)).facts
    assert facts.parted == ("a.1", "a.2/tr/13", "a.3/div")


def test_a_head_that_takes_too_much_of_a_page_is_named(press: Worker) -> None:
    def table(lines: int) -> str:
        head = f"<thead><tr><th>{'<p>words</p>' * lines}</th></tr></thead>"
        body = "<tbody>" + "<tr><td>x</td></tr>" * 40 + "</tbody>"
        return f'<section data-b="a.{lines}"><table>{head}{body}</table></section>'

    facts = press.layout(Galley(html(table(2) + table(12) + table(90)), WHOLE)).facts
    assert facts.parted == ("a.12/thead/0", "a.90/thead/0")


def test_a_row_over_pages_is_read_as_one(desk: Desk) -> None:
    text = f"# One\n\n{words(2)}\n\n{LONG['a row']()}\n"
    project, slug = desk.write({"one.md": text}, META.format("report"))
    edition = read_pdf(build(project, slug).files[f"{slug}.pdf"])
    (table,) = edition.tables
    assert [len(row) for row in table.rows] == [2, 2, 2]
    assert len(table.rows[1][1].text) > 1500


def test_a_picture_in_a_cell_is_no_taller_than_its_page(desk: Desk) -> None:
    tall = SEA.replace('width="400" height="80"', 'width="300" height="3000"')
    tall = tall.replace('viewBox="0 0 40 8"', 'viewBox="0 0 40 400"')
    text = (
        "# One\n\nBefore.\n\n| A | B |\n|---|---|\n| Cell | ![A mast](images/a.svg) |\n\nAfter.\n"
    )
    project, slug = desk.write({"one.md": text, "images/a.svg": tall}, META.format("book"))
    pdf = pdfium.PdfDocument(build(project, slug).files[f"{slug}.pdf"])
    page = next(page for page in pdf if "Cell" in page.get_textpage().get_text_range())
    assert "After." in page.get_textpage().get_text_range()

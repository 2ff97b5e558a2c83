"""Furniture that differs by its folio alone is drawn once, and each page gets its own number."""

from collections.abc import Callable, Sequence

import pypdfium2 as pdfium
import pytest
from conftest import Desk, Project
from long_proofs import here
from pressing import PAGE, html, text_on

from octavo.editions.pdf import passes
from octavo.editions.pdf.binding.fragment import FurnitureFragment
from octavo.editions.pdf.late_folios import DrawnSheets, Sheet, draw_once
from octavo.editions.pdf.plan import Furniture
from octavo.editions.pdf.worker import Galley, Worker
from octavo.production.pipeline import build

SHEET = '<div class="sheet {0.kind}"><div class="s-folio">{0.label}</div>{0.head}</div>'
TEXT = "\n\n".join(f"Paragraph {n}. " + "Words of a text that goes on. " * 24 for n in range(30))


def template(sheet: str = SHEET) -> Callable[[Sequence[Furniture]], str]:
    return lambda sheets: html("\n".join(sheet.format(each) for each in sheets))


def chapter(first: int, count: int, head: str = "Tides") -> list[Furniture]:
    labels = range(first, first + count)
    kinds = ["opening", *["plain"] * (count - 1)]
    return [Furniture(kind, str(n), head) for kind, n in zip(kinds, labels, strict=True)]


def folios(drawn: DrawnSheets) -> list[str]:
    return [at.folio for at in drawn.pages]


def test_a_chapter_has_as_many_sheets_as_it_has_kinds_of_pages() -> None:
    drawn = draw_once(template(), chapter(7, 24), 6, 2, "")
    assert folios(drawn) == [str(n) for n in range(7, 31)]
    kinds = [(label, side) for label in ("0", "00") for side in (0, 1)]
    assert drawn.count <= 1 + len(kinds) + 1  # the opening, and one between two of a side
    assert drawn.html.count('class="sheet') == drawn.count
    sides = {(at.drawn % 2, n % 2) for n, at in enumerate(drawn.pages)}
    assert sides == {(0, 0), (1, 1)}, "each lies on the side that it was drawn for"
    alike = draw_once(template(), chapter(7, 24), 6, 1, "")
    assert alike.count == 3  # opening, one figure, two


def test_what_follows_a_page_more_is_drawn_as_before() -> None:
    before, after = (draw_once(template(), chapter(n, 24), n - 1, 2, "") for n in (101, 103))
    assert before.html == after.html and folios(before) != folios(after)


def test_the_first_page_of_all_is_one_by_itself() -> None:
    sheets = [Furniture("plain", str(n), "") for n in range(1, 5)]
    first, later = (draw_once(template(), sheets, at, 2, "") for at in (0, 2))
    assert first.pages[0].drawn not in {at.drawn for at in first.pages[1:]}
    assert later.pages[0].drawn == later.pages[2].drawn


@pytest.mark.parametrize(
    ("sheet", "css"),
    [
        (SHEET.replace("{0.head}", "<i>Page {0.label}</i>"), ""),
        (SHEET.replace("sheet {", "page {"), ""),
        (SHEET.replace("{0.head}", "{0.label:.1}"), ""),
        ('<div class="sheet"><b title="{0.label}"></b></div>', ""),
        (SHEET, "@page { @top-left { content: counter(page) } }"),
        (SHEET, "@page :nth(2n) { @top-left { content: none } }"),
    ],
)
def test_what_cannot_be_seen_through_has_a_sheet_for_each_page(sheet: str, css: str) -> None:
    sheets = chapter(7, 9)
    drawn = draw_once(template(sheet), sheets, 6, 2, css)
    assert drawn.html == template(sheet)(sheets)
    assert drawn.pages == tuple(Sheet(n, "") for n in range(9))


@pytest.mark.parametrize(
    ("content", "is_spelt"),
    [
        ("string(folio)", False),
        ('"Page " string(folio)', True),
        ("string(folio) string(folio)", True),
        ("string(all)", True),
        ('"00"', True),
        ('"2019"', False),
    ],
)
def test_a_folio_among_other_words_is_not_written_late(
    content: str, is_spelt: bool, press: Worker
) -> None:
    css = (
        f"{PAGE} .sheet {{ string-set: all content(text) }} .s-folio {{ string-set: folio"
        " content(text) } .sheet * { visibility: hidden } html { font-variant-numeric: lining-nums"
        " tabular-nums }"
    )
    margin = f" @page {{ @top-left {{ content: {content} }} }}"
    body = '<div class="sheet"><div class="s-folio">00</div><div>Tides</div></div>'
    made = press.furniture(Galley(html(body), css + margin))
    found = FurnitureFragment.from_files(made.files)
    assert found.is_spelt == is_spelt
    assert bool(found.late[0]) == (content.startswith("string(folio)") and not is_spelt)


def test_digits_of_different_widths_are_not_written_late(press: Worker) -> None:
    css = (
        f"{PAGE} html {{ font-family: Literata; font-variant-numeric: proportional-nums }}"
        " .s-folio { string-set: folio content(text) }"
        " @page { @top-left { content: string(folio) } }"
    )
    body = '<div class="sheet"><div class="s-folio">00</div></div>'
    found = FurnitureFragment.from_files(press.furniture(Galley(html(body), css)).files)
    assert found.is_spelt


def pages_of(project: Project, slug: str) -> list[str]:
    file = build(project, slug, ("pdf",)).files[f"{slug}.pdf"]
    with pdfium.PdfDocument(file) as document:
        return [text_on(document, n) for n in range(len(document))]


OWN = {
    "the theme's": "",
    "among words": '@page { @bottom-center { content: "Leaf " string(folio) !important } }',
    "twice": "@page { @bottom-left { content: string(folio) } }",
}


@pytest.mark.parametrize("own", here(OWN, "among words"))
@pytest.mark.parametrize("theme", here(["book", "report", "brief"], "book"))
def test_every_page_says_what_it_says_when_each_sheet_is_drawn(
    theme: str, own: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"one.md": f"# One\n\n{TEXT}\n", "two.md": f"# The 100 tides\n\n{TEXT}\n"}
    body = "body: [one.md, two.md]"
    project, slug = desk.write(files, f"theme: {theme}\n{body}\neditions: [pdf]")
    css = project.source / slug / "templates" / "own.css"
    css.parent.mkdir(parents=True)
    css.write_text(OWN[own], encoding="utf-8")
    drawn = pages_of(project, slug)
    monkeypatch.setattr(passes, "draw_once", lambda render, sheets, *_: DrawnSheets.whole(
        render(sheets), len(sheets)))  # fmt: skip
    assert drawn == pages_of(project, slug)
    assert sum("Leaf " in page for page in drawn) > 5 * (own == "among words") - 1

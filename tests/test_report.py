"""The theme report, its role summary, and large print in every theme."""

from collections.abc import Iterator, Mapping
from ctypes import create_string_buffer
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdfium2 as pdfium
import pytest
from conftest import ROOT, Desk
from pypdfium2 import raw

from octavo.markup.css.flatten import flatten
from octavo.markup.tree import elements, text_of
from octavo.production.pipeline import Built, build

TEMPLATES = ROOT / "templates"
LARGE = 18
"""Points; the least size of large print (RNIB: 16 to 18, APH: 18)."""
PIXEL = 0.75
"""Points; WeasyPrint sets type in CSS pixels, on a page that is scaled to them."""
A4 = (595.28, 841.89)
WORDS = """\
Extraordinarily characteristic misunderstandings notwithstanding, incomprehensibilities
proliferate unconditionally; *counterrevolutionary* acknowledgements **internationalise**
an ABC.[^one] Extraordinarily characteristic misunderstandings notwithstanding,
incomprehensibilities proliferate.

> Quoted words.
>
> --- Somebody

/// key-points
- A point.
///

/// tip
A box.
///

*[ABC]: Alphabet
[^one]: A note with quite a few words, so that it needs more than one line at the foot of its page.
"""


def document_of(built: Built, name: str) -> pdfium.PdfDocument:
    return pdfium.PdfDocument(built.files[f"{name}.pdf"])


def sizes(document: pdfium.PdfDocument) -> Iterator[tuple[float, str]]:
    """Yield (size in points, character) of what is printed, spaces and hidden marks left out."""
    for page in document:
        text = page.get_textpage()
        for n in range(text.count_chars()):
            sign = chr(raw.FPDFText_GetUnicode(text, n))
            if sign.isprintable() and not sign.isspace():
                yield raw.FPDFText_GetFontSize(text, n) * PIXEL, sign


def test_a_summary_without_a_heading_is_called_by_the_word_for_it(desk: Desk) -> None:
    head = "language: de\nfront: [summary.md]\nbody: [text.md]\ntheme: report"
    publication = desk.read({"summary.md": "Kurz gesagt.\n", "text.md": "# Eins\n\nWort.\n"}, head)
    summary, _ = publication.chapters
    assert (summary.role, summary.title) == ("summary", "Zusammenfassung")
    assert [text_of(head) for head in elements(summary.body, "h1")] == ["Zusammenfassung"]
    assert publication.toc[0].title == "Zusammenfassung"


def test_a_summary_keeps_the_heading_that_it_has(desk: Desk) -> None:
    head = "front: [summary.md]\nbody: [text.md]\ntheme: report"
    texts = {"summary.md": "# In brief\n\nIt leaks.\n", "text.md": "# One\n\nWord.\n"}
    summary, _ = desk.read(texts, head).chapters
    assert [text_of(head) for head in elements(summary.body, "h1")] == ["In brief"]


def test_the_title_page_of_a_report_names_house_series_people_and_their_houses(
    built: Mapping[str, Built],
) -> None:
    made = built["report"]
    with ZipFile(BytesIO(made.files["report.epub"])) as package:
        title = package.read("EPUB/piece-title.xhtml").decode()
    page = document_of(made, "report")[0].get_textpage().get_text_range()
    html = made.files["report.html"].decode()
    for words in (
        "Corran Institute for Public Works",
        "Public Works Papers 14",
        "Tomas Quill",
        "Department of",
        "17 September 2024",
    ):
        assert words in title and words in html
        assert words in " ".join(page.split())


def test_a_wide_table_of_a_report_lies_on_a_page_of_its_own(built: Mapping[str, Built]) -> None:
    document = document_of(built["report"], "report")
    turned = [page for page in document if page.get_width() > page.get_height()]
    assert len(turned) == 1
    words = turned[0].get_textpage().get_text_range()
    assert "Days until" in words and "Pressure is higher" not in words


def test_an_epub_sheet_has_no_border_that_lost_its_value() -> None:
    css = (
        ":root { --accent: #123456 }\n"
        "table { border-top-color: var(--accent); outline-color: red; padding: 1em }\n"
        "hr { border-color: var(--accent) }\n"
        "p { border-top: 1px solid var(--accent) }\n"
    )
    assert flatten(css, ()) == "table { padding: 1em }\np { border-top: 1px solid }\n"


@pytest.fixture(scope="module", params=["brief", "book", "report"])
def large(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> pdfium.PdfDocument:
    """The PDF of a text in one theme, in large print."""
    theme = request.param
    head = "## A section" if theme == "brief" else "# A chapter\n\n## A section"
    texts = {"text.md": f"{head}\n\n{WORDS}"}
    desk = Desk(tmp_path_factory.mktemp(theme))
    metadata = (
        f"theme: {theme}\nbody: [text.md]\nnumbering: sections\n"
        "editions: [{name: pdf, style: large-print}]\n"
        "subtitle: A subtitle\npublisher: A house\nseries: {name: A series}\n"
        "contributors: [{name: A. Author, affiliation: A place, biography: Wrote this.}]"
    )
    project, slug = desk.write(texts, metadata)
    return document_of(build(project, slug), slug)


def test_nothing_in_large_print_is_smaller_than_18_points(large: pdfium.PdfDocument) -> None:
    small = [(round(size, 1), sign) for size, sign in sizes(large) if size < LARGE - 0.1]
    assert small == []


def test_large_print_is_on_a4_and_breaks_no_word(large: pdfium.PdfDocument) -> None:
    assert {tuple(round(side, 2) for side in page.get_size()) for page in large} == {A4}
    text = "\n".join(page.get_textpage().get_text_range() for page in large)
    assert "misunderstandings" in text and "incomprehensibilities" in text
    assert [line for line in text.splitlines() if line.endswith("-") or "\ufffe" in line] == []


def test_large_print_has_neither_italics_nor_small_capitals(large: pdfium.PdfDocument) -> None:
    fonts = {name for page in large for name in _fonts(page)}
    assert fonts
    assert [name for name in fonts if "Italic" in name] == []
    assert [name for name in fonts if "NotoSans" in name.replace("-", "")] != []


def _fonts(page: pdfium.PdfPage) -> Iterator[str]:
    text = page.get_textpage()
    for n in range(text.count_chars()):
        length = raw.FPDFText_GetFontInfo(text, n, None, 0, None)
        name = create_string_buffer(max(length, 1))
        raw.FPDFText_GetFontInfo(text, n, name, length, None)
        if name.value:
            yield name.value.decode()


def test_every_theme_has_large_print() -> None:
    themes = sorted(path.parent.name for path in TEMPLATES.glob("*/theme.yaml"))
    assert themes == ["book", "brief", "report"]
    assert [
        name for name in themes if not Path(TEMPLATES / name / "large-print.css").is_file()
    ] == []

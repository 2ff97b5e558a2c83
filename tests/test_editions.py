"""Editions and their variants: what each holds, how it is called, what cannot be asked of it."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest
from conftest import Desk

from octavo.checks.parity import parity
from octavo.core.problems import BuildFailed
from octavo.production import pipeline
from octavo.production.pipeline import Built, workshop_of
from octavo.production.publication_reader import read_publication

BOOKS = Path(__file__).parent / "books"


@pytest.fixture(scope="session")
def walk(built: Mapping[str, Built]) -> Built:
    return built["variants"]


def words(built: Built, name: str) -> str:
    """Return all words of a finished edition."""
    data = built.files[name]
    if name.endswith(".pdf"):
        pages = pypdfium2.PdfDocument(data)
        text = "\n".join(page.get_textpage().get_text_range() for page in pages)
        return " ".join(text.split())
    if name.endswith(".epub"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [each for each in package.namelist() if each.endswith((".xhtml", ".opf"))]
            return " ".join(" ".join(package.read(each).decode().split()) for each in names)
    return " ".join(data.decode().split())


def single(built: Built) -> list[str]:
    """Return the names of the editions that are one file."""
    return sorted(n for n in built.files if n.startswith("variants") and "/" not in n)


def sizes(data: bytes) -> set[tuple[int, int]]:
    """Return the sizes of a PDF's trimmed pages, in millimetres."""
    boxes = [page.get_trimbox() for page in pypdfium2.PdfDocument(data)]
    return {(round((r - le) / 72 * 25.4), round((t - b) / 72 * 25.4)) for le, b, r, t in boxes}


def test_each_edition_is_a_file_of_its_own(walk: Built) -> None:
    assert sorted(
        name for name in walk.files if name.startswith("variants") and "/" not in name
    ) == [
        "variants-large.pdf",
        "variants-print.pdf",
        "variants-sample.epub",
        "variants.epub",
        "variants.html",
        "variants.pdf",
    ]


ONLY = {
    "The letters are as large": {"variants.html", "variants.epub", "variants-sample.epub"},
    "The pages are numbered as": {"variants.pdf", "variants-print.pdf", "variants-large.pdf"},
    "on paper that bears rain": {"variants-print.pdf"},
    "Here the sample ends": {"variants-sample.epub"},
}


@pytest.mark.parametrize("sentence", ONLY)
def test_content_for_some_editions_stands_in_those_and_their_variants(
    sentence: str, walk: Built
) -> None:
    holding = {name for name in single(walk) if sentence in words(walk, name)}
    assert holding == ONLY[sentence]


def test_an_extract_holds_its_files_and_leads_nowhere_else(walk: Built) -> None:
    text = words(walk, "variants-sample.epub")
    assert "Start where the ropes are" in text and "marked by withies" not in text
    assert "Chapter 2" in text and "#sands" not in text
    assert "Table 2.1" in text and "#tbl-tides" not in text
    assert "Down to the water" in text and "Under the light" not in text


def test_an_extract_lists_the_pages_of_its_own_chapters(walk: Built) -> None:
    text = words(walk, "variants-sample.epub")
    assert 'href="quay.xhtml#page-3">3<' in text
    assert ">5</a>" not in text, "the sands stand there"
    assert ">5</a>" in words(walk, "variants.epub")


def test_a_variant_has_an_identifier_of_its_own(walk: Built) -> None:
    def identifier(name: str) -> str:
        return words(walk, name).partition('<dc:identifier id="id">')[2].partition("<")[0]

    sample = identifier("variants-sample.epub")
    assert sample.startswith("urn:uuid:")
    assert sample != identifier("variants.epub")


def test_a_print_edition_has_bleed_around_the_trimmed_page(walk: Built) -> None:
    page = pypdfium2.PdfDocument(walk.files["variants-print.pdf"])[0]
    left, bottom, right, top = page.get_trimbox()
    bleed = 3 / 25.4 * 72
    wanted = (left - bleed, bottom - bleed, right + bleed, top + bleed)
    assert page.get_bleedbox() == pytest.approx(wanted, abs=0.1)
    assert sizes(walk.files["variants-print.pdf"]) == sizes(walk.files["variants.pdf"])
    corner = page.render().to_pil().getpixel((1, 1))
    assert corner == (0x16, 0x32, 0x4A), "the ground of the cover fills the bleed"


def test_a_style_is_laid_over_all_others(walk: Built) -> None:
    assert sizes(walk.files["variants-large.pdf"]) == {(210, 297)}
    assert sizes(walk.files["variants.pdf"]) == {(135, 210)}


def test_an_edition_sets_its_notes_its_own_way(walk: Built) -> None:
    assert " Notes 1 They are wet" in words(walk, "variants-large.pdf")
    assert "Notes" not in words(walk, "variants.pdf")


@pytest.mark.long
def test_an_edition_made_alone_has_the_bytes_of_a_whole_build(tmp_path: Path, walk: Built) -> None:
    home = BOOKS / "variants"
    project = pipeline.Project(home, tmp_path / "build", None)
    alone = pipeline.build(project, "variants", ["epub-sample", "pdf-print"])
    assert {name for name in alone.files if name.startswith("variants") and "/" not in name} == {
        "variants-sample.epub",
        "variants-print.pdf",
    }
    for name in ("variants-sample.epub", "variants-print.pdf"):
        assert alone.files[name] == walk.files[name]


def test_parity_holds_each_variant_against_what_it_should_hold(desk: Desk) -> None:
    files = {"one.md": "# One\n\nFirst words.", "two.md": "# Two\n\nLast words."}
    extract = "theme: book\neditions: [html, {name: html-first, files: [one.md]}]"
    project, slug = desk.write(files, extract)
    made = pipeline.build(project, slug).files
    publication = read_publication(workshop_of(project, slug), slug)
    whole, first = f"{slug}.html", f"{slug}-first.html"
    swapped = {whole: made[first], first: made[whole]}
    told = [str(each) for each in parity(publication, swapped)]
    assert any("the HTML edition lacks" in each for each in told)
    assert any("the html-first edition has" in each and "too many" in each for each in told)


FAULTS = {
    "[html, docx]": "there is no edition 'docx'",
    "[html, pdf-]": "there is no edition 'pdf-'",
    "[html, html]": "two editions are called 'html'",
    "[]": "there are no editions",
    "[{name: epub, bleed_mm: 3}]": "only an edition in PDF has this",
    "[{name: html, standard: a-3a}]": "only an edition in PDF has this",
    "[{name: pdf, standard: x-4}]": "'editions.0.standard' cannot be 'x-4'",
    "[{name: pdf, bleed_mm: 30}]": "a bleed of 30 mm",
    "[{name: pdf, notes: popup}]": "an edition in PDF sets no notes at 'popup'",
    "[{name: pdf, files: [none.md]}]": "the publication has no file 'none.md'",
    "[{name: pdf, style: ../../secret}]": "'../../secret' is no name of a style sheet",
    "[{name: pdf, style: nowhere}]": "there is no style sheet 'nowhere'",
    "[{name: pdf, colour: red}]": "unknown key 'colour'",
}


@pytest.mark.parametrize("editions", FAULTS)
def test_what_cannot_be_asked_of_an_edition_is_told_at_its_place(editions: str, desk: Desk) -> None:
    with pytest.raises(BuildFailed) as caught:
        desk.read("Text.", f"editions: {editions}")
    (problem,) = caught.value.problems
    assert FAULTS[editions] in problem.message
    assert problem.place.line == 5 and problem.place.column > 1 and problem.hint


def test_a_variant_that_is_not_there_cannot_be_made(desk: Desk) -> None:
    project, slug = desk.write("Text.", "editions: [html, html-wide]")
    with pytest.raises(BuildFailed) as caught:
        pipeline.build(project, slug, ["html-broad"])
    (problem,) = caught.value.problems
    assert problem.code == "E118" and "html, html-wide" in problem.hint
    assert set(pipeline.build(project, slug, ["html-wide"]).files) >= {f"{slug}-wide.html"}

"""Signs and headings as the pages of a PDF show them, measured."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from conftest import Desk

from octavo.finished.pdf_items import read_pdf
from octavo.finished.pdf_reader import OpenPage, OpenPdf
from octavo.production.pipeline import build


@contextmanager
def page_with(data: bytes, words: str) -> Iterator[tuple[OpenPage, int]]:
    """Give the page that shows words, and where in its text they begin."""
    with OpenPdf(data) as pdf:
        for page in pdf.pages():
            if words in page.text:
                yield page, page.text.index(words)
                return
    raise AssertionError(f"no page shows {words}")


def height_of(data: bytes, words: str) -> float:
    """Return the height of the x in words: by that the eye tells the size of faces."""
    with page_with(data, words) as (page, at):
        box = page.box(at + words.index("x"))
        assert box is not None
        return box[3] - box[1]


def test_letters_that_stand_for_two_are_read_back(desk: Desk) -> None:
    """ǉ and ǌ are a letter each, and have two in a PDF's words."""
    project, slug = desk.write("# Ǌiva\n\nǉubav ǌegov Ǆep\n", "editions: [pdf]\nlanguage: hr")
    built = build(project, slug, ["pdf"])
    assert [str(each) for each in built.problems if each.code == "E310"] == []
    words = " ".join(block.text for block in read_pdf(built.files[f"{slug}.pdf"]).blocks)
    assert unicodedata.normalize("NFKC", "ǉubav ǌegov") in unicodedata.normalize("NFKC", words)


def test_the_sign_of_a_number_stands_at_its_left_in_a_hebrew_table(desk: Desk) -> None:
    text = "# ראש\n\n| שם | מספר |\n|---|---|\n| אחד | -12 |\n\nTable: טבלה\n"
    project, slug = desk.write(text, "editions: [pdf]\nlanguage: he")
    data = build(project, slug, ["pdf"]).files[f"{slug}.pdf"]
    with page_with(data, "\u2212") as (page, at):
        sign, digit = page.box(at), page.box(page.text.index("12"))
        assert sign is not None
        assert digit is not None
        assert sign[2] <= digit[0] + 0.5


@pytest.mark.parametrize("theme", ["book", "report", "brief"])
def test_headings_of_the_fifth_and_sixth_level_look_as_large_as_the_text(
    desk: Desk, theme: str
) -> None:
    levels = "".join(f"{'#' * n} Level\n\n" for n in range(1, 5))
    text = f"{levels}##### Fox five\n\n###### Fox six\n\nA fox of plain words.\n"
    project, slug = desk.write(text, f"theme: {theme}\neditions: [pdf]")
    data = build(project, slug, ["pdf"]).files[f"{slug}.pdf"]
    plain = height_of(data, "fox of plain")
    assert min(height_of(data, "Fox five"), height_of(data, "Fox six")) >= plain - 0.05

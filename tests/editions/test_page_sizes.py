"""Sizes of pages by one word: the page, its margins, and what stands on it."""

from itertools import product
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from conftest import Desk
from small_works import order, work

from octavo.core.problems import BuildFailed
from octavo.editions.order import Order
from octavo.editions.units.cover import draw_cover
from octavo.editions.units.facts import facts
from octavo.markup.css.flatten import tokens
from octavo.model.metadata import Edition
from octavo.production.pipeline import build
from octavo.themes import SIZES, page_sheet

INCHES = {"mm": 25.4, "pt": 72.0}
THEMES = ("book", "brief", "report")
MILLIMETRES = {
    "a4": (210, 297),
    "a5": (148, 210),
    "b5": (176, 250),
    "letter": (215.9, 279.4),
    "trade": (152.4, 228.6),
}


def placed(folder: Path, theme: str, size: str) -> Order:
    """Return the order for a PDF of a theme on pages of a size."""
    made = order(folder, work(page=size), "pdf", theme)
    return made.of(Edition("pdf"))


def points(length: str) -> float:
    return float(length[:-2]) / INCHES[length[-2:]] * 72


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("A5", "a5"),
        ("a5", "a5"),
        ("US Letter", "letter"),
        ("us-letter", "letter"),
        ("US trade", "trade"),
        ("6x9", "trade"),
        ("6 \u00d7 9 in", "trade"),
        ("crown octavo", "crown-octavo"),
    ],
)
def test_a_size_has_its_sheet_in_any_spelling(word: str, name: str) -> None:
    assert page_sheet(word) == f"page-{name}.css"


@pytest.mark.parametrize(("theme", "size"), [*product(THEMES, SIZES)])
def test_a_page_brings_margins_that_leave_a_column_to_read(
    tmp_path: Path, theme: str, size: str
) -> None:
    """45 to 80 characters, two fifths to three quarters of the page."""
    made = placed(tmp_path, theme, size)
    told = tokens(made.theme.sheet(made.workshop, "tokens.css"))
    names = ("width", "height"), ("start", "end", "top", "bottom")
    width, height = (points(told[f"--page-{each}"]) for each in names[0])
    start, end, top, bottom = (points(told[f"--margin-{each}"]) for each in names[1])
    assert (width, height) == pytest.approx([each / 25.4 * 72 for each in MILLIMETRES[size]])
    assert points(told["--hang"]) < start - 20
    share = (width - start - end) * (height - top - bottom) / (width * height)
    assert (0.38 if theme == "book" else 0.33) < share < 0.75
    characters = (width - start - end) / (
        points(told["--size"]) * (0.4 if theme == "book" else 0.46)
    )
    assert 45 < characters < 82


@pytest.mark.parametrize("size", SIZES)
def test_a_books_page_holds_a_whole_number_of_lines(tmp_path: Path, size: str) -> None:
    """A trifle more, so that rounding takes none away."""
    made = placed(tmp_path, "book", size)
    told = tokens(made.theme.sheet(made.workshop, "tokens.css"))
    height, top, bottom, lead = (
        points(told[f"--{name}"]) for name in ("page-height", "margin-top", "margin-bottom", "lead")
    )
    assert 0 < (height - top - bottom) % lead < 0.5


def test_a_drawn_cover_has_the_shape_of_its_page(tmp_path: Path) -> None:
    for size, (width, height) in MILLIMETRES.items():
        made = placed(tmp_path, "book", size)
        told = facts(made.workshop, made.publication, made)
        cover = draw_cover(made.workshop, made.theme, told)
        assert cover.height / cover.width == pytest.approx(height / width, abs=0.001)


@pytest.mark.parametrize("theme", THEMES)
def test_publications_and_editions_have_pages_of_their_own(desk: Desk, theme: str) -> None:
    text = "Words." if theme == "brief" else "# One\n\nWords."
    meta = f"theme: {theme}\npage: A5\nbody: [one.md]\n"
    meta += "editions: [pdf, {name: pdf-us, page: US Letter}]"
    project, slug = desk.write({"one.md": text}, meta)
    built = build(project, slug)
    assert built.problems == ()
    found = [
        {tuple(round(each / 72 * 25.4, 1) for each in page.get_size()) for page in document}
        for document in map(
            pdfium.PdfDocument, (built.files[f"{slug}.pdf"], built.files[f"{slug}-us.pdf"])
        )
    ]
    assert found == [{(148.0, 210.0)}, {(215.9, 279.4)}]


def test_a_size_that_is_not_there_is_told(desk: Desk) -> None:
    meta = "theme: book\npage: A55\nbody: [one.md]\neditions: [html]"
    project, slug = desk.write({"one.md": "# One\n\nWords."}, meta)
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    (problem,) = failure.value.problems
    assert problem.code == "E104" and "a5" in problem.hint


def test_a_house_has_a_size_of_its_own_by_a_sheet(desk: Desk) -> None:
    sheet = ":root { --page-width: 120mm; --page-height: 180mm; --margin-start: 15mm }"
    files = {"one.md": "# One\n\nWords.", "templates/shared/page-crown.css": sheet}
    project, slug = desk.write(files, "theme: book\npage: Crown\nbody: [one.md]\neditions: [pdf]")
    document = pdfium.PdfDocument(build(project, slug).files[f"{slug}.pdf"])
    assert document[0].get_size() == pytest.approx((120 / 25.4 * 72, 180 / 25.4 * 72), abs=0.1)

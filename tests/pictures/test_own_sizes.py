"""A picture without a width has its own size, 96 pixels to the inch, where there is room for it."""

import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from browsing import browsed
from camera import file, project, view
from PIL import Image

from octavo.production.pipeline import build

SIZES = {"icon": (20, 20), "small": (300, 200), "photo": (1600, 1000)}
TEXT = "Words.\n\n" + "".join(
    f"![{name}]({name}.png)\n\nFigure: A caption of {name}.\n\n" for name in SIZES
)
NAMED = "![half](small.png){width=50%}\n\n![wide](icon.png){.wide}\n"
POINT = 0.75


def files() -> dict[str, bytes]:
    """Return pictures whose resolution says something else than 96 pixels to the inch."""
    return {f"{name}.png": file(view(*size), "PNG", dpi=(300, 300)) for name, size in SIZES.items()}


def widths(pdf: bytes) -> list[float]:
    """Return the widths of a PDF's pictures in pixels of CSS, in their order."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            left, _, right, _ = item.get_bounds()
            found.append((right - left) / POINT)
    return found


@pytest.mark.slow
def test_the_pdf_shows_pictures_in_their_own_size_within_the_text(tmp_path: Path) -> None:
    home = project(tmp_path, TEXT + NAMED, files(), "editions: [pdf]\n")
    icon, small, photo, half, wide = widths(build(home, "views").files["views.pdf"])
    assert (round(icon), round(small)) == (20, 300)
    assert small < photo < 1600
    assert half == pytest.approx(photo / 2, abs=1) and wide > photo


@pytest.mark.conformance
@pytest.mark.xdist_group("chromium")
@pytest.mark.parametrize("theme", ["brief", "report", "book"])
def test_browsers_show_pictures_in_their_own_size_within_column_and_window(
    tmp_path: Path, theme: str
) -> None:
    tall = file(Image.new("RGB", (1200, 2400)), "PNG")
    given = {**files(), "tall.png": tall}
    text = f"{TEXT}![tall](tall.png)\n"
    home = project(tmp_path, text, given, f"theme: {theme}\neditions: [html, epub]\n")
    made = build(home, "views").files
    (tmp_path / "views.html").write_bytes(made["views.html"])
    (tmp_path / "views.epub").write_bytes(made["views.epub"])
    with zipfile.ZipFile(tmp_path / "views.epub") as book:
        book.extractall(tmp_path / "book")
    pages = (tmp_path / "views.html", next((tmp_path / "book" / "EPUB").glob("views.xhtml")))
    told: dict[str, Any] = browsed("pixels.cjs", *pages)
    for page in pages:
        seen = {each["alt"]: each for each in told[str(page)]}
        assert (seen["icon"]["across"], seen["small"]["across"]) == (20, 300)
        assert 300 < seen["photo"]["across"] <= told["window"]["width"]
        assert 300 < seen["tall"]["down"] <= told["window"]["height"]

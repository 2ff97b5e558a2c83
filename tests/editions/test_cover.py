"""Covers and cards: letters as outlines, drawn by whole numbers, the same bytes everywhere."""

import io
import zipfile

import pytest
from conftest import Desk
from PIL import Image

from octavo.fonts.raster import LEVELS, Shape, box, png
from octavo.production.pipeline import build

TEXT = {"brief": "Text.\n", "report": "# One\n\nText.\n", "book": "# One\n\nText.\n"}
URL = 'identifiers: {url: "https://example.org/works/tides/"}'


def drawn(*shapes: Shape, size: tuple[int, int] = (20, 10)) -> Image.Image:
    return Image.open(io.BytesIO(png(size, "#ffffff", shapes))).convert("L")


def test_a_box_is_filled_to_its_edges_and_no_further() -> None:
    picture = drawn(Shape(box(3, 2, 10, 5), "#000000"))
    for x in range(20):
        for y in range(10):
            inside = 3 <= x < 13 and 2 <= y < 7
            assert picture.getpixel((x, y)) == (0 if inside else 255), (x, y)


def test_half_a_pixel_is_half_as_dark() -> None:
    picture = drawn(Shape("M2.5 2h4v4h-4z", "#000000"))
    half = 255 * (LEVELS - (LEVELS + 1) // 2) // LEVELS
    assert abs(int(picture.getpixel((2, 3)) or 0) - half) <= 255 // LEVELS
    assert picture.getpixel((4, 3)) == 0


def test_what_runs_the_other_way_is_a_hole() -> None:
    picture = drawn(Shape(f"{box(1, 1, 8, 8)}M3 3v4h4v-4z", "#000000"))
    assert picture.getpixel((2, 2)) == 0 and picture.getpixel((4, 4)) == 255


def test_shapes_that_overlap_stay_filled() -> None:
    picture = drawn(Shape(box(1, 1, 8, 8) + box(3, 3, 8, 5), "#000000"))
    assert picture.getpixel((5, 5)) == 0


@pytest.mark.parametrize("path", ["q5 -10 10 0", "c3 -6 7 -6 10 0", "l5 -5l5 5"])
def test_a_curve_covers_what_lies_below_it(path: str) -> None:
    picture = drawn(Shape(f"M4 8{path}z", "#000000"))
    assert picture.getpixel((9, 7)) == 0 and picture.getpixel((9, 1)) == 255
    assert picture.getpixel((1, 7)) == 255


def test_what_lies_outside_is_cut_off() -> None:
    picture = drawn(Shape(box(-5, -5, 10, 10), "#000000"), Shape(box(15, 5, 20, 20), "#000000"))
    assert picture.getpixel((4, 4)) == 0 and picture.getpixel((5, 5)) == 255
    assert picture.getpixel((19, 9)) == 0


def test_more_shapes_than_a_palette_holds_share_their_colours() -> None:
    many = [Shape(box(n, n % 9, 1, 1), ("#000000", "#ff0000")[n % 2]) for n in range(20)]
    picture = Image.open(io.BytesIO(png((20, 10), "#ffffff", many))).convert("RGB")
    for n in range(20):
        assert picture.getpixel((n, n % 9)) == ((0, 0, 0), (255, 0, 0))[n % 2]


def test_the_same_letters_have_the_same_bytes() -> None:
    """Digest of what this very arithmetic gives: another machine must not give another."""
    from hashlib import sha256

    path = "M2 9l4 -8l4 8zM12 5q2.5 -4.7 5 0q-2.5 4.7 -5 0z"
    data = png((20, 10), "#f5f0e8", [Shape(path, "#1b1a18")])
    pixels = Image.open(io.BytesIO(data)).tobytes()
    assert sha256(pixels).hexdigest()[:16] == "36749723b3435531"


LONG = f"title: {'On the Measuring of Water ' * 60}\nsubtitle: {'Reckonings and Results ' * 40}"


def test_a_cover_says_as_much_of_its_words_as_it_has_room_for(desk: Desk) -> None:
    names = "".join(
        f"\n  - {{name: Somebody Whose Name Is Long {n}, role: aut}}" for n in range(40)
    )
    meta = f"contributors:{names}\ntheme: report\neditions: [epub, pdf]"
    project, slug = desk.write(TEXT["report"], meta)
    path = project.source / slug / "publication.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Work", LONG), encoding="utf-8")
    made = build(project, slug).files
    with zipfile.ZipFile(io.BytesIO(made[f"{slug}.epub"])) as book:
        picture = Image.open(io.BytesIO(book.read("EPUB/octavo-cover.png"))).convert("L")
    assert len(picture.crop((0, 480, picture.width, picture.height)).getcolors() or ()) > 2


@pytest.mark.parametrize("theme", ["brief", "report", "book"])
def test_the_card_stands_beside_the_page_that_names_it(desk: Desk, theme: str) -> None:
    editions = "editions: [html, {name: html-site, split: chapters}]"
    project, slug = desk.write(
        TEXT[theme],
        f"theme: {theme}\n{URL}\n{editions}",
    )
    files = build(project, slug).files
    site = f"{slug}-site"
    for page, card in (
        (f"{slug}.html", f"{slug}-card.png"),
        (f"{slug}-site/index.html", "card.png"),
    ):
        address = f"https://example.org/works/tides/{card}"
        assert f'<meta property="og:image" content="{address}"' in files[page].decode()
        name = card if card in files else f"{site}/{card}"
        assert Image.open(io.BytesIO(files[name])).size == (1200, 630)


def test_without_an_address_there_is_no_card(desk: Desk) -> None:
    project, slug = desk.write("Text.\n", "editions: [html]")
    files = build(project, slug).files
    assert not any("card" in name for name in files)
    assert "og:image" not in files[f"{slug}.html"].decode()


def test_a_long_title_stays_on_its_card(desk: Desk) -> None:
    title = "title: " + "Harbours and those who kept them " * 12
    project, slug = desk.write("Text.\n", f"{URL}\neditions: [html]")
    path = project.source / slug / "publication.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("title: Work", title), encoding="utf-8"
    )
    card = Image.open(io.BytesIO(build(project, slug).files[f"{slug}-card.png"])).convert("RGB")
    ground = card.getpixel((2, 2))
    edge = [card.getpixel((x, y)) for x in range(1200) for y in (*range(30), *range(600, 630))]
    sides = [card.getpixel((x, y)) for x in (*range(70), *range(1130, 1200)) for y in range(630)]
    assert set(edge) == set(sides) == {ground}


@pytest.mark.parametrize("theme", ["brief", "report", "book"])
def test_the_cover_of_an_epub_has_the_size_that_shops_ask_for(desk: Desk, theme: str) -> None:
    project, slug = desk.write(TEXT[theme], f"theme: {theme}")
    data = build(project, slug).files[f"{slug}.epub"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        picture = Image.open(io.BytesIO(archive.read("EPUB/octavo-cover.png")))
        opf = archive.read("EPUB/content.opf").decode()
    assert picture.size == (1600, 2560) and len(picture.convert("RGB").getcolors(99) or ()) > 10
    assert 'media-type="image/png"' in opf and "cover-image" in opf

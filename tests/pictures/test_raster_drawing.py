"""A cover's drawing is pixels in an EPUB: its paths, its words, and the rasters that it holds."""

import base64
import io
import zipfile
from pathlib import Path

import pytest
from camera import file, project
from PIL import Image
from small_works import order, work

from octavo.markup.tree import elements, parse_xml
from octavo.model.formats import Room
from octavo.pictures.drawings import drawing
from octavo.pictures.drawn_words import as_outlines, text_of_drawing
from octavo.pictures.raster_drawing import draw_pixels
from octavo.production.pipeline import build

ROOM = Room(600, 600, 240_000)
BLUE, RED, WHITE = (34, 68, 102), (200, 0, 0), (255, 255, 255)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300" viewBox="0 0 300 300">'
GROUND = '<rect width="300" height="300" fill="#224466"/>'


def raster(x: int, y: int, attributes: str = "", size: tuple[int, int] = (40, 40)) -> str:
    """Return a red picture of 100 x 100 in a drawing, yellow in its right half."""
    picture = Image.new("RGB", size, RED)
    picture.paste((240, 230, 0), (size[0] // 2, 0, *size))
    packed = base64.b64encode(file(picture, "PNG")).decode()
    place = f'x="{x}" y="{y}" width="100" height="100"'
    return f'<image {place} {attributes} href="data:image/png;base64,{packed}"/>'


def draw(tmp_path: Path, inside: str) -> Image.Image:
    given = order(tmp_path, work())
    clean = drawing("a.svg", f"{HEAD}{inside}</svg>".encode()).asset.data
    data, size = draw_pixels(as_outlines(given.workshop, given.theme, clean), ROOM)
    assert size == (490, 490)
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", size)
        return image.resize((300, 300), Image.Resampling.NEAREST)


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < 6


def test_rasters_stand_between_what_is_before_and_behind_them(tmp_path: Path) -> None:
    inside = f'{GROUND}{raster(100, 100)}<path d="M100 100h30v30h-30z" fill="#fff"/>'
    seen = draw(tmp_path, inside)
    assert near(seen.getpixel((110, 110)), WHITE)
    assert near(seen.getpixel((140, 180)), RED)
    assert near(seen.getpixel((190, 150)), (240, 230, 0))
    assert near(seen.getpixel((90, 150)), BLUE)


def test_a_raster_is_cut_turned_and_faint_as_its_groups_say(tmp_path: Path) -> None:
    clip = '<clipPath id="c"><circle cx="150" cy="150" r="30"/></clipPath>'
    cut = draw(tmp_path, f'{clip}{GROUND}<g clip-path="url(#c)">{raster(100, 100)}</g>')
    assert near(cut.getpixel((130, 150)), RED) and near(cut.getpixel((105, 105)), BLUE)
    turned = f'<g transform="rotate(90 150 150)" opacity="0.5">{raster(100, 100)}</g>'
    faint = draw(tmp_path, f"{GROUND}{turned}")
    assert near(faint.getpixel((150, 110)), (117, 34, 51))
    assert near(faint.getpixel((150, 190)), (137, 149, 51))


def test_a_raster_is_as_large_as_its_place_lets_it(tmp_path: Path) -> None:
    seen = draw(tmp_path, f"{GROUND}{raster(100, 100, size=(80, 40))}")
    assert near(seen.getpixel((110, 150)), RED) and near(seen.getpixel((110, 110)), BLUE)
    stretched = raster(100, 100, 'preserveAspectRatio="none"', (80, 40))
    filled = draw(tmp_path, GROUND + stretched)
    assert near(filled.getpixel((110, 110)), RED)


def test_words_are_drawn_and_the_ground_is_white(tmp_path: Path) -> None:
    seen = draw(tmp_path, '<text x="20" y="200" font-size="90" fill="#c80000">HHH</text>')
    assert near(seen.getpixel((299, 0)), WHITE)
    assert sum(near(colour, RED) * count for count, colour in seen.getcolors(90_000)) > 1000


@pytest.mark.parametrize("room", [Room(200, 600, 90_000), Room(600, 150, 90_000)])
def test_it_fits_into_its_room(tmp_path: Path, room: Room) -> None:
    data, size = draw_pixels(f"{HEAD}{GROUND}</svg>".encode(), room)
    assert size == (min(room.width, room.height),) * 2 and data.startswith(b"\x89PNG")
    assert data == draw_pixels(f"{HEAD}{GROUND}</svg>".encode(), room)[0]


def test_the_cover_of_an_epub_is_pixels_and_keeps_its_words(tmp_path: Path) -> None:
    words = '<text x="20" y="100" font-size="30">Low <tspan>water</tspan></text>'
    cover = f"{HEAD}{GROUND}{words}</svg>".encode()
    keys = "editions: [epub]\ncover: my cover.svg\n"
    home = project(tmp_path, "Words.\n", {"my cover.svg": cover}, keys)
    (book,) = (data for name, data in build(home, "views").files.items() if name.endswith("epub"))
    with zipfile.ZipFile(io.BytesIO(book)) as held:
        package = held.read("EPUB/content.opf").decode()
        (name,) = (each for each in held.namelist() if each.endswith(".png"))
        page = parse_xml(held.read("EPUB/piece-cover.xhtml"))
        with Image.open(io.BytesIO(held.read(name))) as image:
            assert image.size == (2366, 2366)
    assert 'media-type="image/png" properties="cover-image"' in package
    assert "svg" not in package.replace("my-cover.svg-", "")
    (image_,) = elements(page, "{http://www.w3.org/1999/xhtml}img")
    assert image_.get("alt") == "Cover: Pictures (Low water)"
    assert text_of_drawing(drawing("a.svg", cover).asset) == "Low water"

"""Pictures: upright, clean, in colours that all show and in the size of the edition."""

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import camera
import pytest
from camera import (
    SECRET,
    desk,
    drawing,
    file,
    photograph,
    press_profile,
    project,
    screenshot,
    stored,
    view,
    xmp,
)
from PIL import Image, ImageChops, ImageStat

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.editions.registry import Formats
from octavo.model.publication import Asset
from octavo.pictures import pixels, rasters
from octavo.pictures.containers import bare
from octavo.pictures.credits import credit_of
from octavo.pictures.forms import prepare
from octavo.pictures.picture import read_picture
from octavo.pictures.rooms import fit
from octavo.production.pipeline import build, check, workshop_of
from octavo.themes import read_theme

CYAN = (255, 0, 0, 0)
NEEDS = {name: format.pictures for name, format in Formats().items()}


def held(shop: Workshop, asset: Asset, edition: str) -> Asset:
    """Return the picture as an edition holds it."""
    return prepare(shop, read_theme(shop, "brief", Problem("", None, "")), asset, NEEDS[edition])


def decoded(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def distance(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures' values, 0 to 255."""
    assert one.size == other.size
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(ImageStat.Stat(difference).mean)


# Upright


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize(("kind", "most"), [("PNG", 0), ("WEBP", 0), ("JPEG", 1.5)])
def test_a_picture_is_upright_however_the_camera_was_held(
    tmp_path: Path, kind: str, most: float, orientation: int
) -> None:
    data = stored(view(), orientation, kind)
    assert decoded(data).size != (96, 64) or distance(decoded(data), view()) > 20
    asset = read_picture(desk(tmp_path, a_jpg=data), "a.jpg").asset
    assert (asset.width, asset.height) == (96, 64)
    assert distance(decoded(asset.data), view()) <= most
    assert not decoded(asset.data).getexif()


@pytest.mark.parametrize(
    "block", [b"", b"Exif\0\0", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\0\x09"]
)
def test_exif_that_says_nothing_turns_nothing(block: bytes) -> None:
    assert pixels.orientation(block) == 1


# Clean


def test_a_photograph_that_stands_upright_keeps_its_compressed_pixels(tmp_path: Path) -> None:
    profile = b"a profile of colours"
    data = photograph(view(), icc_profile=profile)
    clean = read_picture(desk(tmp_path, a_jpg=data), "a.jpg").asset.data
    plain = file(view(), "JPEG", icc_profile=profile)
    assert clean == plain
    assert len(data) > len(clean) + 1000


def test_a_screenshot_keeps_its_pixels_gamma_and_resolution_only(tmp_path: Path) -> None:
    data = screenshot(view())
    clean = read_picture(desk(tmp_path, a_png=data), "a.png").asset.data
    names = re.findall(rb"IHDR|gAMA|pHYs|IDAT|IEND|tEXt|zTXt|iTXt|eXIf|tIME|prVt", clean)
    assert list(dict.fromkeys(names)) == [b"IHDR", b"gAMA", b"pHYs", b"IDAT", b"IEND"]
    assert all(name in data for name in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"prVt"))
    assert distance(decoded(clean), view()) == 0


def test_a_photograph_without_jfif_keeps_what_tells_its_colours(tmp_path: Path) -> None:
    data = file(view(), "JPEG", keep_rgb=True, quality=95)
    assert b"Adobe" in data
    clean = read_picture(desk(tmp_path, a_jpg=data), "a.jpg").asset.data
    assert distance(decoded(clean), view()) < 2


def test_a_thumbnail_goes_and_the_resolution_stays() -> None:
    plain = file(view(), "JPEG", dpi=(300, 300))
    thumbed = camera.segment(0xE0, plain[6:18] + b"\3\3" + b"\xee" * 27)
    found = bare(plain[:2] + thumbed + plain[20:])
    assert found is not None
    assert found.data == plain
    assert decoded(found.data).info["dpi"] == (300, 300)


def test_a_webp_announces_nothing_that_it_no_longer_has() -> None:
    profile = b"a profile"
    data = file(view(), "WEBP", exif=camera.exif(), xmp=xmp(), icc_profile=profile)
    found = bare(data + b"appendix")
    assert found is not None
    assert found.data == file(view(), "WEBP", icc_profile=profile)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_that_is_clean_keeps_every_byte(kind: str) -> None:
    data = file(view(), kind)
    found = bare(data)
    assert found is not None
    assert (found.kind, found.data) == (kind, data)


def test_no_word_of_a_file_reaches_an_edition(tmp_path: Path) -> None:
    embedded = base64.b64encode(photograph(view())).decode()
    inner = f'<image width="9" height="9" xlink:href="data:image/jpeg;base64,{embedded}"/>'
    files = {
        "a.jpg": photograph(view(), credit=xmp('photoshop:Credit="Anna Petrel"')),
        "turned.jpg": stored(view(), 6, "JPEG"),
        "big.jpg": photograph(view(2500, 1700)),
        "b.png": screenshot(view()),
        "c.webp": file(view(), "WEBP", exif=camera.exif(), xmp=xmp(f'dc:rights="{SECRET}"')),
        "d.gif": camera.animation("GIF"),
        "e.svg": drawing("<text y='9'>Ebb</text>"),
        "f.svg": drawing(inner),
    }
    assert all(SECRET.encode() in data for data in files.values() if b"<image" not in data)
    shown_files = [name for name in files if name != "f.svg"]
    text = "Words.\n\n" + "".join(f"![Words beside {name}]({name})\n\n" for name in shown_files)
    home = project(tmp_path, text, files)
    shown = build(home, "views").files
    drawn = read_picture(workshop_of(home, "views"), "f.svg").asset.data
    told = {**shown, "f.svg": b"".join(embedded_in(drawn))}
    for name, data in told.items():
        parts = list(unpacked(name, data))
        assert SECRET.encode() not in b"\n".join(parts), name
    assert sum(len(list(unpacked(name, data))) for name, data in told.items()) > 40
    assert b"Words beside turned.jpg" in shown["views.html"]


def embedded_in(data: bytes) -> Iterator[bytes]:
    for words in re.findall(rb"base64,([A-Za-z0-9+/=]+)", data):
        yield base64.b64decode(words)


def unpacked(name: str, data: bytes) -> Iterator[bytes]:
    """Yield a file's bytes and all that is packed in them."""
    yield data
    yield from embedded_in(data)
    if name.endswith(".epub"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            yield from (book.read(each) for each in book.namelist())
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        with suppress(zlib.error):
            yield zlib.decompress(stream)


def test_a_drawing_loses_what_does_not_draw_and_keeps_what_does(tmp_path: Path) -> None:
    inside = '<!-- b --><g id="ink"><title>Ebb</title><use href="#ink2"/></g><style>rect{}</style>'
    asset = read_picture(desk(tmp_path, a_svg=drawing(inside, 'xml:lang="en"')), "a.svg").asset
    assert asset.data.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20" '
        'xml:lang="en"><rect width="40" height="20" fill="#ccd"/>'
        '<g id="ink"><title>Ebb</title><use href="#ink2"/></g><style>rect{}</style></svg>'
    )


def test_an_animation_is_whole_in_html_and_epub_and_its_first_frame_in_the_pdf(
    tmp_path: Path,
) -> None:
    for kind, name in (("GIF", "a.gif"), ("WEBP", "a.webp"), ("PNG", "a.png")):
        data = camera.animation(kind, size=(2500, 80))
        first = decoded(data).convert("RGB")
        shop = desk(tmp_path, **{name.replace(".", "_"): data})
        asset = read_picture(shop, name).asset
        whole, still = held(shop, asset, "html"), held(shop, asset, "pdf")
        assert whole == held(shop, asset, "epub") == asset
        assert (decoded(whole.data).n_frames, decoded(still.data).n_frames) == (3, 1)
        assert SECRET.encode() not in whole.data
        assert distance(decoded(still.data), first) < 2, kind


# Colours that not every edition shows


@pytest.mark.parametrize(
    ("profile", "colour"),
    [(None, (0, 255, 255)), (press_profile(), (116, 0, 11)), (b"no profile", (0, 255, 255))],
)
def test_cmyk_becomes_srgb_by_its_own_profile_if_it_has_a_sound_one(
    tmp_path: Path, profile: bytes | None, colour: tuple[int, ...]
) -> None:
    data = file(Image.new("CMYK", (16, 16), CYAN), "JPEG", icc_profile=profile)
    picture = read_picture(desk(tmp_path, a_jpg=data), "a.jpg")
    image = decoded(picture.asset.data)
    assert (image.mode, "icc_profile" in image.info) == ("RGB", False)
    assert max(abs(a - b) for a, b in zip(image.getpixel((8, 8)), colour, strict=True)) < 6
    assert picture.was_cmyk


def test_grey_of_16_bits_is_scaled_to_8_for_the_pdf_and_kept_for_the_others(tmp_path: Path) -> None:
    values = b"".join((n * 257).to_bytes(2, "little") for n in range(256))
    data = file(Image.frombytes("I;16", (256, 1), values), "PNG")
    shop = desk(tmp_path, a_png=data)
    asset = read_picture(shop, "a.png").asset
    assert held(shop, asset, "epub") == held(shop, asset, "html") == asset
    grey = decoded(held(shop, asset, "pdf").data)
    assert (grey.mode, grey.tobytes()) == ("L", bytes(range(256)))


# The credit that a file carries

BY_LINE = {80: b"Anna Petrel", 110: b"Harbour Archive"}
LATIN, UTF_8 = "Zoë Brücke".encode("latin-1"), "Zoë Brücke".encode()
SEQ = "<dc:creator><rdf:Seq><rdf:li>Anna</rdf:li><rdf:li>Ben </rdf:li></rdf:Seq></dc:creator>"
RIGHTS = '<rdf:li xml:lang="x-default">© A</rdf:li><rdf:li>B</rdf:li>'
ALT = f"<dc:rights><rdf:Alt>{RIGHTS}</rdf:Alt></dc:rights>"


@pytest.mark.parametrize(
    ("words", "iptc", "credit"),
    [
        (xmp('photoshop:Credit="Anna\n  Petrel"', SEQ), BY_LINE, "Anna Petrel"),
        (xmp("", f"{SEQ}{ALT}"), {}, "Anna, Ben"),
        (xmp("", ALT), {}, "© A"),
        (b"", BY_LINE, "Harbour Archive"),
        (b"<x", {80: b"Anna Petrel", 116: b"(c) 2024"}, "Anna Petrel"),
        (xmp('photoshop:City="Corran"'), {116: "© 2024 A".encode(), 90: b"Corran"}, "© 2024 A"),
        (b"", {80: UTF_8}, "Zoë Brücke"),
        (b"", {80: LATIN}, "Zoë Brücke"),
        (b"", {80: b" \0 "}, ""),
        (xmp(f'photoshop:Credit="{"A" * 999}"'), {}, "A" * 200),
    ],
)
def test_the_most_telling_word_of_a_file_is_its_credit(
    words: bytes, iptc: dict[int, bytes], credit: str
) -> None:
    assert credit_of(words, camera.photoshop(iptc).removeprefix(b"Photoshop 3.0\0")) == credit


def test_a_credit_in_the_file_is_offered_where_the_figure_has_none(tmp_path: Path) -> None:
    credited = photograph(view(), credit=xmp('photoshop:Credit="Anna Petrel / Archive"'))
    text = "Words.\n\n![One](one.jpg)\n\nFigure: One.\n\n![Two](two.jpg)\n\nCredit: Ben\n\n"
    text += "![One again](one.jpg) in a line.\n\n![None](none.png)\n"
    files = {"one.jpg": credited, "two.jpg": credited, "none.png": file(view(), "PNG")}
    (told,) = check(project(tmp_path, text, files), "views")
    assert (told.code, told.severity, told.hint) == (
        "E224",
        "notice",
        "Credit: Anna Petrel / Archive",
    )
    assert (told.place.path, told.place.line, told.place.column) == ("source/views.md", 9, 8)


@pytest.mark.parametrize("name", ["a.webp", "a.png", "a.gif", "a.svg"])
def test_other_formats_offer_their_credit_too(tmp_path: Path, name: str) -> None:
    words = xmp("", "<dc:creator>Anna Petrel</dc:creator>")
    png = camera.PngInfo()
    png.add_itxt("XML:com.adobe.xmp", words.decode(), zip=True)
    magic = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    gif = b"\x21\xff\x0bXMP DataXMP" + words + magic
    maker = f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{words.decode()}</metadata>'
    files = {
        "a.webp": file(view(), "WEBP", xmp=words),
        "a.png": file(view(), "PNG", pnginfo=png),
        "a.gif": file(view(), "GIF").removesuffix(b";") + gif + b";",
        "a.svg": drawing().replace(b"<metadata>", f"{maker}<metadata>".encode()),
    }
    shop = desk(tmp_path, **{name.replace(".", "_"): files[name]})
    assert read_picture(shop, name).credit == "Anna Petrel"


# The size of the edition


@pytest.mark.parametrize(
    ("size", "edition", "use", "wanted"),
    [
        ((6000, 4000), "html", "text", (1600, 1066)),
        ((6000, 4000), "html", "wide", (2000, 1333)),
        ((4000, 6000), "epub", "text", (1333, 2000)),
        ((6000, 4000), "pdf", "wide", (2400, 1600)),
        ((1600, 2560), "epub", "cover", (1600, 2560)),
        ((4000, 4000), "epub", "cover", (2366, 2366)),
        ((1700, 900), "html", "text", (1700, 900)),
        ((1789, 900), "html", "text", (1600, 804)),
        ((1000, 9000), "html", "text", (1000, 9000)),
        ((60000, 1), "pdf", "text", (2400, 1)),
    ],
)
def test_a_raster_is_scaled_to_its_room_where_that_saves_a_fifth(
    size: tuple[int, int], edition: str, use: str, wanted: tuple[int, int]
) -> None:
    assert fit(size, NEEDS[edition], use) == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "LA", "RGBA", "I;16"])
@pytest.mark.parametrize("edition", ["html", "epub", "pdf"])
def test_a_scaled_picture_shows_the_same_in_less(tmp_path: Path, mode: str, edition: str) -> None:
    picture = view(3000, 600).convert("RGB" if mode == "P" else mode)
    data = file(picture.quantize() if mode == "P" else picture, "PNG")
    shop = desk(tmp_path, a_png=data)
    asset = read_picture(shop, "a.png").asset
    done = held(shop, asset, edition)
    small = decoded(done.data)
    assert small.size == (done.width, done.height) == fit((3000, 600), NEEDS[edition])
    assert small.width < 3000
    if mode != "I;16":  # Pillow's own conversion to 8 bits is none to measure by
        most = {"1": 9, "P": 6}.get(mode, 3)
        assert distance(small, picture.convert("RGB").resize(small.size)) < most


def test_a_scaled_photograph_is_the_same_each_time_and_keeps_its_profile(tmp_path: Path) -> None:
    data = photograph(view(3000, 2000), icc_profile=b"a profile")
    done = []
    for folder in ("one", "two"):
        shop = desk(tmp_path / folder, a_jpg=data)
        done.append(held(shop, read_picture(shop, "a.jpg").asset, "epub").data)
    assert done[0] == done[1]
    small = decoded(done[0])
    assert small.info["icc_profile"] == b"a profile"
    assert small.layer == [(1, 1, 1, 0), (2, 1, 1, 1), (3, 1, 1, 1)]  # no colour is thinned out


def test_a_warm_build_decodes_no_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = stored(view(3000, 2000), 6, "JPEG")
    home = desk(tmp_path, a_jpg=data)
    cold = [held(home, read_picture(home, "a.jpg").asset, each) for each in ("html", "pdf")]
    assert home.store.made == ["picture"] * 3

    def refuse(*_: object) -> None:
        raise AssertionError("a picture was decoded")

    monkeypatch.setattr(pixels, "open_picture", refuse)
    monkeypatch.setattr(rasters, "open_picture", refuse)
    again = desk(tmp_path, a_jpg=data)
    warm = [held(again, read_picture(again, "a.jpg").asset, each) for each in ("html", "pdf")]
    assert (warm, again.store.made) == (cold, [])
    with pytest.raises(AssertionError):
        read_picture(desk(tmp_path, a_jpg=stored(view(), 3, "JPEG")), "a.jpg")


def test_an_oversized_photograph_is_told_once_with_its_sizes(tmp_path: Path) -> None:
    big = file(Image.new("1", (4200, 3000), 1), "PNG")
    text = "![One](a.png)\n\n![Two](a.png)\n\n![Small](b.png){.wide}\n"
    small = file(Image.new("1", (4000, 3000), 1), "PNG")
    (told,) = check(project(tmp_path, text, {"a.png": big, "b.png": small}), "views")
    assert (told.code, told.severity, told.place.line) == ("E225", "notice", 7)
    assert told.message == (
        "a.png has 4200 x 3000 pixels: scaled to 1600 x 1142 in the HTML, 2000 x 1428 in the EPUB, "
        "2400 x 1714 in the PDF"
    )
    keys = "editions: [epub]\ncover: a.png\n"
    (cover,) = check(project(tmp_path, "Words.\n", {"a.png": big}, keys), "views")
    assert cover.message.endswith("pixels: scaled to 2560 x 1828 in the EPUB")
    assert (cover.severity, cover.place.line) == ("notice", 7)

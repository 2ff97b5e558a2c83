"""Colours that a file tells by a gamma or a profile are those that Chromium shows of it."""

import io
import struct
from pathlib import Path

import pytest
from camera import desk, file, view
from odd_pictures import (
    ADOBE_RGB,
    P3_CHROMATICITIES,
    SRGB,
    deep_png,
    ground,
    odd_pictures,
    png,
    profile,
)
from PIL import Image

from octavo.core.problems import Problem
from octavo.editions.registry import Formats
from octavo.pictures.colours import png_profile, to_srgb
from octavo.pictures.forms import prepare
from octavo.pictures.picture import read_picture
from octavo.themes import read_theme

NEEDS = {name: format.pictures for name, format in Formats().items()}
SEEN: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "adobe.jpg": ((147, 216, 44), (230, 57, 184)),
    "p3.png": ((226, 9, 226), (219, 37, 189)),
    "p3.webp": ((255, 136, 106), (219, 37, 192)),
    "swapped.png": ((233, 17, 2), (57, 201, 189)),
    "grey.png": ((75, 75, 75), (118, 118, 118)),
    "grey.jpg": ((188, 188, 188), (180, 180, 180)),
    "cmyk.jpg": ((135, 249, 205), (200, 60, 197)),
    "gamma-1.png": ((214, 155, 168), (229, 133, 229)),
    "gamma-1.8.png": ((218, 189, 252), (210, 77, 213)),
    "gamma-sRGB.png": ((246, 10, 146), (200, 60, 206)),
    "gamma-p3.png": ((0, 103, 24), (219, 37, 217)),
    "gamma-grey.png": ((204, 204, 204), (182, 182, 182)),
    "gamma-clear.png": ((169, 92, 157, 128), (229, 133, 237, 128)),
    "gamma-palette.png": ((194, 181, 247), (229, 133, 238)),
    "16-bits.png": ((175, 209, 133), (200, 60, 221)),
    "1-bit.png": ((255, 255, 255), (255, 255, 255)),
}
"""What Chromium shows of the two halves of each file."""


def colours(data: bytes) -> list[int]:
    """Return the values of a picture's two halves, without its profile."""
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
        shown = image.convert("RGBA")
    return [
        *shown.getpixel((width // 4, height // 2)),
        *shown.getpixel((3 * width // 4, height // 2)),
    ]


def far(one: list[int], name: str) -> int:
    left, right = ((*each, 255)[:4] for each in SEEN[name])
    return max(abs(a - b) for a, b in zip(one, (*left, *right), strict=True))


@pytest.mark.parametrize("name", SEEN)
def test_the_pdf_holds_the_colours_that_a_browser_shows(tmp_path: Path, name: str) -> None:
    path = f"colours/{name}"
    shop = desk(tmp_path, a_png=file(view(), "PNG"))
    (tmp_path / "source" / "colours").mkdir()
    (tmp_path / "source" / path).write_bytes(odd_pictures()[path])
    asset = read_picture(shop, path).asset
    theme = read_theme(shop, "brief", Problem("", None, ""))
    held = prepare(shop, theme, asset, NEEDS["pdf"]).data
    assert far(colours(held), name) <= 3
    assert b"iCCP" not in held and b"ICC_PROFILE" not in held and b"cHRM" not in held
    if "gamma" in name or "cmyk" in name:  # the others show them by the same pixels
        assert far(colours(asset.data), name) <= 3
        assert prepare(shop, theme, asset, NEEDS["html"]).data == asset.data
    else:  # by the profile
        assert prepare(shop, theme, asset, NEEDS["epub"]).data == asset.data


@pytest.mark.parametrize(
    ("gamma", "points", "is_told"),
    [
        (0, (), False),
        (45455, (), False),
        (46000, (31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000), False),
        (45455, P3_CHROMATICITIES, True),
        (0, P3_CHROMATICITIES, False),
        (55556, (), True),
        (4_000_000_000, (), False),
        (100_000, (31270, 0, 64000, 33000, 30000, 60000, 15000, 6000), False),
        (100_000, (31270, 32900, 64000, 33000, 64000, 33000, 15000, 6000), False),
    ],
)
def test_a_gamma_counts_where_it_is_one_and_not_that_of_srgb(
    gamma: int, points: tuple[int, ...], is_told: bool
) -> None:
    assert bool(png_profile(png(view(), gamma, points), False)) == is_told


def test_what_else_tells_the_colours_goes_before_a_gamma() -> None:
    plain = png(view(), 100_000)
    for name in (b"iCCP", b"sRGB", b"cICP"):
        told = plain[:33] + struct.pack(">I", 1) + name + b"\0\0\0\0\0" + plain[33:]
        assert not png_profile(told, False) and png_profile(plain, False)


def test_a_picture_that_a_profile_shows_as_srgb_keeps_its_bytes(tmp_path: Path) -> None:
    same = Image.new("RGB", (1, 1))
    known = file(view(), "JPEG", icc_profile=srgb_profile())
    shop = desk(tmp_path, a_jpg=known)
    theme = read_theme(shop, "brief", Problem("", None, ""))
    asset = read_picture(shop, "a.jpg").asset
    assert prepare(shop, theme, asset, NEEDS["pdf"]).data == asset.data
    assert to_srgb(same, srgb_profile()) is None
    assert to_srgb(same, profile(2.2, ADOBE_RGB)) is not None


def srgb_profile() -> bytes:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def test_a_profile_of_another_kind_changes_nothing() -> None:
    assert to_srgb(ground(1), profile(1.0)) is None
    assert to_srgb(ground(1).convert("L"), profile(1.0, SRGB)) is None
    assert to_srgb(ground(1), b"no profile") is None


def test_sixteen_bits_of_a_gamma_become_eight_of_srgb(tmp_path: Path) -> None:
    data = deep_png(ground(3))
    told = data[:33] + struct.pack(">I", 4) + b"gAMA" + struct.pack(">I", 100_000)
    told += struct.pack(">I", zlib_crc(b"gAMA" + struct.pack(">I", 100_000))) + data[33:]
    asset = read_picture(desk(tmp_path, a_png=told), "a.png").asset
    plain = read_picture(desk(tmp_path, b_png=png(ground(3), 100_000)), "b.png").asset
    assert colours(asset.data) == colours(plain.data)


def zlib_crc(data: bytes) -> int:
    import zlib

    return zlib.crc32(data)

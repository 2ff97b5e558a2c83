"""Hostile and damaged pictures are refused with a code and their place, before they cost much."""

import base64
import gzip
import re
from pathlib import Path

import camera
import pytest
from camera import desk, drawing, file, project, view
from PIL import ImageFile

from octavo.core.problems import BuildFailed
from octavo.pictures import rasters
from octavo.pictures.found import BadPicture
from octavo.pictures.picture import read_picture
from octavo.production.pipeline import check

DOCTYPE = b'<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"/>'
HOSTILE: dict[str, tuple[str, bytes]] = {
    "truncated.jpg": ("E202", file(view(), "JPEG")[:-40]),
    "ends.jpg": ("E202", file(view(), "JPEG")[:-2]),
    "head.jpg": ("E202", b"\xff\xd8\xff"),
    "truncated.png": ("E202", file(view(), "PNG")[:-30]),
    "pixels.png": ("E202", camera.huge_png(40, 40)),
    "huge.png": ("E202", camera.huge_png(30_000, 30_000)),
    "truncated.gif": ("E202", file(view(), "GIF")[:60]),
    "truncated.webp": ("E202", file(view(), "WEBP")[:-9]),
    "empty.png": ("E202", b""),
    "page.png": ("E202", b"<!DOCTYPE html>\n<html><body>404</body></html>"),
    "packed.svgz": ("E202", gzip.compress(drawing(), mtime=0)[:-20]),
    "bomb.svgz": ("E202", gzip.compress(b"<svg>" + bytes(60_000_000), mtime=0)),
    "words.png": ("E202", b"no picture at all"),
    "flat.png": ("E202", camera.huge_png(0, 40)),
    "phone.jpg": ("E278", b"\0\0\0\x18ftypheic"),
    "foreign.svg": ("E203", drawing("<foreignObject><input/></foreignObject>")),
    "frame.svg": ("E203", drawing('<iframe xmlns="http://www.w3.org/1999/xhtml"/>')),
    "font.svg": ("E203", drawing("<style>@font-face{src:url(https://example.org/a)}</style>")),
    "text.svg": ("E203", drawing("<style>g{fill:url('data:text/html;base64,AA')}</style>")),
    "reach.svg": ("E203", drawing('<image href="https://example.org/a.png"/>')),
    "reaches.svg": ("E203", drawing('<use xlink:href="other.svg#a"/>')),
    "nested.svg": ("E203", drawing('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>')),
    "letters.svg": ("E202", drawing('<image href="data:image/png;base64,AAéA"/>')),
    "animate.svg": ("E203", drawing('<set attributeName="href" to="https://example.org"/>')),
    "import.svg": ("E203", drawing("<style>@IMPORT 'a.css';</style>")),
    "file.svg": ("E203", drawing('<rect fill="url(file:///etc/passwd)"/>')),
    "url.svg": ("E203", drawing("<rect style='fill:URL( \"https://example.org/#a\")'/>")),
    "escaped.svg": ("E203", drawing("<style>rect{fill:u\\72 l(a.svg)}</style>")),
    "type.svg": ("E203", DOCTYPE),
    "wide.svg": ("E203", DOCTYPE.decode().encode("utf-16")),
    "page.svg": ("E202", b"<html/>"),
    "broken.svg": ("E202", drawing("<g>")),
    "embedded.svg": ("E202", drawing('<image href="data:image/png;base64,iVBORw0KGgo="/>')),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_is_refused_at_its_place(tmp_path: Path, name: str) -> None:
    code, data = HOSTILE[name]
    with pytest.raises(BuildFailed) as failure:
        check(project(tmp_path, f"Words.\n\n![Words]({name})\n", {name: data}), "views")
    (told,) = failure.value.problems
    assert (told.code, told.place.line, told.place.column) == (code, 9, 10)
    assert name in told.message and told.hint


RUNNING = [
    "<script>alert(1)</script>",
    '<script xlink:href="https://example.org/a.js"/>',
    '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
    "<g onload='alert(1)'/>",
    "<G ONCLICK='alert(1)'/>",
    '<handler type="text/ecmascript">alert(1)</handler>',
    '<a xlink:href="javascript:alert(1)"><path d="M0 0"/></a>',
    '<a href="&#106;avascript:alert(1)"><text>alert</text></a>',
]


@pytest.mark.parametrize("inside", RUNNING)
def test_what_would_run_in_a_drawing_is_left_out(tmp_path: Path, inside: str) -> None:
    picture = read_picture(desk(tmp_path, a_svg=drawing(f"{inside}<rect/>")), "a.svg")
    clean = picture.asset.data
    assert b"<rect" in clean and b"alert(" not in clean and b"example.org" not in clean
    assert not re.search(rb"script|\son\w+=|href", clean, re.IGNORECASE)
    assert picture.had_scripts == ("<a " not in inside)


@pytest.mark.parametrize("size", [(30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_before_one_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(rasters, "open_picture", None)
    with pytest.raises(BadPicture, match="the most is 100,000,000"):
        read_picture(desk(tmp_path, a_png=camera.huge_png(*size)), "a.png")


def test_a_gif_cannot_hide_its_size_in_a_frame(tmp_path: Path) -> None:
    data = bytearray(file(view(), "GIF"))
    data[6:10] = b"\1\0\1\0"
    with pytest.raises(BadPicture, match="not of the size that its header tells"):
        read_picture(desk(tmp_path, a_gif=bytes(data)), "a.gif")


def test_ids_and_rasters_within_a_drawing_are_no_offence(tmp_path: Path) -> None:
    png = base64.b64encode(file(view(), "PNG")).decode()
    inside = (
        '<g id="a" fill="url(#b)" style="fill: url( \'#c\' )"/><style>g{fill:url("#d")}</style>'
    )
    inside += f'<image href="data:image/png;base64,{png}"/><use xlink:href="#a"/>'
    clean = read_picture(desk(tmp_path, a_svg=drawing(inside)), "a.svg").asset.data
    assert png.encode() in clean and clean.count(b"#") >= 5


def test_a_truncated_picture_is_refused_though_somebody_allows_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Importing WeasyPrint does, and whoever uses the API may have imported it."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    files = {"pixels.png": HOSTILE["pixels.png"][1]}
    with pytest.raises(BuildFailed, match="E202"):
        check(project(tmp_path, "Words.\n\n![Words](pixels.png)\n", files), "views")

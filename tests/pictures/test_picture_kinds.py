"""A picture is what its bytes are, whatever its name says; what is none is told by its kind."""

import gzip
from pathlib import Path
from time import process_time

import pytest
from camera import desk, file, view

from octavo.pictures import picture_kinds
from octavo.pictures.found import BadPicture
from octavo.pictures.picture import picture_of, read_picture
from octavo.pictures.picture_kinds import is_drawing, is_page

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0"/></svg>'
PLAIN = SVG.decode()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.png", file(view(), "JPEG"), "image/jpeg"),
        ("a.jpg", file(view(), "PNG"), "image/png"),
        ("a.jpg", file(view(), "WEBP"), "image/webp"),
        ("a.webp", file(view(), "GIF"), "image/gif"),
        ("a.svg", file(view(), "PNG"), "image/png"),
        ("a.png", SVG, "image/svg+xml"),
        ("a.svg.png", SVG, "image/svg+xml"),
        ("a", SVG, "image/svg+xml"),
        ("a.svgz", gzip.compress(SVG, mtime=0), "image/svg+xml"),
        ("a.svg", gzip.compress(SVG, mtime=0), "image/svg+xml"),
    ],
)
def test_a_picture_is_what_its_bytes_are(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    shop = desk(tmp_path, x_png=data)
    assert picture_of(shop, name, data).asset.media_type == kind


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf\n" + SVG,
        b"<?xml version='1.0'?>\n<!-- <html> --><!-- b -->\n" + SVG,
        b'<!DOCTYPE svg PUBLIC "a" "b">' + SVG,
        b'<!DOCTYPE svg [<!ENTITY a "<html>">]>' + SVG,
        b'<?xml-stylesheet href="a.css"?><s:svg xmlns:s="http://www.w3.org/2000/svg"/>',
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
    ],
)
def test_a_drawing_is_known_by_its_first_element(data: bytes) -> None:
    assert is_drawing(data) and not is_page(data)


@pytest.mark.parametrize(
    "data", [b"", b"<", b"svg", b"<svgs/>", b"text <svg/>", b"<html><svg/></html>", b"\x89PNG <svg"]
)
def test_what_only_speaks_of_a_drawing_is_none(data: bytes) -> None:
    assert not is_drawing(data)


@pytest.mark.parametrize(
    "piece", [b"<!---->", b"<?a?>", b"<!DOCTYPE a []>", b"<!DOCTYPE a []", b" "]
)
def test_no_head_of_a_file_keeps_a_build_waiting(piece: bytes) -> None:
    start = process_time()
    assert not is_drawing(piece * 9000 + b"x")
    assert process_time() - start < 2


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.svg"])
@pytest.mark.parametrize(
    "data", [b"<!DOCTYPE html>\n<html>404", b"\xef\xbb\xbf <HTML lang='en'>", b"<!-- x --><head>"]
)
def test_a_page_called_a_picture_is_told_as_a_page(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(BadPicture, match="is a page of HTML, not a picture") as told:
        read_picture(desk(tmp_path, **{name.replace(".", "_"): data}), name)
    assert told.value.code == "E202"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it is empty"),
        (gzip.compress(SVG, mtime=0)[:-9], "it is packed, and ends early"),
        (b"\x1f\x8bno gzip at all", "it is packed, and damaged"),
        (gzip.compress(b"no drawing", mtime=0), "no PNG, JPEG, GIF, WebP or SVG"),
    ],
)
def test_what_is_no_picture_is_told(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(BadPicture, match=words):
        read_picture(desk(tmp_path, a_png=data), "a.png")


def test_a_packed_drawing_that_grows_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_kinds, "MOST_DRAWING", 1000)
    with pytest.raises(BadPicture, match="unpacks to more than 1,000 bytes"):
        read_picture(desk(tmp_path, a_svgz=gzip.compress(SVG + b" " * 2000, mtime=0)), "a.svgz")

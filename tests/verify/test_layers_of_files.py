"""On which layer two files differ, by files that are made by hand."""

import struct
import zlib
from base64 import b64encode

import pytest
from test_distros import pdf

from octavo.verify.layers import Pair, layers_of, objects

IDS = ("0" * 12, "a" * 12)


def layers(name: str, old: bytes, new: bytes, ids: tuple[str, str] = IDS) -> set[str]:
    return set(layers_of(Pair(name, old, new, ids)))


@pytest.mark.parametrize(
    ("old", "new", "layer"),
    [
        (b"<p>High water</p>", b"<p>Low water</p>", "text"),
        (b"<p>High <b>water</b></p>", b"<p>High <i>water</i></p>", "markup"),
        (b"<p>High water</p>", b"<p>High <a id='p2'></a>water</p>", "markup"),
        (b"<style>p{}</style><p>a</p>", b"<style>q{}</style><p>a</p>", "style"),
        (b"<head><title>a</title></head>", b"<head><title>b</title></head>", "metadata"),
        (
            b"<img src='data:image/png;base64,AA='>",
            b"<img src='data:image/png;base64,BB='>",
            "picture",
        ),
        (
            b'<head><script type="application/ld+json">1</script></head>',
            b'<head><script type="application/ld+json">2</script></head>',
            "metadata",
        ),
        (b"<svg><g/></svg>", b"<svg><a/></svg>", "picture"),
        (b"url(data:font/woff2;base64,AA=)", b"url(data:font/woff2;base64,BB=)", "font"),
        (b"<p>000000000000</p>", b"<p>aaaaaaaaaaaa</p>", "edition id"),
    ],
)
def test_a_page_differs_on_the_layer_that_was_changed(old: bytes, new: bytes, layer: str) -> None:
    assert layers("tides.html", old, new) == {layer}


def test_equal_files_have_no_layers() -> None:
    assert layers("tides.html", b"<p>a</p>", b"<p>a</p>") == set()


def test_another_compression_of_a_pdf_is_called_so() -> None:
    one, two = pdf("High water", level=9), pdf("High water", level=0)
    assert one != two and layers("tides.pdf", one, two) == {"compression"}
    assert objects(one) == objects(two)


def png(level: int, shade: bytes = b"\x7f") -> bytes:
    """Return a picture of a grey line, packed so."""
    pixels = zlib.compress(b"\0" + shade * 64, level)
    head = struct.pack(">2I5B", 64, 1, 8, 0, 0, 0, 0)
    found = b"\x89PNG\r\n\x1a\n"
    for kind, data in ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b"")):
        crc = struct.pack(">I", zlib.crc32(kind + data))
        found += struct.pack(">I", len(data)) + kind + data + crc
    return found


def test_a_picture_that_is_only_packed_otherwise_is_called_so() -> None:
    one, two, other = png(9), png(0), png(9, b"\x00")
    assert one != two and layers("cover.png", one, two) == {"compression"}
    assert layers("cover.png", one, other) == {"picture"}
    assert layers("cover.png", one, one[:50]) == {"picture"}
    pages = [b"<p><img src='data:image/png;base64,%s'></p>" % b64encode(e) for e in (one, two)]
    assert layers("tides.html", *pages) == {"compression"}


def test_other_words_of_a_pdf_are_text_and_the_words_are_named() -> None:
    (told,) = layers_of(Pair("tides.pdf", pdf("High water"), pdf("High tides"), IDS)).items()
    assert told == ("text", "words of pages 1: tides, water")


def test_words_that_stand_elsewhere_in_a_pdf_are_pixels() -> None:
    assert layers("tides.pdf", pdf("High water"), pdf("High water", 40)) == {"pixels"}


def test_what_a_pdf_says_of_itself_is_metadata() -> None:
    data = pdf("High")
    one, two = (
        data.replace(b"trailer", b"6 0 obj\n<</Producer (%s)>>\nendobj\ntrailer" % who)
        for who in (b"A", b"B")
    )
    assert layers("tides.pdf", one, two) == {"metadata"}


@pytest.mark.parametrize("name", ["tides.pdf", "tides.epub"])
def test_a_file_that_cannot_be_read_is_unknown(name: str) -> None:
    assert layers(name, b"PK broken", b"PK other") == {"unknown"}

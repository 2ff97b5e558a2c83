"""Files of anybody's making: what is found in them, and the publication that it makes."""

import base64
import io
import zipfile
from pathlib import Path

import pytest
from small_works import shop

from octavo.finished import foreign
from octavo.finished.foreign import read_epub_files, read_html_files
from octavo.finished.foreign_publication import work_of
from octavo.finished.foreign_reader import format_of_file, read_foreign
from octavo.finished.items import Unreadable
from octavo.markup.tree import elements, text_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>'
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<metadata><dc:title>Tides</dc:title><dc:title>A book</dc:title><dc:creator>Ada</dc:creator>"
    "<dc:language>de</dc:language></metadata><manifest>{}</manifest><spine>{}</spine></package>"
)
ITEM = '<item id="{0}" href="text/{0}.xhtml" media-type="application/xhtml+xml"/>'
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'


def book(order: str, **more: bytes) -> bytes:
    """Return an EPUB whose spine names its texts in this order."""
    texts = {
        "a": '<h1 id="one">One</h1><p><a href="b.xhtml">on</a> <a href="b.xhtml#x">x</a></p>',
        "b": '<h1 id="two">Two</h1><p id="x"><img src="../img/a.svg" alt="A"/></p>',
    }
    opf = OPF.format(
        "".join(map(ITEM.format, texts)), "".join(f'<itemref idref="{each}"/>' for each in order)
    )
    files = {
        "META-INF/container.xml": CONTAINER.encode(),
        "OPS/book.opf": opf.encode(),
        "OPS/img/a.svg": SVG,
        **{f"OPS/text/{name}.xhtml": PAGE.format(xml).encode() for name, xml in texts.items()},
        **more,
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.epub", "epub"), ("A.HTM", "html"), ("a.xhtml", "html"), ("a.pdf", "pdf"), ("a.md", "")],
)
def test_a_format_is_told_by_the_ending(name: str, format: str) -> None:
    assert format_of_file(Path(name)) == format


def test_the_reader_of_a_format_reads_its_files() -> None:
    assert read_foreign(Path("x/a.epub"), book("a")).metadata["title"] == "Tides"
    assert list(read_foreign(Path("x/a.htm"), b"<p>Words").bodies) == ["a.htm"]


def test_texts_come_in_the_order_of_the_spine() -> None:
    found = read_epub_files(book("ba"))
    assert list(found.bodies) == ["OPS/text/b.xhtml", "OPS/text/a.xhtml"]


def test_links_between_files_become_links_to_ids() -> None:
    body = read_epub_files(book("ab")).bodies["OPS/text/a.xhtml"]
    assert [link.get("href") for link in elements(body, "a")] == ["#two", "#x"]


def test_pictures_are_told_from_the_packages_folder() -> None:
    found = read_epub_files(book("ab"))
    assert found.pictures == {"img/a.svg": SVG}
    (image,) = elements(found.bodies["OPS/text/b.xhtml"], "img")
    assert image.get("src") == "img/a.svg"


def test_metadata_are_those_of_the_package() -> None:
    told = {"title": "Tides", "subtitle": "A book", "contributors": "Ada", "language": "de"}
    assert read_epub_files(book("a")).metadata == told


@pytest.mark.parametrize("data", [b"", b"PK", book("ab")[:-30]])
def test_what_is_no_sound_epub_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_epub_files(data)


def test_what_the_spine_names_in_vain_is_told_and_refuses_no_other() -> None:
    found = read_epub_files(book("az"))
    assert list(found.bodies) == ["OPS/text/a.xhtml"]
    assert [path for path, _ in found.faulty] == ["z"]


def test_pictures_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "MOST_PICTURES", 10)
    with pytest.raises(Unreadable, match="its pictures are larger"):
        read_epub_files(book("ab"))


def test_an_html_file_is_its_main_part_with_its_head_told_apart() -> None:
    html = (
        '<!DOCTYPE html><html class="a" lang="fr"><head><title>A &amp; <b>B</title></head>'
        "<body><nav>No</nav><main><p>Words</p></main></body></html>"
    )
    found = read_html_files(html.encode(), "a.html")
    assert text_of(found.bodies["a.html"]) == "Words"
    assert found.metadata == {"title": "A & B", "language": "fr"}


def test_pictures_written_in_a_page_get_names_by_what_they_are() -> None:
    packed = base64.b64encode(SVG).decode()
    html = f'<img src="data:image/svg+xml;base64,{packed}"><img src="data:image/png;base64,A">'
    found = read_html_files(f'{html}<img src="a%20b.png">'.encode(), "a.html")
    (path,) = found.pictures
    assert path.startswith("embedded/") and path.endswith(".svg") and found.pictures[path] == SVG
    sources = [image.get("src") for image in elements(found.bodies["a.html"], "img")]
    assert sources[0] == path and sources[2] == "a b.png"


def test_a_page_of_endless_depth_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="too deep"):
        read_html_files(b"<div>" * 400, "a.html")


def test_a_finished_book_becomes_a_publication(tmp_path: Path) -> None:
    found, pages = work_of(shop(tmp_path), "tides", read_epub_files(book("ab")))
    assert (found.config.metadata.title, found.config.language) == ("Tides", "de")
    assert [(each.title, each.matter) for each in found.chapters] == [
        ("One", "body"),
        ("Two", "body"),
    ]
    assert list(found.assets) == ["img/a.svg"] and found.first_heading == 1
    assert [entry.title for entry in found.toc] == ["One", "Two"] and pages.labels == ()
    assert all(node.get("data-b") for each in found.chapters for node in elements(each.body, "h1"))


def test_a_picture_that_cannot_be_shown_becomes_its_words(tmp_path: Path) -> None:
    html = b'<h1>One</h1><p>See <img src="lost.png" alt="the tower">.</p>'
    found, _ = work_of(shop(tmp_path), "page", read_html_files(html, "page.html"))
    (one,) = found.chapters
    assert "See the tower." in text_of(one.body) and found.assets == {}


def test_a_language_without_words_gives_way_to_english(tmp_path: Path) -> None:
    html = b'<html lang="tlh"><body><p>Words</p></body></html>'
    found, _ = work_of(shop(tmp_path), "page", read_html_files(html, "page.html"))
    assert found.config.language == "en" and found.config.metadata.title == "page"
    assert found.config.metadata.theme == "brief" and found.first_heading == 2

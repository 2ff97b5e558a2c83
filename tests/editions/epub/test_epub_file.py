"""The EPUB of a work made by hand: its files, its contents, its pages."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import pytest
from small_works import chapter, order, work

from octavo.editions.epub.epub_edition import EpubEdition
from octavo.editions.epub.epub_file import make_epub
from octavo.finished.finished_files import FinishedFiles
from octavo.markup.tree import parse_xml
from octavo.model.made import PageMap
from octavo.model.publication import Asset, TocEntry

EBB = '<h1 id="ebb" data-b="ebb-1">Ebb</h1><p data-b="ebb-2">See <a href="#high">there</a>.</p>'
FLOOD = '<h1 id="flood" data-b="flood-1">Flood</h1><h2 id="high" data-b="flood-2">High</h2>'
FLOOD += '<figure data-b="flood-3"><img src="a.svg" alt="A"/></figure>'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>'
STARTS = {"ebb-1": 1, "ebb-2": 1, "flood-1": 3, "flood-2": 3, "flood-3": 3}
PAGES = PageMap(("i", "1", "2", "3"), STARTS, STARTS)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the EPUB of a book of two chapters that knows its pages."""
    chapters = chapter("ebb", EBB, "Ebb"), chapter("flood", FLOOD, "Flood")
    entries = (TocEntry(1, "ebb", "ebb", "Ebb", "1"), TocEntry(2, "high", "flood", "High"))
    assets = {
        "a.svg": Asset("a.svg", SVG, "image/svg+xml", 4, 2),
        "unused.svg": Asset("unused.svg", SVG, "image/svg+xml", 4, 2),
    }
    publication = replace(work(*chapters), toc=entries, assets=assets)
    given = order(tmp_path_factory.mktemp("epub"), publication, "epub")
    return make_epub(given, PAGES).files["work.epub"]


@pytest.fixture(scope="module")
def files(book: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_what_the_container_holds_can_be_read_and_loads_nothing(book: bytes) -> None:
    found = EpubEdition().read(work(), FinishedFiles({"work.epub": book}))
    assert [head.text for head in found.headings] == ["Ebb", "Flood", "High"]
    assert [link.target for link in found.links] == ["#high"]
    assert list(EpubEdition().loads(FinishedFiles({"work.epub": book}))) == []


def test_the_contents_stand_after_the_title_pages(files: Mapping[str, bytes]) -> None:
    opf = parse_xml(files["EPUB/content.opf"])
    paths = {item.get("id"): item.get("href") for item in opf.iter("{*}item")}
    spine = [paths[each.get("idref")] for each in opf.iter("{*}itemref")]
    at = spine.index("nav.xhtml")
    assert spine[at + 1 : at + 3] == ["ebb.xhtml", "flood.xhtml"]
    assert all(str(each).startswith("piece-") for each in spine[:at])


def test_entries_and_pages_lead_into_files(files: Mapping[str, bytes]) -> None:
    nav = files["EPUB/nav.xhtml"].decode()
    assert '<a href="ebb.xhtml#ebb">1 Ebb</a>' in nav and "flood.xhtml#high" in nav
    pages = re.findall(r'<a href="([^"]+#page-[^"]+)">(\w+)</a>', nav)
    assert pages == [
        ("ebb.xhtml#page-i", "i"),
        ("ebb.xhtml#page-1", "1"),
        ("flood.xhtml#page-2", "2"),
        ("flood.xhtml#page-3", "3"),
    ]


def test_pictures_that_nothing_shows_stay_out(files: Mapping[str, bytes]) -> None:
    assert "EPUB/a.svg" in files and "EPUB/unused.svg" not in files


def test_the_cover_is_said_to_be_one(files: Mapping[str, bytes]) -> None:
    covers = [
        item.get("href")
        for item in parse_xml(files["EPUB/content.opf"]).iter("{*}item")
        if item.get("properties") == "cover-image"
    ]
    assert covers == ["octavo-cover.png"] and files["EPUB/octavo-cover.png"][:4] == b"\x89PNG"


def test_the_text_face_is_the_readers_own(files: Mapping[str, bytes]) -> None:
    faces = [name for name in files if name.endswith(".woff2")]
    assert not any("EBGaramond" in name for name in faces)
    css = files["EPUB/style/edition.css"].decode()
    assert "var(" not in css and "EB Garamond" not in css

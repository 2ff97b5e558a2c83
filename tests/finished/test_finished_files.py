"""Finished files whose pages are parsed once, for all who read them; nobody changes a tree."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from conftest import Editions
from lxml import etree
from small_works import tree

from octavo.checks.outside import outside
from octavo.checks.parity import parity
from octavo.editions.registry import format_of
from octavo.finished import epub_container, finished_files
from octavo.finished.finished_files import FinishedFiles, open_files
from octavo.markup.tree import (
    Element,
    body_of,
    characters,
    elements,
    parse_document,
    parse_html,
    parse_xml,
    serialise,
)
from octavo.model.publication import Publication
from octavo.production.assembly import read_publication
from octavo.production.pipeline import workshop_of

SLUG = "variants"
PAGE = b'<html><head><title>T</title></head><body><section class="text"><p>a</p></section></body>'
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{0}</p></body></html>'


def book(**texts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.xhtml", text)
    return target.getvalue()


@pytest.fixture(scope="module")
def publication(built: Editions) -> Publication:
    """Return a work that has a page, a site, an EPUB and PDFs."""
    return read_publication(workshop_of(built.project(SLUG), SLUG), SLUG)


def trees_of(files: FinishedFiles) -> Mapping[str, bytes]:
    """Return every tree that the pages and books among files can hand out, as bytes."""
    found = {name: files.page(name) for name in files if name.endswith(".html")}
    for name in files:
        if name.endswith(".epub"):
            paths = (path for path in files.book(name).names if path.endswith((".xhtml", ".svg")))
            found |= {f"{name} {path}": files.book(name).tree(path) for path in paths}
    return {name: etree.tostring(each) for name, each in found.items()}


def test_each_page_is_parsed_once_for_parity_and_for_what_it_loads(
    built: Editions, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = FinishedFiles(built[SLUG].files)
    parsed: list[object] = []

    def noted(parse: Callable[[Any], Element]) -> Callable[[Any], Element]:
        return lambda text: parsed.append(text) or parse(text)

    monkeypatch.setattr(finished_files, "parse_document", noted(parse_document))
    monkeypatch.setattr(epub_container, "parse_xml", noted(parse_xml))
    assert [*parity(publication, files), *outside(publication, files)] == []
    books = [files.book(name).names for name in files if name.endswith(".epub")]
    texts = [path for names in books for path in names if path.endswith((".xhtml", ".svg"))]
    pages = [name for name in files if name.endswith(".html")]
    assert len(pages) > 5 and len(books) == 2 and len(texts) > 10
    packages = 2 * len(books)  # of each the container's file and the package document
    assert len(parsed) == len(pages) + len(texts) + packages


def test_those_who_read_finished_files_leave_their_trees_as_they_were(
    built: Editions, publication: Publication
) -> None:
    files = FinishedFiles(built[SLUG].files)
    before = trees_of(files)
    assert len(before) > 5
    for edition in publication.config.metadata.editions:
        own = files.only(edition.files_of(SLUG, files))
        found = format_of(edition).read(publication, own)
        assert list(format_of(edition).loads(own)) == []
        assert format_of(edition).read(publication, own) == found
    assert trees_of(files) == before


def test_some_of_the_files_share_their_trees_with_all() -> None:
    files = FinishedFiles({"a.html": PAGE, "b.epub": book(t=XHTML), "c": b""})
    some = files.only({"a.html": b"", "b.epub": b""})
    assert list(some) == ["a.html", "b.epub"] and some["a.html"] == PAGE and len(some) == 2
    assert some.page("a.html") is files.page("a.html")
    assert some.book("b.epub").tree("t.xhtml") is files.book("b.epub").tree("t.xhtml")
    assert open_files(some) is some and open_files({"c": b"x"})["c"] == b"x"


def test_a_text_of_a_book_has_no_namespace_and_a_drawing_keeps_its_own() -> None:
    drawn = XHTML.format('<svg xmlns="http://www.w3.org/2000/svg"/>')
    root = FinishedFiles({"b": book(t=drawn)}).book("b").tree("t.xhtml")
    assert [node.tag for node in root.iter()] == [
        *("html", "body", "p"),
        "{http://www.w3.org/2000/svg}svg",
    ]


URL = "data:image/png;base64,AQIDBA=="


@pytest.mark.parametrize(
    ("html", "held"),
    [
        (f'<img alt="a" src="{URL}">', '<img alt="a" src="data:,"/>'),
        (f"<style>p {{ background: url({URL}) }}</style>", "<style>p { background: url(data:,) }"),
        (f'<style>\n@font-face {{ src: url("{URL}") }}\n</style>', 'src: url("data:,") }'),
        ("<img src='data:image/svg+xml,%3Csvg/%3E'>", '<img src="data:,"/>'),
        (f"<p>{URL}</p>", f"<p>{URL}</p>"),
        (f'<pre>&lt;img src="{URL}"&gt;</pre>', f'&lt;img src="{URL}"&gt;</pre>'),
        (f"<p>a <b>{URL}</b> url({URL})</p>", f"<b>{URL}</b> url({URL})</p>"),
        (f'<p title="a"> src="{URL}" </p>', f' src="{URL}" </p>'),
    ],
)
def test_embedded_files_are_empty_and_words_that_look_like_them_are_not(
    html: str, held: str
) -> None:
    page = FinishedFiles({"a.html": f"<body>{html}</body>".encode()}).page("a.html")
    assert held in serialise(page)


def test_a_page_is_a_document_with_head_and_body() -> None:
    root = parse_document("<!DOCTYPE html><html lang=de class='a b'><title>T</title><p id=x>a<br>b")
    assert dict(root.attrib) == {"lang": "de", "class": "a b"}
    assert [node.tag for node in root.iter()] == ["html", "head", "title", "body", "p", "br"]
    assert characters(body_of(root)) == "ab"


@pytest.mark.parametrize(
    "inside",
    [
        "<p>a<div>b<svg viewBox='0 0 1 1'><use xlink:href='#a'/></svg><math><mi>x</mi></math>",
        "<o:p>a</o:p><b a:1='x' c<d=e>f</b><!-- g --><table><p>h<tr><td>i",
        "<ul><li>a<li>b</ul>&#1;&nbsp;\x0c&amp;lt;<pre>\n\n c</pre><script>x < y</script>",
    ],
)
def test_the_body_of_a_document_is_what_it_is_by_itself(inside: str) -> None:
    page = parse_document(f"<html><head></head><body>{inside}</body></html>")
    alone = parse_html(f"{inside}</body></html>")
    for one, other in zip(body_of(page).iter(), alone.iter(), strict=True):
        assert (one.tag, dict(one.attrib), one.text) == (other.tag, dict(other.attrib), other.text)


def test_what_has_no_body_is_read_as_a_whole() -> None:
    frames = parse_document("<html><frameset><frame src=a></frameset></html>")
    assert body_of(frames) is frames and len(elements(frames, "frame")) == 1
    assert body_of(tree("<p/>")).tag == "body"

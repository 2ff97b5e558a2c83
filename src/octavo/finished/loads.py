"""Finished files of an HTML page, a site or an EPUB -> what they run, or ask of somebody else."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from zipfile import BadZipFile

from lxml import etree

from octavo.finished.element_loads import Within, faults_of
from octavo.finished.epub_container import Container
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.items import Unreadable
from octavo.finished.page_policy import begins_soundly
from octavo.finished.seen_elements import SeenOddity, see_html, see_xml
from octavo.markup.css.style_loads import loads_of_style
from octavo.markup.tree import Element

_PAGE = Within(re.compile(r"#|data:", re.IGNORECASE))
_SITE = Within(
    re.compile(r"#|data:", re.IGNORECASE),
    re.compile(r'pictures(?:/(?!\.)[^":?\\\x00-\x1f/]+)+'),
    is_site=True,
)
_PACKAGE = Within(re.compile(r"#|data:|(?!/)[^:?]+$", re.IGNORECASE))
_OWN_FACE = re.compile(r'url\("\.\./fonts/[\w.-]+\.woff2"\)')
_UNSEEN = "cannot be looked through: {}"
_BEGINNING = "does not begin as its page does: with its encoding, and what browsers may do with it"


def loads_of_html(files: FinishedFiles, name: str) -> Iterator[str]:
    """Yield what is wrong, in words that go on after "the edition …"."""
    yield from _of_html(files[name], _PAGE)


def loads_of_page(files: FinishedFiles, name: str) -> Iterator[str]:
    """Yield what is wrong with a page of a site, which may name the files beside it."""
    yield from _of_html(files[name], _SITE)


def faults_of_page(page: bytes, script: str = "") -> Iterator[str]:
    """Yield what is wrong with a page that holds all that it shows, and a script of ours; also
    where it does not begin with its policy."""
    yield from faulty_beginning(page, script=script)
    yield from _of_html(page, _PAGE, script)


def faulty_beginning(page: bytes, is_site: bool = False, script: str = "") -> Iterator[str]:
    """Yield what to say of a page that asks no browser to hold it to its policy."""
    if not begins_soundly(page, is_site, script):
        yield _BEGINNING


def _of_html(page: bytes, own: Within, script: str = "") -> Iterator[str]:
    for node in see_html(page.decode(errors="replace")):
        is_ours = bool(script) and node.tag == "script" and node.words == script
        if not (is_ours and set(node.attributes) <= {"data-words", "data-sources"}):
            yield from faults_of(node, own)


def loads_of_epub(files: FinishedFiles, name: str) -> Iterator[str]:
    """Yield what is wrong with the texts, drawings and style sheets of a book."""
    with suppress(BadZipFile):  # parity has told
        book = files.book(name)
        for path in book.names:
            if path.endswith((".xhtml", ".css", ".svg")):
                yield from _of_entry(files, book, path)


def _of_entry(files: FinishedFiles, book: Container, path: str) -> Iterator[str]:
    """Yield what is wrong with an entry of a book; one that was looked at before is known."""
    try:
        data = book.file(path)
    except Unreadable as reason:
        yield _UNSEEN.format(reason)
        return
    faces = _own_faces(book) if path.endswith(".css") else set()
    key = "\n".join([path, *sorted(faces), ""]).encode() + data
    yield from json.loads(files.recall("loads", key, partial(_write_faults, book, path)))


def _write_faults(book: Container, path: str) -> bytes:
    return json.dumps(list(_faults_in(book, path))).encode()


def _faults_in(book: Container, path: str) -> Iterator[str]:
    try:
        if path.endswith(".css"):
            found = loads_of_style(_without_own(book, path))
            yield from (f"loads {each} by its style" for each in found)
        else:
            yield from faults_of_xml(book.file(path), _tree(book, path))
    except Unreadable as reason:
        yield _UNSEEN.format(reason)


def _tree(book: Container, path: str) -> Element | None:
    """Return the tree of a text, which others read as well; None where it is not well-formed."""
    try:
        return book.tree(path)
    except etree.XMLSyntaxError:
        return None


def faults_of_xml(data: bytes, root: Element | None = None) -> Iterator[str]:
    """Yield what is wrong with a text or a drawing of a book, or another file of XML; ``root``: its
    tree, where it is parsed already."""
    for node in see_xml(data, root):
        if isinstance(node, SeenOddity):
            yield node.what
        else:
            yield from faults_of(node, _PACKAGE)


def _own_faces(book: Container) -> set[str]:
    """Return how style sheets of a book write its faces."""
    return {f'url("../{name.partition("/")[2]}")' for name in book.names if name.endswith(".woff2")}


def _without_own(book: Container, path: str) -> str:
    """Return a style sheet of a book without the faces that the book holds itself."""
    own = _own_faces(book)
    sheet = book.file(path).decode(errors="replace")
    return _OWN_FACE.sub(lambda found: "url(#)" if found[0] in own else found[0], sheet)

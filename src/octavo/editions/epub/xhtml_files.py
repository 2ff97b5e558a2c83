"""Units -> the XHTML files of an EPUB: links led to files, EPUB types from roles, page breaks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from octavo.constructs.construct_table import CAPTIONS
from octavo.constructs.construct_table import UNMARKED as CONSTRUCTED
from octavo.editions.shape.page_places import insert_mark
from octavo.editions.units.link_aims import aim_links, within_files
from octavo.editions.units.render import Unit
from octavo.languages import Language
from octavo.markup.tree import Element, add_class, elements, move_content, new, serialise, unset
from octavo.model.made import PageMap
from octavo.model.metadata import Edition

OPS = "http://www.idpf.org/2007/ops"
EPUB = f"{{{OPS}}}type"
ROLE = re.compile(r"doc-([a-z]+)")
UNMARKED = CONSTRUCTED | {"li", "dt", "dd"}
"""Elements before which no mark of a page can stand."""


@dataclass(frozen=True, slots=True)
class Document:
    """One XHTML file of the package; ``tree`` is a ``<div class="edition">`` with its content."""

    file: str
    kind: str
    title: str
    matter: str
    tree: Element
    ids: frozenset[str]
    page_breaks: tuple[tuple[str, str], ...] = ()
    """(id of the marker, page label) in reading order."""
    pictures: frozenset[str] = frozenset()

    @property
    def properties(self) -> tuple[str, ...]:
        """Return the manifest properties that the content asks for (EPUB 3.3, D.5)."""
        text = serialise(self.tree)
        return tuple(name for name, mark in (("mathml", "<math"), ("svg", "<svg")) if mark in text)


def split(
    units: Sequence[Unit],
    edition: Edition,
    pages: PageMap,
    words: Language,
    names: Mapping[str, str],
) -> tuple[Document, ...]:
    """Return one document a unit, its links leading to the right file.

    ``names``: those that pictures have in the package, by their paths.
    """
    documents = [_document(unit, names) for unit in units]
    home = {name: document.file for document in documents for name in document.ids}
    prefix = "octavo-page-" if any(map(_PAGE.fullmatch, home)) else "page-"
    held = _choose_pages(documents, pages, bool(edition.files))
    breaks = _Breaks(documents, pages, held, words, prefix)
    done = []
    for document in documents:
        aim_links(document.tree, within_files(home, document.file))
        for node in document.tree.iter():
            _type(node)
        marks = breaks.put(document.tree)
        for node in document.tree.iter():
            unset(node, "data-b", "data-label")
        done.append(replace(document, page_breaks=tuple(marks)))
    return tuple(done)


def _document(unit: Unit, names: Mapping[str, str]) -> Document:
    tree = etree.Element("div", {"class": "edition"}, {"epub": OPS})
    move_content(unit.body, tree)
    if unit.kind == "cover":
        add_class(tree, "cover-page")
    ids = frozenset(str(node.get("id")) for node in tree.iter() if node.get("id"))
    images = elements(tree, "img")
    for image in images:
        if image.get("src") in names:
            image.set("src", names[str(image.get("src"))])
    pictures = frozenset(str(image.get("src")) for image in images)
    prefix = "piece-" if unit.is_piece else ""
    return Document(
        f"{prefix}{unit.file_name}.xhtml",
        unit.kind,
        unit.title,
        unit.matter,
        tree,
        ids,
        pictures=pictures,
    )


def _type(node: Element) -> None:
    """Say the role in the words of EPUB too; reading systems act on ``epub:type``."""
    match = ROLE.fullmatch(node.get("role") or "")
    if match and match[1] not in ("backlink",):
        node.set(EPUB, match[1])


def _choose_pages(
    documents: Sequence[Document], pages: PageMap, is_extract: bool
) -> frozenset[int]:
    """Return the pages that the edition has: all, blank ones too, or those of an extract."""
    if not is_extract:
        return frozenset(range(len(pages.labels)))
    ordinals = [node.get("data-b") or "" for each in documents for node in each.tree.iter()]
    known = [name for name in ordinals if name in pages.starts]
    return frozenset(
        page for name in known for page in range(pages.starts[name], pages.ends[name] + 1)
    )


_PAGE = re.compile(r"page-[ivxlcdm\d]+")
"""An id as markers of pages have, unless an author has one of them."""


class _Breaks:
    """Puts a marker where each page of the PDF begins, over all documents.

    ``prefix``: how the ids of markers begin, so that an author may have an id such as page-3.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        pages: PageMap,
        held: frozenset[int],
        words: Language,
        prefix: str,
    ) -> None:
        self._pages, self._words, self._prefix = pages, words, prefix
        self._held = held
        self._next = 0
        here = {node.get("data-b") for each in documents for node in each.tree.iter()}
        self._openings: dict[str, list[tuple[int, int]]] = {}
        """Block -> the pages that begin with words of it, and how many letters stand before."""
        for page, block, letters in pages.openings:
            if block in here:
                self._openings.setdefault(block, []).append((page, letters))
        self._placed = {page for each in self._openings.values() for page, _ in each}

    def put(self, tree: Element) -> list[tuple[str, str]]:
        marks: list[tuple[str, str]] = []
        for node in list(tree.iter()):
            block = node.get("data-b") or ""
            page = self._pages.starts.get(block, -1)
            while self._next <= page and self._next not in self._placed:
                if node.tag in UNMARKED:
                    break
                marks += self._up_to(node, self._next, 0)
            for page, letters in self._openings.get(block, ()):
                marks += self._up_to(node, page, letters)
        return marks

    def _up_to(self, node: Element, last: int, letters: int) -> list[tuple[str, str]]:
        """Put the marks of all pages up to one that have none after so many letters of a node."""
        pages = range(self._next, last + 1)
        self._next = max(self._next, last + 1)
        return [mark for page in pages for mark in self._mark(node, page, letters)]

    def _mark(self, node: Element, page: int, letters: int) -> list[tuple[str, str]]:
        if page not in self._held:
            return []
        label = self._pages.labels[page]
        name = f"{self._prefix}{label}"
        mark = new("span", id=name, role="doc-pagebreak")
        mark.set(EPUB, "pagebreak")
        mark.set("aria-label", self._words.word("page_break", page=label))
        is_closed = node.tag in UNMARKED and node.tag not in CAPTIONS
        if not ((letters or is_closed) and insert_mark(node, letters, mark)):
            _open_place(node).addprevious(mark)
        return [(name, label)]


def _open_place(node: Element) -> Element:
    """Return the element, of a node and those around it, before which a mark can stand."""
    if node.tag in CAPTIONS:
        return next(node.iterancestors("figure", "div"), node)
    around = (node, *node.iterancestors())
    return next((each for each in around if each.tag not in UNMARKED), node)

"""Units -> the XHTML files of an EPUB: links led to files, EPUB types from roles, page breaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from octavo.constructs.construct_table import CAPTIONS
from octavo.constructs.construct_table import UNMARKED as CONSTRUCTED
from octavo.editions.units.link_aims import aim_links, within_files
from octavo.editions.units.render import Unit
from octavo.languages import Language
from octavo.markup.tree import Element, add_class, elements, move_content, new, serialise, unset
from octavo.model.made import PageMap
from octavo.model.metadata import Edition
from octavo.pictures.inside_names import inside_name

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
    units: Sequence[Unit], edition: Edition, pages: PageMap, words: Language
) -> tuple[Document, ...]:
    """Return one document a unit, its links leading to the right file."""
    documents = [_document(unit) for unit in units]
    home = {name: document.file for document in documents for name in document.ids}
    prefix = "octavo-page-" if any(map(_PAGE.fullmatch, home)) else "page-"
    breaks = _Breaks(pages, _choose_pages(documents, pages, bool(edition.files)), words, prefix)
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


def _document(unit: Unit) -> Document:
    tree = etree.Element("div", {"class": "edition"}, {"epub": OPS})
    move_content(unit.body, tree)
    if unit.kind == "cover":
        add_class(tree, "cover-page")
    ids = frozenset(str(node.get("id")) for node in tree.iter() if node.get("id"))
    images = elements(tree, "img")
    for image in images:
        image.set("src", inside_name(image.get("src") or ""))
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
    """Puts a marker before the first block of each page of the PDF, over all documents.

    ``prefix``: how the ids of markers begin, so that an author may have an id such as page-3.
    """

    def __init__(self, pages: PageMap, held: frozenset[int], words: Language, prefix: str) -> None:
        self._pages, self._words, self._prefix = pages, words, prefix
        self._held = held
        self._next = 0

    def put(self, tree: Element) -> list[tuple[str, str]]:
        marks: list[tuple[str, str]] = []
        for node in list(tree.iter()):
            page = self._pages.starts.get(node.get("data-b") or "")
            if page is None or node.tag in UNMARKED:
                continue
            while self._next <= page:
                marks += self._mark(node, self._next) if self._next in self._held else []
                self._next += 1
        return marks

    def _mark(self, node: Element, page: int) -> list[tuple[str, str]]:
        label = self._pages.labels[page]
        name = f"{self._prefix}{label}"
        mark = new("span", id=name, role="doc-pagebreak")
        mark.set(EPUB, "pagebreak")
        mark.set("aria-label", self._words.word("page_break", page=label))
        place = node if node.tag not in CAPTIONS else next(node.iterancestors("div"), node)
        place.addprevious(mark)
        return [(name, label)]

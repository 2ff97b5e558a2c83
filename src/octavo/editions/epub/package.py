"""The package document and the container, written by EbookLib without its clock and its zip."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ebooklib import epub
from lxml import etree

from octavo.editions.epub.xhtml_files import Document
from octavo.editions.units.facts import Facts
from octavo.model.metadata import Metadata
from octavo.model.publication import Publication


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """One file of the manifest."""

    path: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    publication: Publication
    identifier: str
    told: Facts
    items: tuple[ManifestItem, ...]
    spine: tuple[str, ...]
    cover: str


class _Raw(epub.EpubItem):  # type: ignore[misc]
    """An item whose bytes EbookLib must not touch."""

    def __init__(self, item: ManifestItem, uid: str) -> None:
        super().__init__(
            uid=uid, file_name=item.path, media_type=item.media_type, content=item.data
        )
        self.properties = list(item.properties)
        self.is_linear = True

    def get_content(self, default: Any = None) -> bytes:
        return bytes(self.content)


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """Gathers the files instead of zipping them."""

    def __init__(self, book: Any, when: dt.datetime) -> None:
        super().__init__("", book, {"mtime": when})
        self.files: dict[str, bytes] = {}
        self.out = self

    def writestr(self, name: str, data: str | bytes, compress_type: Any = None) -> None:
        self.files[str(name)] = data.encode() if isinstance(data, str) else data

    def gather(self) -> dict[str, bytes]:
        self.process()
        self.writestr("mimetype", "application/epub+zip")
        self._write_container()
        self._write_opf()
        self._write_items()
        return self.files


def make_package(
    package: Package, documents: Sequence[Document], has_pages: bool
) -> dict[str, bytes]:
    """Return every file of the container by its path."""
    told, config = package.told, package.publication.config
    book = epub.EpubBook()
    book.set_identifier(package.identifier)
    book.set_title(told.metadata.title)
    book.set_language(told.metadata.language)
    book.set_direction(told.derived.direction)
    _describe(book, package, documents, has_pages)
    by_path = {}
    for number, item in enumerate(package.items, 1):
        by_path[item.path] = raw = _Raw(item, f"item-{number}")
        book.add_item(raw)
    book.spine = [by_path[path] for path in package.spine]
    book.add_metadata("OPF", "meta", "", {"name": "cover", "content": by_path[package.cover].id})
    book.toc = [
        epub.Link(d.file, d.title, f"ncx-{n}")
        for n, d in enumerate(documents, 1)
        if d.kind != "cover"
    ]
    book.add_item(epub.EpubNcx())
    when = dt.datetime.fromtimestamp(config.epoch, dt.UTC)
    files = _Writer(book, when).gather()
    opf = next(name for name in files if name.endswith(".opf"))
    files[opf] = _finish(files[opf], told.metadata.language)
    return files


def _finish(opf: bytes, language: str) -> bytes:
    """Add what EbookLib cannot write: the language of the package itself."""
    root = etree.fromstring(opf)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _describe(book: Any, package: Package, documents: Sequence[Document], has_pages: bool) -> None:
    data, told = package.publication.config.metadata, package.told
    for name, value in (
        ("date", told.derived.date_iso),
        ("publisher", data.publisher),
        ("rights", data.rights),
        ("description", data.description),
    ):
        if value:
            book.add_metadata("DC", name, value)
    for subject in (*data.subjects, *data.keywords):
        book.add_metadata("DC", "subject", subject)
    _people(book, data)
    _titles(book, data)
    _accessibility(book, package, documents, has_pages)


def _meta(book: Any, name: str, value: str, **attributes: str) -> None:
    book.add_metadata(None, "meta", value, {"property": name, **attributes})


def _people(book: Any, data: Metadata) -> None:
    for number, person in enumerate(data.contributors, 1):
        kind = "creator" if person.role in ("aut", "cre") else "contributor"
        name = f"{kind}-{number}"
        book.add_metadata("DC", kind, person.name, {"id": name})
        _meta(book, "role", person.role, refines=f"#{name}", scheme="marc:relators")
        _meta(book, "display-seq", str(number), refines=f"#{name}")


def _titles(book: Any, data: Metadata) -> None:
    if data.subtitle:
        book.add_metadata("DC", "title", data.subtitle, {"id": "subtitle"})
        _meta(book, "title-type", "subtitle", refines="#subtitle")
    if data.series:
        _meta(book, "belongs-to-collection", data.series.name, id="series")
        _meta(book, "collection-type", "series", refines="#series")
        if data.series.number:
            _meta(book, "group-position", data.series.number, refines="#series")
    known = data.identifiers
    for number, other in enumerate((known.isbn.pdf, known.isbn.print), 1):
        if other:
            book.add_metadata("DC", "source", f"urn:isbn:{other}", {"id": f"source-{number}"})


def _accessibility(
    book: Any, package: Package, documents: Sequence[Document], has_pages: bool
) -> None:
    """Describe what the content really has (EPUB Accessibility 1.1); claims only as given."""
    data, words = package.publication.config.metadata, package.told.words
    pictures = any(document.pictures for document in documents if document.kind != "cover")
    for mode in ("textual", "visual") if pictures else ("textual",):
        _meta(book, "schema:accessMode", mode)
    _meta(book, "schema:accessModeSufficient", "textual")
    if pictures:
        _meta(book, "schema:accessModeSufficient", "textual,visual")
    features = [
        "ARIA",
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ]
    features += ["alternativeText"] if pictures else []
    features += ["pageBreakMarkers", "pageNavigation"] if has_pages else []
    for feature in sorted(features):
        _meta(book, "schema:accessibilityFeature", feature)
    for hazard in ("noFlashingHazard", "noMotionSimulationHazard", "noSoundHazard"):
        _meta(book, "schema:accessibilityHazard", hazard)
    lines = [
        words["summary_text"],
        words["summary_figures"] if pictures else "",
        words["summary_pages"] if has_pages else "",
    ]
    summary = data.accessibility.summary or " ".join(line for line in lines if line)
    _meta(book, "schema:accessibilitySummary", summary)
    if has_pages:
        isbn = data.identifiers.isbn.pdf or data.identifiers.isbn.print
        source = f"urn:isbn:{isbn}" if isbn else f"{package.publication.config.identifier}#pdf"
        _meta(book, "pageBreakSource", source)
    claim = data.accessibility
    if claim.conforms_to:
        _meta(book, "dcterms:conformsTo", claim.conforms_to, id="claim")
        if claim.certified_by:
            _meta(book, "a11y:certifiedBy", claim.certified_by, refines="#claim")

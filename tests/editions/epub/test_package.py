"""The package document: what a work says of itself to shops, libraries and reading systems."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from small_works import order, tree, work

from octavo.editions.epub.package import ManifestItem, Package, make_package
from octavo.editions.epub.xhtml_files import Document
from octavo.editions.units.facts import facts
from octavo.markup.tree import Element, parse_xml
from octavo.model.metadata import Accessibility, Contributor, Identifiers, Isbns, Series

XHTML = "application/xhtml+xml"


def made(
    folder: Path, pictures: bool = False, has_pages: bool = False, **metadata: Any
) -> Mapping[str, bytes]:
    """Return the files of a book of a cover and one text."""
    given = order(folder, work(**metadata), "epub")
    told = facts(given.workshop, given.publication, given)
    shown = frozenset({"a.png"} if pictures else ())
    documents = [
        Document("piece-cover.xhtml", "cover", "Cover", "front", tree(""), frozenset(), (), shown),
        Document("one.xhtml", "chapter", "One", "body", tree(""), frozenset(), (), shown),
    ]
    items = [ManifestItem(each.file, XHTML, b"<html/>") for each in documents]
    items.append(ManifestItem("a.png", "image/png", b"\x89PNG", ("cover-image",)))
    spine = tuple(each.file for each in documents)
    package = Package(given.publication, "urn:x", told, tuple(items), spine, "a.png")
    return make_package(package, documents, has_pages)


def opf(folder: Path, **told: Any) -> Element:
    return parse_xml(made(folder, **told)["EPUB/content.opf"])


def metas(package: Element, name: str) -> list[str]:
    return [str(m.text) for m in package.iter("{*}meta") if m.get("property") == name]


def named(package: Element, name: str) -> list[str]:
    return [str(node.text) for node in package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")]


def test_the_container_has_what_every_epub_has(tmp_path: Path) -> None:
    files = made(tmp_path)
    assert files["mimetype"] == b"application/epub+zip"
    assert b"EPUB/content.opf" in files["META-INF/container.xml"]
    assert files["EPUB/a.png"] == b"\x89PNG"


def test_the_same_work_gives_the_same_bytes_and_the_clock_is_its_date(tmp_path: Path) -> None:
    assert made(tmp_path) == made(tmp_path)
    assert metas(opf(tmp_path), "dcterms:modified") == ["2024-05-01T00:00:00Z"]


def test_people_keep_their_order_and_their_roles(tmp_path: Path) -> None:
    people = (Contributor("Ada"), Contributor("Ben", "ill"))
    package = opf(tmp_path, contributors=people)
    assert (named(package, "creator"), named(package, "contributor")) == (["Ada"], ["Ben"])
    assert metas(package, "role") == ["aut", "ill"] and metas(package, "display-seq") == ["1", "2"]


def test_titles_series_and_other_editions_are_told(tmp_path: Path) -> None:
    package = opf(
        tmp_path,
        subtitle="Or not",
        series=Series("Shores", "3"),
        identifiers=Identifiers(Isbns(pdf="1", print="2")),
    )
    assert named(package, "title") == ["Work", "Or not"]
    assert metas(package, "belongs-to-collection") == ["Shores"]
    assert metas(package, "group-position") == ["3"]
    assert named(package, "source") == ["urn:isbn:1", "urn:isbn:2"]


@pytest.mark.parametrize("pictures", [False, True])
@pytest.mark.parametrize("has_pages", [False, True])
def test_only_what_the_book_has_is_claimed_of_it(
    tmp_path: Path, pictures: bool, has_pages: bool
) -> None:
    package = opf(tmp_path, pictures=pictures, has_pages=has_pages)
    features = metas(package, "schema:accessibilityFeature")
    assert ("alternativeText" in features) is pictures
    assert ("visual" in metas(package, "schema:accessMode")) is pictures
    assert ("pageNavigation" in features) is has_pages
    assert metas(package, "pageBreakSource") == ["urn:uuid:1#pdf"] * has_pages


def test_conformance_is_claimed_where_a_person_claims_it(tmp_path: Path) -> None:
    assert metas(opf(tmp_path), "dcterms:conformsTo") == []
    claim = Accessibility("EPUB Accessibility 1.1", "Ada", "All is text.")
    package = opf(tmp_path, accessibility=claim)
    assert metas(package, "dcterms:conformsTo") == ["EPUB Accessibility 1.1"]
    assert metas(package, "a11y:certifiedBy") == ["Ada"]
    assert metas(package, "schema:accessibilitySummary") == ["All is text."]


def test_the_package_and_the_spine_are_in_the_language_and_order_of_the_work(
    tmp_path: Path,
) -> None:
    package = opf(tmp_path)
    assert package.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    paths = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
    spine = [paths[each.get("idref")] for each in package.iter("{*}itemref")]
    assert spine == ["piece-cover.xhtml", "one.xhtml"]
    assert b"piece-cover" not in made(tmp_path)["EPUB/toc.ncx"]

"""Units -> the files of an EPUB: their names, links, types and page marks."""

import re
from pathlib import Path

import pytest
from small_works import shop, tree

from octavo.editions.epub.xhtml_files import EPUB, Document, split
from octavo.editions.units.render import Unit
from octavo.languages import language
from octavo.markup.tree import elements, inner
from octavo.model.made import PageMap
from octavo.model.metadata import Edition

NAMES = {"images/my pic.png": "images/my-pic-0.png"}


def unit(slug: str, xml: str, is_piece: bool = False) -> Unit:
    return Unit(slug, slug, slug.title(), tree(xml), "body", is_piece=is_piece)


def documents(
    folder: Path, *units: Unit, pages: PageMap | None = None, files: tuple[str, ...] = ()
) -> tuple[Document, ...]:
    words = language(shop(folder), "en")
    return split(units, Edition("epub", files), pages or PageMap(), words, NAMES)


def test_a_piece_never_takes_the_name_of_a_chapter(tmp_path: Path) -> None:
    found = documents(tmp_path, unit("title", "<p/>", is_piece=True), unit("title", "<p/>"))
    assert [each.file for each in found] == ["piece-title.xhtml", "title.xhtml"]


def test_links_lead_to_the_file_of_their_target(tmp_path: Path) -> None:
    links = '<a href="#b">there</a><a href="#a">here</a><a href="#z">lost</a>'
    one, _ = documents(tmp_path, unit("one", f'<p id="a">{links}</p>'), unit("two", '<p id="b"/>'))
    hrefs = [link.get("href") for link in elements(one.tree, "a")]
    assert hrefs == ["two.xhtml#b", "#a", "#z"]


@pytest.mark.parametrize(
    ("role", "type_"),
    [("doc-chapter", "chapter"), ("doc-endnotes", "endnotes"), ("doc-backlink", None), ("x", None)],
)
def test_roles_are_said_in_the_words_of_epub_too(
    tmp_path: Path, role: str, type_: str | None
) -> None:
    (found,) = documents(tmp_path, unit("one", f'<section role="{role}"/>'))
    assert found.tree[0].get(EPUB) == type_


def test_a_file_tells_which_languages_besides_xhtml_it_holds(tmp_path: Path) -> None:
    (found,) = documents(tmp_path, unit("one", "<svg/><p/>"))
    assert found.properties == ("svg",)


BLOCKS = '<p data-b="1">A</p><ul><li data-b="2">B</li></ul><p data-b="3">C</p>'
PAGES = PageMap(("i", "ii", "1"), {"1": 0, "2": 1, "3": 2}, {"1": 0, "2": 2, "3": 2})


def test_a_page_begins_before_the_first_block_that_can_be_marked(tmp_path: Path) -> None:
    (found,) = documents(tmp_path, unit("one", BLOCKS), pages=PAGES)
    assert found.page_breaks == (("page-i", "i"), ("page-ii", "ii"), ("page-1", "1"))
    assert [node.get("id") or node.tag for node in found.tree] == [
        "page-i",
        "p",
        "ul",
        "page-ii",
        "page-1",
        "p",
    ]
    assert found.tree[0].get("aria-label") == "Page i"
    assert "data-b" not in inner(found.tree)


def test_an_author_may_have_the_id_of_a_page(tmp_path: Path) -> None:
    (found,) = documents(tmp_path, unit("one", f'{BLOCKS}<p id="page-7"/>'), pages=PAGES)
    names = [name for name, _ in found.page_breaks]
    assert names == ["octavo-page-i", "octavo-page-ii", "octavo-page-1"]


def test_pages_go_on_from_file_to_file(tmp_path: Path) -> None:
    first, second = documents(
        tmp_path, unit("one", '<p data-b="1"/>'), unit("two", '<p data-b="3"/>'), pages=PAGES
    )
    assert [label for _, label in first.page_breaks] == ["i"]
    assert [label for _, label in second.page_breaks] == ["ii", "1"]


def test_an_extract_lists_only_the_pages_that_it_has(tmp_path: Path) -> None:
    part = unit("two", '<p data-b="3"/>')
    (found,) = documents(tmp_path, part, pages=PAGES, files=("two.md",))
    assert [label for _, label in found.page_breaks] == ["1"]


LONG = '<p data-b="1">The keeper of the gauge</p><p data-b="2">slept on.</p><p data-b="3">C</p>'
PLACES = ("1", "2", "3"), {"1": 0, "2": 1, "3": 2}, {"1": 1, "2": 1, "3": 2}


def paged(folder: Path, xml: str, *openings: tuple[int, str, int]) -> str:
    labels, starts, ends = PLACES
    pages = PageMap(labels, starts, ends, openings=openings)
    (found,) = documents(folder, unit("one", xml), pages=pages)
    marks = inner(found.tree)
    for label in labels:
        marks = re.sub(rf'<span id="page-{label}"[^>]*>(</span>)?', f"[{label}]", marks)
    return marks


def test_a_page_that_begins_within_a_paragraph_is_marked_at_its_word(tmp_path: Path) -> None:
    found = paged(tmp_path, LONG, (0, "1", 0), (1, "1", 11), (2, "3", 0))
    assert found == "[1]<p>The keeper of [2]the gauge</p><p>slept on.</p>[3]<p>C</p>"


def test_several_pages_may_begin_within_one_block(tmp_path: Path) -> None:
    found = paged(tmp_path, LONG, (0, "1", 0), (1, "1", 3), (2, "1", 14))
    assert found == "[1]<p>The [2]keeper of the [3]gauge</p><p>slept on.</p><p>C</p>"


def test_a_page_that_begins_with_a_point_of_a_list_is_marked_in_it(tmp_path: Path) -> None:
    points = '<ul><li data-b="1">One</li><li data-b="2"><em>Two</em></li></ul><p data-b="3">C</p>'
    found = paged(tmp_path, points, (0, "1", 0), (1, "2", 0), (2, "3", 0))
    assert found == "<ul><li>[1]One</li><li><em>[2]Two</em></li></ul>[3]<p>C</p>"


def test_a_page_that_begins_with_a_caption_is_marked_before_its_figure(tmp_path: Path) -> None:
    figure = '<p data-b="1">A</p><figure data-b="2"><img/><figcaption data-b="2.1">Hut</figcaption>'
    xml = f'{figure}</figure><p data-b="3">C</p>'
    found = paged(tmp_path, xml, (0, "1", 0), (1, "2.1", 0), (2, "3", 0))
    assert found.startswith("[1]<p>A</p>[2]<figure><img/><figcaption>Hut</figcaption></figure>[3]")


def test_a_page_without_words_is_marked_before_the_next(tmp_path: Path) -> None:
    found = paged(tmp_path, LONG, (0, "1", 0), (2, "1", 11))
    assert found == "[1]<p>The keeper of [2][3]the gauge</p><p>slept on.</p><p>C</p>"


def test_an_opening_in_what_the_edition_lacks_is_not_waited_for(tmp_path: Path) -> None:
    found = paged(tmp_path, LONG, (0, "contents", 0), (1, "1", 11), (2, "gone", 4))
    assert found == "[1]<p>The keeper of [2]the gauge</p><p>slept on.</p>[3]<p>C</p>"


def test_pictures_have_their_names_of_the_package(tmp_path: Path) -> None:
    xml = '<p><img src="images/my pic.png" alt="A"/><img src="data:image/png,x" alt="B"/></p>'
    (found,) = documents(tmp_path, unit("one", xml))
    shown = [image.get("src") for image in elements(found.tree, "img")]
    assert shown == ["images/my-pic-0.png", "data:image/png,x"]
    assert found.pictures == frozenset(map(str, shown))

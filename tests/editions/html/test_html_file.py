"""The HTML edition of a work made by hand: one page that needs nothing else."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from small_works import chapter, order, tree, work

from octavo.editions.edition_format import Whole
from octavo.editions.html.html_edition import HtmlEdition, SiteEdition
from octavo.editions.html.html_file import (
    card_name,
    data_url,
    let_keyboard_scroll,
    make_html,
    put,
    unmark,
    whole,
)
from octavo.editions.units.render import HOLE
from octavo.finished.finished_files import FinishedFiles
from octavo.markup.tree import characters, elements, inner, new
from octavo.model.metadata import Edition
from octavo.model.publication import Asset

EBB = (
    '<h1 id="ebb" data-b="ebb-1">Ebb</h1><p data-b="ebb-2">Words &amp; <br/>more.</p>'
    '<figure data-b="ebb-3"><img src="a.svg" alt="A"/></figure><pre data-b="ebb-4">x</pre>'
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>'
ASSET = Asset("a.svg", SVG, "image/svg+xml", 4, 2)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the page of a book of one chapter."""
    publication = replace(work(chapter("ebb", EBB, "Ebb")), assets={"a.svg": ASSET})
    (data,) = make_html(order(tmp_path_factory.mktemp("html"), publication)).files.values()
    return data.decode()


def test_the_page_asks_for_nothing(page: str) -> None:
    assert list(HtmlEdition().loads(FinishedFiles({"work.html": page.encode()}))) == []
    assert "data:font/woff2;base64," in page and "data:image/svg+xml," in page


def test_the_page_is_html_and_no_xml(page: str) -> None:
    assert "Words &amp; <br>more." in page and "/>" not in page.replace("</", "")


def test_marks_of_the_build_are_gone_and_pictures_keep_their_room(page: str) -> None:
    assert "data-b=" not in page and "octavo-body" not in page
    assert re.search(r'<img [^>]*width="4" height="2"', page)


def test_the_pages_headings_stand_one_level_below_its_title(page: str) -> None:
    publication = work(chapter("ebb", EBB))
    assert re.findall(r"<h(\d)[^>]*>Ebb", page) == ["2"]
    found = HtmlEdition().read(publication, FinishedFiles({"work.html": page.encode()}))
    assert [(head.level, head.text) for head in found.headings] == [(1, "Ebb")]
    brief = replace(publication, first_heading=2)
    found = HtmlEdition().read(brief, FinishedFiles({"work.html": page.encode()}))
    assert [head.level for head in found.headings] == [2]


def test_a_site_is_what_an_edition_of_many_pages_is() -> None:
    site = Edition("html-site", split="chapters")
    assert SiteEdition().makes(site) and not SiteEdition().makes(Edition("html"))
    assert HtmlEdition().makes(Edition("html")) and not HtmlEdition().makes(site)


def test_the_golden_of_a_site_is_shorter_beside_that_of_a_page() -> None:
    files = {"work-site/search.js": b"rows"}
    alone = Whole("work", "id", frozenset({"work-site/index.html"}))
    beside = Whole("work", "id", frozenset({"work.html"}))
    assert list(SiteEdition().project(files, alone)) == ["search.js"]
    assert list(SiteEdition().project(files, beside)) == ["search.js.sha256"]


def test_bodies_stand_in_the_hole_of_their_shell() -> None:
    shell = f"<html><body><main>{HOLE}</main></body></html>"
    found = whole(shell, tree("<p>a</p>"), tree("<p>b</p>"))
    assert inner(elements(found, "main")[0]) == "<p>a</p><p>b</p>"
    assert characters(found).strip() == "ab"


def test_the_card_stands_beside_the_page(tmp_path: Path) -> None:
    given = order(tmp_path, work())
    assert card_name(given) == "work-card.png"
    assert card_name(replace(given, edition=Edition("html-s", split="chapters"))) == "card.png"


def test_a_drawing_is_an_address_that_a_server_can_pack() -> None:
    url = data_url(Asset("a.svg", b'<svg fill="#fff"/>', "image/svg+xml"))
    assert url == "data:image/svg+xml,%3Csvg%20fill=%22%23fff%22/%3E"
    assert data_url(Asset("a.png", b"\x01", "image/png")) == "data:image/png;base64,AQ=="


def test_a_picture_of_unknown_size_gets_none() -> None:
    image = new("img")
    put(image, "x", Asset("a.svg", b"", "image/svg+xml", 4, 0))
    assert dict(image.attrib) == {"src": "x"}


def test_boxes_that_scroll_can_be_reached_by_the_keyboard() -> None:
    body = tree('<pre/><div class="table"/><div class="verse"/><p/>')
    let_keyboard_scroll(body)
    assert [node.get("tabindex") for node in body] == ["0", "0", None, None]


def test_unmarked_trees_keep_what_readers_need() -> None:
    body = tree('<p id="a" data-b="1" data-label="x" data-n="2"/>')
    unmark(body)
    assert dict(body[0].attrib) == {"id": "a", "data-n": "2"}


@pytest.mark.parametrize(
    ("size", "style"),
    [((300, 400), "--shape: 0.75"), ((400, 300), None), ((100, 900), None), ((0, 0), None)],
)
def test_a_picture_that_stands_upright_says_its_shape_but_for_strips(
    size: tuple[int, int], style: str | None
) -> None:
    image = new("img")
    put(image, "a.png", Asset("a.png", b"", "image/png", *size))
    assert image.get("style") == style
    own = new("img", style="width: 50%")
    put(own, "a.png", Asset("a.png", b"", "image/png", 300, 400))
    assert own.get("style") == "width: 50%"

"""The site of a work made by hand: which pages there are, and how they lead to each other."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from small_works import chapter, order, shop, tree, work

from octavo.editions.html.html_edition import SiteEdition
from octavo.editions.html.search import search_index
from octavo.editions.html.seen import gather_looks
from octavo.editions.html.site import make_site
from octavo.editions.html.stand_ins import stand_ins
from octavo.editions.units.render import HOLE
from octavo.finished.finished_files import FinishedFiles
from octavo.fonts.bundled import families
from octavo.languages import language
from octavo.markup.tree import characters, elements, has_class
from octavo.model.metadata import Edition
from octavo.model.publication import TocEntry

EBB = '<h1 id="ebb">Ebb</h1><p>See <a href="#high">there</a> and <a href="#low">here</a>.</p>'
FLOOD = '<h1 id="flood">Flood</h1><h2 id="high">High</h2><p>Words.</p>'
EDITIONS = (Edition("html"), Edition("html-site", split="chapters"), Edition("pdf-x", ("ebb.md",)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Return the files of a book of two chapters."""
    chapters = (
        chapter("ebb", f'{EBB}<h2 id="low">Low</h2>', "Ebb"),
        chapter("flood", FLOOD, "Flood"),
    )
    entries = (TocEntry(1, "ebb", "ebb", "Ebb"), TocEntry(1, "flood", "flood", "Flood", "2"))
    publication = replace(work(*chapters, editions=EDITIONS), toc=entries)
    given = order(tmp_path_factory.mktemp("site"), publication)
    return make_site(replace(given, edition=EDITIONS[1])).files


def page(site: Mapping[str, bytes], name: str) -> str:
    return site[f"work-site/{name}"].decode()


def test_each_chapter_has_a_page_between_the_title_and_what_ends_the_book(
    site: Mapping[str, bytes],
) -> None:
    names = [name for name in site if name.endswith(".html")]
    assert names == [f"work-site/{name}.html" for name in ("index", "ebb", "flood", "about")]


def test_links_lead_to_the_page_of_their_target(site: Mapping[str, bytes]) -> None:
    text = page(site, "ebb.html")
    assert '<a href="flood.html#high">there</a>' in text and '<a href="#low">here</a>' in text


def test_every_page_is_turned_to_from_the_one_before(site: Mapping[str, bytes]) -> None:
    found = SiteEdition().read(work(), FinishedFiles(site))
    assert [head.text for head in found.headings] == ["Ebb", "Low", "Flood", "High"]
    assert re.findall(r'<link rel="next" href="([^"]+)">', page(site, "ebb.html")) == ["flood.html"]


def test_every_file_that_a_page_names_is_there(site: Mapping[str, bytes]) -> None:
    assert list(SiteEdition().loads(FinishedFiles(site))) == []
    named = re.findall(r'url\("(fonts/[^"]+)"\)|src="([^"]+)"', page(site, "flood.html"))
    paths = ["".join(each) for each in named]
    assert paths and all(f"work-site/{path}" in site for path in paths)


def test_whole_editions_are_offered_and_extracts_are_not(site: Mapping[str, bytes]) -> None:
    assert re.findall(r'href="(\.\./[^"]+)"', page(site, "index.html")) == ["../work.html"]


def test_the_search_finds_sections_with_their_words() -> None:
    body = tree('<nav class="contents">No</nav><h1>Ebb</h1>In <p>one.</p><h2 id="s">S</h2><p>T</p>')
    data = search_index([("ebb.html", "Ebb", body)]).decode()
    rows = json.loads(data.removeprefix("octavoSearch(").removesuffix(");\n"))
    assert rows == [["ebb.html", "Ebb", "Ebb", "Ebb In one."], ["ebb.html#s", "S", "Ebb", "T"]]


def test_no_word_of_the_text_ends_the_script_of_the_index() -> None:
    assert b"</" not in search_index([("a.html", "A", tree("<p>&lt;/script&gt;</p>"))])


def test_faces_are_chosen_for_all_pages_and_for_what_the_script_adds(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    bodies = [tree(f"<p>{sign}</p>") for sign in "abcde"]
    words = language(shop(tmp_path_factory.mktemp("seen")), "en")
    shown = gather_looks(bodies, lambda n: f"<html><body><i>{n}</i>{HOLE}</body></html>", words)
    assert [characters(each).strip()[:4] for each in shown][1:] == ["2bcd", "4e"]
    (search,) = (node for node in elements(shown[0]) if has_class(node, "found"))
    assert set("abcde0123456789") <= set(characters(search))
    assert [node.tag for node in bodies[1]] == ["p"]  # the pages themselves stay as they are


SHEET = ':root { --text: "EB Garamond", serif; --sans: "Unknown"; --size: 11pt }'


def test_a_stand_in_stands_behind_each_face_that_the_site_brings(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    workshop = shop(tmp_path_factory.mktemp("faces"))
    cut = families(workshop)["EB Garamond"].cuts[0]
    found = stand_ins(workshop, [cut], SHEET)
    assert '--text: "EB Garamond", "EB Garamond as Times New Roman", ' in found
    assert '--sans: "Unknown"; --size' in found
    sizes = [float(each) for each in re.findall(r"size-adjust: ([\d.]+)%", found)]
    assert len(sizes) == 3 and all(70 < size < 130 for size in sizes) and sizes[0] > sizes[-1]
    assert stand_ins(workshop, [], SHEET) == SHEET

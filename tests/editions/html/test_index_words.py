"""The words of a work's own index, and the sections that they lead to."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from small_works import tree

from octavo.editions.html.index_words import index_words
from octavo.editions.html.search import search_index
from octavo.production.pipeline import Project, build, workshop_of
from octavo.production.publication_reader import read_publication

WATER = tree(
    '<h1 id="water">Water</h1><p id="first">Words.</p><h2 id="ebb">Ebb</h2>'
    '<figure id="fig-dip"><p>A dip.</p></figure><h2 id="flood">Flood</h2><p>Words.</p>'
)
PAPER = tree('<h1 id="paper">Paper</h1><h2 id="oath">Oath</h2><p>Words.</p>')


def led(entries: str, role: str = "doc-index") -> dict[str, list[str]]:
    index = tree(f'<section role="{role}"><h1 id="index">Index</h1>{entries}</section>')
    pages = [("water.html", WATER), ("paper.html", PAPER), ("index.html", index)]
    return index_words(pages)


def test_the_words_before_the_first_link_lead_to_each_place_of_an_entry() -> None:
    links = '<a href="water.html#ebb">2</a>, <a href="paper.html#oath">4</a>'
    assert led(f"<ul><li>low <em>tide</em>, {links}</li></ul>") == {
        "water.html#ebb": ["low tide"],
        "paper.html#oath": ["low tide"],
    }


def test_a_place_within_a_section_counts_for_the_section() -> None:
    found = led(
        '<ul><li>dip <a href="water.html#fig-dip">1</a></li>'
        '<li>start: <a href="water.html#first">1</a></li>'
        '<li>ledger <a href="paper.html#paper">3</a></li></ul>'
    )
    assert found == {"water.html#ebb": ["dip"], "water.html": ["start"], "paper.html": ["ledger"]}


def test_a_member_of_a_member_has_the_words_of_both() -> None:
    below = '<ul><li>his oath, <a href="paper.html#oath">4</a></li></ul>'
    assert led(f"<ul><li><p>keeper</p>{below}</li></ul>") == {
        "paper.html#oath": ["keeper his oath"]
    }


def test_commas_part_words_for_the_same() -> None:
    found = led('<ul><li>colour, color, <a href="water.html#ebb">2</a></li></ul>')
    assert found == {"water.html#ebb": ["colour", "color"]}


def test_terms_share_what_stands_below_them() -> None:
    found = led(
        '<dl><dt>ebb</dt><dt>low tide</dt><dd><a href="water.html#ebb">1</a></dd>'
        '<dt>oath</dt><dd><a href="paper.html#oath">4</a></dd></dl>'
    )
    assert found == {"water.html#ebb": ["ebb", "low tide"], "paper.html#oath": ["oath"]}


def test_a_list_of_links_that_is_no_index_leads_nowhere() -> None:
    assert led('<ul><li>low <a href="water.html#ebb">2</a></li></ul>', "doc-appendix") == {}


def test_a_link_within_the_index_stands_for_its_own_page() -> None:
    assert led('<ul><li>here <a href="#index">9</a></li></ul>') == {"index.html": ["here"]}


def test_only_a_section_of_the_index_has_its_words_in_the_search() -> None:
    index = tree(
        '<section role="doc-index"><ul><li>dip <a href="water.html#ebb">2</a></li></ul></section>'
    )
    pages = [("water.html", "Water", WATER), ("index.html", "Index", index)]
    told = search_index(pages).decode().removeprefix("octavoSearch(").removesuffix(");\n")
    rows = {row[0]: row[4:] for row in json.loads(told)}
    assert rows["water.html#ebb"] == [["dip"]] and rows["water.html#flood"] == []
    assert "index.html" not in rows, "who finds a section by the index need not find the index too"


FACTS = """\
octavo: 1
theme: book
title: Ebb
language: en-GB
date: 2026-11-23
body: [ebb.md]
back: [index.md]
editions: [epub, {name: html-site, split: chapters}, html]
"""
INDEX = "# Index\n\n- low tide, [](#low)\n- keeper\n    - his oath, [](ebb.md)\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Mapping[str, bytes]]:
    """Return a book with an index, and its EPUB, its HTML and its site."""
    root = tmp_path_factory.mktemp("indexed")
    folder = root / "source" / "work"
    folder.mkdir(parents=True)
    for name, text in {
        "publication.yaml": FACTS,
        "ebb.md": "# Ebb\n\nWords.\n\n## Low {#low}\n\nMore.\n",
        "index.md": INDEX,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    project = Project(root, root / "build", None)
    done = build(project, "work")
    assert done.problems == ()
    return project, done.files


def test_a_file_called_index_is_an_index_without_a_letter(
    made: tuple[Project, Mapping[str, bytes]],
) -> None:
    project, files = made
    (_, index) = read_publication(workshop_of(project, "work"), "work").chapters
    assert (index.role, index.number) == ("index", "")
    assert b'role="doc-index"' in files["work.html"]


def test_the_site_of_a_book_finds_its_sections_by_its_index(
    made: tuple[Project, Mapping[str, bytes]],
) -> None:
    told = made[1]["work-site/search.js"].decode()
    rows: Any = json.loads(told.removeprefix("octavoSearch(").removesuffix(");\n"))
    words = {row[0]: row[4] for row in rows if len(row) > 4}
    assert words == {"ebb.html": ["keeper his oath"], "ebb.html#low": ["low tide"]}


def test_the_epub_says_what_an_index_is(
    made: tuple[Project, Mapping[str, bytes]], tmp_path: Path
) -> None:
    path = tmp_path / "work.epub"
    path.write_bytes(made[1]["work.epub"])
    with zipfile.ZipFile(path) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if "index" in name]
    assert any('epub:type="index"' in text for text in texts)

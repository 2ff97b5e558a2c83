"""The HTML edition as a site: its pages, its index, and what it may not bring along."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Desk

from octavo.checks.outside import outside
from octavo.checks.parity import parity
from octavo.core.problems import BuildFailed
from octavo.editions.html.search import search_index
from octavo.fonts.letters import letters
from octavo.markup.tree import parse_xml
from octavo.production import pipeline
from octavo.production.pipeline import Built, workshop_of
from octavo.production.publication_reader import read_publication

FONTS = Path(__file__).parents[3] / "templates" / "fonts"
WORDS = "Nobody recorded the second move, and the clock of the harbour hut was not asked about it"
SITE = "editions: [{name: html-site, split: chapters}]"
BOOK = {"one.md": "# One\n\nFirst words.[^a]\n\n[^a]: A note.", "two.md": "# Two\n\nSee [](#one)."}


@pytest.fixture(scope="session")
def pages(built: Mapping[str, Built]) -> dict[str, str]:
    files = built["variants"].files
    return {
        name.removeprefix("variants-site/"): data.decode()
        for name, data in files.items()
        if name.startswith("variants-site/") and name.endswith((".html", ".js"))
    }


def test_each_chapter_has_a_page_with_one_first_level_heading(pages: dict[str, str]) -> None:
    html = {name: text for name, text in pages.items() if name.endswith(".html")}
    names = "about index light part-down-to-the-water preface quay sands".split()
    assert sorted(html) == [f"{name}.html" for name in names]
    for name, text in html.items():
        assert len(re.findall(r"<h1\b", text)) == 1, name


def test_a_link_leads_to_the_page_that_has_its_target(pages: dict[str, str]) -> None:
    assert 'href="sands.html#tbl-tides"' in pages["quay.html"]
    assert 'href="#ropes' in pages["quay.html"] or re.search(
        r'href="#[^"]*ropes', pages["quay.html"]
    )


def test_readers_can_take_the_whole_editions_with_them(pages: dict[str, str]) -> None:
    foot = pages["quay.html"].partition("<footer")[2]
    assert re.findall(r'href="([^"]+)"', foot) == [
        "../variants.html",
        "../variants.epub",
        "../variants.pdf",
        "../variants-large.pdf",
    ]


def test_words_stand_where_they_will_stay_when_the_faces_arrive(pages: dict[str, str]) -> None:
    """A line of the machine's face is as long as one of ours."""
    found = re.search(r'"([\w ]+) as Noto Serif"; size-adjust: ([\d.]+)%', pages["index.html"])
    assert found
    assert f'--text: "{found[1]}", "{found[1]} as ' in pages["index.html"]
    own, other = (
        letters((FONTS / f"{name}-Regular.ttf").read_bytes()).width(WORDS, 100)
        for name in (found[1].replace(" ", ""), "NotoSerif")
    )
    assert own == pytest.approx(other * float(found[2]) / 100, rel=0.02)


def test_every_page_says_what_the_work_is(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        if name.endswith(".html"):
            told = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
            assert told is not None
            data = json.loads(told[1])
            assert data["@type"] == "Book" and data["name"] == "Six Editions of One Walk"
            assert data["author"] == [{"@type": "Person", "name": "Ines Calder"}]
            assert '<meta name="citation_author" content="Ines Calder">' in text
            assert '<meta property="og:title" content="Six Editions of One Walk">' in text


def test_the_index_has_every_section_with_its_words(pages: dict[str, str]) -> None:
    rows = json.loads(pages["search.js"].removeprefix("octavoSearch(").removesuffix(");\n"))
    by_address = {row[0]: row for row in rows}
    assert by_address["quay.html#bring"][1:3] == ["What to bring", "The quay"]
    assert "A hat that stays on" in by_address["quay.html#bring"][3]
    assert "marked by withies" in by_address["sands.html"][3]


def test_the_index_cannot_end_the_script_that_it_is() -> None:
    body = parse_xml('<body><p>&lt;/script&gt; and "quotes"</p></body>')
    told = search_index([("a.html", "A", body)]).decode()
    assert "</script>" not in told and '\\"quotes\\"' in told


def test_an_article_is_one_page(desk: Desk) -> None:
    project, slug = desk.write("Words.\n\n## Section {#here}\n\nMore.", SITE)
    files = pipeline.build(project, slug).files
    html = [name for name in files if name.endswith(".html")]
    assert html == [f"{slug}-site/index.html"]


def test_a_chapter_called_index_does_not_take_the_first_page(desk: Desk) -> None:
    files = {"index.md": "# Register\n\nWords.", "about.md": "# About\n\nOthers."}
    project, slug = desk.write(files, f"theme: book\n{SITE}")
    made = pipeline.build(project, slug).files
    assert f"{slug}-site/chapter-index.html" in made and f"{slug}-site/about.html" in made


def test_parity_misses_a_page_that_nothing_leads_to_and_words_that_are_lost(desk: Desk) -> None:
    project, slug = desk.write(BOOK, f"theme: book\n{SITE}")
    made = dict(pipeline.build(project, slug).files)
    publication = read_publication(workshop_of(project, slug), slug)
    assert parity(publication, made) == ()
    page = f"{slug}-site/two.html"
    lost = {**made, page: made[page].replace(b"See ", b"")}
    assert any("html-site edition" in str(each) for each in parity(publication, lost))
    index = f"{slug}-site/index.html"
    cut = {**made, index: made[index].replace(b'rel="next"', b'rel="up"')}
    assert any("no page leads to" in str(each) for each in parity(publication, cut))


FAULTS = {
    "a script": b"<script>alert(1)</script>",
    "a script of its own": b'<script src="other.js"></script>',
    "a picture from elsewhere": b'<img src="https://example.org/a.png" alt="">',
    "a face from elsewhere": b'<style>@font-face{src:url("https://example.org/a.woff2")}</style>',
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_page_of_a_site_runs_and_asks_for_nothing_else(fault: str, desk: Desk) -> None:
    project, slug = desk.write(BOOK, f"theme: book\n{SITE}")
    made = dict(pipeline.build(project, slug).files)
    publication = read_publication(workshop_of(project, slug), slug)
    assert outside(publication, made) == []
    page = f"{slug}-site/one.html"
    made[page] = made[page].replace(b"</main>", FAULTS[fault] + b"</main>")
    assert {each.code for each in outside(publication, made)} == {"E311"}


def test_no_template_can_change_the_script_of_a_site(desk: Desk) -> None:
    files = {**BOOK, "templates/shared/site.js": "alert(1)"}
    project, slug = desk.write(files, f"theme: book\nbody: [one.md, two.md]\n{SITE}")
    made = pipeline.build(project, slug).files
    assert b"alert(1)" not in made[f"{slug}-site/site.js"]


def test_a_site_is_written_whole_and_an_unchanged_one_is_left_alone(desk: Desk) -> None:
    project, slug = desk.write(BOOK, f"theme: book\n{SITE}")
    built = pipeline.build(project, slug)
    pipeline.write(built, project)
    home = project.out / slug
    before = (home / f"{slug}-site").stat().st_ino
    pipeline.write(built, project)
    assert (home / f"{slug}-site").stat().st_ino == before
    smaller = {n: data for n, data in built.files.items() if not n.endswith("two.html")}
    pipeline.write(replace(built, files=smaller), project)
    assert not (home / f"{slug}-site" / "two.html").exists()


def test_only_an_html_edition_can_be_split(desk: Desk) -> None:
    with pytest.raises(BuildFailed, match="only an edition in HTML has this"):
        desk.read("Text.", "editions: [{name: pdf-site, split: chapters}]")

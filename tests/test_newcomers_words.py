"""The words by which newcomers look for things, asked of the handbook's site in a browser."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from browsing import ROOT, browsed
from conftest import Editions

WORDS: Mapping[str, tuple[str, ...]] = {
    "footnote": ("notes-and-references.html#notes",),
    "endnotes": ("publication.html#keys-setting",),
    "header": ("templates.html#sheets", "questions.html#ask-header"),
    "footer": ("templates.html#sheets", "questions.html#ask-header"),
    "running head": ("templates.html#sheets",),
    "page numbers": ("templates.html#sheets",),
    "drop cap": ("templates.html#initials",),
    "callout": ("prose.html#boxes",),
    "admonition": ("prose.html#boxes",),
    "citation": ("not-there.html#not-in-text",),
    "bibliography": ("not-there.html#not-in-text",),
    "cross-reference": ("notes-and-references.html#references",),
    "cross reference": ("notes-and-references.html#references",),
    "image": ("figures-tables-code.html#figures",),
    "figure": ("figures-tables-code.html#figures",),
    "caption": ("figures-tables-code.html#figures",),
    "landscape": ("figures-tables-code.html#tables",),
    "margins": ("templates.html#tokens",),
    "paper size": ("templates.html#tokens",),
    "bleed": ("publication.html#keys-editions",),
    "crop marks": ("not-there.html#not-on-page",),
    "ISBN": ("publication.html#keys-identifiers",),
    "DOI": ("publication.html#keys-identifiers",),
    "dark mode": ("templates.html#tokens", "questions.html#ask-dark"),
    "poem": ("prose.html#verse",),
    "verse": ("prose.html#verse",),
    "epigraph": ("prose.html#quotations",),
    "blockquote": ("prose.html#quotations",),
    "watermark": ("not-there.html#not-on-page",),
    "draft": ("commands.html#draft",),
    "hyphenation": ("publication.html#keys-setting",),
    "font": ("templates.html#tokens", "questions.html#ask-font"),
    "Table of Contents": ("templates.html#themes",),
    "TOC": ("templates.html#themes",),
    "cover": ("publication.html#keys-work",),
    "author": ("publication.html#keys-people",),
    "appendix": ("publication.html#keys-order",),
    "glossary": ("publication.html#keys-order",),
    "index": ("notes-and-references.html#index-by-hand",),
    "equations": ("not-there.html#not-in-text",),
    "bold": ("prose.html#emphasis",),
    "superscript": ("prose.html#emphasis",),
    "bullet points": ("prose.html#lists",),
    "page break": ("prose.html#breaks",),
    "syntax highlighting": ("figures-tables-code.html#code",),
    "merged cells": ("figures-tables-code.html#tables",),
    "alt text": ("figures-tables-code.html#figures",),
    "Kindle": ("questions.html#ask-kindle",),
    "Kobo": ("getting-started.html#distributing",),
    "Excel": ("figures-tables-code.html#tables",),
    "PowerPoint": ("not-there.html#not-around",),
    "multi-column": ("not-there.html#not-on-page",),
    "logo": ("templates.html#logo",),
    "colour": ("templates.html#tokens",),
    "license": ("publication.html#keys-house",),
    "right to left": ("prose.html#languages",),
    "variables": ("prose.html#taken-in",),
    "live reload": ("commands.html#cmd-preview",),
    "tracked changes": ("commands.html#redlines",),
    "website": ("publication.html#keys-editions", "questions.html#ask-website"),
    "GitHub Actions": ("ci.html#ci-github",),
    "Word": ("from-elsewhere.html#from-word",),
    "Pandoc": ("from-elsewhere.html#from-pandoc",),
}
"""What somebody types -> the sections, one of which has to stand among the first three."""
PHRASES: Mapping[str, str] = {
    "dropcaps": "templates.html#initials",
    "how do I add a footnote": "notes-and-references.html#notes",
    "how to change fonts": "questions.html#ask-font",
    "headers and footers": "templates.html#sheets",
    "hyphenate": "publication.html#keys-setting",
    "numbered lines": "prose.html#verse",
    "merge table cells": "figures-tables-code.html#tables",
    "letter size": "templates.html#tokens",
    "inline math": "not-there.html#not-in-text",
    "color": "templates.html#tokens",
}
"""What the index has in another form, or among other words."""
FIRST = 3


@pytest.fixture(scope="module")
def site(built: Editions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the handbook as a site."""
    out = tmp_path_factory.mktemp("handbook")
    for name, data in built["handbook"].files.items():
        if name.startswith("handbook-site/"):
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(data)
    return out / "handbook-site"


def test_the_handbook_knows_forty_words_of_newcomers_and_more() -> None:
    assert len(WORDS) >= 40


@pytest.mark.handbook
def test_the_sections_that_newcomers_look_for_are_there_with_their_words(site: Path) -> None:
    """Without a browser: the index of the search leads from the word to the section."""
    told = (site / "search.js").read_text("utf-8")
    rows: Any = json.loads(told.removeprefix("octavoSearch(").removesuffix(");\n"))
    known = {row[0]: {*map(_plain, row[4])} for row in rows if len(row) > 4}
    lost = [
        word
        for word, places in WORDS.items()
        if not any(_plain(word) in known.get(place, ()) for place in places)
    ]
    assert lost == []


@pytest.mark.conformance
@pytest.mark.slow
@pytest.mark.xdist_group("browser")
def test_each_word_of_newcomers_finds_its_section_among_the_first_three(
    site: Path, tmp_path: Path
) -> None:
    queries = tmp_path / "queries.json"
    asked = [*WORDS, *(word.upper() for word in WORDS), *PHRASES]
    queries.write_text(json.dumps(asked), encoding="utf-8")
    found = browsed("site_search.cjs", site, queries)
    places = {word: (place,) for word, place in PHRASES.items()}
    places |= {**WORDS, **{word.upper(): place for word, place in WORDS.items()}}
    lost = {word: found[word] for word in asked if not {*places[word]} & {*found[word][:FIRST]}}
    assert lost == {}


@pytest.mark.conformance
@pytest.mark.slow
@pytest.mark.xdist_group("browser")
def test_a_word_half_typed_finds_its_section_and_a_strange_one_nothing(
    site: Path, tmp_path: Path
) -> None:
    queries = tmp_path / "queries.json"
    queries.write_text(json.dumps(["footno", "hyphenat", "xyzzy"]), encoding="utf-8")
    found = browsed("site_search.cjs", site, queries)
    assert found["footno"][0] == "notes-and-references.html#notes"
    assert found["hyphenat"][0] == "publication.html#keys-setting"
    assert found["xyzzy"] == []


@pytest.mark.conformance
@pytest.mark.slow
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize(
    ("text", "query", "other"),
    [
        ("Con đường về Łódź.", "duong", "duang"),
        ("Iðunn og Sjælør.", "idunn", "odunn"),
        ("เรือมีน้ำ", "มี", "มา"),
        ("কালি কলম", "কালি", "কালু"),
    ],
)
def test_letters_are_found_without_their_strokes_and_not_without_their_vowels(
    text: str, query: str, other: str, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    script = (ROOT / "templates" / "shared" / "site.js").read_text("utf-8")
    row = json.dumps(["index.html", "One", "One", text], ensure_ascii=False)
    (folder / "search.js").write_text(f"octavoSearch([{row}]);", "utf-8")
    (folder / "index.html").write_text(
        '<!DOCTYPE html><meta charset="utf-8"><body class="site" data-search="s" data-results="r"'
        ' data-none="n"><div class="site-head"></div><main id="octavo-text"></main>'
        f"<script>{script}</script></body>",
        "utf-8",
    )
    queries = tmp_path / "queries.json"
    queries.write_text(json.dumps([query, other]), encoding="utf-8")
    assert browsed("site_search.cjs", folder, queries) == {query: ["index.html"], other: []}


def _plain(word: str) -> str:
    """Return a word as the search compares it, without an s at its end."""
    return word.lower().replace("-", " ").removesuffix("s")

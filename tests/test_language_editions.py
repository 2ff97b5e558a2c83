"""A small book in each language that was added last, in three editions: whole, and in its words."""

import io
import re
import string
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from conftest import ROOT, environment
from pypdfium2 import PdfDocument

from octavo.languages import Language, language
from octavo.markup.tree import parse_html, strings
from octavo.production.pipeline import Project, build, workshop_of

BUNDLED = "af be bg ca cy eo et eu ga gl hr id is lt lv ms sk sl sq sr sr-Latn sw ur vi".split()
OWN = {"eu": "long", "lt": "long", "sr-Latn": "", "ur": "long", "vi": "long"}
"""Those that have something of their own: numbers first, dates, letters, direction; and the session
that builds them. The others are built with ``nox -s conformance``."""
EVERY = [
    pytest.param(tag, marks=getattr(pytest.mark, mark) if mark else ())
    for tag, mark in ((tag, OWN.get(tag, "conformance")) for tag in BUNDLED)
]
FETCHED = ["bn", "ta", "th"]
"""Languages whose faces are fetched: without them a build is a draft."""
METADATA = """\
octavo: 1
title: Opus parvum
language: {tag}
date: 2024-03-03
theme: book
version: "1"
numbering: sections
lists: [figures, tables, listings]
publisher: Domus
place: Roma
licence: CC-BY-4.0
dedication: Amicis
series: {{name: Libelli, number: "2"}}
identifiers: {{isbn: {{print: 978-3-16-148410-0}}}}
contributors:
  - {{name: Gaius, role: aut, biography: Gaius scribit.}}
  - {{name: Titus, role: edt}}
  - {{name: Lucius, role: trl}}
  - {{name: Marcus, role: ill}}
  - {{name: Quintus, role: pht}}
  - {{name: Publius, role: ctb}}
editions:
  - html
  - epub
  - pdf
  - {{name: html-site, split: chapters}}
  - {{name: epub-sample, files: [una.md]}}
body:
  - part: Mare
    chapters: [una.md, duo.md]
back:
  - {{file: quattuor.md, role: appendix}}
"""
UNA = """\
# Una {#una}

Lorem "ipsum" dolor.[^a] [](#pic), [](#tab), [](#cod), [](#duo), [](#sec), [](#app).

[^a]: Nota bene.

![Lorem ipsum](images/pic.svg)

Figure: Dolor sit amet.
Source: Gaius.
{#pic}

| Lorem | Ipsum |
|-------|------:|
| dolor | 12 |

Table: Amet dolor.
{#tab}

```
dolor = 1
```

Listing: Ipsum dolor.
{#cod}
"""
DUO = """\
# Duo {#duo}

/// note
Lorem.
///

/// tip
Lorem.
///

/// warning
Lorem.
///

/// caution
Lorem.
///

/// important
Lorem.
///

/// example
Lorem.
///

## Sectio {#sec}

- [ ] dolor
- [x] sit
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
FILES = {"una.md": UNA, "duo.md": DUO, "quattuor.md": "# Quattuor {#app}\n\nFinis.\n"}
SPOKEN = ("aria-label", "alt", "title", "data-search", "data-results", "data-none", "data-copy")
"""Attributes that readers hear or see."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project with the book in every language."""
    root = tmp_path_factory.mktemp("languages")
    for tag in (*BUNDLED, *FETCHED):
        folder = root / "source" / tag.lower()
        (folder / "images").mkdir(parents=True)
        (folder / "images" / "pic.svg").write_text(PICTURE)
        for name, text in {**FILES, "publication.yaml": METADATA.format(tag=tag)}.items():
            (folder / name).write_text(text, encoding="utf-8")
    return Project(root, root / "build", None, environment())


@cache
def words_of(tag: str) -> Language:
    project = Project(ROOT, ROOT / "build", None, environment())
    return language(workshop_of(project, "none"), tag)


@cache
def english() -> frozenset[str]:
    """Return the words of the English interface."""
    return frozenset(spelled(" ".join(words_of("en").words.values())))


def spelled(text: str) -> Iterator[str]:
    """Yield the words of a text, in small letters, without places."""
    parts = (part for part, _, _, _ in string.Formatter().parse(text.replace("{{", "")))
    return (each.lower() for each in re.findall(r"[^\W\d_]{3,}", " ".join(parts)))


def pages_of(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield each page of the HTML and EPUB editions."""
    for name, data in files.items():
        if name.endswith(".epub"):
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                inner = [each for each in book.namelist() if each.endswith((".xhtml", ".opf"))]
                yield from ((f"{name}/{each}", book.read(each)) for each in inner)
        elif name.endswith(".html"):
            yield name, data


def said(page: bytes) -> Iterator[str]:
    """Yield what a reader of a page sees or hears."""
    tree = parse_html(page.decode())
    for node, is_tail in strings(tree, frozenset({"style", "script"})):
        yield str(node.tail if is_tail else node.text)
    for node in tree.iter():
        yield from (str(node.get(name)) for name in SPOKEN if node.get(name))


def foreign(tag: str, text: str) -> set[str]:
    """Return the words of a text that are English and not of the language."""
    own = set(spelled(" ".join(words_of(tag).words.values()).replace("{", " {")))
    names = {"octavo", "pdf", "isbn", "doi", "epub"}
    return set(spelled(text.replace("{", " ").replace("}", " "))) & (english() - own - names)


@pytest.mark.parametrize("tag", EVERY)
def test_a_book_in_a_language_is_whole_in_its_words_and_has_no_english_ones(
    tag: str, project: Project
) -> None:
    built = build(project, tag.lower())
    assert [str(each) for each in built.problems] == []
    words, slug = words_of(tag), tag.lower()
    for name, page in pages_of(built.files):
        left = {each: foreign(tag, each) for each in said(page) if foreign(tag, each)}
        assert not left, (name, left)
    html = " ".join(said(built.files[f"{slug}.html"])).replace("\u00a0", " ")
    for kind, number in (("figure", "1.1"), ("table", "1.1"), ("listing", "1.1")):
        assert html.count(words.number(kind, number).replace("\u00a0", " ")) >= 2, kind
    assert words.number("appendix", "A").replace("\u00a0", " ") in html
    assert words.word("role_trl", names="Lucius") in html
    with PdfDocument(built.files[f"{slug}.pdf"]) as pdf:
        text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert not foreign(tag, text.replace("\ufffe", ""))
    if words.direction == "ltr":
        before, _, after = words.word("on_page", page="\n").partition("\n")
        assert re.search(rf"{re.escape(before)}\d+{re.escape(after)}", text.replace("\u00a0", " "))


@pytest.mark.parametrize(
    "tag",
    [
        pytest.param(tag, marks=getattr(pytest.mark, mark))
        for tag, mark in {"th": "long", "bn": "conformance", "ta": "conformance"}.items()
    ],
)
def test_a_draft_in_a_language_whose_faces_are_not_fetched_has_its_words(
    tag: str, project: Project
) -> None:
    built = build(project, tag, draft=True)
    assert {each.code for each in built.problems if each.severity == "error"} <= {"E220"}
    page = built.files[f"{tag}.html"].decode()
    words = words_of(tag)
    for key in ("contents", "skip", "list_of_tables", "colophon", "warning"):
        assert words.word(key) in page, key
    assert words.number("figure", "1.1") in page

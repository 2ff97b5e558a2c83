"""Tiny publications for tests: a book with one of everything, a German brief, a bare article."""

from collections.abc import Mapping
from pathlib import Path

from octavo.core.output import lock
from octavo.model.publication import Publication
from octavo.production.pipeline import Built, Project, build, workshop_of
from octavo.production.publication_reader import read_publication

GAUGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200">'
    '<rect width="400" height="200" fill="#dfe8ea"/><circle cx="120" cy="100" r="60" fill="#345"/>'
    "</svg>\n"
)
DRAWING = GAUGE.replace("</svg>", '<text x="210" y="100" font-size="20">Drawn words</text></svg>')
LONG_ROWS = "\n".join(f"| Week {n} | {n * 7} | {n * 11} |" for n in range(1, 49))
LONG_NOTE = " ".join(
    f"Entry {n} of the keeper's log names a wind, a height and a doubt about both of them."
    for n in range(1, 40)
)

BOOK: Mapping[str, str] = {
    "publication.yaml": """\
octavo: 1
theme: book
title: The Harbour Ledgers
subtitle: Notes on an invented coast
language: en-GB
date: 2024-05-06
version: "1"
contributors:
  - name: Ada Quill
    biography: Ada Quill keeps ledgers that nobody asked for.
publisher: Quayside Press
place: Corran
licence: CC-BY-4.0
numbering: sections
dedication: To the keepers
front:
  - preface.md
body:
  - part: Water
    chapters: [gauges.md, tables.md]
  - part: Paper
    chapters: [ledgers.md]
back:
  - appendix.md
""",
    "preface.md": """\
# Preface

This is a book about *invented* harbours. It "quotes" itself, and it isn't long.

See [the first chapter](gauges.md) or [the press](https://example.org/quayside?a=1&b=2).
""",
    "gauges.md": """\
# Gauges

A gauge is a stick with numbers.[^stick] The harbour at Corran has two of them, and the keeper
reads both at noon -- or says that he does.[^keeper] When [](#fig-hut) was drawn, he was away. The
officials' efficiency was first-class; the shelf-life of an affidavit was *not*.

## The stick {#stick}

The stick is called again.[^stick] It floats H~2~O and counts 10^3^ waves; ==marked== words, ~~old~~
words, `code --words`, and ++ctrl+s++ stand in this line, with a [link of **two** kinds](#paper).

![A hut on a pier, with a pole beside it](images/hut.svg){#fig-hut}

Figure: The gauge hut at Corran, in use since 1871.
Credit: Ada Quill / Harbour Archive

![](images/ornament.svg){role=presentation}

- First of the list
    - Nested item one
    - Nested item two, with a note[^nested]
- Second of the list

    Second paragraph of the second item.

1. Numbered one
2. Numbered two

### Deeper {#deeper}

Ebb
:   The water goes.

Flood
:   The water comes.

    It comes again.

* * *

[![A drawing that leads elsewhere](images/drawing.svg)](https://example.org/drawing)

Figure: A linked drawing.

After the drawing the text goes on, as [](#tbl-tides) and [](#lst-tide) and [](#paper) show.

[^stick]: A stick, or *staff*; see [the makers](https://example.org/makers).
[^keeper]: The keeper's first paragraph.

    The keeper's second paragraph, with "quotes".
[^nested]: A note called from a list.
""",
    "tables.md": """\
# Tables

| Station | Since | Mean |
|---------|:-----:|-----:|
| Corran  | 1871  | -12  |
| Ostrey  | 1904  | 7    |

Table: Mean difference, in centimetres.
Source: station ledgers[^ledger].
{#tbl-tides .row-headers}

Between two tables there is a sentence.

| Week | Low | High |
|------|----:|-----:|
LONG_ROWS

Table: A table that no page holds.

```python
def tide(hour: int) -> float:
    \"\"\"Return a height.\"\"\"
    return 1.5 * hour  # metres
```

Listing: How a tide is reckoned.
{#lst-tide}

```
plain    text
  kept as it is
```

The chapter ends with a long note.[^long]

[^ledger]: A note in a source line.
[^long]: LONG_NOTE
""".replace("LONG_ROWS", LONG_ROWS).replace("LONG_NOTE", LONG_NOTE),
    "ledgers.md": """\
# Ledgers {#paper}

/// key-points
- Ledgers are paper.
- Paper is patient.
///

> No ledger is complete until the keeper is.
>
> It is then too late.
>
> --- Harbour saying

The WMO sent a letter in 1931.[^list] It asked for 5 km of paper, and p. 12 of the catalogue.

/// pull-quote
Paper is patient.
///

## A second section

Text of the second section follows here.

[^list]: A note that holds a list:

    - one thing
    - another thing

*[WMO]: World Meteorological Organization
""",
    "appendix.md": """\
# Further reading

Nothing further has been written. See [](#stick) in [](#fig-hut).
""",
    "images/hut.svg": GAUGE,
    "images/ornament.svg": GAUGE,
    "images/drawing.svg": DRAWING,
}

BRIEF: Mapping[str, str] = {
    "publication.yaml": """\
octavo: 1
theme: brief
title: Kurzer Bericht
subtitle: Über Pegel
language: de
date: 2024-05-06
contributors:
  - name: Ada Kiel
    biography: Ada Kiel schreibt über Pegel.
publisher: Kaiverlag
body: [bericht.md]
""",
    "bericht.md": """\
Der Bericht beginnt mit "Worten" und einem Gedankenstrich -- so ist es üblich.[^eins]

![Ein Pegel im Hafen](images/pegel.svg){.lead}

Figure: Der Pegel am Kai.
Credit: Zeichnung: Ada Kiel

## Die Messung {#messung}

Die Messung geschieht z. B. am Mittag. Donaudampfschifffahrtsgesellschaft und Wasserstandsvorhersage
sind lange Wörter, die am Zeilenende getrennt werden; Überschwemmungsgebiete ebenso.

[^eins]: Eine Anmerkung mit 'einfachen' Zeichen.
""",
    "images/pegel.svg": GAUGE,
}

SIGNS: Mapping[str, str] = {
    "publication.yaml": """\
octavo: 1
theme: book
title: Signs and Places
language: en-GB
date: 2024-05-06
contributors:
  - name: Ada Quill
notes: {pdf: end, epub: end, html: end}
lists: [figures]
hyphenation: [ta-ble]
variables: {board: Harbour Board}
body: [signs.md, places.md]
""",
    "signs.md": """\
# Signs

The {{board}} of {{year}} says it on the table.[^one] In Hebrew one writes שלום עולם, with (סוגריים)
and 123; in Arabic السلام عليكم; in Devanagari हिन्दी. Then the line goes on.

/// verse | 2
The tide came in,
  the tide went out;
the keeper wrote,
  and then forgot.

--- Ada Quill
///

/// only | pdf
Only the pages say this.
///

/// only | not pdf
Only the screens say this.
///

/// tip
A remark without a title of its own.
///

/// warning | Mind the step
A remark with one.
///

a. the hour,
b. the height.

- [x] Read the float
- [ ] Trim the lamp

/// figures
![A curve that falls.](images/ebb.svg)

Figure: Ebb.

![A curve that rises.](images/flood.svg){#fig-flood}

Figure: Flood.

Figures: Two halves of a tide.
{#fig-tides}
///

See [](#fig-flood) and [](#fig-tides). The end of this chapter is here.

[^one]: The first note of the first chapter.
""",
    "places.md": """\
# Places

{{include: included/oath.md}}

```python {linenums="1" hl_lines="2"}
heights = [-12, 7, 18]
mean = sum(heights) / len(heights)
```

Notes begin anew.[^two]

[^two]: The first note of the second chapter.
""",
    "included/oath.md": "I swear that I have read the float, *and* the stick.\n",
    "images/ebb.svg": GAUGE,
    "images/flood.svg": GAUGE,
}

ARTICLE = """\
---
octavo: 1
theme: brief
title: A Bare Article
language: en-GB
date: 2024-05-06
---
One paragraph stands here, and there is nothing else.
"""


SLUGS = ("bare", "bericht", "ledgers", "signs")


def write_publications(root: Path) -> tuple[str, ...]:
    """Write the publications below ``root/source``; return their slugs."""
    source = root / "source"
    for slug, files in (("ledgers", BOOK), ("bericht", BRIEF), ("signs", SIGNS)):
        for name, text in files.items():
            target = source / slug / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    (source / "bare.md").write_text(ARTICLE, encoding="utf-8")
    return SLUGS


class Bench:
    """Builds publications where they are asked for, each once, into a folder of its own; those of
    the repository are ``built`` already."""

    def __init__(self, folder: Path, store: Path, built: Mapping[str, Built]) -> None:
        write_publications(folder)
        self._folder, self._store, self._built = folder, store, built
        self._files: dict[str, Mapping[str, bytes]] = {}
        self._read: dict[tuple[Path, str], Publication] = {}

    def project(self, root: Path | None = None) -> Project:
        """Return a project: the tiny publications, or those in ``root``."""
        return Project(root or self._folder, self._folder / "build", self._store)

    def files(self, slug: str, root: Path | None = None) -> Mapping[str, bytes]:
        """Return the finished files of a publication."""
        if root is not None:
            return self._built[slug].files
        if slug not in self._files:
            with lock(self._store.parent / "being-built" / slug):
                self._files[slug] = build(self.project(), slug, strict=False).files
        return self._files[slug]

    def publication(self, slug: str, root: Path | None = None) -> Publication:
        """Return a publication as the editions are handed it; nobody may change its trees."""
        project = self.project(root)
        key = (project.root, slug)
        if key not in self._read:
            self._read[key] = read_publication(workshop_of(project, slug), slug)
        return self._read[key]


def every_publication() -> list[tuple[str, Path | None]]:
    """Return (slug, folder of its project) of the tiny ones, of source/ and of tests/books/."""
    tests = Path(__file__).parent
    roots = [tests.parent, *sorted(path for path in (tests / "books").glob("*") if path.is_dir())]
    found: list[tuple[str, Path | None]] = [(slug, None) for slug in SLUGS]
    for root in roots:
        project = Project(root, root / "unused", None)
        found += [(slug, root) for slug in project.slugs()]
    return found

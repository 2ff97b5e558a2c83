"""What an author expects of pages, and what once ended a build: one small book an expectation."""

import base64
import io
import re
from collections.abc import Mapping, Sequence

import pypdfium2 as pdfium
import pytest
from conftest import Desk
from long_proofs import here
from PIL import Image

from octavo.core.problems import Problem
from octavo.finished.pdf_items import read_pdf
from octavo.finished.pdf_reader import OpenPdf
from octavo.production.pipeline import build

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def pdf_of(desk: Desk, texts: str | Mapping[str, str], metadata: str = "") -> bytes:
    """Return the PDF of a strictly built book."""
    kept = "" if "theme:" in metadata else "theme: book\n"
    project, slug = desk.write(texts, f"{kept}editions: [pdf]\n{metadata}")
    made = build(project, slug)
    (data,) = (data for name, data in made.files.items() if name.endswith(".pdf"))
    return data


def told(problems: Sequence[Problem]) -> list[str]:
    return [each.code for each in problems if each.severity != "notice"]


def lines_of(data: bytes) -> list[str]:
    with pdfium.PdfDocument(data) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    return [line for text in texts for line in text.splitlines()]


def beyond(data: bytes) -> list[str]:
    """Return the words that stand nearer to the edge of their page than half the margin."""
    found = []
    with pdfium.PdfDocument(data) as document:
        widths = [page.get_width() for page in document]
    with OpenPdf(data) as pdf:
        for width, page in zip(widths, pdf.pages(), strict=True):
            for thing in page.objects():
                is_out = thing.box and not 18 <= thing.box[0] <= thing.box[2] <= width - 18
                if thing.kind == "text" and is_out:
                    found.append(thing.text)
    return found


LONG_WORDS = f"""
# Kapitel {WORD}

Das {WORD}.[^1] `octavo.editions.pdf.weasyprint_private.BoxWalkerFactoryOfEverything.walk_on`

`{"A" * 120}` und {"x" * 130}

## Abschnitt {WORD}

### Unterabschnitt {WORD}

| {WORD} | Kopf {WORD} | C | {WORD} |
|----|---------|---|---|
| Zelle {WORD} | b | `octavo.editions.pdf.weasyprint_private.Box` | {"y" * 90} |

Table: Tafel {WORD}

- Punkt {WORD}

{WORD}
:   Erklärung {WORD}

> Zitat {WORD}
>
> --- Wer {WORD}

[^1]: Anmerkung {WORD} und `octavo.editions.pdf.weasyprint_private.BoxWalkerFactory.walk`.
"""
LONG_NAMES = f"""
title: {WORD}
subtitle: Die {WORD}
language: de
contributors: [{{name: Ada {WORD}}}]
dedication: Der {WORD}
licence: CC-BY-4.0
lists: [tables]
"""


@pytest.mark.parametrize("theme", here(["book", "report"], "report"))
def test_no_word_leaves_its_page(theme: str, desk: Desk) -> None:
    names = LONG_NAMES.replace("title:", "series: {name: Reihe}\npublisher:", 1)
    data = pdf_of(desk, LONG_WORDS.lstrip(), f"theme: {theme}\n{names}")
    assert beyond(data) == []
    hyphens = [sign for line in lines_of(data) for sign in line if sign in "\ufffe\x02"]
    assert len(hyphens) > 12


def test_a_note_wrapped_by_its_author_has_filled_lines(desk: Desk) -> None:
    words = "This note of the keeper has been wrapped at a measure that no page of his has. " * 6
    wrapped = re.sub(r"(.{1,50}) ", "\\1\n    ", words)
    notes = []
    for note in (words, wrapped):
        lines = lines_of(pdf_of(desk, f"# T\n\nA.[^1]\n\n[^1]: {note}\n"))
        notes.append([line for line in lines if "keeper" in line or "measure" in line])
    assert notes[0] == notes[1]
    assert max(map(len, notes[1])) > 60


CODE = "\n".join([*("{" * (n % 7 + 1) + f'"k{n}":' for n in range(34)), *(["    }"] * 36)])


def test_a_listing_may_end_in_braces_on_its_next_page(desk: Desk) -> None:
    data = pdf_of(desk, f"# T\n\nWords.\n\n```json\n{CODE}\n```\n\nMore.\n")
    assert "".join(lines_of(data)).count("}") == 36


RAISED = """# T

Words^[1](https://example.org/a)^, <sup>[2](https://example.org/b)</sup>, H~[2](https://example.org/c)~O,
[](https://example.org/d--e), [](mailto:a@example.org).
"""


def test_links_that_are_raised_or_without_words_lead_where_they_should(desk: Desk) -> None:
    links = {link.target: link.text for link in read_pdf(pdf_of(desk, RAISED)).links}
    names = ("a", "b", "c", "d--e")
    assert [links[f"https://example.org/{name}"].strip() for name in names] == [
        "1",
        "2",
        "2",
        "https://example.org/d--e",
    ]
    assert links["mailto:a@example.org"] == "a@example.org"


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">{}</svg>'


def test_pictures_and_loose_words_may_stand_in_boxes_of_an_authors_own(desk: Desk) -> None:
    box = '<div class="x">loose <img src="a.svg" alt="A thing"> words</div>'
    text = f'# T\n\n{box}\n\n<div><img src="a.svg" alt="B thing"></div>\n\nEnd.\n'
    data = pdf_of(
        desk, {"text.md": text, "a.svg": SVG.format("<rect width='9' height='9'/>")}, BODY
    )
    _, *found = [each.text for each in read_pdf(data).alternatives]
    assert found == ["A thing", "B thing"]


BODY = "body: [text.md]"


def test_a_drawing_may_hold_a_picture(desk: Desk) -> None:
    target = io.BytesIO()
    Image.new("RGB", (30, 20), (200, 30, 30)).save(target, "PNG")
    packed = base64.b64encode(target.getvalue()).decode()
    held = f'<image width="30" height="20" href="data:image/png;base64,{packed}"/>'
    data = pdf_of(desk, {"text.md": "# T\n\n![A](a.svg)\n", "a.svg": SVG.format(held)}, BODY)
    with OpenPdf(data) as pdf:
        assert any(thing.kind == "image" for page in pdf.pages() for thing in page.objects())


def test_authors_may_have_ids_such_as_unit_and_page(desk: Desk) -> None:
    text = "# T {#unit-t}\n\n[](#unit-a), [](#page-3).\n\n## A {#unit-a}\n\nWords.\n{#page-3}\n"
    project, slug = desk.write(text, "theme: book\neditions: [html, epub, pdf]")
    made = build(project, slug)
    assert told(made.problems) == []
    ids = re.findall(
        rb' id="([^"]+)"', next(d for n, d in made.files.items() if n.endswith("html"))
    )
    assert {b"unit-a", b"page-3", b"unit-t"} <= set(ids)


@pytest.mark.parametrize("language", ["hu", "tr", "hi"])
def test_a_reference_builds_where_words_follow_the_number_of_the_page(
    language: str, desk: Desk
) -> None:
    text = "# T\n\nA [](#s), [](#s).[^1]\n\n## On *it* {#s}\n\nB.\n\n[^1]: See [](#s).\n"
    data = pdf_of(desk, text, f"language: {language}")
    assert "".join(lines_of(data)).count("On it") == 4

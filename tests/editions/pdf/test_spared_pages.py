"""A chapter that would leave a few lines on its last page ends on the page before it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random

import pypdfium2 as pdfium
import pytest
from conftest import Desk

from octavo.editions.pdf import passes
from octavo.production.pipeline import build

WORDS = (
    "the harbour keeper reads a gauge at noon and writes what water says about wind tide paper "
    "ledgers which nobody asked for until winter storms came over piers while officials measured "
    "distances between stations slowly because instruments were old heavy expensive"
).split()
LENGTH = 1010
"""Words of a text that leaves two lines on a fifth page."""


def words() -> Iterator[str]:
    chance = Random(1)
    while True:
        first, *others = chance.choices(WORDS, k=chance.randint(8, 22))
        yield from (first.capitalize(), *others[:-1], f"{others[-1]}.")


def paragraphs(count: int) -> str:
    told = list(islice(words(), count))
    chance, found = Random(2), []
    while told:
        size = chance.randint(40, 110)
        found.append(" ".join(told[:size]))
        told = told[size:]
    return "\n\n".join(found)


def pages(desk: Desk, text: str) -> int:
    project, slug = desk.write(text, "theme: book\neditions: [pdf]")
    return len(pdfium.PdfDocument(build(project, slug).files[f"{slug}.pdf"]))


def test_a_chapter_that_is_drawn_in_has_the_bytes_of_a_clean_build(desk: Desk) -> None:
    long = f"# Gauges\n\n{paragraphs(LENGTH)}\n"
    meta = "theme: book\neditions: [pdf]"
    project, slug = desk.write({"one.md": long, "two.md": "# Ledgers\n\nOne line.\n"}, meta)
    kept = replace(project, store=project.root / "store")
    first = build(kept, slug).files[f"{slug}.pdf"]
    text = project.root / "source" / slug / "two.md"
    text.write_text("# Ledgers\n\nTwo lines.\n", encoding="utf-8")
    warm, clean = (build(each, slug).files[f"{slug}.pdf"] for each in (kept, project))
    assert warm == clean != first


def test_a_chapter_that_leaves_two_lines_ends_on_the_page_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"# Gauges\n\n{paragraphs(LENGTH)}\n"
    drawn_in = pages(desk, text)
    monkeypatch.setattr(passes, "FEW_LINES", 0)
    as_it_falls = pages(desk, text)
    assert drawn_in == as_it_falls - 1

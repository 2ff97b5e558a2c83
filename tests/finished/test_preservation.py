"""The words of a source, read by another parser, are the words of each finished edition."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Editions
from finished_editions import read_edition
from long_proofs import here
from preservation import NORMALISATIONS, Difference, differences, generated, normalised
from second_reader import read_written
from tiny import Bench, every_publication

from octavo.finished.items import Finished

EDITIONS = ("html", "epub", "pdf")
PUBLICATIONS = every_publication()
READ_HERE = (
    *("report", "openings", "turned-tables", "front-and-back", "scripts-mixed", "long-code"),
    *("verse-and-letters", "escalation-2020", "quotations", "signs", "notes", "tables", "figures"),
    *("rtl-hebrew", "endnotes-mixed", "headings", "hyphenation", "marks-in-line"),
)
"""Of these the ones that are read among the tests; the session ``long`` reads all."""


@pytest.fixture(scope="session")
def bench(shared: Path, built: Editions, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.getbasetemp() / "tiny", shared / "store", built)


def told(bench: Bench, slug: str, root: Path | None, edition: Finished) -> list[Difference]:
    source = bench.project(root).source
    made = generated(bench.files(slug, root)[f"{slug}.html"])
    return differences(read_written(source, slug, edition.format), edition, made)


@pytest.mark.parametrize("slug", here(dict(PUBLICATIONS), *READ_HERE))
def test_every_word_of_the_source_is_in_each_edition_in_its_order(slug: str, bench: Bench) -> None:
    root = dict(PUBLICATIONS)[slug]
    for format in EDITIONS:
        edition = read_edition(format, bench.files(slug, root)[f"{slug}.{format}"])
        assert told(bench, slug, root, edition) == []


LOSSES = (
    ("body", "It floats", "It"),
    ("notes", "second paragraph, with", "paragraph, with"),
    ("figures", "gauge hut at", "hut at"),
    ("tables", ">Ostrey<", "><"),
    ("captions", "How a tide", "How tide"),
    ("alternatives", "beside it", "beside"),
)
"""Kind of words, words of a finished edition, and the same with a word lost."""


@pytest.mark.parametrize(("kind", "words", "fewer"), LOSSES, ids=[loss[0] for loss in LOSSES])
def test_a_word_lost_from_an_html_edition_is_noticed(
    kind: str, words: str, fewer: str, bench: Bench
) -> None:
    html = bench.files("ledgers")["ledgers.html"]
    edition = read_edition("html", changed(html, words, fewer))
    assert [each.kind for each in told(bench, "ledgers", None, edition)] == [kind]


@pytest.mark.parametrize(("kind", "words", "fewer"), LOSSES, ids=[loss[0] for loss in LOSSES])
def test_a_word_lost_from_an_epub_edition_is_noticed(
    kind: str, words: str, fewer: str, bench: Bench
) -> None:
    epub = bench.files("ledgers")["ledgers.epub"]
    edition = read_edition("epub", changed_inside(epub, words, fewer))
    assert [each.kind for each in told(bench, "ledgers", None, edition)] == [kind]


def test_a_word_lost_from_a_pdf_edition_is_noticed(bench: Bench) -> None:
    edition = read_edition("pdf", bench.files("ledgers")["ledgers.pdf"])
    at = next(n for n, block in enumerate(edition.blocks) if "It floats" in block.text)
    blocks = list(edition.blocks)
    blocks[at] = replace(blocks[at], text=blocks[at].text.replace("floats", "", 1))
    (difference,) = told(bench, "ledgers", None, replace(edition, blocks=tuple(blocks)))
    assert difference.kind == "body"
    assert "Itfloats" in difference.written
    assert "Itfloats" not in difference.found


def test_two_paragraphs_that_change_places_are_noticed(bench: Bench) -> None:
    edition = read_edition("html", bench.files("ledgers")["ledgers.html"])
    first, second, *rest = edition.blocks
    turned = replace(edition, blocks=(second, first, *rest))
    assert [each.kind for each in told(bench, "ledgers", None, turned)] == ["body"]


def test_words_that_no_source_has_are_noticed(bench: Bench) -> None:
    html = bench.files("ledgers")["ledgers.html"]
    edition = read_edition("html", changed(html, "It floats", "It never floats"))
    assert [each.kind for each in told(bench, "ledgers", None, edition)] == ["body"]


def test_what_is_only_for_other_editions_is_not_in_this_one(bench: Bench) -> None:
    source = bench.project().source
    for format in EDITIONS:
        words = " ".join(read_written(source, "signs", format).body)
        assert ("Only the pages" in words) == (format == "pdf")
        assert ("Only the screens" in words) == (format != "pdf")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("\"It isn't 'late'\"", "“It isn’t ‘late’”"),
        ("1901--1932 --- or so...", "1901–1932 — or so…"),
        ("5'10\" and -12", "5′10″ and −12"),
        ('il dit : "oui !"', "il dit\u00a0: «\u202foui\u202f!\u202f»"),
        ("5 km", "5\u00a0km"),
        ("affidavit", "affi\u00addavit\u2060"),
    ],
)
def test_each_normalisation_takes_what_is_typed_for_what_is_printed(
    typed: str, printed: str
) -> None:
    assert normalised(typed) == normalised(printed)


def test_normalisations_keep_every_letter_and_figure() -> None:
    words = "Zwölf 12 ὕδωρ вода (a) x2"
    for step in NORMALISATIONS:
        kept = [sign for sign in step(words) if sign.isalnum()]
        assert kept == [sign for sign in words if sign.isalnum()]


def changed(data: bytes, words: str, others: str) -> bytes:
    """Return text with the one place of ``words`` changed; ``words`` must stand there once."""
    text = data.decode()
    pattern = re.compile(re.escape(words).replace(r"\ ", r"\s+"))
    assert len(pattern.findall(text)) == 1
    return pattern.sub(others, text).encode()


def changed_inside(epub: bytes, words: str, others: str) -> bytes:
    """Return an EPUB with the one place of ``words`` in its chapters changed."""
    target = io.BytesIO()
    hits = 0
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if (
                name.endswith(".xhtml")
                and not name.endswith("nav.xhtml")
                and words.encode() in data
            ):
                data, hits = changed(data, words, others), hits + 1
            new.writestr(name, data)
    assert hits == 1
    return target.getvalue()

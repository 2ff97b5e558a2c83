"""A proof is pulled of each chapter by itself, and says what one of the whole would say."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from conftest import BOOKS, Desk, environment

from octavo.checks.typography.typographic_report import proofread
from octavo.editions.pdf.measured_units import pull_proof, pull_whole
from octavo.editions.pdf.measures import Passage, Proof
from octavo.editions.pdf.worker import Laid, Worker
from octavo.production.assembly import main_pdf
from octavo.production.pipeline import Project, typography, workshop_of
from octavo.production.publication_reader import read_publication

NAMES = ("front-and-back", "openings", "report", "rtl-arabic", "endnotes-whole")


def passages(proof: Proof) -> list[Passage]:
    """Return the passages of the body, paragraphs counted in their order."""
    seen: dict[int, int] = {}
    return [
        replace(each, paragraph=seen.setdefault(each.paragraph, len(seen)))
        for each in proof.passages
        if each.kind != "furniture"
    ]


@pytest.mark.parametrize("name", NAMES)
def test_chapters_by_themselves_are_what_they_are_among_the_others(name: str) -> None:
    root = BOOKS / name
    workshop = workshop_of(Project(root, root / "build", None, environment()), name)
    publication = read_publication(workshop, name)
    order = main_pdf(workshop, publication)
    assert order is not None
    with Worker(workshop.inputs, publication.config.epoch) as worker:
        whole = pull_whole(order, worker)
        with patch("octavo.editions.pdf.measured_units.pull_whole", side_effect=AssertionError):
            parts = pull_proof(order, worker)
    assert parts.labels == whole.labels
    assert passages(parts.proof) == passages(whole.proof)
    assert [each.bands for each in parts.proof.sheets] == [
        each.bands for each in whole.proof.sheets
    ]
    assert parts.proof.pictures == whole.proof.pictures
    faces = order.theme.all_families
    one, other = (proofread(publication, each, faces) for each in (whole, parts))
    assert sorted(map(str, one)) == sorted(map(str, other))


WORDS = "The keeper of the gauge wrote down the height of the water, and what he thought. " * 6


@pytest.fixture
def book(desk: Desk) -> Project:
    """Return a project with a store and a book of three chapters; the second names a page."""
    files = {f"{name}.md": f"# {name.title()}\n\n{WORDS}\n" for name in ("one", "two", "three")}
    files["two.md"] += "\nSee [](three.md).\n"
    project, slug = desk.write(files, "theme: book\neditions: [pdf]")
    assert slug == "work-1"
    return replace(project, store=project.root / "store")


@pytest.fixture
def measured() -> Iterator[Mapping[str, list[str]]]:
    """Count the layouts that a proof is pulled of."""
    seen: dict[str, list[str]] = {"proofs": []}
    proof = Worker.proof

    def heard(self: Worker, laid: Laid, html: str, css: str) -> bytes:
        seen["proofs"].append(html)
        return proof(self, laid, html, css)

    with patch.object(Worker, "proof", heard):
        yield seen


def changed(project: Project, name: str, old: str, new: str) -> None:
    path: Path = project.source / "work-1" / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_a_changed_chapter_alone_is_measured_anew(
    book: Project, measured: Mapping[str, list[str]]
) -> None:
    typography(book, "work-1")
    all_parts = len(measured["proofs"])
    assert all_parts == 5  # what comes before the text, three chapters, the colophon
    typography(book, "work-1")
    assert len(measured["proofs"]) == all_parts
    changed(book, "one.md", "The keeper", "A keeper")
    typography(book, "work-1")
    again = measured["proofs"][all_parts:]
    assert len(again) <= 2  # the chapter, and the colophon, which names the edition's id


def test_a_chapter_that_names_a_page_is_measured_anew_where_that_page_moves(
    book: Project, measured: Mapping[str, list[str]]
) -> None:
    typography(book, "work-1")
    before = len(measured["proofs"])
    changed(book, "one.md", WORDS, f"{WORDS}\n\n" * 12)
    typography(book, "work-1")
    assert len(measured["proofs"]) - before >= 4  # one, two (a number), three (folios), colophon


def test_a_chapter_that_is_otherwise_alone_is_laid_out_with_the_others(
    book: Project, measured: Mapping[str, list[str]]
) -> None:
    """A part whose pages are not those of the whole is not believed."""
    with patch("octavo.editions.pdf.measured_units._proof_of", return_value=None):
        found = typography(book, "work-1")
    assert len(measured["proofs"]) == 1
    assert found == typography(replace(book, store=None), "work-1")

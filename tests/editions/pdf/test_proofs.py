"""A proof is pulled of each chapter by itself, and says what one of the whole would say."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from conftest import Desk

from octavo.editions.pdf.worker import Galley, Worker
from octavo.production.pipeline import Project, typography

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

    def heard(self: Worker, galley: Galley, around: Galley) -> bytes:
        seen["proofs"].append(galley.html)
        return proof(self, galley, around)

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
    assert all_parts >= 5  # three chapters, and the pieces around them
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

"""What a PDF claims of the archival standards, and what it is among the formats."""

from dataclasses import fields

import pytest

from octavo.editions.pdf.pdf_traits import PDF, PICTURES, SHAPE
from octavo.editions.pdf.standards import STANDARDS, standard_of
from octavo.model.metadata import Edition


@pytest.mark.parametrize(
    ("name", "claims"),
    [
        ("", "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"),
        ("a-3a", "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"),
        ("a-4", "<pdfaid:part>4</pdfaid:part><pdfaid:rev>2020</pdfaid:rev>"),
    ],
)
def test_a_part_has_either_a_level_or_a_revision(name: str, claims: str) -> None:
    assert standard_of(name).claims.startswith(f"{claims}<pdfuaid:part>")


def test_pdf_ua_2_goes_with_pdf_2_only() -> None:
    ends = {name: each.claims.partition("<pdfuaid:part>")[2] for name, each in STANDARDS.items()}
    assert ends["a-2a"] == ends["a-3a"] == "1</pdfuaid:part>"
    assert ends["a-4"] == "2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>"


def test_only_pdf_a_3_carries_its_source() -> None:
    assert [name for name, each in STANDARDS.items() if each.holds_source] == ["a-3a"]


def test_notes_of_a_pdf_go_where_its_format_says_the_usual_place_first() -> None:
    assert tuple(SHAPE.note_places) == PDF.notes and PDF.notes[0] == "foot"


def test_the_options_of_a_pdf_are_options_of_an_edition() -> None:
    assert PDF.options and PDF.options <= {each.name for each in fields(Edition)}


def test_pictures_of_a_pdf_neither_move_nor_lose_their_faces() -> None:
    assert PDF.pictures is PICTURES and PICTURES.is_still and PICTURES.keeps_faces

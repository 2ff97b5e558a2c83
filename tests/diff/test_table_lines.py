"""Rows and columns whose words were edited stay the rows and columns that they were."""

from pathlib import Path

import pytest
from test_collation import HEAD, events_of, kinds

BOATS = "| Boats |\n|---|\n| Gull |\n| Petrel |\n| Tern |\n"
VOYAGES = (
    "| Boat | Year |\n|---|---|\n| The Gull of the old harbour | 1871 |\n"
    "| The Petrel of the inner bay | 1872 |\n| The Tern with two masts | 1873 |\n"
)
EDITED = {
    "the head of the only column": (BOATS, {"Boats": "Ships"}, 1),
    "the head of the only column and a row": (BOATS, {"Boats": "Ships", "Tern": "The Tern"}, 2),
    "all heads": (VOYAGES, {"Boat ": "Ship ", "Year": "Built in"}, 2),
    "a head and a word in each of its cells": (
        VOYAGES, {"Boat ": "Ship ", "Gull": "Gannet", "inner": "outer", "two": "three"}, 4,
    ),
    "a word in each cell of a row": (VOYAGES, {"inner": "outer", "1872": "1870"}, 2),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITED)
def test_lines_whose_words_were_edited_are_no_other_lines(name: str, tmp_path: Path) -> None:
    old, edits, count = EDITED[name]
    new = old
    for before, after in edits.items():
        new = new.replace(before, after)
    found = events_of(tmp_path, HEAD + old, HEAD + new)
    assert kinds(found) == [("table", "edited")] * count
    assert {spot.kind for event in found for spot in (*event.old, *event.new)} == {"cell"}


def test_a_row_that_has_nothing_of_another_is_another(tmp_path: Path) -> None:
    new = VOYAGES.replace("| The Petrel of the inner bay | 1872 |", "| Auk, a lugger | 1860 |")
    found = events_of(tmp_path, HEAD + VOYAGES, HEAD + new)
    assert sorted(kinds(found)) == [("table", "added"), ("table", "removed")]
    assert {event.new[0].kind for event in found if event.change == "added"} == {"row"}


def test_a_column_that_has_nothing_of_another_is_another(tmp_path: Path) -> None:
    new = VOYAGES
    for before, after in {"Year": "Master", "1871": "Ada", "1872": "Ben", "1873": "Cy"}.items():
        new = new.replace(before, after)
    found = events_of(tmp_path, HEAD + VOYAGES, HEAD + new)
    assert sorted(kinds(found)) == [("table", "added"), ("table", "removed")]

"""Running heads take one line: short titles, phrases, words; never two lines."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from small_works import order, work

from octavo.editions.pdf.layout_grounds import ground
from octavo.editions.units.running_heads import WORK, fit_head
from octavo.fonts import letters


def head(folder: Path, title: str, theme: str = "book", token: str = "--head-room") -> str:
    made = order(folder, work(), theme=theme)
    return fit_head(made.workshop, made.theme, title, token)


@pytest.mark.parametrize("theme", ["book", "brief", "report"])
@pytest.mark.parametrize(
    ("title", "phrase"),
    [
        (
            "The Bay and Its People: Three Hundred Years of Measuring the Same Water",
            "The Bay and Its People",
        ),
        (
            "Who Measured the Bay? An Account of Three Hundred Years of Disagreement",
            "Who Measured the Bay",
        ),
        (
            "The Long Way Home \u2013 Being the Story of Nobody in Particular at All",
            "The Long Way Home",
        ),
    ],
)
def test_a_long_title_is_cut_at_a_phrase(
    tmp_path: Path, theme: str, title: str, phrase: str
) -> None:
    assert head(tmp_path, title, theme) == phrase


def test_a_title_without_phrases_is_cut_at_a_word(tmp_path: Path) -> None:
    title = "The Bay and the People Who Measured It for Three Hundred Years Without Agreeing"
    found = head(tmp_path, title)
    assert found.endswith(" \u2026") and title.startswith(found[:-2] + " ")
    assert len(head(tmp_path, title, token=WORK)) < len(found)  # small capitals, further apart


@pytest.mark.parametrize("title", ["", "Ebb", "A title that fits in its line", "Who: and why"])
def test_a_title_that_fits_stays(tmp_path: Path, title: str) -> None:
    assert head(tmp_path, title) == title


def test_a_phrase_of_a_letter_or_two_does_not_stand_for_a_title(tmp_path: Path) -> None:
    title = "A. The Bay and the People Who Measured It for Three Hundred Years and More"
    assert len(head(tmp_path, title)) > 20


def test_one_word_that_is_too_long_stays_whole(tmp_path: Path) -> None:
    assert head(tmp_path, "W" * 80) == "W" * 80


@pytest.mark.parametrize(
    ("language", "is_plain"), [("en", False), ("uk", False), ("hi", True), ("he", True)]
)
def test_heads_in_letters_without_a_slope_are_neither_sloped_nor_spaced_apart(
    tmp_path: Path, language: str, is_plain: bool
) -> None:
    made = order(tmp_path, work(language=language), "pdf")
    made = replace(made, theme=made.theme.in_language(language))
    margins = ground(made, made.workshop).margins
    rule = "@top-center { font-style: normal !important; font-variant-caps: normal !important; "
    assert (f"{rule}letter-spacing: 0 !important }}" in margins) == is_plain


def test_of_a_title_of_many_pages_only_its_beginning_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[int] = []
    width = letters._Letters.width

    def note(face: Any, words: str, size: float) -> float:
        measured.append(len(words))
        return width(face, words, size)

    monkeypatch.setattr(letters._Letters, "width", note)
    found = head(tmp_path, "Long and longer " * 250)
    assert found.startswith("Long and longer") and found.endswith(" \u2026")
    assert sum(each > 400 for each in measured) <= 2, "the whole, by each face"

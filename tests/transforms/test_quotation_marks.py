"""Straight marks become those of the language: one table of what is typed and what is set."""

from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT, environment

from octavo.languages import Language, language
from octavo.production.pipeline import Project, workshop_of
from octavo.transforms.characters import in_words

SIGNS = {"~": "\u00a0", "_": "\u202f", "^": "\ufffb", "¶": "\n", "{}": "\ufffc"}
TABLE = Path(__file__).with_suffix("").with_name("quotation_marks.txt")
CASES = [
    tuple(part.strip(" ") for part in line.split(" | "))
    for line in TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("# ")
]
TAGS = sorted({case[0] for case in CASES})


@cache
def words_of(tag: str) -> Language:
    project = Project(ROOT, ROOT / "build", None, environment())
    return language(workshop_of(project, "none"), tag)


def shown(text: str, back: bool = False) -> str:
    """Return a text with its stand-ins as signs; with ``back``, signs as stand-ins."""
    for stand_in, sign in SIGNS.items():
        text = text.replace(sign, stand_in) if back else text.replace(stand_in, sign)
    return text


def made_of(tag: str, words: list[str]) -> dict[str, str]:
    """Return what each of these becomes in a language."""
    return {each: shown(in_words(words_of(tag), shown(each)), back=True) for each in words}


@pytest.mark.parametrize("tag", TAGS)
def test_a_straight_mark_becomes_the_one_of_its_language(tag: str) -> None:
    wanted = {typed: made for each, typed, made in CASES if each == tag}
    assert made_of(tag, list(wanted)) == wanted


@pytest.mark.parametrize("tag", TAGS)
def test_marks_that_are_set_stay(tag: str) -> None:
    wanted = {made: made for each, _, made in CASES if each == tag}
    assert made_of(tag, list(wanted)) == wanted


def test_no_case_stands_twice() -> None:
    assert len({(tag, typed) for tag, typed, _ in CASES}) == len(CASES)


def test_every_language_has_five_cases() -> None:
    files = (ROOT / "templates" / "words").glob("*.yaml")
    languages = {path.stem for path in files if "-" not in path.stem}
    assert len(languages) >= 51
    assert {tag for tag in languages if sum(case[0] == tag for case in CASES) < 5} == set()

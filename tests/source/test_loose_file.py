"""What the head of a file that is built by itself means: our keys, other programs', or none."""

from pathlib import Path

import pytest

from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.editions.registry import Formats
from octavo.model.publication import Config
from octavo.production.pipeline import roots_of
from octavo.source.config.configuration import UNDATED, look_at_config
from octavo.source.config.loose_file import read_loose_head, title_of_name


def look(folder: Path, text: str, *, epoch: str = "", **said: str) -> Config:
    """Return the configuration of a file with this text."""
    (folder / "notes.md").write_text(text, encoding="utf-8")
    environ = {"SOURCE_DATE_EPOCH": epoch} if epoch else {}
    inputs = Inputs(roots_of(folder), environ, {**said, "file": "notes.md"})
    return look_at_config(Workshop(inputs, Store(None)), "notes", Formats())


def test_a_file_without_a_head_has_a_title_of_its_name_english_and_no_date(tmp_path: Path) -> None:
    config = look(tmp_path, "Words.\n")
    told = config.metadata
    assert (told.title, told.language, told.date) == ("Notes", "en", None)
    assert (config.unsaid, config.date, config.epoch) == (
        ("title", "language", "date"),
        None,
        UNDATED,
    )
    assert config.problems == ()


def test_the_command_goes_before_the_file_and_leaves_nothing_unsaid(tmp_path: Path) -> None:
    text = "---\ntitle: Old\nlang: fr\n---\nWords.\n"
    said = {"title": "New", "language": "de", "date": "2024-05-06", "theme": "report"}
    config = look(tmp_path, text, **said)
    told = config.metadata
    assert (told.title, told.language, told.theme) == ("New", "de", "report")
    assert (str(config.date), config.unsaid) == ("2024-05-06", ())


def test_the_epoch_of_the_environment_dates_a_file_that_has_no_date(tmp_path: Path) -> None:
    config = look(tmp_path, "Words.\n", epoch="86400")
    assert (str(config.date), config.unsaid) == ("1970-01-02", ("title", "language"))


def test_a_head_with_our_schema_is_read_strictly_but_may_leave_out_what_is_needed(
    tmp_path: Path,
) -> None:
    config = look(tmp_path, "---\noctavo: 1\nsubtitle: Sub\nlayuot: x\n---\nWords.\n")
    assert [(each.code, each.severity) for each in config.problems] == [("E103", "error")]
    assert config.metadata.subtitle == "Sub"
    assert config.unsaid == ("title", "language", "date")


def test_what_pandoc_and_quarto_are_told_is_taken(tmp_path: Path) -> None:
    text = """---
title: "A paper"
subtitle: Of many words
author:
  - Ann Lee
  - name: {given: Bob, family: Roe}
    affiliation: A house
    orcid: https://orcid.org/0000-0002-1825-0097
lang: de_DE
date: 2024-05-06T10:00:00
abstract: In short.
keywords: [one, two]
number-sections: true
doi: https://doi.org/10.5555/12345678
---
Words.
"""
    config = look(tmp_path, text)
    told = config.metadata
    assert (told.title, told.subtitle, told.language) == ("A paper", "Of many words", "de-DE")
    people = [(each.name, each.affiliation, each.orcid) for each in told.contributors]
    assert people == [("Ann Lee", "", ""), ("Bob Roe", "A house", "0000-0002-1825-0097")]
    assert (str(config.date), told.description, told.keywords) == (
        "2024-05-06",
        "In short.",
        ("one", "two"),
    )
    assert (told.numbering, told.identifiers.doi) == ("sections", "10.5555/12345678")
    assert (config.problems, config.unsaid) == ((), ())


@pytest.mark.parametrize(
    ("head", "title", "date"),
    [
        ("% A title\n% An author\n% 2024-03-04\n\n", "A title", "2024-03-04"),
        ('+++\ntitle = "Of TOML"\ndate = 2024-03-04T10:00:00Z\n+++\n', "Of TOML", "2024-03-04"),
        ("---\ntitle: Of YAML\ndate: 2024-03-04\n...\n", "Of YAML", "2024-03-04"),
    ],
)
def test_heads_of_every_form_are_read(head: str, title: str, date: str, tmp_path: Path) -> None:
    config = look(tmp_path, f"{head}Words.\n")
    assert (config.metadata.title, str(config.date)) == (title, date)
    assert config.unsaid == ("language",)


def test_keys_that_mean_nothing_here_are_told_at_the_first_of_them(tmp_path: Path) -> None:
    config = look(tmp_path, "---\ntitle: T\nlayout: post\nbibliography: x.bib\n---\nWords.\n")
    (problem,) = config.problems
    assert (problem.code, problem.severity, problem.place.line) == ("E256", "notice", 3)
    assert problem.message.endswith("bibliography, layout")


@pytest.mark.parametrize("date", ["May 2024", "31.05.2024", "2024-13-40", "2024-05"])
def test_a_date_of_another_form_is_told_and_not_printed(date: str, tmp_path: Path) -> None:
    config = look(tmp_path, f"---\ntitle: T\ndate: {date}\n---\nWords.\n")
    (problem,) = config.problems
    assert (problem.code, problem.severity, problem.place.line) == ("E104", "notice", 3)
    assert (config.date, config.unsaid) == (None, ("language",))


def test_a_head_that_cannot_be_read_is_an_error() -> None:
    for text in ("---\ntitle: [\n---\n", "+++\ntitle =\n+++\n"):
        with pytest.raises(BuildFailed) as failure:
            read_loose_head("notes.md", text, {})
        assert [each.code for each in failure.value.problems] == ["E102"]


def test_a_rule_above_a_paragraph_is_no_head(tmp_path: Path) -> None:
    assert look(tmp_path, "---\n\nWords, no key.\n\n---\n").unsaid == ("title", "language", "date")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("harbour-notes.md", "Harbour notes"),
        ("a/my_text 2.markdown", "My text 2"),
        ("-.md", "Untitled"),
    ],
)
def test_a_title_is_made_of_a_name(name: str, title: str) -> None:
    assert title_of_name(name) == title

"""The title of a file that is built by itself, and where its other headings go."""

from dataclasses import replace
from pathlib import Path

import pytest
from small_works import chapter, shop, work

from octavo.markup.tree import HEADINGS, elements, text_of
from octavo.model.publication import Publication
from octavo.transforms.loose_title import title_loose_file

ALL = ("title", "language", "date")


def settle(folder: Path, xml: str, unsaid: tuple[str, ...] = ALL, **metadata: str) -> Publication:
    """Return a loose file with this body after the step."""
    given = work(chapter("notes", xml), **metadata)
    metadata_ = given.config.metadata
    config = replace(
        given.config,
        path="notes.md",
        metadata=replace(metadata_, date=None) if "date" in unsaid else metadata_,
        is_loose=True,
        is_single_file=True,
        unsaid=unsaid,
    )
    return title_loose_file(replace(given, config=config), shop(folder))


def headings(publication: Publication) -> list[str]:
    found = elements(publication.chapters[0].body, *HEADINGS)
    return [f"{head.tag} {text_of(head)}" for head in found]


@pytest.mark.parametrize(
    ("xml", "title", "left"),
    [
        ("<h1>My <em>own</em></h1><h2>A</h2><h3>B</h3>", "My own", ["h2 A", "h3 B"]),
        ("<p>Before.</p><h1>T</h1><h2>A</h2>", "T", ["h2 A"]),
        ("<h1>T</h1><h1>A</h1><h2>B</h2>", "T", ["h2 A", "h3 B"]),
        ("<h2>T</h2><h3>A</h3><h4>B</h4>", "T", ["h2 A", "h3 B"]),
        ("<h2>A</h2><h2>B</h2>", "Work", ["h2 A", "h2 B"]),
        ("<h3>A</h3><h2>B</h2>", "Work", ["h3 A", "h2 B"]),
        ('<h1><img src="x.png" alt="x"/> T</h1><h2>A</h2>', "Work", ["h2 T", "h3 A"]),
        ("<p>Words.</p>", "Work", []),
    ],
)
def test_the_first_heading_is_the_title_where_none_stands_as_high(
    xml: str, title: str, left: list[str], tmp_path: Path
) -> None:
    found = settle(tmp_path, xml)
    assert (found.config.metadata.title, headings(found)) == (title, left)


def test_a_title_that_is_said_leaves_the_headings_and_lowers_those_that_are_as_high(
    tmp_path: Path,
) -> None:
    found = settle(tmp_path, "<h1>A</h1><h2>B</h2>", ("date",), title="Said")
    assert (found.config.metadata.title, headings(found)) == ("Said", ["h2 A", "h3 B"])
    same = settle(tmp_path, "<h1>Said</h1><h2>B</h2>", ("date",), title="Said")
    assert headings(same) == ["h1 Said", "h2 B"]  # it goes later, as that of any article


def test_links_to_the_title_lead_to_the_beginning(tmp_path: Path) -> None:
    xml = '<h1>My Title</h1><p><a href="#my-title">top</a> <a href="#other">o</a></p>'
    found = settle(tmp_path, xml)
    links = [link.get("href") for link in elements(found.chapters[0].body, "a")]
    assert links == ["#notes", "#other"]


def test_what_a_file_leaves_unsaid_is_told_in_one_notice(tmp_path: Path) -> None:
    (problem,) = settle(tmp_path, "<h1>On: tides</h1>").problems
    assert (problem.code, problem.severity, str(problem.place)) == ("E121", "notice", "notes.md:1")
    assert problem.message.endswith("the title of the first heading, the language 'en', no date")
    lines = problem.hint.split("\n")  # as they are to be written: they can be copied
    assert lines == [
        "begin the file with these lines:",
        "---",
        "octavo: 1",
        'title: "On: tides"',
        "language: en",
        "date: YYYY-MM-DD",
        "---",
    ]


def test_a_file_that_says_all_is_told_nothing(tmp_path: Path) -> None:
    assert settle(tmp_path, "<p>Words.</p>", ()).problems == ()


def test_a_publication_of_a_project_stays_as_it_is(tmp_path: Path) -> None:
    given = work(chapter("notes", "<h1>A</h1><h1>B</h1>"))
    assert title_loose_file(given, shop(tmp_path)) is given

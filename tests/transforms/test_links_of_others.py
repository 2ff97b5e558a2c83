"""Links as other programs write them: to headings by their words, to files by their pages."""

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from by_hand import bench, chapter_of, of

from octavo.markup.tree import elements
from octavo.model.publication import Text
from octavo.source.markdown.trees import markdown_tree
from octavo.transforms.heading_slugs import headings_by_slug
from octavo.transforms.linked_files import file_meant
from octavo.transforms.numbering import number_things
from octavo.transforms.references import resolve_references

FILES = {
    each: each.removesuffix(".md").replace("/", "-")
    for each in (
        "one.md", "guide/two.md", "guide/index.md", "guide/my file.md", "api/README.md",
        "café.md", "notes.qmd",
    )
}  # fmt: skip


def slugs(*headings: str) -> dict[str, str]:
    """Return slug -> id of headings, whose ids count from h0."""
    inside = "".join(f'<h2 id="h{n}">{words}</h2>' for n, words in enumerate(headings))
    (table,) = headings_by_slug(of(inside)).values()
    return table


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Study guide", ["study-guide"]),
        ("What's new?", ["whats-new"]),
        ("A &amp; B", ["a--b", "a-b"]),
        ("C++ / <code>std::move</code>", ["c--stdmove", "c-stdmove"]),
        ("🚀 Launch", ["-launch", "launch"]),
        ("1. First steps", ["1-first-steps", "first-steps"]),
        ("Version 1.2", ["version-12", "version-1.2"]),
        ("Größe und Maß", ["größe-und-maß", "groe-und-ma"]),
        ("snake_case name", ["snake_case-name"]),
        ("日本語 の 題", ["日本語-の-題"]),
    ],
)
def test_a_heading_has_the_names_that_others_make_of_its_words(
    heading: str, names: list[str]
) -> None:
    found = slugs(heading)
    assert [found.get(name) for name in names] == ["h0"] * len(names)


def test_the_second_of_two_headings_is_counted() -> None:
    found = slugs("Notes", "Notes", "Notes")
    assert [found[name] for name in ("notes", "notes-1", "notes-2", "notes_1")] == [
        "h0", "h1", "h2", "h1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("guide/two.md", "guide/two.md"),
        ("two.md", "guide/two.md"),
        ("./two.html", "guide/two.md"),
        ("two.qmd", "guide/two.md"),
        ("two.ipynb?x=1", "guide/two.md"),
        ("two", "guide/two.md"),
        ("two/", "guide/two.md"),
        ("../two/", "guide/two.md"),  # a page that is a folder leads up first
        ("two/index.html", "guide/two.md"),
        ("../one.html", "one.md"),
        ("/one/", "one.md"),
        ("/book/guide/two/", "guide/two.md"),
        ("/guide/", "guide/index.md"),
        ("../api/", "api/README.md"),
        ("../api/index.html", "api/README.md"),
        ("my%20file.html", "guide/my file.md"),
        ("/caf%C3%A9/", "café.md"),
        (unicodedata.normalize("NFD", "../café.md"), "café.md"),
        ("../notes.html", "notes.qmd"),
        ("data.csv", ""),
        ("three/", ""),
        ("two.pdf", ""),
        ("/", ""),
    ],
)
def test_a_link_leads_to_the_file_of_the_page_that_is_meant(path: str, file: str) -> None:
    assert file_meant(path, "guide/three.md", FILES) == file


def test_the_files_own_heading_comes_first_and_an_id_before_all(tmp_path: Path) -> None:
    one = chapter_of(
        '<h1 id="one">One</h1><h2 id="one-notes">Notes</h2><p><a href="#notes">a</a>'
        '<a href="two.md#notes">b</a><a href="two.html#only">c</a><a href="#only">d</a>'
        '<a href="#Notes">e</a><a href="#caf%C3%A9">f</a></p>'
    )
    two = chapter_of(
        '<h1 id="two">Two</h1><h2 id="two-notes">Notes</h2><h2 id="two-only">Only</h2>'
        '<p id="café">x</p><p><a href="#notes">a</a></p>',
        "two",
    )
    workshop = bench(tmp_path)
    done = resolve_references(number_things(of(one, two), workshop), workshop)
    assert done.problems == ()
    aims = [[a.get("href") for a in elements(each.body, "a")] for each in done.chapters]
    assert aims == [
        ["#one-notes", "#two-notes", "#two-only", "#two-only", "#one-notes", "#café"],
        ["#two-notes"],
    ]
    two.body.append(markdown_tree("# x {#notes}")[0])
    done = resolve_references(number_things(of(one, two), workshop), workshop)
    assert elements(done.chapters[0].body, "a")[0].get("href") == "#notes"


def test_a_link_is_told_from_its_file_before_the_folder_of_the_publication() -> None:
    files = dict.fromkeys(("index.md", "guide/index.md", "guide/one.md", "two.md"), "")
    assert file_meant("index.md", "guide/one.md", files) == "guide/index.md"
    assert file_meant("../index.md", "guide/one.md", files) == "index.md"
    assert file_meant("two.md", "guide/one.md", files) == "two.md"
    assert file_meant("guide/index.md", "guide/one.md", files) == "guide/index.md"


def test_a_slug_of_another_file_than_the_one_that_is_named_is_told(tmp_path: Path) -> None:
    one = chapter_of('<h1 id="one">First</h1><p><a href="two.md#first">a</a><a href="#">b</a></p>')
    two = chapter_of('<h1 id="two">Two</h1><h2 id="t-x">X</h2>', "two")
    workshop = bench(tmp_path)
    done = resolve_references(number_things(of(one, two), workshop), workshop)
    assert [each.code for each in done.problems] == ["E210", "E210"]


def test_headings_of_a_file_with_several_chapters_count_together() -> None:
    text = Text("book.md", "")
    parts = [replace(chapter_of(f'<h2 id="n{n}">Notes</h2>', f"c{n}"), text=text) for n in range(2)]
    table = headings_by_slug(of(*parts))
    assert table["book.md"]["notes-1"] == "n1"

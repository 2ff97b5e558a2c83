"""Boxes of PyMdown between strokes are what they are there, or plain blocks; none is refused."""

import pytest

from octavo.markup.tree import Element, elements, has_class, inner, text_of
from octavo.source.markdown.reading import ReaderRemark
from octavo.source.markdown.trees import markdown_reading, markdown_tree
from octavo.source.watch.neighbours import lines_of_neighbours
from octavo.source.watch.second_reader import unlike


def only(text: str) -> Element:
    (box,) = markdown_tree(text)
    return box


def remarks(text: str) -> list[ReaderRemark]:
    return markdown_reading(text)[1]


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("/// admonition | Mind *this*\nIt.\n///", "note", "Mind this"),
        ("/// admonition | A\n    type: warning\n\nIt.\n///", "warning", "A"),
        ("/// details | A\n    open: true\n    type: danger\nIt.\n///", "caution", "A"),
        ("/// attention\nIt.\n///", "warning", ""),
        ("//// hint | B\nIt.\n////", "tip", "B"),
    ],
)
def test_remarks_of_pymdown_are_remarks(text: str, kind: str, title: str) -> None:
    box = only(text)
    assert has_class(box, f"admonition-{kind}") and text_of(box[-1]) == "It."
    assert "".join(text_of(each) for each in box if has_class(each, "box-title")) == title
    assert remarks(text) == []


def test_details_and_tabs_are_open_and_headed_by_their_titles() -> None:
    for name in ("details", "tab"):
        box = only(f"/// {name} | In *Python*\n\n```python\nx\n```\n///")
        assert box.get("class") == name and inner(box[0]) == "In <em>Python</em>"
        assert (box[0].get("class"), box[1].tag) == ("box-title", "pre")


def test_html_is_a_block_with_the_id_and_classes_that_are_asked_for() -> None:
    box = only("/// html | div.result.wide#here\n- a\n///")
    assert (box.get("class"), box.get("id"), box[0].tag) == ("result wide", "here", "ul")


@pytest.mark.parametrize(
    ("before", "name", "begins"),
    [
        ("| a |\n|---|\n| 1 |", "caption", "Table: "),
        ("![A](a.svg)", "caption", "Figure: "),
        ("```\nx\n```", "caption", "Listing: "),
        ("![A](a.svg)", "figure-caption", "Figure: "),
        ("| a |\n|---|\n| 1 |", "table-caption | <", "Table: "),
    ],
)
def test_a_caption_belongs_to_what_stands_before_it(before: str, name: str, begins: str) -> None:
    caption = markdown_tree(f"{before}\n\n/// {name}\nIts *words*.\n///")[-1]
    assert inner(caption) == f"{begins}Its <em>words</em>."


def test_a_box_of_any_other_name_is_a_plain_block_told_once_a_name() -> None:
    text = "/// define | Of *x*\nA\n\n- b\n///\n\n/// define\nC\n///\n\n/// vers\nD\n///"
    body, told = markdown_reading(text)
    assert [each.get("class") for each in body] == ["define", "define", "vers"]
    assert text_of(body[0]) == "Of x A b"
    assert [(each.code, each.severity, each.kind) for each in told] == [
        ("E258", "notice", "define"),
        ("E258", "notice", "define"),
        ("E219", "warning", ""),
    ]
    assert told[-1].hint == "did you mean verse?"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("\n/// note\nx\n", [2]),
        ("\n/// note\nx\n///\n", []),
        ("\n//// note\n/// tip\nx\n////\n", []),
        ("\n```\n/// note\n```\n", []),
        ("> /// note\n> x\n\ny\n", [1]),
        ("/// note\n/// define\nx\n///\n///\n", []),
    ],
)
def test_a_box_without_an_end_is_told_and_set(text: str, lines: list[int]) -> None:
    told = [each for each in remarks(text) if each.code == "E219"]
    assert [each.line for each in told] == lines
    assert all(each.severity == "warning" for each in told)


def test_strokes_that_nothing_ends_are_words() -> None:
    for text in ("/// a comment in Rust", "/// foo\n\nx\n\n/// note\ny\n///"):
        assert markdown_tree(text)[0].tag == "p", text


def test_a_call_of_mkdocstrings_is_no_div() -> None:
    body = markdown_tree("::: starlette.routing.Router\n    :members:\n\nAfter.")
    assert [each.tag for each in body] == ["p", "p"] and not elements(body, "div")


def test_the_second_reader_passes_over_boxes_of_others() -> None:
    text = "A\n\n/// admonition | T\n    type: tip\n\n1. b\n\n       c\n///\n\n/// html | b\nD\n///"
    known = lines_of_neighbours(text)
    assert [each for each in unlike(text, markdown_tree(text)) if each[0] not in known] == []

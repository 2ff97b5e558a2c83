"""What the tags of a PDF mean."""

import pytest

from octavo.finished.pdf_tags import is_numbered
from octavo.finished.pdf_tree import Run, TagNode


def node(kind: str, *children: TagNode | Run) -> TagNode:
    return TagNode(kind, "", "", "", children)


NUMBER = node("Span", node("Span", Run("1", None)))


@pytest.mark.parametrize(
    ("inside", "is_note"),
    [
        (node("P", NUMBER, node("Span", Run(" See there.", None))), True),
        (node("P", node("Span", Run("1", None))), False),
        (node("P", node("Span", node("Span", Run("One", None)))), False),
        (node("H2", NUMBER, node("Span", Run(" Title", None))), False),
        (node("Div", node("H3", NUMBER)), False),
    ],
)
def test_a_note_begins_with_its_number_and_a_heading_with_one_is_none(
    inside: TagNode, is_note: bool
) -> None:
    assert is_numbered(node("Div", inside)) is is_note

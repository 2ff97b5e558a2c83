"""What the tags mean that WeasyPrint 70 gives to HTML.

A figure is ``NonStruct`` around ``Figure`` and ``Caption``; a footnote is a ``Span`` in a
``NonStruct`` right below the document; an inline element and ``pre`` are ``NonStruct`` too.
"""

import re
from collections.abc import Iterator

from octavo.checks.pdf import Node, Run

HEADING = re.compile(r"H[1-6]")
NOTES = ("Note", "FENote")
BLOCKS = frozenset(
    {"P", "LI", "LBody", "BlockQuote", "Div", "Sect", "Part", "Art", "L", "Document"}
)
"""Elements whose words are blocks of their own."""
HOLDERS = ("Sect", "Div", "BlockQuote", "Part", "Art")
"""Elements that hold blocks, not words."""
INLINE = ("Span", "Link", "Code", "Quote", "Em", "Strong", "Reference")
NUMBER = re.compile(r"\s*\d+\s*")


def nodes(node: Node) -> list[Node]:
    return [child for child in node.children if isinstance(child, Node)]


def is_foot(node: Node) -> bool:
    """Tell the area of footnotes: spans only, below the document itself."""
    return node.kind == "NonStruct" and {child.kind for child in nodes(node)} == {"Span"}


def is_inline(node: Node, parent: Node) -> bool:
    """Tell an element whose words belong to the block around it."""
    if node.kind == "NonStruct" and parent.kind in HOLDERS:
        return False  # hr and pre look like an inline element, but stand among blocks
    return _holds_words(node)


def _holds_words(node: Node) -> bool:
    if node.kind in INLINE:
        return True
    return node.kind == "NonStruct" and all(map(_holds_words, nodes(node)))


def figure_parts(node: Node) -> tuple[list[Node], list[Node]] | None:
    """Return the pictures and captions of a figure's element, None for another element."""
    captions = [child for child in nodes(node) if child.kind == "Caption"]
    direct = any(child.kind == "Figure" for child in nodes(node))
    found = list(_pictures(node)) if captions or direct else []
    return (found, captions) if found else None


def _pictures(node: Node) -> Iterator[Node]:
    for child in nodes(node):
        if child.kind == "Figure":
            yield child
        elif child.kind in ("NonStruct", "Link", "Span"):
            yield from _pictures(child)


def rows(part: Node) -> list[Node]:
    """Return the rows of a table's head or body, or the row itself."""
    return [part] if part.kind == "TR" else [row for row in nodes(part) if row.kind == "TR"]


def is_numbered(node: Node) -> bool:
    """Tell a note at the end of a chapter by its first words: a number in a span of its own."""
    run, spans = next(_runs(node), (Run("", None), 0))
    return spans > 1 and NUMBER.fullmatch(run.text) is not None


def _runs(node: Node, spans: int = 0) -> Iterator[tuple[Run, int]]:
    """Yield the runs below an element with the number of spans around each."""
    spans += node.kind == "Span"
    for child in node.children:
        if isinstance(child, Node):
            yield from _runs(child, spans)
        elif child is not None:
            yield child, spans

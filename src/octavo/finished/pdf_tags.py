"""What the tags of the PDF edition mean: WeasyPrint's, as ``editions/pdf/tagging.py`` mends them.

A figure is a ``Div`` around ``Figure`` and ``Caption``; a footnote is a ``Note`` after its call; an
inline element is a ``Span`` around the ``Span`` of its words.
"""

import re
from collections.abc import Iterator

from octavo.constructs.figures import TITLES
from octavo.finished.pdf_tree import Run, TagNode

HEADING = re.compile(r"H[1-6]")
BLOCKS = frozenset(
    {"P", "LI", "LBody", "BlockQuote", "Div", "Sect", "Part", "Art", "L", "Document", "NonStruct"}
)
"""Elements whose words are blocks of their own."""
TEXT = ("chapter", "text", "part", "lead")
"""Titles of what the author wrote; a section without one is furniture."""
INLINE = ("Span", "Link", "Code", "Quote", "Em", "Strong", "Reference")
NUMBER = re.compile(r"\s*\d+\s*")


def nodes(node: TagNode) -> list[TagNode]:
    return [child for child in node.children if isinstance(child, TagNode)]


def is_figure(node: TagNode) -> bool:
    """Tell a figure from a picture that stands in a division of an author's own."""
    return node.kind == "Div" and node.title in TITLES


def pictures(node: TagNode) -> int:
    """Return how many pictures an element is or holds, outside captions and tables."""
    if node.kind == "Figure":
        return 1
    return sum(pictures(child) for child in nodes(node) if child.kind not in ("Caption", "Table"))


def rows(part: TagNode) -> list[TagNode]:
    """Return the rows of a table's head or body, or the row itself."""
    return [part] if part.kind == "TR" else [row for row in nodes(part) if row.kind == "TR"]


def is_numbered(node: TagNode) -> bool:
    """Tell a note at the end of a chapter by its first words: a number in a span of its own, and
    that of no heading."""
    run, spans = next(_runs(node), (Run("", None), 0))
    return spans > 1 and NUMBER.fullmatch(run.text) is not None


def _runs(node: TagNode, spans: int = 0, in_heading: bool = False) -> Iterator[tuple[Run, int]]:
    """Yield the runs below an element with the number of spans around each, 0 in a heading."""
    spans += node.kind == "Span"
    in_heading = in_heading or HEADING.fullmatch(node.kind) is not None
    for child in node.children:
        if isinstance(child, TagNode):
            yield from _runs(child, spans, in_heading)
        elif child is not None:
            yield child, 0 if in_heading else spans

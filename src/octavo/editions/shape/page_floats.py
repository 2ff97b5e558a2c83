"""Figures that may leave their place for a better page: which they are, and their way.

Only numbered figures, tables and listings float: the text speaks of them by their number, not as
of what follows. They go down only, behind whole blocks of their chapter, and never over one
of their own kind; ``{.here}`` keeps one where it was written.
"""

from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import Any

from octavo.constructs.construct_table import FIXED, PASSED, construct_at
from octavo.constructs.listings import is_code
from octavo.markup.tree import HEADINGS, Element, classes, elements, has_class, text_of

KEPT = FIXED | {"here", "landscape", "long"}
"""Classes of what does not float: it has a page of its own, or breaks over pages."""
TEXT = PASSED | {"p", "ul", "ol", "dl", *HEADINGS} - {"h1"}
"""Blocks that a float may go behind, by element or class."""
KEY, NEXT = "data-float", "data-float-before"
"""Attributes of a float: its name; the name of the block that its author wrote behind it."""


def mark_floats(body: Element) -> None:
    """Give every figure that may float its name."""
    for node in body:
        found = construct_at(node)
        if found is not None and found.floats:
            name = name_of(node)
            if name and KEPT.isdisjoint(classes(node)) and _is_numbered(node):
                node.set(KEY, name)


def move_float(siblings: Sequence[Any], key: str, by: int) -> list[Any]:
    """Return blocks in the order in which they stand when a float has gone down behind ``by`` of
    those that it can go behind. Floats that follow it directly go with it.

    ``siblings``: the blocks of a text, which may be elements of lxml or of ``xml.etree``.
    """
    run, blocks = _run_of(siblings, key), behind(siblings, key)[:by]
    for float_ in run if blocks else ():
        if not float_.get(NEXT):
            float_.set(NEXT, name_of(blocks[0]))
    at = siblings.index(run[0])
    return [*siblings[:at], *blocks, *run, *siblings[at + len(run) + len(blocks) :]]


def behind(siblings: Sequence[Any], key: str) -> list[Any]:
    """Return the blocks that a float could go behind, the nearest first.

    A paragraph that leads to what follows it (it ends with a colon) is none of them.
    """
    run = _run_of(siblings, key)
    if not run:
        return []
    kinds = set(map(_kind, run))
    rest = siblings[siblings.index(run[-1]) + 1 :]
    return list(takewhile(lambda block: _is_passed(block, kinds), rest))


def name_of(block: Any) -> str:
    """Return the ordinal by which pages tell of a block: its own, or the first within it."""
    return next((str(each.get("data-b")) for each in block.iter() if each.get("data-b")), "")


def is_heading(block: Any) -> bool:
    """Tell a block behind which nothing can go before it has text of its own."""
    return block.tag in HEADINGS


def _run_of(siblings: Sequence[Any], key: str) -> list[Any]:
    """Return a float and those that follow it without text between them; [] where it is not."""
    at = next((n for n, each in enumerate(siblings) if each.get(KEY) == key), len(siblings))
    return list(takewhile(lambda each: each.get(KEY), siblings[at:]))


def _is_passed(block: Any, kinds: Collection[str]) -> bool:
    """Tell whether floats of some kinds may go behind a block.

    One that breaks over pages fills what a float of another kind leaves white.
    """
    names = classes(block)
    if "long" in names and not is_code(block) and KEPT.isdisjoint({*names} - {"long"}):
        return _kind(block) not in kinds and bool(name_of(block))
    is_text = not TEXT.isdisjoint((str(block.tag), *names))
    if any(_kind(each) in kinds for each in block.iter() if each is not block):
        return False  # one without a number, in a list: it would change places with it
    return is_text and bool(name_of(block)) and not text_of(block).endswith(":")


def _kind(block: Any) -> str:
    """Return what counts a block: each construct has numbers of its own."""
    found = construct_at(block)
    return found.name if found is not None else ""


def _is_numbered(node: Element) -> bool:
    return any(has_class(each, "label") for each in elements(node, "span"))

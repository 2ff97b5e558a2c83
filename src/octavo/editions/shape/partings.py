"""What would stay whole and is taller than a page: its name, by which pages tell of it, its leave.

A block has a name already (``data-b``); a row, a box without one is known by its place among its
like in the nearest block around it.
"""

from collections.abc import Collection, Iterator
from typing import Any

from octavo.constructs.tables import cells_of, is_row
from octavo.markup.tree import Element, ancestors, elements, has_class, new

REPEATED = frozenset({"thead", "tfoot"})
"""What pages repeat; where it is too tall for that, it is said once, as rows like others."""
PARTED = "break-inside: auto"
ROW_OF = 2
"""Pictures of a group that stand side by side."""
GROUP, SIDE_BY_SIDE = (
    "display: block",
    "display: grid; grid-template-columns: 1fr 1fr; gap: 1.2em; margin-bottom: var(--lead)",
)
PICTURE = "margin: 0; break-inside: auto"
"""Of a group that parts: WeasyPrint 70 parts a flexible box after its first line, on each page."""
GOES_ON = "box-decoration-break: clone"
"""Of a cell: what goes on overleaf keeps off the head of its table."""
SAID_ONCE = "display: table-row-group"


def name_parting(element: Any, around: Any) -> str:
    """Return the name of an element; ``around``: the nearest element with a name, if any.

    '' where nothing has a name. Elements may be lxml's or the engine's.
    """
    own = element.get("data-b")
    if own:
        return str(own)
    if around is None:
        first = next((each.get("data-b") for each in element.iter() if each.get("data-b")), "")
        return f"{first}/{element.tag}" if first else ""
    like = list(around.iter(element.tag))
    return f"{around.get('data-b')}/{element.tag}/{like.index(element)}"


def block_in(name: str) -> str:
    """Return the block that a name speaks of."""
    return name.partition("/")[0]


def let_part(body: Element, loose: Collection[str]) -> None:
    """Let elements of these names part over pages, whatever style sheets say."""
    for node in list(_nodes_of(body, loose)):
        _add_style(node, SAID_ONCE if node.tag in REPEATED else PARTED)
        for cell in cells_of(node) if is_row(node) else ():
            _add_style(cell, GOES_ON)
        if has_class(node, "group"):
            _part_group(node)


def is_said_once(element: Any) -> bool:
    """Tell the head or foot of a table that its pages do not repeat."""
    return SAID_ONCE in (element.get("style") or "")


def _part_group(group: Element) -> None:
    """Put the pictures of a group into rows, each a flexible box of its own."""
    _add_style(group, GROUP)
    pictures = [each for each in group if has_class(each, "sub")]
    for at in range(0, len(pictures), ROW_OF):
        row = new("div", style=SIDE_BY_SIDE)
        pictures[at].addprevious(row)
        for picture in pictures[at : at + ROW_OF]:
            _add_style(picture, PICTURE)
            row.append(picture)


def _add_style(node: Element, style: str) -> None:
    node.set("style", "; ".join(each for each in (node.get("style"), style) if each))


def _nodes_of(body: Element, names: Collection[str]) -> Iterator[Element]:
    if not names:
        return
    blocks = {block_in(name) for name in names}
    for node in elements(body):
        above = [node, *ancestors(node)]
        around = next((each for each in above if each.get("data-b")), None)
        is_near = around is None or around.get("data-b") in blocks
        if is_near and name_parting(node, around) in names:
            yield node

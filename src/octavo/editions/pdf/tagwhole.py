"""What pages have parted or moved, made whole in the tag tree: floats and tables over pages."""

from collections import defaultdict
from typing import Any

from octavo.editions.pdf.tagtree import Node, TagTree

REPEATED = ("/THead", "/TFoot")
"""Parts of a table that come again on each of its pages."""


def floats(tree: TagTree) -> None:
    """Read a float where its author wrote it, wherever the pages have it.

    Test: test_a_float_is_read_where_it_was_written.
    """
    for node in tree.every():
        element = tree.element(node)
        before = element.get("data-float-before") if element is not None else None
        parent = tree.objects[node["P"]] if before else node
        if not before or tree.element(parent) is element:
            continue
        behind = next((kid for kid in tree.elements(parent) if _name(tree, kid) == before), None)
        if behind is not None and parent["K"].index(behind.reference) < parent["K"].index(
            node.reference
        ):
            tree.move(node, parent, parent["K"].index(behind.reference))


def tables(tree: TagTree) -> None:
    """One table, one Table: its rows on further pages follow those of the first, heads stay once.

    Test: test_a_table_over_pages_is_read_as_one.
    """
    parts: defaultdict[int, list[Node]] = defaultdict(list)
    for node in tree.every("/Table"):
        if tree.element(node) is not None:
            parts[id(tree.element(node))].append(node)
    for first, *others in parts.values():
        for other in others:
            _join(tree, first, other)


def _join(tree: TagTree, table: Node, more: Node) -> None:
    has = {kid["S"] for kid in tree.elements(table)}
    for part in tree.elements(more):
        if part["S"] in has.intersection(REPEATED):
            tree.make_artifact(part)
    for part in tree.elements(more):
        same = [kid for kid in tree.elements(table) if tree.element(kid) is tree.element(part)]
        if not same:
            tree.move(part, table, len(table["K"]))
            continue
        for row in tree.elements(part):
            tree.move(row, same[-1], len(same[-1]["K"]))
    _take_out(tree, more)


def _take_out(tree: TagTree, node: Node) -> None:
    """Take an element without words out of the tree, and those around it that held nothing else."""
    parent = tree.objects[node["P"]]
    parent["K"].remove(node.reference)
    if not parent["K"] and parent is not tree.document:
        _take_out(tree, parent)


def _name(tree: TagTree, node: Node) -> Any:
    """Return the ordinal of the block that an element stands for (``page_floats.name_of``)."""
    element = tree.element(node)
    inside = element.iter() if element is not None else ()
    return next((each.get("data-b") for each in inside if each.get("data-b")), "")

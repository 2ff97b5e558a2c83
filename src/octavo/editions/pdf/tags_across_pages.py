"""What pages have parted or moved, made whole in the tag tree: floats, tables, long elements."""

from collections import defaultdict
from typing import Any

import pydyf

from octavo.editions.pdf.tagtree import Node, TagTree
from octavo.editions.shape.partings import is_said_once

REPEATED = ("/THead", "/TFoot")
"""Parts of a table that come again on each of its pages."""
WHOLE = frozenset({"/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Caption", "/TR", "/TH", "/TD"})
"""What is one element on however many pages, as figures are; paragraphs come once a page."""
FIGURES = ("figure", "lead")
"""Titles of figures (``construct_table.title_of``)."""


def floats(tree: TagTree) -> None:
    """Read a float where its author wrote it, wherever the pages have it.

    Test: test_a_float_is_read_where_it_was_written.
    """
    every = tree.every()
    for node in every:
        element = tree.element(node)
        before = element.get("data-float-before") if element is not None else None
        around = tree.objects[node["P"]] if before else node
        if not before or tree.element(around) is element:
            continue
        behind = next((each for each in every if _stands(tree, each, around, before)), node)
        parent = tree.objects[behind["P"]]
        if behind is not node:
            tree.move(node, parent, parent["K"].index(behind.reference))
            if not around["K"]:
                _take_out(tree, around)


def _stands(tree: TagTree, node: Node, around: Node, name: str) -> bool:
    """Tell whether an element is a block of this name in what a page has of the same section."""
    parent = tree.objects[node["P"]]
    is_beside = "S" in parent and tree.element(parent) is tree.element(around)
    return is_beside and _name(tree, node) == name


def tables(tree: TagTree) -> None:
    """One table, one Table: its rows on further pages follow those of the first, heads stay once.

    It has an id, by which readers that go page by page know it again.

    Test: test_a_table_over_pages_is_read_as_one.
    """
    parts: defaultdict[int, list[Node]] = defaultdict(list)
    for node in tree.every("/Table"):
        if tree.element(node) is not None:
            parts[id(tree.element(node))].append(node)
    for number, (first, *others) in enumerate(parts.values(), 1):
        if others:
            first["ID"] = pydyf.String(f"table-{number}")
        for other in others:
            _join(tree, first, other)


def elements(tree: TagTree) -> None:
    """One heading, caption, figure, row or cell, one element: what of it stands on further pages
    goes on with the first, which has an id.

    Test: test_a_row_over_pages_is_read_as_one.
    """
    firsts: dict[tuple[int, str], Node] = {}
    for node in tree.every():
        element, kind, title = tree.element(node), str(node["S"]), node.get("T")
        is_whole = kind in WHOLE or (title is not None and title.string in FIGURES)
        if element is None or not is_whole or tree.tag(node) != element.tag:
            continue
        first: Node = firsts.setdefault((id(element), kind), node)
        if first is not node and first["Pg"] != node["Pg"]:
            if "ID" not in first:
                first["ID"] = pydyf.String(f"part-{first.number}")
            tree.join(node, first)
            _take_out(tree, node)


def _join(tree: TagTree, table: Node, more: Node) -> None:
    has = {kid["S"] for kid in tree.elements(table)}
    for part in tree.elements(more):
        is_again = part["S"] in has.intersection(REPEATED)
        if is_again and not is_said_once(tree.element(part)):
            tree.make_artifact(part)
    for part in tree.elements(more):
        same = [kid for kid in tree.elements(table) if tree.element(kid) is tree.element(part)]
        if not same or part["S"] == "/Caption":  # a caption is made whole with other elements
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

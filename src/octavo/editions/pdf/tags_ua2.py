"""What PDF/UA-2 (ISO 14289-2, on PDF 2.0) asks of a tag tree that is right for PDF/UA-1."""

import re
from typing import Any

import pydyf

from octavo.editions.pdf.tagtree import Node, TagTree

HEADING = re.compile(r"/H[1-6]")


def modernise(tree: TagTree) -> None:
    """Bring the tree to PDF/UA-2: types of PDF 2.0, captions, destinations in the structure."""
    for step in (_notes, _captions, _paragraphs, _destinations, _outlines):
        step(tree)


def _notes(tree: TagTree) -> None:
    """Notes are FENote, of the namespace of PDF 2.0 (8.2.5.14)."""
    namespace = tree.root["Namespaces"][0]
    for note in tree.every("/Note"):
        note["S"], note["NS"] = "/FENote", namespace
        note["NoteType"] = "/Footnote"


def _captions(tree: TagTree) -> None:
    """There is one caption, the first or the last of what it stands in (8.2.5.27), and none in it:
    WeasyPrint 70 tags its anonymous boxes like itself."""
    for caption in tree.every("/Caption"):
        parent = tree.objects[caption["P"]]
        if parent["S"] == "/Caption":
            caption["S"] = "/P"
    for caption in tree.every("/Caption"):
        parent = tree.objects[caption["P"]]
        kids = tree.elements(parent)
        first = next(kid for kid in kids if kid["S"] == "/Caption")
        if first is not caption:
            tree.adopt(caption, first)
            parent["K"].remove(caption.reference)
        elif kids[0] is not caption:
            tree.move(caption, parent, len(parent["K"]) - 1)
        if parent["S"] == "/Div":  # which PDF 2.0 looks through: its caption would be the section's
            is_group = any(kid["S"] == "/Caption" for kid in tree.walk(parent) if kid not in kids)
            parent["S"] = "/Sect" if is_group else "/Aside"
            parent["NS"] = tree.root["Namespaces"][0]


def _paragraphs(tree: TagTree) -> None:
    """Words do not stand in a division itself."""
    for node in tree.every("/Div"):
        kinds = [kid["S"] for kid in tree.elements(node)]
        if kinds and all(kind == "/Span" for kind in kinds):
            node["S"] = "/P"


def _destinations(tree: TagTree) -> None:
    """Links within the document lead to structure elements (8.8), and to pages for those readers
    that know no other destinations."""
    by_id: dict[str, Node] = {}
    for node in tree.walk():
        element = tree.element(node)
        if element is not None and element.get("id"):
            by_id.setdefault(element.get("id"), node)
    names = tree.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    for n in range(0, len(names), 2):
        target = by_id.get(str(names[n].string), tree.document)
        names[n + 1] = pydyf.Dictionary({"D": names[n + 1], "SD": _structure(target)})


def _outlines(tree: TagTree) -> None:
    """Bookmarks lead to the headings that they name."""
    heads = [node for node in tree.walk() if HEADING.fullmatch(node["S"])]
    for item in tree.objects.values():
        if isinstance(item, dict) and {"Title", "Dest", "Parent"} <= item.keys():
            found = (head for head in heads if _is_named(tree, head, item))
            target = next(found, tree.document)
            both = {"D": item.pop("Dest"), "SD": _structure(target)}
            item["A"] = pydyf.Dictionary({"S": "/GoTo", **both})


def _structure(target: Node) -> Any:
    return pydyf.Array([target.reference, "/Fit"])


def _is_named(tree: TagTree, head: Node, item: Any) -> bool:
    element = tree.element(head)
    if element is None or head.get("Pg") != item["Dest"][0]:
        return False
    said = element.get("data-plain") or "".join(element.itertext())
    return _words(said) == _words(str(item["Title"].string))


def _words(text: str) -> str:
    return " ".join(text.split())

"""The tag tree made right: PDF/UA-1 (ISO 14289-1) beside PDF/A-2a, on what WeasyPrint 70 leaves.

Each function is one defect; ``mend`` lists them in order. research: veraPDF's rules 7.1 to 7.21.
"""

from typing import Any

import pydyf

from octavo.constructs.construct_table import TAGS, title_of
from octavo.constructs.notes import FOOT
from octavo.editions.pdf import tags_across_pages
from octavo.editions.pdf.tagtree import Node, TagTree
from octavo.editions.pdf.weasyprint_private import InlineBox

GROUPING = frozenset(
    {
        "/Document",
        "/Part",
        "/Sect",
        "/Div",
        "/Art",
        "/BlockQuote",
        "/LBody",
        "/NonStruct",
        "/TD",
        "/TH",
        "/Note",
    }
)
NUMBERING = {
    "decimal": "/Decimal",
    "disc": "/Disc",
    "circle": "/Circle",
    "square": "/Square",
    "lower-roman": "/LowerRoman",
    "upper-roman": "/UpperRoman",
    "lower-alpha": "/LowerAlpha",
    "upper-alpha": "/UpperAlpha",
}
WORDED = frozenset({"/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/P"})
TEXT = ("chapter", "text", "part")
"""Classes of the sections that hold what the author wrote; the others are furniture."""
TYPES = {
    **dict.fromkeys(("nav", "header", "footer", "address", "details"), "Div"),
    **TAGS,
}
"""Element -> its type, where WeasyPrint knows none."""


def mend(pdf: Any, boxes: dict[int, Any]) -> TagTree:
    """Mend the tag tree of a PDF that is about to be written; return it."""
    tree = TagTree(pdf, boxes)
    for step in (
        _decorations,
        _ornaments,
        _types,
        _titles,
        _languages,
        _heads,
        _numberings,
        _sublists,
        _items,
        _links,
        tags_across_pages.tables,
        tags_across_pages.elements,
        tags_across_pages.floats,
        _annotations,
        _notes,
        _loose_spans,
    ):
        step(tree)
    return tree


def _decorations(tree: TagTree) -> None:
    """Pictures without words are artifacts."""
    for node in tree.every("/Figure"):
        element = tree.element(node)
        if element is not None and (
            element.get("alt") == "" or element.get("aria-hidden") == "true"
        ):
            tree.make_artifact(node)


def _ornaments(tree: TagTree) -> None:
    """Numbers of lines beside code and verse, and the stars of a scene break, are for the eye."""
    for node in tree.every():
        is_break = tree.tag(node) == "hr" and bool(tree.elements(node))
        if is_break or (tree.has_class(node, "line-number") and node["K"]):
            tree.make_artifact(node)


def _types(tree: TagTree) -> None:
    """Give structure types to what WeasyPrint calls NonStruct."""
    for node in tree.every():
        tag = tree.tag(node)
        if tag in TYPES and node["S"] == "/NonStruct":
            node["S"] = f"/{TYPES[tag]}"
        elif node["S"] == "/NonStruct" and _holds_words(tree, node):
            node["S"] = _inline_or_paragraph(tree, node, tag)
        elif node["S"] in WORDED and tree.objects[node["P"]]["S"] == node["S"]:
            node["S"] = "/Span"  # words beside a block of the same element, such as a number


def _holds_words(tree: TagTree, node: Node) -> bool:
    """Tell words, or what stands among words, such as an emphasis around another."""
    if isinstance(tree.box(node), InlineBox):
        return True
    kinds = {kid.get("S") for kid in tree.kids(node)}
    return bool(kinds & {"/Span", "/Link"}) or any(isinstance(kid, int) for kid in node["K"])


def _titles(tree: TagTree) -> None:
    """Sections of text are named, what is furniture is known by the lack; and so are constructs
    whose tags alone would not tell what they are. Words directly in one are no such construct:
    WeasyPrint 70 makes them a box of its element."""
    for node in tree.every():
        element, tag = tree.element(node), tree.tag(node)
        name = ""
        if tag == "section" and element.get("role") != "doc-endnotes":
            name = next((name for name in TEXT if tree.has_class(node, name)), "")
        elif element is not None and tag == element.tag:
            name = title_of(element)
        around = tree.objects[node["P"]]
        if name and (element is None or tree.element(around) is not element):
            node["T"] = pydyf.String(name)


def _inline_or_paragraph(tree: TagTree, node: Node, tag: str) -> str:
    parent = tree.objects[node["P"]]
    while parent["S"] == "/NonStruct":
        parent = tree.objects[parent["P"]]
    if parent["S"] in GROUPING and not isinstance(tree.box(node), InlineBox):
        return "/P"
    return "/Code" if tag == "code" else "/Span"


def _languages(tree: TagTree) -> None:
    """A passage in another language says so (WCAG 3.1.2), an abbreviation what it stands for."""
    for node in tree.every():
        element = tree.element(node)
        if element is not None and element.get("lang") and tree.tag(node) != "html":
            node["Lang"] = pydyf.String(element.get("lang"))
        if tree.tag(node) == "abbr" and element.get("title"):
            node["E"] = pydyf.String(element.get("title"))


def _heads(tree: TagTree) -> None:
    """Header cells tell what they head."""
    for node in tree.every("/TH"):
        element = tree.element(node)
        scope = (element.get("scope") if element is not None else None) or "col"
        look = node.setdefault("A", pydyf.Dictionary({"O": "/Table"}))
        look["Scope"] = "/Row" if scope.startswith("row") else "/Column"


def _numberings(tree: TagTree) -> None:
    for node in tree.every("/L"):
        box, tag = tree.box(node), tree.tag(node)
        style = box.style["list_style_type"] if box is not None else None
        fallback = {"ol": "/Decimal", "ul": "/Disc"}.get(tag, "/None")
        kind = NUMBERING.get(style, fallback) if isinstance(style, str) else fallback
        node["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": kind})


def _sublists(tree: TagTree) -> None:
    """A list inside a list belongs to the item before it, at the place where it was written.

    WeasyPrint 70 puts it behind the item, whatever else the item goes on with; elements are
    numbered in the order in which they were written.
    Test: test_a_list_in_an_item_is_read_where_it_stands.
    """
    for node in tree.every("/L"):
        last: Node | None = None
        for kid in tree.elements(node):
            if kid["S"] == "/L" and last is not None:
                later = (n for n, each in enumerate(tree.kids(last)) if each.number > kid.number)
                tree.move(kid, last, next(later, len(last["K"])))
            else:
                last = kid


def _items(tree: TagTree) -> None:
    """An item holds a label and one body, nothing else (7.2-20)."""
    for item in tree.every("/LI"):
        kids = tree.elements(item)
        labels = [kid for kid in kids if kid["S"] == "/Lbl"]
        rest = [kid for kid in kids if kid["S"] != "/Lbl"]
        if [kid["S"] for kid in rest] == ["/LBody"]:
            continue
        body = tree.new("/LBody", item, [])
        for kid in rest:
            if kid["S"] == "/LBody":
                tree.adopt(kid, body)
            else:
                tree.move(kid, body, len(body["K"]))
        item["K"] = pydyf.Array([*(label.reference for label in labels), body.reference])


def _links(tree: TagTree) -> None:
    """One link, one Link: those of its inline children are folded into it, with annotations."""
    for link in tree.every("/Link"):
        if link["S"] != "/Link":
            continue
        for inner in [each for each in tree.walk(link) if each is not link]:
            if inner["S"] == "/Link":
                inner["S"] = "/Span"
            for kid in list(inner["K"]):
                if isinstance(kid, bytes) and tree.objects[kid].get("Type") == "/OBJR":
                    tree.hand_annotation(kid, inner, link)


def _annotations(tree: TagTree) -> None:
    """A link annotation is printed, and says its words to those who cannot see it (7.18.5-2)."""
    for item in tree.objects.values():
        if isinstance(item, dict) and item.get("Subtype") == "/Link":
            item["F"] = 4
    for node in tree.every("/Link"):
        element = tree.element(node)
        words = " ".join("".join(element.itertext()).split()) if element is not None else ""
        spoken = words or (element.get("aria-label") if element is not None else "") or "link"
        for kid in tree.kids(node):
            if kid.get("Type") == "/OBJR":
                tree.objects[kid["Obj"]]["Contents"] = pydyf.String(spoken)


def _notes(tree: TagTree) -> None:
    """A note is a Note with an id, and is read where it is called, not at the page's foot."""
    parts = [node for node in tree.every() if tree.has_class(node, FOOT)]
    calls = {
        id(tree.element(node)): node for node in parts if tree.tag(node).endswith("::footnote-call")
    }
    met: set[int] = set()
    for note in parts:
        if "::" in tree.tag(note):
            continue
        if id(tree.element(note)) in met:
            note["S"] = "/Span"  # a further box of a note of several paragraphs
            continue
        met.add(id(tree.element(note)))
        note["S"] = "/Note"
        note["ID"] = pydyf.String(tree.element(note).get("id"))
        for kid in list(tree.walk(note)):
            if tree.tag(kid).endswith("::footnote-marker"):
                kid["S"] = "/Lbl"
                tree.move(kid, note, 0)  # out of the first paragraph of several
        call = calls.get(id(tree.element(note)))
        if call is not None:
            parent = tree.objects[call["P"]]
            tree.move(note, parent, parent["K"].index(call.reference) + 1)


def _loose_spans(tree: TagTree) -> None:
    """Words directly in a division stand in a paragraph."""
    for node in tree.every(*(GROUPING - {"/LBody", "/TD", "/TH", "/BlockQuote", "/Note"})):
        for kid in tree.elements(node):
            if kid["S"] == "/Span":
                index = node["K"].index(kid.reference)
                paragraph = tree.new("/P", node, [kid.reference])
                node["K"][index] = paragraph.reference

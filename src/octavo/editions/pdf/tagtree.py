"""The tag tree that WeasyPrint writes, as something that can be walked and mended.

Structure elements are ``pydyf`` dictionaries; ``box`` tells which box each of them was made for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf

from octavo.editions.pdf.weasyprint_private import tag_by, tagger

Node = Any
"""A structure element: ``pydyf.Dictionary`` with S (type), K (kids), P (parent), Pg (page)."""


@contextmanager
def boxes_kept() -> Iterator[dict[int, Any]]:
    """Keep, while tags are written, which box each structure element stands for: id -> box."""
    found: dict[int, Any] = {}
    alive: list[Any] = []  # an id means something only while its object lives
    original = tagger()

    def record(box: Any, *rest: Any) -> Iterator[Any]:
        for element in original(box, *rest):
            alive.append(element)
            found.setdefault(id(element), getattr(box, "_box", box))
            yield element

    with tag_by(record):
        yield found


def references_of_pages(self: Any) -> tuple[bytes, ...]:
    """Return the references to a PDF's pages, which are asked for with every box that is tagged."""
    kids = self.pages["Kids"]
    if 3 * len(self.__dict__.get("known_references", ())) != len(kids):
        self.known_references = tuple(f"{number} 0 R".encode() for number in kids[::3])
    return tuple(self.__dict__.get("known_references", ()))


class TagTree:
    """The structure tree of one PDF before it is written."""

    def __init__(self, pdf: Any, boxes: dict[int, Any]) -> None:
        self._pdf, self._boxes = pdf, boxes
        self.catalog = pdf.catalog
        self.objects = {item.reference: item for item in pdf.objects if item.number is not None}
        self._parts = {
            reference: item
            for reference, item in self.objects.items()
            if isinstance(item, dict) and item.get("Type") == "/StructElem"
        }
        """The structure elements of these."""
        self.root = self.objects[pdf.catalog["StructTreeRoot"]]
        self.document = self.objects[self.root["K"][0]]
        self.numbers = self.objects[self.root["ParentTree"]]["Nums"]
        self.pages = [self.objects[reference] for reference in pdf.page_references]
        self._page_number = {reference: n for n, reference in enumerate(pdf.page_references)}

    def box(self, node: Node) -> Any:
        return self._boxes.get(id(node))

    def element(self, node: Node) -> Any:
        """Return the HTML element that a structure element stands for, None for anonymous ones."""
        box = self.box(node)
        return None if box is None else box.element

    def tag(self, node: Node) -> str:
        """Return the HTML tag, with ``::marker`` and the like for pseudo-elements, or ''."""
        box = self.box(node)
        return str(getattr(box, "element_tag", "") or "")

    def has_class(self, node: Node, name: str) -> bool:
        element = self.element(node)
        return element is not None and name in (element.get("class") or "").split()

    def kids(self, node: Node) -> list[Node]:
        """Return the structure elements and object references directly below a node."""
        return [self.objects[kid] for kid in node["K"] if isinstance(kid, bytes)]

    def elements(self, node: Node) -> list[Node]:
        parts = self._parts
        return [parts[kid] for kid in node["K"] if kid in parts]

    def walk(self, node: Node | None = None) -> Iterator[Node]:
        """Yield a node (the document) and every structure element below it, in reading order."""
        todo, parts = [self.document if node is None else node], self._parts
        while todo:
            each = todo.pop()
            yield each
            todo += [parts[kid] for kid in reversed(each["K"]) if kid in parts]

    def every(self, *kinds: str) -> list[Node]:
        """Return the elements of these types as a list, safe to change while it is gone through."""
        return [node for node in self.walk() if not kinds or node["S"] in kinds]

    def new(self, kind: str, parent: Node, kids: list[bytes]) -> Node:
        """Return a new element; the kids become its own, but it is not yet a kid of ``parent``."""
        node = pydyf.Dictionary(
            {"Type": "/StructElem", "S": kind, "K": pydyf.Array(kids), "P": parent.reference}
        )
        if "Pg" in parent:
            node["Pg"] = parent["Pg"]
        self._pdf.add_object(node)
        self.objects[node.reference] = self._parts[node.reference] = node
        for kid in kids:
            self.objects[kid]["P"] = node.reference
        return node

    def move(self, node: Node, parent: Node, index: int) -> None:
        """Put an element among the kids of another parent."""
        old = self.objects[node["P"]]
        if node.reference in old["K"]:
            old["K"].remove(node.reference)
        parent["K"].insert(index, node.reference)
        node["P"] = parent.reference

    def adopt(self, node: Node, parent: Node) -> None:
        """Move everything below ``node``, marked content too, to the end of ``parent``."""
        for kid in node["K"]:
            parent["K"].append(kid)
            if kid in self._parts:
                self._parts[kid]["P"] = parent.reference
        self._repoint(node.reference, parent.reference)
        node["K"] = pydyf.Array()

    def join(self, node: Node, parent: Node) -> None:
        """Move everything below ``node`` to the end of ``parent``, which may begin on another page:
        what is marked says then on which page it stands."""
        for n, kid in enumerate(node["K"]):
            if isinstance(kid, int) and node["Pg"] != parent["Pg"]:
                told = pydyf.Dictionary({"Type": "/MCR", "Pg": node["Pg"], "MCID": kid})
                self._pdf.add_object(told)
                self.objects[told.reference] = told
                node["K"][n] = told.reference
        self.adopt(node, parent)

    def make_artifact(self, node: Node) -> None:
        """Take an element out of the tree; what it marked becomes an artifact."""
        owners = {each.reference for each in self.walk(node)}
        number = self._page_number[node["Pg"]]
        marks = self.numbers[2 * number + 1]
        dead = {mark for mark, owner in enumerate(marks) if owner in owners}
        lines = self.objects[self.pages[number]["Contents"]].stream
        for n, line in enumerate(lines):
            mark = _mark(line)
            if mark in dead:
                lines[n], lines[n - 1] = b"<</Type /Layout>>", b"/Artifact"
        for mark in dead:
            marks[mark] = "null"
        parent = self.objects[node["P"]]
        parent["K"].remove(node.reference)

    def hand_annotation(self, reference: bytes, owner: Node, new_owner: Node) -> None:
        """Make another element the owner of an annotation (an OBJR kid)."""
        owner["K"].remove(reference)
        new_owner["K"].append(reference)
        annotation = self.objects[self.objects[reference]["Obj"]]
        key = self.numbers.index(annotation["StructParent"], 2 * len(self.pages))
        self.numbers[key + 1] = new_owner.reference

    def _repoint(self, old: bytes, new: bytes) -> None:
        for n in range(1, len(self.numbers), 2):
            entry = self.numbers[n]
            if isinstance(entry, bytes):
                self.numbers[n] = new if entry == old else entry
            else:
                entry[:] = [new if each == old else each for each in entry]


def _mark(line: Any) -> int:
    """Return the marked-content id of a property list in a content stream, -1 for other lines."""
    data = line if isinstance(line, bytes) else getattr(line, "data", b"")
    if not data.startswith(b"<</MCID ") or not data.endswith(b">>"):
        return -1
    number = data[8:-2]
    return int(number) if number.isdigit() else -1

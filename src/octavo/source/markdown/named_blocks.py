"""Named boxes: ``/// name | title`` … ``///`` becomes an element with Markdown inside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block


@dataclass(frozen=True, slots=True)
class Box:
    """What a box becomes."""

    tag: str
    kind: str
    """Class of the element."""
    argument: str = ""
    """What stands after the bar: '' nothing, ``title`` (optional words), ``value`` (an option)."""


ADMONITIONS = ("note", "tip", "important", "warning", "caution", "example")
BOXES: Mapping[str, Box] = {
    "key-points": Box("div", "key-points", "title"),
    "pull-quote": Box("div", "pull-quote"),
    "epigraph": Box("div", "epigraph"),
    "verse": Box("div", "verse", "value"),
    "dialogue": Box("div", "dialogue"),
    "letter": Box("div", "letter"),
    "figures": Box("div", "figures"),
    "only": Box("div", "only", "value"),
    "page-break": Box("div", "page-break"),
    **{name: Box("div", f"admonition admonition-{name}", "title") for name in ADMONITIONS},
}
"""Name after the slashes -> the box."""


def _class_of(name: str, box: Box) -> type[Block]:
    def on_create(self: Any, parent: Any) -> Any:
        element = ElementTree.SubElement(parent, box.tag, {"class": box.kind})
        if self.argument and box.argument == "title":
            ElementTree.SubElement(element, "p", {"class": "box-title"}).text = self.argument
        elif self.argument:
            element.set("data-value", self.argument)
        return element

    argument = None if box.argument else False
    members = {"NAME": name, "ARGUMENT": argument, "on_create": on_create}
    return type(f"{name.title().replace('-', '')}Box", (Block,), members)


class BoxesExtension(BlocksExtension):  # type: ignore[misc]
    """Registers every box of ``BOXES``."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        for name, box in BOXES.items():
            block_mgr.register(_class_of(name, box), self.getConfigs())

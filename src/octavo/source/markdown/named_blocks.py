"""Named boxes: ``/// name | title`` … ``///`` becomes an element with Markdown inside."""

from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from octavo.constructs.construct import Box
from octavo.constructs.construct_table import NAMED_BOXES


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
    """Registers every box that a construct has."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        for name, box in NAMED_BOXES.items():
            block_mgr.register(_class_of(name, box), self.getConfigs())

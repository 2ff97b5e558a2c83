"""Named boxes: ``/// key-points`` … ``///`` becomes a box with Markdown inside."""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

BOXES: Mapping[str, tuple[str, str]] = {
    "key-points": ("section", "key-points"),
    "pull-quote": ("aside", "pull-quote"),
}
"""Name after the slashes -> element and class."""


def _box(name: str, tag: str, kind: str) -> type[Block]:
    def on_create(self: Block, parent: Any) -> Any:
        return ElementTree.SubElement(parent, tag, {"class": kind})

    return type(f"{kind.title()}Box", (Block,), {"NAME": name, "on_create": on_create})


class BoxesExtension(BlocksExtension):  # type: ignore[misc]
    """Registers every box of ``BOXES``."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        for name, (tag, kind) in BOXES.items():
            block_mgr.register(_box(name, tag, kind), self.getConfigs())

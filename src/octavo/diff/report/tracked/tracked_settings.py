"""What a block of a woven tree stands in: its side, its list, its style, in either revision."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from octavo.constructs.quotations import QUOTATIONS
from octavo.diff.report.redline.marks import WAS
from octavo.markup.tree import BLOCKS, HEADINGS, Element, is_element

STYLES: Mapping[str, str] = {
    **dict.fromkeys(("blockquote", "pull-quote", "epigraph", "quotation", "letter"), "Quote"),
    "verse": "Verse",
    "dialogue": "Quote",
    "key-points": "Box",
    "admonition": "Box",
    "box-title": "BoxTitle",
    "attribution": "Attribution",
    "signature": "Attribution",
    "source": "Source",
    "figcaption": "Caption",
    "caption": "Caption",
    "dt": "Term",
    "dd": "Definition",
    "pre": "Listing",
    "hr": "SceneBreak",
    "figure": "Figure",
    "th": "TableHead",
}
"""Tag or class -> the style of its paragraphs."""
ALIGNED: Mapping[str, str] = {"end": "right", "centre": "center"}


@dataclass(frozen=True, slots=True)
class Manner:
    """How paragraphs are set in one revision."""

    style: str = ""
    list_number: int = 0
    level: int = -1
    is_first: bool = False
    """Whether the number or the bullet of an item is still to come."""


@dataclass(frozen=True, slots=True)
class BlockSetting:
    """What paragraphs stand in."""

    side: str = ""
    """``ins`` or ``del`` where only one revision has all of it."""
    view: str = ""
    """``old`` or ``new`` where only one revision is written."""
    move: str = ""
    """``moveFrom`` or ``moveTo``."""
    new: Manner = field(default_factory=Manner)
    old: Manner = field(default_factory=Manner)
    align: str = ""

    def with_style(self, new: str, old: str) -> "BlockSetting":
        """Return the setting with a style in either revision; '' leaves it."""
        one, other = self.new, self.old
        return replace(
            self,
            new=replace(one, style=new) if new else one,
            old=replace(other, style=old) if old else other,
        )

    def begin(self) -> "BlockSetting":
        """Return the setting after the first paragraph of an item."""
        new, old = replace(self.new, is_first=False), replace(self.old, is_first=False)
        return replace(self, new=new, old=old)

    def in_list(self, new: int, old: int) -> "BlockSetting":
        """Return the setting of an item in a list, by its number in either revision."""
        one = Manner("", new, self.new.level + 1, True)
        other = Manner("", old, self.old.level + 1, True)
        return replace(self, new=one, old=other)


def was_of(node: Element) -> dict[str, str]:
    """Return tag and attributes of an element in the old revision."""
    told: dict[str, str] = json.loads(node.get(WAS) or "{}") if _is_json(node) else {}
    return told or is_of_now(node)


def is_of_now(node: Element) -> dict[str, str]:
    """Return tag and attributes of an element in the new revision."""
    return {"tag": str(node.tag), **{str(k): str(v) for k, v in node.attrib.items()}}


def _is_json(node: Element) -> bool:
    return (node.get(WAS) or "").startswith("{")


def style_of(told: Mapping[str, str]) -> str:
    """Return the style of paragraphs in an element, '' where it has none of its own."""
    tag = told["tag"]
    if tag in HEADINGS:
        return f"Heading{tag[1]}"
    names = (told.get("class") or "").split()
    found = next((STYLES[name] for name in (*names, tag) if name in STYLES), "")
    return found or ("Quote" if tag in QUOTATIONS.containers and tag != "figure" else "")


def contents(node: Element) -> Iterator[str | Element]:
    """Yield the words and elements in an element."""
    if node.text:
        yield node.text
    for each in node:
        if is_element(each):
            yield each
        if each.tail:
            yield each.tail


def is_block(item: str | Element) -> bool:
    return not isinstance(item, str) and item.tag in (BLOCKS | {"chapter", "book"})

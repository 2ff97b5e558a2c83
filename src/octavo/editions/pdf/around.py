"""What a box of WeasyPrint's gets from those around it: its block, its kind, its ground."""

from dataclasses import dataclass, replace
from typing import Any

Colour = tuple[float, float, float]
WHITE: Colour = (1.0, 1.0, 1.0)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TITLES = frozenset({"about-title", "contents-title", "notes-title"})
"""Classes of what templates set like headings; the titles of boxes go with their box."""
KINDS = {"td": "cell", "th": "cell", "pre": "code"}
FRAMES = frozenset({"aside", "blockquote", "figure", "pre", "table"})
CLASSES = {
    "admonition": "aside",
    "key-points": "aside",
    "listing": "pre",
    "quotation": "blockquote",
}
"""Class -> the frame that it makes of an element."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a box before its own style is read."""

    block: str = ""
    kind: str = "text"
    """As in ``measures.Passage``."""
    frame: str = ""
    """What it stands in: one of FRAMES; '' for running text."""
    ground: Colour = WHITE
    is_flow: bool = True

    def within(self, box: Any) -> "Around":
        """Return what is around the things in ``box``."""
        tag, element = box.element_tag or "", getattr(box, "element", None)
        here = self
        if not box.is_in_normal_flow():
            here = replace(here, is_flow=False)
        ground, _ = colour_of(box.style["background_color"], self.ground)
        if ground != self.ground:
            here = replace(here, ground=ground)
        if element is None or "::" in tag:
            return here
        block = _block_of(element, self.block)
        frame = self.frame or _frame(tag, element)
        return replace(here, block=block, frame=frame, kind=self._kind(tag, element))

    def _kind(self, tag: str, element: Any) -> str:
        is_titled = not TITLES.isdisjoint(element.get("class", "").split())
        if self.kind != "furniture" and (tag in HEADINGS or is_titled):
            return "heading"
        if element.get("class") == "footnote":
            return "note"
        return KINDS.get(tag, self.kind)


def _frame(tag: str, element: Any) -> str:
    names = element.get("class", "").split()
    return next((CLASSES[name] for name in names if name in CLASSES), tag if tag in FRAMES else "")


def _block_of(element: Any, around: str) -> str:
    """Return the ordinal of the block that an element is or stands in."""
    own = element.get("data-b")
    if own or around or element.get("class") != "footnote":
        return str(own or around)
    return next((each.get("data-b") for each in element.iter() if each.get("data-b")), "")


def colour_of(colour: Any, ground: Colour) -> tuple[Colour, float]:
    """Return a colour as it looks on a ground, and how much of the ground it hides (0 to 1)."""
    red, green, blue = colour.to("srgb").coordinates
    share = float(colour.alpha)
    mixed = [
        round(share * own + (1 - share) * below, 4)
        for own, below in zip((red, green, blue), ground, strict=True)
    ]
    return (mixed[0], mixed[1], mixed[2]), share


def paragraph_of(box: Any) -> object:
    """Return what the parts of one paragraph on several pages have in common."""
    return id(box.element), box.element_tag

"""Shadows of words in a drawing (``text-shadow``) -> copies of the words behind them.

usvg 0.31 knows no such property; browsers do. Rule: CSS Text Decoration 3, section 4.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree
from tinycss2.color4 import parse_color

from octavo.markup.tree import Element
from octavo.pictures.drawing_style import MEDIUM, SVG, Style, pixels

ROOM = {"x": "-100%", "y": "-100%", "width": "300%", "height": "300%"}
"""In which a shadow blurs."""
_BETWEEN = re.compile(r",(?![^(]*\))")
_PART = re.compile(r"[^\s(]+(?:\([^)]*\))?")


class Shadow(NamedTuple):
    """A shadow: where it falls, how far it blurs, its colour and how much of it is seen."""

    right: float
    down: float
    blur: float
    colour: str
    opacity: float


def cast_shadows(root: Element, found: Mapping[Element, Style]) -> list[Element]:
    """Put copies of words behind them; return all that was added. ``found``: their styles."""
    added: list[Element] = []
    for text in [each for each in root.iter(f"{SVG}text") if each in found]:
        shadows = [*_shadows(found[text])]
        for shadow in reversed(shadows):  # the first lies on top
            added += _cast(
                text, found[text].get("fill", "black"), shadow, f"octavo-shadow-{len(added)}"
            )
    return added


def _shadows(style: Style) -> Iterator[Shadow]:
    size = float(style.get("font-size", MEDIUM))
    for told in _BETWEEN.split(style.get("text-shadow", "none")):
        parts = _PART.findall(told)
        lengths = [each for each in (pixels(part, size) for part in parts) if each is not None]
        colours = [part for part in parts if pixels(part, size) is None]
        if len(lengths) in (2, 3):
            colour, opacity = _colour(" ".join(colours), style.get("color", "black"))
            yield Shadow(lengths[0], lengths[1], (*lengths, 0.0)[2], colour, opacity)


def _colour(told: str, own: str) -> tuple[str, float]:
    """Return a colour as all readers know it, and how much of it is seen."""
    colour = parse_color(told)
    if colour is None or isinstance(colour, str):
        colour = parse_color(own)
    if colour is None or isinstance(colour, str):
        return "#000000", 1.0
    parts = (max(0, min(255, round((part or 0) * 255))) for part in colour.to("srgb").coordinates)
    return "#" + "".join(f"{part:02x}" for part in parts), float(colour.alpha)


def _cast(text: Element, fill: str, shadow: Shadow, name: str) -> Iterator[Element]:
    """Put a shadow behind a text, of its fill, or its outlines where it has none; yield what was
    added."""
    dark = copy.deepcopy(text)
    dark.tail = None
    is_filled = fill != "none"
    for node in dark.iter():
        node.attrib.pop("id", "")
        for paint in ("fill", "stroke"):
            if node is dark or paint in node.attrib:
                is_seen = is_filled == (paint == "fill") and node.get(paint, fill) != "none"
                node.set(paint, shadow.colour if is_seen else "none")
                node.set(f"{paint}-opacity", f"{shadow.opacity:g}")
    moved = f"translate({shadow.right:g} {shadow.down:g})"
    dark.set("transform", f"{text.get('transform') or ''} {moved}".strip())
    text.addprevious(dark)
    yield dark
    if shadow.blur > 0 and not text.get("filter"):
        blur = etree.Element(f"{SVG}filter", {"id": name, **ROOM})
        etree.SubElement(blur, f"{SVG}feGaussianBlur", {"stdDeviation": f"{shadow.blur / 2:g}"})
        dark.set("filter", f"url(#{name})")
        dark.addprevious(blur)
        yield blur

"""Which drawings does WeasyPrint 70 draw as browsers do? A list of what it does, not of its faults.

Its words are set letter by letter, from a few attributes; of style sheets, references and effects
it knows a part. What is not named here is drawn out as paths before (outlined_drawing.py).
The test that draws each kind both ways (test_drawn_alike) shows when a line may
be added.
"""

from collections.abc import Mapping
from unicodedata import bidirectional, category

from octavo.markup.tree import Element
from octavo.pictures.drawing_style import SVG, Style

SHAPES = frozenset("circle ellipse g line path polygon polyline rect".split())
PAINTS = frozenset("defs linearGradient radialGradient stop".split())
ODD_PAINTS = ("spreadMethod", "fx", "fy", "href", "{http://www.w3.org/1999/xlink}href")
"""Attributes of gradients that it does not know, or knows by half."""
TOLD = frozenset(("title", "desc"))
WORDS = frozenset(("text", "tspan"))
PLAIN = SHAPES | PAINTS | TOLD | WORDS
NOT_DONE = frozenset(
    "baseline-shift clip-path filter font-variant marker-end marker-mid marker-start mask"
    " mix-blend-mode paint-order text-decoration text-shadow text-transform transform-box"
    " transform-origin vector-effect word-spacing writing-mode".split()
)
"""Properties whose every value but ``none`` and ``normal`` is left undone, or done otherwise."""
NOTHING = frozenset(("none", "normal", "auto", "alphabetic", "baseline"))
LISTS = ("rotate", "textLength", "lengthAdjust", "dominant-baseline", "alignment-baseline")
"""Attributes of words that it sets otherwise than browsers."""


def is_plain(root: Element, found: Mapping[Element, Style]) -> bool:
    """Tell whether the engine draws all of a drawing, whose styles are ``found``, right."""
    return all(_is_plain(node, found.get(node, {}), node is root) for node in root.iter())


def _is_plain(node: Element, style: Style, is_root: bool) -> bool:
    name = str(node.tag).removeprefix(SVG)
    if is_root:
        return name == "svg" and not _is_effect(style)
    if name not in PLAIN or _is_effect(style) or _has_modern_values(node):
        return False
    if name in PAINTS and any(node.get(each) for each in ODD_PAINTS):
        return False
    if name == "radialGradient" and node.get("gradientUnits") != "userSpaceOnUse":
        return False
    return name not in WORDS or _is_plain_text(node, style)


def _is_effect(style: Style) -> bool:
    told = ((name, style.get(name, "none")) for name in NOT_DONE)
    return any(value.lower() not in NOTHING for _, value in told)


def _has_modern_values(node: Element) -> bool:
    """Tell whether a value stands where, or is spelt as, only newer readers of SVG know it."""
    style = (node.get("style") or "").lower()
    transform = (node.get("transform") or "").lower()
    told = ("var(", "calc(", "font:", "!important", "transform", "color-mix(", "oklch(")
    return any(word in style for word in told) or any(
        unit in transform for unit in ("px", "deg", "rad", "turn", "%")
    )


def _is_plain_text(node: Element, style: Style) -> bool:
    if any(node.get(name, "auto") not in NOTHING for name in LISTS):
        return False
    if style.get("dominant-baseline", "auto").lower() not in NOTHING:
        return False
    paints = (style.get("fill", "black"), style.get("stroke", "none"))
    if any("url(" in paint for paint in paints) or style.get("direction", "ltr") != "ltr":
        return False
    if style.get("text-anchor", "start") != "start" and _is_parted(node):
        return False
    is_nested = node.tag == f"{SVG}tspan" and len(node) > 0
    is_nested |= any(each.tag != f"{SVG}tspan" for each in node)
    return not is_nested and not _is_shaped("".join(map(str, node.itertext())))


def _is_parted(node: Element) -> bool:
    """Tell words of a line in several elements: the engine anchors each by itself."""
    goes_on = node.tag == f"{SVG}tspan" and node.get("x") is None
    return goes_on or any((each.tail or "").strip() for each in node)


def _is_shaped(words: str) -> bool:
    """Tell whether words run from right to left, or hold letters that others change."""
    return any(
        bidirectional(sign) in ("R", "AL") or category(sign) in ("Mn", "Mc", "Cf") for sign in words
    )

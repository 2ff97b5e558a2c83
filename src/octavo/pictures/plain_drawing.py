"""An SVG -> the same with all style in plain attributes, which simple readers of SVG understand."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from tinycss2.color4 import parse_color

from octavo.fonts.bundled import Heights
from octavo.markup.tree import Element, remove
from octavo.pictures.drawing_style import (
    COLOURS,
    GEOMETRY,
    MEDIUM,
    PROPERTIES,
    SVG,
    Style,
    pixels,
    styles,
)
from octavo.pictures.matrices import matrix_of

ONLY_STYLE = ("mix-blend-mode", "isolation", "font-kerning")
"""Properties that are no attributes (SVG 2, 6.6)."""
_URL = re.compile(r"""url\(\s*(['"])(#[^'"()]*)\1\s*\)""")
_NUMBER = re.compile(
    r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(px|deg|rad|turn|grad|%)?", re.IGNORECASE
)
_ANGLES = {"deg": 1.0, "rad": 57.29577951308232, "turn": 360.0, "grad": 0.9}
_CASES: Mapping[str, Callable[[str], str]] = {"uppercase": str.upper, "lowercase": str.lower}
_MIRRORED = {"start": "end", "end": "start"}


def write_out(
    root: Element, face: Callable[[Element], tuple[str, Heights]]
) -> dict[Element, Style]:
    """Write the style of a drawing into its elements' attributes; return it.

    ``face`` says which families an element with words is set in, and how high its face
    stands.
    """
    found = styles(root)
    for node, style in found.items():
        parent = node.getparent()
        _write(node, style, found.get(parent, {}) if parent is not None else {})
        if node is root and not node.get("font-size"):
            node.set("font-size", f"{MEDIUM:g}")  # what usvg takes for it is 12
        _turn(node, style, root)
        _keep_width(node, style)
        if node.tag == f"{SVG}stop" and not node.get("offset"):
            node.set("offset", "0")
        if node.tag in _TEXT:
            families, heights = face(node)
            node.set("font-family", families)
            _write_words(node, style)
            _shift(node, style, heights)
    for sheet in list(root.iter(f"{SVG}style")):
        remove(sheet)
    return found


def _write(node: Element, style: Style, outer: Style) -> None:
    """Write what an element has of its own into its attributes, and nothing else of style."""
    for name in ("class", "style", *(PROPERTIES & set(map(str, node.attrib)))):
        node.attrib.pop(name, "")
    for name, value in _own(style, outer):
        node.set(name, _plain(name, value))
    kept = [f"{name}:{style[name]}" for name in ONLY_STYLE if name in style]
    if kept:
        node.set("style", ";".join(kept))


_TEXT = (f"{SVG}text", f"{SVG}tspan", f"{SVG}textPath")


def _own(style: Style, outer: Style) -> Iterator[tuple[str, str]]:
    """Yield what an element has of its own: not what reaches it from outside all the same."""
    for name, value in sorted(style.items()):
        is_known = name in PROPERTIES or name in GEOMETRY
        if is_known and name not in ONLY_STYLE and outer.get(name) != value:
            yield name, value


def _plain(name: str, value: str) -> str:
    """Return a value as attributes have it: addresses without quotes, transforms without units."""
    if name == "transform":
        return _NUMBER.sub(_without_unit, value)
    if name in COLOURS and "(" in value and not value.startswith("url("):
        return plain_colour(value)
    return _URL.sub(r"url(\2)", value)


def plain_colour(value: str) -> str:
    """Return a colour that is told by a function as simple readers know it; others as they are."""
    try:
        told = parse_color(value)
    except NotImplementedError:
        return value
    if told is None or told == "currentcolor":
        return value
    red, green, blue, alpha = told.to("srgb")
    parts = ",".join(str(min(255, max(0, round(part * 255)))) for part in (red, green, blue))
    return f"rgb({parts})" if alpha == 1 else f"rgba({parts},{alpha:g})"


def _turn(node: Element, style: Style, root: Element) -> None:
    """Write a transform about a point of its own as one about the corner."""
    origin, transform = style.get("transform-origin"), node.get("transform")
    node.attrib.pop("transform-origin", "")
    box = _box(node, root) if style.get("transform-box") == "fill-box" else _page(root)
    if not transform or not origin or box is None:
        return
    x, y = (box[n] + each for n, each in enumerate(_point(origin, box[2:])))
    node.set("transform", f"translate({x:g} {y:g}) {transform} translate({-x:g} {-y:g})")


def _point(origin: str, size: Sequence[float]) -> tuple[float, float]:
    """Return a ``transform-origin`` as a point in a box."""
    words = origin.lower().split()
    if words[0] in ("top", "bottom") or (len(words) > 1 and words[1] in ("left", "right")):
        words[:2] = [words[1] if len(words) > 1 else "center", words[0]]
    named = {"left": "0", "top": "0", "center": "50%", "right": "100%", "bottom": "100%"}
    told = [named.get(word, word) for word in [*words[:2], "50%"][:2]]
    across, down = (
        pixels(word, MEDIUM, whole) or 0.0 for word, whole in zip(told, size, strict=True)
    )
    return across, down


def _page(root: Element) -> tuple[float, ...] | None:
    numbers = (root.get("viewBox") or "").replace(",", " ").split()
    if len(numbers) != 4:
        numbers = ["0", "0", root.get("width") or "", root.get("height") or ""]
    told = [pixels(number, MEDIUM) for number in numbers]
    return tuple(0.0 if each is None else each for each in told)


def _box(node: Element, root: Element) -> tuple[float, ...] | None:
    """Return the box of a simple shape; None of any other."""
    name = str(node.tag).removeprefix(SVG)
    kinds = {"rect": "x y width height", "image": "x y width height", "circle": "cx cy r r"}
    kinds["ellipse"] = "cx cy rx ry"
    if name not in kinds:
        return None
    a, b, c, d = (pixels(node.get(each) or "0", MEDIUM) or 0.0 for each in kinds[name].split())
    return (a, b, c, d) if "width" in kinds[name] else (a - c, b - d, 2 * c, 2 * d)


def _keep_width(node: Element, style: Style) -> None:
    """Write a stroke that no transform widens (``non-scaling-stroke``) as one that it does."""
    if style.get("vector-effect") != "non-scaling-stroke":
        return
    chain = [*reversed([node, *node.iterancestors()])]
    scale = abs(matrix_of(each.get("transform") or "" for each in chain).area) ** 0.5
    width = pixels(style.get("stroke-width", "1"), MEDIUM)
    if scale and width is not None:
        node.set("stroke-width", f"{width / scale:g}")


def _without_unit(number: re.Match[str]) -> str:
    factor = _ANGLES.get((number[2] or "").lower(), 1.0)
    return number[1] if factor == 1.0 else f"{float(number[1]) * factor:g}"


def _write_words(node: Element, style: Style) -> None:
    """Write what words need: spaces in pixels, anchors as from left to right, cases."""
    size = float(style.get("font-size", MEDIUM))
    for name in ("letter-spacing", "word-spacing"):
        spacing = pixels(style.get(name, ""), size)
        if spacing is not None:
            node.set(name, f"{spacing:g}")
    if style.get("direction") == "rtl":
        anchor = style.get("text-anchor", "start")
        node.set("text-anchor", _MIRRORED.get(anchor, anchor))
    recase = _CASES.get(style.get("text-transform", "none"))
    if recase is not None:
        node.text = recase(node.text or "")
        for each in node:
            each.tail = recase(each.tail or "")


def _shift(node: Element, style: Style, heights: Heights) -> None:
    """Write raised, lowered and upright words as browsers set them."""
    size = float(style.get("font-size", MEDIUM))
    shift = {"super": 0.5, "sub": -0.5}.get(style.get("baseline-shift", ""))
    if shift is not None:
        _move(node, "dy", -shift * size * (heights.ascent + heights.descent), size)
    if style.get("writing-mode", "").startswith(("vertical", "tb")):
        node.set("writing-mode", "tb")
        if node.tag == f"{SVG}text":  # browsers set its middle on the line, usvg that of small x
            middle = (heights.ascent - heights.descent - heights.small) / 2
            _move(node, "dx", -middle * size, size)


def _move(node: Element, name: str, step: float, em: float) -> None:
    """Move an element's words by pixels; usvg raises what stands in a text, not a text."""
    if name == "dy" and node.tag != f"{SVG}text":
        node.set("baseline-shift", f"{-step:g}")
        return
    steps = (node.get(name) or "0").replace(",", " ").split()
    first = pixels(steps[0], em) or 0.0
    node.attrib.pop("baseline-shift", "")
    node.set(name, " ".join([f"{first + step:g}", *steps[1:]]))

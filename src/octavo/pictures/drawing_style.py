"""An SVG's elements -> the style that each has, as a browser works it out for a picture.

Style sheets in the drawing, ``style`` attributes and presentation attributes, by the cascade;
``font:`` parted, ``var()`` and ``inherit`` written out. A picture sees a screen in light colours.
Sources: SVG 2, 6 (Styling); CSS Cascading and Inheritance 4; CSS Fonts 4; Media Queries 4.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import tinycss2
from cssselect2 import ElementWrapper, compile_selector_list
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule
from tinycss2.color4 import parse_color

from octavo.markup.css.cascade import WEIGHTS, relative_weight
from octavo.markup.css.css_nodes import (
    parse_blocks_contents,
    parse_component_value_list,
    parse_stylesheet,
)
from octavo.markup.css.custom_properties import WIDE, CustomProperties, names_any
from octavo.markup.css.rules import SIZES, UNKNOWN, font_longhands
from octavo.markup.tree import Element, characters

SVG = "{http://www.w3.org/2000/svg}"
INHERITED = frozenset(
    "clip-rule color color-interpolation color-interpolation-filters cursor direction"
    " dominant-baseline fill fill-opacity fill-rule font font-family font-feature-settings"
    " font-kerning font-size font-size-adjust font-stretch font-style font-variant font-weight"
    " image-rendering letter-spacing line-height marker-end marker-mid marker-start paint-order"
    " pointer-events shape-rendering stroke stroke-dasharray stroke-dashoffset stroke-linecap"
    " stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align text-anchor"
    " text-orientation text-rendering text-shadow text-transform visibility white-space"
    " word-spacing writing-mode".split()
)
OWN = frozenset(
    "alignment-baseline background-color baseline-shift clip-path display filter flood-color"
    " flood-opacity isolation lighting-color mask mix-blend-mode opacity overflow stop-color"
    " stop-opacity text-decoration text-decoration-line transform transform-box transform-origin"
    " unicode-bidi vector-effect".split()
)
GEOMETRY = frozenset("cx cy d height r rx ry width x y".split())
"""Properties of shapes that style sheets may give (SVG 2, 7.1)."""
PROPERTIES = INHERITED | OWN
INITIAL: Mapping[str, str] = {
    "color": "black",
    "direction": "ltr",
    "dominant-baseline": "auto",
    "fill": "black",
    "font-family": "",
    "font-style": "normal",
    "font-weight": "400",
    "letter-spacing": "normal",
    "stroke": "none",
    "text-anchor": "start",
    "visibility": "visible",
    "white-space": "normal",
    "word-spacing": "normal",
}
"""What a property is that nobody set, where ``initial`` may ask for it."""
MEDIUM = 16.0
"""Pixels of a font-size that nobody set."""
_ALIASES = {"text-decoration-line": "text-decoration", "font-variant-caps": "font-variant"}
COLOURS = frozenset("color fill flood-color lighting-color stop-color stroke".split())
_SIZE_NAMES: Mapping[str, float] = {
    "xx-small": 9,
    "x-small": 10,
    "small": 13,
    "medium": MEDIUM,
    "large": 18,
    "x-large": 24,
    "xx-large": 32,
    "xxx-large": 48,
}
_UNITS: Mapping[str, float] = {
    "": 1,
    "px": 1,
    "pt": 4 / 3,
    "pc": 16,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96,
    "q": 96 / 101.6,
}
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z%]*)\s*", re.IGNORECASE)
_TRUE = re.compile(
    r"(?:(?:only\s+)?(?:all|screen)\s*(?:and\s*)?)?(?:\(\s*prefers-color-scheme\s*:\s*light\s*\))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A selector with what it declares: name -> (value, whether it is important)."""

    test: Callable[[ElementWrapper], object]
    rank: tuple[tuple[int, int, int], int]
    values: Mapping[str, tuple[str, bool]]


Style = Mapping[str, str]
"""Property -> its value: what inherits of all, what does not of the element alone."""


def styles(root: Element) -> dict[Element, Style]:
    """Return each element of a drawing with its style, computed as far as words depend on it:
    ``font-size`` in pixels, ``font-weight`` a number; other values as written."""
    rules = list(_sheet_rules(root))
    found: dict[Element, Style] = {}
    waiting: list[tuple[ElementWrapper, Style]] = [(ElementWrapper.from_xml_root(root), {})]
    while waiting:
        wrapper, outer = waiting.pop()
        node = wrapper.etree_element
        if not isinstance(node.tag, str):
            continue
        style = _compute(_declarations(wrapper, rules), outer)
        found[node] = style
        below = {name: value for name, value in style.items() if _inherits(name)}
        waiting += [(each, below) for each in wrapper.iter_children()]
    return found


def pixels(value: str, em: float, whole: float = 0) -> float | None:
    """Return a length in pixels, None where it is none; ``whole`` is what 100 % are."""
    match = _LENGTH.fullmatch(value)
    if match is None:
        return None
    number, unit = float(match[1]), match[2].lower()
    relative = {"em": em, "rem": MEDIUM, "ex": em / 2, "ch": em / 2, "%": whole / 100}
    factor = _UNITS.get(unit, relative.get(unit))
    return None if factor is None else number * factor


def sheets(root: Element) -> str:
    """Return the style sheets in a drawing, joined, for a screen in light colours."""
    texts = (
        characters(each)
        for each in root.iter(f"{SVG}style")
        if each.get("type", "text/css") in ("", "text/css") and _holds(each.get("media", ""))
    )
    return "\n".join(texts)


def _inherits(name: str) -> bool:
    return name in INHERITED or name.startswith("--")


def _sheet_rules(root: Element) -> Iterator[_Rule]:
    """Yield the rules of the sheets that hold, in their order."""
    sheet = sheets(root)
    nodes = parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    for order, (prelude, content) in enumerate(_style_rules(nodes)):
        values = _values(content)
        try:
            chosen = compile_selector_list(tinycss2.serialize(prelude)) if values else ()
        except UNKNOWN:  # browsers drop it, too, or it tells of a state that no picture has
            continue
        for each in chosen:
            if not each.pseudo_element:
                yield _Rule(each.test, (each.specificity, order), values)


def _style_rules(nodes: Sequence[Node]) -> Iterator[tuple[Sequence[Node], Sequence[Node]]]:
    """Yield (selector, declarations) of the rules that hold, those of ``@media`` among them."""
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if isinstance(node, QualifiedRule):
            yield node.prelude, node.content
        elif isinstance(node, AtRule) and node.content and _asks_truly(node):
            inside = parse_blocks_contents(
                node.content,
                skip_comments=True,
                skip_whitespace=True,
            )
            waiting += reversed(inside)


def _asks_truly(rule: AtRule) -> bool:
    name = rule.lower_at_keyword
    if name == "media":
        return _holds(str(tinycss2.serialize(rule.prelude)))
    return name in ("supports", "layer")


def _holds(media: str) -> bool:
    """Tell whether a list of media queries holds for a picture on a screen in light colours."""
    return not media.strip() or any(_TRUE.fullmatch(each.strip()) for each in media.split(","))


def _values(content: str | Sequence[Node]) -> dict[str, tuple[str, bool]]:
    """Return what declarations say; a later one outranks an earlier one but for importance."""
    values: dict[str, tuple[str, bool]] = {}
    found = parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    for each in found:
        if isinstance(each, Declaration):
            name = each.name if each.name.startswith("--") else each.lower_name
            value = tinycss2.serialize(each.value).strip()
            if each.important or not values.get(name, ("", False))[1]:
                values[name] = (value, each.important)
    return values


def _declarations(wrapper: ElementWrapper, rules: Sequence[_Rule]) -> dict[str, str]:
    """Return what an element is told of each property, the strongest."""
    node = wrapper.etree_element
    names = (str(name) for name in node.attrib if name in PROPERTIES)
    declared = {name: (node.get(name) or "", False) for name in names}
    ranked = sorted((rule for rule in rules if rule.test(wrapper)), key=lambda rule: rule.rank)
    for values in (*(rule.values for rule in ranked), _values(node.get("style") or "")):
        for name, (value, is_important) in values.items():
            if is_important or not declared.get(name, ("", False))[1]:
                declared.pop(name, None)  # so that font: and its longhands keep their order
                declared[name] = (value, is_important)
    return {name: value for name, (value, _) in declared.items()}


def _compute(declared: Mapping[str, str], outer: Style) -> Style:
    """Return an element's style of what it is told and what it inherits."""
    style = dict(outer)
    style |= {name: value for name, value in declared.items() if name.startswith("--")}
    properties = CustomProperties({k: (v,) for k, v in style.items() if k.startswith("--")})
    for name, value in declared.items():
        if name.startswith("--"):
            continue
        written = properties.write_out(value)[0] if names_any(value) else value
        if written is None:
            written = "unset"
        for longhand, each in _longhands(name, written):
            _set(style, longhand, each, outer)
    return style


def _longhands(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield a declaration as declarations of longhands."""
    if name == "font":
        told = font_longhands(parse_component_value_list(value))
        if value.lower() in ("inherit", "initial", "unset"):
            longs = ("font-style", "font-variant", "font-weight", "font-size", "font-family")
            told = dict.fromkeys(longs, value.lower())
        yield from told.items()
    elif name == "marker":
        yield from ((f"marker-{end}", value) for end in ("start", "mid", "end"))
    elif name in _ALIASES:
        yield _ALIASES[name], value
    elif name == "background":
        colours = (_colour(token) for token in parse_component_value_list(value))
        yield "background-color", next(filter(None, colours), "transparent")
    elif name in COLOURS and value.lower().startswith("light-dark("):
        yield name, _in_light(value)
    elif name in PROPERTIES or name in GEOMETRY:
        yield name, value


def _colour(token: Node) -> str:
    """Return a value that is a colour, else ''."""
    value = str(tinycss2.serialize([token]))
    return value if parse_color(value) else ""


def _in_light(value: str) -> str:
    """Return what ``light-dark()`` is in light colours."""
    (function,) = parse_component_value_list(value)[:1]
    inside = tinycss2.serialize(getattr(function, "arguments", []))
    depth, end = 0, len(inside)
    for place, sign in enumerate(inside):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            end = place
            break
    return str(inside[:end].strip())


def _set(style: dict[str, str], name: str, value: str, outer: Style) -> None:
    """Put a declared value into a style, computed where it depends on what is inherited."""
    lower = value.lower()
    if lower in WIDE:
        _set_wide(style, name, lower, outer)
    elif name == "font-size":
        size = _font_size(lower, float(outer.get(name, MEDIUM)))
        if size is not None:
            style[name] = f"{size:g}"
    elif name == "font-weight":
        style[name] = _weight(lower, outer.get(name, "400"))
    elif name == "color" and lower == "currentcolor":
        style[name] = outer.get(name, INITIAL[name])
    else:
        style[name] = value


def _set_wide(style: dict[str, str], name: str, word: str, outer: Style) -> None:
    """Put what a word that every property knows means into a style."""
    style.pop(name, None)
    if word == "inherit" or (word != "initial" and _inherits(name)):
        if name in outer:
            style[name] = outer[name]
    elif name in INITIAL and _inherits(name):
        style[name] = INITIAL[name]


def _font_size(value: str, outer: float) -> float | None:
    """Return a font-size in pixels; None for what is none."""
    if value in SIZES:
        steps = {"larger": outer * 1.2, "smaller": outer / 1.2}
        return steps.get(value, _SIZE_NAMES.get(value, outer))
    size = pixels(value, outer, outer)
    return size if size is not None and size >= 0 else None


def _weight(value: str, outer: str) -> str:
    """Return a weight as a number."""
    if value in ("bolder", "lighter"):
        return relative_weight(value, outer)
    named = WEIGHTS.get(value, value)
    return named if named.isdecimal() else outer

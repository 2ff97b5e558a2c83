"""SVG pictures whose words are outlines: shown as a picture, an SVG has no fonts but the machine's.

HTML and EPUB show pictures through ``<img>``, where no font of the page reaches; drawn words look
the same everywhere. The PDF keeps words as words: there the press has the bundled fonts.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from unicodedata import bidirectional, category

from lxml import etree

from octavo.core.workshop import Workshop
from octavo.fonts.bundled import Cut, Family, data_of, families, is_sans, letters_of
from octavo.fonts.letters import letters
from octavo.markup.tree import parse_xml
from octavo.model.publication import Asset
from octavo.themes import Theme

SVG = "{http://www.w3.org/2000/svg}"
INHERITED = (
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "text-anchor",
    "letter-spacing",
    "direction",
)
_NUMBER = re.compile(r"\s*(-?[\d.]+)")
_SPACE = re.compile(r"\s+")
_WEIGHTS = {"normal": 400, "bold": 700}
_KEPT = ("transform", "fill", "fill-opacity", "opacity", "stroke", "stroke-width", "class", "style")


def outline(workshop: Workshop, theme: Theme, asset: Asset) -> Asset:
    """Return the picture with each ``<text>`` drawn as a path; other pictures as they are."""
    if asset.media_type != "image/svg+xml" or b"<text" not in asset.data:
        return asset

    def make(inside: Workshop) -> bytes:
        root = parse_xml(asset.data)
        known = families(inside)
        for text in list(root.iter(f"{SVG}text")):
            _draw(inside, known, theme, text)
        data: bytes = etree.tostring(root, encoding="utf-8")
        return data

    faces = json.dumps([theme.families, theme.all_families])
    return replace(asset, data=workshop.recall("outlines", (faces.encode(), asset.data), make))


def with_faces(workshop: Workshop, theme: Theme, asset: Asset) -> Asset:
    """Return the picture for the press: words that name no bundled family have the theme's sans.

    WeasyPrint 70 sets an SVG's words letter by letter: those whose letters join are outlines.
    """
    if asset.media_type != "image/svg+xml" or b"<text" not in asset.data:
        return asset
    root = parse_xml(asset.data)
    known = families(workshop)
    for text in list(root.iter(f"{SVG}text")):
        if _is_shaped("".join(map(str, text.itertext()))):
            _draw(workshop, known, theme, text)
    for node in root.iter(f"{SVG}text", f"{SVG}tspan"):
        if not any(name in known for name in _names(_inherit(node, "font-family"))):
            style = f"{node.get('style') or ''};font-family:'{_sans(theme)}'"
            node.set("style", style.lstrip(";"))
    return replace(asset, data=etree.tostring(root, encoding="utf-8"))


def _draw(
    workshop: Workshop, known: Mapping[str, Family], theme: Theme, text: etree._Element
) -> None:
    group = etree.Element(f"{SVG}g", {name: text.get(name, "") for name in _KEPT if text.get(name)})
    x, y = _number(text.get("x")), _number(text.get("y"))
    for node, words in _runs(text):
        x = _number(node.get("x"), x) + _number(node.get("dx")) if node is not text else x
        y = _number(node.get("y"), y) + _number(node.get("dy")) if node is not text else y
        look = {name: _inherit(node, name) for name in INHERITED}
        data = data_of(workshop, _cut(known, theme, look))
        is_rtl = look["direction"] == "rtl"
        more = letters_of(workshop, theme.all_families)
        face = letters(data, *more, direction="rtl" if is_rtl else "ltr")
        size, spacing = _number(look["font-size"], 16), _number(look["letter-spacing"])
        width = face.width(words, size, spacing)
        start = x - width * _share(look["text-anchor"], is_rtl)
        attributes = {"d": face.path(words, size, start, y, spacing)}
        if node is not text:
            attributes |= {name: node.get(name, "") for name in _KEPT[1:] if node.get(name)}
        etree.SubElement(group, f"{SVG}path", attributes)
        x = start if is_rtl else start + width
    group.tail = text.tail
    parent = text.getparent()
    if parent is not None:
        parent.replace(text, group)


def _is_shaped(words: str) -> bool:
    """Tell whether words run from right to left, or hold letters that others change."""
    return any(
        bidirectional(sign) in ("R", "AL") or category(sign) in ("Mn", "Mc") for sign in words
    )


def _share(anchor: str, is_rtl: bool) -> float:
    """Return which share of its width a text stands left of its x."""
    if anchor == "middle":
        return 0.5
    return float((anchor == "end") != is_rtl)


def _runs(text: etree._Element) -> list[tuple[etree._Element, str]]:
    """Return (element, words) for the words of a text and of its tspans, white space folded."""
    runs = [(text, text.text or "")]
    for span in text.iter(f"{SVG}tspan"):
        runs += [(span, span.text or ""), (text, span.tail or "")]
    folded = [(node, _SPACE.sub(" ", words)) for node, words in runs]
    return [
        (node, words.strip() if len(runs) == 1 else words)
        for node, words in folded
        if words.strip()
    ]


def _inherit(node: etree._Element, name: str) -> str:
    """Return a presentation property of an element, its own or its nearest ancestor's."""
    for each in (node, *node.iterancestors()):
        styled = re.search(rf"(?:^|;)\s*{name}\s*:\s*([^;]+)", each.get("style") or "")
        if styled or each.get(name):
            return (styled[1] if styled else each.get(name) or "").strip()
    return ""


def _cut(known: Mapping[str, Family], theme: Theme, look: Mapping[str, str]) -> Cut:
    """Return the bundled cut nearest to what the text asks for, else of the theme's sans."""
    names = _names(look["font-family"])
    family = next((known[name] for name in names if name in known), known[_sans(theme)])
    weight = _WEIGHTS.get(look["font-weight"], int(_number(look["font-weight"], 400)))
    style = "italic" if look["font-style"] in ("italic", "oblique") else "normal"
    return min(
        family.cuts, key=lambda cut: (cut.style != style, abs(cut.weight - weight), cut.weight)
    )


def _names(families: str) -> list[str]:
    return [name.strip().strip("'\"") for name in families.split(",")]


def _sans(theme: Theme) -> str:
    return next(filter(is_sans, theme.families), theme.families[0])


def _number(text: str | None, fallback: float = 0) -> float:
    match = _NUMBER.match(text or "")
    return float(match[1]) if match else fallback

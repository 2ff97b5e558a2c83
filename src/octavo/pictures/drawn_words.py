"""SVG pictures whose words look the same everywhere: shown as a picture, an SVG has no fonts but
the machine's.

HTML and EPUB show pictures through ``<img>``, where no font of the page reaches: there a drawing
carries its faces, cut to its letters, and its words stay words. The press has the bundled fonts; it
sets the words of plain drawings itself, and takes others as outlines, with the words unseen above.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from lxml import etree

from octavo.core.workshop import Workshop
from octavo.fonts.bundled import Cut, data_of, variants, woff2_subset
from octavo.fonts.face_rules import face_rule
from octavo.fonts.letters import widest_kern
from octavo.markup.tree import Element, parse_xml
from octavo.model.publication import Asset
from octavo.pictures.drawing_faces import DrawingFaces, WordSetting, as_letters, words_of
from octavo.pictures.drawing_sizes import size_of
from octavo.pictures.drawing_style import MEDIUM, SVG, Style, styles
from octavo.pictures.engine_limits import is_plain
from octavo.pictures.outlined_drawing import canvas_of, draw_outlines
from octavo.pictures.plain_drawing import plain_colour
from octavo.themes import Theme

MEDIA_TYPE = "image/svg+xml"
MOST = 500
"""Signs of a drawing's words that stand for it."""
MEASURE = 480
"""Pixels of a usual line of text: wider drawings are made smaller."""
KERN_SEEN = 1.5
"""Pixels by which letters may stand too far apart before anybody sees it."""
WIDEST = 0.2
"""Em that no font kerns."""


def carry_faces(workshop: Workshop, theme: Theme, asset: Asset) -> Asset:
    """Return the picture with the faces that its words need; one without words as it is."""
    return _make_form(workshop, theme, asset, "carried faces", _carry)


def for_press(workshop: Workshop, theme: Theme, asset: Asset) -> Asset:
    """Return the picture as WeasyPrint 70 draws it right: plain ones with the theme's families,
    others as outlines."""
    return _make_form(workshop, theme, asset, "drawing for the press", _press)


def text_of_drawing(asset: Asset) -> str:
    """Return the words that a drawing shows, in one line; '' of other pictures."""
    if not _has_words(asset):
        return ""
    texts = parse_xml(asset.data).iter(f"{SVG}text")
    return " ".join(" ".join("".join(map(str, each.itertext())) for each in texts).split())[:MOST]


def signs_of_drawing(asset: Asset) -> frozenset[str]:
    """Return the signs of all words of a drawing, seen or not."""
    if not _has_words(asset):
        return frozenset()
    return frozenset("".join(words for _, words in words_of(parse_xml(asset.data))))


def as_outlines(workshop: Workshop, theme: Theme, drawing: bytes) -> bytes:
    """Return a drawing whose words are outlines, however plain they are."""
    root = parse_xml(drawing)
    faces = DrawingFaces(workshop, theme, root)
    settings = _settings(faces, root, styles(root))
    return draw_outlines(root, settings, _fonts(workshop, settings), faces.own)


def signs_without_face(workshop: Workshop, theme: Theme, asset: Asset) -> str:
    """Return the signs in a drawing that no face of the theme has, in order."""
    if not _has_words(asset):
        return ""
    root = parse_xml(asset.data)
    settings = _settings(DrawingFaces(workshop, theme, root), root, styles(root))
    return "".join(sorted({sign for each in settings.values() for sign in each.lacking}))


def _has_words(asset: Asset) -> bool:
    return asset.media_type == MEDIA_TYPE and b"<text" in asset.data


def _make_form(
    workshop: Workshop,
    theme: Theme,
    asset: Asset,
    step: str,
    change: Callable[[Workshop, Theme, bytes], bytes],
) -> Asset:
    if asset.media_type != MEDIA_TYPE or (change is _carry and b"<text" not in asset.data):
        return asset

    def make(inside: Workshop) -> bytes:
        return change(inside, theme, asset.data)

    families = json.dumps([theme.families, theme.all_families])
    return replace(asset, data=workshop.recall(step, (families.encode(), asset.data), make))


def _settings(
    faces: DrawingFaces, root: Element, found: Mapping[Element, Style]
) -> dict[Element, WordSetting]:
    return {
        node: faces.setting(found[node], as_letters(words, found[node]))
        for node, words in words_of(root)
    }


def _fonts(workshop: Workshop, settings: Mapping[Element, WordSetting]) -> dict[str, bytes]:
    """Return the fonts that words are set in, by their files, in order."""
    fonts = {cut.file: data_of(workshop, cut) for each in settings.values() for cut in each.cuts}
    return {name: fonts[name] for name in sorted(fonts)}


def _carry(workshop: Workshop, theme: Theme, drawing: bytes) -> bytes:
    """Return a drawing with its faces."""
    root = parse_xml(drawing)
    found = styles(root)
    settings = _settings(DrawingFaces(workshop, theme, root), root, found)
    cuts: dict[Cut, set[str]] = {}
    for node, setting in settings.items():
        if _begins(node, settings, found):
            _name_families(node, setting.families)
        for cut, signs in setting.cuts.items():
            cuts.setdefault(cut, set()).update(signs)
    if cuts:
        sheet = etree.Element(f"{SVG}style")
        asked = variants(" ".join(each.get("font-variant", "") for each in found.values()))
        sheet.text = "".join(
            _rule(workshop, cut, frozenset(map(ord, "".join(signs))), asked)
            for cut, signs in sorted(cuts.items(), key=lambda each: each[0].file)
        )
        root.insert(0, sheet)
    data: bytes = etree.tostring(root, encoding="utf-8")
    return data


def _begins(
    node: Element, settings: Mapping[Element, WordSetting], found: Mapping[Element, Style]
) -> bool:
    """Tell whether other families hold in an element than around it, or are named there."""
    parent = node.getparent()
    outer = None if parent is None else settings.get(parent)
    if parent is None or outer is None or outer.families != settings[node].families:
        return True
    is_named = "font" in f"{' '.join(map(str, node.attrib))} {node.get('style') or ''}"
    return (
        is_named
        or "class" in node.attrib
        or found[parent].get("font-family") != found[node].get("font-family")
    )


def _name_families(node: Element, families: tuple[str, ...]) -> None:
    """Let nothing else be asked; where an edition's reader knows no faces of a picture, whatever
    it has. No weight or slope is imitated."""
    names = ",".join(f"'{name}'" for name in families)
    style = (node.get("style") or "").strip().rstrip(";")
    told = f"font-family:{names},sans-serif!important;font-synthesis:none"
    node.set("style", f"{style};{told}" if style else told)


def _rule(workshop: Workshop, cut: Cut, signs: frozenset[int], on_demand: frozenset[str]) -> str:
    data = base64.b64encode(woff2_subset(workshop, cut, signs, on_demand)).decode()
    told = {"font-weight": f"{cut.weight}", "font-style": cut.style}
    return face_rule(cut.family, told, f'url("data:font/woff2;base64,{data}")')


def _is_kerned(
    workshop: Workshop,
    root: Element,
    settings: Mapping[Element, WordSetting],
    found: Mapping[Element, Style],
) -> bool:
    """Tell whether letters would be seen to stand wrongly without kerning, which the engine does
    not know here: in large type."""
    width, _ = size_of(root)
    scale = min(1.0, MEASURE / width) if width else 1.0
    for node, words in words_of(root):
        most = KERN_SEEN / (float(found[node].get("font-size", MEDIUM)) * scale or 1.0)
        for cut in settings[node].cuts:
            if most < WIDEST and widest_kern(data_of(workshop, cut), words) > most:
                return True
    return False


def _lay_ground(root: Element, style: Style) -> bool:
    """Draw the ground of a drawing, which no program for SVG alone knows as a property; tell
    whether it has one."""
    colour = plain_colour(style.get("background-color", "transparent"))
    if colour in ("transparent", "none") or colour.startswith("rgba(0,0,0,0"):
        return False
    page = canvas_of(root)
    told = dict(zip(("x", "y", "width", "height"), (f"{each:g}" for each in page), strict=True))
    ground = etree.Element(f"{SVG}rect", told)
    ground.set("style", f"fill:{colour};stroke:none;opacity:1")
    root.insert(0, ground)
    return True


def _press(workshop: Workshop, theme: Theme, drawing: bytes) -> bytes:
    """Return a drawing as the press takes it."""
    root = parse_xml(drawing)
    faces = DrawingFaces(workshop, theme, root)
    found = styles(root)
    settings = _settings(faces, root, found)
    has_ground = _lay_ground(root, found[root])
    lacking = any(setting.lacking for setting in settings.values())
    if lacking or not is_plain(root, found) or _is_kerned(workshop, root, settings, found):
        return draw_outlines(root, settings, _fonts(workshop, settings), faces.own)
    if not settings and not has_ground:
        return drawing
    for node, setting in settings.items():
        if _begins(node, settings, found):
            names = ",".join(f"'{name}'" for name in setting.families)
            node.set("style", f"{node.get('style') or ''};font-family:{names}".lstrip(";"))
    data: bytes = etree.tostring(root, encoding="utf-8")
    return data

"""A drawing of paths -> the same where what WeasyPrint 70 draws otherwise than browsers is pixels.

Filters, masks, patterns, odd clips and gradients, cut pictures: each becomes a picture in its
place, drawn by resvg; a drawing whose parts blend becomes one as a whole. Lines, fills and the
words beside them stay as sharp as they were.
"""

import base64
import copy
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from lxml import etree

from octavo.markup.tree import Element
from octavo.pictures import resvg
from octavo.pictures.drawing_style import SVG
from octavo.pictures.matrices import Matrix, matrix_of

ACROSS = 2000
"""Pixels that a drawing's pixels are wide: 400 to the inch in a line of 5 inches."""
MOST_ZOOM = 20.0
MOST_PARTS = 60
"""Parts that become pictures of their own; where there are more, the whole becomes one."""
_PAINT = re.compile(r"url\(#([^)]+)\)")


class Canvas(NamedTuple):
    """The ground of a drawing in its own units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def zoom(self) -> float:
        return min(MOST_ZOOM, ACROSS / max(self.width, self.height, 1e-6))


def draw_effects(drawn: Element, page: Canvas) -> None:
    """Put pictures in the place of what the engine does not draw; ``drawn`` is usvg's.

    What cannot be drawn (resvg.NotDrawn) stays as it is.
    """
    known = {each.get("id", ""): each for each in drawn.iter() if each.get("id")}
    hard = [each for each in _hard(drawn, known) if not _holds_picture(each)]
    blends = any(_blends(each) for each in drawn.iter()) and not _holds_picture(drawn)
    if not hard and not blends:
        return
    try:
        if len(hard) > MOST_PARTS or blends:
            _replace_all(drawn, page, _pixels(_to_scale(drawn, page), page.zoom))
            return
        made = [(part, _pixels(_alone(part, page), page.zoom)) for part in hard]
    except resvg.NotDrawn:
        return
    for part, png in made:
        _replace(part, page, png)


def _pixels(drawing: bytes, zoom: float) -> bytes:
    """Return a drawing as PNG; one that takes too much memory with fewer pixels, rather than wrong.

    Raises NotDrawn."""
    for coarser in (1, 2):
        with suppress(resvg.NotDrawn):
            return resvg.pixels(drawing, zoom / coarser)
    return resvg.pixels(drawing, zoom / 4)


def _hard(node: Element, known: Mapping[str, Element]) -> Iterator[Element]:
    """Yield the outermost elements that the engine does not draw right."""
    for each in node:
        if each.tag == f"{SVG}defs":
            continue
        if _is_hard(each, known):
            yield each
        else:
            yield from _hard(each, known)


def _is_hard(node: Element, known: Mapping[str, Element]) -> bool:
    if node.get("filter", "none") != "none" or node.get("mask", "none") != "none" or _blends(node):
        return True
    for name in ("fill", "stroke", "clip-path"):
        named = _PAINT.fullmatch(node.get(name) or "")
        if named and _is_odd(known.get(named[1]), known):
            return True
    return False


def _holds_picture(node: Element) -> bool:
    """Tell whether there is a raster in it: this resvg draws none."""
    return next(node.iter(f"{SVG}image"), None) is not None


def _blends(node: Element) -> bool:
    style = node.get("style") or ""
    return "mix-blend-mode" in style.replace("mix-blend-mode:normal", "")


def _is_odd(paint: Element | None, known: Mapping[str, Element]) -> bool:
    """Tell whether the engine draws a gradient, a pattern or a clip otherwise than browsers."""
    if paint is None or paint.tag == f"{SVG}pattern":
        return True
    if paint.tag == f"{SVG}clipPath":
        return _is_odd_clip(paint)
    if paint.get("spreadMethod", "pad") != "pad":
        return True
    return any(paint.get(a, paint.get(b)) != paint.get(b) for a, b in (("fx", "cx"), ("fy", "cy")))


def _is_odd_clip(clip: Element) -> bool:
    """Tell whether a clip is more than one plain path."""
    units = clip.get("clipPathUnits", "userSpaceOnUse")
    if clip.get("clip-path") or clip.get("transform") or len(clip) != 1:
        return True
    if units != "userSpaceOnUse":
        return True
    path = clip[0]
    is_plain = path.tag == f"{SVG}path" and not path.get("clip-path")
    return not is_plain or path.get("clip-rule", "nonzero") != "nonzero"


def _alone(part: Element, page: Canvas) -> bytes:
    """Return the drawing with nothing in it but a part, in its place, and what that may name."""
    root = part.getroottree().getroot()
    alone = etree.Element(root.tag, {str(name): str(value) for name, value in root.attrib.items()})
    alone.extend(copy.deepcopy(each) for each in root if each.tag == f"{SVG}defs")
    inside = alone
    for each in reversed(list(part.iterancestors())[:-1]):
        moved = each.get("transform")
        inside = etree.SubElement(inside, each.tag, {"transform": moved} if moved else {})
    inside.append(copy.deepcopy(part))
    return _to_scale(alone, page)


def _to_scale(drawn: Element, page: Canvas) -> bytes:
    """Return a drawing at a pixel a unit."""
    resized = copy.deepcopy(drawn)
    resized.set("width", f"{page.width:g}")
    resized.set("height", f"{page.height:g}")
    resized.set("viewBox", " ".join(f"{number:g}" for number in page))
    resized.attrib.pop("preserveAspectRatio", "")
    data: bytes = etree.tostring(resized)
    return data


def _replace_all(drawn: Element, page: Canvas, png: bytes) -> None:
    for each in list(drawn):
        drawn.remove(each)
    picture = _picture(page, png)
    if picture is not None:
        drawn.append(picture)


def _replace(part: Element, page: Canvas, png: bytes) -> None:
    parent = part.getparent()
    assert parent is not None  # it stands within the drawing
    chain = [*reversed(list(part.iterancestors()))]
    around = matrix_of(each.get("transform") or "" for each in chain)
    picture = _picture(page, png) if around.area else None
    if picture is None:
        parent.remove(part)
        return
    if around != Matrix():
        picture.set("transform", str(around.inverse()))
    parent.replace(part, picture)


def _picture(page: Canvas, png: bytes) -> Element | None:
    """Return pixels as an element in the drawing's units, cut to what is seen; None for nothing."""
    from PIL.PngImagePlugin import PngImageFile

    image = PngImageFile(io.BytesIO(png))
    image.load()
    box = image.getchannel("A").getbbox() if image.mode == "RGBA" else (0, 0, *image.size)
    if box is None:
        return None
    out = io.BytesIO()
    image.crop(box).save(out, "PNG")
    left, top, right, bottom = box
    scale = page.width / image.size[0], page.height / image.size[1]
    data = base64.b64encode(out.getvalue()).decode()
    told = {
        "x": f"{page.x + left * scale[0]:.6g}",
        "y": f"{page.y + top * scale[1]:.6g}",
        "width": f"{(right - left) * scale[0]:.6g}",
        "height": f"{(bottom - top) * scale[1]:.6g}",
        "preserveAspectRatio": "none",
        "href": f"data:image/png;base64,{data}",
    }
    return etree.Element(f"{SVG}image", told)

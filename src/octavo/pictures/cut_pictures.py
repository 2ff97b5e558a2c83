"""Rasters in a drawing that fill their place and are cut by it -> rasters of just that place.

WeasyPrint 70 does not cut them. Source: SVG 2, 8.6 (``preserveAspectRatio``).
"""

import base64
import re

from octavo.markup.tree import Element
from octavo.pictures.containers import Damaged, bare
from octavo.pictures.drawing_style import SVG
from octavo.pictures.pixels import encode, open_picture

XLINK = "{http://www.w3.org/1999/xlink}href"
_DATA = re.compile(r"data:(image/[a-z]+);base64,\s*")
_SHARES = {"min": 0.0, "mid": 0.5, "max": 1.0}


def cut_pictures(drawn: Element) -> None:
    """Cut each raster that overlaps its place (``slice``); ``drawn`` is usvg's, in pixels."""
    for image in drawn.iter(f"{SVG}image"):
        ratio = (image.get("preserveAspectRatio") or "").split()
        name = XLINK if image.get(XLINK) else "href"
        data = _DATA.match(image.get(name) or "")
        if len(ratio) < 2 or ratio[1] != "slice" or data is None:
            continue
        cut = _cut(_bytes_of((image.get(name) or "")[data.end() :]), ratio[0], image)
        if cut is not None:
            image.set(name, f"data:{data[1]};base64,{base64.b64encode(cut).decode()}")
            image.set("preserveAspectRatio", "none")


def _bytes_of(words: str) -> bytes:
    try:
        return base64.b64decode(words)
    except ValueError:
        return b""


def _cut(data: bytes, align: str, image: Element) -> bytes | None:
    """Return the part of a raster that its place shows; None where it cannot be told."""
    try:
        picture = bare(data)
        width, height = float(image.get("width") or 0), float(image.get("height") or 0)
    except (Damaged, ValueError):
        return None
    if picture is None or width <= 0 or height <= 0:
        return None
    scale = max(width / picture.width, height / picture.height)
    seen = round(width / scale), round(height / scale)
    across, down = _SHARES.get(align[1:4].lower(), 0.5), _SHARES.get(align[5:8].lower(), 0.5)
    left, top = round((picture.width - seen[0]) * across), round((picture.height - seen[1]) * down)
    pixels = open_picture(picture)
    return encode(pixels.crop((left, top, left + seen[0], top + seen[1])), picture).data

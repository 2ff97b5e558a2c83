"""A drawing -> pixels, for what takes no drawing: the covers of EPUBs, which shops show.

resvg draws its paths, the same everywhere. It knows no rasters: those that a drawing holds are laid
between what stands before and behind them, through a mask of their place, which resvg draws too.
"""

import base64
import binascii
import copy
import io
import re
from collections.abc import Iterator, Sequence
from math import sqrt
from typing import TYPE_CHECKING

from lxml import etree

from octavo.markup.tree import Element, parse_xml
from octavo.model.formats import Room
from octavo.pictures import resvg
from octavo.pictures.containers import Damaged, bare
from octavo.pictures.drawing_sizes import size_of
from octavo.pictures.drawing_style import SVG
from octavo.pictures.matrices import Matrix, matrix_of
from octavo.pictures.pixels import open_picture

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_RASTERS = 20
"""Rasters that a drawing may hold; those behind are not drawn."""
XLINK = "{http://www.w3.org/1999/xlink}href"
MARK = "data-layer"
_ASIDE = frozenset(f"{SVG}{name}" for name in ("defs", "clipPath", "mask", "pattern", "symbol"))
_DATA = re.compile(r"data:image/[a-z]+;base64,\s*")


def draw_pixels(drawing: bytes, room: Room) -> tuple[bytes, tuple[int, int]]:
    """Return a drawing of paths and rasters as an opaque PNG that fills a room, and its size;
    raises resvg.NotDrawn."""
    from PIL import Image

    root = parse_xml(drawing)
    width, height = size_of(root)
    if not width or not height:
        raise resvg.NotDrawn("it has no size")
    zoom = min(room.width / width, room.height / height, sqrt(room.area / (width * height)))
    leaves = list(_leaves(root))
    for number, leaf in enumerate(leaves):
        leaf.set(MARK, str(number))
    rasters = [n for n, leaf in enumerate(leaves) if leaf.tag == f"{SVG}image"][:MOST_RASTERS]
    whole: Image.Image | None = None
    for start, raster in zip([-1, *rasters], [*rasters, len(leaves)], strict=True):
        layer = _draw(root, range(start + 1, raster), zoom)
        whole = layer if whole is None else Image.alpha_composite(whole, layer)
        if raster < len(leaves):
            _lay(whole, root, leaves[raster], zoom)
    assert whole is not None  # there is a last layer at least
    ground = Image.new("RGBA", whole.size, (255, 255, 255, 255))
    target = io.BytesIO()
    Image.alpha_composite(ground, whole).convert("RGB").save(target, "PNG", optimize=True)
    return target.getvalue(), whole.size


def _leaves(node: Element) -> Iterator[Element]:
    """Yield what draws, in order."""
    for each in node:
        if each.tag in _ASIDE:
            continue
        if each.tag in (f"{SVG}path", f"{SVG}image"):
            yield each
        else:
            yield from _leaves(each)


def _draw(root: Element, kept: Sequence[int], zoom: float) -> "Image":
    """Return some leaves of a drawing, with all that is around them."""
    alone = copy.deepcopy(root)
    for leaf in list(_leaves(alone)):
        if int(leaf.get(MARK) or 0) not in kept:
            parent = leaf.getparent()
            assert parent is not None  # a leaf is not the root
            parent.remove(leaf)
    return _pixels(alone, zoom)


def _pixels(root: Element, zoom: float) -> "Image":
    from PIL import Image

    with Image.open(io.BytesIO(resvg.pixels(etree.tostring(root), zoom))) as image:
        return image.convert("RGBA")


def _lay(whole: "Image", root: Element, image: Element, zoom: float) -> None:
    """Lay a raster upon what is drawn so far, as far as its place and its clip show it."""
    from PIL import ImageChops

    picture = _decode(image)
    if picture is None:
        return
    alone = copy.deepcopy(root)
    for leaf in list(_leaves(alone)):
        parent = leaf.getparent()
        assert parent is not None  # a leaf is not the root
        if leaf.get(MARK) != image.get(MARK):
            parent.remove(leaf)
            continue
        x, y, width, height = _fit(leaf, picture.size)
        outline = f"M{x} {y}h{width}v{height}h{-width}z"
        place = etree.SubElement(parent, f"{SVG}path", {"d": outline, "fill": "#fff"})
        if leaf.get("transform"):
            place.set("transform", leaf.get("transform") or "")
        parent.replace(leaf, place)
    mask = _pixels(alone, zoom).getchannel("A").resize(whole.size)
    warped = _warp(picture, image, zoom, whole.size)
    clear = ImageChops.multiply(warped.getchannel("A"), mask)
    warped.putalpha(clear)
    whole.alpha_composite(warped)


def _warp(picture: "Image", image: Element, zoom: float, size: tuple[int, int]) -> "Image":
    """Return a raster at its place on a ground of ``size``."""
    from PIL import Image

    around = [str(each.get("transform") or "") for each in image.iterancestors()][::-1]
    outer = matrix_of([*around, image.get("transform") or ""])
    root = image.getroottree().getroot()
    box = (root.get("viewBox") or "0 0").split()
    outer = Matrix(zoom, 0, 0, zoom, -zoom * float(box[0]), -zoom * float(box[1])).then(outer)
    x, y, width, height = _fit(image, picture.size)
    scale = sqrt(abs(outer.area))
    pixels = max(1, round(width * scale)), max(1, round(height * scale))
    if pixels[0] < picture.width or not (outer.b or outer.c):
        picture = picture.resize(pixels, Image.Resampling.LANCZOS)
    inner = Matrix(width / picture.width, 0, 0, height / picture.height, x, y)
    matrix = outer.then(inner)
    ground = Image.new("RGBA", size)
    if not (matrix.b or matrix.c) and matrix.a > 0 < matrix.d:
        ground.paste(picture, (round(matrix.e), round(matrix.f)))
        return ground
    back = matrix.inverse() if matrix.area else Matrix()
    numbers = back.a, back.c, back.e, back.b, back.d, back.f
    return picture.transform(
        size, Image.Transform.AFFINE, numbers, Image.Resampling.BICUBIC, fillcolor=(0, 0, 0, 0)
    )


def _fit(image: Element, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return the place that a raster takes: as large as fits, in the middle, or all of it."""
    x, y, width, height = (float(image.get(n) or 0) for n in ("x", "y", "width", "height"))
    if (image.get("preserveAspectRatio") or "").startswith("none") or not width or not height:
        return x, y, width, height
    share = min(width / size[0], height / size[1])
    wide, high = size[0] * share, size[1] * share
    return x + (width - wide) / 2, y + (height - high) / 2, wide, high


def _decode(image: Element) -> "Image | None":
    words = image.get(XLINK) or image.get("href") or ""
    head = _DATA.match(words)
    try:
        found = bare(base64.b64decode(words[head.end() :])) if head else None
        return open_picture(found).convert("RGBA") if found else None
    except (binascii.Error, Damaged, OSError, ValueError, SyntaxError):
        return None

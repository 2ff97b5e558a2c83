"""How large a drawing is, in CSS pixels: every edition shows it as large as its file says.

Sources: SVG 2, 7.2 and 8.2 (``width``, ``height``, ``viewBox``); CSS Values 4, 6.2.
"""

import re

from lxml import etree

from octavo.markup.tree import Element
from octavo.pictures import resvg

_LENGTH = re.compile(r"\s*\+?(\d+\.?\d*|\.\d+)(?:e([+-]?\d{1,2}))?\s*([a-z]*)\s*", re.IGNORECASE)
_PX = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
}
_OF_TYPE = {"em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0}
"""Pixels of units that hang on the size of the letters around, which a picture has not."""
_STYLED = re.compile(r"(?:^|(?<=;))\s*+(width|height)\s*+:([^;]*+)(?:;|$)", re.IGNORECASE)
SMALLEST = 4
"""Units: a drawing that has its own, and fewer of them, does not count pixels."""
USUAL = (300, 150)
"""What CSS gives to a picture of no size."""
MOST = 5_000
LETTER = 0.6
"""Em that a letter takes, about."""


def settle_size(root: Element) -> bool:
    """Let a drawing say its size in pixels; return whether it said none at all.

    What says its width and height already keeps them, letter for letter.
    """
    known = _style_sizes(root)
    sizes = [_pixels(known.get(name) or root.get(name) or "") for name in ("width", "height")]
    if all(sizes) and not known and _is_told(root):
        return False
    width, height = sizes
    across, down = _box(root)
    is_lost = not (across and down) and not (width and height)
    if is_lost:
        across, down = _extent(root)
        root.set("viewBox", f"0 0 {across:g} {down:g}")
    elif not (width or height) and max(across, down) < SMALLEST:
        is_lost, width = True, float(USUAL[0])
    if not width or not height:
        ratio = across / down
        width, height = width or (height * ratio if height else across), height
        height = height or width / ratio
    root.set("width", f"{round(width, 3):g}")
    root.set("height", f"{round(height, 3):g}")
    return is_lost


def size_of(root: Element) -> tuple[int, int]:
    """Return the width and height of a drawing in whole pixels; (0, 0) where it tells none."""
    sizes = [_pixels(root.get(name) or "") for name in ("width", "height")]
    width, height = sizes if all(sizes) else _box(root)
    return (max(1, round(width)), max(1, round(height))) if width and height else (0, 0)


def _pixels(length: str) -> float:
    """Return a length in pixels; 0 for none, for shares, and for what cannot be."""
    found = _LENGTH.fullmatch(length)
    unit = found[3].lower() if found else "%"
    number = float(f"{found[1]}e{found[2] or 0}") if found else 0.0
    pixels = number * {**_PX, **_OF_TYPE}.get(unit, 0.0)
    return pixels if pixels < 1e6 else 0.0


def _is_told(root: Element) -> bool:
    """Tell whether both sides are given in units that need nothing else to be known."""
    found = (_LENGTH.fullmatch(root.get(name) or "") for name in ("width", "height"))
    return all(each is not None and each[3].lower() in _PX for each in found)


def _style_sizes(root: Element) -> dict[str, str]:
    """Take the sizes out of a drawing's own style, where they go before its attributes."""
    style = root.get("style") or ""
    found = {each[1].lower(): each[2].strip() for each in _STYLED.finditer(style)}
    rest = _STYLED.sub("", style).strip()
    if found and rest:
        root.set("style", rest)
    elif found:
        del root.attrib["style"]
    return found


def _box(root: Element) -> tuple[float, float]:
    """Return the sides of the ``viewBox``; (0, 0) for none that draws."""
    try:
        sides = [float(each) for each in re.split(r"[\s,]+", (root.get("viewBox") or "").strip())]
    except ValueError:
        return 0.0, 0.0
    draws = len(sides) == 4 and all(0 < side < 1e9 for side in sides[2:])
    return (sides[2], sides[3]) if draws else (0.0, 0.0)


def _extent(root: Element) -> tuple[float, float]:
    """Return how far to the right and down a drawing of no size goes, its words about."""
    for name in ("width", "height", "viewBox"):
        root.attrib.pop(name, "")
    try:
        across, down = _box(etree.fromstring(resvg.normalise(etree.tostring(root), (), 3)))
    except (resvg.NotDrawn, etree.XMLSyntaxError):
        return USUAL
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        size = _pixels(text.get("font-size") or "") or 16.0
        words = " ".join("".join(map(str, text.itertext())).split())
        across = max(across, _pixels(text.get("x") or "") + LETTER * size * len(words))
        down = max(down, _pixels(text.get("y") or "") + size / 2)
    return (across, down) if min(across, down) > 0 and max(across, down) < MOST else USUAL

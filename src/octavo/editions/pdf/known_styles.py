"""What is reckoned of a style again and again, reckoned once; the pages stay as they are."""

import sys
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

from octavo.editions.pdf.known_lines import face_of
from octavo.editions.pdf.weasyprint_private import Dimension, boxes

SIDES = ("top", "right", "bottom", "left")
SIZES = (
    *(f"margin_{side}" for side in SIDES),
    *(f"padding_{side}" for side in SIDES),
    *(f"border_{side}_width" for side in SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
"""What ``resolve_percentages`` sets on a box, by the same names as properties."""
MARGINS = (
    *(f"@{side}-{at}" for side in ("top", "bottom") for at in ("left", "center", "right")),
    *(f"@{side}-{at}" for side in ("left", "right") for at in ("top", "middle", "bottom")),
    *(f"@{side}-{at}-corner" for side in ("top", "bottom") for at in ("left", "right")),
)
"""Boxes in the margins of a page."""
NOTHING = ("normal", "inhibit", "none")
"""Content of a box that is not made."""
MOST_SIZES = 4_000
"""Sizes that a press remembers, some 2 kB each."""
_sizes = itemgetter(*SIZES, "box_sizing")


class KnownSizes:
    """Gives boxes their sizes as ``resolve`` does: the same to those of the same style and room."""

    def __init__(self, resolve: Callable[[Any, Any], None]) -> None:
        self._resolve = resolve
        self._known: dict[Any, dict[str, Any] | None] = {}

    def __call__(self, box: Any, containing_block: Any) -> None:
        style = box.style
        if isinstance(box, boxes.PageBox) or style["border_collapse"] == "collapse":
            self._resolve(box, containing_block)
            return
        if isinstance(containing_block, boxes.Box):
            room = (containing_block.width, containing_block.height)
        else:
            room = tuple(containing_block)
        told = _sizes(style)
        key = (room, told)
        sizes = self._known.get(key, {})
        if sizes:
            box.__dict__.update(sizes)
            return
        self._resolve(box, containing_block)
        if sizes is not None:
            if len(self._known) >= MOST_SIZES:
                self._known.clear()
            is_plain = all(each is None or isinstance(each, PLAIN) for each in told)
            self._known[key] = {name: getattr(box, name) for name in SIZES} if is_plain else None


PLAIN = (Dimension, str, int, float)
"""Values that are the same whatever box they stand in; others are formulas."""


def strut_by(strut: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what gives the height of a line without words, and where its words stand."""

    def find_strut(style: Any) -> Any:
        height = style["line_height"]
        if isinstance(style["font_family"], list) or not isinstance(height, PLAIN):
            return strut(style)
        known = style.font_config.__dict__.setdefault("known_struts", {})
        key = (face_of(style), height)
        if key not in known:
            known[key] = strut(style)
        return known[key]

    return find_strut


def make_margin_boxes(make: Callable[..., Any], context: Any, page: Any, state: Any) -> Any:
    """Return the boxes in a page's margins: none, where nothing stands there.

    WeasyPrint 70 makes sixteen to see that: the pages of units have none, their furniture has.
    """
    styles = context.style_for.get_computed_styles()
    found = (styles.get((page.page_type, name)) for name in MARGINS)
    if any(style is not None and style["content"] not in NOTHING for style in found):
        return make(context, page, state)
    return ()


def put_everywhere(name: str, old: Any, new: Any) -> None:
    """Put a function of the engine's in the place of another, wherever a module has taken it."""
    for module in _engine():
        if module.__dict__.get(name) is old:
            module.__dict__[name] = new


def _engine() -> Iterable[Any]:
    for name, module in sorted(sys.modules.items()):
        if name.partition(".")[0] == "weasyprint":
            yield module

"""Headings of several lines, balanced: their lines about as long as each other.

WeasyPrint 70 knows no ``text-wrap: balance``. A heading is laid out as narrow as its lines allow,
and the room that is left is given to its end, or to both sides where it is centred.
Test: test_headings_are_balanced.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from octavo.editions.pdf.weasyprint_private import boxes

HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
NAMES = frozenset(("title", "subtitle"))
"""Classes of paragraphs that are set like headings."""
MOST_LINES = 6
"""What is longer is no heading any more, but text."""
STEP = 1.0
"""Pixels between the widths that are tried last."""
MARGINS = 5
"""Where the list of margins stands that collapse with the box's own."""
Layout = Callable[..., Any]


def balance(layout: Layout, context: Any, box: Any, *rest: Any, **named: Any) -> Any:
    """Lay a box out as ``block_container_layout`` does; a heading, balanced."""
    if named or not _is_heading(box):
        return layout(context, box, *rest, **named)
    margins = rest[MARGINS]
    width, top, before = box.width, box.position_y, len(margins or ())
    result = layout(context, box, *rest)
    count = _lines(result[0])
    if result[1] is not None or not 2 <= count <= MOST_LINES:
        return result
    box.position_y = top
    if margins:
        del margins[before:]
    narrow = _narrowest(partial(_try_width, layout, context, box, rest), width, count)
    _make_room(box, width - narrow)
    return layout(context, box, *rest)


def _is_heading(box: Any) -> bool:
    """Tell a heading; one that calls a note is none here: a trial would put it on the page."""
    element = box.element
    if not isinstance(box, boxes.BlockBox) or element is None:
        return False
    is_named = bool(NAMES & set((element.get("class") or "").split()))
    if box.element_tag not in HEADS and not is_named:
        return False
    return all(each.is_in_normal_flow() for each in box.descendants())


def _lines(box: Any) -> int:
    """Return how many lines a laid-out box has; 0 where blocks stand in it."""
    children = box.children if box is not None else ()
    return len(children) if all(isinstance(each, boxes.LineBox) for each in children) else 0


def _try_width(layout: Layout, context: Any, box: Any, rest: tuple[Any, ...], width: float) -> int:
    """Return how many lines a copy of a box has at a width; too many where a word sticks out."""
    trial = box.copy()
    trial.width = width
    values = list(rest)
    values[MARGINS] = list(rest[MARGINS] or ())
    found = layout(context, trial, *values)[0]
    lines = found.children if found is not None else ()
    sticks_out = any(_extent(line) > width for line in lines)
    return _lines(found) + MOST_LINES if sticks_out or not lines else _lines(found)


def _extent(line: Any) -> float:
    return max((each.position_x + each.margin_width() for each in line.children), default=0) - min(
        (each.position_x for each in line.children), default=0
    )


def _narrowest(tried: Callable[[float], int], width: float, count: int) -> float:
    """Return the narrowest width at which there are no more lines than ``count``."""
    low, high = width / count, width
    while high - low > STEP:
        middle = (low + high) / 2
        low, high = (low, middle) if tried(middle) <= count else (middle, high)
    return high


def _make_room(box: Any, room: float) -> None:
    """Take room from a box's content and give it to the padding that its text leaves free."""
    side, is_rtl = box.style["text_align_all"], box.style["direction"] == "rtl"
    box.width -= room
    if side == "center":
        box.padding_left += room / 2
        box.padding_right += room / 2
    elif side in ("right", "end" if not is_rtl else "start"):
        box.padding_left += room
    else:
        box.padding_right += room

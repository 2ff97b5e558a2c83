"""Laid-out pages -> where things stand, and what does not fit. Reads WeasyPrint's boxes."""

from itertools import pairwise
from typing import Any

from octavo.editions.pdf.weasyprint_private import BlockLevelBox, boxes, page_box

HEADINGS = ("h2", "h3", "h4", "h5", "h6")
FULL = "full"
"""Name of the pages that a picture fills, in style sheets."""
TALLEST = 1 / 3
"""Share of the page that a note may fill at its foot."""


def surveyed(pages: list[Any]) -> dict[str, Any]:
    """Return where things stand, as JSON data.

    ``pages``: number of pages; ``starts``, ``ends``: block ordinal -> page index; ``anchors``:
    id -> page index; ``tall``: ids of notes that fill more than TALLEST of their page;
    ``wide``: [block ordinal, millimetres beyond the text block] of what does not fit;
    ``turned``: indexes of pages that lie on their side; ``full``: of those that a picture fills;
    ``holes``: [name of a float that found no room on a page, the room there was in pixels];
    ``heights``: block ordinal -> its height in pixels, for the blocks that stand directly in
    chapters.
    """
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    anchors: dict[str, int] = {}
    tall: list[str] = []
    wide: dict[str, float] = {}
    for number, page in enumerate(pages):
        for name in page.anchors:
            anchors.setdefault(name, number)
        for box in _boxes(page_box(page)):
            element: Any = getattr(box, "element", None)
            ordinal = element.get("data-b") if element is not None else None
            if ordinal:
                starts.setdefault(ordinal, number)
                ends[ordinal] = number
            if _is_tall_note(box, page):
                tall.append(element.get("id"))
            beyond = _beyond(box, page)
            if beyond > 1:
                owner = _owner(element)
                wide[owner] = max(beyond, wide.get(owner, 0))
    return {
        "pages": len(pages),
        "starts": starts,
        "ends": ends,
        "anchors": anchors,
        "tall": sorted(set(tall)),
        "wide": sorted(wide.items()),
        "turned": [number for number, page in enumerate(pages) if page.width > page.height],
        "full": [number for number, page in enumerate(pages) if _is_full(page)],
        "holes": _holes(pages),
        "heights": _heights(pages),
    }


def _is_full(page: Any) -> bool:
    return bool(page_box(page).page_type.name == FULL)


def _holes(pages: list[Any]) -> list[tuple[str, float]]:
    """Return the floats that begin a page, perhaps below a heading, while the page before has room
    that the text left."""
    found = []
    for page, after in pairwise(map(page_box, pages)):
        above, below = _chapters(page), _chapters(after)
        if not above or not below or above[-1].element is not below[0].element:
            continue
        last, heads = above[-1].children[-1:], 0.0
        for box in below[0].children if last else ():
            name = box.element.get("data-float") if box.element is not None else None
            if name and last[0].element is not box.element:
                room = _bottom(page) - last[0].position_y - last[0].margin_height()
                found.append((str(name), room - heads))
            if box.element_tag not in HEADINGS:
                break
            heads += float(box.margin_height())
    return found


def _heights(pages: list[Any]) -> dict[str, float]:
    heights: dict[str, float] = {}
    for page in pages:
        for chapter in _chapters(page_box(page)):
            for box in chapter.children:
                name = _owner(box.element)
                heights[name] = heights.get(name, 0) + float(box.margin_height())
    return heights


def _chapters(page: Any) -> list[Any]:
    """Return what stands of chapters on a page."""
    found, waiting = [], list(page.children[:1])
    while waiting:
        box = waiting.pop(0)
        element: Any = getattr(box, "element", None)
        if element is not None and "chapter" in (element.get("class") or "").split():
            found.append(box)
        else:
            waiting += [each for each in getattr(box, "children", ()) if _is_block(each)]
    return found


def _is_block(box: Any) -> bool:
    return isinstance(box, BlockLevelBox)


def _bottom(page: Any) -> float:
    """Return where the text of a page must end: above its notes, if it has any."""
    notes = [box for box in page.children if isinstance(box, boxes.FootnoteAreaBox)]
    return float(notes[0].position_y if notes else page.content_box_y() + page.height)


def _boxes(box: Any) -> Any:
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(getattr(child, "_box", child))


def _is_tall_note(box: Any, page: Any) -> bool:
    element = getattr(box, "element", None)
    if element is None or element.get("class") != "footnote" or not isinstance(box, BlockLevelBox):
        return False
    return bool(box.margin_height() > page_box(page).height * TALLEST)


def _beyond(box: Any, page: Any) -> float:
    """Return by how many millimetres a table or code line leaves the page's text block."""
    tag = getattr(box, "element_tag", "")
    if tag not in ("table", "pre") or not isinstance(box, BlockLevelBox):
        return 0.0
    body = page_box(page)
    right = box.position_x + box.margin_width()
    return float((right - (body.content_box_x() + body.width)) / 96 * 25.4)


def _owner(element: Any) -> str:
    """Return the ordinal of the block that an element belongs to."""
    ordinal = element.get("data-b") if element is not None else None
    if ordinal or element is None:
        return str(ordinal or "")
    return next((each.get("data-b") for each in element.iter() if each.get("data-b")), "")

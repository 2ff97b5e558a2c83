"""Laid-out pages -> where things stand, and what does not fit. Reads WeasyPrint's boxes."""

from typing import Any

from octavo.editions.pdf.weasy import BlockLevelBox, page_box

TALLEST = 1 / 3
"""Share of the page that a note may fill at its foot."""


def surveyed(pages: list[Any]) -> dict[str, Any]:
    """Return where things stand, as JSON data.

    ``pages``: number of pages; ``starts``, ``ends``: block ordinal -> page index; ``anchors``:
    id -> page index; ``tall``: ids of notes that fill more than TALLEST of their page;
    ``wide``: [block ordinal, millimetres beyond the text block] of what does not fit;
    ``turned``: indexes of pages that lie on their side.
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
    }


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

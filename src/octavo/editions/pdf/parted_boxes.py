"""Laid-out pages, one after the other -> what has parted on them though it would stay whole.

A box that may not break goes to the next page, and leaves the one before white; where no page
holds it, it breaks there. Such boxes may as well break where they begin.
"""

from collections.abc import Iterable
from typing import Any

from octavo.editions.pdf.box_walk import Visit
from octavo.editions.pdf.weasyprint_private import boxes
from octavo.editions.shape.partings import REPEATED, is_said_once, name_parting

TALLEST_HEAD = 1 / 3
"""Share of a page that the head of a table may take on each of its pages."""


class PartedBoxes:
    """Remembers boxes from page to page."""

    def __init__(self) -> None:
        self._pages: dict[int, int] = {}
        """The element of each box that would stay whole -> the page where it was seen last."""
        self._names: set[str] = set()

    def read(self, page: Iterable[Visit], height: float) -> None:
        """Take in what stands in the text block of a page of this height."""
        above: list[Any] = []
        repeated: int | None = None
        for visit in page:
            if visit.region != "body":
                break
            del above[visit.depth :]
            above.append(visit.element)
            if repeated is not None and visit.depth > repeated:
                continue
            repeated = visit.depth if _is_repeated(visit.box) else None
            if self._is_too_tall(visit, height):
                self._names.add(name_parting(visit.element, _block_around(above)))
            for part in _parts_without_room(visit):
                self._names.add(name_parting(part, _block_around([*above, part])))

    def names(self) -> tuple[str, ...]:
        """Return the names of what has parted (``shape/partings``)."""
        return tuple(sorted(self._names - {""}))

    def _is_too_tall(self, visit: Visit, height: float) -> bool:
        if _is_repeated(visit.box):
            return bool(visit.box.height > height * TALLEST_HEAD)
        if visit.element is None or not visit.box.style["break_inside"].startswith("avoid"):
            return False
        before = self._pages.setdefault(id(visit.element), visit.page)
        self._pages[id(visit.element)] = visit.page
        return before != visit.page and "::" not in visit.tag


def _is_repeated(box: Any) -> bool:
    return isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer)


def _parts_without_room(visit: Visit) -> list[Any]:
    """Return the head and the foot of a table that found no room on its page at all."""
    if not isinstance(visit.box, boxes.TableBox):
        return []
    kept = [each.element for each in visit.box.children]
    return [
        part
        for part in visit.element
        if part.tag in REPEATED and part not in kept and not is_said_once(part)
    ]


def _block_around(above: list[Any]) -> Any:
    """Return the innermost element with a name; they come from the outermost in."""
    named = (each for each in reversed(above) if each is not None and each.get("data-b"))
    return next(named, None)

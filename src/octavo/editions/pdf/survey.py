"""Laid-out pages -> where things stand, and what does not fit."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from octavo.constructs.listings import is_code
from octavo.constructs.tables import is_grid
from octavo.editions.pdf.around import NOTE
from octavo.editions.pdf.box_walk import Visit, block_of, visits
from octavo.editions.pdf.layout_facts import BESIDE, COLOPHON, LayoutFacts
from octavo.editions.pdf.page_openings import PageOpenings
from octavo.editions.pdf.parted_boxes import PartedBoxes
from octavo.editions.pdf.weasyprint_private import boxes, break_values, page_box

HEADINGS = ("h2", "h3", "h4", "h5", "h6")
FULL = "full"
"""Name of the pages that a picture fills, in style sheets."""
TALLEST = 1 / 3
"""Share of the page that a note may fill at its foot; ``LayoutFacts.tall`` are those above it."""


def survey(pages: Sequence[Any]) -> LayoutFacts:
    """Return the facts of laid-out pages."""
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    anchors: dict[str, int] = {}
    tall: set[str] = set()
    wide: dict[str, float] = {}
    cut: set[str] = set()
    fronts: list[tuple[str, float, float]] = []
    counted, openings, parted, is_beside = PageOpenings(), [], PartedBoxes(), False
    for number, page in enumerate(pages):
        for name in page.anchors:
            anchors.setdefault(name, number)
        found = list(visits(number, page))
        if opening := counted.read(found):
            openings.append((number, *opening))
        parted.read(found, page_box(page).height)
        for visit in found:
            if visit.block:
                starts.setdefault(visit.block, number)
                ends[visit.block] = number
            fronts += _fronts(visit)
            if _is_tall_note(visit, page_box(page)):
                tall.add(visit.element.get("id"))
            beyond = _beyond(visit, page_box(page))
            if beyond > 1:
                owner = block_of(visit.element)
                wide[owner] = max(beyond, wide.get(owner, 0))
                cut |= {owner} if _leaves_paper(visit, page_box(page)) else set()
        is_beside = is_beside or _stands_beside(found, page_box(page))
    return LayoutFacts(
        len(pages),
        starts,
        ends,
        anchors,
        tuple(sorted(tall)),
        tuple(sorted(wide.items())),
        tuple(number for number, page in enumerate(pages) if page.width > page.height),
        tuple(n for n, page in enumerate(pages) if page_box(page).page_type.name == FULL),
        openings=tuple(openings),
        cut=tuple(sorted(cut)),
        fronts=tuple(dict.fromkeys(fronts)),
        before=_breaks(pages[0], "before"),
        after=_breaks(pages[-1], "after"),
        is_beside=is_beside,
        parted=parted.names(),
        last_lines=_last_lines(found) if len(pages) > 1 else 0,
    )


def _last_lines(found: Sequence[Visit]) -> int:
    """Return how many lines of text a page holds but for a colophon's; 0 where anything else
    stands there."""
    lines, colophon = 0, -1
    for visit in found:
        if visit.region != "body":
            break
        if visit.depth <= colophon or colophon < 0:
            colophon = visit.depth if COLOPHON in visit.classes else -1
        if visit.kind == "picture" or is_grid(visit):
            return 0
        lines += colophon < 0 and isinstance(visit.box, boxes.LineBox)
    return lines


def _stands_beside(found: Sequence[Visit], page: Any) -> bool:
    """Tell whether a page has a piece in a column of its own, with nothing over or under it."""
    at = next((n for n, each in enumerate(found) if BESIDE in each.classes), None)
    if at is None or not found[at].box.is_absolutely_positioned():
        return False
    piece = found[at]
    inside = takewhile(lambda each: each.depth > piece.depth, found[at + 1 :])
    own = {id(piece), *map(id, inside)}
    left, top, right, bottom = piece.extent
    return top >= page.content_box_y() and not any(
        x < right and left < end and y < bottom and top < foot
        for x, y, end, foot in (
            each.extent
            for each in found
            if id(each) not in own and each.kind in ("text", "picture") and each.region == "body"
        )
    )


def _breaks(page: Any, side: str) -> tuple[str, ...]:
    """Return what the first, or last, boxes of a page's text ask for before, or after, them."""
    box, at = page_box(page).children[0], 0 if side == "before" else -1
    for _ in ("html", "body"):
        if not box.children:
            return ()
        box = box.children[at]
    return tuple(break_values(box, side))


def _fronts(visit: Visit) -> Iterator[tuple[str, float, float]]:
    """Yield a picture of a template's (those of a text have no class) that its place may cut."""
    if visit.kind == "picture" and visit.classes and visit.box.style["object_fit"] == "cover":
        size = visit.box.width / 96 * 25.4, visit.box.height / 96 * 25.4
        yield visit.element.get("src") or "", round(size[0], 1), round(size[1], 1)


def _is_tall_note(visit: Visit, page: Any) -> bool:
    if visit.classes != NOTE or not visit.is_block:
        return False
    return bool(visit.box.margin_height() > page.height * TALLEST)


def _beyond(visit: Visit, page: Any) -> float:
    """Return by how many millimetres a table or code line leaves the page's text block."""
    if not (is_grid(visit) or is_code(visit)) or not visit.is_block:
        return 0.0
    left, _, right, _ = visit.extent
    is_rtl = visit.box.style["direction"] == "rtl"  # what is too wide leaves the line at its end
    over = page.content_box_x() - left if is_rtl else right - page.content_box_x() - page.width
    return float(over / 96 * 25.4)


def _leaves_paper(visit: Visit, page: Any) -> bool:
    """Return whether a box is wider than a margin beside it: what stands there is lost."""
    left, _, right, _ = visit.extent
    return bool(left < page.position_x or right > page.position_x + page.margin_width())

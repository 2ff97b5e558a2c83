"""Laid-out pages -> a proof of them (``measures.py``). Reads WeasyPrint's boxes, changes none.

All is measured on the boxes rather than on the finished PDF: they know the line's measure, the
space that justification added, whether a hyphen was put in, and the block of the source; a PDF
tells glyphs and their places only, from which these would have to be guessed.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from octavo.editions.pdf.around import Around, colour_of, paragraph_of, surroundings
from octavo.editions.pdf.box_fonts import Faces
from octavo.editions.pdf.box_walk import Extent, Visit, visits
from octavo.editions.pdf.measures import (
    Band,
    Ink,
    Passage,
    Proof,
    ProofLine,
    ProofPicture,
    ProofSheet,
)
from octavo.editions.pdf.weasyprint_private import boxes, page_box, replacedbox_layout

POINT = 0.75
"""Points in a pixel of CSS."""
FORCED = frozenset({"always", "left", "page", "recto", "right", "verso"})
ACROSS = frozenset(
    f"@{edge}-{at}" for edge in ("top", "bottom") for at in ("left", "center", "right")
)
"""Margin boxes that stand above and below the text block."""
ADDED, OWN = "\u2010", "-\u00ad\u2010"


def pull_proof(pages: Sequence[Any], furniture: Sequence[Any]) -> bytes:
    """Return the proof of laid-out pages and of the furniture that will be painted on them."""
    pull = _Pull()
    bands = [pull.page(number, page) for number, page in enumerate(pages)]
    for number, page in enumerate(furniture):
        pull.furniture(number, page)
    sheets = tuple(_sheets([page_box(page) for page in pages], bands, pull.standing))
    found = Proof(
        sheets,
        tuple(pull.passages),
        tuple(pull.pictures),
        tuple(pull.inks.values()),
        tuple(pull.faces.found),
    )
    return json.dumps(asdict(found)).encode()


class _Pull:
    """Gathers what stands on the pages, one after the other."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.pictures: list[ProofPicture] = []
        self.inks: dict[object, Ink] = {}
        self.faces = Faces()
        self.standing: list[frozenset[int]] = []
        """Of each page the elements (by ``id``) that stand in its text block."""
        self._open: dict[object, int] = {}
        self._paragraphs = 0

    def page(self, number: int, page: Any) -> list[tuple[Band, str]]:
        """Gather a page of the body; return its bands, each with what frames it."""
        walk = [each for each in visits(number, page) if each.region != "margin"]
        body = [each for each in walk if each.region == "body"]
        self.standing.append(frozenset(id(each.element) for each in body))
        pictures = [each.extent for each in body if each.kind == "picture"]
        found: list[tuple[Band, str]] = []
        for visit, around in surroundings(walk):
            is_body = visit.region == "body"
            self._take(visit, around, pictures if is_body else ())
            if is_body and around.is_flow:
                found += [(band, around.frame) for band in _bands(visit, around)]
        return found

    def furniture(self, number: int, page: Any) -> None:
        """Gather what stands in the margins of a page."""
        walk = [each for each in visits(number, page) if each.region == "margin"]
        starts = [n for n, each in enumerate(walk) if not each.depth]
        margins = [walk[one:other] for one, other in pairwise([*starts, len(walk)])]
        words = [_words(margin) for margin in margins]
        for n, margin in enumerate(margins):
            first = len(self.passages)
            for visit, around in surroundings(margin):
                self._take(visit, around, ())
            others = [each for other in (*words[:n], *words[n + 1 :]) for each in other]
            beyond = _outside(margin[0].box, page_box(page), words[n], others)
            beyond = round(beyond * POINT, 2)
            self.passages[first:] = [_at_least(each, beyond) for each in self.passages[first:]]

    def _take(self, visit: Visit, around: Around, covered: Sequence[Extent]) -> None:
        box, number = visit.box, visit.page
        if visit.kind == "text":
            if box.text.strip() and box.style["visibility"] == "visible":
                self.faces.take(box, around.block, number)
                if not any(_meets(visit.extent, each) for each in covered):
                    self._ink(number, box, around)
        elif visit.kind == "lines":
            self._passage(number, box, around)
        elif visit.kind == "picture" and hasattr(box.replacement, "image_data"):
            width, height = _size_of(box)
            path = unquote(box.element.get("src", "")) if box.element is not None else ""
            size = (round(width * POINT, 2), round(height * POINT, 2))
            pixels = (box.replacement.width, box.replacement.height)
            self.pictures.append(ProofPicture(around.block, number, path, pixels, size))

    def _ink(self, number: int, box: Any, around: Around) -> None:
        style = box.style
        ink, _ = colour_of(style["color"], around.ground)
        is_bold = style["font_weight"] >= 700
        points = round(style["font_size"] * POINT, 2)
        if ink != around.ground or style["color"].alpha:
            found = Ink(around.block, number, box.text, ink, around.ground, points, is_bold)
            self.inks.setdefault((ink, around.ground, points, is_bold), found)

    def _passage(self, number: int, box: Any, around: Around) -> None:
        lines = [child for child in box.children if isinstance(child, boxes.LineBox)]
        key = paragraph_of(box)
        if key not in self._open:
            self._paragraphs += 1
            self._open[key] = self._paragraphs
        paragraph = self._open[key]
        goes_on = getattr(lines[-1], "resume_at", None) is not None
        if not goes_on:
            del self._open[key]
        told = tuple(_line(box, line, self.faces) for line in lines)
        measure, em = (round(each * POINT, 2) for each in (box.width, box.style["font_size"]))
        self.passages.append(
            Passage(around.block, number, paragraph, around.kind, measure, em, goes_on, told)
        )


def _line(box: Any, line: Any, faces: Faces) -> ProofLine:
    """Return what there is to know of a line of the block ``box``."""
    parts = [part for part in _in_line(line) if isinstance(part, boxes.TextBox)]
    spoken = [part for part in parts if not _tag(part).endswith("::footnote-call")]
    words = "".join(part.text for part in spoken).replace("\u2060", "")
    beyond = _beyond(box, line)
    stretch = space = short = 0.0
    spaced = next((part for part in parts if part.justification_spacing), None)
    if spaced is not None:
        own = faces.space(spaced.style)
        wide = own + spaced.justification_spacing
        stretch, space = wide / own if own else 0.0, wide / spaced.style["font_size"]
    elif _is_to_be_justified(line):
        short = max(0.0, -beyond)
    hyphen = _hyphen(spoken[-1]) if spoken and line.resume_at is not None else ""
    beyond, short = round(beyond * POINT, 2), round(short * POINT, 2)
    top = round(line.position_y * POINT, 2)
    return ProofLine(words, beyond, round(stretch, 2), round(space, 3), short, hyphen, top)


def _tag(box: Any) -> str:
    return box.element_tag or ""


def _in_line(box: Any) -> Iterator[Any]:
    """Yield the parts of a line, leaving out what floats or is placed by itself."""
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        yield child
        if isinstance(child, boxes.InlineBox):
            yield from _in_line(child)


def _beyond(box: Any, line: Any) -> float:
    """Return by how many pixels a line leaves its block at either side."""
    flow = [child for child in line.children if child.is_in_normal_flow()]
    if not flow:
        return 0.0
    left = min(child.position_x for child in flow)
    right = max(child.position_x + child.margin_width() for child in flow)
    start = box.content_box_x()
    over_right, over_left = right - start - box.width, start - left
    is_from_right = box.style["direction"] == "rtl"
    return float(over_left if is_from_right else over_right)


def _outside(margin: Any, page: Any, words: Sequence[Extent], others: Sequence[Extent]) -> float:
    """Return by how many pixels the words of a margin box leave their place.

    They may leave the sheet, end beyond the text block, or run into those of another box. A side
    column may make them begin before the text block.
    """
    left, right = 0, page.margin_width()
    if margin.at_keyword in ACROSS and page.children[0].style["direction"] == "rtl":
        left = page.content_box_x()
    elif margin.at_keyword in ACROSS:
        right = page.content_box_x() + page.width
    sheet = (left, 0, right, page.margin_height())
    found = [0.0]
    for own in words:
        found += [sheet[0] - own[0], sheet[1] - own[1], own[2] - sheet[2], own[3] - sheet[3]]
        found += [min(own[2], it[2]) - max(own[0], it[0]) for it in others if _meets(own, it)]
    return max(found)


def _words(walk: Sequence[Visit]) -> list[Extent]:
    """Return where words stand."""
    return [each.extent for each in walk if each.kind == "text" and each.box.text.strip()]


def _at_least(passage: Passage, beyond: float) -> Passage:
    lines = (replace(line, beyond=max(line.beyond, beyond)) for line in passage.lines)
    return replace(passage, lines=tuple(lines))


def _is_to_be_justified(line: Any) -> bool:
    style = line.style
    is_broken = any(_tag(part).startswith("br") for part in _in_line(line))
    return (
        style["text_align_all"] == "justify"
        and style["white_space"] in ("normal", "nowrap", "pre-line")
        and line.resume_at is not None
        and not is_broken
    )


def _hyphen(part: Any) -> str:
    text = part.text.rstrip()
    if text.endswith(ADDED) and part.style["hyphenate_character"] == ADDED:
        return "added"
    return "own" if text.endswith(tuple(OWN)) else ""


def _bands(visit: Visit, around: Around) -> Iterator[Band]:
    box = visit.box
    if visit.kind == "lines":
        for line in box.children:
            if line.height and any(True for _ in _in_line(line)):
                yield _band(line.position_y, line.height, around.block, around.kind)
    elif visit.kind == "picture" or _is_painted(visit):
        height = box.border_height()
        yield _band(box.border_box_y(), height, around.block, "figure")


def _band(top: float, height: float, block: str, kind: str) -> Band:
    return Band(block, kind, round(top * POINT, 2), round((top + height) * POINT, 2))


def _is_painted(visit: Visit) -> bool:
    """Tell whether a block has a ground or a frame of its own that one sees."""
    box = visit.box
    if not visit.is_block or isinstance(box, boxes.TableBox):
        return False
    edges = (box.border_top_width, box.border_bottom_width)
    return any(edges) or box.style["background_color"].alpha > 0


def _meets(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _size_of(box: Any) -> tuple[float, float]:
    """Return the size at which a picture is drawn, in pixels of CSS."""
    width, height, *_ = replacedbox_layout(box)
    return float(width), float(height)


def _sheets(
    pages: Sequence[Any],
    found: Sequence[list[tuple[Band, str]]],
    standing: Sequence[frozenset[int]],
) -> Iterator[ProofSheet]:
    seen: set[int] = set()
    for number, page in enumerate(pages):
        seen |= standing[number]
        after = next((n for n in range(number + 1, len(pages)) if found[n]), None)
        is_last = after is None or _is_broken(page, pages[after], seen)
        block, kind = "", ""
        if after is not None:
            first, frame = found[after][0]
            block = next((band.block for band, _ in found[after] if band.block), "")
            kind = "heading" if first.kind == "heading" else frame
        notes = _notes(page)
        top = page.content_box_y()
        bottom = notes[0].position_y if notes else top + page.height
        yield ProofSheet(
            round(top * POINT, 2),
            round(bottom * POINT, 2),
            round(page.height * POINT, 2),
            tuple(band for band, _ in found[number]),
            is_last,
            block,
            kind,
        )


def _notes(page: Any) -> list[Any]:
    """Return the area of the notes at the foot of a page, if there is one."""
    return [box for box in page.children if isinstance(box, boxes.FootnoteAreaBox)]


def _is_broken(page: Any, after: Any, seen: set[int]) -> bool:
    """Tell whether a style sheet asks for the break between two pages."""
    if page.page_type.name != after.page_type.name:
        return True
    firsts = [box for box in _edge(after, 0) if id(box.element) not in seen]
    return any(box.style["break_before"] in FORCED for box in firsts) or any(
        box.style["break_after"] in FORCED for box in _edge(page, -1)
    )


def _edge(page: Any, which: int) -> Iterator[Any]:
    """Yield the first (0) or the last (-1) boxes of a page's text, from the outermost in."""
    box = page.children[0]
    while box is not None:
        yield box
        flow = [each for each in getattr(box, "children", ()) if each.is_in_normal_flow()]
        box = flow[which] if flow else None

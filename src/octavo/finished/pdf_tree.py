"""A PDF's pages -> its tags: the structure tree of each page with its words, and links.

What is not in the structure tree (running heads, folios) is never seen. ``pdf_items.py`` says what
the tree means.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from octavo.finished.pdf_contents import PageObject, PdfElement, PdfLink, Rect
from octavo.finished.pdf_reader import OpenPage, OpenPdf

LEAST_LEADING = 3.0
"""Points from one line to the next, at the least; a raised number stands less high."""
SHARED = 0.4
"""Part of a word's height that its link has at the least."""
SOFT = {"-": "\u00ad"}
"""What a piece of marked content says -> what it means: an author's hyphen says nothing."""
PARTED = frozenset("Note Table TR Caption Div H1 H2 H3 H4 H5 H6".split())
"""What may have an id, by which a reader knows it again on the next page."""
MODERN = {"FENote": "Note", "Aside": "Div"}
"""Type of PDF 2.0 -> what the same thing is called in PDF 1.7."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A link of a page: where it leads, and the label of the page that it leads to."""

    target: str
    label: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class Run:
    """The words of one piece of marked content; '' for a picture."""

    text: str
    jump: Jump | None


@dataclass(frozen=True, slots=True)
class TagNode:
    """A structure element; a child None has nothing on this page (an empty cell, say)."""

    kind: str
    id: str
    """Of a note, and of what stands on several pages (``PARTED``); '' for the others."""
    alternative: str
    """Of a figure."""
    title: str
    """Of a section or a figure: what kind of text it is; '' for furniture."""
    children: tuple["TagNode | Run | None", ...]


@dataclass(frozen=True, slots=True)
class Page:
    label: str
    roots: tuple[TagNode, ...]


def read_pages(data: bytes) -> Iterator[Page]:
    """Yield the pages of a PDF, each read before the next; raises Unreadable."""
    with OpenPdf(data) as pdf:
        yield from read_tagged_pages(pdf)


def read_tagged_pages(
    pdf: OpenPdf,
    numbers: Iterable[int] | None = None,
    with_lines: bool = False,
    heard: Callable[[str], object] | None = None,
) -> Iterator[Page]:
    """Yield the pages of an open PDF, or only those of some ``numbers``; raises Unreadable.

    ``with_lines`` writes a line feed where a line of the page ends: where its words are read again.
    ``heard`` is handed the words of each page (``OpenPage.text``) while it is open.
    """
    wanted = range(len(pdf)) if numbers is None else numbers
    for number, page in zip(wanted, pdf.pages(wanted), strict=True):
        jumps = [_jump(link, pdf.labels) for link in page.links()]
        elements = page.elements()
        pictures = frozenset(_marks_of_pictures(elements))
        runs = _runs(page, jumps, pictures, _Lines() if with_lines else None)
        if heard:
            heard(page.text)
        yield Page(pdf.labels[number], tuple(_node(element, runs) for element in elements))


def _marks_of_pictures(
    elements: Iterable[PdfElement | int], is_within: bool = False
) -> Iterator[int]:
    """Yield the numbers of marked content that pictures hold."""
    for each in elements:
        if isinstance(each, PdfElement):
            yield from _marks_of_pictures(each.children, is_within or each.kind == "Figure")
        elif is_within:
            yield each


def _node(element: PdfElement, runs: dict[int, Run]) -> TagNode:
    children = tuple(
        _node(each, runs) if isinstance(each, PdfElement) else runs.get(each)
        for each in element.children
    )
    kind = MODERN.get(element.kind, element.kind)
    name = element.id if kind in PARTED else ""
    alternative = element.alternative if kind == "Figure" else ""
    title = element.title if kind in ("Sect", "Div") else ""
    if title in ("figure", "listing"):
        kind = "Div"  # a Sect in PDF 2.0, where it holds others
    return TagNode(kind, name, alternative, title, children)


class _Lines:
    """Tells where a line of a page ends: the next words stand lower, and further left."""

    def __init__(self) -> None:
        self._x = self._y = 0.0

    def end_before(self, thing: PageObject) -> str:
        if thing.origin is None:
            return ""
        x, y = thing.origin
        is_next = abs(y - self._y) > LEAST_LEADING and x < self._x
        self._x, self._y = max(x, 0.0) if is_next else max(self._x, x), y
        self._x += 0.1
        return "\n" if is_next else ""


def _runs(
    page: OpenPage, jumps: Sequence[Jump], pictures: frozenset[int], lines: _Lines | None
) -> dict[int, Run]:
    """Return the words of a page by the number of their marked content.

    Where it says them itself (``ActualText``), they are what it says: PDFium leaves signs beyond
    U+FFFF out of them. A hyphen that says nothing but itself was added by a line's end. Words lead
    where they stand, not where the stroke below them does, which may lie within a link of the next
    line; a picture leads where anything of it does.
    """
    texts: dict[int, str] = {}
    led: dict[int, Jump] = {}
    worded: set[int] = set()
    for thing in page.objects():
        if thing.mark < 0:
            continue
        end = lines.end_before(thing) if lines and thing.kind == "text" else ""
        actual = thing.actual if thing.kind == "text" else None
        text = thing.text if actual is None else SOFT.get(actual, actual)
        texts[thing.mark] = texts.get(thing.mark, "") + end + text
        is_word = thing.kind == "text" and thing.mark not in pictures
        if is_word and thing.mark not in worded:
            worded.add(thing.mark)
            led.pop(thing.mark, None)
        jump = _jump_at(thing.box, jumps)
        if jump and (is_word or thing.mark not in worded):
            led.setdefault(thing.mark, jump)
    return {number: Run(text, led.get(number)) for number, text in texts.items()}


def _jump_at(box: Rect | None, jumps: Sequence[Jump]) -> Jump | None:
    """Return the link whose rectangle holds the middle of an object of the page, or else half of
    its height: a lowered or raised word stands out of its line."""
    if box is None:
        return None
    left, bottom, right, top = box
    x, y = (left + right) / 2, (bottom + top) / 2
    for jump in jumps:
        if jump.rect[0] <= x <= jump.rect[2] and jump.rect[1] <= y <= jump.rect[3]:
            return jump
    for jump in jumps:
        shared = min(top, jump.rect[3]) - max(bottom, jump.rect[1])
        if jump.rect[0] <= x <= jump.rect[2] and shared > (top - bottom) * SHARED:
            return jump
    return None


def _jump(link: PdfLink, labels: Sequence[str]) -> Jump:
    if link.address:
        return Jump(link.address, "", link.box)
    if link.page is not None and link.page < len(labels):
        return Jump(f"#{link.name}", labels[link.page], link.box)
    return Jump(f"#{link.name} (which is nowhere)", "", link.box)

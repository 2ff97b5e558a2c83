"""A PDF's bytes -> what its pages hold, as typed data. All that is asked of PDFium is asked here.

PDFium reads in this process's memory; it follows no link and runs no script of the file. The file
may be anybody's: what nests deeper or holds more than any publication is refused as Unreadable.
Words are given with the control characters that stand among them (PDFium's U+0002 is a hyphen);
``without_controls`` takes them off.
"""

import ctypes
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from octavo.finished.items import Unreadable
from octavo.finished.pdf_answers import (
    Allowance,
    actual_text,
    address_of,
    bounds_of,
    font_of,
    origin_of,
    page_of,
    rect_of,
    scale_of,
    text_of,
    without_controls,
)
from octavo.finished.pdf_contents import (
    KINDS,
    Bookmark,
    Character,
    PageObject,
    PageRaster,
    PdfElement,
    PdfLink,
    Rect,
)

MOST_PAGES = 10_000
DEEPEST = 200
"""Levels of a structure tree or an outline."""
MOST = 2**28
"""Bytes of text (in UTF-16), and THING for each thing, that may be read from one PDF."""
THING = 64
ROW = "TR"
MOST_PIXELS = 2**26
"""Of the picture of a page."""


class OpenPdf:
    """A PDF that is open. Use it as a context manager, or close it."""

    def __init__(self, data: bytes) -> None:
        """Open a PDF; raises Unreadable."""
        try:
            self._document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise Unreadable(f"it is no sound PDF, or a password protects it: {error}") from None
        self._allowance = Allowance(MOST)
        try:
            if len(self._document) > MOST_PAGES:
                raise Unreadable(f"it has more than {MOST_PAGES:,} pages")
            numbers = range(len(self._document))
            labels = (self._text(raw.FPDF_GetPageLabel, number) for number in numbers)
            self.labels = tuple(map(without_controls, labels))
            """Of each page; '' where it has none."""
            self.title = without_controls(self._text(raw.FPDF_GetMetaText, b"Title")).strip()
            self.is_tagged = bool(self._document.is_tagged())
        except Unreadable:
            self.close()
            raise

    def __enter__(self) -> "OpenPdf":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self.labels)

    def close(self) -> None:
        """Let go of the PDF; what was read of it stays."""
        self._document.close()

    def _text(self, ask: Callable[..., int], *arguments: Any) -> str:
        return text_of(self._allowance, ask, self._document.raw, *arguments)

    def pages(self, numbers: Iterable[int] | None = None) -> Iterator["OpenPage"]:
        """Yield the pages, or those of some numbers, each closed before the next."""
        for number in range(len(self)) if numbers is None else numbers:
            with self.page(number) as page:
                yield page

    @contextmanager
    def page(self, number: int) -> Iterator["OpenPage"]:
        """Open a page meanwhile; raises Unreadable."""
        try:
            page = self._document[number]
        except pdfium.PdfiumError as error:
            raise Unreadable(f"its page {number + 1} cannot be read: {error}") from None
        with ExitStack() as stack:
            stack.callback(page.close)
            yield OpenPage(self._document.raw, page, stack, self._allowance)

    def outline(self) -> tuple[Bookmark, ...]:
        """Return the outline, level by level as a reader unfolds it."""
        return tuple(self._bookmarks(None, 0, set()))

    def _bookmarks(self, parent: Any, level: int, seen: set[int]) -> Iterator[Bookmark]:
        if level > DEEPEST:
            raise Unreadable("its outline is deeper than any text")
        mark = raw.FPDFBookmark_GetFirstChild(self._document.raw, parent)
        while mark:
            address = ctypes.addressof(mark.contents)
            if address in seen:
                raise Unreadable("its outline leads back to itself")
            seen.add(address)
            self._allowance.spend(THING)
            target = raw.FPDFBookmark_GetDest(self._document.raw, mark)
            title = text_of(self._allowance, raw.FPDFBookmark_GetTitle, mark)
            yield Bookmark(level, title, page_of(self._document.raw, target))
            yield from self._bookmarks(mark, level + 1, seen)
            mark = raw.FPDFBookmark_GetNextSibling(self._document.raw, mark)


class OpenPage:
    """A page of a PDF, as long as it is open."""

    def __init__(self, document: Any, page: Any, stack: ExitStack, allowance: Allowance) -> None:
        self._document, self._page, self._stack = document, page, stack
        self._allowance = allowance

    @property
    def _raw(self) -> Any:
        if not self._page.raw:
            raise ValueError("the page has been closed")
        return self._page.raw

    @cached_property
    def _words(self) -> Any:
        try:
            words = self._page.get_textpage()
        except pdfium.PdfiumError as error:
            raise Unreadable(f"a page cannot be read: {error}") from None
        self._stack.callback(words.close)
        return words

    @property
    def media(self) -> Rect:
        return rect_of(self._page.get_mediabox())

    @property
    def trim(self) -> Rect:
        return rect_of(self._page.get_trimbox())

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as it is shown, in points."""
        width, height = self._page.get_size()
        return float(width), float(height)

    @cached_property
    def text(self) -> str:
        """The words of the page as PDFium puts them into lines, which end with U+000D and U+000A;
        U+0002 or U+FFFE is a hyphen that ends a line."""
        self._allowance.spend(2 * raw.FPDFText_CountChars(self._words.raw))
        return str(self._words.get_text_range())

    @cached_property
    def _wide(self) -> tuple[int, ...]:
        """Where signs stand in ``text`` of which PDFium counts two: those beyond U+FFFF."""
        return tuple(n for n, sign in enumerate(self.text) if sign > "\uffff")

    def _unit(self, at: int) -> int:
        """Return PDFium's number of a character of ``text``."""
        return at + bisect_left(self._wide, at)

    def character(self, at: int) -> Character | None:
        """Return a character of ``text``; None where PDFium knows no place of it."""
        words, unit = self._words.raw, self._unit(at)
        sides = [ctypes.c_double() for _ in range(4)]
        if not raw.FPDFText_GetCharBox(words, unit, *map(ctypes.byref, sides)):
            return None
        left, right, bottom, top = (side.value for side in sides)
        thing = raw.FPDFText_GetTextObject(words, unit)
        return Character(
            (left, bottom, right, top),
            raw.FPDFText_GetFontSize(words, unit),
            font_of(self._allowance, words, unit),
            raw.FPDFPageObj_GetMarkedContentID(thing) if thing else -1,
            scale_of(words, unit),
        )

    def box(self, at: int) -> Rect | None:
        """Return the box of a character of ``text``; None where PDFium knows no place of it."""
        sides = [ctypes.c_double() for _ in range(4)]
        if not raw.FPDFText_GetCharBox(self._words.raw, self._unit(at), *map(ctypes.byref, sides)):
            return None
        left, right, bottom, top = (side.value for side in sides)
        return left, bottom, right, top

    def base(self, at: int) -> float | None:
        """Return the height on which a character of ``text`` stands."""
        x, y = ctypes.c_double(), ctypes.c_double()
        unit = self._unit(at)
        if not raw.FPDFText_GetCharOrigin(self._words.raw, unit, ctypes.byref(x), ctypes.byref(y)):
            return None
        return y.value

    def boxes_of(self, words: str) -> tuple[Rect, ...]:
        """Return the boxes, one a line, of where words first stand on the page."""
        found = self._words.search(words).get_next() if words else None
        return self._boxes(*found) if found else ()

    def boxes(self, start: int, end: int) -> tuple[Rect, ...]:
        """Return the boxes, one a line, of a piece of ``text``."""
        return self._boxes(self._unit(start), self._unit(end) - self._unit(start))

    def _boxes(self, unit: int, count: int) -> tuple[Rect, ...]:
        number = self._words.count_rects(unit, count)
        return tuple(rect_of(self._words.get_rect(n)) for n in range(number))

    def objects(self) -> Iterator[PageObject]:
        """Yield what is painted on the page, in that order."""
        spoken: set[int] = set()
        for n in range(max(raw.FPDFPage_CountObjects(self._raw), 0)):
            self._allowance.spend(THING)
            thing = raw.FPDFPage_GetObject(self._raw, n)
            kind = raw.FPDFPageObj_GetType(thing)
            is_text = kind == raw.FPDF_PAGEOBJ_TEXT
            ask = raw.FPDFTextObj_GetText
            yield PageObject(
                KINDS[kind] if 0 <= kind < len(KINDS) else "",
                raw.FPDFPageObj_GetMarkedContentID(thing),
                text_of(self._allowance, ask, thing, self._words.raw) if is_text else "",
                self._actual(thing, spoken),
                bounds_of(thing),
                origin_of(thing),
            )

    def words_in_order(self) -> Iterator[str]:
        """Yield the words that are painted on the page, in that order, those within forms too."""
        count = max(raw.FPDFPage_CountObjects(self._raw), 0)
        waiting = [raw.FPDFPage_GetObject(self._raw, n) for n in reversed(range(count))]
        while waiting:
            self._allowance.spend(THING)
            thing = waiting.pop()
            kind = raw.FPDFPageObj_GetType(thing)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                yield text_of(self._allowance, raw.FPDFTextObj_GetText, thing, self._words.raw)
            elif kind == raw.FPDF_PAGEOBJ_FORM:
                inside = range(max(raw.FPDFFormObj_CountObjects(thing), 0))
                waiting += [raw.FPDFFormObj_GetObject(thing, n) for n in reversed(inside)]

    def _actual(self, thing: Any, spoken: set[int]) -> str | None:
        """Return ``PageObject.actual``; ``spoken``: the marks that have been met."""
        for n in range(max(raw.FPDFPageObj_CountMarks(thing), 0)):
            mark = raw.FPDFPageObj_GetMark(thing, n)
            address = ctypes.addressof(mark.contents)
            if address in spoken:
                return ""
            actual = actual_text(self._allowance, mark)
            if actual:
                spoken.add(address)
                return actual
        return None

    def links(self) -> tuple[PdfLink, ...]:
        """Return the links on the page, in the order of the file."""
        found = []
        for n in range(max(raw.FPDFPage_GetAnnotCount(self._raw), 0)):
            self._allowance.spend(THING)
            annotation = raw.FPDFPage_GetAnnot(self._raw, n)
            if not annotation:
                continue
            try:
                if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_LINK:
                    found.append(self._link(annotation))
            finally:
                raw.FPDFPage_CloseAnnot(annotation)
        return tuple(found)

    def _link(self, annotation: Any) -> PdfLink:
        link = raw.FPDFAnnot_GetLink(annotation)
        box = raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(annotation, box)
        (left, right), (bottom, top) = sorted((box.left, box.right)), sorted((box.bottom, box.top))
        return PdfLink(
            (left, bottom, right, top),
            address_of(self._allowance, self._document, raw.FPDFLink_GetAction(link)),
            text_of(self._allowance, raw.FPDFAnnot_GetStringValue, annotation, b"Dest"),
            page_of(self._document, raw.FPDFLink_GetDest(self._document, link)),
        )

    def elements(self) -> tuple[PdfElement, ...]:
        """Return what of the structure tree stands on the page; () where there is none."""
        tree = raw.FPDF_StructTree_GetForPage(self._raw)
        if not tree:
            return ()
        try:
            count = max(raw.FPDF_StructTree_CountChildren(tree), 0)
            roots = [raw.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(count)]
            elements = _Elements(self._allowance)
            return tuple(elements.read(root, 0) for root in roots if root and elements.is_new(root))
        finally:
            raw.FPDF_StructTree_Close(tree)

    def picture(self, scale: float) -> PageRaster:
        """Return the page drawn at so many pixels a point; raises Unreadable."""
        width, height = self.size
        if not 0 < width * height * scale**2 <= MOST_PIXELS:
            raise Unreadable("a page has no size at which it can be shown")
        try:
            drawn = self._page.render(scale=scale, grayscale=True)
        except pdfium.PdfiumError as error:
            raise Unreadable(f"a page cannot be shown: {error}") from None
        rows = bytes(drawn.buffer)
        starts = range(0, drawn.height * drawn.stride, drawn.stride)
        grey = b"".join(rows[at : at + drawn.width] for at in starts)
        found = PageRaster(drawn.width, drawn.height, grey)
        drawn.close()
        return found


class _Elements:
    """Reads a structure tree, each element and each number of marked content where it first stands.

    In a file with a fault they may stand twice, and in one that means harm 2 to the 30th times.
    """

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._met: set[int] = set()
        self._numbers: set[int] = set()

    def is_new(self, element: Any) -> bool:
        """Tell whether an element has not been met before, and meet it."""
        address = ctypes.addressof(element.contents)
        is_new = address not in self._met
        self._met.add(address)
        return is_new

    def read(self, element: Any, depth: int) -> PdfElement:
        """Return an element with all below it."""
        if depth > DEEPEST:
            raise Unreadable("its structure tree is deeper than any text")
        count = max(raw.FPDF_StructElement_CountChildren(element), 0)
        self._allowance.spend(THING * (1 + count))
        kind, name, alternative, title = (text_of(self._allowance, ask, element) for ask in _SAID)
        children = tuple(self._children(element, count, depth, kind == ROW))
        return PdfElement(kind, name, alternative, title, children)

    def _children(
        self, element: Any, count: int, depth: int, has_cells: bool
    ) -> Iterator[PdfElement | int]:
        """Yield children that stand nowhere else; what stands on other pages once for all that
        follow each other, where that are no (empty) cells: a chapter has hundreds of paragraphs, of
        which each page asks."""
        child_at = raw.FPDF_StructElement_GetChildAtIndex
        number_of = raw.FPDF_StructElement_GetChildMarkedContentID
        last = 0
        for n in range(count):
            child = child_at(element, n)
            if child:
                last = 0
                if self.is_new(child):
                    yield self.read(child, depth + 1)
                continue
            number = int(number_of(element, n))
            if number >= 0 and number not in self._numbers:
                self._numbers.add(number)
                yield number
            elif number < 0 and (has_cells or number != last):
                yield number
            last = number


_SAID = (
    raw.FPDF_StructElement_GetType,
    raw.FPDF_StructElement_GetID,
    raw.FPDF_StructElement_GetAltText,
    raw.FPDF_StructElement_GetTitle,
)
"""What is asked of a structure element, in the order of ``PdfElement``."""

"""A PDF's bytes -> its tagged pages: the structure tree of each page with its words, and links.

Reads through PDFium, which needs no trust in the file. What is not in the structure tree (running
heads, folios) is never seen. ``pdf_items.py`` says what the tree means.
"""

import codecs
import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from octavo.finished.items import Unreadable

TEXT = 1
"""FPDF_PAGEOBJ_TEXT"""
DEEPEST = 200
LEAST_LEADING = 3.0
"""Points from one line to the next, at the least; a raised number stands less high."""
SHARED = 0.4
"""Part of a word's height that its link has at the least."""
Rect = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""


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
class Node:
    """A structure element; a child None has nothing on this page (an empty cell, say)."""

    kind: str
    id: str
    """Of a note, and of a table over several pages; '' for the others."""
    alternative: str
    """Of a figure."""
    title: str
    """Of a section or a figure: what kind of text it is; '' for furniture."""
    children: tuple["Node | Run | None", ...]


@dataclass(frozen=True, slots=True)
class Page:
    label: str
    roots: tuple[Node, ...]


def read_pages(data: bytes, with_lines: bool = False) -> Iterator[Page]:
    """Yield the pages of a PDF, each closed before the next; raises Unreadable.

    ``with_lines`` writes a line feed where a line of the page ends: where its words are read again.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise Unreadable(f"it is no sound PDF: {error}") from None
    try:
        labels = [document.get_page_label(n) for n in range(len(document))]
        for number in range(len(document)):
            page = document[number]
            yield Page(labels[number], _roots(document.raw, page.raw, labels, with_lines))
            page.close()
    finally:
        document.close()


def _roots(document: Any, page: Any, labels: list[str], with_lines: bool) -> tuple[Node, ...]:
    jumps = _jumps(document, page, labels)
    with _opened(raw.FPDFText_LoadPage, raw.FPDFText_ClosePage, page) as words:
        runs = _runs(page, words, jumps, _Lines() if with_lines else None)
    with _opened(raw.FPDF_StructTree_GetForPage, raw.FPDF_StructTree_Close, page) as tree:
        count = raw.FPDF_StructTree_CountChildren(tree) if tree else 0
        found = (raw.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(max(count, 0)))
        return tuple(_node(element, runs, 0) for element in found if element)


@contextmanager
def _opened(
    opening: Callable[[Any], Any], closing: Callable[[Any], None], page: Any
) -> Iterator[Any]:
    handle = opening(page)
    try:
        yield handle
    finally:
        if handle:
            closing(handle)


def _node(element: Any, runs: dict[int, Run], depth: int) -> Node:
    if depth > DEEPEST:
        raise Unreadable("its structure tree is deeper than any text")
    children: list[Node | Run | None] = []
    for n in range(max(raw.FPDF_StructElement_CountChildren(element), 0)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, n)
        if child:
            children.append(_node(child, runs, depth + 1))
        else:
            number = raw.FPDF_StructElement_GetChildMarkedContentID(element, n)
            children.append(runs.get(number))
    kind = _string(raw.FPDF_StructElement_GetType, element)
    kind = MODERN.get(kind, kind)
    has_id = kind in ("Note", "Table")
    name = _string(raw.FPDF_StructElement_GetID, element) if has_id else ""
    alternative = _string(raw.FPDF_StructElement_GetAltText, element) if kind == "Figure" else ""
    title = _string(raw.FPDF_StructElement_GetTitle, element) if kind in ("Sect", "Div") else ""
    if title in ("figure", "listing"):
        kind = "Div"  # a Sect in PDF 2.0, where it holds others
    return Node(kind, name, alternative, title, tuple(children))


class _Lines:
    """Tells where a line of a page ends: the next words stand lower, and further left."""

    def __init__(self) -> None:
        self._x = self._y = 0.0

    def end_before(self, thing: Any) -> str:
        matrix = raw.FS_MATRIX()
        if not raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix)):
            return ""
        is_next = abs(matrix.f - self._y) > LEAST_LEADING and matrix.e < self._x
        self._x, self._y = max(matrix.e, 0.0) if is_next else max(self._x, matrix.e), matrix.f
        self._x += 0.1
        return "\n" if is_next else ""


def _runs(page: Any, words: Any, jumps: list[Jump], lines: _Lines | None) -> dict[int, Run]:
    """Return the words of a page by the number of their marked content."""
    texts: dict[int, str] = {}
    led: dict[int, Jump] = {}
    spoken: set[int] = set()
    for n in range(raw.FPDFPage_CountObjects(page)):
        thing = raw.FPDFPage_GetObject(page, n)
        number = raw.FPDFPageObj_GetMarkedContentID(thing)
        if number < 0:
            continue
        is_text = raw.FPDFPageObj_GetType(thing) == TEXT
        text = _text(thing, words, spoken) if is_text else ""
        end = lines.end_before(thing) if lines and is_text else ""
        texts[number] = texts.get(number, "") + end + text
        jump = _jump_at(thing, jumps)
        if jump:
            led.setdefault(number, jump)
    return {number: Run(text, led.get(number)) for number, text in texts.items()}


def _text(thing: Any, words: Any, spoken: set[int]) -> str:
    """Return the words of a text object.

    Where its marked content says them (``ActualText``), they are what it says, with its first
    object: PDFium leaves signs beyond U+FFFF out of them. ``spoken``: the marks that have been met.
    """
    for n in range(raw.FPDFPageObj_CountMarks(thing)):
        mark = raw.FPDFPageObj_GetMark(thing, n)
        told = _actual_text(mark)
        if told:
            address = ctypes.addressof(mark.contents)
            text = "" if address in spoken else told
            spoken.add(address)
            return text
    return _string(raw.FPDFTextObj_GetText, thing, words)


def _actual_text(mark: Any) -> str:
    size = ctypes.c_ulong()
    ask = partial(raw.FPDFPageObjMark_GetParamBlobValue, mark, b"ActualText")
    if not ask(None, 0, ctypes.byref(size)) or not size.value:
        return ""
    buffer = (ctypes.c_ubyte * size.value)()
    ask(buffer, size.value, ctypes.byref(size))
    data = bytes(buffer)
    if data.startswith(codecs.BOM_UTF16_BE):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("latin-1")  # the engine writes ASCII so, and all else in UTF-16


def _jump_at(thing: Any, jumps: list[Jump]) -> Jump | None:
    """Return the link whose rectangle holds the middle of an object of the page, or else half of
    its height: a lowered or raised word stands out of its line."""
    if not jumps:
        return None
    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(thing, *map(ctypes.byref, sides)):
        return None
    left, bottom, right, top = (side.value for side in sides)
    x, y = (left + right) / 2, (bottom + top) / 2
    for jump in jumps:
        if jump.rect[0] <= x <= jump.rect[2] and jump.rect[1] <= y <= jump.rect[3]:
            return jump
    for jump in jumps:
        shared = min(top, jump.rect[3]) - max(bottom, jump.rect[1])
        if jump.rect[0] <= x <= jump.rect[2] and shared > (top - bottom) * SHARED:
            return jump
    return None


def _jumps(document: Any, page: Any, labels: list[str]) -> list[Jump]:
    jumps = []
    for n in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, n)
        try:
            if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_LINK:
                jumps.append(_jump(document, annotation, labels))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return jumps


def _jump(document: Any, annotation: Any, labels: list[str]) -> Jump:
    link = raw.FPDFAnnot_GetLink(annotation)
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, box)
    (left, right), (bottom, top) = sorted((box.left, box.right)), sorted((box.bottom, box.top))
    rect = (left, bottom, right, top)
    action = raw.FPDFLink_GetAction(link)
    if action:
        return Jump(_address(document, action), "", rect)
    name = _string(raw.FPDFAnnot_GetStringValue, annotation, b"Dest")
    destination = raw.FPDFLink_GetDest(document, link)
    page = raw.FPDFDest_GetDestPageIndex(document, destination) if destination else -1
    if 0 <= page < len(labels):
        return Jump(f"#{name}", labels[page], rect)
    return Jump(f"#{name} (which is nowhere)", "", rect)


def _address(document: Any, action: Any) -> str:
    length = raw.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAction_GetURIPath(document, action, buffer, length)
    return buffer.value.decode(errors="replace")


def _string(function: Callable[..., int], *arguments: Any) -> str:
    """Return what a PDFium function writes as UTF-16; it counts code units or bytes."""
    size = function(*arguments, None, 0)
    buffer = (ctypes.c_ushort * (size + 1))()
    function(*arguments, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").partition("\0")[0]

"""Functions of PDFium -> their answers as values of Python, none of them longer than is allowed."""

import codecs
import ctypes
import math
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pypdfium2.raw as raw

from octavo.finished.items import Unreadable
from octavo.finished.pdf_contents import Rect

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


SHORT = 512
"""Bytes of an answer that is asked for once; a longer one is asked for its length first."""


class Allowance:
    """What may still be read from a PDF."""

    def __init__(self, most: int) -> None:
        self._left = most
        self.room = (ctypes.c_ushort * (SHORT // 2))()
        """For answers that are short, one after the other."""

    def spend(self, count: int) -> None:
        """Take from it; raises Unreadable where nothing is left."""
        self._left -= count
        if self._left < 0:
            raise Unreadable("it holds more than any publication")


def without_controls(text: str) -> str:
    """Return a text without the characters that no XML can hold and no terminal should see."""
    return _CONTROL.sub("", text)


def text_of(allowance: Allowance, ask: Callable[..., int], *arguments: Any) -> str:
    """Return what a PDFium function writes as UTF-16, counting bytes."""
    buffer = allowance.room
    size = ask(*arguments, buffer, SHORT)  # what needs more room writes nothing
    if size <= 2:
        return ""
    allowance.spend(size)
    if size > SHORT:
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        ask(*arguments, buffer, size)
    return bytes(memoryview(buffer).cast("B")[:size]).decode("utf-16-le", "replace").rstrip("\0")


def actual_text(allowance: Allowance, mark: Any) -> str:
    """Return what a mark says in place of what is painted (``ActualText``), perhaps nothing."""
    size = ctypes.c_ulong()
    ask = partial(raw.FPDFPageObjMark_GetParamBlobValue, mark, b"ActualText")
    if not ask(None, 0, ctypes.byref(size)) or not size.value:
        return ""
    allowance.spend(size.value)
    buffer = (ctypes.c_ubyte * size.value)()
    ask(buffer, size.value, ctypes.byref(size))
    data = bytes(buffer)
    if data.startswith(codecs.BOM_UTF16_BE):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("latin-1")  # the engine writes ASCII so, and all else in UTF-16


def font_of(allowance: Allowance, words: Any, at: int) -> str:
    """Return the name of the font of a character, '' where it has none."""
    flags = ctypes.c_int()
    ask = partial(raw.FPDFText_GetFontInfo, words, at)
    size = ask(None, 0, ctypes.byref(flags))
    allowance.spend(size)
    buffer = ctypes.create_string_buffer(size)
    ask(buffer, size, ctypes.byref(flags))
    return buffer.value.decode(errors="replace")


def scale_of(words: Any, at: int) -> float:
    """Return by how much a character is set larger than its font's size says: many programs set
    all type in size 1, and let a matrix make it larger."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(words, at, ctypes.byref(matrix)):
        return 1.0
    return math.hypot(matrix.c, matrix.d) or 1.0


def address_of(allowance: Allowance, document: Any, action: Any) -> str:
    """Return the address that an action leads to, '' where it leads to none."""
    size = raw.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
    allowance.spend(size)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode(errors="replace")


def page_of(document: Any, target: Any) -> int | None:
    """Return the index of the page that a destination leads to, None where that is nowhere."""
    page = raw.FPDFDest_GetDestPageIndex(document, target) if target else -1
    return int(page) if page >= 0 else None


def bounds_of(thing: Any) -> Rect | None:
    """Return the box of an object of a page."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(thing, *map(ctypes.byref, sides)):
        return None
    return rect_of([side.value for side in sides])


def origin_of(thing: Any) -> tuple[float, float] | None:
    """Return where an object of a page begins."""
    matrix = raw.FS_MATRIX()
    found = raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix))
    return (matrix.e, matrix.f) if found else None


def rect_of(sides: Sequence[float]) -> Rect:
    """Return four sides as they are named in ``Rect``."""
    left, bottom, right, top = map(float, sides)
    return left, bottom, right, top

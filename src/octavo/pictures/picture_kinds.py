"""What a picture's file is by what it holds, whatever its name says: a drawing, pixels, neither."""

import re
import zlib

MOST_DRAWING = 50_000_000
"""Bytes that a packed drawing may grow to."""
_LOOK = 100_000
"""Bytes among which the first element of a text stands."""
_MARKS = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*")
_FIRST = re.compile(
    rb"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*+<([\w.:-]+)",
    re.DOTALL | re.IGNORECASE,
)
_PACKED = b"\x1f\x8b"
_PAGES = frozenset((b"html", b"head", b"body", b"title", b"meta", b"script", b"div"))


class BadPacking(Exception):
    """Raised where a packed drawing is damaged, or grows without end."""


def unpack_drawing(data: bytes) -> bytes:
    """Return what an SVGZ holds, other bytes as they are; raises BadPacking."""
    if not data.startswith(_PACKED):
        return data
    packing = zlib.decompressobj(31)
    try:
        held = packing.decompress(data, MOST_DRAWING)
    except zlib.error as fault:
        raise BadPacking(f"it is packed, and damaged: {fault}") from None
    if packing.unconsumed_tail:
        raise BadPacking(f"it unpacks to more than {MOST_DRAWING:,} bytes")
    if not packing.eof:
        raise BadPacking("it is packed, and ends early")
    return held


def is_drawing(data: bytes) -> bool:
    """Tell an SVG: a text whose first element is ``svg``, of any prefix."""
    return _first_element(data).rpartition(b":")[2] == b"svg"


def is_page(data: bytes) -> bool:
    """Tell a page of HTML, as servers give it in place of a picture."""
    return _first_element(data).lower() in _PAGES


def _first_element(data: bytes) -> bytes:
    head = data[:_LOOK].replace(b"\0", b"")  # UTF-16, too
    marks = _MARKS.match(head)
    found = _FIRST.match(head, marks.end() if marks else 0)
    return found[1] if found else b""

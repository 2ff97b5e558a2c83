"""Objects -> the bytes of a PDF: streams as they are, all others in object streams."""

import hashlib
import re
import zlib
from codecs import BOM_UTF16_BE
from collections.abc import Iterable, Sequence
from itertools import accumulate
from struct import Struct

A_STREAM = 250
"""Objects that share an object stream."""
LEVEL = 6
"""Of compression: the next three cost more time than they save room."""
WIDTH = 4
"""Bytes of a place in the file: up to four gigabytes."""


_SPECIAL = re.compile(rb"([\\()])")
_ROW = Struct(">BIB")


def deflate(data: bytes) -> bytes:
    """Return the data of a stream, compressed."""
    engine = zlib.compressobj(level=9)
    return engine.compress(data) + engine.flush()


def pdf_string(text: str) -> bytes:
    """Return text as a string of a PDF (ISO 32000-1, 7.9.2.2)."""
    if text.isascii():
        return b"(%s)" % _SPECIAL.sub(rb"\\\1", text.encode())
    return b"<%s>" % (BOM_UTF16_BE + text.encode("utf-16-be")).hex().encode()


class PdfOutput:
    """Takes objects under numbers that it gives; the file stands when all are in."""

    def __init__(self, version: str) -> None:
        self._parts: list[bytes] = []
        self._length = 0
        self._next = 1
        self._places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        """Number -> an entry of the cross-reference stream."""
        self._plain: list[tuple[int, bytes]] = []
        self._write(b"%%PDF-%s\n%%\xf0\x9f\x96\xa4\n" % version.encode())

    def number(self) -> int:
        """Return the next number."""
        self._next += 1
        return self._next - 1

    def numbers(self, count: int) -> range:
        """Return the next numbers."""
        self._next += count
        return range(self._next - count, self._next)

    def add(self, data: bytes) -> int:
        """Take an object that is no stream; return its number."""
        number = self.number()
        self._plain.append((number, data))
        return number

    def put(self, objects: Iterable[tuple[int, bytes]]) -> None:
        """Take objects that are no streams under numbers that were given."""
        self._plain += objects

    def put_stream(self, number: int, extra: bytes, data: bytes) -> None:
        """Take a stream: its dictionary, and its data as they are to lie in the file."""
        self._places[number] = (1, self._length, 0)
        self._write(b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, extra, data))

    def finish(self, catalog: int, info: int = 0) -> bytes:
        """Return the file; ``info`` 0 where it has no information dictionary."""
        self._plain.sort()
        for first in range(0, len(self._plain), A_STREAM):
            self._put_together(self._plain[first : first + A_STREAM])
        return self._close(catalog, info)

    def _put_together(self, group: Sequence[tuple[int, bytes]]) -> None:
        number = self.number()
        starts = accumulate((len(data) + 1 for _, data in group), initial=0)
        head = b" ".join(b"%d %d" % (n, at) for (n, _), at in zip(group, starts, strict=False))
        data = zlib.compress(head + b"\n" + b"\n".join([data for _, data in group]), LEVEL)
        told = (len(group), len(head) + 1, len(data))
        extra = b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode/Length %d>>" % told
        self.put_stream(number, extra, data)
        self._places |= {each: (2, number, n) for n, (each, _) in enumerate(group)}

    def _close(self, catalog: int, info: int) -> bytes:
        """Write the cross-reference stream, whose rows differ little from those above them."""
        number, start = self.number(), self._length
        self._places[number] = (1, start, 0)
        places = (self._places.get(n, (0, 0, 0)) for n in range(self._next))
        rows = b"".join([_ROW.pack(kind, place, index & 255) for kind, place, index in places])
        data = zlib.compress(_predict(rows), 9)
        digest = hashlib.md5(b"".join(self._parts), usedforsecurity=False).hexdigest().encode()
        entries = (
            b"/Type /XRef/Size %d/W [1 %d 1]/Root %d 0 R" % (self._next, WIDTH, catalog),
            b"/Info %d 0 R" % info if info else b"",
            b"/ID [<%s> <%s>]" % (digest, digest),
            b"/Filter /FlateDecode/DecodeParms <</Predictor 12/Columns %d>>" % (WIDTH + 2),
        )
        extra = b"<<%s/Length %d>>" % (b"".join(entries), len(data))
        self.put_stream(number, extra, data)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(self._parts)

    def _write(self, data: bytes) -> None:
        self._parts.append(data)
        self._length += len(data)


def _predict(rows: bytes) -> bytes:
    """Return the rows of a table as what each byte has more than the one above it (PNG's predictor
    "up"), a 2 before each row.

    All bytes are taken at once, as one number: borrowed bits stay in their byte.
    """
    width, high = _ROW.size, b"\x80" * len(rows)
    each = int.from_bytes(rows, "big")
    above = int.from_bytes(bytes(width) + rows[:-width], "big")
    top = int.from_bytes(high, "big")
    apart = ((each | top) - (above & ~top)) ^ ((each ^ ~above) & top)
    told = apart.to_bytes(len(rows), "big")
    found = bytearray(b"\x02" * (len(rows) // width * (width + 1)))
    for column in range(width):
        found[column + 1 :: width + 1] = told[column::width]
    return bytes(found)

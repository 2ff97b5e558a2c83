"""A font packed as WOFF -> the same font as it was before, byte by byte.

Rule: WOFF File Format 1.0 (W3C), sections 3 to 5: each table lies packed by itself, or as it is.
"""

import struct
import zlib

HEADER, ENTRY = ">4s4sIHHI", ">4sIIII"
_ENTRIES = 44
"""Where the directory begins."""
MOST_BYTES = 80_000_000


class NoWoff(ValueError):
    """Raised with the reason where bytes are no WOFF file."""


def unpack(data: bytes) -> bytes:
    """Return the font; raises NoWoff."""
    try:
        signature, flavour, _, count, _, size = struct.unpack_from(HEADER, data)
        if signature != b"wOFF" or size > MOST_BYTES:
            raise NoWoff("it is no WOFF file")
        found = [struct.unpack_from(ENTRY, data, _ENTRIES + 20 * n) for n in range(count)]
        return _join(data, flavour, found)
    except (struct.error, zlib.error) as error:
        raise NoWoff(str(error)) from None


def _join(data: bytes, flavour: bytes, found: list[tuple[bytes, int, int, int, int]]) -> bytes:
    """Return head, directory and tables, these in the order in which they lie."""
    at = 12 + 16 * len(found)
    entries: list[tuple[bytes, int, int, int]] = []
    tables: list[bytes] = []
    for tag, start, packed, length, checksum in sorted(found, key=lambda entry: entry[1]):
        table = _table(data[start : start + packed], length)
        entries.append((tag, checksum, at, length))
        tables.append(table + bytes(-length % 4))
        at += len(tables[-1])
    exponent = max(len(found).bit_length() - 1, 0)
    widest = 16 << exponent
    head = struct.pack(">4sHHHH", flavour, len(found), widest, exponent, 16 * len(found) - widest)
    return b"".join([head, *(struct.pack(">4sIII", *each) for each in sorted(entries)), *tables])


def _table(packed: bytes, length: int) -> bytes:
    """Return a table of a length that its entry tells, and no longer one; raises NoWoff."""
    if length > MOST_BYTES:
        raise NoWoff("a table is too long")
    table = packed if len(packed) == length else zlib.decompressobj().decompress(packed, length + 1)
    if len(table) != length:
        raise NoWoff("a table has another length")
    return table

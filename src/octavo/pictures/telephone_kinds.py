"""HEIC and AVIF, as telephones and browsers write them: told, and what was made of them found.

Builds decode neither: the same file need not give the same pixels on every machine. A command
makes a JPEG or PNG beside the file, once; it belongs to the source, and says of which file it was
made, so that a build knows when that has changed.
"""

import hashlib
import re

BRANDS = {
    "HEIC": frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")),
    "AVIF": frozenset((b"avif", b"avis")),
}
ENDINGS = (".jpg", ".png")
"""What follows the whole name of a file in the name of that which was made of it."""
_MOST_BRANDS = 256
_MADE = re.compile(rb"octavo pictures: of sha256 ([0-9a-f]{64})")
_LOOK = 4_000
"""Bytes at its beginning in which a file says of which it was made."""


def telephone_kind(data: bytes) -> str:
    """Return HEIC or AVIF by a file's brands (ISO/IEC 14496-12, 4.3), '' for others."""
    if data[4:8] != b"ftyp":
        return ""
    size = min(int.from_bytes(data[:4], "big"), _MOST_BRANDS)
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, size - 3, 4))]
    for kind in ("AVIF", "HEIC"):  # an AVIF may be of a brand of HEIC's besides
        if BRANDS[kind].intersection(brands):
            return kind
    return ""


def maker_mark(data: bytes) -> str:
    """Return what a picture says that was made of a file of these bytes."""
    return f"octavo pictures: of sha256 {hashlib.sha256(data).hexdigest()}"


def is_made_of(made: bytes, data: bytes) -> bool:
    """Tell whether a picture was made of a file; one that says nothing is its author's."""
    found = _MADE.search(made[:_LOOK])
    return found is None or found[0].decode() == maker_mark(data)


def is_ours(made: bytes) -> bool:
    """Tell a picture that the command has made."""
    return _MADE.search(made[:_LOOK]) is not None

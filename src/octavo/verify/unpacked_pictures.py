"""Pictures in PNG, by themselves or within a page -> the same without their compression."""

import base64
import re
import zlib
from hashlib import sha256
from typing import Final

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 256 * 2**20
"""Of a picture that is unpacked."""
_HELD = re.compile(rb"data:image/png;base64,([A-Za-z0-9+/=]+)")


def unpack_png(data: bytes) -> bytes:
    """Return the chunks of a picture with its pixels unpacked; what is no PNG as it is."""
    if not data.startswith(SIGNATURE):
        return data
    chunks: list[bytes] = []
    packed = bytearray()
    at = len(SIGNATURE)
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        held = data[at + 8 : at + 8 + length]
        if kind == b"IDAT":
            packed += held
        else:
            chunks.append(kind + held)
        at += length + 12
    try:
        chunks.append(zlib.decompressobj().decompress(bytes(packed), MOST_BYTES))
    except zlib.error:
        return data
    return b"\n".join(chunks)


def unpack_page(data: bytes) -> bytes:
    """Return a page in which each picture that it embeds is named by what it shows."""

    def name(found: "re.Match[bytes]") -> bytes:
        try:
            held = base64.b64decode(found[1])
        except ValueError:
            return found[0]
        return b"data:" + sha256(unpack_png(held)).hexdigest().encode()

    return _HELD.sub(name, data)

"""A raster file's bytes -> the same picture without what does not draw; no pixel is decoded.

Left out: EXIF (place, author, camera), XMP, IPTC, comments, thumbnails, other pictures and whatever
stands behind the end of the picture. Kept: pixels, colour profiles, resolution, animation.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs".split()
    + b"acTL fcTL fdAT".split()
)
WEBP_KEPT = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
GIF_KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""Applications that GIF's extensions may be of: both say how often an animation is repeated."""
ADOBE_XMP = b"http://ns.adobe.com/xap/1.0/\0"
MOST_XMP = 4_000_000
"""Bytes that a compressed XMP may grow to."""
_SIZED = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG's markers of a frame, which tells the picture's size."""
_MARKER = re.compile(rb"\xff+[^\x00\xff]", re.DOTALL)
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_END, _SCAN, _COMMENT = 0xD9, 0xDA, 0xFE
_LAST_BLOCK = 0x3B


class Damaged(Exception):
    """Raised where a file does not hold what its format promises."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A picture without anything else, and what was taken out of its file."""

    kind: str
    """JPEG, PNG, GIF or WEBP."""
    data: bytes
    width: int
    height: int
    is_animated: bool = False
    is_deep: bool = False
    """True where a channel has 16 bits."""
    is_lossless: bool = True
    has_profile: bool = False
    """True where the file says by an ICC profile which colours it means."""
    exif: bytes = b""
    """A TIFF block, with or without ``Exif\\0\\0`` before it."""
    xmp: bytes = b""
    iptc: bytes = b""
    """Photoshop's resource blocks."""

    def asks_for_change(self, size: tuple[int, int], is_still: bool) -> bool:
        """Tell whether an edition needs other pixels: in another size, one frame, 8 bits."""
        is_sized = (self.width, self.height) == size
        return not is_sized or (is_still and (self.is_deep or self.is_animated))


def bare(data: bytes) -> Bare | None:
    """Return the picture alone, None where it is no JPEG, PNG, GIF or WebP; raises Damaged."""
    for start, read in READERS.items():
        if re.match(start, data, re.DOTALL):
            return read(data)
    return None


def is_raster(data: bytes) -> bool:
    """Tell a JPEG, PNG, GIF or WebP by its first bytes."""
    return any(re.match(start, data, re.DOTALL) for start in READERS)


def _part(data: bytes, start: int, end: int) -> bytes:
    """Return ``data[start:end]``, all of it; raises Damaged."""
    if start < 0 or end > len(data):
        raise Damaged("the file ends early")
    return data[start:end]


def _big(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(_part(data, at, at + size), "big")


def _little(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(_part(data, at, at + size), "little")


def _jpeg(data: bytes) -> Bare:
    kept, width, height, exif, xmp, iptc = [data[:2]], 0, 0, b"", b"", b""
    for marker, segment in _segments(data):
        body = segment[4:]
        if marker in _SIZED:
            height, width = _big(body, 1, 2), _big(body, 3, 2)
        elif marker == 0xE1 and body.startswith(b"Exif\0"):
            exif = exif or body
        elif marker == 0xE1 and body.startswith(ADOBE_XMP):
            xmp = xmp or body.removeprefix(ADOBE_XMP)
        elif marker == 0xED:
            iptc += body.removeprefix(b"Photoshop 3.0\0")
        kept.append(_drawing(marker, segment))
    data = b"".join(kept)
    has_profile = b"ICC_PROFILE\0" in data
    return Bare("JPEG", data, width, height, False, False, False, has_profile, exif, xmp, iptc)


def _drawing(marker: int, segment: bytes) -> bytes:
    """Return what a JPEG needs of a segment; JFIF goes without its thumbnail."""
    body = segment[4:]
    if marker == 0xE0:
        is_jfif = body.startswith(b"JFIF\0") and len(body) >= 14
        return b"\xff\xe0\x00\x10" + body[:12] + b"\0\0" if is_jfif else b""
    if marker == 0xE2:
        return segment if body.startswith(b"ICC_PROFILE\0") else b""
    if marker == 0xEE:
        return segment if body.startswith(b"Adobe") else b""
    return b"" if 0xE0 <= marker <= 0xEF or marker == _COMMENT else segment


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (marker, bytes) of a JPEG's first picture; a scan goes with its header."""
    at = 2
    while True:
        found = _MARKER.search(data, at)
        if found is None:
            raise Damaged("the file ends early")
        at, marker = found.end() - 2, found[0][-1]
        if marker == _END:
            yield marker, data[at : at + 2]
            return
        end = at + 2 + max(_big(data, at + 2, 2), 2)
        if marker == _SCAN:
            after = _AFTER_SCAN.search(data, end)
            end = after.start() if after else len(data) + 1
        yield marker, _part(data, at, end)
        at = end


def _png(data: bytes) -> Bare:
    kept, exif, xmp, is_animated = [data[:8]], b"", b"", False
    for name, chunk in _chunks(data):
        if name in PNG_KEPT:
            kept.append(chunk)
        is_animated = is_animated or name == b"acTL"
        if name == b"eXIf":
            exif = chunk[8:-4]
        elif name == b"iTXt" and chunk[8:].startswith(b"XML:com.adobe.xmp\0"):
            xmp = _words(chunk[26:-4])
    width, height, depth = _big(data, 16, 4), _big(data, 20, 4), _big(data, 24, 1)
    return Bare(
        "PNG",
        b"".join(kept),
        width,
        height,
        is_animated,
        depth == 16,
        has_profile=any(chunk[4:8] == b"iCCP" for chunk in kept),
        exif=exif,
        xmp=xmp,
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (name, chunk) of a PNG up to its end."""
    at = 8
    while True:
        end = at + 12 + _big(data, at, 4)
        name = _part(data, at + 4, at + 8)
        if (name == b"IHDR") != (at == 8):
            raise Damaged("its header is not at its beginning")
        yield name, _part(data, at, end)
        if name == b"IEND":
            return
        at = end


def _words(text: bytes) -> bytes:
    """Return the words of an ``iTXt`` chunk, told from behind its keyword; b'' if unreadable."""
    is_packed = text[:1] == b"\1"
    words = text[2:].split(b"\0", 2)[-1]
    try:
        return zlib.decompressobj().decompress(words, MOST_XMP) if is_packed else words
    except zlib.error:
        return b""


def _gif(data: bytes) -> Bare:
    start = 13 + _table(_big(data, 10, 1))
    kept, frames, xmp = [_part(data, 0, start)], 0, b""
    for kind, block in _blocks(data, start):
        name = block[3:14]
        frames += kind == b"\x2c"
        if kind in (b"\x2c", b"\x21\xf9") or (kind == b"\x21\xff" and name in GIF_KEPT):
            kept.append(block)
        elif name == b"XMP DataXMP":
            xmp = block[14:-258]
    if not frames:
        raise Damaged("the file ends early")
    width, height = _little(data, 6, 2), _little(data, 8, 2)
    return Bare("GIF", b"".join([*kept, b";"]), width, height, frames > 1, xmp=xmp)


def _blocks(data: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield (kind, block) of a GIF up to its end: an image's kind is 2C, an extension's 21 xx."""
    while at < len(data) and data[at] != _LAST_BLOCK:
        kind = _part(data, at, at + 2)
        if kind[0] == 0x2C:
            kind, start = kind[:1], at + 10 + _table(_big(data, at + 9, 1)) + 1
        elif kind[0] == 0x21:
            start = at + 2
        else:
            raise Damaged("something stands between its blocks")
        end = start
        while length := _big(data, end, 1):
            end += 1 + length
        yield kind, _part(data, at, end + 1)
        at = end + 1


def _table(flags: int) -> int:
    """Return the bytes of the colour table that a GIF's flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _webp(data: bytes) -> Bare:
    kept, found = [], dict[bytes, bytes]()
    for name, chunk in _riff(data):
        found.setdefault(name, chunk)
        if name == b"VP8X":  # its flags tell what else is in the file: no EXIF, no XMP any more
            chunk = chunk[:8] + bytes([_big(chunk, 8, 1) & ~0x0C]) + chunk[9:]
        if name in WEBP_KEPT:
            kept.append(chunk)
    body = b"WEBP" + b"".join(kept)
    width, height = _webp_size(found)
    return Bare(
        "WEBP",
        b"RIFF" + len(body).to_bytes(4, "little") + body,
        width,
        height,
        b"ANIM" in found,
        is_lossless=b"VP8L" in found,
        has_profile=b"ICCP" in found,
        exif=found.get(b"EXIF", b"")[8:],
        xmp=found.get(b"XMP ", b"")[8:],
    )


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (name, chunk) of a WebP, each chunk with the byte that makes its length even."""
    at, last = 12, 8 + _little(data, 4, 4)
    while at < last:
        length = _little(data, at + 4, 4)
        end = at + 8 + length + length % 2
        yield data[at : at + 4], _part(data, at, at + 8 + length) + b"\0" * (length % 2)
        at = end


def _webp_size(found: Mapping[bytes, bytes]) -> tuple[int, int]:
    if b"VP8X" in found:
        return _little(found[b"VP8X"], 12, 3) + 1, _little(found[b"VP8X"], 15, 3) + 1
    if b"VP8L" in found:
        bits = _little(found[b"VP8L"], 9, 4)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if b"VP8 " in found:
        return _little(found[b"VP8 "], 14, 2) & 0x3FFF, _little(found[b"VP8 "], 16, 2) & 0x3FFF
    raise Damaged("it holds no picture")


READERS: Mapping[bytes, Callable[[bytes], Bare]] = {
    rb"\xff\xd8\xff": _jpeg,
    rb"\x89PNG\r\n\x1a\n": _png,
    rb"GIF8[79]a": _gif,
    rb"RIFF....WEBP": _webp,
}
"""What a file begins with -> how its picture is taken out."""

"""A raster's bytes -> a Picture: upright, in sRGB or grey, without words about place and people."""

import re
import struct
import warnings
import zlib
from collections.abc import Mapping

from octavo.model.publication import Asset
from octavo.pictures.containers import Bare, Damaged, bare
from octavo.pictures.credits import credit_of
from octavo.pictures.found import BadPicture, Picture
from octavo.pictures.pixels import open_picture, upright

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
MOST_PIXELS = 100_000_000
OTHERS: Mapping[bytes, str] = {
    rb"BM": "a bitmap (BMP)",
    rb"II\*\0|MM\0\*": "TIFF",
    rb"8BPS": "a Photoshop document",
    rb"%!PS": "PostScript",
    rb"%PDF": "PDF",
    rb"....ftyp(heic|heix|hevc|mif1|msf1)": "HEIC",
    rb"....ftypavi[fs]": "AVIF",
    rb"....ftyp(mp4|iso|qt  |M4V)": "a film",
    rb"\0\0[\1\2]\0": "an icon (ICO)",
    rb"PK\x03\x04": "an archive (ZIP)",
    rb"\0\0\0\x0cJXL |\xff\x0a": "JPEG XL",
    rb"\0\0\0\x0cjP  ": "JPEG 2000",
    rb"(?i:\s*<(?:!doctype html|html))\b": "a web page (HTML)",
}
"""What other picture files begin with -> their name; only told, never read."""
HINT = "save it as PNG, JPEG, GIF, WebP or SVG"


def raster(path: str, data: bytes) -> Picture:
    """Return the picture in a file's bytes; raises BadPicture (E202).

    Its size is read from its header and judged before a pixel is decoded; then all of it is
    decoded once, so that no later step meets a damaged picture.
    """
    try:
        found = bare(data)
    except Damaged as fault:
        raise _unreadable(path, fault) from None
    if found is None:
        raise BadPicture("E202", _stranger(path, data), HINT)
    if not found.width * found.height:
        raise _unreadable(path, Damaged("it has no pixel"))
    if found.width * found.height > MOST_PIXELS:
        size = f"{found.width:,} x {found.height:,}"
        message = f"{path} has {size} pixels; the most is {MOST_PIXELS:,}"
        raise BadPicture("E202", message, "scale it down: 4,000 pixels print a full page")
    done, was_cmyk = _decode(path, found)
    asset = Asset(path, done.data, MEDIA_TYPES[done.kind], done.width, done.height)
    credit = credit_of(found.xmp, found.iptc)
    return Picture(asset, credit, found.is_animated, found.is_deep, was_cmyk)


def _decode(path: str, found: Bare) -> tuple[Bare, bool]:
    """Return the picture upright and in sRGB, and whether it was CMYK."""
    from PIL.Image import DecompressionBombError

    bad = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, UserWarning)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # Pillow's word for half a picture
            image = open_picture(found)
            return upright(found, image), image.mode == "CMYK"
    except (*bad, DecompressionBombError) as fault:
        raise _unreadable(path, fault) from None


def _unreadable(path: str, fault: Exception) -> BadPicture:
    return BadPicture("E202", f"{path} cannot be read as a picture: {fault}", HINT)


def _stranger(path: str, data: bytes) -> str:
    for start, name in OTHERS.items():
        if re.match(start, data, re.DOTALL):
            return f"{path} is {name}, which editions cannot hold"
    fault = "it is no PNG, JPEG, GIF, WebP or SVG" if data else "it is empty"
    return f"{path} cannot be read as a picture: {fault}"

"""A HEIC or AVIF -> a JPEG or PNG to be kept beside it: for a command, never for a build."""

import io
from typing import TYPE_CHECKING

from octavo.pictures.rasters import MOST_PIXELS
from octavo.pictures.telephone_kinds import maker_mark, telephone_kind

if TYPE_CHECKING:
    from PIL.Image import Image

QUALITY = 92
HEIC_PACKAGE = "pillow-heif"
"""Reads HEIC; the licence of its wheels, GPL, lets us name it only."""


class NotConverted(Exception):
    """Raised where a picture cannot be converted, with what can be done."""


def convert(path: str, data: bytes) -> tuple[str, bytes]:
    """Return (path, bytes) of the picture that a file is made into; raises NotConverted.

    Upright, with its colour profile, without words about place and people; PNG where it is
    transparent.
    """
    image = _open(path, data)
    profile, mark = image.info.get("icc_profile"), maker_mark(data)
    kept = {"icc_profile": profile} if profile else {}
    target = io.BytesIO()
    if image.mode in ("RGBA", "LA", "PA") and image.getchannel("A").getextrema() != (255, 255):
        from PIL.PngImagePlugin import PngInfo

        told = PngInfo()
        told.add_text("Comment", mark)
        image.save(target, "PNG", pnginfo=told, optimize=True, **kept)
        return f"{path}.png", target.getvalue()
    plain = image if image.mode in ("L", "RGB") else image.convert("RGB")
    plain.info.pop("exif", None)
    plain.save(target, "JPEG", quality=QUALITY, subsampling=0, comment=mark, **kept)
    return f"{path}.jpg", target.getvalue()


def _open(path: str, data: bytes) -> "Image":
    from PIL import ImageOps, UnidentifiedImageError
    from PIL.Image import DecompressionBombError

    try:
        image = _reader(path, data)
        if image.width * image.height > MOST_PIXELS:
            raise NotConverted(f"{path} has more than {MOST_PIXELS:,} pixels: scale it down")
        image.load()
        return ImageOps.exif_transpose(image)
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError) as fault:
        raise NotConverted(f"{path} is damaged: {fault}") from None
    except (UnidentifiedImageError, DecompressionBombError) as fault:
        raise NotConverted(f"{path} cannot be read: {fault}") from None


def _reader(path: str, data: bytes) -> "Image":
    """Return the picture, none of its pixels decoded."""
    if telephone_kind(data) == "AVIF":
        from PIL.AvifImagePlugin import AvifImageFile

        return AvifImageFile(io.BytesIO(data))
    try:
        from pillow_heif import HeifImageFile
    except ImportError:
        raise NotConverted(
            f"{path} is HEIC, which needs one more package: pip install {HEIC_PACKAGE}; or make a "
            f"JPEG of it: heif-convert -q 92 '{path}' '{path}.jpg' (on macOS: sips -s format jpeg "
            f"'{path}' --out '{path}.jpg')"
        ) from None
    found: Image = HeifImageFile(io.BytesIO(data))
    return found

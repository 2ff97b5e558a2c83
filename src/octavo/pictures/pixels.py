"""Pixels turned, brought to sRGB and scaled; the one place that decodes and encodes rasters.

Whatever is not changed here keeps its bytes. Pillow's wheel decides the bytes of the rest.
"""

import io
import struct
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from octavo.pictures.colours import png_profile, to_srgb
from octavo.pictures.containers import Bare, bare

if TYPE_CHECKING:
    from PIL.Image import Image

QUALITY = 90
ORIENTATION = 0x0112
TURNS: Mapping[int, str] = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""EXIF orientation -> Pillow's name for what sets the picture upright."""


def open_picture(picture: Bare) -> "Image":
    """Return the picture decoded (its first frame); raises what Pillow raises for bad data.

    The readers are called directly: ``Image.open`` would try every format that Pillow knows, and
    warns of sizes that we allow.
    """
    from PIL import ImageFile
    from PIL.GifImagePlugin import GifImageFile
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile
    from PIL.WebPImagePlugin import WebPImageFile

    readers: Mapping[str, Callable[[io.BytesIO], Image]] = {
        "JPEG": JpegImageFile,
        "PNG": PngImageFile,
        "GIF": GifImageFile,
        "WEBP": WebPImageFile,
    }
    # WeasyPrint lets Pillow fill up truncated pictures, in a process that has imported it.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    image = readers[picture.kind](io.BytesIO(picture.data))
    if image.size != (picture.width, picture.height):
        raise ValueError("its frames are not of the size that its header tells")
    image.load()
    return image


def orientation(exif: bytes) -> int:
    """Return EXIF's orientation, 1 to 8; 1 where the block does not tell it."""
    block = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(block[:2], "")
    try:
        (start,) = struct.unpack_from(f"{order}I", block, 4)
        (count,) = struct.unpack_from(f"{order}H", block, start)
        for number in range(count if order else 0):
            tag, value = struct.unpack_from(f"{order}H6xH", block, start + 2 + 12 * number)
            if tag == ORIENTATION:
                return value if value in TURNS else 1
    except struct.error:
        pass
    return 1


def upright(picture: Bare, image: "Image") -> Bare:
    """Return the picture as it is to be seen: turned, and in sRGB where it was CMYK, or a PNG with
    a gamma of its own, which some readers heed and others do not."""
    turn = TURNS.get(orientation(picture.exif))
    if picture.is_animated:
        return picture
    own = _of_gamma(picture, image)
    if turn is None and image.mode != "CMYK" and own is None:
        return picture
    image = own or image
    if image.mode == "CMYK":
        image = _srgb(image)
    if turn is not None:
        from PIL.Image import Transpose

        image = image.transpose(Transpose[turn])
    return encode(image, picture)


def scale(picture: Bare, size: tuple[int, int], is_shallow: bool) -> Bare:
    """Return the first frame in this size; ``is_shallow`` asks for 8 bits a channel, in sRGB."""
    from PIL.Image import Resampling

    image = open_picture(picture)
    profile = image.info.get("icc_profile")
    own = to_srgb(_of_8_bits(image), profile) if profile and is_shallow else None
    if own is None and not picture.asks_for_change(size, is_shallow):
        return picture
    image = own or image
    mode = image.mode
    if mode.startswith("I") and (is_shallow or image.size != size):
        image = _shallow(image)
    if image.size != size:
        image = _continuous(image).resize(size, Resampling.LANCZOS)
        if mode == "P" and image.mode == "RGB":
            image = image.quantize()
    return encode(image, picture)


def _of_gamma(picture: Bare, image: "Image") -> "Image | None":
    """Return a PNG in sRGB where its own gamma makes a difference; else None."""
    is_grey = image.mode in ("1", "L", "LA") or image.mode.startswith("I")
    profile = png_profile(picture.data, is_grey) if picture.kind == "PNG" else b""
    return to_srgb(_of_8_bits(image), profile) if profile else None


def _of_8_bits(image: "Image") -> "Image":
    if image.mode == "1":
        return image.convert("L")
    return _shallow(image) if image.mode.startswith("I") else image


def _srgb(image: "Image") -> "Image":
    """Return a CMYK picture in sRGB, through its profile where it has a sound one."""
    profile = image.info.pop("icc_profile", None)
    return (to_srgb(image, profile) if profile else None) or image.convert("RGB")


def _shallow(image: "Image") -> "Image":
    """Return a grey picture of 16 bits with 8: Pillow's own conversion cuts instead of scaling."""
    from PIL import Image

    return Image.frombytes("L", image.size, image.tobytes("raw", "I;16B")[::2])


def _continuous(image: "Image") -> "Image":
    """Return the picture in a mode whose values can be blended."""
    if "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert({"1": "L", "P": "RGB"}.get(image.mode, image.mode))


def encode(image: "Image", like: Bare) -> Bare:
    """Return pixels in the file format of ``like``, with its colour profile."""
    options: Mapping[str, Mapping[str, object]] = {
        "JPEG": {"quality": QUALITY, "subsampling": 0, "optimize": True},
        "WEBP": {"quality": QUALITY, "lossless": like.is_lossless},
    }
    profile = image.info.get("icc_profile")
    kept = {"icc_profile": profile} if profile and like.kind != "GIF" else {}
    file = io.BytesIO()
    image.save(file, like.kind, **options.get(like.kind, {}), **kept)
    done = bare(file.getvalue())
    assert done is not None  # it was written two lines above
    return done

"""Sixty-odd picture files with odd names, kinds and colours, made as they are asked for; for tests.

Each shows a colour of its own, so that none can stand for another.
"""

import gzip
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import count

from camera import animation, file, stored
from PIL import Image, ImageChops
from PIL.PngImagePlugin import PngInfo

SIZE = (24, 16)
D50 = (0.96420, 1.0, 0.82491)
ADOBE_RGB = (
    (0.60974, 0.31111, 0.01947),
    (0.20528, 0.62567, 0.06087),
    (0.14919, 0.06322, 0.74457),
)
DISPLAY_P3 = (
    (0.51512, 0.24120, -0.00105),
    (0.29198, 0.69225, 0.04189),
    (0.15710, 0.06657, 0.78407),
)
SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
P3_CHROMATICITIES = (31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)
"""White, red, green, blue as cHRM has them."""
NAMES = (
    *("my pic.png", "Figure #3.png", "50% off.png", "per%cent.png", "a%20b.png", "what?.png"),
    *("q?x=1&y.png", "a&b.png", "a&amp;b.png", "a+b.png", "a;b.png", "it's.png", 'say "hi".png'),
    *("[1].png", "(1).png", "{a}.png", "<b>.png", "a,b=c@d.png", "a:b.png", "~tilde.png"),
    *("caf\u00e9.png", "cafe2\u0301.png", "日本語.png", "שלום.png", "shot 😀.png"),
    *("Screenshot 2024-05-06 at 9.41.00\u202fAM.png", f"{'long-' * 44}.png", "UPPER.PNG"),
    *("dots...png", "end. .png", "two/same.png", "three/same.png", "case/A1.png", "Case2/a1.png"),
    *("con.png", "-dash.png", "_under.png", "back`tick.png", "pipe|star*.png", "$^!.png"),
)


def ground(number: int) -> Image.Image:
    """Return a picture of two colours that no other number has."""
    left = (37 * number % 256, 91 * number % 256, 151 * number % 256)
    picture = Image.new("RGB", SIZE, left)
    picture.paste((200, 60, 20 + 3 * number % 230), (SIZE[0] // 2, 0, *SIZE))
    return picture


def profile(gamma: float, columns: tuple[tuple[float, ...], ...] = ()) -> bytes:
    """Return an ICC profile of three primaries (XYZ, for D50), of grey without; one gamma."""
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    tags = {b"wtpt": _xyz(D50), b"cprt": _words(), b"desc": _words()}
    for letter, column in zip("rgb", columns, strict=False):
        tags |= {f"{letter}XYZ".encode(): _xyz(column), f"{letter}TRC".encode(): curve}
    tags |= {} if columns else {b"kTRC": curve}
    at, index, bodies = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, body in tags.items():
        index += name + struct.pack(">II", at + len(bodies), len(body))
        bodies += body + b"\0" * (-len(body) % 4)
    space = b"RGB " if columns else b"GRAY"
    head = struct.pack(
        ">I4sI4s4s4s", at + len(bodies), b"test", 0x04200000, b"mntr", space, b"XYZ "
    )
    head += struct.pack(">6H4s", 2024, 1, 1, 0, 0, 0, b"acsp") + bytes(24) + struct.pack(">I", 0)
    return (head + _xyz(D50)[8:]).ljust(128, b"\0") + index + bodies


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(each * 65536) for each in values))


def _words() -> bytes:
    words = "made by a test".encode("utf-16-be")
    record = struct.pack(">II2s2sII", 1, 12, b"en", b"GB", len(words), 28)
    return b"mluc\0\0\0\0" + record + words


def png(picture: Image.Image, gamma: int = 0, chromaticities: tuple[int, ...] = ()) -> bytes:
    """Return a PNG with gAMA and cHRM, as their integers."""
    chunks = PngInfo()
    if gamma:
        chunks.add(b"gAMA", struct.pack(">I", gamma))
    if chromaticities:
        chunks.add(b"cHRM", struct.pack(">8I", *chromaticities))
    return file(picture, "PNG", pnginfo=chunks)


def deep_png(picture: Image.Image) -> bytes:
    """Return a PNG with 16 bits a channel, which Pillow does not write in colour."""
    width, height = picture.size
    raw = picture.tobytes()
    rows = (raw[3 * width * y : 3 * width * (y + 1)] for y in range(height))
    data = b"".join(b"\0" + b"".join(bytes((each, each)) for each in row) for row in rows)
    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(data)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def svg(number: int, attributes: str = 'width="24" height="16"') -> bytes:
    colour = "#{:02x}{:02x}{:02x}".format(*ground(number).getpixel((0, 0)))
    told = f'<rect width="24" height="16" fill="{colour}"/>'
    told += f'<text x="2" y="15" font-size="6">n{number}</text>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{told}</svg>'.encode()


def _kinds(numbers: Iterator[int]) -> Iterator[tuple[str, bytes]]:
    """Yield pictures that are not what their names say, and others of every kind."""

    def next_one() -> Image.Image:
        return ground(next(numbers))

    yield "kinds/jpeg.png", file(next_one(), "JPEG")
    yield "kinds/png.jpg", file(next_one(), "PNG")
    yield "kinds/webp.jpg", file(next_one(), "WEBP", lossless=True)
    yield "kinds/gif.png", file(next_one(), "GIF")
    yield "kinds/png.svg", file(next_one(), "PNG")
    yield "kinds/svg.png", svg(next(numbers))
    yield "kinds/drawing.svg.png", b'\xef\xbb\xbf<?xml version="1.0"?>\n' + svg(next(numbers))
    yield "kinds/packed.svgz", gzip.compress(svg(next(numbers)), mtime=0)
    yield "kinds/sizeless.svg", svg(next(numbers), "")
    yield "kinds/nothing", file(next_one(), "PNG")
    yield "kinds/photo.jpeg.webp", file(next_one(), "JPEG", progressive=True)
    yield "kinds/Turned.JPG", stored(next_one(), 6, "JPEG")
    for kind, number in (("GIF", 1), ("WEBP", 2), ("PNG", 3)):
        yield f"kinds/film.{kind.lower()}", animation(kind, size=(96 + number, 64))


def _colours(numbers: Iterator[int]) -> Iterator[tuple[str, bytes]]:
    """Yield pictures whose colours are not sRGB's, or not told as such."""

    def next_one() -> Image.Image:
        return ground(next(numbers))

    adobe, p3 = profile(2.2, ADOBE_RGB), profile(2.2, DISPLAY_P3)
    yield "colours/adobe.jpg", file(next_one(), "JPEG", icc_profile=adobe, quality=95)
    yield "colours/p3.png", file(next_one(), "PNG", icc_profile=p3)
    yield "colours/p3.webp", file(next_one(), "WEBP", icc_profile=p3, lossless=True)
    swapped = profile(2.2, (SRGB[1], SRGB[0], SRGB[2]))
    yield "colours/swapped.png", file(next_one(), "PNG", icc_profile=swapped)
    yield "colours/grey.png", file(next_one().convert("L"), "PNG", icc_profile=profile(2.2))
    yield "colours/grey.jpg", file(next_one().convert("L"), "JPEG", icc_profile=profile(1.0))
    yield "colours/cmyk.jpg", file(_inked(next_one()), "JPEG", quality=95)
    yield "colours/gamma-1.png", png(next_one(), 100000)
    yield "colours/gamma-1.8.png", png(next_one(), 55556)
    yield "colours/gamma-sRGB.png", png(next_one(), 45455)
    yield "colours/gamma-p3.png", png(next_one(), 45455, P3_CHROMATICITIES)
    yield "colours/gamma-grey.png", png(next_one().convert("L"), 100000)
    clear = next_one()
    clear.putalpha(Image.new("L", SIZE, 128))
    yield "colours/gamma-clear.png", png(clear, 100000)
    yield "colours/gamma-palette.png", png(next_one().quantize(8), 100000)
    yield "colours/16-bits.png", deep_png(next_one())
    yield "colours/1-bit.png", file(next_one().convert("1"), "PNG")


def _inked(picture: Image.Image) -> Image.Image:
    return Image.merge("CMYK", (*ImageChops.invert(picture).split(), Image.new("L", SIZE, 0)))


DRAWN = ("kinds/svg.png", "kinds/drawing.svg.png", "kinds/packed.svgz", "kinds/sizeless.svg")


@cache
def odd_pictures() -> Mapping[str, bytes]:
    """Return the pictures by their paths."""
    numbers = count(1)
    named = {f"names/{name}": file(ground(next(numbers)), "PNG") for name in NAMES}
    return {**named, **dict(_kinds(numbers)), **dict(_colours(numbers))}


def shown(path: str) -> str:
    """Return the Markdown of a figure; its alternative text says the picture's number."""
    number = list(odd_pictures()).index(path)
    address = re.sub(r"([<>\\`])", r"\\\1", path.replace("&", "&amp;"))
    return f"![The {number}th](<{address}>)"

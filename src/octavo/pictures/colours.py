"""Colours that a file tells in its own way -> sRGB: by an ICC profile, or by a PNG's gamma.

Sources: PNG 3, 11.3.2 (cHRM, gAMA, iCCP, sRGB, cICP: which goes before which); ICC.1:2010.
What a PNG tells is taken as Chromium takes it: cHRM counts beside gAMA only.
"""

import io
import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SRGB_GAMMA = 1 / 2.2
CLOSE = 0.05
"""Share by which a gamma may differ from sRGB's, which nobody sees: libpng's own."""
NEAR = 0.01
"""What a chromaticity may differ by."""
SEEN = 2
"""Steps of 255 from which on a profile shows colours otherwise than sRGB."""
_D50 = (0.9642, 1.0, 0.82491)
_SRGB = (0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
"""White, red, green and blue, as cHRM tells them."""
_BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
_STEPS = (0, 51, 102, 153, 204, 255)

Vector = Sequence[float]
Matrix = Sequence[Vector]


def png_profile(data: bytes, is_grey: bool) -> bytes:
    """Return the profile that a PNG's gAMA and cHRM amount to; b'' where they say sRGB, or
    nothing, or where something else in the file goes before them."""
    told = _colour_chunks(data)
    gamma = int.from_bytes(told.get(b"gAMA", b"")[:4], "big") / 100_000
    if not 0.05 < gamma < 20 or {b"iCCP", b"sRGB", b"cICP"} & told.keys():
        return b""
    points = tuple(each / 100_000 for each in struct.unpack(">8I", told.get(b"cHRM", bytes(32))))
    is_usual = is_grey or not any(points) or _are_near(points, _SRGB)
    if abs(gamma / SRGB_GAMMA - 1) < CLOSE and is_usual:
        return b""
    try:
        columns = () if is_grey else _columns(_SRGB if is_usual else points)
    except ZeroDivisionError:  # no colours that there could be
        return b""
    return _profile(1 / gamma, columns)


def to_srgb(image: "Image", profile: bytes) -> "Image | None":
    """Return a picture in sRGB by a profile; None where it is as good as there, or the profile
    is none for it."""
    from PIL import Image, ImageCms

    modes = {"L": "L", "LA": "L", "CMYK": "CMYK"}
    if image.mode == "P" or "transparency" in image.info:
        is_clear = "transparency" in image.info
        image = image.convert("RGBA" if is_clear else "RGB")
    mode = modes.get(image.mode, "RGB")
    clear = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        change = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    probe = _probe(mode)
    seen = ImageCms.applyTransform(probe, change)
    if mode != "CMYK" and seen is not None and not _differ(probe.convert("RGB"), seen):
        return None
    done = ImageCms.applyTransform(image.convert(mode), change)
    assert done is not None  # it is, where nothing is changed in place
    done = done.getchannel("R") if mode == "L" else done
    if clear is not None:
        done = Image.merge(f"{done.mode}A", (*done.split(), clear))
    done.info.pop("icc_profile", None)
    return done


def _probe(mode: str) -> "Image":
    """Return a picture of the colours by which profiles are told apart."""
    from PIL import Image

    if mode == "L":
        return Image.frombytes("L", (256, 1), bytes(range(256)))
    if mode == "CMYK":
        return Image.new("CMYK", (1, 1))
    triples = [bytes((r, g, b)) for r in _STEPS for g in _STEPS for b in _STEPS]
    return Image.frombytes("RGB", (len(triples), 1), b"".join(triples))


def _differ(one: "Image", other: "Image") -> bool:
    from PIL import ImageChops

    extremes = ImageChops.difference(one, other).getextrema()
    return max(int(high) for _, high in extremes) > SEEN  # type: ignore[misc]


def _colour_chunks(data: bytes) -> dict[bytes, bytes]:
    """Return what a PNG tells of its colours: chunk -> body."""
    found: dict[bytes, bytes] = {}
    at = 8
    while at + 8 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if name == b"IDAT":
            break
        found[name] = data[at + 8 : at + 8 + length]
        at += 12 + length
    return found


def _are_near(some: Vector, others: Vector) -> bool:
    return all(abs(one - other) < NEAR for one, other in zip(some, others, strict=True))


def _columns(points: Vector) -> Matrix:
    """Return XYZ of red, green and blue for D50, from chromaticities (Bradford's adaptation)."""
    white, *colours = [
        (x / y, 1.0, (1 - x - y) / y) for x, y in zip(points[::2], points[1::2], strict=True)
    ]
    rows = list(zip(*colours, strict=True))
    amounts = _times(_inverse(rows), white)
    cones = [
        new / old
        for new, old in zip(_times(_BRADFORD, _D50), _times(_BRADFORD, white), strict=True)
    ]
    back = _inverse(_BRADFORD)
    found: list[Vector] = []
    for amount, colour in zip(amounts, colours, strict=True):
        seen = _times(_BRADFORD, [amount * each for each in colour])
        found.append(_times(back, [a * b for a, b in zip(seen, cones, strict=True)]))
    return found


def _times(matrix: Matrix, vector: Vector) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _inverse(rows: Matrix) -> list[list[float]]:
    (a, b, c), (d, e, f), (g, h, i) = rows
    whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    parts = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    return [[each / whole for each in row] for row in parts]


def _profile(gamma: float, columns: Sequence[Vector]) -> bytes:
    """Return an ICC profile of one gamma and three primaries; of grey without them."""
    curve = b"para\0\0\0\0\0\0\0\0" + _pack_numbers((gamma,))
    words = b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"GB", 2, 28) + b"\0x"
    tags = {b"wtpt": b"XYZ \0\0\0\0" + _pack_numbers(_D50), b"desc": words, b"cprt": words}
    for letter, column in zip((b"r", b"g", b"b"), columns, strict=False):
        tags |= {letter + b"XYZ": b"XYZ \0\0\0\0" + _pack_numbers(column), letter + b"TRC": curve}
    tags |= {} if columns else {b"kTRC": curve}
    start, index, bodies = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, body in tags.items():
        index += name + struct.pack(">II", start + len(bodies), len(body))
        bodies += body + b"\0" * (-len(body) % 4)
    space = b"RGB " if columns else b"GRAY"
    size = start + len(bodies)
    head = struct.pack(">I4xI4s4s4s", size, 0x04200000, b"mntr", space, b"XYZ ")
    head += struct.pack(">6H4s", 2000, 1, 1, 0, 0, 0, b"acsp") + bytes(28) + _pack_numbers(_D50)
    return head.ljust(128, b"\0") + index + bodies


def _pack_numbers(values: Vector) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(each * 65536) for each in values))

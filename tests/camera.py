"""Pictures as cameras and editors write them, and articles that show them; for tests."""

import io
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

from conftest import environment
from PIL import Image
from PIL.Image import Transpose
from PIL.PngImagePlugin import PngInfo

from octavo.core.workshop import Workshop
from octavo.production.pipeline import Project, workshop_of

HEAD = "---\noctavo: 1\ntitle: Pictures\nlanguage: en-GB\ndate: 2024-05-06\n{}---\n"

SECRET = "Velorand-53.2194N"
"""Stands for a place, a person or a camera: it must be in no edition."""
STORED: Mapping[int, Transpose] = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}
"""EXIF orientation -> how the camera has turned what it stores."""
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" {}>{}</rdf:Description></rdf:RDF></x:xmpmeta>'
)


def view(width: int = 96, height: int = 64) -> Image.Image:
    """Return a picture that differs when it is turned or mirrored in any way."""
    ramp = Image.linear_gradient("L").resize((width, height))
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    picture = Image.merge("RGB", (ramp, across, Image.new("L", (width, height), 90)))
    picture.paste((250, 240, 20), (0, 0, width // 3, height // 4))
    return picture


def file(picture: Image.Image, kind: str, **options: object) -> bytes:
    """Return a picture as a file's bytes."""
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Return EXIF with an orientation, an author, a camera and a place."""
    block = Image.Exif()
    block[0x0112], block[0x013B], block[0x0110] = orientation, SECRET, SECRET
    block[0x8825] = {1: "N", 2: (53.0, 13.0, 9.8), 29: SECRET}
    return block


def stored(upright: Image.Image, orientation: int, kind: str) -> bytes:
    """Return the file of a camera that was held as EXIF's orientation tells, without loss."""
    options = {"WEBP": {"lossless": True}, "JPEG": {"quality": 100, "subsampling": 0}}
    turned = upright.transpose(STORED[orientation])
    return file(turned, kind, exif=exif(orientation), **options.get(kind, {}))


def xmp(attributes: str = "", elements: str = "") -> bytes:
    return XMP.format(attributes, elements).encode()


def photograph(
    picture: Image.Image,
    credit: bytes = b"",
    iptc: Mapping[int, bytes] | None = None,
    **more: object,
) -> bytes:
    """Return a JPEG with EXIF, a comment, a thumbnail, XMP (``credit``), IPTC and an appendix."""
    words = credit or xmp(f'photoshop:City="{SECRET}"')
    options = {"exif": exif(), "comment": SECRET, "xmp": words, **more}
    data = file(picture, "JPEG", **options)
    thumb = b"JFXX\0\x10" + file(picture.resize((8, 8)), "JPEG", comment=SECRET)
    extra = segment(0xE0, thumb) + segment(0xED, photoshop({**(iptc or {}), 90: SECRET.encode()}))
    return data[:2] + extra + data[2:] + f"a film of {SECRET}".encode()


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def photoshop(values: Mapping[int, bytes]) -> bytes:
    """Return the body of APP13: a block that says nothing, then IPTC's record 2."""
    sets = (b"\x1c\2" + bytes([n]) + struct.pack(">H", len(v)) + v for n, v in values.items())
    data = b"".join(sets)
    other = b"8BIM\x03\xed\3abc" + struct.pack(">I", 3) + b"xyz\0"
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data
    return b"Photoshop 3.0\0" + other + block


def screenshot(picture: Image.Image) -> bytes:
    """Return a PNG with words in every chunk that can hold some, a gamma, and an appendix."""
    words = PngInfo()
    words.add_text("Author", SECRET)
    words.add_text("Comment", SECRET, zip=True)
    words.add_itxt("XML:com.adobe.xmp", xmp(f'photoshop:City="{SECRET}"').decode())
    words.add(b"tIME", b"\x07\xe8\1\1\1\1\1")
    words.add(b"gAMA", struct.pack(">I", 45455))
    words.add(b"prVt", SECRET.encode())
    return file(picture, "PNG", exif=exif(), pnginfo=words, dpi=(300, 300)) + SECRET.encode()


def animation(kind: str, frames: int = 3, size: tuple[int, int] = (96, 64)) -> bytes:
    """Return a film whose first frame is ``view`` with red in a corner; a GIF has a comment."""
    pictures = [view(*size) for _ in range(frames)]
    for number, picture in enumerate(pictures):
        picture.paste((200, 60 * number, 40 * number), (40, 30, 60, 50))
    options = {"GIF": {"comment": SECRET.encode()}, "WEBP": {"lossless": True}}
    more = {"save_all": True, "append_images": pictures[1:], "duration": 90, "loop": 0}
    return file(pictures[0], kind, **more, **options.get(kind, {}))


def drawing(inside: str = "", attributes: str = "") -> bytes:
    """Return an SVG with an editor's words around its drawing."""
    return (
        '<?xml version="1.0"?>\n'
        f"<!-- {SECRET} -->\n"
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" width="40" height="20" viewBox="0 0 40 20" '
        f'sodipodi:docname="{SECRET}.svg" {attributes}>'
        f'<sodipodi:namedview inkscape:label="{SECRET}"><inkscape:grid/></sodipodi:namedview>'
        f"<metadata><rdf:RDF><dc:title>{SECRET}</dc:title></rdf:RDF></metadata>"
        f'<rect width="40" height="20" fill="#ccd" inkscape:label="{SECRET}"/>{inside}</svg>'
    ).encode()


def huge_png(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose header promises as many pixels as one likes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 99)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def press_profile() -> bytes:
    """Return an ICC profile of a press whose inks are odd: cyan is red, all else as white paper."""
    white, red = bytes((255, 128, 128)), bytes((136, 208, 195))
    nodes = b"".join(red if ink & 8 else white for ink in range(16))
    even = bytes(range(256))
    head = b"mft1\0\0\0\0\4\3\2\0" + b"".join(
        struct.pack(">i", 65536 if n % 4 == 0 else 0) for n in range(9)
    )
    table = head + even * 4 + nodes + even * 3
    tags = {
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">iii", 63190, 65536, 54061),
        b"A2B0": table + b"\0" * (-len(table) % 4),
    }
    at, index = 128 + 4 + 12 * len(tags), struct.pack(">I", len(tags))
    for name, body in tags.items():
        index, at = index + name + struct.pack(">II", at, len(body)), at + len(body)
    header = struct.pack(">I4sI4s4s4s", at, b"test", 0x02400000, b"prtr", b"CMYK", b"Lab ")
    header += struct.pack(">6H4s", 2024, 1, 1, 0, 0, 0, b"acsp") + bytes(24)
    header += struct.pack(">Iiii", 0, 63190, 65536, 54061)
    return header.ljust(128, b"\0") + index + b"".join(tags.values())


def project(folder: Path, text: str, files: dict[str, bytes], keys: str = "") -> Project:
    """Return a project with one article and its pictures."""
    source = folder / "source"
    for name, data in files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(data)
    (source / "views.md").write_text(HEAD.format(keys) + text, encoding="utf-8")
    return Project(folder, folder / "build", folder / "store", environment())


def desk(folder: Path, **files: bytes) -> Workshop:
    """Return a workshop at a publication with pictures; ``a_png`` becomes ``a.png``."""
    named = {name.replace("_", "."): data for name, data in files.items()}
    return workshop_of(project(folder, "Words.\n", named), "views")

"""A picture's bytes -> an Asset with media type and size, or the reason why it cannot be one."""

import io
import re
import warnings

from lxml import etree

from octavo.inputs import Outside
from octavo.model import Asset
from octavo.tree import parse_xml
from octavo.workshop import Workshop

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
MOST_PIXELS = 100_000_000
SVG = "{http://www.w3.org/2000/svg}"
_FORBIDDEN = {"script", "foreignObject", "iframe", "audio", "video"}
_LENGTH = re.compile(r"\s*([\d.]+)\s*(px|pt|mm|cm|in)?\s*")
_PX = {None: 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


class BadPicture(Exception):
    """Says why a picture cannot be used; becomes a Problem where the place is known."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def asset(workshop: Workshop, path: str) -> Asset:
    """Return the picture at ``path`` (told from the publication's folder); raises BadPicture."""
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", path) or path.startswith("//"):
        hint = "copy the picture into the publication: editions hold all that they show"
        raise BadPicture("E203", f"the picture {path} is not in the publication", hint)
    try:
        data = workshop.inputs.find(path)
    except Outside:
        hint = "a publication reads files of its own folder only"
        raise BadPicture("E111", f"'{path}' lies outside the publication", hint) from None
    if data is None:
        near = [each for each in workshop.inputs.listing() if each.lower() == path.lower()]
        hint = f"did you mean {near[0]}?" if near else "check the path, told from the publication"
        raise BadPicture("E201", f"there is no picture {path}", hint)
    return _svg(path, data) if path.lower().endswith(".svg") else _raster(path, data)


def _raster(path: str, data: bytes) -> Asset:
    from PIL import Image, UnidentifiedImageError

    hint = "use PNG, JPEG, GIF, WebP or SVG"
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as image:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            kind, (width, height) = image.format or "", image.size
            if width * height > MOST_PIXELS:
                message = f"{path} has {width} x {height} pixels; the most is {MOST_PIXELS:,}"
                raise BadPicture("E202", message, "scale it down: 4,000 pixels print a full page")
            image.load()
    except (UnidentifiedImageError, Image.DecompressionBombError):
        raise BadPicture("E202", f"{path} is no picture", hint) from None
    except (OSError, SyntaxError, ValueError) as error:
        message = f"{path} cannot be read to its end: {error}"
        raise BadPicture("E202", message, "save or copy it anew") from None
    if kind not in MEDIA_TYPES:
        raise BadPicture("E202", f"{path} is {kind}, which editions cannot hold", hint)
    return Asset(path, data, MEDIA_TYPES[kind], width, height)


def _svg(path: str, data: bytes) -> Asset:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise BadPicture("E203", f"{path} has a document type", "delete the <!DOCTYPE …> lines")
    try:
        root = parse_xml(data)
    except etree.XMLSyntaxError as error:
        raise BadPicture(
            "E202", f"{path} is no well-formed SVG: {error.msg}", "save it anew"
        ) from None
    if root.tag != f"{SVG}svg":
        hint = 'begin it with <svg xmlns="http://www.w3.org/2000/svg">'
        raise BadPicture("E202", f"{path} is not an SVG picture", hint)
    for node in root.iter():
        _harmless(path, node)
    width, height = _size(root)
    return Asset(path, data, "image/svg+xml", width, height)


def _harmless(path: str, node: etree._Element) -> None:
    hint = "an SVG in a publication draws only: no scripts, no outside files"
    tag = etree.QName(node).localname if isinstance(node.tag, str) else ""
    if tag in _FORBIDDEN:
        raise BadPicture("E203", f"{path} holds <{tag}>", hint)
    for name, value in node.attrib.items():
        local = etree.QName(name).localname.lower()
        reaches = local == "href" and not str(value).startswith(("#", "data:image/"))
        styled = "url(" in str(value).replace("url(#", "").replace("url('#", "").replace(
            'url("#', ""
        )
        if local.startswith("on") or reaches or styled:
            raise BadPicture("E203", f'{path} has {local}="{str(value)[:40]}"', hint)
    if tag == "style" and re.search(r"@import|url\((?!['\"]?#)", node.text or ""):
        raise BadPicture("E203", f"{path} loads other files by its style", hint)


def _size(root: etree._Element) -> tuple[int, int]:
    lengths = [_LENGTH.fullmatch(root.get(name) or "") for name in ("width", "height")]
    if all(lengths):
        width, height = (round(float(m[1]) * _PX[m[2]]) for m in lengths if m)
        return width, height
    box = (root.get("viewBox") or "").replace(",", " ").split()
    try:
        return (round(float(box[2])), round(float(box[3]))) if len(box) == 4 else (0, 0)
    except ValueError:
        return 0, 0

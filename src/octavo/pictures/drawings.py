"""An SVG's bytes -> a Picture that draws and nothing else.

What reaches out is refused (E203); what does not draw (scripts, links, comments, metadata, the
editor's own elements and attributes) is left out.
"""

import base64
import re
from collections.abc import Iterable

from lxml import etree

from octavo.markup.tree import Element, characters, elements, parse_xml, remove
from octavo.model.publication import Asset
from octavo.pictures.credits import credit_in
from octavo.pictures.drawing_ids import mend_ids
from octavo.pictures.drawing_sizes import settle_size, size_of
from octavo.pictures.found import BadPicture, Picture
from octavo.pictures.lifted_words import has_words, lift_words
from octavo.pictures.rasters import raster

SVG = "{http://www.w3.org/2000/svg}"
XML = "{http://www.w3.org/XML/1998/namespace}"
XLINK = "{http://www.w3.org/1999/xlink}"
_LINKING = frozenset("href target download rel type title show actuate ping hreflang".split())
"""Attributes of links."""
_RUN = frozenset(("script", "handler", "listener"))
_FORBIDDEN = frozenset("foreignobject iframe embed object audio video".split())
_OWN = r"#|data:(?:font/|application/(?:x-)?font-)[\w.+-]*[^,]{0,60};base64,"
"""What a drawing's style may name: an id, a font that it brings."""
_REACHES = re.compile(rf"@import|url\(\s*+(?!['\"]?\s*(?:{_OWN}))|image-set\(|javascript:")
_EMBEDDED = re.compile(r"\s*data:(?:image/(?:png|jpe?g|gif|webp))?\s*;\s*base64\s*,", re.IGNORECASE)
"""A raster; what kind it is its bytes say, as browsers ask them where nothing else does."""
_TYPE = re.compile(
    rb"<!DOCTYPE\s+[\w:.-]+(?:\s+(?:PUBLIC\s+(?:\"[^\"<>]*\"|'[^'<>]*')|SYSTEM))?"
    rb"(?:\s*(?:\"[^\"<>]*\"|'[^'<>]*'))?\s*(?:\[\s*\]\s*)?>"
)
"""A document type that only names itself."""
_DECLARED = re.compile(rb"&(?!(?:lt|gt|amp|quot|apos);)[A-Za-z_:][\w:.-]*;")
"""A name that only a document type can give a meaning; a reader may drop it without a word."""
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)
_HTML_HINT = (
    "it has more HTML than words, which pictures do not show: export it with plain words"
    " (Mermaid: htmlLabels: false), or as PNG"
)
_HINT = "an SVG in a publication draws only: nothing from outside its file"


def drawing(path: str, data: bytes) -> Picture:
    """Return the picture in an SVG's bytes; raises BadPicture (E202, E203)."""
    root = _root(path, data)
    had_scripts = _drop_scripts(root)
    _take_fallbacks(root)
    had_html = lift_words(root)
    _unwrap_links(root)
    for node in root.iter():
        _harmless(path, node)
    credit = "".join([credit_in(node) for node in root.iter(f"{SVG}metadata")][:1])
    for node in elements(root):
        if _is_drawing(node):
            _clean(path, node)
        else:
            remove(node)
    _clean(path, root)
    mend_ids(root, f"{SVG}style")
    etree.cleanup_namespaces(root)
    is_sizeless = settle_size(root)
    width, height = size_of(root)
    clean = etree.tostring(root, encoding="utf-8")
    asset = Asset(path, clean, "image/svg+xml", width, height)
    return Picture(
        asset, credit, had_scripts=had_scripts, is_sizeless=is_sizeless, had_html=had_html
    )


def _root(path: str, data: bytes) -> Element:
    """Return the root of a drawing. Its document type, which other programs write though nobody
    reads it, goes where it only names itself; one that declares anything is refused."""
    hint = "delete the <!DOCTYPE …> lines"
    fault = BadPicture("E203", f"{path} has a document type that declares something", hint)
    plain = data.replace(b"\0", b"")  # UTF-16, too
    rest = _TYPE.sub(b"", plain, count=1)
    if b"<!DOCTYPE" in rest or b"<!ENTITY" in rest or (rest != plain and _DECLARED.search(rest)):
        raise fault
    try:
        root = parse_xml(data)
    except etree.XMLSyntaxError as error:
        message = f"{path} is no well-formed SVG: {error.msg}"
        raise BadPicture("E202", message, "save it anew") from None
    if root.tag == "svg":
        root = _give_namespace(root)
    if root.tag != f"{SVG}svg":
        hint = 'begin it with <svg xmlns="http://www.w3.org/2000/svg">'
        raise BadPicture("E202", f"{path} is not an SVG picture", hint)
    return root


def _give_namespace(root: Element) -> Element:
    """Return a drawing in the namespace of SVG, which the document type of SVG 1.0 gave it by
    itself: programs of that time leave it out, and others still read it so."""
    plain = etree.tostring(root).replace(b"<svg", b'<svg xmlns="%s"' % SVG[1:-1].encode(), 1)
    return parse_xml(plain)


def _drop_scripts(root: Element) -> bool:
    """Take out what would run where a drawing is more than a picture; tell whether there was any.

    Programs write it for tips and zoom (pygal, gnuplot); shown as a picture no drawing runs it.
    """
    found = False
    for node in list(root.iter()):
        for name in list(map(str, node.attrib)):
            if _local(name).startswith("on"):
                node.attrib.pop(name, "")
                found = True
        if _local(node.tag) in _RUN:
            remove(node)
            found = True
    return found


def _take_fallbacks(root: Element) -> None:
    """Leave in each ``switch`` what a browser shows of it, without HTML where others know words.

    draw.io and Mermaid write HTML, and a text for readers without; the text may be cut short.
    """
    for switch in list(root.iter(f"{SVG}switch")):
        known = [each for each in switch if str(each.tag).startswith(SVG)]
        foreign = [each for each in known if _local(each.tag) == "foreignobject"]
        others = [each for each in known if each not in foreign]
        first = next((each for each in foreign if has_words(each)), None)
        is_whole = first is None or _letters(first) in map(_letters, others)
        if first is not None and not is_whole:
            _leave_out(switch, [each for each in known if each is not first])
        elif others:
            _leave_out(switch, foreign)
            if not any(each.get("systemLanguage") for each in others):
                shown = (each for each in others if not each.get("requiredExtensions"))
                kept = next(shown, None)
                _leave_out(switch, [each for each in others if each is not kept])


def _letters(node: Element) -> str:
    return "".join("".join(map(str, node.itertext())).split())


def _leave_out(inside: Element, several: Iterable[Element]) -> None:
    for each in several:
        if each.getparent() is inside:
            remove(each)


def _unwrap_links(root: Element) -> None:
    """Make groups of links: a picture leads nowhere."""
    for link in list(root.iter(f"{SVG}a")):
        inside = link.getparent()
        is_in_words = inside is not None and _local(inside.tag) in ("text", "tspan", "textpath")
        link.tag = f"{SVG}tspan" if is_in_words else f"{SVG}g"
        for name in list(map(str, link.attrib)):
            if _local(name) in _LINKING:
                link.attrib.pop(name, "")


def _harmless(path: str, node: Element) -> None:
    """Raise E203 where an element, of whatever namespace, could do more than draw."""
    tag = _local(node.tag)
    if tag in _FORBIDDEN:
        hint = _HTML_HINT if tag == "foreignobject" else _HINT
        raise BadPicture("E203", f"{path} holds <{etree.QName(node).localname}>", hint)
    for name, value in node.attrib.items():
        local, words = _local(name), str(value)
        if not _is_kept(str(name)):
            continue
        leads = local == "href" or (local == "attributename" and words.lower().endswith("href"))
        reaches = leads and not (words.startswith("#") or _EMBEDDED.match(words))
        if reaches or _reaches(words):
            raise BadPicture("E203", f'{path} has {local}="{words[:40]}"', _HINT)
    if tag == "style" and _reaches(characters(node)):
        raise BadPicture("E203", f"{path} loads other files by its style", _HINT)


def _reaches(words: str) -> bool:
    """Tell whether CSS asks for another file, however it is spelt."""
    plain = _ESCAPE.sub(lambda m: chr(int(m[1], 16) % 0x110000) if m[1] else m[2], words)
    return _REACHES.search(plain.lower()) is not None


def _is_drawing(node: Element) -> bool:
    """Tell whether an element is SVG's own: nothing else in the file is ever drawn."""
    tag = str(node.tag)
    return tag.startswith(SVG) and tag != f"{SVG}metadata"


def _clean(path: str, node: Element) -> None:
    """Drop the attributes that are not SVG's; clean an embedded raster."""
    for name in list(map(str, node.attrib)):
        words = node.get(name) or ""
        if not _is_kept(name):
            node.attrib.pop(name, "")
        elif _local(name) == "href" and (found := _EMBEDDED.match(words)):
            node.set(name, _embed(path, words[found.end() :]))


def _is_kept(name: str) -> bool:
    """Tell whether an attribute is SVG's own; not ``xml:base``, which would lead links away."""
    of_svg = not name.startswith("{") or name.startswith(XLINK)
    return of_svg or name in (f"{XML}lang", f"{XML}space")


def _embed(path: str, words: str) -> str:
    """Return the address of a raster within the SVG, after the same cleaning as a file's."""
    try:
        data = base64.b64decode("".join(words.split()), validate=True)
    except ValueError as error:
        message = f"{path} holds a damaged picture: {error}"
        raise BadPicture("E202", message, "embed it anew") from None
    asset = raster(path, data).asset
    return f"data:{asset.media_type};base64,{base64.b64encode(asset.data).decode()}"


def _local(name: object) -> str:
    """Return a name without its namespace, in small letters; '' for what has no name."""
    return etree.QName(name).localname.lower() if isinstance(name, str) else ""

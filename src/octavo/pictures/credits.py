"""What a picture's file says about its maker (XMP, IPTC) -> the credit line to offer."""

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from octavo.markup.tree import Element, parse_xml, text_of

DC = "{http://purl.org/dc/elements/1.1/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
FIELDS = ((f"{PHOTOSHOP}Credit", 110), (f"{DC}creator", 80), (f"{DC}rights", 116))
"""(XMP property, data set of IPTC's record 2), the most telling first: credit, maker, rights."""
MOST = 200
"""Characters of a credit line."""
IIM = 0x0404
"""Number of Photoshop's resource block that holds IPTC."""
UTF_8 = b"\x1b%G"
_PROGRAM = re.compile(r"\bv?\d+\.\d[\w.]*,?\s*[(<]?https?://")
"""How programs name themselves as makers: version and address."""


def credit_of(xmp: bytes, iptc: bytes) -> str:
    """Return the credit that a file carries, '' if none.

    XMP goes before IPTC, which cuts a credit after 32 bytes.
    """
    known = _records(iptc)
    root = _parse(xmp)
    for name, number in FIELDS:
        words = "" if root is None else _property(root, name)
        words = words or ", ".join(known.get(number, ()))
        if words:
            return words
    return ""


def credit_in(root: Element) -> str:
    """Return the credit that an SVG's metadata carry, '' if none."""
    told = (_property(root, name) for name, _ in FIELDS)
    return next((words for words in told if words and not _PROGRAM.search(words)), "")


def _parse(xmp: bytes) -> Element | None:
    try:
        return parse_xml(xmp.strip(b"\0 \r\n\t"))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _property(root: Element, name: str) -> str:
    """Return a property, written as attribute or element; of several languages the first."""
    for node in root.iter():
        if node.get(name):
            return _line(node.get(name) or "")
        if node.tag == name:
            items = list(node.iter(f"{RDF}li"))
            several = items[:1] if next(node.iter(f"{RDF}Alt"), None) is not None else items
            words = ", ".join(filter(None, map(_line, map(text_of, several or [node]))))
            if words:
                return words
    return ""


def _records(blocks: bytes) -> dict[int, list[str]]:
    """Return data set -> values of IPTC's record 2, from Photoshop's resource blocks."""
    found: dict[int, list[str]] = {}
    is_utf_8 = False
    for record, number, value in _data_sets(_resource(blocks)):
        if (record, number) == (1, 90):
            is_utf_8 = value == UTF_8
        if record == 2 and (words := _line(_decode(value, is_utf_8))):
            found.setdefault(number, []).append(words)
    return found


def _decode(value: bytes, is_utf_8: bool) -> str:
    """Return a value as text: many files are UTF-8 and do not say so."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode(errors="replace") if is_utf_8 else value.decode("latin-1")


def _resource(blocks: bytes) -> bytes:
    """Return the data of the block IIM: ``8BIM``, number, name, length, data, each even."""
    at = 0
    while blocks[at : at + 4] == b"8BIM" and at + 12 <= len(blocks):
        number = int.from_bytes(blocks[at + 4 : at + 6], "big")
        start = at + 6 + (blocks[at + 6] + 2) // 2 * 2
        length = int.from_bytes(blocks[start : start + 4], "big")
        if number == IIM:
            return blocks[start + 4 : start + 4 + length]
        at = start + 4 + length + length % 2
    return b""


def _data_sets(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield (record, number, value): 1C, record, number, length in two bytes, value."""
    at = 0
    while data[at : at + 1] == b"\x1c" and at + 5 <= len(data):
        length = int.from_bytes(data[at + 3 : at + 5], "big")
        yield data[at + 1], data[at + 2], data[at + 5 : at + 5 + length]
        at += 5 + length


def _line(words: str) -> str:
    """Return words in one line, without control characters, cut after MOST."""
    plain = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in words)
    return re.sub(r"\s+", " ", plain).strip()[:MOST]

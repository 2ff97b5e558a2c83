"""The bytes of anybody's .docx -> a package that is safe to read, and what was found in it.

The file is untrusted: its sizes are bounded, nothing in it declares entities, nothing is loaded
from elsewhere.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from octavo.finished.docx_changes import W, accept_tracked, unlink_pictures
from octavo.finished.epub_container import MOST_BYTES, MOST_FILES, MOST_TEXT, UNSOUND
from octavo.finished.items import Unreadable
from octavo.markup.tree import Element

MAIN = "word/document.xml"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
"""Parts beside the main one that hold words of the text."""
_ROOT_LINKS = "_rels/.rels"
_OF_MAIN = "/officeDocument"
"""How the type of the link ends that leads to the main part."""
_OPEN = "http://schemas.openxmlformats.org/"
_STRICT = {
    "wordprocessingml/main": "wordprocessingml/2006/main",
    "officeDocument/relationships": "officeDocument/2006/relationships",
    "officeDocument/math": "officeDocument/2006/math",
    "drawingml/main": "drawingml/2006/main",
    "drawingml/picture": "drawingml/2006/picture",
    "drawingml/wordprocessingDrawing": "drawingml/2006/wordprocessingDrawing",
}
"""Namespaces of what Word calls a Strict Open XML document -> those of its ordinary ones."""
_STRICT_NAME = re.compile(rb'="http://purl\.oclc\.org/ooxml/(\w+/\w+)')
START, END = "\ue0f0", "\ue0f1"
"""Signs around what an item says of its list."""
SIDES = {"right": "end", "end": "end", "center": "centre"}
"""How words are set in a cell -> the class of the cell."""
FORMATS = {
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}


@dataclass(frozen=True, slots=True)
class DocxPackage:
    """A package whose changes are accepted, whose items say of which list they are."""

    data: bytes
    title: str
    people: str
    language: str
    had_changes: bool
    linked: int
    """Pictures that lie elsewhere."""


def read_package(data: bytes) -> DocxPackage:
    """Return the package in a file's bytes; raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = _files(archive)
        xml = [name for name in files if name.endswith((".xml", ".rels"))]
        trees = {name: _tree(name, _STRICT_NAME.sub(_ordinary, files[name])) for name in xml}
    except UNSOUND as error:
        raise Unreadable(f"it is no sound .docx: {error}") from None
    main = _main_part(trees)
    if main not in trees or trees[main].tag != f"{W}document":
        raise Unreadable(f"it is no .docx: it has no {main}")
    texts = [trees[name] for name in (main, *NOTES) if name in trees]
    had_changes = [accept_tracked(tree) for tree in texts]
    linked = [unlink_pictures(tree) for tree in texts]
    _name_lists(trees, texts)
    for tree in texts:
        _name_sides(tree)
    files |= {name: etree.tostring(tree) for name, tree in trees.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    told = _describe_package(trees)
    return DocxPackage(target.getvalue(), *told, any(had_changes), sum(linked))


def _files(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return what a package holds; raises Unreadable where it is too much."""
    entries = [each for each in archive.infolist() if each.filename[-1:] not in ("", "/")]
    if len(entries) > MOST_FILES:
        raise Unreadable(f"it holds more than {MOST_FILES:,} files")
    found: dict[str, bytes] = {}
    read = 0
    for entry in entries:
        with archive.open(entry) as file:
            content = file.read(MOST_BYTES + 1)
        read += len(content)
        if len(content) > MOST_BYTES or read > MOST_TEXT:
            raise Unreadable(f"what it holds is larger than {MOST_TEXT // 2**20} MiB")
        found[posixpath.normpath(entry.filename).lstrip("/")] = content
    return found


def _tree(name: str, content: bytes) -> Element:
    """Return a part; raises Unreadable where it declares anything, as no word processor does."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(f"{name} has a document type, as no word processor writes one")
    return root


def _describe_package(trees: Mapping[str, Element]) -> tuple[str, str, str]:
    """Return title, names and language as the file tells them."""
    core = trees.get("docProps/core.xml")
    found = {str(n.tag).rpartition("}")[2]: n.text or "" for n in core} if core is not None else {}
    styles = trees.get("word/styles.xml")
    language = found.get("language", "")
    if not language and styles is not None:
        node = styles.find(f"{W}docDefaults//{W}lang")
        language = node.get(f"{W}val") or "" if node is not None else ""
    return found.get("title", ""), found.get("creator", ""), language


def _ordinary(name: re.Match[bytes]) -> bytes:
    """Return the name of a strict document's namespace, or of a link's type, as others have it."""
    known = _STRICT.get(name[1].decode())
    return f'="{_OPEN}{known}'.encode() if known else name[0]


def _main_part(trees: Mapping[str, Element]) -> str:
    """Return the path of the part with the text: Word does not always call it document.xml."""
    links = trees.get(_ROOT_LINKS)
    for link in links if links is not None else ():
        if (link.get("Type") or "").endswith(_OF_MAIN):
            return posixpath.normpath(link.get("Target") or "").lstrip("/")
    return MAIN


def _name_lists(trees: Mapping[str, Element], texts: Sequence[Element]) -> None:
    """Write at the head of each item of which list it is, of which kind, and with which number it
    begins: the reader of the package does not tell."""
    numbering = trees.get("word/numbering.xml")
    if numbering is None:
        return
    kinds = {n.get(f"{W}abstractNumId"): n for n in numbering.iter(f"{W}abstractNum")}
    lists = {n.get(f"{W}numId"): n for n in numbering.iter(f"{W}num")}
    for text in texts:
        for properties in list(text.iterfind(f".//{W}p/{W}pPr/{W}numPr")):
            paragraph = next(properties.iterancestors(f"{W}p"), None)
            number, level = (_value(properties.find(f"{W}{key}")) for key in ("numId", "ilvl"))
            found = lists.get(number)
            if paragraph is None or found is None:
                continue
            kind = kinds.get(_value(found.find(f"{W}abstractNumId")))
            told = f"{number} {_kind(found, kind, level or '0')}"
            run = etree.Element(f"{W}r")
            etree.SubElement(run, f"{W}t").text = f"{START}{told}{END}"
            paragraph.insert(1, run)


def _name_sides(root: Element) -> None:
    """Write at the head of a table's cell to which side its words are set."""
    for cell in root.iter(f"{W}tc"):
        paragraph = cell.find(f"{W}p")
        side = _value(paragraph.find(f"{W}pPr/{W}jc")) if paragraph is not None else ""
        if paragraph is not None and side in SIDES:
            run = etree.Element(f"{W}r")
            etree.SubElement(run, f"{W}t").text = f"{START}{SIDES[side]}{END}"
            paragraph.insert(1, run)


def _kind(found: Element, kind: Element | None, level: str) -> str:
    """Return type and first number of a list."""
    own = f"{W}lvl[@{W}ilvl='{level}']"
    described = kind.find(own) if kind is not None else None
    format = start = ""
    if described is not None:
        format = _value(described.find(f"{W}numFmt"))
        start = _value(described.find(f"{W}start"))
    change = found.find(f"{W}lvlOverride[@{W}ilvl='{level}']/{W}startOverride")
    start = _value(change) or start or "1"
    return f"{FORMATS.get(format, '1')} {start}"


def _value(node: Element | None) -> str:
    return (node.get(f"{W}val") or "") if node is not None else ""

"""An EPUB's bytes -> what its spine holds. The file is untrusted: sizes are bounded."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from functools import partial
from urllib.parse import unquote

from lxml import etree

from octavo.finished.html_items import HtmlReader, known
from octavo.finished.items import Finished, Unreadable
from octavo.markup.tree import Element, elements, is_element, parse_xml

MOST_FILES = 20_000
MOST_BYTES = 64 * 2**20
"""Of one file that is read; pictures and fonts are not."""
MOST_TEXT = 512 * 2**20
"""Of all texts together."""
UNSOUND = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    KeyError,
    ValueError,
    EOFError,
    RuntimeError,
)
XHTML = "application/xhtml+xml"


def read_epub(data: bytes) -> Finished:
    """Return what an EPUB's files hold, in the order of its spine; raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            trees = spine_of(archive)
    except UNSOUND as error:
        raise Unreadable(f"it is no sound EPUB: {error}") from None
    return read_files(trees, "epub")


def read_files(trees: Mapping[str, Element], format: str) -> Finished:
    """Return what files hold that lead to each other: path -> body, in reading order."""
    ids = {
        path: frozenset(str(node.get("id")) for node in tree.iter() if node.get("id"))
        for path, tree in trees.items()
    }
    reader = HtmlReader()
    for path, tree in trees.items():
        reader.resolve = partial(_resolved, path=path, ids=ids)
        reader.edition(tree)
    return reader.finished(format)


def claims_of(data: bytes) -> tuple[str, ...]:
    """Return the claims of conformance in a book's metadata; () for what is no sound EPUB."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _, package = package_of(archive)
    except (*UNSOUND, Unreadable):
        return ()
    metas = (node for node in package.iter("{*}meta"))
    claims = (node.text for node in metas if node.get("property") == "dcterms:conformsTo")
    return tuple(filter(None, claims))


def package_of(archive: zipfile.ZipFile) -> tuple[str, Element]:
    """Return the path of a book's package document, and its tree; raises Unreadable, as UNSOUND."""
    container = parse_xml(file_of(archive, "META-INF/container.xml"))
    opf = next((str(node.get("full-path")) for node in container.iter("{*}rootfile")), "")
    return opf, parse_xml(file_of(archive, opf))


def spine_of(archive: zipfile.ZipFile) -> dict[str, Element]:
    """Return the bodies of the spine's files by path, in reading order."""
    if len(archive.namelist()) > MOST_FILES:
        raise Unreadable(f"it holds more than {MOST_FILES:,} files")
    opf, package = package_of(archive)
    manifest = {str(item.get("id")): item for item in package.iter("{*}item")}
    trees: dict[str, Element] = {}
    read = 0
    for reference in package.iter("{*}itemref"):
        item = manifest[str(reference.get("idref"))]
        if item.get("media-type") == XHTML:
            path = joined(opf, str(item.get("href")))
            data = file_of(archive, path)
            read += len(data)
            if read > MOST_TEXT:
                raise Unreadable(f"its texts are larger than {MOST_TEXT // 2**20} MiB")
            trees[path] = _body(parse_xml(data))
    return trees


def file_of(archive: zipfile.ZipFile, path: str) -> bytes:
    """Return a file's bytes; raises Unreadable where they are too many, KeyError without it."""
    with archive.open(path) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{path} is larger than {MOST_BYTES // 2**20} MiB")
    return data


def joined(base: str, href: str) -> str:
    """Return the path that an address in the file ``base`` names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(href)))


def _body(root: Element) -> Element:
    """Return ``<body>``, the HTML namespace taken off its elements."""
    for node in root.iter():
        if is_element(node):
            node.tag = str(node.tag).removeprefix("{http://www.w3.org/1999/xhtml}")
    return next(iter(elements(root, "body")), root)


def _resolved(href: str, path: str, ids: dict[str, frozenset[str]]) -> str:
    """Return ``#id`` for an address inside, as in the editions of one file."""
    if ":" in href.partition("#")[0]:
        return href
    file, _, name = href.partition("#")
    target = joined(path, file) if file else path
    return known(f"#{name}", ids.get(target, frozenset()))

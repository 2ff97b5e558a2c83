"""An EPUB's container -> its package, the texts of its spine. The file is untrusted: sizes are
bounded."""

import posixpath
import zipfile
import zlib
from urllib.parse import unquote

from lxml import etree

from octavo.finished.items import Unreadable
from octavo.markup.tree import Element, body_of, parse_xml, without_xhtml

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
XHTML_TYPE = "application/xhtml+xml"


class Container:
    """The files of a book; each text is parsed once, for all who read it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._trees: dict[str, Element] = {}
        self.names = tuple(archive.namelist())

    def file(self, path: str) -> bytes:
        """Return a file's bytes; raises as ``file_of``."""
        return file_of(self._archive, path)

    def size(self, path: str) -> int:
        """Return how many bytes a file has at the most: no more of it are ever read."""
        return self._archive.getinfo(path).file_size

    def tree(self, path: str) -> Element:
        """Return the root of an XML file, without the namespace of XHTML.

        Raises Unreadable, and as UNSOUND.
        """
        if path not in self._trees:
            self._trees[path] = without_xhtml(parse_xml(self.file(path)))
        return self._trees[path]


def package_of(book: Container) -> tuple[str, Element]:
    """Return the path of a book's package document, and its tree; raises Unreadable, as UNSOUND."""
    container = book.tree("META-INF/container.xml")
    opf = next((str(node.get("full-path")) for node in container.iter("{*}rootfile")), "")
    return opf, book.tree(opf)


def spine_of(book: Container) -> dict[str, Element]:
    """Return the bodies of the spine's files by path, in reading order."""
    if len(book.names) > MOST_FILES:
        raise Unreadable(f"it holds more than {MOST_FILES:,} files")
    opf, package = package_of(book)
    manifest = {str(item.get("id")): item for item in package.iter("{*}item")}
    trees: dict[str, Element] = {}
    read = 0
    for reference in package.iter("{*}itemref"):
        item = manifest[str(reference.get("idref"))]
        if item.get("media-type") == XHTML_TYPE:
            path = join_path(opf, str(item.get("href")))
            read += book.size(path)
            if read > MOST_TEXT:
                raise Unreadable(f"its texts are larger than {MOST_TEXT // 2**20} MiB")
            root = book.tree(path)
            trees[path] = body_of(root)
    return trees


def file_of(archive: zipfile.ZipFile, path: str) -> bytes:
    """Return a file's bytes; raises Unreadable where they are too many, KeyError without it."""
    with archive.open(path) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{path} is larger than {MOST_BYTES // 2**20} MiB")
    return data


def join_path(base: str, href: str) -> str:
    """Return the path that an address in the file ``base`` names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(href)))

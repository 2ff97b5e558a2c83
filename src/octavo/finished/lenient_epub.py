"""The spine of anybody's EPUB -> its texts, as far as they can be read: one that is ill-formed, or
is not there, refuses no other."""

from collections.abc import Iterator

from octavo.finished.epub_container import (
    MOST_FILES,
    MOST_TEXT,
    UNSOUND,
    XHTML_TYPE,
    Container,
    join_path,
    package_of,
)
from octavo.finished.items import Unreadable
from octavo.markup.tree import Element, TooDeep, body_of, parse_html, without_xhtml

TYPES = frozenset((XHTML_TYPE, "text/html", "application/xml", "text/xml", "text/x-oeb1-document"))
"""Types of what is read as a text."""


def lenient_spine(book: Container) -> tuple[dict[str, Element], dict[str, str]]:
    """Return the bodies of the spine's files by path, in reading order, and the faults of some.

    A file that is no XML is read as browsers read HTML. Raises Unreadable, and as UNSOUND where the
    package itself cannot be read.
    """
    if len(book.names) > MOST_FILES:
        raise Unreadable(f"it holds more than {MOST_FILES:,} files")
    trees: dict[str, Element] = {}
    faults: dict[str, str] = {}
    read = 0
    for path in _paths(book, faults):
        try:
            read += book.size(path)
        except KeyError:
            faults[path] = "the package names it, and does not hold it"
            continue
        if read > MOST_TEXT:
            raise Unreadable(f"its texts are larger than {MOST_TEXT // 2**20} MiB")
        body, fault = _body(book, path)
        if fault:
            faults[path] = fault
        if body is not None:
            trees[path] = body
    return trees, faults


def _paths(book: Container, faults: dict[str, str]) -> Iterator[str]:
    opf, package = package_of(book)
    manifest = {str(item.get("id")): item for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        item = manifest.get(str(reference.get("idref")))
        if item is None:
            faults[str(reference.get("idref"))] = (
                "the spine names it, and the package lists no such"
            )
        elif item.get("media-type") in TYPES:
            yield join_path(opf, str(item.get("href")))


def _body(book: Container, path: str) -> tuple[Element | None, str]:
    """Return the body of a text, None where there is none, and what is wrong with it."""
    try:
        return body_of(book.tree(path)), ""
    except UNSOUND as error:
        fault = f"it is ill-formed: {error}"
    text = book.file(path).decode("utf-8", "replace")
    start = text.lower().find("<body")
    try:
        return without_xhtml(parse_html(text[max(start, 0) :])), fault
    except (TooDeep, ValueError):
        return None, fault

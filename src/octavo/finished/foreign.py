"""The bytes of an EPUB or of an HTML file -> bodies, pictures and metadata; sizes are bounded."""

import base64
import binascii
import hashlib
import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, unquote_to_bytes

from octavo.finished.epub_container import (
    MOST_BYTES,
    UNSOUND,
    Container,
    join_path,
    package_of,
)
from octavo.finished.items import Unreadable
from octavo.finished.lenient_epub import lenient_spine
from octavo.markup.tree import Element, TooDeep, elements, parse_html, text_of

MOST_PICTURES = 512 * 2**20
"""Bytes of all pictures together."""
EMBEDDED = "embedded/"
"""How the paths of pictures begin that have no name of their own."""
_DATA = re.compile(r"data:(image/[\w.+-]+)(;base64)?,(.*)", re.DOTALL)
_HEAD = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_LANGUAGE = re.compile(r"<html[^>]*?\slang=[\"']?([\w-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Files:
    """What was found in a finished file."""

    bodies: Mapping[str, Element]
    """Path -> body, in reading order; addresses inside are ``#id``, pictures have paths."""
    pictures: Mapping[str, bytes]
    metadata: Mapping[str, str] = field(default_factory=dict)
    knows: frozenset[str] = frozenset()
    """Keys of the metadata that a file of this kind can tell."""
    labels: tuple[str, ...] = ()
    """Labels of its pages, where it has pages."""
    scanned: tuple[str, ...] = ()
    """Labels of the pages that are pictures, without words."""
    faulty: tuple[tuple[str, str], ...] = ()
    """Paths of texts in it that could not be read as they should, and why."""
    remarks: tuple[tuple[str, str, str], ...] = ()
    """Code, message and hint of what is to be told of it."""


def read_epub_files(data: bytes) -> Files:
    """Return what an EPUB holds; raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = Container(archive)
            opf, package = package_of(book)
            root = posixpath.dirname(opf)
            bodies, faults = lenient_spine(book)
            firsts = {path: _first_id(body) for path, body in bodies.items()}
            for path, body in bodies.items():
                _lead_inside(body, path, firsts)
            pictures = _pictures(book, bodies)
            faulty = tuple(sorted(faults.items()))
            told = _describe(package)
            return Files(bodies, _tell_from(root, bodies, pictures), *told, faulty=faulty)
    except UNSOUND as error:
        raise Unreadable(f"it is no sound EPUB: {error}") from None


def _first_id(body: Element) -> str:
    """Return what a link to the whole file leads to."""
    return next((str(n.get("id")) for n in body.iter() if n.get("id")), "")


def _lead_inside(body: Element, path: str, firsts: Mapping[str, str]) -> None:
    """Write addresses in the package as those of one file; pictures are told from its root."""
    for link in elements(body, "a"):
        file, _, name = (link.get("href") or "").partition("#")
        if ":" in file or not link.get("href"):
            continue
        target = join_path(path, file) if file else path
        if target in firsts:
            link.set("href", f"#{name or firsts[target]}")
    for image in elements(body, "img"):
        image.set("src", join_path(path, image.get("src") or ""))


def _pictures(book: Container, bodies: Mapping[str, Element]) -> dict[str, bytes]:
    names = frozenset(book.names)
    found: dict[str, bytes] = {}
    size = 0
    for body in bodies.values():
        for image in elements(body, "img"):
            path = image.get("src") or ""
            if path in names and path not in found:
                found[path] = book.file(path)
                size += len(found[path])
                if size > MOST_PICTURES:
                    raise Unreadable(f"its pictures are larger than {MOST_PICTURES // 2**20} MiB")
    return found


def _tell_from(
    root: str, bodies: Mapping[str, Element], pictures: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the pictures by their paths below the package's folder, as sources have them."""
    for body in bodies.values():
        for image in elements(body, "img"):
            image.set("src", posixpath.relpath(image.get("src") or "", root or "."))
    return {posixpath.relpath(path, root or "."): data for path, data in pictures.items()}


def _describe(package: Element) -> tuple[dict[str, str], frozenset[str]]:
    """Return the metadata of a package document, and the keys that it could have."""
    titles = [text_of(node) for node in package.iter("{*}title")]
    people = [text_of(n) for n in package.iter() if _local(n) in ("creator", "contributor")]
    found = {
        "title": titles[0] if titles else "",
        "subtitle": titles[1] if len(titles) > 1 else "",
        "contributors": ", ".join(people),
    }
    for key, name in (("language", "language"), ("publisher", "publisher"), ("rights", "rights")):
        found[key] = next((text_of(node) for node in package.iter(f"{{*}}{name}")), "")
    return {k: v for k, v in found.items() if v}, frozenset(found) - {"rights"}


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def read_html_files(data: bytes, name: str) -> Files:
    """Return what an HTML file holds; raises Unreadable."""
    if len(data) > MOST_BYTES * 4:
        raise Unreadable(f"it is larger than {MOST_BYTES * 4 // 2**20} MiB")
    text = data.decode("utf-8", "replace")
    title, language = _HEAD.search(text), _LANGUAGE.search(text)
    pictures: dict[str, bytes] = {}
    try:
        body = parse_html(text[max(text.find("<body"), 0) :])
    except TooDeep:
        raise Unreadable("its elements stand too deep in one another") from None
    for image in elements(body, "img"):
        image.set("src", _keep(unquote(image.get("src") or "", errors="replace"), image, pictures))
    main = next(iter(elements(body, "main")), body)
    told = {"title": _plain(title[1]) if title else "", "language": language[1] if language else ""}
    return Files({name: main}, pictures, {k: v for k, v in told.items() if v}, frozenset(told))


def _plain(html: str) -> str:
    return text_of(parse_html(html))


def _keep(src: str, image: Element, pictures: dict[str, bytes]) -> str:
    """Return the path of a picture; one that is written in the page is kept under a name."""
    found = _DATA.fullmatch(image.get("src") or "")
    if not found:
        return src
    try:
        data = base64.b64decode(found[3]) if found[2] else unquote_to_bytes(found[3])
    except (binascii.Error, ValueError):
        return src
    ending = {"image/svg+xml": "svg", "image/jpeg": "jpg"}.get(found[1], found[1].partition("/")[2])
    path = f"{EMBEDDED}{hashlib.sha256(data).hexdigest()[:16]}.{ending}"
    pictures[path] = data
    return path

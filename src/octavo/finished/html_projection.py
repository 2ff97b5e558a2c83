"""HTML pages and sites -> the readable files that a golden keeps of them."""

import hashlib
import re
from collections.abc import Mapping

_DATA = re.compile(
    rb"data:([a-z0-9/+.-]+)(?:;base64,([A-Za-z0-9+/=]+)|(?<=svg\+xml),([\w.~!*+,;:@/=%-]+))"
)
_MAIN = re.compile(rb"(?<=<main id=\"octavo-text\">\n).*(?=\n</main>)", re.DOTALL)
_STYLE = re.compile(rb"<style>.*?</style>", re.DOTALL)


def html_projection(data: bytes) -> bytes:
    """Return the page with each embedded file as its type and digest."""
    return _DATA.sub(
        lambda m: b"data:" + m[1] + b";sha256," + _digest(m[2] or m[3]),
        data,
    )


def site_projection(files: Mapping[str, bytes], edition: str, is_told: bool) -> dict[str, bytes]:
    """Return the files of a site below its folder, the edition id as dots.

    ``is_told``: whether the words stand in another golden, that of the edition of one page; then
    the first page alone is whole, and what is round the text of the others.
    """
    made: dict[str, bytes] = {}
    for name, data in files.items():
        path = name.partition("/")[2]
        made |= _of_site(path, data.replace(edition.encode(), b"." * len(edition)), is_told)
    return made


def _of_site(path: str, data: bytes, is_told: bool) -> dict[str, bytes]:
    """Return a page, its style but once; the index in lines; else a digest."""
    if path == "index.html":
        return {path: data}
    if path.endswith(".html"):
        page = _STYLE.sub(b"<style/>", data)
        return {path: _MAIN.sub(digest_line, page) if is_told else page}
    if is_told and path == "search.js":
        return {f"{path}.sha256": digest_line(data)}
    if path == "search.js":
        return {path: data.replace(b"],[", b"],\n[")}
    return {f"{path}.sha256": digest_line(data)}


def digest_line(data: bytes | re.Match[bytes]) -> bytes:
    """Return the size and the digest of something that nobody reads."""
    text = data if isinstance(data, bytes) else data[0]
    return f"{len(text)} {hashlib.sha256(text).hexdigest()}\n".encode()


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest()[:16].encode()

"""Finished files -> the readable files that a golden keeps."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from octavo.finished.pdf_projection import pdf_projection, scrambled

SUMS, TOOLCHAIN = "SHA256SUMS", "toolchain.json"
READABLE = (".xhtml", ".opf", ".ncx", ".css", ".xml", ".txt")
_DATA = re.compile(
    rb"data:([a-z0-9/+.-]+)(?:;base64,([A-Za-z0-9+/=]+)|(?<=svg\+xml),([\w.~!*+,;:@/=%-]+))"
)


_MAIN = re.compile(rb"(?<=<main id=\"octavo-text\">\n).*(?=\n</main>)", re.DOTALL)
_STYLE = re.compile(rb"<style>.*?</style>", re.DOTALL)


def projected(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return path -> readable bytes for one publication's files (editions, SHA256SUMS, manifest).

    The edition id, a digest of all ingredients, is written as dots: every change would change it.
    """
    made: dict[str, bytes] = {}
    manifest = json.loads(files["manifest.json"])
    edition = manifest["edition"]
    for name, data in files.items():
        stem, _, kind = name.rpartition(".")
        home = f"{kind}{stem.removeprefix(manifest['publication'])}"  # pdf, pdf-print
        if "/" in name:
            path = f"html-{name.removeprefix(manifest['publication'] + '-')}"
            dotted = data.replace(edition.encode(), b"." * len(edition))
            made |= _of_site(path, dotted, f"{manifest['publication']}.html" in files)
        elif kind == "html":
            made[f"{home}/{name}"] = _html(data)
        elif kind == "epub":
            made |= {f"{home}/{path}": text for path, text in _epub(data).items()}
        elif kind == "pdf":
            made |= {f"{home}/{path}": text for path, text in pdf_projection(data, edition).items()}
        elif name in _named(manifest):  # of a format that a wheel brings
            made |= _other(f"{home}/{name}", data)
    dots = {
        path: _dotted(data, edition) for path, data in made.items() if not path.endswith(".png")
    }
    made |= dots
    made[SUMS] = files[SUMS]
    made[TOOLCHAIN] = _toolchain(files["manifest.json"])
    return made


def _named(manifest: Mapping[str, Any]) -> set[str]:
    return {str(each["file"]) for each in manifest["work"]["editions"]}


def _other(path: str, data: bytes) -> dict[str, bytes]:
    """Return a file as it is if it is text, else its digest."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return {f"{path}.sha256": _digested(data)}
    return {path: data}


def _dotted(data: bytes, edition: str) -> bytes:
    """Write the edition id as dots; lines from right to left hold its signs in another order."""
    dots = b"." * len(edition)
    text = data.replace(edition.encode(), dots).decode()
    for start, end in reversed(scrambled(text, edition)):
        text = text[:start] + dots.decode() + text[end:]
    return text.encode()


def _html(data: bytes) -> bytes:
    """Return the page with each embedded file as its type and digest."""
    return _DATA.sub(
        lambda m: b"data:" + m[1] + b";sha256," + _digest(m[2] or m[3]),
        data,
    )


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest()[:16].encode()


def _of_site(path: str, data: bytes, is_told: bool) -> dict[str, bytes]:
    """Return a file of a site: pages, their style but once; the index in lines; else a digest.

    ``is_told``: whether the words stand in another golden, that of the edition of one page; then
    the first page alone is whole, and what is round the text of the others.
    """
    if path.endswith("/index.html"):
        return {path: data}
    if path.endswith(".html"):
        page = _STYLE.sub(b"<style/>", data)
        return {path: _MAIN.sub(_digested, page) if is_told else page}
    if is_told and path.endswith("/search.js"):
        return {f"{path}.sha256": _digested(data)}
    if path.endswith("/search.js"):
        return {path: data.replace(b"],[", b"],\n[")}
    return {f"{path}.sha256": _digested(data)}


def _digested(data: bytes | re.Match[bytes]) -> bytes:
    text = data if isinstance(data, bytes) else data[0]
    return f"{len(text)} {hashlib.sha256(text).hexdigest()}\n".encode()


def _epub(data: bytes) -> dict[str, bytes]:
    """Return the files of the container; those that cannot be read, as lines of one list."""
    files: dict[str, bytes] = {}
    others = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename.endswith(READABLE):
                files[entry.filename] = content
            else:
                digest = hashlib.sha256(content).hexdigest()[:16]
                others.append(f"{entry.filename} {len(content)} sha256:{digest}\n")
        order = "".join(f"{entry.filename}\n" for entry in archive.infolist())
    return {**files, "binaries.txt": "".join(sorted(others)).encode(), "order.txt": order.encode()}


def _toolchain(manifest: bytes) -> bytes:
    """Return the versions that explain why bytes may differ."""
    told = json.loads(manifest)
    wheels = {
        name.removeprefix("wheel/"): value
        for name, value in told["ingredients"].items()
        if name.startswith("wheel/") and name != "wheel/octavo"
    }
    found = {"native": told["native"], "wheels": wheels}
    return (json.dumps(found, indent=1, sort_keys=True) + "\n").encode()

"""What is shown -> what a browser is told of it: state, pages of the PDF, files of the EPUB."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from contextlib import closing
from functools import lru_cache
from threading import Lock

import pypdfium2

from octavo.editions.registry import format_of
from octavo.finished.epub_container import Container, file_of, join_path, package_of
from octavo.preview.desk import Shown

SCALE = 1.6
"""Pixels of a page's picture for each point."""
_PDFIUM = Lock()
"""It does one thing at a time; the server has many threads."""


def state(shown: Shown, slug: str, wanted: str) -> dict[str, object]:
    """Return what the page that shows editions has to know of one, as JSON can hold it."""
    edition = next((each for each in shown.editions if each.name == wanted), None)
    data = shown.files.get(edition.file(slug)) if edition else None
    view = format_of(edition).view if edition else ""
    return {
        "number": shown.number,
        "edition": wanted,
        "failed": shown.has_failed,
        "is_there": data is not None,
        "editions": [
            {"name": each.name, "view": format_of(each).view, "title": each.title}
            for each in shown.editions
            if format_of(each).view
        ],
        "problems": [*_problems(shown), *_fault(shown.fault)],
        "pages": list(page_digests(data)) if data and view == "sheets" else [],
        "spine": list(spine(data)) if data and view == "texts" else [],
    }


def _problems(shown: Shown) -> list[dict[str, str]]:
    return [
        {"place": str(each.place), "told": f"{each.code} {each.message}", "hint": each.hint}
        | {"excerpt": each.excerpt, "severity": each.severity}
        for each in shown.problems
        if each.severity != "notice"
    ]


def _fault(traceback: str) -> list[dict[str, str]]:
    """Return what is said of a fault of Octavo, which has no code and no place in the text."""
    if not traceback:
        return []
    told = "The build ended by a fault of Octavo, not of yours."
    hint = "please report it with the text in the terminal; the next save is built again"
    last = traceback.rstrip().rpartition("\n")[2]
    return [{"place": "", "told": told, "hint": hint, "excerpt": last, "severity": "error"}]


@lru_cache(maxsize=2)
def page_digests(pdf: bytes) -> tuple[str, ...]:
    """Return a digest of the words of each page: where one differs, something has changed."""
    with _PDFIUM, closing(pypdfium2.PdfDocument(pdf)) as document:
        return tuple(
            hashlib.sha256(page.get_textpage().get_text_range().encode()).hexdigest()[:12]
            for page in document
        )


@lru_cache(maxsize=64)
def page_picture(pdf: bytes, number: int) -> bytes:
    """Return a page (from 0) as PNG; raises IndexError where there is none."""
    with _PDFIUM, closing(pypdfium2.PdfDocument(pdf)) as document:
        if not 0 <= number < len(document):
            raise IndexError(number)
        target = io.BytesIO()
        document[number].render(scale=SCALE).to_pil().save(target, "PNG", compress_level=1)
        return target.getvalue()


@lru_cache(maxsize=2)
def spine(epub: bytes) -> tuple[str, ...]:
    """Return the paths of an EPUB's texts in reading order."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        opf, package = package_of(Container(archive))
    paths = {str(item.get("id")): str(item.get("href")) for item in package.iter("{*}item")}
    return tuple(
        join_path(opf, paths[str(each.get("idref"))]) for each in package.iter("{*}itemref")
    )


@lru_cache(maxsize=2)
def files_of_epub(epub: bytes) -> Mapping[str, bytes]:
    """Return the files of an EPUB by path."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        return {name: file_of(archive, name) for name in archive.namelist()}

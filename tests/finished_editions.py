"""Finished editions, read as their formats read them."""

from octavo.finished.epub_items import read_epub
from octavo.finished.html_items import read_html
from octavo.finished.items import Finished
from octavo.finished.pdf_items import read_pdf

READERS = {"html": read_html, "epub": read_epub, "pdf": read_pdf}


def read_edition(format: str, data: bytes) -> Finished:
    """Return what a finished edition holds, headings as they stand in it."""
    return READERS[format](data)

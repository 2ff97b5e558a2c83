"""Finished editions, read as their formats read them."""

from octavo.finished.epub_items import read_epub
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.html_items import read_html
from octavo.finished.items import Finished
from octavo.finished.pdf_items import read_pdf

READERS = {"html": read_html, "epub": read_epub}


def read_edition(format: str, data: bytes) -> Finished:
    """Return what a finished edition holds, headings as they stand in it."""
    if format == "pdf":
        return read_pdf(data)
    return READERS[format](FinishedFiles({"work": data}), "work")

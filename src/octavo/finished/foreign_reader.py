"""A finished file, whoever made it -> what it says: by its ending, the reader that knows it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from octavo.finished.docx_reader import read_docx_files
from octavo.finished.foreign import Files, read_epub_files, read_html_files
from octavo.finished.pdf_apart import read_pdf_apart

EPUB, HTML, PDF, DOCX = "epub", "html", "pdf", "docx"
FORMATS = (EPUB, HTML, PDF, DOCX)
"""Those that can be read, the one that says most first."""
ALIKE: Mapping[str, str] = {"htm": HTML, "xhtml": HTML}
"""Ending -> the format that it stands for, where it is not the format's own name."""
READERS: Mapping[str, Callable[[bytes, str], Files]] = {
    EPUB: lambda data, name: read_epub_files(data),
    HTML: read_html_files,
    PDF: read_pdf_apart,
    DOCX: read_docx_files,
}


def format_of_file(path: Path) -> str:
    """Return the format of a file by its ending, '' where it is none that can be read."""
    ending = path.suffix.lower().removeprefix(".")
    ending = ALIKE.get(ending, ending)
    return ending if ending in FORMATS else ""


def read_foreign(path: Path, data: bytes) -> Files:
    """Return what a file's bytes say; raises Unreadable."""
    return READERS[format_of_file(path)](data, path.name)

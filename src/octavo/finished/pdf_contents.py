"""What the pages of a PDF hold, as ``pdf_reader.py`` reads it."""

from dataclasses import dataclass

KINDS = ("", "text", "path", "image", "shading", "form")
"""Names of PDFium's numbers for objects of a page."""
Rect = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""


@dataclass(frozen=True, slots=True)
class Character:
    """A character of a page's text."""

    box: Rect
    size: float
    """Of the type that it is set in, in points."""
    font: str
    mark: int
    """Number of the marked content that it stands in; -1 outside."""
    scale: float = 1.0
    """By how much it is shown larger than ``size``."""


@dataclass(frozen=True, slots=True)
class PageObject:
    """What one operator paints on a page."""

    kind: str
    """One of KINDS; what a form holds is not gone into."""
    mark: int
    """Number of the marked content that it stands in; -1 outside."""
    text: str
    """As its font spells it; '' where it is no text."""
    actual: str | None
    """What its marked content says instead (``ActualText``): all of it with the first object of the
    mark, '' with the others; None where it says nothing."""
    box: Rect | None
    origin: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class PdfElement:
    """A structure element, with what of it stands on one page."""

    kind: str
    id: str
    alternative: str
    title: str
    children: tuple["PdfElement | int", ...]
    """Elements, and numbers of marked content; -1 for what stands on another page, or is
    an empty cell: of each in a row of a table, elsewhere once for all that follow each other."""


@dataclass(frozen=True, slots=True)
class PdfLink:
    """A link annotation."""

    box: Rect
    address: str
    """'' where it leads into the PDF."""
    name: str
    """Of the destination, if it has one."""
    page: int | None
    """Index of the page that it leads to."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline."""

    level: int
    title: str
    page: int | None


@dataclass(frozen=True, slots=True)
class PageRaster:
    """A page drawn in grey, a byte a pixel, row after row."""

    width: int
    height: int
    grey: bytes

"""A PDF as readable text: words, outline, links, tag tree and boxes by page, and small pictures."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence

from PIL import Image, ImageDraw

from octavo.finished.pdf_contents import Bookmark, PdfElement, PdfLink
from octavo.finished.pdf_reader import OpenPage, OpenPdf

_SIGNS = re.compile(r"[0-9a-f.]{12,14}")
PICTURE_WIDTH = 220
RIM = 0.35
"""Share of the size of type by which one digit may end above or below another."""
GREYS = 8
"""Pictures are for the eye that reads a golden's difference: small and grey (under 20 KB each)."""


def pdf_projection(data: bytes, edition: str) -> dict[str, bytes]:
    """Return text.txt, outline.txt, links.txt, tags.txt, pages.txt and pages/NNN.png."""
    texts: dict[str, list[str]] = {"text": [], "links": [], "tags": [], "pages": []}
    files: dict[str, bytes] = {}
    with OpenPdf(data) as pdf:
        for number, page in enumerate(pdf.pages(), 1):
            label = pdf.labels[number - 1]
            texts["text"] += [f"--- page {label}", page.text.replace("\r\n", "\n")]
            texts["links"] += [f"{label}: {_target(link, pdf.labels)}" for link in page.links()]
            texts["tags"] += [f"--- page {label}", *_tags(page)]
            texts["pages"].append(f"{number} {label} {_boxes(page)}")
            files[f"pages/{number:03}.png"] = _picture(page, edition)
        texts["outline"] = [_bookmark(each, pdf.labels) for each in pdf.outline()]
    return files | {f"{name}.txt": _join(lines) for name, lines in texts.items()}


def _join(lines: list[str]) -> bytes:
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def _boxes(page: OpenPage) -> str:
    boxes = (page.media, page.trim)
    return "media+trim " + " ".join("[" + " ".join(f"{n:.2f}" for n in box) + "]" for box in boxes)


def _bookmark(mark: Bookmark, labels: Sequence[str]) -> str:
    page = "-" if mark.page is None else labels[mark.page]
    return f"{'  ' * mark.level}{mark.title} -> {page}"


def _target(link: PdfLink, labels: Sequence[str]) -> str:
    """Return the address of a link, or the page that it leads to."""
    return link.address if link.page is None else f"page {labels[link.page]}"


def _tags(page: OpenPage) -> Iterator[str]:
    """Yield the page's structure elements, indented, each with what it says."""
    said: dict[int, str] = {}
    for thing in page.objects():
        if thing.mark >= 0:  # all else is an artifact: a running head, a folio
            said[thing.mark] = said.get(thing.mark, "") + thing.text
    for element in page.elements():
        yield from _element(element, 0, said)


def _element(element: PdfElement, depth: int, said: Mapping[int, str]) -> Iterator[str]:
    about = f" [{element.alternative}]" if element.alternative else ""
    own = "".join(said.get(each, "") for each in element.children if isinstance(each, int)).strip()
    yield f"{'  ' * depth}{element.kind}{about}{' ' + own if own else ''}"
    for each in element.children:
        if isinstance(each, PdfElement):
            yield from _element(each, depth + 1, said)


def find_scrambled(text: str, edition: str) -> list[tuple[int, int]]:
    """Return (start, end) of the edition id where a PDF's right-to-left line shuffles its signs."""
    signs = sorted(edition)
    return [
        match.span()
        for match in _SIGNS.finditer(text)
        if edition and sorted(match[0].replace(".", "")) == signs
    ]


def _lines_of(page: OpenPage, edition: str) -> Iterator[tuple[float, float]]:
    """Yield bottom and top of the lines of the edition id, in points.

    Whole lines, from side to side and as high as any digit: digits differ in width, and old-style
    ones in where they end. Their boxes alone would leave a rim of the words beside a low id.
    """
    found, at = page.boxes_of(edition), page.text.find(edition)
    for start, end in find_scrambled(page.text, edition)[:1]:
        found, at = (found or page.boxes(start, end)), max(at, start)
    sign = page.character(max(at, 0)) if found else None
    room = (sign.size if sign else 0.0) * RIM
    for _, bottom, _, top in found:
        yield bottom - room, top + room


def _picture(page: OpenPage, edition: str) -> bytes:
    """Return a small grey PNG of the page; the edition id is painted over, as it always changes."""
    width, height = page.size
    scale = PICTURE_WIDTH / width
    drawn = page.picture(scale)
    image = Image.frombytes("L", (drawn.width, drawn.height), drawn.grey)
    for bottom, top in _lines_of(page, edition):
        box = [0, height - top - 1, width, height - bottom + 1]
        ImageDraw.Draw(image).rectangle([side * scale for side in box], fill=255)
    target = io.BytesIO()
    image.quantize(GREYS).save(target, "PNG", optimize=True)
    return target.getvalue()

"""A PDF as readable text: words, outline, links, tag tree and boxes by page, and small pictures."""

import ctypes
import io
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import ImageDraw

_SIGNS = re.compile(r"[0-9a-f.]{12,14}")
PICTURE_WIDTH = 220
GREYS = 8
"""Pictures are for the eye that reads a golden's difference: small and grey (under 20 KB each)."""


def pdf_projection(data: bytes, edition: str) -> dict[str, bytes]:
    """Return text.txt, outline.txt, links.txt, tags.txt, pages.txt and pages/NNN.png."""
    document = pdfium.PdfDocument(data)
    try:
        texts: dict[str, list[str]] = {"text": [], "links": [], "tags": [], "pages": []}
        files: dict[str, bytes] = {}
        for number in range(len(document)):
            page = document[number]
            label = document.get_page_label(number)
            words = page.get_textpage()
            texts["text"] += [f"--- page {label}", words.get_text_range().replace("\r\n", "\n")]
            texts["links"] += _links(document, page, label)
            texts["tags"] += [f"--- page {label}", *_tags(page, words)]
            texts["pages"].append(_boxes(page, number, label))
            files[f"pages/{number + 1:03}.png"] = _picture(page, words, edition)
        outline = [_bookmark(document, item) for item in document.get_toc()]
        files |= {f"{name}.txt": _joined(lines) for name, lines in texts.items()}
        return {**files, "outline.txt": _joined(outline)}
    finally:
        document.close()


def _joined(lines: list[str]) -> bytes:
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def _boxes(page: Any, number: int, label: str) -> str:
    boxes = (page.get_mediabox(), page.get_trimbox())
    told = " ".join("[" + " ".join(f"{n:.2f}" for n in box) + "]" for box in boxes)
    return f"{number + 1} {label} media+trim {told}"


def _bookmark(document: Any, item: Any) -> str:
    target = item.get_dest()
    page = document.get_page_label(target.get_index()) if target else "-"
    return f"{'  ' * item.level}{item.get_title()} -> {page}"


def _links(document: Any, page: Any, label: str) -> Iterator[str]:
    """Yield one line a link annotation: its page, and its address or the page that it leads to."""
    start, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, start, link):
        target = raw.FPDFLink_GetDest(document, link)
        if target:
            index = raw.FPDFDest_GetDestPageIndex(document, target)
            yield f"{label}: page {document.get_page_label(index)}"
            continue
        action = raw.FPDFLink_GetAction(link)
        length = raw.FPDFAction_GetURIPath(document, action, None, 0)
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFAction_GetURIPath(document, action, buffer, length)
        yield f"{label}: {buffer.value.decode()}"


def _tags(page: Any, words: Any) -> list[str]:
    """Return the page's structure elements, indented, each with what it says."""
    said = _marked_words(page, words)
    tree = raw.FPDF_StructTree_GetForPage(page)
    lines: list[str] = []
    for n in range(raw.FPDF_StructTree_CountChildren(tree)):
        _element(raw.FPDF_StructTree_GetChildAtIndex(tree, n), 0, said, lines)
    raw.FPDF_StructTree_Close(tree)
    return lines


def _element(element: Any, depth: int, said: dict[int, str], lines: list[str]) -> None:
    if not element:
        return
    kind = _string(raw.FPDF_StructElement_GetType, element)
    alternative = _string(raw.FPDF_StructElement_GetAltText, element)
    own = "".join(
        said.get(raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, n), "")
        for n in range(max(raw.FPDF_StructElement_GetMarkedContentIdCount(element), 0))
    )
    about = f" [{alternative}]" if alternative else ""
    lines.append(f"{'  ' * depth}{kind}{about}{' ' + own.strip() if own.strip() else ''}")
    for n in range(raw.FPDF_StructElement_CountChildren(element)):
        _element(raw.FPDF_StructElement_GetChildAtIndex(element, n), depth + 1, said, lines)


def _string(ask: Any, element: Any) -> str:
    length = ask(element, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(element, buffer, length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def _marked_words(page: Any, words: Any) -> dict[int, str]:
    """Return marked-content id -> words."""
    found: dict[int, str] = {}
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,)):
        number = raw.FPDFPageObj_GetMarkedContentID(item)
        if number < 0:
            continue  # an artifact: a running head, a folio
        length = raw.FPDFTextObj_GetText(item, words, None, 0)
        buffer = (ctypes.c_ushort * (length // 2 + 1))()
        raw.FPDFTextObj_GetText(item, words, buffer, length)
        text = bytes(buffer)[: max(length - 2, 0)].decode("utf-16-le", "replace")
        found[number] = found.get(number, "") + text
    return found


def scrambled(text: str, edition: str) -> list[tuple[int, int]]:
    """Return (start, end) of the edition id where a PDF's right-to-left line shuffles its signs."""
    signs = sorted(edition)
    return [
        match.span()
        for match in _SIGNS.finditer(text)
        if edition and sorted(match[0].replace(".", "")) == signs
    ]


def _picture(page: Any, words: Any, edition: str) -> bytes:
    """Return a small grey PNG of the page; the edition id is painted over, as it always changes."""
    scale = PICTURE_WIDTH / page.get_width()
    image = page.render(scale=scale, grayscale=True).to_pil()
    found = words.search(edition).get_next() if edition else None
    for start, end in scrambled(words.get_text_range(), edition)[:1]:
        found = found or (start, end - start)
    if found:
        for n in range(words.count_rects(*found)):
            _, bottom, _, top = words.get_rect(n)
            height = page.get_height()  # the whole line: the digits differ in width
            box = [0, height - top - 1, page.get_width(), height - bottom + 1]
            ImageDraw.Draw(image).rectangle([side * scale for side in box], fill=255)
    target = io.BytesIO()
    image.quantize(GREYS).save(target, "PNG", optimize=True)
    return target.getvalue()

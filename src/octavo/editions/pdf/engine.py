"""WeasyPrint 70 behind four functions; whatever rests on its private parts is here or in patches.

Tests (tests/editions/pdf/test_cures.py) say what broke after an upgrade.
"""

import base64
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

import pydyf
import weasyprint
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from octavo.editions.pdf import patches
from octavo.editions.pdf.addresses import BASE, ELSEWHERE
from octavo.editions.pdf.attachments import attach
from octavo.editions.pdf.measure import pull_proof
from octavo.editions.pdf.standards import Source, Standard, standard_of
from octavo.editions.pdf.survey import survey
from octavo.editions.pdf.tagging import mend
from octavo.editions.pdf.tags_ua2 import modernise
from octavo.editions.pdf.tagtree import boxes_kept
from octavo.editions.pdf.weasyprint_private import (
    PROGRESS_LOGGER,
    leave_untagged,
    page_box,
    pango,
)
from octavo.editions.pdf.xmp import write_xmp
from octavo.pictures.picture_kinds import is_drawing

__all__ = ["FontConfiguration", "pull_proof", "render", "sheet", "survey", "versions", "write_pdf"]

TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".css": "text/css",
}
_DATA = re.compile(r"data:(image/(?:png|jpeg|gif|webp));base64,")
LONGEST = 200
"""Characters of an address that a message says."""

patches.apply()


class PublicationFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the files it was given and nothing else: no disk, no network.

    Of data URLs it serves the pictures that a drawing among the files holds: they have been made
    safe with it.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._files = files

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        held = _DATA.match(url)
        if held and any(url.encode() in data for data in self._drawings()):
            raster = base64.b64decode(url[held.end() :])
            return URLFetcherResponse(url, raster, {"Content-Type": held[1]})
        path = unquote(url.removeprefix(BASE)) if url.startswith(BASE) else ""
        if path not in self._files:
            raise ValueError(f"{url[:LONGEST]} is no file of the publication")
        data = self._files[path]
        kind = TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")
        kind = "image/svg+xml" if is_drawing(data) else kind
        return URLFetcherResponse(url, data, {"Content-Type": kind})

    def _drawings(self) -> Iterator[bytes]:
        return (data for data in self._files.values() if is_drawing(data))


def sheet(css: str, files: Mapping[str, bytes], fonts: FontConfiguration) -> CSS:
    """Return a style sheet as the engine holds it; it may be laid under several documents."""
    fetcher = PublicationFetcher(files)
    return CSS(string=css, base_url=BASE, url_fetcher=fetcher, font_config=fonts)


def render(html: str, css: CSS, files: Mapping[str, bytes], fonts: FontConfiguration) -> Any:
    """Return the laid-out document (``weasyprint.document.Document``)."""
    document = HTML(string=html, base_url=BASE, url_fetcher=PublicationFetcher(files))
    return document.render(font_config=fonts, stylesheets=[css])


def write_pdf(
    body: Any,
    furniture: Any,
    labels: list[list[Any]],
    standard: Standard | None = None,
    source: Source | None = None,
) -> bytes:
    """Return the PDF: the body's pages, each with its furniture painted on it as an artifact.

    ``labels``: [index of first page, PDF numbering style, first number] for each run of labels.
    ``standard``: the default one where it is left out; ``source``: what to attach where it holds
    that.
    """
    if len(body.pages) != len(furniture.pages):
        raise ValueError(f"{len(body.pages)} pages and furniture for {len(furniture.pages)}")
    for n, (page, sheet) in enumerate(zip(body.pages, furniture.pages, strict=True), 1):
        page.paint = partial(_paint, n, page, sheet)
    target = io.BytesIO()
    with boxes_kept() as boxes:
        standard = standard or standard_of("")
        finisher = partial(_finish, labels, boxes, standard, source or Source())
        body.write_pdf(target, finisher=finisher, pdf_variant=standard.variant, pdf_tags=True)
    return target.getvalue()


def _paint(number: int, page: Any, sheet: Any, stream: Any, scale: float = 1) -> None:
    """Paint a page, then its furniture outside the tag tree: readers skip artifacts."""
    PROGRESS_LOGGER.info("Step 6 - Creating PDF - Page %d", number)
    type(page).paint(page, stream, scale)
    with leave_untagged(stream):
        stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
        type(sheet).paint(sheet, stream, scale)
        stream.end_marked_content()


def _finish(
    labels: list[list[Any]],
    boxes: dict[int, Any],
    standard: Standard,
    source: Source,
    document: Any,
    pdf: Any,
) -> None:
    """Mend tags and metadata, label pages, lead links, attach the source."""
    tree = mend(pdf, boxes)
    root = page_box(document.pages[0]).children[0]
    if root.style["direction"] == "rtl":
        pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"
    write_xmp(document, pdf, standard)
    if standard.holds_source:
        attach(pdf, source)
    numbers = pydyf.Array()
    for first, style, start in labels:
        numbers += [first, pydyf.Dictionary({"S": f"/{style}", "St": start})]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})
    _lead_links(pdf)
    if standard.ua == 2:
        modernise(tree)


def _lead_links(pdf: Any) -> None:
    """Lead links between units to their destinations."""
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    known = {str(name.string) for name in names[::2]}
    for item in pdf.objects:
        action = (
            item.get("A") if isinstance(item, dict) and item.get("Subtype") == "/Link" else None
        )
        address = str(action["URI"].string) if action and "URI" in action else ""
        if address.startswith(ELSEWHERE):
            name = unquote(address.removeprefix(ELSEWHERE))
            if name not in known:
                raise ValueError(f"a link leads to '{name}', which is on no page")
            del item["A"]
            item["Dest"] = pydyf.String(name)


def versions() -> dict[str, str]:
    """Return the versions of what shapes pages in this process, for the manifest."""
    found = pango.pango_version()
    return {
        "weasyprint": weasyprint.__version__,
        "pydyf": pydyf.VERSION,
        "pango": f"{found // 10000}.{found // 100 % 100}.{found % 100}",
        "patches": json.dumps(sorted(patches.NAMES)),
    }

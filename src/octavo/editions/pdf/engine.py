"""WeasyPrint 70 behind a few functions; whatever rests on its private parts is here or in patches.

Tests (tests/editions/pdf/test_cures.py) say what broke after an upgrade.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

import pydyf
import weasyprint
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from octavo.editions.pdf import patches
from octavo.editions.pdf.addresses import BASE
from octavo.editions.pdf.binding.face_usage import cut_fonts
from octavo.editions.pdf.binding.fragment_writer import cut_fragment, cut_furniture, cut_shell
from octavo.editions.pdf.line_probe import line_probe
from octavo.editions.pdf.measure import pull_proof
from octavo.editions.pdf.survey import survey
from octavo.editions.pdf.weasyprint_private import pango
from octavo.pictures.picture_kinds import is_drawing

__all__ = [
    "FontConfiguration",
    "cut_fonts",
    "cut_fragment",
    "cut_furniture",
    "cut_shell",
    "pull_proof",
    "render",
    "sheet",
    "survey",
    "versions",
]

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

BEFORE = "display: block; height: 1px; margin: 0; padding: 0; break-before: auto; break-after: page"
"""Style of what stands on the page before a part of a whole."""
OTHER = {"left": "right", "right": "left"}

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


def render(
    html: str, css: CSS, files: Mapping[str, bytes], fonts: FontConfiguration, side: str = ""
) -> Any:
    """Return the laid-out document (``weasyprint.document.Document``).

    ``side``: left or right, where its first page lies in a whole that it is a part of; '' where
    nothing comes before it. What comes before is a page with nothing on it, which is taken out
    again: so the first page is none of the whole's, and its margins are those below a page break.
    """
    document = HTML(string=html, base_url=BASE, url_fetcher=PublicationFetcher(files))
    if not side:
        return document.render(font_config=fonts, stylesheets=[css])
    body = document.etree_element.find("body")
    body.insert(0, body.makeelement("div", {"style": BEFORE}))
    laid = document.render(font_config=fonts, stylesheets=[css, _across(side)])
    return laid.copy(laid.pages[1:])


@cache
def _across(side: str) -> CSS:
    return CSS(string=f"html {{ break-before: {OTHER[side]} !important }}")


def versions() -> dict[str, str]:
    """Return the versions of what shapes pages in this process, and how it breaks lines, for the
    manifest."""
    found = pango.pango_version()
    return {
        "weasyprint": weasyprint.__version__,
        "pydyf": pydyf.VERSION,
        "pango": f"{found // 10000}.{found // 100 % 100}.{found % 100}",
        "line breaking": line_probe(),
        "patches": json.dumps(sorted(patches.NAMES)),
    }

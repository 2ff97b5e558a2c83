"""A press for tests: what it is handed, and what it gave, as pages and words."""

import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium
from conftest import environment

from octavo.core.inputs import Inputs
from octavo.editions.pdf.worker import Worker
from octavo.production.pipeline import templates_folder

PAGE = "@page { size: 300pt 400pt; margin: 20pt } html { font: 10pt/14pt Literata } p { margin: 0 }"
NOTES = (
    ".footnote { float: footnote; footnote-policy: line; font-size: 8pt; line-height: 11pt }"
    "@page { @footnote { margin-top: 8pt; padding: 5pt 0 %s; border-top: .4pt solid black } }"
)


def inputs(**environ: str) -> Inputs:
    return Inputs({"templates": templates_folder()}, {**environment(), **environ})


def html(body: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>{body}</body></html>'


def bound(press: Worker, body: str, css: str) -> tuple[pdfium.PdfDocument, tuple[str, ...]]:
    """Return a document with empty furniture, and what the engine had to say."""
    laid = press.layout(html(body), css)
    sheets = '<div style="break-after: page"></div>' * (laid.facts.pages - 1) + "<div></div>"
    data, more = press.write(laid, html(sheets), PAGE, [[0, "D", 1]])
    return pdfium.PdfDocument(data), (*laid.log, *more)


def text_on(document: pdfium.PdfDocument, page: int) -> str:
    return str(document[page].get_textpage().get_text_range()).replace("\r\n", "\n")


def whole_text(document: pdfium.PdfDocument) -> str:
    words = " ".join(text_on(document, page) for page in range(len(document)))
    return " ".join(words.replace("\ufffe", "").split())


RENDERED = """
def rendered(html, css=""):
    from octavo.editions.pdf import engine
    fonts = engine.FontConfiguration()
    return engine.render(html, engine.sheet(css, {}, fonts), {}, fonts)
"""
"""Sets a piece of HTML in a process of its own: ``rendered(html)``."""


def in_a_process(script: str, folder: Path) -> None:
    """Run Python in a process of its own; fail with what it says."""
    done = subprocess.run(
        [sys.executable, "-c", RENDERED + script],
        env={**environment(), "PYTHONPATH": ":".join(sys.path), "SOURCE_DATE_EPOCH": "0"},
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr

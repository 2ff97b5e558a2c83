"""A press for tests: what it is handed, and what it gave, as pages and words."""

import hashlib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
from conftest import environment
from forked import copied

from octavo.core.inputs import Inputs
from octavo.editions.pdf.binding.single import Single, print_single
from octavo.editions.pdf.worker import Galley, Worker
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
    pages = press.layout(Galley(html(body), css)).facts.pages
    sheets = '<div style="break-after: page"></div>' * (pages - 1) + "<div></div>"
    data, said = printed(press, html(body), css, html(sheets))
    return pdfium.PdfDocument(data), said


def printed(
    press: Worker, body: str, css: str, around: str, bare: str = ""
) -> tuple[bytes, tuple[str, ...]]:
    """Return the PDF of a document with this furniture, and what the engine had to say."""
    single = Single(Galley(body, css), Galley(around, PAGE), Galley(bare or html(""), PAGE))
    return print_single(press, single, font_files)


def font_files(digests: Collection[str]) -> Mapping[str, bytes]:
    """Return bundled fonts by their SHA-256."""
    return {digest: _bundled()[digest] for digest in digests}


@cache
def _bundled() -> Mapping[str, bytes]:
    every = [path.read_bytes() for path in (templates_folder() / "fonts").glob("*.ttf")]
    return {hashlib.sha256(data).hexdigest(): data for data in every}


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

def written(body, around, labels=((0, "D", 1),), name="", source=None):
    import hashlib
    from octavo.editions.pdf import engine
    from octavo.editions.pdf.binding.binder import Binding, BoundUnit, bind
    from octavo.editions.pdf.binding.joined_faces import join_all
    from octavo.editions.pdf.standards import Source, standard_of
    standard = standard_of(name)
    shell = engine.cut_shell(body, standard, source or Source())
    fragment = engine.cut_fragment(body, "s", standard).fragment
    furniture = engine.cut_furniture(around, standard)
    files = {hashlib.sha256(font.file_content).hexdigest(): font.file_content
        for document in (body, around) for font in document.fonts.values()}
    uses = join_all([*fragment.faces, *furniture.faces])
    fonts = engine.cut_fonts(uses, files, standard.version)
    unit = BoundUnit(fragment, furniture, furniture.page_by_page(), 0)
    return bind(Binding((unit,), fonts, shell, labels, {}))
"""
"""Sets a piece of HTML in a process of its own: ``rendered(html)``; ``written`` gives its PDF."""


def in_a_process(script: str, folder: Path) -> None:
    """Run Python in a process of its own, a copy of this one; fail with what it says."""
    environ = {**environment(), "SOURCE_DATE_EPOCH": "0"}
    done = copied(lambda: exec(RENDERED + script, {"__name__": "script"}), folder, environ)
    assert done.returncode == 0, done.stderr

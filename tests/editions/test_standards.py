"""PDFs for archives: what they claim, what they carry, and that validators believe them."""

import os
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw
import pytest
from conftest import environment

from octavo.core.output import lock, write_whole
from octavo.editions.pdf.pdf_traits import PDF
from octavo.editions.pdf.standards import STANDARDS, standard_of
from octavo.model.metadata import Edition
from octavo.production.pipeline import Project, build
from octavo.validators.java.java_validators import JavaValidators
from octavo.validators.page_validation import PageValidation
from octavo.validators.toolbox import tools_folder
from octavo.validators.verdicts import Finding, Job

ROOT = Path(__file__).parents[2]
TOOLS = tools_folder(os.environ)
BOOKS = ("notes", "figures", "plates-and-groups", "references", "quotations", "rtl-arabic", "code")
WANTED = "editions: [{name: pdf-archive, standard: a-3a}, {name: pdf-modern, standard: a-4}]\n"


class Standard(Mapping[str, Mapping[str, bytes]]):
    """The files of each book with an edition for each standard, built when they are asked for."""

    def __init__(self, shared: Path) -> None:
        self._project = Project(
            shared / "standards", shared / "build", shared / "store", environment()
        )
        self._being_built = shared / "being-built" / "standards"

    def __getitem__(self, book: str) -> Mapping[str, bytes]:
        with lock(self._being_built):
            self._write(book)
            return build(self._project, book).files

    def __iter__(self) -> Iterator[str]:
        return iter(BOOKS)

    def __len__(self) -> int:
        return len(BOOKS)

    def _write(self, book: str) -> None:
        home = ROOT / "tests" / "books" / book / "source" / book
        for path in sorted(home.rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                wanted = data.rstrip() + f"\n{WANTED}".encode()
                target = self._project.source / book / path.relative_to(home)
                write_whole(target, wanted if path.name == "publication.yaml" else data)


@pytest.fixture(scope="session")
def made(shared: Path) -> Standard:
    """Return the files of each book with an edition for each standard."""
    return Standard(shared)


def attached(data: bytes) -> dict[str, bytes]:
    """Return the files that a PDF carries."""
    document = pypdfium2.PdfDocument(data)
    names = [document.get_attachment(n) for n in range(document.count_attachments())]
    return {each.get_name(): bytes(each.get_data()) for each in names}


def test_every_standard_that_a_publication_may_name_is_known() -> None:
    field = Edition.__annotations__["standard"]
    assert set(STANDARDS) == set(re.findall(r"a-\da?", str(field)))
    assert standard_of("").name == "a-2a" and "standard" in PDF.options


def test_an_archive_carries_the_source_that_it_was_made_from(
    made: Mapping[str, Mapping[str, bytes]],
) -> None:
    home = ROOT / "tests" / "books" / "references" / "source" / "references"
    held = attached(made["references"]["references-archive.pdf"])
    texts = {path.name: path.read_bytes() for path in home.glob("*.md")}
    assert texts and texts.items() <= held.items()
    assert set(held) - set(texts) == {"publication.yaml"}
    assert attached(made["references"]["references-modern.pdf"]) == {}


def test_each_file_claims_its_standards(made: Mapping[str, Mapping[str, bytes]]) -> None:
    archive, modern = (made["notes"][f"notes-{name}.pdf"] for name in ("archive", "modern"))
    assert archive.startswith(b"%PDF-1.7") and modern.startswith(b"%PDF-2.0")
    assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A<" in archive
    assert b"<pdfuaid:part>1</pdfuaid:part>" in archive
    assert b"<pdfaid:part>4</pdfaid:part><pdfaid:rev>2020<" in modern
    assert b"<pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024<" in modern


def test_links_and_bookmarks_of_a_modern_pdf_lead_to_pages_too(
    made: Mapping[str, Mapping[str, bytes]],
) -> None:
    """Most readers know no destination but a page: PDFium is one of them."""
    document = pypdfium2.PdfDocument(made["references"]["references-modern.pdf"])
    marks = list(document.get_toc())
    assert marks and all(mark.get_dest() is not None for mark in marks)
    for page in document:
        for n in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            annotation = raw.FPDFPage_GetAnnot(page.raw, n)
            link = raw.FPDFAnnot_GetLink(annotation)
            if not raw.FPDFLink_GetAction(link) or raw.FPDFLink_GetDest(document.raw, link):
                found = raw.FPDFLink_GetDest(document.raw, link)
                assert raw.FPDFDest_GetDestPageIndex(document.raw, found) >= 0
            raw.FPDFPage_CloseAnnot(annotation)


def test_an_attachment_says_what_it_is_to_the_document(
    made: Mapping[str, Mapping[str, bytes]],
) -> None:
    data = made["notes"]["notes-archive.pdf"]
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    text = data + b"".join(map(_inflated, streams))
    assert text.count(b"/AFRelationship /Source") == len(attached(data)) > 0
    assert b"/text#2Fmarkdown" in text and b"/AF [" in text


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


@pytest.fixture(scope="module")
def told(
    made: Mapping[str, Mapping[str, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Finding]]:
    """Return what veraPDF and page-validation say of each file."""
    folder = tmp_path_factory.mktemp("pdfs")
    paths = []
    for files in made.values():
        for name, data in files.items():
            if name.endswith(".pdf"):
                (folder / name).write_bytes(data)
                paths.append(folder / name)
    spoiled = folder / "spoiled-modern.pdf"
    spoiled.write_bytes(
        made["notes"]["notes-modern.pdf"].replace(b"<pdfuaid:rev>2024<", b"<pdfuaid:rev>2023<")
    )
    validators = JavaValidators(TOOLS, os.environ)
    assert validators.lack("veraPDF") == ""
    found = validators.run([Job("veraPDF", path) for path in [*paths, spoiled]])
    found += PageValidation(TOOLS).run([Job("page-validation", path) for path in paths])
    names = [path.name for path in [*paths, spoiled]]
    return {name: [each for each in found if each.path.name == name] for name in names}


@pytest.mark.conformance
@pytest.mark.slow
@pytest.mark.xdist_group("java")
def test_validators_find_nothing_in_what_claims_a_3a_or_a_4(
    told: Mapping[str, list[Finding]],
) -> None:
    assert len(told) == 2 * len(BOOKS) + 1
    assert {name for name, found in told.items() if found} == {"spoiled-modern.pdf"}
    assert told["spoiled-modern.pdf"][0].rule.startswith("5")

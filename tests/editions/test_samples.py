"""Editions that hold some of the texts: they say so, and how to go on."""

import io
import re
import zipfile

import pypdfium2 as pdfium
import pytest
from conftest import Desk
from lxml import etree

from octavo.production.pipeline import Built, build

METADATA = """\
theme: book
title: The *Terra Nova*
contributors: [{name: Ada Quill}]
publisher: Quayside Press
description: What the keeper saw.
identifiers: {url: "https://quayside.example/nova", isbn: {epub: 978-0-306-40615-7}}
editions:
  - html
  - epub
  - pdf
  - {name: epub-sample, files: [one.md]}
  - {name: html-taste, files: [one.md]}
  - {name: pdf-first, files: [one.md]}
  - {name: epub-all, files: [one.md, two.md]}
"""
FILES = {"one.md": "# One\n\nFirst words.\n", "two.md": "# Two\n\nLast words.\n"}
NAMED = "The Terra Nova (Sample)"
SENTENCE = "A sample of “The Terra Nova”."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    project, slug = Desk(tmp_path_factory.mktemp("samples")).write(FILES, METADATA)
    path = project.source / slug / "publication.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Work\n", ""), encoding="utf-8")
    return build(project, slug)


def unpack(made: Built, name: str) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(made.files[f"{made.slug}{name}.epub"])) as archive:
        texts = [name for name in archive.namelist() if name.endswith(("xhtml", "opf"))]
        return {name.rpartition("/")[2]: archive.read(name).decode() for name in texts}


def words(xml: str) -> str:
    return " ".join("".join(etree.fromstring(xml.encode()).itertext()).split())


def dc(opf: str, name: str) -> list[str | None]:
    return [each.text for each in etree.fromstring(opf.encode()).iter(f"{{*}}{name}")]


def test_a_sample_says_what_it_is_in_title_and_description(made: Built) -> None:
    opf = unpack(made, "-sample")["content.opf"]
    assert dc(opf, "title") == [NAMED]
    assert dc(opf, "description") == [f"{SENTENCE} What the keeper saw."]


def test_a_samples_title_keeps_its_marks(made: Built) -> None:
    page = unpack(made, "-sample")["piece-title.xhtml"]
    assert re.search(r"The <em>Terra\xa0?\s?Nova</em>", page) and NAMED in words(page)


def test_a_samples_last_page_says_how_to_go_on(made: Built) -> None:
    files = unpack(made, "-sample")
    spine = re.findall(r'idref="([^"]+)"', files["content.opf"])
    (last,) = re.findall(rf'href="([^"]+)" id="{spine[-1]}"', files["content.opf"])
    told = words(files[last])
    for each in ("Read on", SENTENCE, "Quayside Press", "ISBN 978-0-306-40615-7"):
        assert each in told
    assert 'href="https://quayside.example/nova"' in files[last]
    assert f'href="{last}"' in files["nav.xhtml"]


def test_samples_in_html_and_pdf_say_it_too(made: Built) -> None:
    html = made.files[f"{made.slug}-taste.html"].decode()
    assert f"<title>{NAMED}</title>" in html
    assert html.rindex(SENTENCE) > html.rindex("First words.")
    pages = pdfium.PdfDocument(made.files[f"{made.slug}-first.pdf"])
    assert pages.get_metadata_dict()["Title"] == NAMED
    assert SENTENCE in " ".join(pages[len(pages) - 1].get_textpage().get_text_range().split())


@pytest.mark.parametrize("name", ["", "-all"])
def test_a_whole_edition_says_nothing_of_samples(made: Built, name: str) -> None:
    files = unpack(made, name)
    assert dc(files["content.opf"], "title") == ["The Terra Nova"]
    assert "piece-read-on.xhtml" not in files
    assert not any("ample of" in text or "(Sample)" in text for text in files.values())


def test_a_sample_without_addresses_still_names_its_work(desk: Desk) -> None:
    head = "theme: brief\neditions: [{name: html-sample, files: [one.md]}]"
    files = {"one.md": "## One\n\nFirst words.\n", "two.md": "## Two\n\nLast words.\n"}
    project, slug = desk.write(files, f"language: de\n{head}")
    html = build(project, slug).files[f"{slug}-sample.html"].decode()
    assert "Eine Leseprobe aus „Work“." in html and "Work (Leseprobe)" in html
    assert html.count("Weiterlesen") >= 1

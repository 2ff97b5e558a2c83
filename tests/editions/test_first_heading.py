"""A text of one file has its title as the heading above its headings, in every theme."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from conftest import environment

from octavo.finished.pdf_tree import TagNode, read_pages
from octavo.production.pipeline import Project, build


def headings(node: TagNode) -> Iterator[str]:
    """Yield the kinds of headings in a PDF's tags."""
    if re.fullmatch(r"H\d", node.kind):
        yield node.kind
    for each in node.children:
        if isinstance(each, TagNode):
            yield from headings(each)


@pytest.mark.parametrize("theme", ("brief", "book", "report"))
def test_no_edition_begins_with_a_heading_of_the_second_level(theme: str, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    head = (
        f"---\noctavo: 1\ntitle: Low Water\nlanguage: en\ndate: 2024-05-01\ntheme: {theme}\n---\n"
    )
    text = f"{head}\nWords.\n\n## Second\n\nMore.\n"
    (tmp_path / "source" / "work.md").write_text(text, encoding="utf-8")
    project = Project(tmp_path, tmp_path / "build", None, environment())
    files = build(project, "work").files
    pages = read_pages(files["work.pdf"])
    found = [kind for page in pages for root in page.roots for kind in headings(root)]
    assert found == ["H1", "H2"]
    with zipfile.ZipFile(BytesIO(files["work.epub"])) as book:
        texts = [book.read(name).decode() for name in book.namelist() if "title" in name]
    assert any('<h1 class="title">' in text for text in texts) or theme == "brief"

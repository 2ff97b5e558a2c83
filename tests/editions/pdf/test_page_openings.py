"""With which words pages begin, and where an EPUB has their marks: measured on whole editions."""

import io
import re
import zipfile

import pytest
from conftest import Desk
from lxml import etree

from octavo.finished.pdf_tree import TagNode, read_pages
from octavo.production.pipeline import Built, build

WORDS = (
    "the keeper of the gauge wrote down the height of the water and what he thought of it "
    "before the ferry came in and nobody asked him why the lamp had gone out that night"
).split()


def passage(seed: int, count: int) -> str:
    """Return words of which no run comes twice."""
    return " ".join(f"{WORDS[(seed + 7 * n) % len(WORDS)]}{seed * 1000 + n}x" for n in range(count))


TEXT = "\n\n".join(
    [
        "# One",
        f"{passage(1, 900)}[^1] {passage(2, 300)}",
        "| Key | Value |\n|---|---|\n"
        + "\n".join(f"| {passage(n, 3)} | {passage(n, 4)} |" for n in range(100, 160)),
        "\n".join(f"- {passage(n, 60)}" for n in range(20, 30)),
        "> " + passage(40, 400),
        "```\n" + "\n".join(passage(n, 3) for n in range(200, 280)) + "\n```",
        passage(50, 700),
        f"[^1]: {passage(60, 40)}",
    ]
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    desk = Desk(tmp_path_factory.mktemp("pages"))
    return build(*desk.write(TEXT, "theme: book\neditions: [epub, pdf]"))


def letters(words: str) -> str:
    return "".join(sign for sign in words if sign.isalnum())


def openings(data: bytes) -> list[str]:
    """Return the letters of the author's text on each page, in the order of reading."""

    def told(node: TagNode, is_text: bool) -> str:
        is_text = is_text or node.title in ("chapter", "text")
        if node.kind in ("Note", "Lbl"):
            return ""
        own = ((each, isinstance(each, TagNode)) for each in node.children if each is not None)
        return "".join(
            told(each, is_text) if is_node else each.text * is_text for each, is_node in own
        )

    return [letters("".join(told(root, False) for root in page.roots)) for page in read_pages(data)]


def marked(data: bytes) -> str:
    """Return the letters of the EPUB's chapter, each mark of a page as its label in brackets."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        chapter = etree.fromstring(archive.read("EPUB/text.xhtml"))

    def told(node: etree._Element) -> str:
        if node.tag.endswith(("}aside", "}head")) or node.get("class") == "noteref":
            return ""
        mark = f"[{node.get('id')}]" if node.get("role") == "doc-pagebreak" else ""
        inner = (told(child) + letters(child.tail or "") for child in node)
        return mark + letters(node.text or "") + "".join(inner)

    return told(chapter)


def test_each_page_is_marked_at_the_word_with_which_it_begins(made: Built) -> None:
    pages = openings(made.files[f"{made.slug}.pdf"])
    text = marked(made.files[f"{made.slug}.epub"])
    first = next(n for n, page in enumerate(pages) if page.startswith("One"))
    checked = within = 0
    for n, page in enumerate(pages[first:], 1):
        at = text.find(f"[page-{n}]")
        if not page:
            continue
        after = re.sub(r"\[[^]]*\]", "", text[at:])
        # a word that goes on from the page before stays whole before the mark
        lead = next((k for k in range(16) if page[k : k + 30] == after[:30]), None)
        assert lead is not None, (n, page[:40], after[:40])
        checked += 1
        within += lead > 0 or text[at - 1].isalnum()
    assert checked >= 12 and within >= 8

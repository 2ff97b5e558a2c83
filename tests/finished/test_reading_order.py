"""A screen reader meets the words of a PDF in the order of the text, a note where it is called.

The PDF is read by Poppler, the HTML edition by lxml: neither is what Octavo reads with.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from conftest import Desk
from lxml import html as lxml_html
from test_floats import META, written

from octavo.core.platforms import POPPLER, advice, manager
from octavo.production.pipeline import Built, build

pytestmark = [pytest.mark.conformance, pytest.mark.slow]
PUBLICATIONS = ("escalation-2020", "notes", "figures", "tables", "references", "book-structure")
UNSPOKEN = frozenset({"line-number", "backlink"})
MOST = 3000
"""Characters of a note that every page can hold at its foot."""
Node = lxml_html.HtmlElement


@pytest.fixture(scope="module")
def poppler() -> str:
    command = shutil.which("pdfinfo")
    if not command:
        pytest.fail(f"Poppler is missing:\n{advice(POPPLER, manager())}")
    return command


@pytest.mark.parametrize("slug", PUBLICATIONS)
def test_the_tags_of_a_pdf_read_like_the_text_with_notes_at_their_calls(
    built: Mapping[str, Built], slug: str, poppler: str, tmp_path: Path
) -> None:
    files = built[slug].files
    pdf = tmp_path / "edition.pdf"
    pdf.write_bytes(files[f"{slug}.pdf"])
    read = squeezed(spoken(poppler, pdf))
    for chapter in chapters(files[f"{slug}.html"].decode()):
        words = squeezed(chapter)
        assert words in read, first_gap(words, read)


def test_a_float_is_read_where_it_was_written(desk: Desk, poppler: str, tmp_path: Path) -> None:
    read = read_aloud(desk, written("table"), poppler, tmp_path)
    assert read.index("Paragraph 5 stands before.") < read.index("The weeks.")
    assert read.index("The weeks.") < read.index("Paragraph 0 stands behind.")


def test_a_table_over_pages_is_read_as_one(desk: Desk, poppler: str, tmp_path: Path) -> None:
    rows = "\n".join(f"| {n} | {n * 7} |" for n in range(1, 99))
    text = f"# One\n\n| Tide | Height |\n|---|---|\n{rows}\n\nTable: Heights.\n"
    read = read_aloud(desk, {"one.md": text}, poppler, tmp_path)
    assert read.count("Tide") == read.count("Height\n") == 1
    ended = subprocess.run(
        [poppler, "-struct", str(tmp_path / "one.pdf")], capture_output=True, check=True
    )
    kinds = [line.split()[0] for line in ended.stdout.decode().splitlines() if line.strip()]
    assert (kinds.count("Table"), kinds.count("THead"), kinds.count("TR")) == (1, 1, 99)


def read_aloud(desk: Desk, files: Mapping[str, str], poppler: str, folder: Path) -> str:
    """Return the words of a book's PDF in the order of its tags."""
    project, slug = desk.write(files, META)
    (folder / "one.pdf").write_bytes(build(project, slug).files[f"{slug}.pdf"])
    return spoken(poppler, folder / "one.pdf")


def test_a_note_that_is_read_at_the_foot_of_its_page_would_be_noticed() -> None:
    """The test above could not fail if notes were left out of what is compared."""
    page = (
        '<section class="chapter"><p>One<a class="noteref" href="#n">1</a> two.</p>'
        '<section class="notes"><ol><li class="note" id="n"><p>Note.</p></li></ol></section>'
        "</section>"
    )
    assert [squeezed(each) for each in chapters(page)] == ["one1note.two."]


def spoken(poppler: str, pdf: Path) -> str:
    """Return the words of the tag tree in its order.

    Without silents of members and of notes, and without words in pictures: their alternative texts
    are read instead.
    """
    ended = subprocess.run([poppler, "-struct-text", str(pdf)], capture_output=True, check=True)
    lines, silent = [], -1
    for line in ended.stdout.decode().splitlines():
        depth = len(line) - len(line.lstrip())
        silent = silent if depth > silent >= 0 else -1
        if line.lstrip().startswith(("Lbl", "Figure")) and silent < 0:
            silent = depth
        said = re.fullmatch(r' *"(.*)"', line)
        if said and silent < 0:
            lines.append(said[1])
    return "\n".join(lines)


def squeezed(text: str) -> str:
    """Return letters only: breaks of lines, spaces and references to pages are the PDF's own."""
    text = re.sub(r"[\u2010\u00ad]\n", "", text)
    text = re.sub(r"[\s\u2060\u200b\u00ad\u2003\u2010-]+", "", text).lower()
    return re.sub(r"onpage(?:\d+|[ivxlc]+)(?!\d)", "", text)


def chapters(page: str) -> Iterator[str]:
    """Yield the words of each chapter of an HTML edition, each note after its first call.

    A note that the foot of a page cannot hold stands at the end of its chapter, and is no part.
    """
    root = lxml_html.fromstring(page)
    notes = {
        str(note.get("id")): note
        for note in root.xpath("//section[contains(@class,'notes')]//li[@class='note']")
        if {child.tag for child in note} == {"p"} and len(note.text_content()) < MOST
    }
    for section in root.xpath("//section[contains(@class,'chapter') or contains(@class,'text')]"):
        yield "".join(words(section, notes, set()))


def words(node: Node, notes: Mapping[str, Node], placed: set[str]) -> Iterator[str]:
    kinds = set((node.get("class") or "").split())
    if kinds & UNSPOKEN or "notes" in kinds or not isinstance(node.tag, str):
        return
    yield node.text or ""
    for child in node:
        yield from words(child, notes, placed)
        name = (child.get("href") or "").removeprefix("#")
        if "noteref" in (child.get("class") or "") and name not in placed and name in notes:
            placed.add(name)
            yield from words(notes[name], {}, placed)  # a note that a note calls comes at the end
        yield child.tail or ""


def first_gap(words: str, read: str) -> str:
    """Return where a chapter's words stop being those that were read."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if words[:middle] in read else (low, middle - 1)
    at = read.find(words[:low]) + low
    return f"…{words[max(low - 60, 0) : low]}|{words[low : low + 60]}… read: {read[at : at + 60]}…"

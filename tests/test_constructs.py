"""What authors may write, in finished editions: the tiny books of tests/books show it."""

import io
import re
import zipfile
from collections.abc import Mapping

import pypdfium2 as pdfium
import pytest
from conftest import Desk
from PIL import Image

from octavo.editions.pdf.pdf_traits import SHAPE
from octavo.editions.shape.code_wrap import wrap_long_lines
from octavo.editions.shape.cut import EditionCut
from octavo.editions.shape.for_edition import for_edition
from octavo.editions.units.cover import wrap_words
from octavo.editions.units.render import end_together
from octavo.finished.pdf_tree import Run, TagNode, read_pages
from octavo.fonts.letters import Letters
from octavo.languages import language
from octavo.markup.tree import Element, characters, elements, has_class, parse_html, text_of
from octavo.model.metadata import Edition
from octavo.production.pipeline import Built, build, workshop_of
from octavo.production.publication_reader import read_publication


def pages_of(built: Built) -> list[str]:
    """Return the words of each page of a PDF, as a reader copies them."""
    (data,) = (data for name, data in built.files.items() if name.endswith(".pdf"))
    with pdfium.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def page_with(built: Built, words: str) -> int:
    """Return the number of the one page on which words stand, counted from the first."""
    flat = [" ".join(text.split()) for text in pages_of(built)]
    (number,) = [n for n, text in enumerate(flat) if words in text]
    return number


def said(node: TagNode | Run | None) -> str:
    """Return the words of a tag, in reading order."""
    if isinstance(node, TagNode):
        return " ".join(map(said, node.children))
    return node.text if node is not None else ""


def read_aloud(built: Built) -> str:
    """Return the words of a PDF in the order of its tags."""
    (data,) = (data for name, data in built.files.items() if name.endswith(".pdf"))
    words = [said(root) for page in read_pages(data) for root in page.roots]
    return " ".join(" ".join(words).split())


def epub_text(built: Built, name: str) -> str:
    (data,) = (data for name, data in built.files.items() if name.endswith(".epub"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(f"EPUB/{name}").decode()


def for_pdf(desk: Desk, text: str, metadata: str = "") -> Element:
    """Return the tree of a text as the PDF sets it."""
    project, slug = desk.write(text, metadata)
    workshop = workshop_of(project, slug)
    publication = read_publication(workshop, slug)
    cut = EditionCut(Edition("pdf"), language(workshop, publication.config.language), SHAPE)
    return for_edition(publication, cut).chapters[0].body


# --- marks in a line ------------------------------------------------------------------------------


def test_small_capitals_keep_their_words(built: Mapping[str, Built]) -> None:
    """Their glyphs stand for small and for large letters: a font's ToUnicode tells one of them."""
    words = " ".join(pages_of(built["marks-in-line"])[0].split())
    assert "The Merrow was built in A.D. 1871, and the TGO, which is" in words


def test_signs_beyond_the_first_plane_stay_in_small_capitals(desk: Desk) -> None:
    """PDFium leaves them out of what a PDF says of such words; parity reads the bytes itself."""
    project, slug = desk.write("A sign [𝑥 and a]{.small-caps} word.", "editions: [pdf]")
    assert build(project, slug).problems == ()


def test_a_quotation_in_a_line_has_the_marks_of_its_language(desk: Desk) -> None:
    english = desk.body("He said <q>yes, <q>no</q></q> twice.")
    assert text_of(english) == "He said “yes, ‘no’” twice."
    german = desk.body("Er sagt <q>ja</q>.", "language: de")
    assert text_of(german) == "Er sagt „ja“."


def below(node: TagNode) -> list[TagNode]:
    """Return the tags below a tag."""
    kids = [each for each in node.children if isinstance(each, TagNode)]
    return [*kids, *(each for kid in kids for each in below(kid))]


@pytest.mark.parametrize("slug", ["front-and-back", "marks-in-line"])
def test_a_numbered_heading_is_one_heading_and_a_line_holds_no_paragraph(
    slug: str, built: Mapping[str, Built]
) -> None:
    data = built[slug].files[f"{slug}.pdf"]
    tags = [each for page in read_pages(data) for root in page.roots for each in below(root)]
    assert any(each.kind == "H1" for each in tags)
    for each in tags:
        if each.kind in ("H1", "H2", "P", "Span"):
            assert not {"H1", "H2", "P", "NonStruct"} & {kid.kind for kid in below(each)}


# --- lists ----------------------------------------------------------------------------------------


def test_a_list_in_an_item_is_read_where_it_stands(built: Mapping[str, Built]) -> None:
    words = read_aloud(built["lists"])
    order = ["these with it:", "the hour,", "the wind.", "Whoever leaves", "page is signed."]
    places = [words.index(each) for each in order]
    assert places == sorted(places)


def test_a_list_counts_from_where_its_author_says(built: Mapping[str, Built]) -> None:
    assert "4. Wind the clock. 5. Sleep." in read_aloud(built["lists"])
    assert "3. The third, 2. the second, 1. the first." in read_aloud(built["raw-html"])


def test_letters_of_lists_are_small_or_large_as_they_are_typed(built: Mapping[str, Built]) -> None:
    words = read_aloud(built["lists"])
    for line in (
        "a. the hour,",
        "ii. below the stone,",
        "B. the room of the spoons.",
        "II. ledgers",
    ):
        assert line in words
    sheet = built["lists"].files["lists.html"].decode()
    assert 'type="a"' in sheet and "ol[type" not in sheet  # HTML would take an A for an a


# --- notes ----------------------------------------------------------------------------------------


def test_notes_of_the_whole_are_a_chapter_of_the_contents(built: Mapping[str, Built]) -> None:
    whole = built["endnotes-whole"]
    contents = page_with(whole, "Contents Preface")
    assert "Notes" in pages_of(whole)[contents].split()
    assert '<a href="endnotes.xhtml#endnotes">Notes</a>' in epub_text(whole, "nav.xhtml")
    html = whole.files["endnotes-whole.html"].decode()
    assert re.search(r'href="#endnotes"><span class="toc-title">Notes<', html)


def test_a_file_may_be_called_as_the_notes_of_the_whole(desk: Desk) -> None:
    setting = "theme: book\nnotes: {html: end}"
    publication = desk.read({"endnotes.md": "# A title\n\nWords.[^a]\n\n[^a]: A note.\n"}, setting)
    assert [chapter.slug for chapter in publication.chapters] == ["endnotes-text"]


def test_each_edition_sets_its_notes_where_the_metadata_says(built: Mapping[str, Built]) -> None:
    mixed = built["endnotes-mixed"]
    assert "Eleven days in 1902." in pages_of(mixed)[0]
    assert '<section class="notes"' in epub_text(mixed, "fog.xhtml")
    html = mixed.files["endnotes-mixed.html"].decode()
    assert html.index("octavo-endnotes") < html.index("Eleven days in 1902.")


# --- code -----------------------------------------------------------------------------------------


def test_long_code_goes_on_overleaf_and_short_code_stays_whole(desk: Desk) -> None:
    lines = "\n".join(f"line {n}" for n in range(1, 14))
    long, short = (
        for_pdf(desk, f"```\n{text}\n```\n\nListing: Lines.\n")
        for text in (lines, lines.rpartition("\n")[0])
    )
    assert [has_class(node, "long") for node in elements(long, "figure", "pre")] == [True, True]
    assert [has_class(node, "long") for node in elements(short, "figure", "pre")] == [False, False]


def test_three_lines_of_a_listing_stand_on_either_page(built: Mapping[str, Built]) -> None:
    pages = [text for text in pages_of(built["long-code"]) if "self" in text]
    assert len(pages) == 2
    first, last = ([line for line in text.split("\n") if line.strip()] for text in pages)
    assert len([line for line in last if "self" in line or '"""' in line]) >= 3
    assert any("class Gauge" in line for line in first)


def test_a_long_line_of_code_is_parted_at_spaces(built: Mapping[str, Built]) -> None:
    lines = [line.strip() for text in pages_of(built["long-code"]) for line in text.splitlines()]
    assert any(line.endswith("--from 1871-01-01 --to") for line in lines)
    assert any(line.startswith("-> None:") for line in lines)


@pytest.mark.parametrize(
    "code",
    [
        "a = 1",
        "gauge --station corran --from 1871-01-01 --to 1902-12-31 --unit metres",
        "    x" + "y" * 90 + " z",
        "one\n\n" + "word " * 20 + "\nlast",
    ],
)
def test_wrapping_keeps_every_character_of_code(code: str) -> None:
    body = parse_html(f"<pre><code>{code}</code></pre>")
    wrap_long_lines(body)
    lines = [node for node in elements(body, "span") if has_class(node, "code-line")]
    text = "\n".join(map(characters, lines)) if lines else characters(body)
    assert text.rstrip() == code.rstrip()


def test_numbers_and_marks_stay_with_their_wrapped_lines(built: Mapping[str, Built]) -> None:
    words = read_aloud(built["long-code"])
    assert "metres above the stone of the station" in words
    assert " 10 " not in words  # numbers of lines are for the eye


def test_only_long_words_part_without_a_hyphen(desk: Desk) -> None:
    body = for_pdf(desk, "The UN has `/var/lib/gauge/stations/corran/readings`, not *so* many.")
    (span,) = elements(body, "span")
    pieces = text_of(span).replace("\u2060", "").split("\u200b")
    assert pieces == ["/var/", "lib/", "gauge/", "stations/", "corran/", "readings"]
    said = text_of(body).replace("\u200b", "").replace("\u2060", "")
    assert said == "The UN has /var/lib/gauge/stations/corran/readings, not so many."


# --- tables and pictures --------------------------------------------------------------------------


def test_a_table_that_goes_on_says_its_heads_again(built: Mapping[str, Built]) -> None:
    pages = [text for text in pages_of(built["turned-tables"]) if "High water" in text]
    assert len(pages) == 2
    assert all(len(re.findall(r"\d+ April", text)) >= 3 for text in pages)


def test_turned_pages_lie_on_their_side(built: Mapping[str, Built]) -> None:
    with pdfium.PdfDocument(built["turned-tables"].files["turned-tables.pdf"]) as document:
        turned = [n for n, page in enumerate(document) if page.get_width() > page.get_height()]
    assert turned == [page_with(built["turned-tables"], "Depth of three berths"), turned[0] + 1]


def test_a_tall_picture_leaves_room_for_its_caption(built: Mapping[str, Built]) -> None:
    plates = built["plates-and-groups"]
    assert page_with(plates, "as the third keeper drew it. Third keeper / Harbour Archive")


# --- before and after the text --------------------------------------------------------------------


def test_an_epigraph_may_stand_alone_on_its_page_and_in_no_contents(
    built: Mapping[str, Built],
) -> None:
    book = built["front-and-back"]
    (line,) = pages_of(book)[page_with(book, "A log is kept")].split("Rules")[:1]
    assert line.split() == "A log is kept for those who were not there.".split()
    contents, _, _ = epub_text(book, "nav.xhtml").partition('epub:type="page-list"')
    assert "foreword" in contents and "epigraph" not in contents


def test_any_other_file_has_a_title_be_it_that_of_its_name(desk: Desk) -> None:
    front = "theme: book\nfront: [{file: words.md, role: %s}]\nbody: [text.md]"
    texts = {"words.md": "Words without a title.\n", "text.md": "# A title\n\nWords.\n"}
    assert desk.read(texts, front % "dedication").toc[0].title == "A title"
    made = desk.read(texts, front % "foreword")
    assert (made.toc[0].title, [each.code for each in made.problems]) == ("Words", ["E215"])


def test_the_last_words_of_a_title_stay_together() -> None:
    assert end_together("One source, three editions, the same") == (
        "One source, three editions,\u00a0the\u00a0same"
    )
    assert end_together("Three short words") == "Three short words"
    assert end_together("Code in a Narrow Page", 2) == "Code in a Narrow\u00a0Page"


class Typewriter(Letters):
    """Letters of one width."""

    @property
    def is_rtl(self) -> bool:
        return False

    def width(self, words: str, size: float, spacing: float = 0) -> float:
        return len(words) * size

    def path(self, words: str, size: float, x: float, y: float, spacing: float = 0) -> str:
        return ""


def test_the_lines_of_a_cover_are_about_equally_long() -> None:
    lines = wrap_words(Typewriter(), "Lines that are too long, listings that go on", 40)
    assert lines == ["Lines that are too long,", "listings that go on"]


@pytest.mark.parametrize(
    ("token", "colour"),
    [("--cover-ground: #123456", "#123456"), ("--cover-ground: red", "#f5f0e8")],
)
def test_a_token_colours_the_cover(desk: Desk, token: str, colour: str) -> None:
    """A word that is no colour of six digits leaves the theme's own."""
    project, slug = desk.write("Words.", "editions: [epub]")
    (project.root / "templates").mkdir(exist_ok=True)
    (project.root / "templates" / "own.css").write_text(f":root {{ {token} }}\n")
    made = build(project, slug).files[f"{slug}.epub"]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        cover = Image.open(io.BytesIO(archive.read("EPUB/octavo-cover.png"))).convert("RGB")
    assert cover.getpixel((2, 2)) == tuple(bytes.fromhex(colour[1:]))


# --- what reaches no edition ----------------------------------------------------------------------


def test_comments_reach_no_edition(built: Mapping[str, Built]) -> None:
    work = built["included"]
    texts = [
        work.files["included.html"].decode(),
        epub_text(work, "included.xhtml"),
        read_aloud(work),
        work.files["edition.json"].decode(),
    ]
    for text in texts:
        assert "remark of the author" not in text and "longer remark" not in text
        assert "hidden" not in text or "hidden=" in text
        assert "The last paragraph names the Harbour Board of Corran once more." in text


def test_only_the_pdf_obeys_a_page_break(built: Mapping[str, Built]) -> None:
    only = built["editions-only"]
    assert page_with(only, "Here is the new page") == page_with(only, "A page that ends early") + 1
    html = only.files["editions-only.html"].decode()
    assert ".page-break { display: none }" in html

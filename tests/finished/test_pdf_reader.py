"""One reader of PDFs, ours and anybody's: what it gives, and what it refuses."""

import pytest
from pdf_by_hand import FONT, HELLO, MARKED, bytes_of, nest, one_page, spelt, stream, tagged

from octavo.diff.page_changes import Book
from octavo.finished import pdf_answers, pdf_reader
from octavo.finished.items import Unreadable
from octavo.finished.pdf_contents import Bookmark, Character, PdfElement, PdfLink
from octavo.finished.pdf_projection import pdf_projection
from octavo.finished.pdf_reader import OpenPdf
from octavo.finished.pdf_text import read_pdf_files
from octavo.finished.pdf_tree import Jump, Run, TagNode, read_pages
from octavo.markup.tree import Element, elements, text_of

LOWER = HELLO.replace("700", "600")
"""PDFium drops words that stand on the same words."""
PARAGRAPH = PdfElement("P", "", "", "", (0,))


def tags(data: bytes) -> tuple[PdfElement, ...]:
    """Return the elements of the first page."""
    with OpenPdf(data) as pdf, pdf.page(0) as page:
        return page.elements()


def words(data: bytes) -> str:
    with OpenPdf(data) as pdf:
        return "\f".join(page.text for page in pdf.pages())


def body(data: bytes) -> Element:
    return read_pdf_files(data, "a.pdf").bodies["a.pdf"]


def paragraphs(data: bytes) -> list[str]:
    return [text_of(each) for each in elements(body(data), "p")]


# --- what it gives --------------------------------------------------------------------------------


def test_a_tagged_page_gives_its_elements_and_what_they_hold() -> None:
    data = tagged(
        [
            "<< /S /Document /P 6 0 R /K [8 0 R 9 0 R] >>",
            "<< /S /P /P 7 0 R /Pg 99 0 R /K 0 >>",
            "<< /S /P /P 7 0 R /Pg 3 0 R /K 0 >>",
        ],
        9,
    )
    (document,) = tags(data)
    assert document == PdfElement("Document", "", "", "", (-1, PARAGRAPH))  # one is elsewhere
    (page,) = read_pages(data)
    assert page.roots[0].children == (None, TagNode("P", "", "", "", (Run("Hello", None),)))


def test_an_element_has_its_type_id_alternative_text_and_title() -> None:
    about = "/Alt (A moon) /ID (moon) /T (figure)"
    data = tagged([f"<< /S /Figure /P 6 0 R /Pg 3 0 R {about} /K 0 >>"], 7)
    assert tags(data) == (PdfElement("Figure", "moon", "A moon", "figure", (0,)),)


def test_a_character_knows_its_place_its_font_and_its_mark() -> None:
    with OpenPdf(tagged(["<< /S /P /P 6 0 R /Pg 3 0 R /K 0 >>"], 7)) as pdf, pdf.page(0) as page:
        assert page.text == "Hello"
        first, last = page.character(0), page.character(4)
        assert page.character(5) is None
        (box,) = page.boxes(0, 5)
        assert page.boxes_of("ell")[0][0] > box[0]
    assert isinstance(first, Character) and isinstance(last, Character)
    assert (first.size, first.font, first.mark) == (12, "Helvetica", 0)
    assert 72 <= first.box[0] < last.box[0] and first.box[1] == pytest.approx(700, abs=1)


def test_what_is_outside_marked_content_has_no_mark() -> None:
    with OpenPdf(one_page(f"{MARKED} {LOWER} 9 9 9 9 re f")) as pdf, pdf.page(0) as page:
        found = [(each.kind, each.mark, each.text) for each in page.objects()]
    assert found == [("text", 0, "Hello"), ("text", -1, "Hello"), ("path", -1, "")]


def test_a_page_gives_its_boxes_its_label_and_its_picture() -> None:
    labels = "/PageLabels << /Nums [0 << /S /r /St 4 >>] >>"
    data = one_page(catalog=labels, page="/TrimBox [10 20 585 822]")
    with OpenPdf(data) as pdf, pdf.page(0) as page:
        assert (pdf.labels, page.media, page.trim) == (
            ("iv",),
            (0, 0, 595, 842),
            (10, 20, 585, 822),
        )
        drawn = page.picture(0.5)
    assert (drawn.width, drawn.height) == (298, 421)
    assert len(drawn.grey) == 298 * 421 and min(drawn.grey) < 128 < max(drawn.grey)


def test_links_lead_to_addresses_to_pages_or_nowhere() -> None:
    link = "<< /Type /Annot /Subtype /Link /Rect [10 30 20 10] {} >>"
    ways = [
        "/A << /S /URI /URI (https://example.org) >>",
        "/Dest [3 0 R /Fit]",
        "/A << /S /GoTo /D [3 0 R /Fit] >>",
        "/Dest (gone)",
    ]
    annotations = " ".join(link.format(way) for way in ways)
    data = one_page(page=f"/Annots [{annotations} << /Subtype /Text /Rect [0 0 1 1] >>]")
    box = (10.0, 10.0, 20.0, 30.0)
    with OpenPdf(data) as pdf, pdf.page(0) as page:
        assert page.links() == (
            PdfLink(box, "https://example.org", "", None),
            PdfLink(box, "", "", 0),
            PdfLink(box, "", "", 0),
            PdfLink(box, "", "gone", None),
        )


def test_words_on_a_link_lead_where_it_leads() -> None:
    link = "/Annots [<< /Subtype /Link /Rect [70 690 99 715] /A << /S /URI /URI (a:b) >> >>]"
    content = f"{MARKED} /P <</MCID 1>> BDC {LOWER} EMC"
    paragraph = "<< /S /P /P 6 0 R /Pg 3 0 R /K [0 1] >>"
    (page,) = read_pages(tagged([paragraph], 7, content, link))
    jump = Jump("a:b", "", (70, 690, 99, 715))
    assert page.roots[0].children == (Run("Hello", jump), Run("Hello", None))


@pytest.mark.parametrize("turn", [1, -1])
def test_a_stroke_within_a_link_of_the_next_line_does_not_lead_its_words(turn: int) -> None:
    assert _run_above_a_link("P", turn) == Run("Hello", None)


@pytest.mark.parametrize("turn", [1, -1])
def test_a_picture_leads_where_anything_of_it_does(turn: int) -> None:
    assert _run_above_a_link("Figure", turn) == Run("Hello", Jump("a:b", "", (70, 670, 99, 696)))


def _run_above_a_link(kind: str, turn: int) -> object:
    """Return what an element holds whose words stand above a link, and whose stroke lies in it."""
    link = "/Annots [<< /Subtype /Link /Rect [70 670 99 696] /A << /S /URI /URI (a:b) >> >>]"
    content = "\n".join(["/P <</MCID 0>> BDC", *["72 694 24 1 re f", HELLO][::turn], "EMC"])
    (page,) = read_pages(tagged([f"<< /S /{kind} /P 6 0 R /Pg 3 0 R /K 0 >>"], 7, content, link))
    return page.roots[0].children[0]


def test_an_outline_is_a_list_of_levels() -> None:
    entries = [
        "<< /First 7 0 R /Last 8 0 R >>",
        "<< /Title (One) /Dest [3 0 R /Fit] /First 9 0 R /Next 8 0 R >>",
        "<< /Title (Two) >>",
        "<< /Title (Below) /Dest [3 0 R /Fit] >>",
    ]
    with OpenPdf(one_page(more=entries, catalog="/Outlines 6 0 R")) as pdf:
        assert pdf.outline() == (
            Bookmark(0, "One", 0),
            Bookmark(1, "Below", 0),
            Bookmark(0, "Two", None),
        )


def test_words_said_in_place_of_what_is_painted_come_once() -> None:
    mark = "/Span <</MCID 0 /ActualText <FEFFD835DC65>>> BDC"
    content = f"{mark} {HELLO} {LOWER} EMC"
    (page,) = read_pages(tagged(["<< /S /P /P 6 0 R /Pg 3 0 R /K 0 >>"], 7, content))
    assert page.roots[0].children == (Run("\U0001d465", None),)


def test_a_sign_beyond_the_first_plane_moves_no_character() -> None:
    data = spelt("BT /F 12 Tf 72 700 Td (xAxB) Tj ET", {"A": "D835DC65"})
    with OpenPdf(data) as pdf, pdf.page(0) as page:
        assert page.text == "x\U0001d465xB"
        places = [page.character(n) for n in (0, 2, 3)]
    lefts = [each.box[0] for each in places if each]
    assert len(lefts) == 3 and lefts == sorted(lefts) and lefts[2] > lefts[1] + 4


# --- control characters ---------------------------------------------------------------------------

SPELT = {"A": "0002", "B": "0000", "C": "0001", "D": "FFFE", "E": "001B"}


def test_control_characters_of_a_font_reach_no_tree() -> None:
    lines = "BT /F 12 Tf 72 700 Td (xxA) Tj 0 -60 Td (yBCDEz) Tj 0 -60 Td (EzzA) Tj ET"
    assert paragraphs(spelt(lines, SPELT)) == ["xx", "yz", "zz"]
    with OpenPdf(spelt(lines, SPELT)) as pdf, pdf.page(0) as page:
        assert "\x02" in "".join(each.text for each in page.objects())


def test_control_characters_of_tags_labels_and_titles_reach_no_tree() -> None:
    alternative = "A\x07 \x01moon".encode("utf-16-be").hex()
    figure = [f"<< /S /Figure /P 6 0 R /Pg 3 0 R /Alt <FEFF{alternative}> /K 0 >>"]
    data = tagged(figure, 7).replace(b"/Pages 2", b"/PageLabels << /Nums [0 9 0 R] >> /Pages 2", 1)
    prefix = "p\x9b2J".encode("utf-16-be").hex()
    data += f"\n9 0 obj\n<< /P <FEFF{prefix}> >>\nendobj\n".encode()
    found = read_pdf_files(data, "a.pdf")
    assert paragraphs(data) == ["A moon"]
    assert found.labels == ("p2J",)


# --- files with faults, and files that mean harm --------------------------------------------------


def every_reader(data: bytes) -> None:
    """Ask all that read PDFs."""
    words(data)
    list(read_pages(data))
    read_pdf_files(data, "a.pdf")
    pdf_projection(data, "")
    with Book(data, "a.pdf"):
        pass


@pytest.mark.parametrize(
    "kids", ["[2 0 R]", "[3 0 R 2 0 R]", "[3 0 R 9 0 R]"], ids=["itself", "again", "missing"]
)
def test_a_page_tree_that_leads_nowhere_is_refused_by_all(kids: str) -> None:
    good = one_page().replace(b"/Kids [3 0 R] /Count 1", f"/Kids {kids} /Count 3".encode())
    for read in (
        words,
        lambda data: list(read_pages(data)),
        lambda data: read_pdf_files(data, "a.pdf"),
        lambda data: pdf_projection(data, ""),
        lambda data: Book(data, "a.pdf").__enter__(),
    ):
        with pytest.raises(Unreadable, match=r"page [123] cannot be read"):
            read(good)


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(Unreadable, match="no sound PDF"):
        OpenPdf(b"neither a book nor a page")


@pytest.mark.parametrize(
    "paragraph",
    [
        "<< /P 6 0 R /Pg 3 0 R /K [(nothing) 88 0 R -5 << /MCID (x) >> 0] >>",
        "<< /S /P /P 6 0 R /Pg 3 0 R /K [0 7 0 R 7 0 R 0] >>",
        "<< /S /P /P 99 0 R /Pg 3 0 R /K [0] >>",
    ],
    ids=["rubbish", "holds itself", "no parent"],
)
def test_a_broken_structure_tree_is_read_as_far_as_it_goes(paragraph: str) -> None:
    data = tagged([paragraph], 7)
    assert paragraphs(data) == ["Hello"]
    every_reader(data)


def test_an_element_that_stands_twice_is_read_once() -> None:
    """Thirty divisions that each hold the next twice are a thousand million paragraphs."""
    data = nest(30, times=2)
    assert paragraphs(data) == ["Hello"]
    every_reader(data)


def test_marked_content_that_is_called_twice_is_read_once() -> None:
    numbers = "0 " * 5000
    data = tagged([f"<< /S /P /P 6 0 R /Pg 3 0 R /K [{numbers}] >>"], 7)
    assert tags(data) == (PARAGRAPH,)


def test_a_form_that_holds_itself_is_painted_once() -> None:
    resources = "/Font << /F 4 0 R >> /XObject << /X 6 0 R >>"
    about = "/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
    form = stream(f"/X Do {HELLO}", f"{about} /Resources << {resources} >>")
    data = one_page(f"/X Do {LOWER}", [form], resources="/XObject << /X 6 0 R >>")
    assert words(data).split() == ["Hello", "Hello"]
    with OpenPdf(data) as pdf, pdf.page(0) as page:
        assert [each.kind for each in page.objects()] == ["form", "text"]
    every_reader(data)


def test_an_outline_that_leads_back_to_itself_is_refused() -> None:
    entries = ["<< /First 7 0 R >>", "<< /Next 8 0 R >>", "<< /Next 7 0 R >>"]
    data = one_page(more=entries, catalog="/Outlines 6 0 R")
    with OpenPdf(data) as pdf, pytest.raises(Unreadable, match="back to itself"):
        pdf.outline()


def test_what_nests_too_deep_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [f"<< /First {7 + n} 0 R /Title (n) >>" for n in range(300)]
    data = one_page(more=[*entries, "<< >>"], catalog="/Outlines 6 0 R")
    with OpenPdf(data) as pdf, pytest.raises(Unreadable, match="outline is deeper"):
        pdf.outline()
    assert tags(nest(20))
    monkeypatch.setattr(pdf_reader, "DEEPEST", 10)
    with pytest.raises(Unreadable, match="structure tree is deeper"):
        tags(nest(20))


@pytest.mark.parametrize("most", [0, 60, 200])
def test_a_pdf_that_holds_too_much_is_refused(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tagged([f"<< /S /P /P 6 0 R /Pg 3 0 R /Alt ({'x' * 99}) /K 0 >>"], 7)
    every_reader(data)
    monkeypatch.setattr(pdf_reader, "MOST", most)
    with pytest.raises(Unreadable, match="holds more"):
        every_reader(data)


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "MOST_PAGES", 0)
    with pytest.raises(Unreadable, match="more than 0 pages"):
        OpenPdf(one_page())


def test_a_page_too_large_for_a_picture_is_read_and_not_shown() -> None:
    data = one_page(page="/MediaBox [0 0 1000000 1000000]").replace(b"/MediaBox [0 0 595 842]", b"")
    with OpenPdf(data) as pdf, pdf.page(0) as page:
        assert page.text == "Hello"
        with pytest.raises(Unreadable, match="no size"):
            page.picture(1)


# --- handles --------------------------------------------------------------------------------------


def test_a_page_that_is_closed_answers_no_more() -> None:
    with OpenPdf(bytes_of_two()) as pdf:
        first, second = pdf.pages()
        assert len(pdf) == 2
        for page in (first, second):
            for ask in (page.links, page.elements, lambda page=page: list(page.objects())):
                with pytest.raises(ValueError, match="closed"):
                    ask()


def bytes_of_two() -> bytes:
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    pages = "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>"
    return bytes_of(["<< /Type /Catalog /Pages 2 0 R >>", pages, page, page, FONT])


def test_pages_left_half_read_are_closed() -> None:
    with OpenPdf(bytes_of_two()) as pdf:
        pages = pdf.pages()
        page = next(pages)
        assert page.text == ""
        pages.close()  # type: ignore[attr-defined]
        with pytest.raises(ValueError, match="closed"):
            page.links()


def test_controls_are_what_no_xml_can_hold() -> None:
    assert pdf_answers.without_controls("a\x00\x02\x1b\x9b\ufffe\ud800b\t\n\U0001d465") == (
        "ab\t\n\U0001d465"
    )

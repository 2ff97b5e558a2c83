"""No word of a drawing vanishes between the source and an edition without being told."""

import io
import zipfile
from dataclasses import replace
from urllib.parse import quote

import pytest
from drawings import drawing_of
from small_works import chapter, work

from octavo.checks.drawings_kept import DrawnText, drawings_kept
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.pdf_reader import OpenPdf
from octavo.model.metadata import Edition
from octavo.model.publication import Publication
from octavo.pictures.drawings import drawing
from octavo.pictures.words_seen import words_seen

WHOLE = drawing_of('<text x="9" y="40">spring tide</text><text x="9" y="80">neap</text>')
POORER = drawing_of('<text x="9" y="40">spring tide</text>')


def publication(data: bytes = WHOLE) -> Publication:
    asset = drawing("a.svg", data).asset
    shown = work(chapter("tides", '<p><img src="a.svg" alt="tides"/></p>'))
    return replace(shown, assets={"a.svg": asset})


def epub(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("EPUB/a.svg", data)
    return out.getvalue()


def files(form: str, data: bytes) -> dict[str, bytes]:
    page = f'<img src="data:image/svg+xml,{quote(data)}">'
    made = {"html": page.encode(), "epub": epub(data), "svg": data}
    return {f"work.{form}": made[form]}


def told(data: bytes, form: str, source: bytes = WHOLE) -> list[str]:
    held = FinishedFiles(files(form, data))
    return [each.message for each in drawings_kept(publication(source), Edition("html"), held)]


@pytest.mark.parametrize("form", ["html", "epub", "svg"])
def test_a_word_that_an_edition_lost_is_told(form: str) -> None:
    assert told(WHOLE, form) == []
    (message,) = told(POORER, form)
    assert "lacks words of the drawing a.svg: 'neap'" in message


def test_a_word_that_a_pdf_lost_is_told() -> None:
    pdfs = {words: _pdf(words) for words in ("spring tide neap", "spring neap")}
    for words, lost in (("spring tide neap", []), ("spring neap", ["'tide'"])):
        held = FinishedFiles({"work.pdf": pdfs[words]})
        found = list(drawings_kept(publication(), Edition("pdf"), held))
        assert [each.message.rpartition(": ")[2] for each in found] == lost


def test_words_that_lie_over_one_another_on_a_page_are_no_lost_words() -> None:
    tide, neap = (") Tj 30 0 Td (".join(word) for word in ("tide", "neap"))
    over = _pdf(f"spring) Tj 0 20 Td ({tide}) Tj -75 0 Td ({neap}")
    with OpenPdf(over) as pdf, pdf.page(0) as page:
        assert "tide" not in page.text and "neap" not in page.text
    held = FinishedFiles({"work.pdf": over})
    assert not list(drawings_kept(publication(), Edition("pdf"), held))


def _pdf(words: str) -> bytes:
    """Return a page with some words, written by hand."""
    content = f"BT /F 20 Tf 20 50 Td ({words}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    data, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, each)
    start = len(data)
    data += b"xref\n0 5\n0000000000 65535 f \n"
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer<</Size 5/Root 1 0 R>>startxref\n%d\n%%%%EOF" % start


def test_letters_that_join_count_in_any_order() -> None:
    source = drawing_of('<text direction="rtl" x="90" y="40">المد والجزر</text>')
    turned = drawing_of('<text x="9" y="40">رزجلاو دملا</text>')
    assert told(turned, "svg", source) == []
    assert told(POORER, "svg", source) != []


def test_an_edition_of_files_that_hold_no_drawings_lacks_none() -> None:
    held = FinishedFiles({"work.txt": b"tides"})
    assert list(drawings_kept(publication(), Edition("text"), held)) == []


def test_what_a_drawing_hides_is_none_of_its_words() -> None:
    inside = (
        '<text display="none">never</text><g visibility="hidden"><text>nor this</text></g>'
        '<defs><text>put by</text></defs><text>seen<tspan x="1" y="9">below</tspan></text>'
    )
    assert words_seen(drawing_of(inside)) == ("seen", "below")
    assert words_seen(b"no drawing <text") == ()


def test_signs_that_take_no_room_are_no_words() -> None:
    inside = "<text>h\u200b<tspan>\u200b</tspan></text>"
    assert words_seen(drawing_of(inside)) == ("h",)


def test_a_word_among_letters_that_join_is_found_by_its_letters() -> None:
    page = DrawnText("चित्र 1 Sea")
    assert page.holds("Sea") and not page.holds("Seas")

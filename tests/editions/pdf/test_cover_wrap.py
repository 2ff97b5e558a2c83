"""A block and its cover: two editions of one book, as a printer wants them."""

import io

import pypdfium2 as pdfium
import pytest
from conftest import Desk
from long_proofs import here
from PIL import Image

from octavo.finished.pdf_tree import TagNode, read_pages
from octavo.production.pipeline import Built, build

GROUND = (0x16, 0x32, 0x4A)
METADATA = """\
theme: book
contributors: [{name: Ada Quill}]
publisher: Quayside Press
identifiers: {isbn: {print: 978-0-306-40615-7}}
description: What the keeper saw, and what he wrote down of it.
editions:
  - pdf
  - {name: pdf-print, bleed_mm: 3, cover: false}
  - {name: pdf-cover, wraps: pdf-print, bleed_mm: 3, spine_mm: 12}
"""
TEXT = "# One\n\nThe harbour has two gauges.\n"
POINTS = 72 / 25.4


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(*Desk(tmp_path_factory.mktemp("cover")).write(TEXT, METADATA))


def only(made: Built, variant: str) -> bytes:
    (data,) = [data for name, data in made.files.items() if name.endswith(f"{variant}.pdf")]
    return data


def words_of(data: bytes, page: int = 0) -> str:
    return str(pdfium.PdfDocument(data)[page].get_textpage().get_text_range())


def drawn(data: bytes) -> Image.Image:
    return pdfium.PdfDocument(data)[0].render(scale=1).to_pil().convert("RGB")


def pictures(node: TagNode) -> list[tuple[str, str]]:
    own = [(node.kind, node.alternative)] if node.alternative else []
    children = [each for each in node.children if isinstance(each, TagNode)]
    return [*own, *(found for each in children for found in pictures(each))]


def test_a_block_begins_with_its_half_title(book: Built) -> None:
    whole = pdfium.PdfDocument(only(book, "work-1"))
    block = pdfium.PdfDocument(only(book, "-print"))
    assert len(block) == len(whole) - 2  # the cover and its back
    assert words_of(only(book, "-print")).strip() == "Work"
    assert block.get_page_label(0) == "i"


def test_a_cover_is_one_sheet_of_back_spine_and_front_with_bleed(book: Built) -> None:
    document = pdfium.PdfDocument(only(book, "-cover"))
    assert len(document) == 1
    trim, bleed = document[0].get_trimbox(), document[0].get_bleedbox()
    assert trim == pytest.approx((0, 0, (2 * 135 + 12) * POINTS, 210 * POINTS), abs=0.1)
    wanted = (-3 * POINTS, -3 * POINTS, trim[2] + 3 * POINTS, trim[3] + 3 * POINTS)
    assert bleed == pytest.approx(wanted, abs=0.1)
    picture = drawn(only(book, "-cover"))
    wide, high = picture.size
    for x in (1, wide // 2, wide - 2):
        for y in (1, high - 3):
            assert picture.getpixel((x, y)) == GROUND


def test_a_cover_says_its_words_and_what_its_pictures_show(book: Built) -> None:
    data = only(book, "-cover")
    words = words_of(data)
    assert "What the keeper saw" in words and "Quayside Press" in words
    (page,) = read_pages(data)
    told = [each for root in page.roots for each in pictures(root)]
    assert told == [
        ("Figure", "Cover: Work"),
        ("Figure", "Ada Quill, Work"),
        ("Figure", "ISBN 978-0-306-40615-7"),
    ]


def test_paper_and_the_pages_of_the_block_make_the_spine(desk: Desk) -> None:
    paper = METADATA.replace("spine_mm: 12", "paper: 1 mm").replace("  - pdf\n", "")
    made = build(*desk.write(TEXT, paper))
    pages = len(pdfium.PdfDocument(only(made, "-print")))
    right = pdfium.PdfDocument(only(made, "-cover"))[0].get_trimbox()[2]
    assert right == pytest.approx((2 * 135 + (pages + 1) // 2) * POINTS, abs=0.1)


def test_a_cover_made_alone_has_the_bytes_of_a_whole_build(desk: Desk, book: Built) -> None:
    project, slug = desk.write(TEXT, METADATA)
    alone = build(project, slug, ["pdf-cover"])
    assert [name for name in alone.files if name.endswith(".pdf")] == [f"{slug}-cover.pdf"]
    assert only(alone, "-cover") == only(book, "-cover")


def whites(data: bytes, which: int) -> int:
    """Return how many dots of the left half (0) or of the right one (1) are white."""
    picture = drawn(data)
    wide, high = picture.size
    part = picture.crop((which * wide // 2, 0, (which + 1) * wide // 2, high))
    return sum(n for n, dot in part.getcolors(part.width * part.height) if min(dot) > 240)


@pytest.mark.parametrize("language", ["en-GB", "he"])
def test_the_back_lies_where_pages_end(desk: Desk, language: str) -> None:
    made = build(*desk.write(TEXT, f"language: {language}\n{METADATA}"))
    white = [whites(only(made, "-cover"), which) for which in (0, 1)]
    back = 0 if language == "en-GB" else 1
    assert white[back] > 1000 > white[1 - back]  # the field of the barcode is white


def test_a_publications_own_picture_is_the_front(desk: Desk) -> None:
    red = io.BytesIO()
    Image.new("RGB", (1400, 2200), (200, 30, 40)).save(red, "PNG")
    project, slug = desk.write(TEXT, f"cover: front.png\n{METADATA}")
    (project.source / slug / "front.png").write_bytes(red.getvalue())
    picture = drawn(only(build(project, slug), "-cover"))
    wide, high = picture.size
    assert picture.getpixel((wide - 2, 2)) == picture.getpixel((wide * 3 // 5, high - 3))
    assert picture.getpixel((wide - 2, 2))[0] > 180
    assert picture.getpixel((2, 2)) == GROUND
    assert picture.getpixel((wide // 2, 4)) == GROUND  # the spine


@pytest.mark.parametrize("words", here([12, 90, 150], 150))
def test_words_of_any_length_find_room_above_the_barcode(desk: Desk, words: int) -> None:
    last = "This is the end."
    told = f"{'keeper ' * words}{last}"
    text = METADATA.replace("What the keeper saw, and what he wrote down of it.", told)
    data = only(build(*desk.write(TEXT, text)), "-cover")
    page = pdfium.PdfDocument(data)[0].get_textpage()
    lowest = min(page.get_charbox(n)[1] for n in range(page.count_chars()) if n)
    assert last in " ".join(words_of(data).split())
    found = page.search(last)
    at, count = found.get_next()
    box = page.get_charbox(at + count - 1)
    assert box[1] > (31 + 15) * POINTS > lowest  # above the field, where only the house stands
    assert box[2] < 135 * POINTS

"""A PDF without tags is read by where its lines stand: columns, heads, feet, notes, headings."""

import zlib
from collections.abc import Sequence

import pytest
from pdf_by_hand import bytes_of, stream

from octavo.finished.items import Unreadable
from octavo.finished.pdf_apart import read_pdf_apart
from octavo.finished.pdf_text import read_pdf_files
from octavo.markup.tree import Element, text_of

Said = tuple[str, float, float, float]
"""Words, where they begin, and the size of their type."""
WORDS = (
    "the commissioners acknowledged that ledgers of the harbour measured tides slowly before noon"
    " while underwriters complained about carelessness in every account of the estuary"
).split()
FONT = (
    "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /FirstChar 0 /LastChar 255"
    f" /Widths [{'600 ' * 256}] >>"
)


def pdf_of(*pages: Sequence[Said], scale: float = 1.0) -> bytes:
    """Return a PDF of pages; ``scale``: of a matrix that makes all type larger."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        FONT,
    ]
    for n, page in enumerate(pages):
        content = "\n".join(
            f"BT /F {size / scale} Tf {scale} 0 0 {scale} {x} {y} Tm ({words}) Tj ET"
            for words, x, y, size in page
        )
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>",
            stream(content),
        ]
    return bytes_of(objects)


def lines(start: int, count: int, x: float, y: float, width: int, size: float = 10) -> list[Said]:
    """Return lines of text, full but for the last, which ends a paragraph."""
    found: list[Said] = []
    at = start
    for n in range(count):
        line = ""
        while len(line) < width - 12:
            line = f"{line} {WORDS[at % len(WORDS)]}".strip()
            at += 1
        line = line.ljust(width, "x") if n < count - 1 else f"{line[: width // 3]}."
        found.append((line, x, y - 12 * n, size))
    return found


def blocks(data: bytes) -> list[tuple[str, str]]:
    body: Element = read_pdf_files(data, "a.pdf").bodies["a.pdf"]
    return [(str(each.tag), text_of(each)) for each in body]


@pytest.mark.parametrize("scale", [1.0, 10.0])
def test_two_columns_are_read_one_after_the_other(scale: float) -> None:
    left, right = lines(0, 16, 60, 700, 36), lines(7, 16, 320, 700, 36)
    rows = [each for pair in zip(left, right, strict=True) for each in pair]  # line by line
    title = ("A title across both of the columns of the page", 150, 740, 18)
    found = blocks(pdf_of([title, *rows], scale=scale))
    assert [tag for tag, _ in found] == ["h1", "p", "p"]
    assert found[1][1] == " ".join(words for words, *_ in left)
    assert found[2][1] == " ".join(words for words, *_ in right)


def test_a_contents_with_numbers_of_pages_is_no_two_columns() -> None:
    page = [
        piece
        for n in range(14)
        for piece in (
            (f"Chapter of the ledger {n}", 60.0, 700.0 - 12 * n, 10.0),
            (str(n), 500.0, 700.0 - 12 * n, 10.0),
        )
    ]
    found = " ".join(text for _, text in blocks(pdf_of(page)))
    assert found.index("ledger 0") < found.index("ledger 1") and "ledger 3 3" in found


def test_a_word_that_ends_a_line_with_a_hyphen_is_one_word() -> None:
    page = [("An un-", 60.0, 700.0, 10.0), ("usual ledger of tides", 60.0, 688.0, 10.0)]
    assert blocks(pdf_of(page)) == [("p", "An unusual ledger of tides")]


def test_running_heads_and_folios_are_no_text() -> None:
    pages = [
        [
            (f"The chapter of {name}", 60.0, 790.0, 9.0),
            *lines(n, 8, 60, 700, 60)[:-1],
            (f"and so to {name}.", 60.0, 616.0, 10.0),
            (str(n + 1), 290.0, 40.0, 9.0),
        ]
        for n, name in enumerate(("Salt", "Tides", "Gates", "Fog", "Lamps", "Rope", "Storms"))
    ]
    found = blocks(pdf_of(*pages))
    assert len(found) == 7 and not any("The chapter" in text for _, text in found)


def test_a_paragraph_goes_on_overleaf_and_notes_stand_behind_it() -> None:
    first = lines(0, 9, 60, 700, 60)[:-1]
    second = [("and ends overleaf with these words of the ledger.", 60.0, 700.0, 10.0)]
    note = [("1 See the ledger of 1871 on tides.", 60.0, 100.0, 7.0)]
    others = lines(3, 6, 60, 640, 60)
    found = blocks(pdf_of([*first, *note], [*second, *others]))
    assert [tag for tag, _ in found] == ["p", "p", "p"]
    assert found[0][1].endswith("and ends overleaf with these words of the ledger.")
    assert found[2][1] == "See the ledger of 1871 on tides."


def test_the_number_that_calls_a_note_is_no_word() -> None:
    page = [
        *lines(0, 6, 60, 700, 60),
        ("The tide came in.", 60.0, 600.0, 10.0),
        ("12", 162.0, 604.0, 6.0),
        ("12 As the ledger has it.", 60.0, 100.0, 7.0),
        ("13 Another ledger has it not.", 60.0, 90.0, 7.0),
    ]
    found = [text for _, text in blocks(pdf_of(page))]
    assert found[1:] == ["The tide came in.", "As the ledger has it.", "Another ledger has it not."]


def test_an_exponent_is_kept() -> None:
    page = [*lines(0, 6, 60, 700, 60), ("A room of 40 m", 60.0, 600.0, 10.0), ("2", 144, 604, 6.0)]
    assert blocks(pdf_of(page))[1][1] == "A room of 40 m2"


@pytest.mark.parametrize("indent", [0.0, 14.0])
def test_paragraphs_are_parted_by_an_indent_or_by_a_line_that_ended(indent: float) -> None:
    first, second = lines(0, 4, 60, 700, 60), lines(9, 4, 60, 652, 60)
    second[0] = (second[0][0], 60 + indent, *second[0][2:])
    assert len(blocks(pdf_of([*first, *second]))) == 2


def test_pages_that_are_pictures_are_named() -> None:
    data = pdf_of(lines(0, 8, 60, 700, 60), [])
    drawn = stream("9 9 500 800 re f").encode()
    data = data.replace(stream("").encode(), drawn)
    assert read_pdf_files(data, "a.pdf").scanned == ("2",)


# --- in a process of its own ----------------------------------------------------------------------


def test_a_pdf_read_apart_says_what_it_says_here() -> None:
    data = pdf_of(lines(0, 8, 60, 700, 60), lines(4, 8, 60, 700, 60))
    here, apart = read_pdf_files(data, "a.pdf"), read_pdf_apart(data, "a.pdf")
    assert (apart.labels, apart.metadata, apart.knows) == (here.labels, here.metadata, here.knows)
    assert [text_of(each) for each in apart.bodies["a.pdf"]] == [
        text_of(each) for each in here.bodies["a.pdf"]
    ]


def test_what_is_no_pdf_is_refused_apart_too() -> None:
    with pytest.raises(Unreadable, match="no sound PDF"):
        read_pdf_apart(b"neither a book nor a page", "a.pdf")


def test_a_pdf_that_takes_too_much_ends_its_reader_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zlib.compress(zlib.compress(b" " * (300 * 2**20), 9), 9)
    assert len(inner) < 4_000
    filters = "/Filter [/FlateDecode /FlateDecode]"
    bomb = (
        pdf_of(lines(0, 2, 60, 700, 60))
        .replace(
            b"xref",
            b"6 0 obj\n"
            + stream(inner.decode("latin-1"), filters).encode("latin-1")
            + b"\nendobj\nxref",
            1,
        )
        .replace(b"/Contents 5 0 R", b"/Contents 6 0 R")
    )
    assert read_pdf_apart(pdf_of(lines(0, 2, 60, 700, 60)), "a.pdf").bodies
    monkeypatch.setattr("octavo.finished.pdf_apart.MOST_MEMORY", 250 * 2**20)
    with pytest.raises(Unreadable, match="memory"):
        read_pdf_apart(bomb, "a.pdf")


def test_a_pdf_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.finished.pdf_apart.MOST_SECONDS", 0.01)
    with pytest.raises(Unreadable, match="seconds"):
        read_pdf_apart(pdf_of(lines(0, 8, 60, 700, 60)), "a.pdf")


def test_numbers_of_pages_in_contents_are_no_words() -> None:
    """Each line of contents is one by itself: on which page its chapter begins is not compared."""
    contents = ("1 The lamp", "1.1 Of oil", "1.2 Of wicks")
    said: list[Said] = [
        (f"{title} {'. ' * (30 - n)}{n + 7}", 72, 700 - 12 * n, 10)
        for n, title in enumerate(contents)
    ]
    (body,) = read_pdf_files(pdf_of(said), "contents.pdf").bodies.values()
    assert [text_of(each) for each in body] == list(contents)

"""Publications and passages that run from right to left, in the pages of every edition."""

import io
import json
import math
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

import pypdfium2 as pdfium
import pytest
from conftest import Desk
from lxml import etree
from pressing import printed

from octavo.editions.pdf.worker import Worker
from octavo.finished.pdf_projection import find_scrambled
from octavo.fonts.bidi import runs
from octavo.fonts.bundled import FEATURES
from octavo.fonts.letters import letters
from octavo.goldens.projection import project_files
from octavo.markup.tree import Element, elements, inner, text_of
from octavo.production.pipeline import Built, build, templates_folder

MIRRORED = ("rtl-arabic", "rtl-hebrew", "rtl-persian")
STRAIGHT = ("scripts-mixed", "notes")
PAGE = "@page { size: 200pt 200pt; margin: 20pt } html { font: 10pt/14pt Amiri } p { margin: 0 }"
MILLIMETRE = 72 / 25.4
FONTS = templates_folder() / "fonts"


def file_of(built: Mapping[str, Built], slug: str, format: str) -> bytes:
    return built[slug].files[f"{slug}.{format}"]


def package(built: Mapping[str, Built], slug: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(file_of(built, slug, "epub"))) as container:
        name = next(name for name in container.namelist() if name.endswith(".opf"))
        return etree.fromstring(container.read(name))


def unpacked(data: bytes) -> bytes:
    """Return the PDF's compressed streams, unpacked: its catalogue stands in one of them."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return data + b"".join(found)


def signs(document: pdfium.PdfDocument, page: int) -> list[tuple[str, float, float]]:
    """Return (sign, left, right) of what is set on a page, without white space."""
    text = document[page].get_textpage()
    found = []
    for n in range(text.count_chars()):
        sign = text.get_text_range(n, 1)
        left, _, right, _ = text.get_charbox(n)
        if sign.strip():
            found.append((sign, left, right))
    return found


def line_edges(document: pdfium.PdfDocument, page: int) -> list[tuple[int, int]]:
    """Return (left, right) of each line on a page, in points, from top to bottom."""
    text = document[page].get_textpage()
    lines: dict[int, list[float]] = {}
    for n in range(text.count_chars()):
        left, bottom, right, _ = text.get_charbox(n, loose=True)
        if text.get_text_range(n, 1).strip():
            lines.setdefault(round(bottom), []).extend((left, right))
    return [(round(min(lines[y])), round(max(lines[y]))) for y in sorted(lines, reverse=True)]


# --- the PDF ---


@pytest.mark.parametrize("slug", [*MIRRORED, *STRAIGHT])
def test_a_viewer_is_told_from_which_side_pages_turn(built: Mapping[str, Built], slug: str) -> None:
    data = unpacked(file_of(built, slug, "pdf"))
    preferences = re.search(rb"/ViewerPreferences\s*<<(.*?)>>", data, re.DOTALL)
    assert preferences is not None
    assert b"/DisplayDocTitle true" in preferences[1]
    assert (b"/Direction /R2L" in preferences[1]) == (slug in MIRRORED)


def test_the_first_page_of_an_arabic_chapter_is_a_left_one_with_its_folio_outside(
    built: Mapping[str, Built],
) -> None:
    """A book turns from right to left: its versos lie at the right, their folio at the right."""
    document = pdfium.PdfDocument(file_of(built, "rtl-arabic", "pdf"))
    verso = next(n for n in range(len(document)) if document.get_page_label(n) == "4")
    assert verso % 2 == 1
    width = document[verso].get_width()
    folio = next(left for sign, left, _ in signs(document, verso) if sign == "4")
    assert folio > width * 0.8
    height = document[verso].get_height()
    head = document[verso].get_textpage().get_text_bounded(bottom=height - 18 * MILLIMETRE)
    assert "منارة الميناء" in head  # the book's title on versos, the chapter's on rectos


def test_the_side_column_of_a_persian_brief_stands_at_the_right(
    built: Mapping[str, Built],
) -> None:
    """Text ends 62 mm before the right edge; words of the column stand beyond it."""
    document = pdfium.PdfDocument(file_of(built, "rtl-persian", "pdf"))
    edge = document[0].get_width() - 62 * MILLIMETRE
    rights = [right for _, right in line_edges(document, 0)]
    assert sum(abs(right - edge) < 4 for right in rights) >= 8
    assert sum(right > edge + 10 for right in rights) >= 4
    assert any(sign in "0123456789" and left > edge for sign, left, _ in signs(document, 0))


def test_numbers_of_the_contents_stand_inside_the_page(built: Mapping[str, Built]) -> None:
    """WeasyPrint puts floats of a right-to-left line beside the text block."""
    for slug in ("rtl-arabic", "rtl-hebrew"):
        document = pdfium.PdfDocument(file_of(built, slug, "pdf"))
        contents = next(
            n
            for n in range(len(document))
            if len(re.findall(r"\d", document[n].get_textpage().get_text_range())) >= 4
            and document.get_page_label(n)[0] in "vxi"
            and "2024" not in document[n].get_textpage().get_text_range()
        )
        nearest = min(left for _, left, _ in signs(document, contents))
        assert 20 * MILLIMETRE < nearest < 24 * MILLIMETRE


def set_page(press: Worker, body: str, css: str = "") -> pdfium.PdfDocument:
    html = f'<html lang="ar" dir="rtl"><title>T</title><body>{body}</body></html>'
    data, _ = printed(press, html, PAGE + css, "<html><body><div></div></body></html>")
    return pdfium.PdfDocument(data)


def test_a_first_line_from_right_to_left_is_indented_at_its_right(press: Worker) -> None:
    words = "كان في الميناء ضوء صغير يدور كل ليلة "
    css = "p { text-indent: 30pt; text-align: justify }"
    edges = line_edges(set_page(press, f"<p>{words * 4}</p>", css), 0)
    assert len(edges) > 3
    first, second, *_ = edges
    assert second[1] - first[1] == pytest.approx(30, abs=3)
    assert first[0] == pytest.approx(second[0], abs=3)


def test_a_first_line_without_an_indent_ends_at_the_right_edge(press: Worker) -> None:
    words = "كان في الميناء ضوء صغير يدور كل ليلة "
    edges = line_edges(set_page(press, f"<p>{words * 4}</p>", "p { text-align: justify }"), 0)
    assert edges[0][1] == pytest.approx(edges[1][1], abs=3)


# --- the EPUB and the HTML ---


@pytest.mark.parametrize("slug", [*MIRRORED, *STRAIGHT])
def test_an_epub_progresses_in_its_direction(built: Mapping[str, Built], slug: str) -> None:
    spine = next(package(built, slug).iter("{http://www.idpf.org/2007/opf}spine"))
    wanted = "rtl" if slug in MIRRORED else "ltr"
    assert spine.get("page-progression-direction") == wanted


@pytest.mark.parametrize("slug", MIRRORED)
def test_files_of_an_epub_have_names_that_every_system_can_write(
    built: Mapping[str, Built], slug: str
) -> None:
    with zipfile.ZipFile(io.BytesIO(file_of(built, slug, "epub"))) as container:
        assert all(name.isascii() for name in container.namelist())


@pytest.mark.parametrize("slug", [*MIRRORED, *STRAIGHT])
def test_a_link_back_points_to_where_the_line_began(built: Mapping[str, Built], slug: str) -> None:
    html = file_of(built, slug, "html").decode()
    back, wrong = ("↪", "↩") if slug in MIRRORED else ("↩", "↪")
    links = re.findall(r'<a class="backlink"[^>]*>([^<]*)', html)
    assert links
    assert all(back in sign and wrong not in sign for sign in links)


def test_style_sheets_say_start_and_end() -> None:
    """Left and right stand only where CSS has no other words, or a script needs its own."""
    allowed = re.compile(
        r"@(top|bottom)-(left|right)|@page|\bmargin-(left|right): -?\d+mm"
        r"|\[dir=\"rtl\"\]|float: (left|right)|\.redline-left-\d+ \{ left: \d+% \}"  # of a picture
    )
    for path in sorted(templates_folder().glob("*/*.css")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for line in text.splitlines():
            if re.search(r"\b(left|right)\b", line):
                assert allowed.search(line), f"{path.name}: {line}"


def test_floats_are_mirrored_from_right_to_left() -> None:
    for path in sorted(templates_folder().glob("*/*.css")):
        text = path.read_text(encoding="utf-8")
        for selector in re.findall(r"^([^{}\n]*) \{ float: (?:left|right)", text, re.MULTILINE):
            plain = selector.replace('html[dir="rtl"]', "").strip()
            assert re.search(rf'\[dir="rtl"\][^{{]*{re.escape(plain)} \{{', text), path.name


# --- passages ---


def spans(body: Element) -> list[tuple[str | None, str | None, str]]:
    return [(n.get("lang"), n.get("dir"), text_of(n)) for n in elements(body) if n.get("lang")]


def test_a_passage_takes_the_direction_and_the_marks_of_its_language(desk: Desk) -> None:
    body = desk.body(
        'He said "yes", [قال "نعم"]{lang=ar}, *گفت "بله"*{lang=fa dir=rtl} and ["ja"]{lang=de}.\n\n'
        'הוא אמר "כן".\n{lang=he}\n\n## عنوان "آخر" {lang=ar}\n'
    )
    assert spans(body) == [
        ("ar", "rtl", "قال «نعم»"),
        ("fa", "rtl", "گفت «بله»"),
        ("de", None, "„ja“"),
        ("he", "rtl", "הוא אמר ”כן”."),
        ("ar", "rtl", "عنوان «آخر»"),
    ]
    assert "“yes”" in text_of(body)


def test_marks_around_a_passage_are_those_of_the_text_around_it(desk: Desk) -> None:
    body = desk.body('He said "[نعم "جدا"]{lang=ar} and no".')
    assert text_of(body) == "He said “نعم «جدا» and no”."


def test_a_passage_without_words_of_its_own_has_the_marks_of_the_publication(desk: Desk) -> None:
    body = desk.body('He said [as-"salām"]{lang=mt}.')
    assert "“salām”" in text_of(body)


def test_a_latin_passage_and_code_run_from_left_to_right_in_arabic(desk: Desk) -> None:
    body = desk.body(
        "قال [the light]{lang=en} و`lamp --on` و[نور]{lang=fa} و++ctrl+s++."
        "\n\n```python\nx = 1\n```\n",
        "language: ar",
    )
    assert 'lang="en" dir="ltr"' in inner(body)
    assert [node.get("dir") for node in elements(body, "code", "pre")] == ["ltr", "ltr", None]
    assert next(n for n in elements(body) if n.get("lang") == "fa").get("dir") is None
    assert [node.get("dir") for node in elements(body) if node.get("class") == "keys"] == ["ltr"]


def test_words_of_code_stay_at_their_places_in_a_page_and_an_epub_has_no_such_rule(
    desk: Desk,
) -> None:
    """EPUB 3.3, section 6.3.2, forbids the property."""
    text = '```python\na = "\u05e9\u05dc"  # \u05de\u05e8 3\n```\n'
    project, slug = desk.write(text, "editions: [html, epub]")
    files = build(project, slug).files
    assert ".code span { unicode-bidi: isolate }" in files[f"{slug}.html"].decode()
    with zipfile.ZipFile(io.BytesIO(files[f"{slug}.epub"])) as book:
        assert b"unicode-bidi" not in book.read("EPUB/style/edition.css")


def test_code_of_a_latin_publication_says_no_direction(desk: Desk) -> None:
    assert "dir=" not in inner(desk.body("Write `lamp --on`.\n"))


# --- letters that are drawn ---


@pytest.mark.parametrize(
    ("words", "base", "shown"),
    [
        ("lamp", "ltr", "lamp"),
        ("אבג", "rtl", "גבא"),
        ("abc אבג 123 def", "ltr", "abc 123 גבא def"),
        ("אבג abc 12%", "rtl", "abc 12% גבא"),
        ("שלום, עולם!", "rtl", "!םלוע ,םולש"),
        ("نور 12-13", "rtl", "13-12 رون"),
        ("אב 1,5", "rtl", "1,5 בא"),
        ("Hello (אב) x", "ltr", "Hello (בא) x"),
        ("", "rtl", ""),
    ],
)
def test_a_line_is_ordered_as_the_bidirectional_algorithm_orders_it(
    words: str, base: str, shown: str
) -> None:
    """Signs as they stand from left to right; mirroring is the shaper's work."""
    found = "".join(part[::-1] if is_rtl else part for part, is_rtl in runs(words, base))
    assert found == shown


def test_arabic_letters_are_drawn_joined() -> None:
    face = letters((FONTS / "Amiri-Regular.ttf").read_bytes(), direction="rtl")
    apart = sum(face.width(sign, 100) for sign in "منارة")
    assert face.width("منارة", 100) < apart * 0.85


def test_a_letter_that_comes_again_is_drawn_by_the_same_signs() -> None:
    """Such a drawing packs well; only where the letter begins is told anew."""
    face = letters((FONTS / "Literata-Regular.ttf").read_bytes())
    drawn = re.findall(r"M([\d.]+) ([\d.]+)([^M]+)", face.path("noon", 17.3, 1.25, 40))
    (n, o, again_o, again_n) = (signs for _, _, signs in drawn)
    assert n == again_n != o == again_o
    assert {y for _, y, _ in drawn} == {"40"}
    starts = [float(x) for x, _, _ in drawn]
    assert starts[3] - starts[0] == pytest.approx(face.width("noo", 17.3), abs=0.11)


def in_turn(numbers: Iterable[float]) -> float:
    """Add as ``sum`` does before Python 3.12."""
    total = 0.0
    for number in numbers:
        total += number
    return total


@pytest.mark.parametrize("way", [in_turn, math.fsum])
def test_a_width_is_the_same_however_python_adds(
    way: Callable[[Iterable[float]], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    face = letters((FONTS / "Literata-Regular.ttf").read_bytes())
    sizes = [10 + step / 7 for step in range(50)]
    widths = [face.width("Timeline of an escalation", size) for size in sizes]
    monkeypatch.setattr("octavo.fonts.letters.sum", way, raising=False)
    assert [face.width("Timeline of an escalation", size) for size in sizes] == widths


def test_a_sign_that_a_face_lacks_is_drawn_from_the_next() -> None:
    latin, hebrew = (
        (FONTS / f"{name}.ttf").read_bytes()
        for name in ("Literata-Regular", "FrankRuhlLibre-Regular")
    )
    both = letters(latin, hebrew)
    assert both.width("אור", 100) == letters(hebrew).width("אור", 100)
    assert both.width("or", 100) == letters(latin).width("or", 100)
    assert both.path("or אור", 100, 0, 0) != letters(latin).path("or אור", 100, 0, 0)


def test_a_joiner_does_not_change_the_face() -> None:
    cairo, amiri = (
        (FONTS / f"{name}.ttf").read_bytes() for name in ("Cairo-Regular", "Amiri-Regular")
    )
    word = "می\u200cشود"
    assert letters(cairo, amiri).width(word, 100) == letters(cairo).width(word, 100)


def test_subsets_keep_what_joins_and_orders_letters() -> None:
    arabic, indic = {"init", "medi", "fina", "rlig", "mark"}, {"half", "rphf", "pres", "abvm"}
    assert arabic | indic <= set(FEATURES)


def test_words_of_a_picture_whose_letters_join_can_be_found(built: Mapping[str, Built]) -> None:
    """They are outlines, since the PDF engine sets an SVG's words letter by letter, from left to
    right; above them stand the words, unseen."""
    document = pdfium.PdfDocument(file_of(built, "rtl-arabic", "pdf"))
    page = next(n for n in range(len(document)) if document.get_page_label(n) == "4")
    words = document[page].get_textpage().get_text_range()
    assert "قارب" in words and "12" in words


@pytest.mark.parametrize("slug", MIRRORED)
def test_a_golden_never_holds_an_edition_id_that_a_line_has_shuffled(
    built: Mapping[str, Built], slug: str
) -> None:
    files = built[slug].files
    edition = json.loads(files["manifest.json"])["edition"]
    made = project_files(files)
    for name in ("pdf/text.txt", "pdf/tags.txt", f"html/{slug}.html"):
        text = made[name].decode()
        assert edition not in text
        assert find_scrambled(text, edition) == []
        assert "." * 12 in text


@pytest.mark.parametrize("slug", MIRRORED)
def test_a_glyph_always_stands_for_words(built: Mapping[str, Built], slug: str) -> None:
    maps = unpacked(built[slug].files[f"{slug}.pdf"]).split(b"begincmap")[1:]
    assert maps
    for each in maps:
        words = re.findall(rb"^<[0-9a-f]{4}> <([0-9a-f]*)>$", each, re.MULTILINE)
        assert words
        assert all(words)


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_table_too_wide_is_told_at_whichever_edge(language: str, desk: Desk) -> None:
    table = "\n".join(f"|{'|'.join([cell] * 60)}|" for cell in ("n1", "---", "100"))
    project, slug = desk.write(
        f"Words.\n\n{table}\n", f"language: {language}\neditions: [pdf]\ntheme: brief"
    )
    told = [(each.code, each.severity) for each in build(project, slug).problems]
    assert told == [("E303", "warning")]

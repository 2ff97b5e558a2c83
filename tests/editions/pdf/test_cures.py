"""The cures for WeasyPrint of patches.py: each holds, and its defect is what it cures."""

import re
from itertools import pairwise
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pydyf
import pypdfium2 as pdfium
import pytest
from conftest import Desk
from pressing import NOTES, PAGE, bound, html, in_a_process, inputs, printed, text_on

from octavo.editions.pdf import worker as press_of
from octavo.editions.pdf.said_words import draw_first_line
from octavo.editions.pdf.worker import Galley, Worker
from octavo.finished.pdf_reader import OpenPdf
from octavo.production.pipeline import build
from octavo.verify.layers import objects


def test_a_run_that_fits_without_its_last_space_is_not_broken(press: Worker) -> None:
    """The first line never has fewer words in a wider column."""
    widths = [50 + step / 4 for step in range(280)]
    body = "".join(
        f'<p style="width: {width}pt; break-after: page">alpha beta gamma <em>delta</em></p>'
        for width in widths
    )
    document, _ = bound(press, body, PAGE)
    counts = [len(text_on(document, page).split("\n")[0].split()) for page in range(len(widths))]
    assert counts == sorted(counts)
    assert set(counts) == {1, 2, 3, 4}


def test_thai_breaks_where_the_text_says(press: Worker) -> None:
    """A page is a line high: there are as many pages as lines, with libthai and without."""
    words = ["มนุษย์ทั้งหลาย", "เกิดมา", "มีอิสระและเสมอภาคกัน"]
    css = "@page { size: 900pt 20pt; margin: 0 } p { width: 30pt; font: 8pt/18pt serif; margin: 0 }"
    css += " p { orphans: 1; widows: 1 }"
    for parted in (words, ["".join(words)]):
        laid = press.layout(Galley(html(f'<p lang="th">{SPACE.join(parted)}</p>'), css))
        assert laid.facts.pages == len(parted)


SPACE = "\u200b"


def test_lines_with_letters_of_other_faces_are_as_far_apart(press: Worker) -> None:
    css = "p { font: 10pt/14pt Literata, 'Noto Sans Symbols', Amiri, 'Noto Sans Math' }"
    for sign in ("\u21d2", "\u2605", "\u2211"):
        words = f"Once<br>Only<br>{sign}<br><b>three</b> {sign} four<br>Over<br>Other"
        document, _ = bound(press, f"<p>{words}</p>", css)
        page = document[0].get_textpage()
        found = [page.search(word).get_next() for word in ("Once", "Only", "Over", "Other")]
        tops = [page.get_charbox(at)[3] for at, _ in found]
        assert [above - below for above, below in pairwise(tops)] == pytest.approx([14, 42, 14])


PARTED_CSS = "p { width: 60pt; hyphens: auto; font: 9pt/12pt 'Noto Serif' } b { color: red }"
PARTED_CSS += ".wide { display: block; width: 90pt; text-align: justify }"
PARTED_WORDS = {
    "letters": "interdepartmental misunderstanding of it",
    "marks": "q\u0303interdepartmental misunderstanding of it",
    "small capitals": "<i style='font-variant: small-caps'>interdepartmental Misinformation</i> of",
    "a justified line": "<i class=wide>of it and interdepartmental misunderstanding of it</i>",
    "a face for its hyphen": "<i style='font: 13pt Amiri'>interdepartmental misunderstanding</i>",
    "an emphasis within": "inter<b>departmental</b>misunder<b>standing</b> of it",
    "a soft hyphen": "<i style='hyphens: manual'>interdepart\u00admental</i> misunderstanding",
}


@pytest.mark.parametrize("kind", PARTED_WORDS)
def test_a_word_that_was_parted_is_found_and_copied_whole(press: Worker, kind: str) -> None:
    document, _ = bound(press, f'<p lang="en">{PARTED_WORDS[kind]}</p>', PARTED_CSS)
    said = text_on(document, 0)
    assert "\ufffe" in said and "\u2010" not in said  # PDFium joins what U+FFFE parts
    whole = re.sub("<[^>]*>|\u00ad", "", PARTED_WORDS[kind])
    assert said.replace("\ufffe", "").split() == whole.split()


def test_a_hyphen_that_an_author_wrote_stays_itself(press: Worker) -> None:
    """At a line's end as within: the sign on keyboards, and U+2010."""
    words = "self-addressed half-hearted all\u2010too\u2010human misunderstandings"
    data, _ = printed(press, html(f"<p>{words}</p>"), PARTED_CSS, html("<div></div>"))
    with OpenPdf(data) as pdf, pdf.page(0) as page:
        things = [thing for thing in page.objects() if thing.kind == "text"]
    runs = [thing.text if thing.actual is None else thing.actual for thing in things]
    assert "-" in runs  # added by a line's end, and known by standing alone
    said = "".join(run for run in runs if run != "-")
    assert re.sub("[\u0002\ufffe]", "-", said).replace(" ", "") == words.replace(" ", "")


def test_words_of_stacked_letters_are_read_back(press: Worker) -> None:
    """A glyph stands before its letter, one for three, and elsewhere for others."""
    words = "सभी मनुष्यों को गौरव और अधिकारों के विषय में जन्मजात स्वतन्त्रता प्राप्त है। क्षत्रिय"
    css = "p { font: 12pt 'Noto Sans Devanagari' }"
    document, log = bound(press, f'<p lang="hi">{words}</p><p>Plain words.</p>', css)
    assert log == () and text_on(document, 0).split("\n")[:2] == [words, "Plain words."]


@pytest.mark.parametrize(
    ("word", "is_said"),
    [
        ("\u0f62\u0f92\u0fb1", True),
        ("\u0f60\u0f72", True),
        ("\u0e19\u0e49\u0e33", True),
        ("\u1780\u17d2\u179a", True),
        ("\u10d6\u10e6", False),
        ("\u1260\u1215", False),
    ],
)
def test_a_script_whose_marks_are_stacked_says_its_words(word: str, is_said: bool) -> None:
    style = {"font_variant_caps": "normal", "hyphenate_character": "\u2010"}
    stream = pydyf.Stream()
    draw_first_line(lambda *given: None, stream, SimpleNamespace(text=word, style=style))
    assert (b"ActualText" in stream.data) == is_said


def chance_paragraphs(seed: int) -> str:
    """Return 150 paragraphs of one to five lines, about half of them with a note."""
    chance = Random(seed)
    body = ""
    for n in range(150):
        rest = "More words follow here. " * chance.randint(1, 7)
        note = "A note. " * chance.randint(1, 12)
        call = f'<b id="call-{n}">Called.</b><span class="footnote" id="note-{n}">{note}</span>'
        first = "Some words of it. " * chance.randint(0, 3)
        body += f"<p>{first}{call if chance.random() < 0.45 else ''} {rest}</p>"
    return body


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_every_note_stands_on_the_page_of_its_call(press: Worker, seed: int) -> None:
    style = PAGE + "p { orphans: 2; widows: 2 }" + NOTES % ".01pt"
    facts = press.layout(Galley(html(chance_paragraphs(seed)), style)).facts
    at = facts.anchors
    calls = [name.removeprefix("call-") for name in at if name.startswith("call-")]
    assert len(calls) > 50
    assert [n for n in calls if at.get(f"note-{n}") != at[f"call-{n}"]] == []


CUTTING = """
import uharfbuzz
from octavo.editions.pdf import engine
from weasyprint.pdf import fonts
def refuse(*_):
    raise AssertionError("another library cuts fonts")
others = [name for name in dir(fonts.Font) if name.endswith("_subset")]
assert others, "WeasyPrint cuts fonts elsewhere: look again"
for name in others:
    setattr(fonts.Font, name, refuse)
calls, cut = [], uharfbuzz.subset
uharfbuzz.subset = lambda face, asked: calls.append(1) or cut(face, asked)
page = rendered("<p>Cut <i>me</i>.")
sheet = rendered("<p>")
written(page, sheet, [])
assert calls
"""


def test_fonts_are_cut_by_the_pinned_harfbuzz(tmp_path: Path) -> None:
    """Neither the system's HarfBuzz nor fontTools touches a font: their bytes vary."""
    in_a_process(CUTTING, tmp_path)


TAGGING = """
import weasyprint.pdf.fonts as fonts
from octavo.editions.pdf import engine

class NewerPango:
    def __init__(self, pango, features):
        self.pango, self.features = pango, features
    def __getattr__(self, name):
        return getattr(self.pango, name)
    def pango_font_description_to_string(self, description):
        words = fonts.ffi.string(self.pango.pango_font_description_to_string(description))
        return fonts.ffi.new("char[]", words.split(b" #")[0] + self.features)

def tagged(features):
    fonts.pango = NewerPango(engine.patches.fonts.pango, features)
    try:
        html = "<p>Small <span style='font-variant-caps: all-small-caps'>capitals</span>"
        page = rendered(html)
        return written(page, page, [])
    finally:
        fonts.pango = fonts.pango.pango

assert tagged(b"") == tagged(b" #smcp=1,c2sc=1")
assert engine.patches.font_tag(b"A @wght=200 #smcp=1") == engine.patches.font_tag(b"A @wght=200")
assert engine.patches.font_tag(b"A @wght=200") != engine.patches.font_tag(b"A")
"""


def test_a_font_has_the_same_tag_with_every_pango(tmp_path: Path) -> None:
    """Pango 1.56 and later tell features in a font's description."""
    in_a_process(TAGGING, tmp_path)


ROUNDING = """
import sys, json; sys.path[:] = json.loads(sys.argv[1])
from weasyprint.text.line_break import Layout
from octavo.editions.pdf import engine, press

first, cut, painting = Layout.get_first_line, engine.cut_fragment, []

def cut_fragment(*words):
    painting.append(True)
    return cut(*words)

def get_first_line(self):
    line, index = first(self)
    run = line.runs[0] if painting else False
    while run:
        glyphs = run.data.glyphs
        for glyph in glyphs.glyphs[0:glyphs.num_glyphs]:
            place = glyph.geometry
            if place.y_offset or (place.x_offset and not place.width):
                place.x_offset += OFF
            if place.y_offset:
                place.y_offset += OFF
        run = run.next
    return line, index

Layout.get_first_line, engine.cut_fragment = get_first_line, cut_fragment
press.main()
"""


def test_a_mark_is_drawn_at_the_same_place_with_every_harfbuzz(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A HarfBuzz may round a mark's place to the next unit of Pango; the page does not tell."""
    made = []
    for off in (0, 1, -1):
        monkeypatch.setattr(press_of, "START", ROUNDING.replace("OFF", str(off)))
        with Worker(inputs(), 0) as press:
            press.load({})
            words, sheet = html("<p>مُدَرِّسَةٌ محفوظ</p>"), PAGE.replace("Literata", "Amiri")
            made.append(printed(press, words, sheet, html("<div></div>"))[0])
    assert any(b" Ts" in held for held in objects(made[0]).values())
    assert made[0] == made[1] == made[2]


@pytest.mark.parametrize(
    ("rounded", "settled"), [(238, 239), (239, 239), (0, 0), (6, 6), (-26, -25), (-25, -25)]
)
def test_a_place_settles_on_the_nearest_unit_of_the_font(
    rounded: int, settled: int, tmp_path: Path
) -> None:
    size = 12.561 / 1.024  # a unit of the font is 12.561 of Pango's
    script = "from octavo.editions.pdf.patches import settle\n"
    in_a_process(f"{script}assert settle({rounded}, {size}, 1000) == {settled}", tmp_path)


ADDING = """
import builtins, math, sys
from octavo.editions.pdf import engine
from octavo.editions.pdf.patches import add_up
modules = {name: module for name, module in sys.modules.items() if name.startswith("weasyprint")}
before = set(modules)
page = rendered("<table><td>A<td>B</table><svg/>")
written(page, page, [])
later = {name for name in sys.modules if name.startswith("weasyprint")} - before
assert not later, later
assert {vars(module)["sum"] for module in modules.values()} == {add_up}
tenths = [0.1] * 10
assert add_up(tenths) == 0.9999999999999999 != math.fsum(tenths)
assert add_up((3, 4)) == 7 and add_up([[1], [2]], []) == [1, 2] and add_up(()) == 0
"""


def test_the_engine_adds_from_left_to_right_on_every_python(tmp_path: Path) -> None:
    """Python 3.12 and later add floats another way; the engine adds widths of columns."""
    in_a_process(ADDING, tmp_path)


def noted(count: int) -> str:
    return "".join(
        f'<p>Text {n}.<span class="footnote" id="note-{n}">Note {n}.</span></p>'
        for n in range(count)
    )


@pytest.mark.parametrize(("below", "pages"), [(".01pt", 1), ("0", 10)])
def test_notes_share_a_page_only_with_a_hair_below_them(
    press: Worker, below: str, pages: int
) -> None:
    """WeasyPrint 70 (#2502): when 0 gives one page too, the .01pt of print.css can go."""
    sheet = PAGE.replace("300pt 400pt", "A4") + NOTES % below
    facts = press.layout(Galley(html(noted(9)), sheet)).facts
    assert facts.pages == pages


def test_a_brief_with_short_notes_takes_one_page(desk: Desk) -> None:
    text = "".join(f"A paragraph.[^{n}]\n\n[^{n}]: Note {n}.\n\n" for n in range(1, 13))
    project, slug = desk.write(text, "editions: [pdf]")
    document = pdfium.PdfDocument(build(project, slug).files[f"{slug}.pdf"])
    assert len(document) == 1
    assert all(f"Note {n}." in text_on(document, 0) for n in range(1, 13))


BAR = "blockquote, pre { border-left: 3pt solid #ff0000; margin: 0; padding: 0 } p { margin: 0 }"


def lowest_red(document: pdfium.PdfDocument, page: int) -> int:
    """Return the lowest row of a page, in pixels, that has the colour of the bar."""
    picture = document[page].render(scale=1).to_pil().convert("RGB")
    width, height = picture.size
    data = picture.tobytes()
    reds = (n for n in range(width * height) if data[3 * n] > 200 and data[3 * n + 1] < 60)
    return max(n // width for n in reds)


@pytest.mark.parametrize("kind", ["blockquote", "pre"])
def test_a_bar_ends_with_the_text_that_it_stands_beside(press: Worker, kind: str) -> None:
    """Three lines that must stay together go overleaf, and leave the foot of the page white."""
    lines = "".join(f"<p>line {n}</p>" for n in range(10))
    kept = '<p style="break-inside: avoid">' + "one<br/>" * 12 + "end</p>"
    box = f"<{kind}>{lines}{kept}</{kind}>" if kind == "blockquote" else ""
    spans = "".join(f'<span style="display: block">line {n}</span>' for n in range(10))
    inside = (
        kept.replace("<p ", "<span ")
        .replace("</p>", "</span>")
        .replace("avoid", "avoid; display: block")
    )
    box = box or f"<pre>{spans}{inside}</pre>"
    page = "@page { size: 300pt 300pt; margin: 20pt } body { margin: 0 } "
    lines_of = (
        "html { font: 10pt/14pt 'Noto Sans' } pre { white-space: normal; line-height: 14pt } "
    )
    document, _ = bound(press, box, page + lines_of + BAR)
    assert len(document) == 2
    last_line = 20 + 10 * 14
    assert lowest_red(document, 0) == pytest.approx(last_line, abs=3)


@pytest.mark.parametrize("word", [".octavo", "/etc", ":root", "!important", "?"])
def test_a_line_may_end_before_code_that_begins_with_a_point(press: Worker, word: str) -> None:
    """Before it as before any other word: the first line is as full as it can be."""
    widths = range(60, 200, 3)

    def first_lines(code: str) -> list[str]:
        body = "".join(
            f'<p style="width: {width}pt; break-after: page">the old folder <code>{code}</code></p>'
            for width in widths
        )
        document, _ = bound(press, body, PAGE + "code { font: inherit }")
        return [text_on(document, page).split("\n")[0].strip() for page in range(len(widths))]

    found = first_lines(word)
    assert "the old folder" in found
    assert not any(
        each.endswith("old") and width > 90 for each, width in zip(found, widths, strict=True)
    )

"""The PDF engine: its cures hold, it reads nothing but what it is given, and no note is lost."""

import ctypes
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from causes import objects
from conftest import BOOKS, Desk, environment

from octavo.editions.pdf import worker as press_of
from octavo.editions.pdf.worker import Worker
from octavo.inputs import Inputs
from octavo.pipeline import Built, build, templates_folder
from octavo.problems import BuildFailed

PAGE = "@page { size: 300pt 400pt; margin: 20pt } html { font: 10pt/14pt Literata } p { margin: 0 }"
NOTES = (
    ".footnote { float: footnote; footnote-policy: line; font-size: 8pt; line-height: 11pt }"
    "@page { @footnote { margin-top: 8pt; padding: 5pt 0 %s; border-top: .4pt solid black } }"
)


def inputs(**environ: str) -> Inputs:
    return Inputs({"templates": templates_folder()}, {**environment(), **environ})


@pytest.fixture(scope="module")
def press() -> Iterator[Worker]:
    with Worker(inputs(), 0) as worker:
        worker.load({})
        yield worker


def html(body: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>{body}</body></html>'


def bound(press: Worker, body: str, css: str) -> tuple[pdfium.PdfDocument, tuple[str, ...]]:
    """Return a document with empty furniture, and what the engine had to say."""
    facts, said = press.layout(html(body), css)
    sheets = '<div style="break-after: page"></div>' * (facts["pages"] - 1) + "<div></div>"
    data, more = press.write(html(sheets), PAGE, [[0, "D", 1]])
    return pdfium.PdfDocument(data), (*said, *more)


def text_on(document: pdfium.PdfDocument, page: int) -> str:
    return str(document[page].get_textpage().get_text_range()).replace("\r\n", "\n")


def whole_text(document: pdfium.PdfDocument) -> str:
    words = " ".join(text_on(document, page) for page in range(len(document)))
    return " ".join(words.replace("\ufffe", "").split())


# --- the cures of patches.py ---


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
    facts, _ = press.layout(html(chance_paragraphs(seed)), style)
    at = facts["anchors"]
    calls = [name.removeprefix("call-") for name in at if name.startswith("call-")]
    assert len(calls) > 50
    assert [n for n in calls if at.get(f"note-{n}") != at[f"call-{n}"]] == []


RENDERED = """
def rendered(html, css=""):
    from octavo.editions.pdf import engine
    fonts = engine.FontConfiguration()
    return engine.rendered(html, engine.sheet(css, {}, fonts), {}, fonts)
"""
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
engine.written(page, sheet, [])
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
        return engine.written(page, page, [])
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

first, written, painting = Layout.get_first_line, engine.written, []

def write(*words):
    painting.append(True)
    return written(*words)

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

Layout.get_first_line, engine.written = get_first_line, write
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
            press.layout(html("<p>مُدَرِّسَةٌ محفوظ</p>"), PAGE.replace("Literata", "Amiri"))
            made.append(press.write(html("<div></div>"), PAGE, [[0, "D", 1]])[0])
    assert any(b" Ts" in held for held in objects(made[0]).values())
    assert made[0] == made[1] == made[2]


@pytest.mark.parametrize(
    ("rounded", "settled"), [(238, 239), (239, 239), (0, 0), (6, 6), (-26, -25), (-25, -25)]
)
def test_a_place_settles_on_the_nearest_unit_of_the_font(rounded: int, settled: int) -> None:
    code = f"from octavo.editions.pdf.patches import settled; print(settled({rounded}, SIZE, 1000))"
    size = 12.561 / 1.024  # a unit of the font is 12.561 of Pango's
    done = subprocess.run(
        [sys.executable, "-c", code.replace("SIZE", str(size))],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) == settled


ADDING = """
import builtins, math, sys
from octavo.editions.pdf import engine
from octavo.editions.pdf.patches import added
modules = {name: module for name, module in sys.modules.items() if name.startswith("weasyprint")}
before = set(modules)
page = rendered("<table><td>A<td>B</table><svg/>")
engine.written(page, page, [])
later = {name for name in sys.modules if name.startswith("weasyprint")} - before
assert not later, later
assert {vars(module)["sum"] for module in modules.values()} == {added}
tenths = [0.1] * 10
assert added(tenths) == 0.9999999999999999 != math.fsum(tenths)
assert added((3, 4)) == 7 and added([[1], [2]], []) == [1, 2] and added(()) == 0
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
    facts, _ = press.layout(html(noted(9)), PAGE.replace("300pt 400pt", "A4") + NOTES % below)
    assert facts["pages"] == pages


def test_a_brief_with_short_notes_takes_one_page(desk: Desk) -> None:
    text = "".join(f"A paragraph.[^{n}]\n\n[^{n}]: Note {n}.\n\n" for n in range(1, 13))
    project, slug = desk.write(text, "editions: [pdf]")
    document = pdfium.PdfDocument(build(project, slug).files[f"{slug}.pdf"])
    assert len(document) == 1
    assert all(f"Note {n}." in text_on(document, 0) for n in range(1, 13))


# --- the only files are those handed over ---


OUTSIDE = (
    "file:///etc/passwd",
    "http://127.0.0.1:9/x.png",
    "https://example.org/x.png",
    "data:image/png;base64,AAAA",
    "ftp://example.org/x.png",
    "//example.org/x.png",
    "/etc/passwd",
    "../../../../etc/passwd",
    "missing.png",
    "https://book.invalid/missing.png",
)
PLACES = {
    "img": '<img src="{0}" alt="a">',
    "object": '<object data="{0}" type="image/png">x</object>',
    "svg": '<svg viewBox="0 0 9 9"><image href="{0}" width="9" height="9"/></svg>',
    "link": '<link rel="stylesheet" href="{0}">',
    "attachment": '<link rel="attachment" href="{0}">',
    "attribute": '<p style="background: url({0})">x</p>',
    "sheet": "<style>p {{ background: url('{0}') }}</style><p>x</p>",
    "import": "<style>@import url('{0}');</style>",
    "list": "<style>li {{ list-style-image: url('{0}') }}</style><ul><li>x</li></ul>",
    "content": "<style>p::before {{ content: url('{0}') }}</style><p>x</p>",
}


@pytest.mark.parametrize("address", OUTSIDE)
@pytest.mark.parametrize("place", PLACES)
def test_an_address_outside_the_publication_is_refused(
    press: Worker, place: str, address: str
) -> None:
    _, said = bound(press, PLACES[place].format(address), PAGE)
    assert any("is no file of the publication" in line for line in said), said


def in_a_process(script: str, folder: Path) -> None:
    """Run Python in a process of its own; fail with what it says."""
    done = subprocess.run(
        [sys.executable, "-c", RENDERED + script],
        env={**environment(), "PYTHONPATH": ":".join(sys.path), "SOURCE_DATE_EPOCH": "0"},
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr


REFUSING = """
import json, logging, sys
from octavo.editions.pdf import engine
fetcher = engine.PublicationFetcher({"a.svg": b"svg"})
assert fetcher.fetch("https://book.invalid/a.svg").read() == b"svg"
lines = []
handler = logging.Handler()
handler.emit = lambda record: lines.append(record.getMessage())
logging.getLogger("weasyprint").addHandler(handler)
logging.getLogger("weasyprint").setLevel(logging.DEBUG)
for address in ADDRESSES:
    try:
        fetcher.fetch(address)
    except ValueError:
        pass
    else:
        raise AssertionError(address)
    lines.clear()
    css = "@font-face { font-family: X; src: url('%s') } p { font-family: X }" % address
    rendered("<p>x</p>", css)
    assert any("is no file of the publication" in line for line in lines), (address, lines)
"""


def test_the_fetcher_serves_no_other_file_and_no_font(tmp_path: Path) -> None:
    in_a_process(REFUSING.replace("ADDRESSES", repr(OUTSIDE)), tmp_path)


def test_a_file_that_was_handed_over_is_served_without_a_word() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0 L9 9"/></svg>'
    with Worker(inputs(), 0) as press:
        press.load({"a b/ä.svg": svg, "x.css": b"p { width: 50pt }"})
        body = '<img src="a%20b/%C3%A4.svg" alt="a"><p style="background: url(a%20b/ä.svg)">x</p>'
        _, said = press.layout(html(body), '@import "x.css";' + PAGE)
    assert said == ()


# --- long notes, links, the two problems that need a broken world ---

LONG = " ".join(f"Entry {n} of the log names a wind, a height and a doubt." for n in range(1, 81))


def test_a_note_taller_than_a_third_of_the_page_ends_its_chapter_whole(desk: Desk) -> None:
    calls = "Called.[^short][^long] Again.[^long]"
    files = {
        "one.md": f"# One\n\n{calls}\n\n[^short]: Short.\n[^long]: {LONG}\n",
        "two.md": "# Two\n\nThe second chapter.\n",
    }
    project, slug = desk.write(files, "theme: book\neditions: [pdf]")
    made = build(project, slug)
    assert [(each.code, each.severity, each.place.line) for each in made.problems] == [
        ("E305", "notice", 6)
    ]
    words = whole_text(pdfium.PdfDocument(made.files[f"{slug}.pdf"]))
    bare = words.replace("- ", "").replace("-", "")
    for number in range(1, 81):
        assert f"Entry {number} of" in bare
    assert words.index("Called.") < words.index("Entry 1 of") < words.index("Entry 80 of")
    assert words.index("Entry 80 of") < words.index("The second chapter.")


def test_a_note_called_only_by_a_note_is_in_the_pdf(built: Mapping[str, Built]) -> None:
    words = whole_text(pdfium.PdfDocument(built["notes"].files["notes.pdf"]))
    assert "The price is in shillings a barrel." in words


def links(document: pdfium.PdfDocument) -> list[tuple[int, int | None, str]]:
    """Return (page, page that it leads to, address) for each link."""
    found = []
    for number in range(len(document)):
        start, link = ctypes.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(document[number], start, link):
            target = raw.FPDFLink_GetDest(document, link)
            page = raw.FPDFDest_GetDestPageIndex(document, target) if target else None
            found.append((number, page, address_of(document, link)))
    return found


def address_of(document: pdfium.PdfDocument, link: Any) -> str:
    action = raw.FPDFLink_GetAction(link)
    if not action:
        return ""
    size = raw.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode()


def test_links_between_chapters_are_destinations(built: Mapping[str, Built]) -> None:
    made = built["references"]
    document = pdfium.PdfDocument(made.files["references.pdf"])
    found = links(document)
    assert len(found) > 20
    assert [each for each in found if each[1] is None] == []
    blocks = json.loads(made.files["edition.json"])["blocks"]
    first = next(block["pages"][0] for block in blocks if block["text"] == "The hall of lamps")
    leading = {document.get_page_label(page) for _, page, _ in found if page is not None}
    assert first in leading


def test_no_address_of_the_press_reaches_the_pdf(built: Mapping[str, Built]) -> None:
    for slug in ("references", "notes", "book-structure"):
        data = built[slug].files[f"{slug}.pdf"]
        assert [
            address for *_, address in links(pdfium.PdfDocument(data)) if ".invalid" in address
        ] == []
        assert b".invalid" not in data


def test_a_reference_names_the_label_of_the_page_it_leads_to(built: Mapping[str, Built]) -> None:
    document = pdfium.PdfDocument(built["references"].files["references.pdf"])
    said = re.findall(r"on page (\S+?)[\s,;.)]", whole_text(document))
    known = {document.get_page_label(page) for page in range(len(document))}
    assert len(said) > 5
    assert set(said) <= known


def test_a_missing_library_is_told_with_the_way_to_install_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = "raise OSError(\"cannot load library 'libpango-1.0-0': error 0x7e\")"
    monkeypatch.setattr(press_of, "START", start)
    project, slug = desk.write("Text.", "editions: [pdf]")
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    (problem,) = failure.value.problems
    assert problem.code == "E301"
    assert "apt-get install libpango-1.0-0" in problem.hint


class Restless:
    """A press whose pages never stay where they are."""

    def __init__(self, *_: object) -> None:
        self.passes = 0

    def __enter__(self) -> "Restless":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def stop(self) -> None:
        """There is nothing to stop."""

    def load(self, files: Mapping[str, bytes], fonts: Mapping[str, bytes]) -> dict[str, str]:
        return {}

    def layout(self, html: str, css: str) -> tuple[dict[str, Any], tuple[str, ...]]:
        self.passes += 1
        names = re.findall(r' id="([^"]*)"', html)
        anchors = {name: 0 if name.startswith("unit-") else self.passes for name in names}
        facts: dict[str, Any] = {"pages": 9, "starts": {}, "ends": {}, "anchors": anchors}
        found = {"tall": [], "wide": [], "turned": [], "full": [], "holes": [], "heights": {}}
        return {**facts, **found}, ()


def test_page_numbers_that_do_not_settle_are_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press_of, "Worker", Restless)
    project, slug = desk.write("## There {#there}\n\nSee [](#there).", "editions: [pdf]")
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    assert [problem.code for problem in failure.value.problems] == ["E302"]


def test_a_press_that_breaks_down_is_a_fault_of_octavo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_of, "START", "raise ValueError('a fault')")
    with Worker(inputs(), 0) as press, pytest.raises(RuntimeError, match="ValueError: a fault"):
        press.load({})


def test_the_press_inherits_only_where_libraries_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import os, sys, json; sys.path[:] = json.loads(sys.argv[1]);"
        "from octavo.editions.pdf.press import receive, send; receive(sys.stdin.buffer);"
        "send(sys.stdout.buffer, {'facts': json.dumps(dict(os.environ)).encode()})"
    )
    monkeypatch.setattr(press_of, "START", script)
    with Worker(inputs(LANG="tr_TR.UTF-8", HOME="/home/me", OWN="1", TZ="Asia/Tokyo"), 77) as press:
        found = press.load({})
    fixed = set("LC_ALL FC_LANG HOME TZ FONTCONFIG_FILE SOURCE_DATE_EPOCH".split())
    assert set(found) - set(press_of.LOADER) == fixed
    assert (found["LC_ALL"], found["TZ"], found["SOURCE_DATE_EPOCH"]) == ("C.UTF-8", "UTC", "77")
    assert found["HOME"] != "/home/me"


BUILDING = """
import os, sys
from pathlib import Path
from octavo.pipeline import Project, build
environ = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
project = Project(Path(ROOT), Path("out"), None, environ)
assert build(project, "article").files["article.pdf"].startswith(b"%PDF")
assert not {"weasyprint", "pydyf"} & set(sys.modules)
"""


def test_a_build_never_imports_the_engine_into_its_own_process(tmp_path: Path) -> None:
    in_a_process(BUILDING.replace("ROOT", repr(str(BOOKS / "article"))), tmp_path)


def test_what_is_said_of_a_style_sheet_is_said_of_every_layout() -> None:
    with Worker(inputs(), 0) as press:
        press.load({})
        css = "p { colour: red }" + PAGE
        said = [press.layout(html("<p>x</p>"), each)[1] for each in (css, css, PAGE)]
        press.load({"x.svg": b"<svg/>"})
        said.append(press.layout(html("<p>x</p>"), css)[1])
    assert "colour" in said[0][0] and said == [said[0], said[0], (), said[0]]

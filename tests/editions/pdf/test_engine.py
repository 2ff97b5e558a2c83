"""The PDF engine: it reads nothing but what it is given, and no note and no link is lost."""

import ctypes
import json
import re
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from subprocess import run
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from conftest import BOOKS, Desk
from pressing import PAGE, bound, html, in_a_process, inputs, whole_text

from octavo.core import platforms
from octavo.core.problems import BuildFailed
from octavo.core.progress import Count
from octavo.editions.pdf import presses
from octavo.editions.pdf import worker as press_of
from octavo.editions.pdf.cutting import Cutting
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.worker import Galley, Laid, Worker
from octavo.production.pipeline import Built, build

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
        said = press.layout(Galley(html(body), '@import "x.css";' + PAGE)).log
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
    first = next(block["pages"][0] for block in blocks if block.get("text") == "The hall of lamps")
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
    monkeypatch.setattr(platforms, "manager", lambda: "dnf")
    monkeypatch.setattr(platforms, "is_superuser", lambda: False)
    project, slug = desk.write("Text.", "editions: [pdf]")
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    (problem,) = failure.value.problems
    assert problem.code == "E301"
    assert platforms.command(platforms.PANGO, "dnf") in problem.hint
    assert platforms.command(platforms.PANGO, "apt-get") not in problem.hint


class Restless:
    """A press whose pages never stay where they are."""

    is_running = True

    def __init__(self, *_: object) -> None:
        self.passes = 0

    def __enter__(self) -> "Restless":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def stop(self) -> None:
        """There is nothing to stop."""

    def load(self, files: Mapping[str, bytes], fonts: Mapping[str, bytes]) -> None:
        """There is nothing to keep."""

    def listen(self, tell: Count) -> AbstractContextManager[None]:
        return nullcontext()

    def layout(self, galley: Galley, cutting: Cutting | None = None) -> Laid:
        self.passes += 1
        names = re.findall(r' id="([^"]*)"', galley.html)
        page = 50 if self.passes % 2 else 5  # of another number of digits each time
        anchors = {name: 0 if name.startswith("octavo-unit-") else page for name in names}
        return Laid(LayoutFacts(60, {}, {}, anchors, (), (), (), ()), ())


def test_page_numbers_that_do_not_settle_are_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presses, "Worker", Restless)
    project, slug = desk.write("## There {#there}\n\nSee [](#there).", "editions: [pdf]")
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    assert [problem.code for problem in failure.value.problems] == ["E302"]


def test_a_press_that_breaks_down_is_a_fault_of_octavo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_of, "START", "raise ValueError('a fault')")
    with Worker(inputs(), 0) as press, pytest.raises(RuntimeError, match="ValueError: a fault"):
        press.load({})


def test_an_engine_that_breaks_down_is_told_as_e294(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "raise ZeroDivisionError('of a size')"
    start = f"exec(compile({text!r}, '/home/octavo/lib/weasyprint/layout/inline.py', 'exec'))"
    monkeypatch.setattr(press_of, "START", start)
    with Worker(inputs(), 0) as press, pytest.raises(BuildFailed) as failure:
        press.load({})
    (told,) = failure.value.problems
    assert (told.code, told.message) == (
        "E294",
        "the engine of the PDF stopped: ZeroDivisionError: of a size",
    )


@pytest.mark.parametrize(
    ("css", "words"),
    [
        ("* { break-before: page }", "running heads and folios of"),
        (".sheet { page: x; break-before: avoid; break-after: avoid }", "running heads and folios"),
        (".sheet { display: none }", "there is no page"),
        ("html { display: none }", "there is no page"),
    ],
)
def test_a_sheet_that_leaves_pages_no_running_heads_is_told_as_e295(
    desk: Desk, css: str, words: str
) -> None:
    project, slug = desk.write("Words.\n\nOthers.", "editions: [pdf]\ntheme: book")
    path = project.source / slug / "templates" / "own.css"
    path.parent.mkdir()
    path.write_text(css, encoding="utf-8")
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    (told,) = [each for each in failure.value.problems if each.code == "E295"]
    assert words in told.message and told.hint


TELLS_ITS_ENVIRONMENT = (
    "import os, sys, json; sys.path[:] = json.loads(sys.argv[1]);"
    "from octavo.core.messages import receive, send; receive(sys.stdin.buffer);"
    "send(sys.stdout.buffer, {'facts': json.dumps(dict(os.environ)).encode()})"
)
FOLDERS = "DYLD_FALLBACK_LIBRARY_PATH"


def test_the_press_inherits_only_where_libraries_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_of, "START", TELLS_ITS_ENVIRONMENT)
    with Worker(inputs(LANG="tr_TR.UTF-8", HOME="/home/me", OWN="1", TZ="Asia/Tokyo"), 77) as press:
        found = json.loads(press.versions())
    fixed = set("LC_ALL FC_LANG HOME TZ FONTCONFIG_FILE SOURCE_DATE_EPOCH".split())
    assert set(found) - set(press_of.LOADER) == fixed
    assert (found["LC_ALL"], found["TZ"], found["SOURCE_DATE_EPOCH"]) == ("C.UTF-8", "UTC", "77")
    assert found["HOME"] != "/home/me"


@pytest.mark.parametrize(
    ("own", "folders"),
    [({}, "/opt/homebrew/lib:/usr/local/lib:/usr/lib"), ({FOLDERS: "/own"}, "/own")],
)
def test_the_press_of_macos_looks_where_brew_puts_libraries_unless_it_is_told_where(
    own: dict[str, str], folders: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    monkeypatch.setattr(press_of, "START", TELLS_ITS_ENVIRONMENT)
    with Worker(inputs(**own), 0) as press:
        assert json.loads(press.versions())[FOLDERS] == folders


BUILDING = """
import os, sys
from pathlib import Path
from octavo.production.pipeline import Project, build
environ = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
project = Project(Path(ROOT), Path("out"), None, environ)
assert build(project, "article").files["article.pdf"].startswith(b"%PDF")
assert not {"weasyprint", "pydyf"} & set(sys.modules)
"""


def test_a_build_never_imports_the_engine_into_its_own_process(tmp_path: Path) -> None:
    code = BUILDING.replace("ROOT", repr(str(BOOKS / "article")))
    done = run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def test_what_is_said_of_a_style_sheet_is_said_of_every_layout() -> None:
    with Worker(inputs(), 0) as press:
        press.load({})
        css = "p { colour: red }" + PAGE
        said = [press.layout(Galley(html("<p>x</p>"), each)).log for each in (css, css, PAGE)]
        press.load({"x.svg": b"<svg/>"})
        said.append(press.layout(Galley(html("<p>x</p>"), css)).log)
    assert "colour" in said[0][0] and said == [said[0], said[0], (), said[0]]

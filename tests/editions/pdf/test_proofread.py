"""The typographic report: each fault is told on its page and line, and its sound twin is not."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, Desk, environment
from pressing import PAGE, html, inputs, printed
from test_verify import Player, run

from octavo.checks.typography.line_remarks import on_lines
from octavo.checks.typography.looks import contrast, on_faces, on_inks, on_pictures
from octavo.checks.typography.page_remarks import on_pages
from octavo.checks.typography.remarks import KINDS, PageProblem, count_by_code
from octavo.core.problems import Place, Problem
from octavo.editions.pdf.measures import (
    Band,
    Face,
    Ink,
    Passage,
    Proof,
    ProofLine,
    ProofPicture,
    ProofSheet,
)
from octavo.editions.pdf.worker import Galley, Worker
from octavo.production import assembly
from octavo.production.pipeline import Project, typography
from octavo.validators.examine import Examined
from octavo.validators.summary import summary

CHECKS = ROOT / "tests" / "checks"
TWINS = {
    "E601": ("templates/own.css", "nowrap", "normal"),
    "E602": ("text.md", "wrote what", "wrote down, in a fair hand, what"),
    "E603": ("templates/own.css", "1", "2"),
    "E604": ("templates/own.css", "1", "2"),
    "E605": ("templates/own.css", "auto", "avoid"),
    "E606": ("text.md", "internationalised", "strange"),
    "E607": ("text.md", "said so", "said nothing of the kind"),
    "E608": ("images/pole.svg", "1500", "300"),
    "E609": ("templates/own.css", "", "figure img { width: 40mm }"),
    "E610": ("templates/own.css", "#999999", "#666666"),
    "E611": ("templates/own.css", "4E00", "2192"),
    "E611-family": ("templates/own.css", "Alegreya Sans", "Fira Sans"),
}
"""Folder of tests/checks -> the words of a file ('' where there is none) that make the fault, and
others without it."""


def read(folder: Path, name: str) -> tuple[PageProblem, ...]:
    return typography(Project(folder, folder / "build", None, environment()), name)


def copied(name: str, folder: Path) -> Path:
    """Copy a folder of tests/checks into a project; return where its files are."""
    target = folder / "source" / name
    shutil.copytree(CHECKS / name / "in", target)
    return target


@pytest.mark.parametrize("name", TWINS)
def test_a_sound_twin_is_not_told(name: str, tmp_path: Path) -> None:
    path, old, new = TWINS[name]
    file = copied(name, tmp_path) / path
    text = file.read_text(encoding="utf-8") if old else ""
    assert old in text
    file.parent.mkdir(exist_ok=True)
    file.write_text(text.replace(old, new), encoding="utf-8")
    assert name[:4] not in {each.problem.code for each in read(tmp_path, name)}


def test_every_kind_has_a_fault_and_a_twin() -> None:
    folders = {path.name for path in CHECKS.iterdir() if path.name.startswith("E6")}
    assert folders == set(TWINS)
    assert {name[:4] for name in TWINS} == set(KINDS)


# --- the limits, at their edges ---


def line(words: str = "Some words of a line", **facts: float | str) -> ProofLine:
    return replace(ProofLine(words, 0, 1, 0.25, 0, ""), **facts)  # type: ignore[arg-type]


def passage(*lines: ProofLine, page: int = 0, kind: str = "text", measure: float = 360) -> Passage:
    return Passage("1", page, 1, kind, measure, 10, False, lines)


def codes_of(*parts: Passage) -> list[str]:
    return [each.code for each in on_lines(parts)]


@pytest.mark.parametrize(
    ("sound", "fault", "code"),
    [
        ({"beyond": 0.5}, {"beyond": 0.6}, "E601"),
        ({"stretch": 2.2, "space": 0.6}, {"stretch": 2.3, "space": 0.6}, "E602"),
        ({"stretch": 2.6, "space": 0.5}, {"stretch": 2.6, "space": 0.51}, "E602"),
        ({"short": 20.0}, {"short": 20.1}, "E602"),
    ],
)
def test_a_line_is_told_beyond_its_limit(
    sound: dict[str, float], fault: dict[str, float], code: str
) -> None:
    assert codes_of(passage(line(**sound))) == []
    assert codes_of(passage(line(**fault))) == [code]


def test_two_hyphens_in_a_row_are_no_ladder_and_three_are() -> None:
    hyphened, plain = line(hyphen="added"), line()
    assert codes_of(passage(hyphened, hyphened, plain, hyphened, plain)) == []
    assert codes_of(passage(plain, hyphened, line(hyphen="own"), hyphened, plain)) == ["E606"]


def test_a_ladder_goes_on_overleaf() -> None:
    hyphened = line(hyphen="added")
    parts = passage(hyphened, hyphened), passage(hyphened, line(), page=1)
    assert codes_of(*parts) == ["E606"]


@pytest.mark.parametrize(
    ("last", "hyphen", "codes"),
    [
        ("so.", "", ["E607"]),
        ("“so.”", "", ["E607"]),
        ("soon.", "", []),
        ("so did", "", []),
        ("parted.", "added", ["E607"]),
        ("parted. Then", "added", []),
        ("known.", "own", []),
    ],
)
def test_a_runt_is_a_short_word_or_the_end_of_one(last: str, hyphen: str, codes: list[str]) -> None:
    assert codes_of(passage(line(hyphen=hyphen), line(last))) == codes


def test_one_short_word_alone_is_no_runt() -> None:
    assert codes_of(passage(line("No."))) == []


@pytest.mark.parametrize("shape", [{"kind": "cell"}, {"kind": "code"}, {"measure": 199.0}])
def test_ends_of_lines_in_narrow_places_are_not_judged(shape: dict[str, object]) -> None:
    hyphened = line(hyphen="added")
    assert codes_of(passage(hyphened, hyphened, hyphened, line("so."), **shape)) == []  # type: ignore[arg-type]


def test_a_line_alone_on_its_page_is_an_orphan_or_a_widow() -> None:
    one, two = [line()], [line(), line()]
    assert codes_of(passage(*two), passage(*two, page=1)) == []
    assert codes_of(passage(*one), passage(*two, page=1)) == ["E604"]
    assert codes_of(passage(*two), passage(*one, page=1)) == ["E603"]
    assert codes_of(passage(*two), passage(*one, page=1), passage(*two, page=2)) == []


def sheet(
    *bands: Band, is_last: bool = False, following: tuple[str, str] = ("9", "")
) -> ProofSheet:
    return ProofSheet(50, 450, 400, bands, is_last, *following)


def bands(*heights: tuple[float, float], kind: str = "text") -> list[Band]:
    return [Band("1", kind, *each) for each in heights]


def page_codes(*sheets: ProofSheet) -> list[str]:
    return [each.code for each in on_pages(sheets)]


def test_a_page_whose_text_ends_early_has_a_hole_unless_a_break_is_asked_for() -> None:
    assert page_codes(sheet(*bands((50, 350)))) == []
    assert page_codes(sheet(*bands((50, 349)))) == ["E608"]
    assert page_codes(sheet(*bands((50, 349)), is_last=True)) == []


def test_a_hole_in_a_page_is_told_at_what_stands_below_it() -> None:
    assert page_codes(sheet(*bands((50, 100), (200, 450)))) == []
    assert page_codes(sheet(*bands((50, 100), (201, 450)))) == ["E608"]
    assert page_codes(sheet(*bands((151, 450)))) == []  # the sink of a chapter's first page


@pytest.mark.parametrize(
    ("lines", "following", "codes"),
    [
        (0, ("9", ""), ["E605"]),
        (0, ("colophon", ""), ["E605"]),
        (1, ("9", ""), ["E605"]),
        (1, ("9", "heading"), []),
        (1, ("colophon", ""), []),
        (2, ("9", ""), []),
    ],
)
def test_a_heading_needs_two_lines_below_it_where_its_text_goes_on(
    lines: int, following: tuple[str, str], codes: list[str]
) -> None:
    text = bands((50, 400))
    below = bands(*((430 + 10 * n, 440 + 10 * n) for n in range(lines)))
    page = sheet(*text, *bands((400, 430), kind="heading"), *below, following=following)
    assert page_codes(page) == codes
    assert page_codes(replace(page, is_last=True)) == []


def test_a_picture_below_a_heading_is_enough() -> None:
    figure = bands((430, 450), kind="figure")
    assert page_codes(sheet(*bands((50, 430), kind="heading"), *figure)) == []


@pytest.mark.parametrize(("pixels", "codes"), [((200, 400), []), ((199, 400), ["E609"])])
def test_a_picture_needs_pixels_in_both_directions(
    pixels: tuple[int, int], codes: list[str]
) -> None:
    assert [
        each.code for each in on_pictures([ProofPicture("1", 0, "a.png", pixels, (72, 72))])
    ] == codes


BLACK, GREY, WHITE = (0.0, 0.0, 0.0), (0.5804, 0.5804, 0.5804), (1.0, 1.0, 1.0)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(BLACK, WHITE) == contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast(GREY, GREY) == 1
    assert contrast((0x76 / 255,) * 3, WHITE) == pytest.approx(4.54, abs=0.005)  # WebAIM's figure
    assert contrast((0x77 / 255,) * 3, WHITE) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(
    ("points", "is_bold", "codes"),
    [(10, False, ["E610"]), (14, False, ["E610"]), (14, True, []), (18, False, [])],
)
def test_large_text_may_be_paler(points: float, is_bold: bool, codes: list[str]) -> None:
    words = Ink("1", 0, "pale", GREY, WHITE, points, is_bold)
    assert [each.code for each in on_inks([words, words])] == codes


def test_a_face_is_strange_where_the_theme_does_not_name_it() -> None:
    faces = [Face("1", 0, "words", "Amiri"), Face("1", 0, "words", "Literata")]
    assert [each.words for each in on_faces(faces, {"Literata"})] == ["words"]
    assert [each.code for each in on_faces([Face("1", 0, "\u4e00", "")], {""})] == ["E611"]


# --- the proof, as the press pulls it ---


def proof_of(press: Worker, body: str, css: str = "") -> Proof:
    galley = Galley(html(body), PAGE + css)
    return Proof.from_json(press.proof(galley, Galley(html(""), PAGE)))


def test_a_proof_changes_no_byte_of_the_pdf() -> None:
    made = []
    for is_read in (False, True):
        with Worker(inputs(), 0) as press:
            press.load({})
            words = html("<p>Words, <em>and</em> more of them.</p>" * 90)
            around = html("<div style='break-after: page'></div>" * 4)
            if is_read:
                press.proof(Galley(words, PAGE), Galley(around, PAGE))
            made.append(printed(press, words, PAGE, around)[0])
    assert made[0] == made[1]


def test_the_stretch_of_a_line_is_measured_against_the_space_of_its_face(press: Worker) -> None:
    style = "p { width: 200pt; text-align: justify; font: 10pt/14pt Literata; hyphens: none }"
    text = "<p>One two three four <code>fivesixseveneightnineteneleventwelve</code> end.</p>"
    first = proof_of(press, text, style).passages[0].lines[0]
    own = 0.22 * 10  # the advance of Literata's space
    assert first.space * 10 == pytest.approx(first.stretch * own, rel=0.02)
    assert first.stretch > 3


def test_a_last_line_and_a_line_broken_by_hand_are_not_stretched(press: Worker) -> None:
    proof = proof_of(press, "<p>A line<br>broken by hand.</p>", "p { text-align: justify }")
    assert [(each.stretch, each.short) for each in proof.passages[0].lines] == [(0, 0), (0, 0)]


def test_a_word_alone_in_a_justified_line_is_short(press: Worker) -> None:
    style = "p { width: 60pt; text-align: justify; hyphens: none }"
    proof = proof_of(press, "<p>Tides internationalised</p>", style)
    assert proof.passages[0].lines[0].short > 20


def test_hyphens_are_told_apart(press: Worker) -> None:
    style = "p { width: 60pt; hyphens: auto }"
    text = "<p>incomprehensibilities well-to-do-at-last-it-is-said</p>"
    found = [each.hyphen for each in proof_of(press, text, style).passages[0].lines]
    assert found[0] == "added"
    assert "own" in found
    assert found[-1] == ""


def test_a_line_from_right_to_left_leaves_its_measure_at_the_left(press: Worker) -> None:
    style = "p { width: 60pt; white-space: nowrap; font-family: Amiri }"
    text = '<p dir="rtl" style="direction: rtl" lang="ar">السلام عليكم ورحمة الله وبركاته</p>'
    assert proof_of(press, text, style).passages[0].lines[0].beyond > 30


def test_the_parts_of_a_paragraph_on_two_pages_are_one(press: Worker) -> None:
    text = "<p>Before.</p><p>" + "Words that go on. " * 100 + "</p><p>After.</p>"
    passages = proof_of(press, text).passages
    assert [(each.page, each.paragraph, each.goes_on) for each in passages] == [
        (0, 1, False),
        (0, 2, True),
        (1, 2, False),
        (1, 3, False),
    ]


def test_a_break_that_is_asked_for_ends_a_sheet(press: Worker) -> None:
    for style in ("break-before: page", "page: other"):
        text = f'<p>One.</p><p data-b="7" style="{style}">Two.</p>'
        sheets = proof_of(press, text).sheets
        assert [each.is_last for each in sheets] == [True, True]
    text = '<p>One.</p><div data-b="7" style="break-inside: avoid; height: 350pt">Two.</div>'
    first, last = proof_of(press, text).sheets
    assert (first.is_last, first.next_block, last.is_last) == (False, "7", True)


def test_text_on_a_ground_of_its_own_is_measured_against_it(press: Worker) -> None:
    style = "div { background: #000 } p { color: #fff } b { color: rgb(255 255 255 / 50%) }"
    inks = proof_of(press, "<div><p>White, <b>grey</b>.</p></div>", style).inks
    assert [(each.ink[0], each.ground[0]) for each in inks] == [(1, 0), (0.5, 0)]


def test_words_on_a_picture_are_not_judged(press: Worker) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90" height="90"/>'
    style = "svg { position: absolute; top: 0; left: 0 } p { color: #fff }"
    assert proof_of(press, f"<div>{drawing}<p>White.</p></div>", style).inks == ()


LONG = "content: 'A head that is much too long for the measure of this small page, and goes on'"


def head_beyond(press: Worker, rules: str) -> float:
    """Return by how many points at most the words in the margins leave their place."""
    sheet = PAGE + "@page { " + rules + " }"
    around = Galley(html("<div></div>"), sheet)
    proof = Proof.from_json(press.proof(Galley(html("<p>Words.</p>"), PAGE), around))
    heads = [each for each in proof.passages if each.kind == "furniture"]
    return max(line.beyond for each in heads for line in each.lines)


@pytest.mark.parametrize(
    "rules",
    [
        "@top-left { content: 'A head' }",
        "@top-left { content: 'A'; margin-left: -15pt } @top-right { content: 'B' }",
    ],
)
def test_a_running_head_in_its_place_is_sound(press: Worker, rules: str) -> None:
    assert head_beyond(press, rules) == 0


def test_a_running_head_that_leaves_its_sheet_is_seen(press: Worker) -> None:
    assert head_beyond(press, "@top-left { content: 'A'; margin-left: -25pt }") == 5


@pytest.mark.parametrize(
    "rules",
    [
        "@top-left { " + LONG + "; white-space: nowrap }",
        "@top-center { " + LONG + "; line-height: 30pt }",
        "@top-left { " + LONG + "; width: 50pt; white-space: nowrap } @top-right { content: 'B' }",
    ],
)
def test_a_running_head_that_is_too_long_is_seen(press: Worker, rules: str) -> None:
    assert head_beyond(press, rules) > 9


def test_a_running_head_is_told_once_and_takes_two_lines_at_most() -> None:
    def head(page: int, *lines: ProofLine) -> Passage:
        return replace(passage(*lines, page=page, kind="furniture"), paragraph=page, block="")

    assert codes_of(head(1, line("A head")), head(2, line("A head"))) == []
    assert codes_of(head(1, line(beyond=9.0)), head(2, line(beyond=9.0))) == ["E601"]
    assert codes_of(head(1, line("A head"), line("of two lines"))) == []
    assert codes_of(head(1, line("A head"), line("of three"), line("lines"))) == ["E601"]


def test_running_heads_are_looked_at(press: Worker) -> None:
    over = PAGE + "@page { @top-left { content: 'A head'; color: #ccc } }"
    around = Galley(html("<div></div>"), over)
    proof = Proof.from_json(press.proof(Galley(html("<p>Words.</p>"), PAGE), around))
    assert proof.inks[-1].words == "A head"
    assert proof.inks[-1].ink == (0.8, 0.8, 0.8)


# --- the command ---


def test_a_finding_is_told_with_label_number_file_and_line(desk: Desk) -> None:
    text = "# One\n\nWords.\n\nThe log is *hard* to read.\n"
    files = {"text.md": text, "templates/own.css": "em { color: #999 }"}
    project, slug = desk.write(files, "theme: book\nbody: [text.md]")
    (found,) = typography(project, slug)
    assert found.label == "1"
    assert found.number > 1
    assert found.problem.place == Place(f"source/{slug}/text.md", 5, 13)
    assert f"page 1 ({found.number} of the PDF): " in found.problem.message


def test_a_second_report_starts_no_press(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, slug = desk.write("The log is *hard* to read.\n")
    project = replace(project, store=tmp_path / "store")
    first = typography(project, slug)
    monkeypatch.delattr(assembly, "proofread_pages")
    assert typography(project, slug) == first


def asked(monkeypatch: pytest.MonkeyPatch, desk: Desk, *words: str) -> tuple[int, str]:
    """Run ``octavo check`` on a pale word, without validators; return its exit code and output."""
    project, slug = desk.write("The log is *hard* to read.\n\nIt *is*.\n")
    own = project.source / slug / "templates" / "own.css"
    own.parent.mkdir()
    own.write_text("@media print { em { color: #999 } }", encoding="utf-8")
    return run(monkeypatch, Player(), slug, "--project", str(project.root), *words)


def test_remarks_are_told_and_never_fatal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = asked(monkeypatch, desk, "--typography")
    assert code == 0
    assert "work-1: typography: low contrast (1)" in said
    assert "text.md:1:13: E610 notice: page 1: " in said
    assert "E610" not in asked(monkeypatch, desk)[1]


def test_complete_makes_warnings_of_remarks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = asked(monkeypatch, desk, "--typography", "--complete")
    assert (code, "E610 warning: " in said) == (1, True)
    assert asked(monkeypatch, desk, "--typography")[0] == 0


def test_remarks_are_told_to_programs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _, said = asked(monkeypatch, desk, "--typography", "--json")
    told = json.loads(said)
    path = "source/work-1/text.md"
    finding = {"code": "E610", "page": "1", "number": 1, "path": path, "line": 1}
    row = {"publication": "work-1", "counts": {"E610": 1}, "findings": [finding]}
    assert told["typography"] == [row]
    assert [each["code"] for each in told["publications"][0]["problems"]] == ["E610"]


def test_pages_are_not_looked_at_with_the_text_only(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = asked(monkeypatch, desk, "--typography", "--text")
    assert code == 2
    assert "--typography looks at pages" in said


def test_the_summary_counts_remarks_of_each_kind() -> None:
    found = [
        PageProblem(Problem(code, Place("text.md"), ""), "1", 1)
        for code in ("E607", "E602", "E607")
    ]
    assert list(count_by_code(found).items()) == [("E602", 1), ("E607", 2)]
    page = summary(Examined({"work": ()}, {}), {"work": count_by_code(found)})
    assert "<h2>Typography</h2>" in page
    assert '<th scope="row">E607</th><td>runt</td><td>2</td>' in page
    assert '<th scope="row">E601</th><td>overfull line</td><td>0</td>' in page
    assert "Typography" not in summary(Examined({"work": ()}, {}))


def test_a_publication_without_pages_has_no_remarks(desk: Desk) -> None:
    project, slug = desk.write("Words.\n", "editions: [html]")
    assert typography(project, slug) == ()

"""Whatever a stranger hands over ends in editions or in a problem with its place.

No file outside the publication is read, nobody is asked for anything, nothing runs, and memory and
time are bounded. Pictures have a file of their own: test_hostile_pictures.py.
"""

import os
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from conftest import Desk, environment

from octavo.checks.outside import outside
from octavo.core.bounds import TookTooLong, at_most
from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed, Problem
from octavo.editions.pdf import worker as press_of
from octavo.editions.pdf.worker import Galley, Worker
from octavo.production.pipeline import build, check, templates_folder

SECRET = "s3cret-of-the-machine"
WORDS = "Some words of the text stand here, before what is strange.\n\n"
ALIASES = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"

TEXTS: Mapping[str, tuple[str, str, int]] = {
    "script": ("<script>alert(1)</script>", "E214", 3),
    "style": ("<style>@import url(file:///etc/passwd)</style>", "E214", 3),
    "iframe": ('<iframe src="https://example.org"></iframe>', "E214", 3),
    "object": ('<object data="file:///etc/passwd"></object>', "E214", 3),
    "attachment": ('<link rel="attachment" href="file:///etc/passwd">', "E214", 3),
    "refresh": ('<meta http-equiv="refresh" content="0;url=https://example.org">', "E214", 3),
    "base": ('<base href="https://example.org/">', "E214", 3),
    "handler": ('A <b onclick="alert(1)">word</b>.', "E214", 3),
    "look": ('A <b style="background: url(file:///etc/passwd)">word</b>.', "E214", 3),
    "drawing": ('<svg><image href="file:///etc/passwd"/></svg>', "E214", 3),
    "form": ('<form action="https://example.org"><input></form>', "E214", 3),
    "code-link": ("A [word](javascript:alert) leads nowhere.", "E221", 3),
    "file-link": ("A [word](file:///etc/passwd) leads nowhere.", "E221", 3),
    "picture-file": ("![Words](file:///etc/passwd)", "E203", 3),
    "picture-web": ("![Words](https://example.org/a.png)", "E280", 3),
    "picture-web-raw": ('<img alt="Words" src="//example.org/a.png">', "E280", 3),
    "picture-absolute": ("![Words](/etc/passwd)", "E201", 3),
    "picture-above": ("![Words](../../../../../etc/passwd)", "E111", 3),
    "picture-link": ("![Words](out.svg)", "E111", 3),
    "include-absolute": ("{{include: /etc/passwd}}", "E111", 3),
    "include-above": ("{{include: ../../../../../etc/passwd}}", "E111", 3),
    "include-link": ("{{include: out.txt}}", "E111", 3),
    "quotations": (">" * 10_000 + " deep", "E115", 3),
    "quotations-apart": ("> " * 10_000 + "deep", "E115", 3),
    "lists": ("\n".join(f"{'    ' * n}- x" for n in range(300)), "E115", 44),
    "divisions": ("<div>" * 4_000 + "deep" + "</div>" * 4_000, "E115", 3),
    "spans": ("a " + "<span>" * 4_000 + "deep" + "</span>" * 4_000, "E115", 3),
    "emphasis": ("*" * 10_000 + "deep" + "*" * 10_000, "E115", 3),
    "brackets": ("[" * 10_000 + "deep" + "]" * 10_000, "E115", 3),
    "boxes": ("\n\n".join("/" * (3 + n) + " note" for n in range(100)), "E115", 51),
    "abbreviations": ("\n".join(f"*[A{n}]: b" for n in range(3_000)), "E116", 2003),
    "large": ("word " * 1_000_000, "E116", 0),
    "control": ("A word\0 and another.", "E110", 3),
    "spanning": ('<table><tr><td rowspan="99999">x</td></tr></table>', "E213", 3),
}
"""Text after WORDS -> code and line of the problem that it brings."""


@pytest.fixture
def world(desk: Desk, tmp_path: Path) -> Desk:
    """A desk on a machine that has a secret beside the publications."""
    for name in ("secret.md", "secret.svg", "secret.css"):
        (tmp_path / name).write_text(SECRET, encoding="utf-8")
    return desk


def refused(desk: Desk, texts: str | Mapping[str, str], metadata: str = "") -> tuple[Problem, ...]:
    """Return the problems of a publication that cannot be built; links lead out of it."""
    project, slug = desk.write(texts, metadata)
    folder = project.source / slug
    for name in ("out.txt", "out.svg"):
        (folder / name).symlink_to(
            project.root / name.replace("out", "secret").replace("txt", "md")
        )
    with pytest.raises(BuildFailed) as failure:
        build(project, slug, strict=True)
    assert SECRET not in str(failure.value)
    return tuple(each for each in failure.value.problems if each.severity != "notice")


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_refused_at_its_place(world: Desk, name: str) -> None:
    text, code, line = TEXTS[name]
    started = time.process_time()
    found = refused(world, WORDS + text)
    assert (found[0].code, found[0].place.line) == (code, line)
    assert all(each.hint for each in found)
    assert time.process_time() - started < 30  # seconds; most take a tenth of one


@pytest.mark.parametrize("name", ["handler", "look", "style"])
def test_what_is_left_out_with_a_warning_is_in_no_edition(desk: Desk, name: str) -> None:
    project, slug = desk.write(WORDS + TEXTS[name][0], "editions: [html, epub]")
    html = build(project, slug, ["html"]).files[f"{slug}.html"].decode()
    assert "etc/passwd" not in html and "alert(1)" not in html


def test_includes_that_double_each_other_stop_before_memory_is_full(desk: Desk) -> None:
    texts = {"text.md": WORDS + "{{include: a/1.md}}\n"}
    for n in range(1, 8):
        texts[f"a/{n}.md"] = f"{{{{include: {n + 1}.md}}}}\n" * 10
    texts["a/8.md"] = ("bomb " * 100 + "\n") * 100
    found = refused(desk, texts, "body: [text.md]")
    assert [each.code for each in found if each.code != "E109"] == ["E116"]


def test_a_variable_cannot_grow_without_bound(desk: Desk) -> None:
    value = "x" * 100_000
    found = refused(desk, WORDS + "{{a}}" * 10_000, f"variables: {{a: {value}}}")
    assert "E116" in [each.code for each in found]


@pytest.mark.parametrize(
    "metadata", [ALIASES, "subjects: " + "[" * 20_000, "variables: &a\n  b: *a"]
)
def test_metadata_that_would_grow_or_nest_without_bound_are_no_metadata(
    desk: Desk, metadata: str
) -> None:
    assert {each.code for each in refused(desk, WORDS, metadata)} & {"E102", "E103"}


@pytest.mark.parametrize("names", [("Dune.md", "dune.md"), ("\u00e9.md", "e\u0301.md")])
def test_names_that_some_machines_hold_for_one_are_refused(
    desk: Desk, names: tuple[str, str]
) -> None:
    found = refused(desk, dict.fromkeys(names, f"# Dunes\n\n{WORDS}"), "theme: book")
    (told,) = [each for each in found if each.code == "E112"]
    assert all(name in told.message for name in names)


def test_a_name_in_another_form_is_offered(desk: Desk) -> None:
    found = refused(
        desk,
        {"text.md": WORDS + "![Words](E\u0301.svg)\n", "\u00e9.svg": "<svg/>"},
        "body: [text.md]",
    )
    assert any("did you mean \u00e9.svg?" in each.hint for each in found)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_nothing(desk: Desk, ends: str, mark: str) -> None:
    text = f"{WORDS}A note[^a] and\na second line.\n\n[^a]: Of the note.\n"
    made = []
    for words in (text, mark + text.replace("\n", ends)):
        project, slug = desk.write("-")
        (project.source / slug / "text.md").write_bytes(words.encode())
        html = build(project, slug, ["html"]).files[f"{slug}.html"].decode()
        made.append(html[html.index("<main") : html.index("Of the note")])
    assert made[0] == made[1]


# --- style sheets and templates, a stranger's too ---

SHEETS: Mapping[str, tuple[str, int]] = {
    "p { background: url(file:///etc/passwd) }": ("E232", 1),
    "p { margin: 0 }\np { background: url('https://example.org/a.png') }": ("E232", 2),
    "@import 'a.css';": ("E232", 1),
    "@media print { p { content: image-set('a.png' 1x) } }": ("E232", 1),
    "@font-face { font-family: A; src: url(a.woff2) }": ("E232", 1),
    "p { b\\61 ckground: u\\72l(a.png) }": ("E232", 1),
    "p { margin: 0 }\n</style><script>alert(1)</script>": ("E232", 2),
    "p { color: }} red": ("E232", 1),
}


DIGITS = "1" * 5_000
"""More than Python makes a number of."""
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" {}><style>p {{ width: {}px }}</style></svg>'


@pytest.mark.parametrize(
    "files",
    [
        {"templates/own.css": f"p {{ margin: {DIGITS}px }} h1 {{ width: calc(1px * {DIGITS}) }}"},
        {"a.svg": DRAWN.format(f'width="{DIGITS}" viewBox="0 0 {DIGITS} 10"', 1)},
        {"a.svg": DRAWN.format('viewBox="0 0 10 nan"', 1)},
        {"a.svg": DRAWN.format(f'style="x: {DIGITS}px"', DIGITS)},
    ],
    ids=["sheet", "drawing", "no number", "sheet of a drawing"],
)
def test_numbers_may_be_longer_than_a_machine_counts(desk: Desk, files: dict[str, str]) -> None:
    texts = {"text.md": f"{WORDS}{'![A line](a.svg)' if 'a.svg' in files else ''}\n", **files}
    project, slug = desk.write(texts, "body: [text.md]\neditions: [html, epub]")
    html = build(project, slug, strict=False).files[f"{slug}.html"].decode()
    assert "Some words of the text" in html


@pytest.mark.parametrize("css", SHEETS)
def test_a_style_sheet_that_reaches_out_is_refused_at_its_place(desk: Desk, css: str) -> None:
    code, line = SHEETS[css]
    files = {"text.md": WORDS, "templates/own.css": css}
    found = refused(desk, files, "body: [text.md]")
    told = [(each.code, each.place.line) for each in found if each.place.path.endswith("own.css")]
    assert told[0] == (code, line)


def test_the_sheet_of_a_project_is_looked_at_too(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "templates" / "shared").mkdir(parents=True)
    (tmp_path / "templates" / "shared" / "own.css").write_text("p { color: url(a) }")
    assert any(each.code == "E232" for each in refused(desk, WORDS))


def test_an_own_sheet_that_stays_at_home_is_used(desk: Desk) -> None:
    css = ":root { --accent: #123456 } p { clip-path: url(#a) }"
    project, slug = desk.write({"text.md": WORDS, "templates/own.css": css}, "body: [text.md]")
    html = build(project, slug, ["html"], strict=False).files[f"{slug}.html"].decode()
    assert css in html


TEMPLATES: Mapping[str, tuple[str, str]] = {
    "<script>alert(1)</script>": ("E311", "holds a script"),
    "<script src='https://example.org/a.js'></script>": ("E311", "holds a script"),
    "<p onmouseover='alert(1)'>words</p>": ("E311", "runs onmouseover"),
    "<img alt='' src='https://example.org/a.png'/>": ("E311", "loads https://example.org/a.png"),
    "<img alt='' src='file:///etc/passwd'/>": ("E311", "loads file:///etc/passwd"),
    "<iframe srcdoc='x'></iframe>": ("E311", "holds <iframe>"),
    "<link rel='stylesheet' href='//example.org/a.css'/>": ("E311", "loads //example.org/a.css"),
    "<style>p { background: url(http://example.org/) }</style>": ("E311", "by its style"),
    "<meta http-equiv='Refresh' content='0;url=x'/>": ("E311", "leads its reader elsewhere"),
    "{{ ''.__class__.__mro__ }}": ("E230", "unsafe"),
    "{{ cycler.__init__.__globals__.os.environ }}": ("E230", "unsafe"),
    "{% include '../../../etc/passwd' %}": ("E230", "no template"),
    "<p>words": ("E230", "not well-formed"),
    "<br>": ("E230", "not well-formed"),
    "{{ range(10 ** 9) }}": ("E230", "too big"),
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_can_neither_run_nor_load_anything(desk: Desk, template: str) -> None:
    code, words = TEMPLATES[template]
    files = {
        "text.md": WORDS,
        "templates/shared/colophon.html.j2": f"<section>{template}</section>",
    }
    files["templates/brief/colophon.html.j2"] = files["templates/shared/colophon.html.j2"]
    project, slug = desk.write(files, "body: [text.md]\neditions: [html]")
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    assert any(each.code == code and words in each.message for each in failure.value.problems)


def test_the_press_reads_nothing_that_a_template_asks_for(world: Desk, tmp_path: Path) -> None:
    """Not even as an attachment, which would carry the file away unseen."""
    address = (tmp_path / "secret.md").as_uri()
    template = f'<link rel="attachment" href="{address}"><a rel="attachment" href="{address}">a</a>'
    files = {"text.md": WORDS, "templates/brief/colophon.html.j2": f"<p>{template}</p>"}
    project, slug = world.write(files, "body: [text.md]\neditions: [pdf]")
    try:
        made = build(project, slug, strict=False)
    except BuildFailed as failure:
        assert SECRET not in str(failure)
        return
    assert b"EmbeddedFile" not in made.files[f"{slug}.pdf"]
    assert SECRET.encode() not in made.files[f"{slug}.pdf"]


def test_an_epub_is_looked_through_as_well(desk: Desk) -> None:
    publication = desk.read(WORDS)
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("EPUB/a.css", "p { background: url(https://example.org/a.png) }")
        page = '<html xmlns="http://www.w3.org/1999/xhtml"><body><img src="a.png"/>%s</body></html>'
        archive.writestr("EPUB/a.xhtml", page % '<img src="http://example.org/b.png"/>')
    slug = publication.config.slug
    found = outside(publication, {f"{slug}.epub": target.getvalue()})
    assert [each.message for each in found] == [
        "the EPUB edition loads https://example.org/a.png by its style",
        "the EPUB edition loads http://example.org/b.png by <img>",
    ]


WORD_FILES = {
    "figure: [a": "not YAML",
    "- a": "no mapping",
    "figure: '{foo}'": "{foo}",
    "numbered: '{word.__class__}'": "{word.__class__}",
    "numbered: '{word:>999999999}'": "{word:>999999999}",
    "months: [January]": "12 texts",
    "figgure: Figure": "did you mean figure?",
}


@pytest.mark.parametrize("words", WORD_FILES)
def test_words_that_cannot_be_used_are_told(desk: Desk, words: str) -> None:
    found = refused(desk, {"text.md": WORDS, "templates/words/en.yaml": words}, "body: [text.md]")
    assert {each.code for each in found} == {"E233"}
    assert any(WORD_FILES[words] in each.message for each in found)


# --- time and memory ---


def test_a_build_stops_when_its_time_is_over(desk: Desk) -> None:
    rows = "\n".join(f"| {n} | x |" for n in range(40_000))
    project, slug = desk.write(f"{WORDS}| a | b |\n|---|---|\n{rows}\n")
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    ended = subprocess.run(
        [sys.executable, "-m", "octavo", "build", slug, "--time-limit", "3"],
        cwd=project.root,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1
    assert f"source/{slug}: E117 the publication needs more than 3 seconds" in ended.stderr
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - started < 20
    assert not (project.root / "build" / slug).exists()


def test_a_bound_of_time_ends_with_its_body() -> None:
    with at_most(1):
        pass
    time.sleep(1.1)
    with pytest.raises(TookTooLong, match="more than 1 second"), at_most(1):
        while True:
            time.sleep(0.01)


def test_a_template_cannot_take_all_memory(desk: Desk) -> None:
    files = {
        "text.md": WORDS,
        "templates/brief/colophon.html.j2": "<p>{{ 'x' * 10 ** 12 }}</p>",
    }
    project, slug = desk.write(files, "body: [text.md]\neditions: [html]")
    ended = subprocess.run(
        [sys.executable, "-m", "octavo", "build", slug],
        cwd=project.root,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1
    assert "E117" in ended.stderr


def test_a_press_that_takes_too_long_is_ended_with_e306(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_of, "SECONDS", 0)
    monkeypatch.setattr(press_of, "SIGNS_A_SECOND", 10**9)
    inputs = Inputs({"templates": templates_folder()}, dict(os.environ))
    with Worker(inputs, 0) as worker, pytest.raises(BuildFailed) as failure:
        worker.load({})
        worker.layout(Galley("<p>words</p>" * 5_000, "p { break-after: page }"))
    (told,) = failure.value.problems
    assert told.code == "E306" and "longer than 0 seconds" in told.message


def test_a_press_that_lacks_memory_is_told_with_e306() -> None:
    fault = press_of._diagnose("Traceback …\nMemoryError\n", "")
    assert isinstance(fault, BuildFailed)
    assert [each.code for each in fault.problems] == ["E306"]


def test_a_large_table_is_read_in_time_that_grows_with_its_rows(desk: Desk) -> None:
    """4,000 rows take less than ten times what 1,000 take: quadratic work would take sixteen."""

    def seconds(rows: int) -> float:
        table = "\n".join(f"| {n} | x |" for n in range(rows))
        project, slug = desk.write(f"{WORDS}| a | b |\n|---|---|\n{table}\n")
        started = time.process_time()
        check(project, slug)
        return time.process_time() - started

    seconds(10)
    tries = (seconds(4_000) < 10 * seconds(1_000) for _ in range(3))  # others share the processor
    assert any(tries)

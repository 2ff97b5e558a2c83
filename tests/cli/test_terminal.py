"""What a terminal shows: work in place, colours where they are wanted, lines as wide as it is."""

import io
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from click.testing import CliRunner
from conftest import Desk, environment
from forked import octavo_in
from screen_play import play

from octavo.cli.program import octavo
from octavo.cli.screen import has_colour, is_live, width_of
from octavo.cli.terminal import Report
from octavo.core.problems import BuildFailed, Place, Problem

HTML = "editions: [html]"
FAULT = (
    "A word.[^none] And a picture of the harbour at low tide, ![](images/harbour-at-low-tide.png)"
)


@pytest.fixture
def project(desk: Desk, tmp_path: Path) -> Path:
    desk.write("Some words of a text.", HTML)
    return tmp_path


@pytest.fixture
def faulty(desk: Desk, tmp_path: Path) -> Path:
    desk.write(FAULT, HTML)
    return tmp_path


def piped(folder: Path, *words: str, **environ: str) -> CompletedProcess[str]:
    """Run the program with streams that are no terminal."""
    own = {name: each for name, each in environment().items() if name != "NO_COLOR"} | environ
    return octavo_in(folder, *words, environ=own)


# --- work that is under way ---


def test_a_terminal_shows_publication_edition_work_and_seconds_and_then_where_editions_lie(
    project: Path,
) -> None:
    played = play(project, "build", "--no-store")
    assert played.code == 0
    assert re.search(r"work-1 +(?:reading|composing|writing)|html +(?:making|made)", played.words)
    assert re.search(r"html +(making|comparing with the source|made) +\d+ s", played.words)
    assert re.search(r"✓ +html +made +\d+ s", played.words)
    assert "\x1b[?25l" in played.sent and played.sent.count("\x1b[?25h") >= 1  # the cursor is back
    assert re.search(r"^build/work-1/work-1\.html · \d+\.\d s$", played.words, re.M)
    assert re.search(r"^work-1: done$", played.words, re.M)


def test_a_terminal_that_cannot_replace_lines_gets_lines(project: Path) -> None:
    played = play(project, "build", "--no-store", TERM="dumb")
    assert "\x1b" not in played.sent
    assert re.search(r"^work-1: html: making \(\d+ s\)$", played.words, re.M)


def test_a_pipe_gets_a_line_an_edition_on_the_stream_of_errors(project: Path) -> None:
    done = piped(project, "build", "--no-store")
    assert "\x1b" not in done.stdout + done.stderr
    assert re.fullmatch(r"work-1: html: making \(\d+ s\)\n", done.stderr)
    assert re.fullmatch(r"build/work-1/work-1\.html · \d+\.\d s\nwork-1: done\n", done.stdout)


def test_pages_are_counted_and_told_with_their_edition(desk: Desk, tmp_path: Path) -> None:
    desk.write("Some words of a text.", "editions: [pdf]")
    played = play(tmp_path, "build", "--no-store")
    assert re.search(r"pdf +(?:(?:setting pages|writing) +1 (?:of 1 )?pages|made)", played.words)
    assert re.search(r"^build/work-1/work-1\.pdf · 1 page · \d+\.\d s$", played.words, re.M)
    again = piped(tmp_path, "build")
    assert "work-1.pdf · 1 page · " in again.stdout
    assert "work-1.pdf · 1 page · unchanged" in piped(tmp_path, "build").stdout


def test_quiet_tells_errors_and_warnings_and_nothing_else(project: Path, faulty: Path) -> None:
    done = piped(project, "build", "work-1", "--quiet", "--no-store")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = piped(faulty, "build", "work-2", "--quiet")
    assert done.returncode == 1 and done.stdout == ""
    assert "E216" in done.stderr


# --- colour ---


@pytest.mark.parametrize(
    ("environ", "is_coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_is_left_out_where_somebody_says_so(
    environ: dict[str, str], is_coloured: bool, faulty: Path
) -> None:
    played = play(faulty, "build", **environ)
    assert played.code == 1 and "E216" in played.words
    assert played.has_colour is is_coloured


def test_force_color_colours_a_pipe_and_no_color_is_stronger(faulty: Path) -> None:
    assert "\x1b[31m" in piped(faulty, "build", FORCE_COLOR="1").stderr
    assert "\x1b" not in piped(faulty, "build", FORCE_COLOR="1", NO_COLOR="1").stderr
    assert "\x1b" not in piped(faulty, "build").stderr


class Screen(io.StringIO):
    """Says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("ask", [has_colour, is_live])
@pytest.mark.parametrize(
    ("term", "answer"), [("xterm", True), ("dumb", False), ("unknown", False), ("", False)]
)
def test_a_dumb_terminal_has_no_colour_and_no_display(
    term: str, answer: bool, ask: Callable[[io.StringIO, dict[str, str]], bool]
) -> None:
    assert ask(Screen(), {"TERM": term}) is answer
    assert ask(io.StringIO(), {"TERM": term}) is False


def test_what_is_no_terminal_has_no_width() -> None:
    assert width_of(None) == 0 and not has_colour(None, {}) and not is_live(None, {"TERM": "xterm"})
    assert width_of(io.StringIO()) == 0 and width_of(Screen()) > 0


# --- messages ---


@pytest.mark.parametrize("columns", [50, 72, 120])
def test_messages_are_wrapped_to_the_terminal_and_moved_in(columns: int, faulty: Path) -> None:
    lines = [line.rstrip() for line in play(faulty, "build", columns=columns).left]
    told = [line for line in lines if line.strip()]
    assert all(len(line) <= columns for line in told if " " in line.strip())
    heads = [line for line in told if re.match(r"source/work-1/text\.md:1:\d+: E\d{3} ", line)]
    assert len(heads) >= 2
    others = [line for line in told if line not in heads and not line.startswith("work-1: ")]
    assert others and all(line.startswith("    ") for line in others)


def test_a_pipe_gets_one_line_a_problem_that_begins_with_its_place(faulty: Path) -> None:
    lines = piped(faulty, "build").stderr.splitlines()
    assert len(lines) >= 3
    for line in lines:
        assert re.match(r"source/work-1/text\.md:1:\d+: E\d{3} .+; hint: .+", line)


# --- opening ---


@pytest.mark.parametrize(
    ("words", "file"),
    [((), "work-1.pdf"), (("--edition", "html"), "work-1.html")],
)
def test_open_opens_the_pdf_or_the_first_edition_that_is_named(
    words: tuple[str, ...], file: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", lambda path: opened.append(path) or 0)
    desk.write("Some words of a text.", "editions: [html, pdf]")
    result = CliRunner().invoke(octavo, ["build", "--open", "--project", str(tmp_path), *words])
    assert result.exit_code == 0
    assert opened == [str(tmp_path / "build" / "work-1" / file)]


def test_nothing_is_opened_where_nothing_was_made(
    faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.launch", lambda path: pytest.fail(path))
    result = CliRunner().invoke(octavo, ["build", "--open", "--project", str(faulty)])
    assert result.exit_code == 1


# --- exit codes ---


def problem(code: str) -> Problem:
    return Problem(code, Place("a.md"), "m")


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["E404"], 4),
        (["E804"], 2),
        (["E201"], 1),
        (["E404", "E201"], 1),
        (["E805", "E201"], 1),
        (["E404", "E804"], 2),
        ([], 0),
    ],
)
def test_the_gravest_of_several_publications_gives_the_exit_code(
    codes: list[str], expected: int, capsys: pytest.CaptureFixture[str]
) -> None:
    report = Report(as_json=True)

    def fail(code: str) -> None:
        raise BuildFailed([problem(code)])

    for code in codes:
        report.attempt("work", partial(fail, code))
    if expected:
        with pytest.raises(SystemExit) as left:
            report.close()
        assert left.value.code == expected
    else:
        report.close()
    assert json.loads(capsys.readouterr().out)["exit_code"] == expected


# --- help ---


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_the_list_of_commands_is_whole(columns: int, tmp_path: Path) -> None:
    words = " ".join(play(tmp_path, "--help", columns=columns).words.split())
    words = words.partition("Commands: ")[2].replace("- ", "-")  # lines end behind hyphens, too
    assert "..." not in words and "…" not in words
    for name, command in octavo.commands.items():
        sentence = " ".join((command.help or "").split()).partition(". ")[0].removesuffix(".")
        assert f"{name} {sentence}." in words

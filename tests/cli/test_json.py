"""--json gives one JSON object, whatever was typed."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Desk

from octavo.cli.program import octavo


def asked(*words: str) -> tuple[int, dict[str, Any]]:
    """Return the exit code, and the object that alone was printed."""
    result = CliRunner().invoke(octavo, list(words))
    assert result.stderr == ""
    told = json.loads(result.stdout)
    assert told["exit_code"] == result.exit_code
    return result.exit_code, told


@pytest.fixture
def project(desk: Desk, tmp_path: Path) -> Path:
    desk.write("Some words of a text.", "editions: [html]")
    return tmp_path


WRONG = {
    "option": ("build", "--edtion", "pdf"),
    "value": ("build", "--time-limit", "soon"),
    "two options": ("build", "--draft", "--strict"),
    "address": ("build", "--base-url", "example.org"),
    "check": ("check", "--all", "work-1"),
    "folder": ("check", "--projects", "nowhere"),
    "accept": ("accept", "--golden"),
    "command": ("biuld",),
    "before the command": ("--verbose", "build"),
    "diff": ("diff",),
    "doctor": ("doctor", "--install"),
    "need": ("doctor", "tea"),
}


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
def test_whoever_asks_for_json_gets_json_for_a_wrong_command(
    words: tuple[str, ...], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    code, told = asked(*words, "--json")
    assert code == 2
    (problem,) = told["problems"]
    assert problem["code"] == "E806" and problem["message"] and problem["severity"] == "error"
    assert problem["place"]["path"].startswith("octavo")


def test_json_is_asked_for_in_any_place_but_behind_two_strokes(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    assert asked("build", "--json", "--edtion", "pdf")[0] == 2
    assert asked("build", "--json", "--edition")[0] == 2
    result = CliRunner().invoke(octavo, ["build", "--edtion", "pdf", "--", "--json"])
    assert result.exit_code == 2 and "Error: " in result.stderr and result.stdout == ""


@pytest.mark.parametrize("command", ["build", "check", "accept"])
def test_a_name_that_is_none_is_told_with_its_code(command: str, project: Path) -> None:
    code, told = asked(command, "nope", "--json", "--project", str(project))
    assert code == 2
    assert [each["code"] for each in told["problems"]] == ["E101"]
    assert "work-1" in told["problems"][0]["hint"]


@pytest.mark.parametrize("command", ["build", "check", "accept"])
def test_a_folder_without_a_project_is_told(command: str, tmp_path: Path) -> None:
    code, told = asked(command, "--json", "--project", str(tmp_path))
    assert code == 2 and "no folder source" in told["problems"][0]["message"]


def test_things_that_cannot_be_compared_are_told(project: Path) -> None:
    code, told = asked("diff", "a", "b", "--json", "--project", str(project))
    assert code == 2 and [each["code"] for each in told["problems"]] == ["E701"]


def test_an_output_that_is_a_file_is_told(project: Path) -> None:
    (project / "out").write_text("mine")
    code, told = asked("build", "--json", "--project", str(project), "--out", str(project / "out"))
    assert code == 2 and told["problems"][0]["code"] == "E804"


def test_a_build_tells_its_editions_and_the_exit_code(project: Path) -> None:
    code, told = asked("build", "--json", "--project", str(project))
    assert code == 0
    (row,) = told["publications"]
    (edition,) = row["editions"]
    assert edition["name"] == "html" and edition["pages"] == 0 and edition["seconds"] > 0
    assert edition["file"] in row["files"] and Path(edition["file"]).is_file()


def test_without_json_a_wrong_name_is_a_line_on_the_stream_of_errors(project: Path) -> None:
    result = CliRunner().invoke(octavo, ["build", "nope", "--project", str(project)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("source/nope: E101 there is no such publication; hint: ")
    assert result.stderr.count("\n") == 1


def test_a_test_that_fails_names_the_page_that_shows_it(project: Path) -> None:
    words = ("--project", str(project))
    assert CliRunner().invoke(octavo, ["accept", *words]).exit_code == 0
    (row,) = asked("test", *words, "--json")[1]["publications"]
    assert "report" not in row
    text = project / "source" / "work-1" / "text.md"
    text.write_text("Other words of a text.", encoding="utf-8")
    code, told = asked("test", *words, "--json")
    (row,) = told["publications"]
    assert code == 1 and Path(row["report"]).name == "golden-report-work-1.html"
    assert b"Other" in Path(row["report"]).read_bytes()

"""``octavo store`` and ``octavo build --explain``: what is remembered, and why not more."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import Desk

from octavo.cli.program import octavo

TEXTS = {"one.md": "# One\n\nThe first.\n", "two.md": "# Two\n\nThe second.\n"}


def run(*words: str, **environ: str) -> Result:
    return CliRunner(env=environ).invoke(octavo, words)


def asked(*words: str, **environ: str) -> dict[str, Any]:
    found = run(*words, "--json", **environ)
    assert found.exit_code == 0, found.output
    return dict(json.loads(found.stdout))


@pytest.fixture
def project(desk: Desk) -> Path:
    made, _ = desk.write(TEXTS, "theme: book\neditions: [html]")
    return made.root


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    return {"OCTAVO_STORE": str(tmp_path / "store")}


def build(project: Path, place: Mapping[str, str]) -> list[dict[str, Any]]:
    told = asked("build", "--project", str(project), "--explain", **place)
    return list(told["publications"][0]["explanation"])


def made(told: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(each["step"], each["unit"]) for each in told if each["state"] == "made"}


def changed(told: list[dict[str, Any]], step: str) -> list[dict[str, str]]:
    return [q for each in told if each["step"] == step for q in each["changed"]]


def test_a_first_build_explains_that_all_is_new(project: Path, place: dict[str, str]) -> None:
    told = build(project, place)
    assert {("reader", "one.md"), ("reader", "two.md"), ("publication", "work-1")} <= made(told)
    assert [each["changed"] for each in told if each["changed"]] == []


def test_a_build_without_changes_recalls_the_publication(
    project: Path, place: dict[str, str]
) -> None:
    build(project, place)
    (one,) = build(project, place)
    assert one == {"step": "publication", "unit": "work-1", "state": "recalled", "changed": []}


def test_a_changed_text_is_named_and_the_other_recalled(
    project: Path, place: dict[str, str]
) -> None:
    build(project, place)
    (project / "source" / "work-1" / "two.md").write_text("# Two\n\nAnother.\n")
    told = build(project, place)
    file = {"kind": "file", "root": "publication", "name": "two.md"}
    assert changed(told, "publication") == [file]
    assert ("reader", "two.md") in made(told) and ("reader", "one.md") not in made(told)
    assert {"reader", "watch"} <= {each["step"] for each in told if each["state"] == "recalled"}


def test_a_changed_style_sheet_is_named(project: Path, place: dict[str, str]) -> None:
    build(project, place)
    (project / "templates").mkdir()
    (project / "templates" / "own.css").write_text("p { color: #123456 }\n")
    build(project, place)
    (project / "templates" / "own.css").write_text("p { color: #654321 }\n")
    told = build(project, place)
    sheet = {"kind": "file", "root": "project", "name": "own.css"}
    assert changed(told, "publication") == [sheet]
    assert ("reader", "one.md") not in made(told)


def test_a_changed_date_is_named(project: Path, place: dict[str, str]) -> None:
    build(project, place)
    told = build(project, {**place, "SOURCE_DATE_EPOCH": "1000000000"})
    assert changed(told, "publication") == [{"kind": "env", "name": "SOURCE_DATE_EPOCH"}]


def test_reasons_are_told_in_lines(project: Path, place: dict[str, str]) -> None:
    words = ("build", "--project", str(project), "--explain")
    first = run(*words, **place).stdout
    assert (
        "work-1: made again: reading the text (one.md, two.md): what goes into it is new" in first
    )
    (project / "source" / "work-1" / "two.md").write_text("# Two\n\nAnother.\n")
    lines = run(*words, **place).stdout.splitlines()
    assert "work-1: made again: the publication (work-1): two.md changed" in lines
    assert any(line.startswith("work-1: recalled: ") for line in lines)


@pytest.mark.parametrize("word", ["--explain", "--store=there"])
def test_without_a_store_there_is_nothing_to_explain(word: str, project: Path) -> None:
    found = run("build", "--project", str(project), "--no-store", word)
    assert found.exit_code == 2 and "--no-store remembers nothing" in found.output


def test_a_project_holds_no_results(project: Path) -> None:
    assert run("build", "--project", str(project)).exit_code == 0
    assert sorted(path.name for path in project.iterdir()) == ["build", "source"]


def test_results_that_a_project_brings_are_not_believed(
    project: Path, tmp_path: Path, place: dict[str, str]
) -> None:
    """Also where they lie where the user keeps results, and were made by Octavo: elsewhere."""
    build(project, place)
    for path in (tmp_path / "store").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"The first", b"The evil"))
    other = {**place, "XDG_CACHE_HOME": str(tmp_path / "theirs")}
    if sys.platform == "linux":
        assert all(each["state"] == "made" for each in build(project, other)[:1])
    told = build(project, place)
    assert told[0]["state"] == "made"
    page = (project / "build" / "work-1" / "work-1.html").read_bytes()
    assert b"The evil" not in page and b"The first" in page


def test_the_size_of_the_store_is_told_and_made_smaller(
    project: Path, place: dict[str, str]
) -> None:
    build(project, place)
    before = asked("store", **place)
    assert before["folder"] == place["OCTAVO_STORE"] and before["most_bytes"] == 2_000_000_000
    assert before["results"] > 5 and before["bytes"] > 1000
    half = asked("store", "--prune", "--to", str(before["bytes"] // 2), **place)
    assert half["bytes"] <= before["bytes"] // 2
    assert half["taken_away"] == before["results"] - half["results"] > 0
    assert half["freed_bytes"] == before["bytes"] - half["bytes"]
    line = run("store", **place).stdout
    assert line.startswith(f"{place['OCTAVO_STORE']}: {half['results']} results, ")
    assert "of 2 GB" in line
    assert asked("store", "--prune", "--to", "0", **place)["results"] == 0
    assert made(build(project, place))


@pytest.mark.parametrize(
    ("words", "environ"),
    [
        (("store", "--to", "1GB"), {}),
        (("store", "--prune", "--to", "much"), {}),
        (("store",), {"OCTAVO_STORE_LIMIT": "much"}),
        (("store",), {"OCTAVO_STORE": "s3://bucket/there"}),
    ],
)
def test_what_cannot_be_told_of_a_store_is_a_wrong_command(
    words: tuple[str, ...], environ: dict[str, str]
) -> None:
    assert run(*words, **environ).exit_code == 2


def test_a_folder_may_be_named_for_one_build(project: Path, tmp_path: Path) -> None:
    words = ("build", "--project", str(project), "--store", str(tmp_path / "named"))
    assert [run(*words).exit_code for _ in range(2)] == [0, 0]
    assert (tmp_path / "named" / "publication").is_dir()
    assert asked(*words)["publications"][0]["state"] == "unchanged"

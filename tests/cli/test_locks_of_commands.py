"""octavo.lock: commands that build tell what departs from it, and refuse with --frozen."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bundled import release, run
from releases import git

from octavo.cli.command_preview import tell_departures
from octavo.cli.named_works import Work
from octavo.production.pipeline import Project
from octavo.production.project_lock import NAME

TEXTS = {
    "source/tides/publication.yaml": "octavo: 1\ntheme: brief\ntitle: Tides\nlanguage: en-GB\n"
    "date: 2024-05-06\neditions: [html]\nbody: [one.md]\n",
    "source/tides/one.md": "The water comes.\n",
    ".gitignore": "build\n",
}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project at a tag, whose lock names another lxml than is here."""
    root = tmp_path_factory.mktemp("locked")
    for name, text in TEXTS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    assert run("lock", "--project", root).exit_code == 0
    told = json.loads((root / NAME).read_bytes())
    told["wheels"]["lxml"] = "1"
    (root / NAME).write_text(json.dumps(told), encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "first")
    git(root, "tag", "v1")
    return root


@pytest.fixture
def project(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first, tmp_path / "project")
    return tmp_path / "project"


@pytest.mark.parametrize("command", ["build", "check", "test", "accept"])
def test_a_command_that_builds_tells_first_what_departs(project: Path, command: str) -> None:
    more = ["--text"] if command == "check" else []
    ended = run(command, *more, "--project", project)
    assert ended.exit_code == 0, ended.output
    assert ended.output.count("E929") == 1 and "pip install lxml==1" in ended.output


@pytest.mark.parametrize("command", ["build", "check", "test"])
def test_frozen_it_refuses_and_writes_nothing(project: Path, command: str) -> None:
    ended = run(command, "--frozen", "--project", project)
    assert ended.exit_code == 1 and "E923" in ended.output and "lxml" in ended.output
    assert not (project / "build").exists()


def test_a_release_tells_what_departs_and_frozen_there_is_none(project: Path) -> None:
    refused = release(project, "--frozen")
    assert refused.exit_code == 1 and "E923" in refused.output
    assert not (project / "build").exists()
    made = release(project)
    assert made.exit_code == 0 and "E929" in made.output
    bundle = project / "build" / "tides-1.zip"
    told = json.loads(run("verify", bundle, "--project", project, "--json").stdout)
    assert told["equal"] is True and [each["code"] for each in told["problems"]] == ["E929"]
    refused = run("verify", bundle, "--project", project, "--frozen")
    assert refused.exit_code == 2 and "E923" in refused.output


def test_a_preview_tells_what_departs_and_goes_on_with_a_damaged_lock(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work = Work(Project.at(project, dict(os.environ)), "tides", "tides")
    tell_departures(work)
    assert "E929" in capsys.readouterr().err
    (project / NAME).write_text("{", encoding="utf-8")
    tell_departures(work)
    assert "E920" in capsys.readouterr().err


def test_a_lock_that_holds_is_not_spoken_of(project: Path) -> None:
    assert run("lock", "--project", project).exit_code == 0
    words = ["check", "--text", "--frozen", "--project", str(project)]
    ended = subprocess.run(
        [sys.executable, "-m", "octavo", *words], capture_output=True, encoding="utf-8"
    )
    assert ended.returncode == 0 and "E92" not in ended.stdout + ended.stderr


def test_a_comparison_tells_what_departs_and_is_made_all_the_same(project: Path) -> None:
    text = project / "source/tides/one.md"
    text.write_text("The water comes late.\n", encoding="utf-8")
    ended = run("diff", "HEAD", "tides", "--project", project, "--json")
    told = json.loads(ended.stdout)
    assert ended.exit_code == 1 and len(told["events"]) == 1
    assert [each["code"] for each in told["problems"]] == ["E929"]
    assert "pip install lxml==1" in told["problems"][0]["message"]
    three = run(
        "diff", "--base", "v1:source/tides", "HEAD:source/tides", "tides", "--project", project
    )
    assert three.exit_code == 1 and three.output.count("E929") == 1


def test_two_revisions_are_held_against_the_lock_as_it_stands(project: Path) -> None:
    told = json.loads(run("diff", "v1..HEAD", "tides", "--project", project, "--json").stdout)
    assert not told["events"] and [each["code"] for each in told["problems"]] == ["E929"]
    assert run("lock", "--project", project).exit_code == 0
    told = json.loads(run("diff", "v1..HEAD", "tides", "--project", project, "--json").stdout)
    assert "problems" not in told


def test_what_is_no_publication_of_the_project_has_no_lock(project: Path, tmp_path: Path) -> None:
    for name in ("a.md", "tides.md"):
        (tmp_path / name).write_text("The water.\n", encoding="utf-8")
    sides = (tmp_path / "a.md", tmp_path / "tides.md")
    assert "E929" not in run("diff", *sides, "--project", project).output


def test_a_damaged_lock_ends_no_comparison(project: Path) -> None:
    (project / NAME).write_text("{", encoding="utf-8")
    ended = run("diff", "HEAD", "tides", "--project", project, "--json")
    (told,) = json.loads(ended.stdout)["problems"]
    assert ended.exit_code == 0 and (told["code"], told["severity"]) == ("E920", "notice")


def test_a_lock_takes_no_name_and_says_what_to_write(project: Path, tmp_path: Path) -> None:
    ended = run("lock", "tides", "--project", project)
    assert ended.exit_code == 2
    assert "octavo build tides --frozen" in ended.output and "whole project" in ended.output
    ended = run("lock", project, "--project", tmp_path)
    assert ended.exit_code == 2 and f"octavo lock --project {project}" in ended.output

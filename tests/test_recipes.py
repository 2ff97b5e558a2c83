"""The handbook's recipes for servers: they are sound YAML, and what they say can be done."""

import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from octavo.cli.program import octavo as program

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "source" / "handbook"
CHAPTER = (HANDBOOK / "ci.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n\nListing: .*?^\{#lst-([\w-]+)\}", re.M | re.S)
LISTINGS: Mapping[str, str] = {name: text for _, text, name in BLOCK.findall(CHAPTER)}
PUBLICATION = """\
octavo: 1
theme: book
title: Tides
language: en-GB
date: 2026-11-23
body: [ebb.md]
editions: [html, {name: html-site, split: chapters}]
"""


STARTER = ROOT / "templates" / "starter" / "project"
WORKFLOW = STARTER / "dot-github" / "workflows" / "editions.yml"
PINNED = re.compile(r"actions/[\w-]+@[0-9a-f]{40}")


def github() -> dict[str, Any]:
    """Return the handbook's recipe for GitHub with the step that compares, as the text says."""
    return yaml.load(LISTINGS["github"] + LISTINGS["github-diff"], yaml.BaseLoader)


def workflow() -> dict[str, Any]:
    """Return what new projects get for GitHub."""
    return yaml.load(WORKFLOW.read_text("utf-8"), yaml.BaseLoader)


def gitlab() -> dict[str, Any]:
    return yaml.load(LISTINGS["gitlab"], yaml.BaseLoader)


def lines() -> Iterator[str]:
    """Yield each line of shell that a recipe has, those that go on joined."""
    scripts = [LISTINGS[name] for name in ("wheel", "pins", "any-server")]
    scripts += [step["run"] for step in github()["jobs"]["editions"]["steps"] if "run" in step]
    for job in gitlab().values():
        scripts += [*job.get("before_script", ()), *job.get("script", ())]
    for script in scripts:
        yield from filter(None, script.replace("\\\n", " ").split("\n"))


def commands() -> Iterator[list[str]]:
    """Yield the words of each call of octavo."""
    for line in lines():
        found = re.search(r"(?:^|/|^ +)octavo (.*?)(?: \|\| .*)?$", line)
        if found:
            words = found[1].replace("$frozen", "").replace("$BASE..HEAD", "v1..HEAD")
            yield shlex.split(words.replace("$name", "tides"))


def test_the_handbook_shows_what_new_projects_get_for_github() -> None:
    shown, given = github(), workflow()
    assert {key: shown[key] for key in ("name", "on", "permissions")} == {
        key: given[key] for key in ("name", "on", "permissions")
    }
    steps = {step.get("name"): step for step in given["jobs"]["editions"]["steps"]}
    for step in shown["jobs"]["editions"]["steps"]:
        own = {**step, "run": step["run"].replace("tools/octavo-*.whl", "@@install")}
        assert own == steps[step["name"]]
    given_hooks = yaml.safe_load((STARTER / "dot-pre-commit-config.yaml").read_text("utf-8"))
    assert yaml.safe_load(LISTINGS["pre-commit"]) == given_hooks


def test_a_workflow_pins_what_it_takes_and_has_the_rights_that_it_needs() -> None:
    recipe = workflow()
    assert recipe["permissions"] == {"contents": "read"}
    rights = {name: job.get("permissions") for name, job in recipe["jobs"].items()}
    assert rights == {
        "editions": None,
        "comment": {"pull-requests": "write"},
        "release": {"contents": "write"},
    }
    for name, job in recipe["jobs"].items():
        assert job["runs-on"].startswith("ubuntu-")
        for step in job["steps"]:
            assert ("uses" in step) != ("run" in step)
            assert "uses" not in step or PINNED.fullmatch(step["uses"])
            runs_text = "octavo" in step.get("run", "") or "pytest" in step.get("run", "")
            assert name == "editions" or not runs_text, "who may write runs nothing of a request"
            assert "${{" not in step.get("run", ""), "what others wrote reaches no shell as code"
    (fetch,) = [
        step["with"]
        for step in recipe["jobs"]["editions"]["steps"]
        if "checkout" in step.get("uses", "")
    ]
    assert fetch["fetch-depth"] == "0", "a shallow clone has no older revision to compare with"
    pytest_ = re.search(r"pytest==[\d.]+", (STARTER / "pyproject.toml.in").read_text("utf-8"))
    assert pytest_ is not None and pytest_[0] in recipe["jobs"]["editions"]["steps"][2]["run"]


def test_each_step_of_the_workflow_is_sound_shell() -> None:
    for job in workflow()["jobs"].values():
        for step in job["steps"]:
            if script := step.get("run", ""):
                ended = subprocess.run(["sh", "-n"], input=script, text=True, capture_output=True)
                assert ended.returncode == 0, ended.stderr


def test_gitlab_gets_jobs_with_scripts_and_what_they_leave() -> None:
    recipe = gitlab()
    assert set(recipe) == {"default", "editions", "pages"}
    for name in ("editions", "pages"):
        assert recipe[name]["script"] and recipe[name]["artifacts"]["paths"]
    assert recipe["pages"]["artifacts"]["paths"] == ["public"]


def test_servers_install_what_the_handbook_asks_of_debian() -> None:
    table = (HANDBOOK / "getting-started.md").read_text("utf-8")
    asked = re.search(r"^\| Debian, Ubuntu \| `apt-get install ([^`]+)` \|$", table, re.MULTILINE)
    assert asked is not None
    installs = [line for line in lines() if "apt-get install" in line]
    assert len(installs) == 2
    for line in installs:
        assert {*asked[1].split()} <= {*line.split()}


def test_every_recipe_installs_the_wheel_that_the_clone_has_made() -> None:
    assert "--out-dir ../tides/tools" in " ".join(LISTINGS["wheel"].split())
    assert "../tides/tools/pins.txt" in LISTINGS["pins"] and "-c tools/pins.txt" in CHAPTER
    installs = [line for line in lines() if "pip install" in line]
    assert len(installs) == 3
    assert all("pip install tools/octavo-*.whl" in line for line in installs)


def test_the_commands_of_the_recipes_do_what_they_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "source" / "tides"
    folder.mkdir(parents=True)
    (folder / "publication.yaml").write_text(PUBLICATION, encoding="utf-8")
    (folder / "ebb.md").write_text("# Ebb\n\nThe water goes.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = []
    for words in commands():
        if words[0] in ("build", "check"):
            result = CliRunner().invoke(program, words)
            assert result.exit_code == 0, result.output
            done.append(words)
        else:
            assert program.commands[words[0]].make_context(words[0], words[1:]).params
    assert ["build", "--strict"] in done and ["check", "--text"] in done
    assert (tmp_path / "build" / "tides" / "tides-site" / "index.html").is_file()

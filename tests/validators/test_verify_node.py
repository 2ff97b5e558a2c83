"""What the browser side of a check asks of the machine, and how it takes answers. No browser."""

import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from octavo.core import platforms
from octavo.validators import browser
from octavo.validators.browser import BrowserValidators, _answers
from octavo.validators.packages import HERE, run
from octavo.validators.verdicts import Broken, Finding, Job

PINS = json.loads((HERE / "package.json").read_bytes())["dependencies"]
LOCK = json.loads((HERE / "package-lock.json").read_bytes())["packages"]
JOB = Job("axe", Path("/page.html"))
WANTED = {("axe", "/page.html"): JOB}
NAME = {"validator": "axe", "path": "/page.html"}


def test_every_package_is_pinned_by_its_digest_and_comes_from_npm() -> None:
    packages = {path: entry for path, entry in LOCK.items() if path}
    assert len(packages) > 100
    for path, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), path
        assert entry["resolved"].startswith("https://registry.npmjs.org/"), path
        assert entry["resolved"].endswith(f"-{entry['version']}.tgz"), path


def test_the_lock_has_the_versions_that_are_asked_for() -> None:
    assert LOCK[""]["dependencies"] == PINS
    for name, pin in PINS.items():
        assert re.fullmatch(r"(npm:[\w-]+@)?\d+\.\d+\.\d+(-[a-z]+\.\d+)?", pin), name
        assert LOCK[f"node_modules/{name}"]["version"] == pin.rpartition("@")[2]


def test_no_package_that_downloads_a_browser_is_among_them() -> None:
    """``puppeteer`` is another name of puppeteer-core here, which has no install script."""
    assert LOCK["node_modules/puppeteer"]["name"] == "puppeteer-core"
    scripted = [path for path, entry in LOCK.items() if entry.get("hasInstallScript")]
    assert scripted == ["node_modules/vnu-jar"]


@pytest.mark.parametrize("manager", platforms.INSTALL)
def test_each_system_is_told_how_to_get_node(manager: str) -> None:
    assert platforms.command(platforms.NODE, manager)


def test_a_machine_without_node_is_told_the_command(tmp_path: Path) -> None:
    told = BrowserValidators(tmp_path, {"PATH": str(tmp_path)}).lack("axe")
    assert told.startswith("Node 20 or later is missing")
    assert platforms.NODE.anywhere in told
    with pytest.raises(Broken, match="Node 20"):
        BrowserValidators(tmp_path, {}).install(print)


def with_node(monkeypatch: pytest.MonkeyPatch, version: str, tmp_path: Path) -> BrowserValidators:
    monkeypatch.setattr(
        BrowserValidators, "_which", lambda self, *names: "/node" * (names[0] == "node")
    )
    ended = subprocess.CompletedProcess([], 0, f"{version}\n", "")
    monkeypatch.setattr(browser, "run", lambda *words, **settings: ended)
    return BrowserValidators(tmp_path, {"CHROME_PATH": str(tmp_path / "chrome")})


def test_an_old_node_does_not_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = with_node(monkeypatch, "v18.20.4", tmp_path).lack("Ace")
    assert "(found: v18.20.4)" in told


def test_what_is_missing_is_told_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    validators = with_node(monkeypatch, "v22.1.0", tmp_path)
    assert "CHROME_PATH names" in validators.lack("axe")
    (tmp_path / "chrome").touch()
    told = validators.lack("axe")
    assert "not installed as pinned" in told
    assert "octavo check --install" in told


def test_an_answer_becomes_a_finding() -> None:
    fields = {**NAME, "rule": "image-alt", "impact": "moderate", "message": "no\n  alt", "id": None}
    told = f"{json.dumps({'finding': fields})}\n{json.dumps({'done': NAME})}\n"
    assert _answers(told, WANTED) == [Finding("axe", "image-alt", "warning", "no alt", JOB.path)]


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("", "axe on page.html: no answer"),
        (json.dumps({"broken": {**NAME, "reason": "it crashed"}}), "page.html: it crashed"),
        ("chatter", "no answer: chatter"),
        ("[1]", "no answer"),
        (json.dumps({"finding": {**NAME, "rule": "r", "impact": "", "message": ""}}), "no answer"),
    ],
)
def test_a_job_without_an_end_is_no_verdict(told: str, says: str) -> None:
    with pytest.raises(Broken, match=re.escape(says)):
        _answers(told, WANTED)


def test_a_program_that_takes_too_long_is_ended() -> None:
    with pytest.raises(Broken, match="took longer than 0 seconds"):
        run(["python3", "-c", "input()\nimport time; time.sleep(9)"], "x", cwd=HERE, timeout=0.3)


def test_nothing_to_do_needs_no_browser(tmp_path: Path) -> None:
    assert BrowserValidators(tmp_path, {}).run([]) == []


def test_a_book_too_large_is_not_given_to_ace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BrowserValidators, "lack", lambda self, validator: "")
    monkeypatch.setattr(browser, "MOST_TEXT", 10)
    with zipfile.ZipFile(tmp_path / "big.epub", "w") as book:
        book.writestr("mimetype", "application/epub+zip")
    with pytest.raises(Broken, match="too large"):
        BrowserValidators(tmp_path, {}).run([Job("Ace", tmp_path / "big.epub")])

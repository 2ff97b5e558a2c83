"""Packages of two revisions: named, and built with by an uv that stands in for the real one."""

import json
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import environment
from test_collation import GIT, HEAD

from octavo.cli.program import octavo
from octavo.diff.explanation import explain
from octavo.diff.toolchains import toolchain
from octavo.production.pipeline import Project

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(os.name == "nt", reason="the stand-ins are programs of a Unix"),
]
UNPAGED = HEAD.replace("octavo: 1\n", "octavo: 1\neditions: [html, epub]\n")
LOCK = (
    '[[package]]\nname = "octavo"\nversion = "{}"\n[[package]]\nname = "pillow"\nversion = "{}"\n'
)
STAND_IN = """#!{python}
import os, pathlib, re, sys
folder = pathlib.Path(sys.argv[sys.argv.index("--project") + 1])
if sys.argv[1] == "sync":
    assert "--frozen" in sys.argv and "--no-build" in sys.argv and "PYTHONPATH" not in os.environ
    program = folder / ".venv" / "bin" / "octavo"
    program.parent.mkdir(parents=True)
    program.write_bytes(pathlib.Path(__file__).read_bytes())
    program.chmod(0o755)
    (program.parent / "lock").write_text((folder / "uv.lock").read_text())
else:
    pillow = re.findall('"([^"]+)"', (pathlib.Path(__file__).with_name("lock")).read_text())[-1]
    text = (folder / "source" / (sys.argv[2] + ".md")).read_text()
    if "refuse" in text:
        sys.exit("source/text.md:1: E200 no")
    made = folder / "build" / sys.argv[2]
    made.mkdir(parents=True)
    (made / (sys.argv[2] + ".html")).write_text(text)
    (made / (sys.argv[2] + ".epub")).write_text(text + pillow)
"""


@pytest.fixture
def revisions(tmp_path: Path) -> Path:
    """Return a repository: v1 and v2 differ in words, v2 and v3 in a package, v4 is refused."""
    root, bin_ = tmp_path / "work", tmp_path / "bin"
    (root / "source").mkdir(parents=True)
    bin_.mkdir()
    (bin_ / "uv").write_text(STAND_IN.format(python=sys.executable), encoding="utf-8")
    (bin_ / "uv").chmod(0o755)
    git(root, "init", "-q")
    steps = (("Some words.", "1.0"), ("Other words.", "1.0"), ("Other words.", "2.0"))
    for number, (words, pillow) in enumerate((*steps, ("refuse", "3.0")), 1):
        (root / "source" / "text.md").write_text(UNPAGED + words + "\n", encoding="utf-8")
        (root / "uv.lock").write_text(LOCK.format("0.0", pillow), encoding="utf-8")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", str(number))
        git(root, "tag", f"v{number}")
    return root


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=root, env={**environment(), **GIT}, check=True)


def project(root: Path, *, has_uv: bool = True) -> Project:
    environ = environment()
    path = environ["PATH"]
    if has_uv:
        path = f"{root.parent / 'bin'}{os.pathsep}{path}"
    return Project(root, root / "build", None, {**environ, "PATH": path, "PYTHONPATH": "elsewhere"})


def test_packages_change_what_they_change_and_text_what_it_does(revisions: Path) -> None:
    found = explain("v2:source/text", "v3:source/text", project(revisions), True)
    shares = {share.cause: share.files for share in found.shares}
    assert shares == {"text": (), "templates": (), "both": (), "tools": ("epub",)}
    assert found.tools == ("pillow 1.0 → 2.0",) and found.is_rebuilt and not found.problems


def test_nothing_is_installed_where_the_packages_are_equal(revisions: Path) -> None:
    found = explain("v1:source/text", "v2:source/text", project(revisions), True)
    assert [share.cause for share in found.shares] == ["text", "templates", "both"]
    assert found.tools == () and not found.is_rebuilt and not found.problems


def test_packages_that_cannot_build_are_e710_and_named_all_the_same(revisions: Path) -> None:
    found = explain("v4:source/text", "v3:source/text", project(revisions), True)
    assert [each.code for each in found.problems] == ["E710"]
    assert "E200 no" in found.problems[0].message
    assert found.tools == ("pillow 3.0 → 2.0",)
    assert "tools" not in [share.cause for share in found.shares]


def test_nothing_is_installed_unless_it_is_asked_for(revisions: Path) -> None:
    environ = {"PATH": f"{revisions.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"}

    def told(*words: str) -> str:
        words = ("diff", "v2..v3", "text", *words, "--project", str(revisions))
        return CliRunner(env=environ).invoke(octavo, words).output

    assert "pillow 1.0 → 2.0 (named only" in told("--explain")
    assert "tools: changes epub" in told("--tools")
    causes = [
        share["cause"] for share in json.loads(told("--tools", "--json"))["explained"]["shares"]
    ]
    assert causes == ["text", "templates", "both", "tools"]


def test_a_project_without_a_lock_is_known_by_its_pins(revisions: Path) -> None:
    (revisions / "uv.lock").unlink()
    pins = '[project]\nname = "editions"\ndependencies = ["octavo==0.1.0", "click>=8"]\n'
    (revisions / "pyproject.toml").write_text(pins, encoding="utf-8")
    found = toolchain("source/text", project(revisions))
    assert found.versions == {"octavo": "0.1.0"} and found.is_running and not found.is_octavo


@pytest.mark.parametrize("lock", ["[[package", "package = 3", "x = " + "[" * 100_000])
def test_a_broken_lock_names_no_packages(lock: str, revisions: Path) -> None:
    (revisions / "uv.lock").write_text(lock, encoding="utf-8")
    assert toolchain("source/text", project(revisions)).versions == {}


def test_a_revision_with_the_packages_of_today_needs_no_others(revisions: Path) -> None:
    """By its lock, or by its pins where there is none, as in a project of octavo new."""
    pins = (
        f'[project]\nname = "editions"\ndependencies = ["octavo=={metadata.version("octavo")}"]\n'
    )
    (revisions / "uv.lock").unlink()
    (revisions / "pyproject.toml").write_text(pins, encoding="utf-8")
    git(revisions, "add", "-A")
    git(revisions, "commit", "-q", "-m", "pins")
    assert toolchain("HEAD:source/text", project(revisions)).is_running
    assert not toolchain("v3:source/text", project(revisions)).is_running

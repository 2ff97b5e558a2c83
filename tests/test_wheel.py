"""The wheel carries its templates and fonts, and works far from the repository."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
ARTICLE = """\
---
octavo: 1
theme: brief
title: Elsewhere
language: en-GB
date: 2024-05-06
---
Words from elsewhere.
"""
BUILD = """
import sys
sys.path.remove("")
from hatchling.build import build_wheel
print(build_wheel(sys.argv[1]))
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Octavo's wheel, made by the backend itself: no network, no environment of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-c", BUILD, str(folder)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert ended.returncode == 0, ended.stderr
    return folder / ended.stdout.split()[-1]


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def octavo(*sites: Path, words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the octavo of the first site, whatever else this Python knows under that name."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, sites))}
    command = [sys.executable, "-m", "octavo", *words.split()]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8")


def test_the_wheel_holds_code_templates_fonts_and_licences(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    templates = {path for path in (ROOT / "templates").rglob("*") if path.is_file()}
    wanted = {f"octavo/templates/{path.relative_to(ROOT / 'templates')}" for path in templates}
    wanted |= {"octavo/core/codes.md"}
    assert len(wanted) > 50
    assert wanted - names == set()
    assert {"octavo/py.typed", "octavo/cli/program.py"} <= names
    licences = {name.rpartition("/")[2] for name in names if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE"}


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert [name for name in names if not name.startswith(("octavo/", "octavo-"))] == []
    assert [name for name in names if "__pycache__" in name] == []


def test_the_unpacked_wheel_uses_its_own_templates(unpacked: Path, tmp_path: Path) -> None:
    code = "from octavo.production.pipeline import templates_folder; print(templates_folder())"
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert Path(ended.stdout.strip()) == unpacked / "octavo" / "templates", ended.stderr


@pytest.mark.long
def test_the_wheel_builds_a_publication_elsewhere_with_the_same_bytes(
    unpacked: Path, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "elsewhere.md").write_text(ARTICLE, encoding="utf-8")
    ended = octavo(unpacked, words="build", cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    made = tmp_path / "build" / "elsewhere"
    assert (made / "elsewhere.pdf").read_bytes().startswith(b"%PDF-1.7")
    # The wheel's version is an ingredient: the checkout's code is told it too.
    here = octavo(ROOT / "src", unpacked, words="build --no-store --out here", cwd=tmp_path)
    assert here.returncode == 0, here.stdout + here.stderr
    sums = (tmp_path / "here" / "elsewhere" / "SHA256SUMS").read_bytes()
    assert sums == (made / "SHA256SUMS").read_bytes()


@pytest.mark.long
def test_a_project_carries_what_the_backend_packs(
    wheel: Path, unpacked: Path, tmp_path: Path
) -> None:
    ended = octavo(unpacked, words="new made --no-accept", cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    (carried,) = (tmp_path / "made" / "wheels").iterdir()
    assert carried.name == wheel.name
    with ZipFile(wheel) as theirs, ZipFile(carried) as ours:
        ends = ("METADATA", "entry_points.txt", "LICENSE", "NOTICE")
        mine = {name for name in ours.namelist() if "dist-info" not in name or name.endswith(ends)}
        assert {name for name in theirs.namelist() if name.startswith("octavo/")} <= mine
        assert [name for name in mine if ours.read(name).strip() != theirs.read(name).strip()] == []

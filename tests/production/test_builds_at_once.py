"""Sick machines and builds that meet: right editions or a clear word, and nothing half-written."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest
from conftest import BOOKS, environment

from octavo.core.store_folder import TALLY
from octavo.production.pipeline import Built, Project, build

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of a Unix")
PATIENCE_S = 120

pytestmark = [pytest.mark.long, pytest.mark.slow]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of a tiny publication with a picture and notes."""
    shutil.copytree(BOOKS / "notes", tmp_path / "book")
    (tmp_path / "tmp").mkdir()
    return tmp_path / "book"


def start(root: Path, *words: str, before: str = "") -> subprocess.Popen[str]:
    """Start the command on a project, with a store and a folder for temporary things of its own."""
    places = {"OCTAVO_STORE": str(root.parent / "store"), "TMPDIR": str(root.parent / "tmp")}
    code = f"{before}\nimport sys; from octavo.cli.program import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, "build", *words],
        cwd=root,
        env={**environment(), **places},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(root: Path, *words: str, before: str = "") -> tuple[int, str]:
    """Return the exit code of a build, and what it said."""
    work = start(root, *words, before=before)
    said, _ = work.communicate(timeout=PATIENCE_S)
    return work.returncode, said


def editions(root: Path) -> dict[str, bytes]:
    files = (root / "build" / "notes").iterdir()
    return {path.name: path.read_bytes() for path in sorted(files)}


def left(root: Path) -> list[str]:
    """Return what is left aside: temporary things, and parts of files."""
    asides = [path.name for path in root.parent.rglob("*.part")]
    asides += [path.name for path in (root / "build").glob(".octavo-*-*")]
    return asides + [path.name for path in (root.parent / "tmp").iterdir()]


@UNIX
def test_two_builds_at_once_give_the_editions_of_one(
    root: Path, built: Mapping[str, Built]
) -> None:
    works = [start(root) for _ in range(2)]
    said = [each.communicate(timeout=PATIENCE_S)[0] for each in works]
    assert [each.returncode for each in works] == [0, 0], said
    assert editions(root) == dict(built["notes"].files)
    assert left(root) == []


@UNIX
def test_builds_that_are_ended_at_any_moment_leave_the_last_editions(
    root: Path, built: Mapping[str, Built]
) -> None:
    project = Project(root, root / "build", None, environment())
    assert run(root)[0] == 0
    whole = editions(root)
    text = next((root / "source" / "notes").glob("*.md"))
    text.write_text(text.read_text() + "\nAnd a word more.\n")
    after = dict(build(replace(project, store=root.parent / "store"), "notes").files)
    for turn, number in enumerate([signal.SIGINT, signal.SIGTERM, signal.SIGKILL] * 2):
        work = start(root, "--no-store" if turn < 3 else "--strict")
        sleep(0.3 + turn * 0.35)
        work.send_signal(number)
        work.communicate(timeout=PATIENCE_S)
        assert editions(root) in (whole, after)
        if number != signal.SIGKILL:
            assert left(root) == []
    assert run(root)[0] == 0
    assert editions(root) == after
    sleep(2)
    assert left(root) == []


@UNIX
def test_a_full_disk_costs_the_store_and_no_edition(root: Path, built: Mapping[str, Built]) -> None:
    """Where the store lies there is room for the smallest of results only."""
    full = (
        "from octavo.core import store_folder\n"
        "import errno, os\n"
        "write = store_folder.write_whole\n"
        "def fill(target, data):\n"
        "    if len(data) > 3000:\n"
        "        with target.with_name('.x.part').open('wb') as file:\n"
        "            file.write(data[:3000])\n"
        "        target.with_name('.x.part').unlink()\n"
        "        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))\n"
        "    write(target, data)\n"
        "store_folder.write_whole = fill\n"
    )
    for _ in range(2):
        code, said = run(root, "--edition", "html", before=full)
        assert code == 0, said
        assert editions(root)["notes.html"] == built["notes"].files["notes.html"]
    kept = [path for path in (root.parent / "store").rglob("*") if path.is_file()]
    assert all(path.stat().st_size < 4000 for path in kept if path.name != TALLY)
    assert left(root) == []


@UNIX
def test_a_file_that_the_system_cuts_off_ends_the_build_with_a_word(
    root: Path, built: Mapping[str, Built]
) -> None:
    assert run(root)[0] == 0
    whole = editions(root)
    text = next((root / "source" / "notes").glob("*.md"))
    text.write_text(text.read_text() + "\nAnd a word more.\n")
    small = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))"
    code, said = run(root, before=small)
    assert code == 2 and "E804" in said and "Traceback" not in said, said
    assert editions(root) == whole
    assert left(root) == []


@UNIX
def test_a_store_that_is_damaged_all_over_gives_the_same_editions(
    root: Path, built: Mapping[str, Built]
) -> None:
    assert run(root, "--edition", "html")[0] == 0
    kept = [path for path in sorted((root.parent / "store").rglob("*")) if path.is_file()]
    for turn, path in enumerate(kept):
        data = path.read_bytes()
        harmed = (b"", data[:-1], data[: len(data) // 2], data[::-1], kept[turn - 1].read_bytes())
        path.write_bytes(harmed[turn % len(harmed)])
    shutil.rmtree(root / "build")
    assert run(root, "--edition", "html")[0] == 0
    assert editions(root)["notes.html"] == built["notes"].files["notes.html"]

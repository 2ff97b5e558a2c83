"""Bytes of anybody, by each of the twelve doors: read, or refused with a problem, within bounds.

A few here, the same on every machine; ``nox -s fuzz -- --door all`` tries as many as one asks for.
"""

import faulthandler
import os
import shutil
import signal
import time
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("each is taken in a forked process", allow_module_level=True)

from door_trials import attempt, end_of
from doors import DOORS, Door

COUNT = 2


@pytest.mark.parametrize("name", DOORS)
def test_changed_files_are_read_or_refused(name: str, tmp_path: Path) -> None:
    if name == "git" and not shutil.which("git"):
        pytest.skip("git is not installed")
    tally = attempt(name, COUNT, 1, tmp_path)
    told = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.glob("*.txt"))]
    assert not told and tally.count.total() == COUNT


def fail(folder: Path, data: bytes) -> None:
    raise KeyError("a fault")


def abort(folder: Path, data: bytes) -> None:
    faulthandler.disable()
    os.kill(os.getpid(), signal.SIGABRT)


def grow(folder: Path, data: bytes) -> None:
    bytearray(4 * 2**30)


def wait(folder: Path, data: bytes) -> None:
    time.sleep(600)


@pytest.mark.parametrize(
    ("take", "words"),
    [(fail, "KeyError"), (abort, "ended by -6"), (grow, "MemoryError"), (wait, "it hangs")],
)
def test_a_fault_at_a_door_would_be_seen(
    take: object, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("door_trials.LIMIT_S", 0.05 if take is wait else 10)
    if take is wait:
        monkeypatch.setattr("door_trials.resource.setrlimit", lambda *_: None)
    end, _ = end_of(Door(lambda: [b""], take), b"")  # type: ignore[arg-type]
    assert words in end

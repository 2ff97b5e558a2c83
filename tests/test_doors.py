"""Bytes of anybody, by each of the twelve doors: read, or refused with a problem, within bounds.

A few here, the same on every machine; ``nox -s fuzz -- --door all`` tries as many as one asks for.
"""

import faulthandler
import io
import os
import shutil
import signal
import tempfile
import time
import zipfile
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("each is taken in a forked process", allow_module_level=True)

from door_trials import attempt, end_of
from doors import DOORS, Door, packed

COUNT = 2


@pytest.mark.parametrize("name", DOORS)
def test_changed_files_are_read_or_refused(name: str, tmp_path: Path) -> None:
    if name == "git" and not shutil.which("git"):
        pytest.skip("git is not installed")
    tally = attempt(name, COUNT, 1, tmp_path)
    told = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.glob("*.txt"))]
    assert not told and tally.count.total() == COUNT


@pytest.mark.parametrize("name", ["git", "docx", "yaml", "epub", "pdf"])
def test_a_file_that_nobody_has_changed_is_read(name: str) -> None:
    """Else what is behind a door would never be reached."""
    if name == "git" and not shutil.which("git"):
        pytest.skip("git is not installed")
    assert end_of(DOORS[name], DOORS[name].seeds()[0])[0] == "read"


@pytest.mark.parametrize("name", ["docx", "epub"])
def test_a_packed_file_with_an_entry_of_no_name_is_read_or_refused(name: str) -> None:
    """Python's own test for folders stumbles over it."""
    [seed, *_] = DOORS[name].seeds()
    target = io.BytesIO(seed)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(zipfile.ZipInfo("x"), b"x")
    data = target.getvalue()
    at, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    nameless = data[at : at + 28] + b"\0\0" + data[at + 30 : at + 46] + data[at + 47 : end]
    size = int.from_bytes(data[end + 12 : end + 16], "little") - 1
    named = data[:at] + nameless + data[end : end + 12] + size.to_bytes(4, "little")
    named += data[end + 16 :]
    with zipfile.ZipFile(io.BytesIO(named)) as archive:
        assert archive.namelist()[-1] == ""
    assert end_of(DOORS[name], named)[0] in ("read", "refused")


def test_an_attribute_of_a_namespace_with_braces_is_no_traceback() -> None:
    """libxml2 reads it, and lxml knows no name by which it could be taken away."""
    body = b'<body><p xmlns:x="{h}{}" x:type="y" data-x="1">Words.</p></body>'
    page = (
        b'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head>%b</html>' % body
    )
    for name, data in {"html": page, "epub": _book(page)}.items():
        assert end_of(DOORS[name], data)[0] in ("read", "refused")


def _book(page: bytes) -> bytes:
    """Return a book of Octavo's with this page in the place of each of its texts."""
    [seed, *_] = DOORS["epub"].seeds()
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return packed({name: page if "chapter" in name else data for name, data in files.items()})


def leave(folder: Path, data: bytes) -> None:
    tempfile.mkdtemp(prefix="octavo-left-")
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_is_ended_leaves_no_folder() -> None:
    before = set(Path(tempfile.gettempdir()).glob("octavo-left-*"))
    end, _ = end_of(Door(lambda: [b""], leave), b"")
    assert end == "ended by -9"
    assert set(Path(tempfile.gettempdir()).glob("octavo-left-*")) <= before


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

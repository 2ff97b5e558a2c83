"""Plain faults of a disk: a line with path and remedy, exit code 2, and the last editions stay."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from errno import EACCES, EBADF, EIO, ENOSPC, ENOTDIR, EROFS
from pathlib import Path

import pytest
from conftest import Desk
from forked import octavo_in

from octavo.core.inputs import Inputs
from octavo.core.output import Output, write_whole
from octavo.core.problems import BuildFailed
from octavo.core.refusals import disk_fault, folder_fault, write_fault

DROP, OVERRIDE, SEARCH = 24, 1, 2
"""PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: without these a superuser has the rights
that files give."""


VERSION_3 = 0x20080522
"""_LINUX_CAPABILITY_VERSION_3: two times three words of 32 bits, the low ones first."""


def without_power() -> None:
    """Let the superuser have no more rights than files give, in this process and its own."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        header, powers = (ctypes.c_uint32 * 2)(VERSION_3, 0), (ctypes.c_uint32 * 6)()
        libc.capget(header, powers)
        for power in (OVERRIDE, SEARCH):
            libc.prctl(DROP, power, 0, 0, 0)
            for word in range(3):  # effective, permitted, inheritable
                powers[word] &= ~(1 << power)
        assert libc.capset(header, powers) == 0


def asked(folder: Path, *words: str) -> tuple[int, list[str]]:
    """Return the exit code and the lines of ``octavo WORDS --quiet``, by somebody without power."""
    done = octavo_in(folder, *words, "--quiet", first=without_power)
    assert done.stdout == ""
    return done.returncode, done.stderr.splitlines()


@pytest.fixture
def project(desk: Desk, tmp_path: Path) -> Iterator[Path]:
    desk.write("Some words of a text.", "editions: [html]")
    yield tmp_path
    for path in (tmp_path, *sorted(tmp_path.rglob("*"))):
        if path.is_dir():
            path.chmod(0o755)


needs_rights = pytest.mark.skipif(sys.platform != "linux", reason="drops the superuser's power")


@needs_rights
@pytest.mark.parametrize(
    "closed",
    [
        "source",
        "source/work-1",
        "source/work-1/text.md",
        "source/work-1/publication.yaml",
        "source/work-1/more",
        "source/article.md",
        "templates/own.css",
    ],
)
def test_what_is_there_and_closed_is_told_and_not_taken_for_absent(
    closed: str, project: Path
) -> None:
    path = project / closed
    path.parent.mkdir(exist_ok=True)
    if path.suffix and not path.exists():
        path.write_text("---\ntitle: T\n---\n" if path.suffix == ".md" else "p { margin: 0 }\n")
    if not path.suffix:
        path.mkdir(exist_ok=True)
    path.chmod(0)
    code, lines = asked(project, "build")
    path.chmod(0o755)
    assert code == 2
    (line,) = lines
    place, _, rest = line.partition(": ")
    assert place in (closed, str(path))
    assert rest.startswith("E805 it cannot be read: Permission denied; hint: ")
    assert "chmod" in rest


@needs_rights
@pytest.mark.parametrize("out", ["closed", "closed/below/it", "."])
def test_a_folder_without_the_right_to_write_is_told_before_any_work(
    out: str, project: Path
) -> None:
    (project / "closed").mkdir()
    (project / "closed").chmod(0o555)
    project.chmod(0o555)
    words = ("build", "--no-store") if out == "." else ("build", "--out", out)
    code, lines = asked(project, *words)
    assert code == 2
    (line,) = lines
    assert line.startswith("build: E804 " if out == "." else "closed: E804 ")
    assert "Permission denied" in line and "--out" in line
    assert not (project / ".octavo").exists()


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_an_output_that_is_a_file_is_told_before_any_work(out: str, project: Path) -> None:
    (project / "file").write_text("mine")
    code, lines = asked(project, "build", "--out", out)
    assert code == 2
    (line,) = lines
    assert line.startswith("file: E804 it cannot be written: a file stands here; hint: ")
    assert (project / "file").read_text() == "mine" and not (project / ".octavo").exists()


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mount"),
    reason="needs a small disk",
)
def test_a_full_disk_is_told_and_the_last_good_editions_stay(project: Path) -> None:
    disk = project / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)])
    if made.returncode:
        pytest.skip("no disk may be made here")
    try:
        assert asked(project, "build", "--out", "disk/out") == (0, [])
        before = {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()}
        (disk / "fill").write_bytes(b"\0" * (1_000_000 - sum(map(len, before.values()))))
        text = project / "source" / "work-1" / "text.md"
        text.write_text("Many more words. " * 4000, encoding="utf-8")
        code, lines = asked(project, "build", "--out", "disk/out")
        assert code == 2
        (line,) = lines
        assert "E804 it cannot be written: No space left on device" in line
        assert "make room" in line
        (disk / "fill").unlink()
        assert {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()} == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_what_stood_there_stands_again_where_the_exchange_breaks_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = Output(tmp_path)
    output.swap(tmp_path / "out", "work", {"work.html": b"old"})
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if ".octavo-new" in self.name:
            raise OSError(ENOSPC, os.strerror(ENOSPC), str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(BuildFailed) as failure:
        output.swap(tmp_path / "out", "work", {"work.html": b"new"})
    assert [each.code for each in failure.value.problems] == ["E804"]
    assert (tmp_path / "out" / "work" / "work.html").read_bytes() == b"old"
    assert not list((tmp_path / "out").glob(".octavo-new*"))


def test_a_file_that_cannot_be_written_whole_leaves_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Path, target: Path) -> Path:
        raise OSError(ENOSPC, "full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="full"):
        write_whole(tmp_path / "file", b"data")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [(EACCES, "E805"), (EIO, "E805"), (ENOSPC, "E804"), (EROFS, "E804"), (EBADF, "")],
)
def test_faults_of_a_disk_have_a_code_and_others_have_none(number: int, code: str) -> None:
    found = disk_fault(OSError(number, os.strerror(number), "a/path"))
    assert (found.code if found else "") == code
    assert found is None or (found.place.path == "a/path" and found.hint)


def test_each_cause_has_its_remedy() -> None:
    hints = {write_fault(OSError(n, ""), "out").hint for n in (EACCES, ENOSPC, ENOTDIR)}
    assert len(hints) == 3


def test_a_folder_that_can_be_made_has_no_fault(tmp_path: Path) -> None:
    assert folder_fault(tmp_path / "a" / "b") is None


def test_a_name_that_no_system_takes_is_as_good_as_absent(tmp_path: Path) -> None:
    assert Inputs({"publication": tmp_path}, {}).find("a" * 5000) is None

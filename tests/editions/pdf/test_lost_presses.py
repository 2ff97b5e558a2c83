"""A press that is killed, hangs or grows costs time, or is told; it never costs an edition."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pytest
from conftest import Desk
from long_proofs import here
from pressing import inputs

from octavo.core import bounds
from octavo.core.problems import BuildFailed
from octavo.editions.pdf import worker as press_of
from octavo.editions.pdf.presses import PressPool
from octavo.editions.pdf.worker import Galley, PressLost, Worker
from octavo.production.pipeline import build

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="signals of a Unix")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="as Linux has it")
PATIENCE_S = 60
SLOW = """
import time
from octavo.editions.pdf import press
answer = press.Press.answer
def wait_and_answer(self, request):
    time.sleep(1 if b"Text of two." in request.get("html", b"") else 0)
    return answer(self, request)
press.Press.answer = wait_and_answer
"""
TEXTS = {f"{name}.md": f"# {name}\n\nText of {name}.\n" for name in ("one", "two", "three")}
BOOK = "theme: book\neditions: [pdf]"


class Frail(Worker):
    """A press that does not rest between tests, and is killed when it is to set some words."""

    kills: list[int] = []  # noqa: RUF012  (what is left to kill, over all presses of a test)
    words = "Text of two."

    def layout(self, galley: Galley, *more: object) -> press_of.Laid:
        if self.words in galley.html and self.kills:
            self._process.send_signal(self.kills.pop())
        return super().layout(galley, *more)  # type: ignore[arg-type]


class Sturdy(Worker):
    """A press that does not rest between tests."""


@pytest.fixture
def frail(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[int]], None]:
    monkeypatch.setattr("octavo.editions.pdf.presses.Worker", Frail)
    return lambda kills: monkeypatch.setattr(Frail, "kills", kills)


def pdf_of(files: Mapping[str, bytes]) -> bytes:
    return next(data for name, data in files.items() if name.endswith(".pdf"))


@UNIX
@pytest.mark.parametrize("number", here(["SIGKILL", "SIGSEGV", "SIGTERM"], "SIGKILL"))
def test_a_unit_whose_press_is_killed_is_set_by_another(
    number: str, desk: Desk, frail: Callable[[list[int]], None]
) -> None:
    project, slug = desk.write(TEXTS, BOOK)
    frail([])
    whole = build(project, slug)
    frail([signal.Signals[number]])
    again = build(project, slug)
    assert Frail.kills == []
    assert again.files == whole.files


@UNIX
def test_a_unit_that_no_press_survives_is_told_at_its_file(
    desk: Desk, frail: Callable[[list[int]], None]
) -> None:
    project, slug = desk.write(TEXTS, BOOK)
    frail([signal.SIGKILL] * 2)
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    (problem,) = failure.value.problems
    assert (problem.code, problem.place.path) == ("E319", f"source/{slug}/two.md")
    assert "the press was ended by signal 9" in problem.message


def test_a_unit_that_takes_too_long_is_told_at_its_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, frail: Callable[[list[int]], None]
) -> None:
    project, slug = desk.write(TEXTS, BOOK)
    ask = Frail._ask

    def ask_late(self: Frail, request: dict[str, bytes]) -> dict[str, bytes]:
        is_two = b"Text of two." in request.get("html", b"")
        monkeypatch.setattr(press_of, "SECONDS", 0 if is_two else 600)
        return ask(self, request)

    monkeypatch.setattr(press_of, "SIGNS_A_SECOND", 10**9)
    monkeypatch.setattr(Frail, "_ask", ask_late)
    monkeypatch.setattr(press_of, "START", press_of.START.replace("main()", f"{SLOW}main()"))
    with pytest.raises(BuildFailed) as failure:
        build(replace(project, store=None), slug)
    (problem,) = failure.value.problems
    assert (problem.code, problem.place.path) == ("E306", f"source/{slug}/two.md")


@LINUX
def test_a_process_cannot_take_more_memory_than_was_given_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    most = 200_000_000
    monkeypatch.setattr(bounds, "_most_memory", lambda: most)
    script = (
        "import resource, sys; sys.stdin.readline()\n"
        "print(*resource.getrlimit(resource.RLIMIT_DATA))\n"
        "bytearray(1 << 29)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        bounds.limit_memory_of(process.pid)
        told, errors = process.communicate("go\n", timeout=PATIENCE_S)
    assert told.split() == [str(most)] * 2
    assert process.returncode == 1 and "MemoryError" in errors


@LINUX
def test_a_press_has_its_bound_of_memory() -> None:
    with Sturdy(inputs(), 0) as press:
        press.load({})
        limits = Path(f"/proc/{press._process.pid}/limits").read_text()
    (line,) = [line for line in limits.splitlines() if line.startswith("Max data size")]
    assert "unlimited" not in line


@LINUX
@pytest.mark.parametrize("work", ["deque(repeat(0), 0)", "__import__('time').sleep(600)"])
def test_a_press_ends_with_its_parent_whatever_it_is_at(work: str, tmp_path: Path) -> None:
    start = (
        "import sys, json; sys.path[:] = json.loads(sys.argv[1]);"
        "from octavo.editions.pdf import press; from collections import deque;"
        "from itertools import repeat\n"
        f"press.receive = lambda stream: {work}\n"
        "press.main()"
    )
    script = (
        "import os, sys, time\n"
        "from threading import Thread\n"
        "from pressing import inputs\n"
        "from octavo.editions.pdf import worker\n"
        f"worker.START = {start!r}\n"
        "def begin():\n"  # in a thread that ends: the press lives on
        "    global press\n"
        "    press = worker.Worker(inputs(), 0)\n"
        "thread = Thread(target=begin); thread.start(); thread.join()\n"
        "time.sleep(1)\n"
        "print(press._process.pid, press._process.poll(), flush=True)\n"
        "time.sleep(600)\n"
    )
    here = os.pathsep.join(sys.path)
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": here, "TMPDIR": str(tmp_path)},
    ) as parent:
        assert parent.stdout is not None
        press, state = parent.stdout.readline().split()
        assert state == "None"
        parent.kill()
    until = monotonic() + PATIENCE_S
    while _is_alive(press) and monotonic() < until:
        sleep(0.05)
    assert not _is_alive(press)


def _is_alive(process: str) -> bool:
    """Whether a process runs; one that nobody has asked for its end has ended too."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@UNIX
def test_an_interrupt_of_the_terminal_is_not_the_presss() -> None:
    with Sturdy(inputs(), 0) as press:
        press.load({})
        press._process.send_signal(signal.SIGINT)
        assert json.loads(press.versions())


@UNIX
def test_what_a_press_says_of_faults_never_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a pipe holds: it would wait for ever for somebody to read."""
    loud = "import sys; sys.stderr.write('x' * 1_000_000); sys.stderr.flush(); "
    monkeypatch.setattr(press_of, "START", loud + press_of.START)
    with Sturdy(inputs(), 0) as press:
        press.load({})
        assert json.loads(press.versions())


@UNIX
def test_the_press_that_takes_the_place_of_another_is_handed_its_files() -> None:
    with PressPool(inputs(), 0, 1, Sturdy) as pool:
        pool.load({"a.css": b""})
        pool.give(lambda press: press.versions())
        (first,) = pool._all
        first._process.kill()
        first._process.wait()
        asked: list[Worker] = []

        def note(press: Worker) -> bytes:
            asked.append(press)
            return press.versions()

        assert json.loads(pool.give(note))
        assert asked[-1] is not first and pool._all == [asked[-1]]
        assert pool._handed == {id(asked[-1]): 1}


@UNIX
def test_a_press_that_is_lost_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with PressPool(inputs(), 0, 1, Sturdy) as pool:

        def fall(press: Worker) -> bytes:
            press._process.kill()
            return press.versions()

        with pytest.raises(BuildFailed):
            pool.give(fall)
    assert list(tmp_path.iterdir()) == []
    with Sturdy(inputs(), 0) as press, pytest.raises(PressLost):
        fall(press)
    assert list(tmp_path.iterdir()) == []

"""Whatever is in the way, a signal ends the program, and nothing of it stays."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic, sleep

import pytest
from conftest import Desk

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be divided here")
PROC = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
PATIENCE_S = 60
"""Longer than a busy machine takes; what would never end, ends the test."""
BEGIN = """
import os, signal, subprocess, sys, tempfile, time
from collections import deque
from itertools import repeat
from octavo.cli.guard import work_under_guard
from octavo.core.bounds import at_most, TookTooLong
work_under_guard()
def ready():
    print(os.getpid(), flush=True)
def hang():
    deque(repeat(0), 0)  # in C, holding Python's lock, for ever
"""
HANGS = {
    "asleep": "ready(); time.sleep(600)",
    "in C": "ready(); hang()",
    "in a thread": (
        "from threading import Thread\n"
        "thread = Thread(target=hang); ready(); thread.start(); thread.join()"
    ),
    "deaf": (
        "ready()\nwhile True:\n    try:\n        time.sleep(600)\n"
        "    except KeyboardInterrupt:\n        pass"
    ),
    "clearing up for ever": "ready()\ntry:\n    time.sleep(600)\nfinally:\n    hang()",
    "with a child": (
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "tempfile.mkdtemp(); ready(); hang()"
    ),
}


def hear_all() -> None:
    """Let a new program hear the signals that those who run the tests may ignore (``nohup``)."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


class Run:
    """A program that is under way in a folder for what is temporary."""

    def __init__(self, words: Sequence[str], tmp: Path, cwd: Path | None = None) -> None:
        self.tmp = tmp / "tmp"
        self.tmp.mkdir()
        self.process = subprocess.Popen(
            [sys.executable, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "TMPDIR": str(self.tmp)},
            cwd=cwd,
            text=True,
            preexec_fn=hear_all,
        )

    def wait_for_line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self) -> tuple[int, str, str]:
        """Return exit code and words, once the program and all that it started has ended: they
        hold its stream of words open. What does not end is killed."""
        try:
            out, err = self.process.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            for number in filter(str.isdigit, self.left()):
                os.kill(int(number), signal.SIGKILL)
            raise
        return self.process.returncode, out, err

    def left(self) -> list[str]:
        """Return what is left of it: folders, and processes that work in them."""
        own = os.fsencode(self.tmp)
        found = [path.name for path in self.tmp.iterdir()]
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                is_ours = own in path.read_bytes()
            except OSError:
                continue
            if is_ours and int(path.parent.name) != os.getpid():
                found.append(path.parent.name)
        return found


@pytest.fixture
def start(tmp_path: Path) -> Callable[[str], Run]:
    return lambda work: Run(["-c", BEGIN + textwrap.dedent(work)], tmp_path)


def wait_until(is_so: Callable[[], bool]) -> bool:
    """Whether something comes true, in time that a busy machine has."""
    until = monotonic() + PATIENCE_S
    while not (found := is_so()) and monotonic() < until:
        sleep(0.05)
    return found


@PROC
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("name", HANGS)
def test_each_ending_signal_ends_whatever_is_in_the_way(
    name: str, number: signal.Signals, start: Callable[[str], Run]
) -> None:
    if name not in ("asleep", "in C") and number != signal.SIGINT:
        pytest.skip("tried with one signal")
    run = start(HANGS[name])
    run.wait_for_line()
    run.process.send_signal(number)
    code, _, _ = run.end()
    assert code == 1
    assert run.left() == []


def test_the_grace_is_shorter_than_two_seconds() -> None:
    from octavo.cli.guard import GRACE_S

    assert 1 <= GRACE_S < 2


@PROC
def test_a_guard_that_is_killed_takes_the_work_along(start: Callable[[str], Run]) -> None:
    run = start(f"tempfile.mkdtemp()\n{HANGS['asleep']}")
    run.wait_for_line()
    run.process.kill()
    run.end()
    assert wait_until(lambda: run.left() == [])


@PROC
@pytest.mark.parametrize("name", ["in C", "deaf", "clearing up for ever", "with a child"])
def test_work_that_does_not_hear_that_its_guard_was_killed_is_ended(
    name: str, start: Callable[[str], Run]
) -> None:
    """A deputy of the guard does it: nothing in the process itself could."""
    run = start(f"tempfile.mkdtemp()\n{HANGS[name]}")
    run.wait_for_line()
    run.process.kill()
    begun = monotonic()
    run.end()  # the stream of words closes with the last that holds it: the work, and its child
    assert monotonic() - begun < 2 or os.getloadavg()[0] > (os.cpu_count() or 1)
    assert wait_until(lambda: run.left() == [])


@PROC
def test_work_that_is_killed_is_told_and_leaves_nothing(start: Callable[[str], Run]) -> None:
    child = HANGS["with a child"].splitlines()[0]
    run = start(f"with at_most(0, 'tides'):\n    {child}\n    ready(); hang()")
    os.kill(int(run.wait_for_line()), signal.SIGKILL)
    code, _, err = run.end()
    assert code == 1
    assert "tides: E319 the system has ended the work on it (SIGKILL)" in err
    assert run.left() == []


@pytest.mark.parametrize(("leaving", "code"), [("sys.exit(3)", 3), ("os._exit(7)", 7), ("", 0)])
def test_the_exit_code_is_that_of_the_work(
    leaving: str, code: int, start: Callable[[str], Run]
) -> None:
    run = start(f"print('words', flush=True)\n{leaving}")
    assert run.end() == (code, "words\n", "")
    assert run.left() == []


def test_a_limit_of_time_binds_what_no_signal_interrupts(start: Callable[[str], Run]) -> None:
    run = start("ready()\nwith at_most(1, 'tides'):\n    hang()")
    code, _, err = run.end()
    assert code == 1
    assert "source/tides: E117 the publication needs more than 1 seconds" in err


def test_a_file_that_is_being_read_is_named(start: Callable[[str], Run]) -> None:
    run = start(
        """
        from octavo.core.bounds import at_file
        ready()
        with at_most(1, 'tides'):
            with at_file('a/b.pdf'):
                pass
            with at_file('c.pdf'):
                hang()
        """
    )
    _, _, err = run.end()
    assert "c.pdf: E117 reading the file needs more than 1 seconds" in err


@pytest.mark.long
def test_who_answers_a_limit_goes_on(start: Callable[[str], Run]) -> None:
    """What is over politely is calm again: the next piece of work has all its time."""
    run = start(
        """
        for turn in range(2):
            try:
                with at_most(1, 'tides'):
                    time.sleep(600)
            except TookTooLong:
                print('answered', flush=True)
        time.sleep(2.5)
        print('well', flush=True)
        """
    )
    assert run.end()[:2] == (0, "answered\nanswered\nwell\n")


def test_an_ignored_hangup_stays_ignored(start: Callable[[str], Run], tmp_path: Path) -> None:
    """As ``nohup`` starts programs."""
    script = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + BEGIN
    run = Run(["-c", f"{script}\nready(); time.sleep(2); print('well')"], tmp_path)
    run.wait_for_line()
    run.process.send_signal(signal.SIGHUP)
    code, out, _ = run.end()
    assert (code, out) == (0, "well\n")


# --- the command itself ---

LOOPS = "{% for a in range(9999) %}{% for b in range(9999) %}" * 2 + "{% endfor %}{% endfor %}" * 2


@pytest.fixture
def endless(desk: Desk) -> Path:
    """A project whose PDF is never ready: its template loops."""
    project, _ = desk.write("# Head\n\nText.\n", "theme: report\neditions: [pdf]")
    place = project.root / "templates" / "report" / "title.html.j2"
    place.parent.mkdir(parents=True)
    place.write_text(f"{LOOPS}<section>x</section>")
    return project.root


@pytest.mark.long
@PROC
@pytest.mark.slow
def test_a_limit_of_time_binds_the_pdf(endless: Path, tmp_path: Path) -> None:
    words = ("-m", "octavo", "build", "--no-store", "--time-limit", "2", "--json")
    run = Run(words, tmp_path, endless)
    code, out, _ = run.end()
    told = json.loads(out)
    assert code == told["exit_code"] == 1
    assert [each["code"] for each in told["publications"][0]["problems"]] == ["E117"]
    assert run.left() == [] and not (endless / "build" / "work-1").exists()


@PROC
@pytest.mark.slow
def test_a_build_that_is_ended_leaves_nothing(endless: Path, tmp_path: Path) -> None:
    run = Run(("-m", "octavo", "build", "--no-store"), tmp_path, endless)
    assert wait_until(lambda: any(run.tmp.glob("*/octavo-press-*")))
    run.process.send_signal(signal.SIGTERM)
    code, _, err = run.end()
    assert code == 1 and "Aborted!" in err and "Traceback" not in err
    assert run.left() == [] and not (endless / "build" / "work-1").exists()

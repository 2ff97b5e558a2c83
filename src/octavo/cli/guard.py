"""A process that watches the one that works: ends it when it does not answer, and clears up.

The program's first process does nothing else. Of each signal that the other one gets, Python's C
code tells it at once (``signal.set_wakeup_fd``), also while the work is in code that no signal
interrupts: a sum of millions, a library. Then the work has GRACE_S to end by itself. If the guard
itself is killed, the work hears of it by a pipe; a deputy sees to it that it ends, who has nothing
else to do, and ends with it.
"""

import atexit
import json
import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from octavo.core.bounds import CALM, FRAME, die_with

if TYPE_CHECKING:  # the types only: the guard imports what it tells with when it tells
    from octavo.core.problems import Problem

GRACE_S = 1.5
ENDINGS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that end the program; they all end it in the same way."""
PREFIX = "octavo-"
ABORTED = 1
AT_ONCE = frozenset({"--version", "--help", "-h"})


def work_under_guard() -> None:
    """Return in a new process, which works; the one that called watches it and never returns.

    Does nothing where a process cannot be divided in two (Windows), and for words that are told at
    once.
    """
    if not hasattr(os, "fork") or AT_ONCE.intersection(sys.argv[1:]):
        return
    folder = _make_folder()
    heard, told = os.pipe()
    watched, alive = os.pipe()  # closes with the guard
    seen, going = os.pipe()  # closes with the work
    sys.stdout.flush()
    sys.stderr.flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, _endings())  # until both know what to do
    child = os.fork()
    if child:
        os.close(told)
        os.close(going)
        deputy = 0
        with suppress(OSError):  # no process more is to be had
            deputy = os.fork()
            if not deputy:
                os.close(alive)
                os._exit(_stand_in(child, watched, seen, folder))
        os.close(watched)
        os.close(seen)
        code = Guard(child, heard, folder).watch()
        if deputy:
            os.waitpid(deputy, 0)
        os._exit(code)
    os.close(heard)
    os.close(alive)
    os.close(seen)
    _begin(told, watched, folder)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _endings())


def _stand_in(child: int, watched: int, seen: int, folder: Path | None) -> int:
    """Wait until the work has ended; end it after its grace where the guard has gone before it.

    What the deputy needs not, it does not hold open; no signal that ends the others disturbs it.
    """
    os.closerange(0, 3)
    ready, _, _ = select.select([watched, seen], [], [])
    if watched in ready:
        if not select.select([seen], [], [], GRACE_S)[0]:
            _kill_below(child)
        if folder:
            select.select([seen], [], [], GRACE_S)
            _drop(folder)
    return 0


def _begin(told: int, watched: int, folder: Path | None) -> None:
    """Set up the process that works: it tells of signals, and ends by each of them once."""
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    for number in (*_endings(), signal.SIGIO):
        signal.signal(number, _end)
    die_with(watched)
    if folder:
        os.environ["TMPDIR"] = str(folder)
        atexit.register(_drop, folder)


def _end(number: int, frame: object) -> None:
    for each in _endings():
        signal.signal(each, signal.SIG_IGN)  # what ends already is not disturbed
    raise KeyboardInterrupt


def _drop(folder: Path) -> None:
    try:
        folder.rmdir()
    except FileNotFoundError:
        return
    except OSError:
        import shutil  # only where something is in it

        shutil.rmtree(folder, ignore_errors=True)


def _endings() -> list[signal.Signals]:
    """Return the signals that end the program; not those that are ignored, as nohup has it."""
    numbers = (signal.Signals[name] for name in ENDINGS if hasattr(signal, name))
    return [each for each in numbers if signal.getsignal(each) != signal.SIG_IGN]


def _make_folder() -> Path | None:
    """Return a new folder for what is temporary, None where there is no room for one."""
    named = (os.environ.get(name, "") for name in ("TMPDIR", "TEMP", "TMP"))
    for place in (*filter(None, named), "/tmp", "/var/tmp"):
        folder = Path(place).absolute() / f"{PREFIX}{os.getpid()}-{os.urandom(4).hex()}"
        with suppress(OSError):
            folder.mkdir(0o700)
            return folder
    return None


class Guard:
    """Watches one process, and knows what it is at."""

    def __init__(self, child: int, heard: int, folder: Path | None) -> None:
        self._child, self._heard, self._folder = child, heard, folder
        self._deadline: float | None = None
        self._why = 0
        """The signal after which the work has to end."""
        self._at: dict[str, Any] = {}
        self._rest = b""

    def watch(self) -> int:
        """Return the exit code of the program, when nothing of it is left."""
        own, waker = os.pipe()
        os.set_blocking(waker, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        for number in _endings():
            signal.signal(number, self._pass_on)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _endings())
        is_killed = not self._listen(own)
        if is_killed:
            _kill_below(self._child)
        _, status = os.waitpid(self._child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code < 0:
            _kill_strays(self._folder)
        if self._folder:
            _drop(self._folder)
        return self._tell(-code, is_killed) if code < 0 else code

    def _listen(self, own: int) -> bool:
        """Return whether the work has ended by itself, and not run out of its grace."""
        while True:
            wait = None if self._deadline is None else max(0.0, self._deadline - monotonic())
            ready, _, _ = select.select([self._heard, own], [], [], wait)
            if own in ready:
                self._hear_signal(os.read(own, 1)[0])
            if self._heard in ready:
                data = os.read(self._heard, 65536)
                if not data:
                    return True
                self._hear(data)
            if self._deadline is not None and monotonic() >= self._deadline:
                return False

    def _hear(self, data: bytes) -> None:
        """Hear numbers of signals, that all is well again, and what is worked at."""
        data = self._rest + data
        while data:
            size = 3 + int.from_bytes(data[1:3], "big") if data[:1] == FRAME else 1
            if len(data) < min(size, 3) or len(data) < size:
                break
            if data[:1] == FRAME:
                self._at |= json.loads(data[3:size])
            elif data[:1] == CALM:
                self._deadline, self._why = None, 0
            else:
                self._hear_signal(data[0])
            data = data[size:]
        self._rest = data

    def _hear_signal(self, number: int) -> None:
        if self._deadline is None:
            self._deadline, self._why = monotonic() + GRACE_S, number

    def _pass_on(self, number: int, frame: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGINT)

    def _tell(self, number: int, is_killed: bool) -> int:
        """Tell why the work was ended; return the exit code."""
        if is_killed and self._why != signal.SIGALRM:
            print("\nAborted!", file=sys.stderr)
            return ABORTED
        from octavo.cli.program_group import JSON
        from octavo.cli.told_problems import tell_problems

        name = self._at.get("name", "")
        problem = self._delay(name) if is_killed else _loss(self._at.get("file") or name, number)
        if JSON not in sys.argv[1:]:
            tell_problems([problem])
        else:
            row = {"publication": name, "state": "failed", "problems": [problem.as_json()]}
            told = {"publications": [{**row, "files": []}], "exit_code": 1}
            print(json.dumps(told, indent=2, ensure_ascii=False))
        sys.stdout.flush()
        return 1

    def _delay(self, name: str) -> "Problem":
        from octavo.cli.terminal import too_much
        from octavo.core.bounds import TookTooLong, more_than

        bound = TookTooLong(more_than(self._at.get("seconds", 0)))
        bound.at = self._at.get("file", "")
        return too_much(name, bound)


def _loss(name: str, number: int) -> "Problem":
    """Return the problem of work that the system has ended. Problems: E319."""
    from octavo.core.problems import Place, Problem

    with suppress(ValueError):
        said = signal.Signals(number).name
        hint = "if memory is short, divide what is large; if a file is damaged, mend or replace it"
        message = f"the system has ended the work on it ({said})"
        return Problem("E319", Place(name or "octavo"), message, hint)
    return Problem("E319", Place(name or "octavo"), "the system has ended the work on it", "")


def _kill_below(child: int) -> None:
    """End a process and all that it has started, as far as the system tells of them."""
    going, found = [child], [child]
    while going:
        one = going.pop()
        with suppress(OSError, ValueError):
            text = Path(f"/proc/{one}/task/{one}/children").read_text()
            going += map(int, text.split())
            found += map(int, text.split())
    for each in found:
        with suppress(OSError):
            os.kill(each, signal.SIGKILL)


def _kill_strays(folder: Path | None) -> None:
    """End what still works in the folder of what is temporary: its environment names it."""
    own = b"TMPDIR=" + os.fsencode(folder) + b"\0" if folder else b""
    for path in sorted(Path("/proc").glob("[0-9]*/environ")) if own else ():
        with suppress(OSError):
            if own in path.read_bytes() + b"\0":
                os.kill(int(path.parent.name), signal.SIGKILL)

"""Changed files handed in by one door after the other: ``nox -s fuzz -- --door all --count 2000``.

    python tests/door_trials.py --door NAME... [--count N] [--seed S] [--keep FOLDER]

Each is taken in a process of its own, with a limit of time and of memory. It is read, or refused
with a problem; an exception that is none, a signal, more time or memory is a fault, and the file
is kept. Says what it found in one line of JSON a door, and ends with 1 where there is a fault.
"""

import argparse
import gc
import json
import os
import random
import re
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from doors import DOORS, REFUSALS, Door
from idle_presses import IdlePresses, resting_presses
from mutations import mutated

from octavo.core import inputs
from octavo.editions.pdf.worker import Worker
from octavo.fonts import bundled

LIMIT_S = 10
"""Of a processor; on the wall thirty times as much, as machines have other work to do."""
MOST_MIB = 1500
MOST_TURNS = 40
"""Files for which one press is asked: it grows."""
ENDS = ("read", "refused")
_NUMBERS = re.compile(r"0x[0-9a-f]+|\d+")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a file took: seconds of a processor, and the most memory of one process."""

    cpu_s: float
    most_mib: int

    def beside(self, other: "Usage") -> "Usage":
        return Usage(self.cpu_s + other.cpu_s, max(self.most_mib, other.most_mib))


@dataclass
class Tally:
    """What became of the files of one door."""

    door: str
    count: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    most_mib: int = 0
    cpu_s: float = 0.0

    def add(self, end: str, usage: Usage) -> None:
        self.count.update([end if end in ENDS else "faulty"])
        self.faults.update([kind_of(end)] if end not in ENDS else [])
        self.slowest_s = max(self.slowest_s, usage.cpu_s)
        self.most_mib = max(self.most_mib, usage.most_mib)
        self.cpu_s += usage.cpu_s

    def told(self) -> str:
        return json.dumps(
            {
                "door": self.door,
                **self.count,
                "faults": self.faults,
                "slowest_s": round(self.slowest_s, 2),
                "most_mib": self.most_mib,
                "cpu_s": round(self.cpu_s),
            }
        )


def attempt(name: str, count: int, seed: int, keep: Path | None = None) -> Tally:
    """Return what becomes of ``count`` files at one door."""
    door, tally = DOORS[name], Tally(name)
    seeds = list(door.seeds())
    with waiting_press() if door.is_pressed else nullcontext() as press:
        warm_up(door if door.is_warm else DOORS["markdown"], seeds)
        gc.freeze()
        for n in range(count):
            data = mutated(random.Random(f"{name} {seed} {n}"), seeds, 1 if name == "git" else 0.8)
            if press is not None:
                press.be_ready(partial(warm_up, door, seeds))
            end, usage = end_of(door, data, press)
            if press is not None and end not in ENDS:
                press.end()  # it may have been asked, and not heard
            tally.add(end, usage)
            if end not in ENDS and keep is not None and tally.faults[kind_of(end)] == 1:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{name}-{seed}-{n}").write_bytes(data)
                (keep / f"{name}-{seed}-{n}.txt").write_text(end, encoding="utf-8")
        gc.unfreeze()
    return tally


def kind_of(end: str) -> str:
    """Return what faults of one kind have in common."""
    return _NUMBERS.sub("0", end.strip().rpartition("\n")[2])[:200]


def stay_warm() -> None:
    """Pack no faces, which is most of the time, and ask once what the built-in templates say.

    Nothing of it depends on the files. What is installed was asked before, and what has been loaded
    is not looked through for what is unused in each process anew.
    """
    bundled._woff2 = bytes  # type: ignore[assignment]
    ask, known = inputs.Inputs._ask, dict[tuple[Path, str], bytes | None]()

    def ask_once(self: inputs.Inputs, question: str) -> bytes | None:
        if not question.startswith(("file:templates:", "list:templates:")):
            return ask(self, question)
        key = self.folder("templates"), question
        if key not in known:
            known[key] = ask(self, question)
        return known[key]

    inputs.Inputs._ask = ask_once  # type: ignore[method-assign]


def warm_up(door: Door, seeds: list[bytes]) -> None:
    """Take a file in this process, so that the others find all modules there."""
    with tempfile.TemporaryDirectory(prefix="octavo-doors-") as folder:
        try:
            door.take(Path(folder), seeds[0] if door.is_warm else b"")
        except REFUSALS:
            return


def end_of(door: Door, data: bytes, press: "WaitingPress | None" = None) -> tuple[str, Usage]:
    """Return ``read``, ``refused`` or the fault of one file, and what it took."""
    home = Path(tempfile.mkdtemp(prefix="octavo-doors-"))
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        os.close(told)
        with os.fdopen(tell, "w", encoding="utf-8", errors="replace") as out:
            if press is not None:
                press.lend()
            out.write(_taken(door, home, data))
        os._exit(0)
    os.close(tell)
    said, fault = _said_until(told, press)
    if fault:
        os.kill(child, signal.SIGKILL)
    os.close(told)
    _, status, usage = os.wait4(child, 0)
    shutil.rmtree(home, ignore_errors=True)
    code = os.waitstatus_to_exitcode(status)
    words = fault or said.decode(errors="replace")
    end = (words or f"ended by {code}") if code == 0 or words else f"ended by {code}"
    took = Usage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)
    return end, took if press is None else took.beside(press.usage())


def _said_until(told: int, press: "WaitingPress | None") -> tuple[bytes, str]:
    """Return what a child says, and what is wrong where it or its press takes too long."""
    said, end = b"", time.monotonic() + 30 * LIMIT_S
    while (left := end - time.monotonic()) > 0:
        if select.select([told], [], [], min(left, 1))[0]:
            if not (piece := os.read(told, 65536)):
                return said, ""
            said += piece
        if press is not None and press.usage().cpu_s > LIMIT_S:
            press.end()
            return said, "the press hangs"
    return said, "it hangs"


class LentProcess:
    """A press's process, for one that is not its parent."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.pid, self.stdin, self.stdout = process.pid, process.stdin, process.stdout
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return what it ended with, None while it runs; how it ended only its parent knows."""
        with suppress(OSError):
            if Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX":
                return None
        self.returncode = -signal.SIGKILL
        return self.returncode

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float = LIMIT_S) -> int:
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("the press", timeout)
            time.sleep(0.01)
        return code


class WaitingPress:
    """A press that is started once, and asked by one forked process after the other.

    What it takes is known by the system, where that has /proc; elsewhere it is nothing.
    """

    def __init__(self, idle: IdlePresses) -> None:
        self._idle = idle
        self._running: list[Worker] = []
        self._pid = 0
        self._turns = 0
        self._before_s = 0.0

    def be_ready(self, start: Callable[[], None]) -> None:
        """Have a press that runs, and has not been asked by MOST_TURNS others."""
        self._turns += 1
        if not self._idle.waiting or self._turns > MOST_TURNS:
            self.end()
            start()
            self._turns = 0
        self._running = self._idle.waiting
        [worker, *_] = self._running
        self._pid = worker._process.pid
        with suppress(OSError):
            Path(f"/proc/{self._pid}/clear_refs").write_text("5")  # its peak begins anew
        resource.prlimit(self._pid, resource.RLIMIT_DATA, (MOST_MIB * 2**20, MOST_MIB * 2**20))
        self._before_s = self._spent_s()

    def end(self) -> None:
        self._idle.end()

    def lend(self) -> None:
        """Let this process, which has not started the press, ask it: only its parent can wait."""
        for worker in self._running:
            vars(worker)["_process"] = LentProcess(worker._process)

    def usage(self) -> Usage:
        """Return what the press has taken since it was ready; nothing where it has gone."""
        with suppress(OSError, IndexError, ValueError):
            status = Path(f"/proc/{self._pid}/status").read_text()
            peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
            return Usage(max(0.0, self._spent_s() - self._before_s), peak)
        return Usage(0.0, 0)

    def _spent_s(self) -> float:
        with suppress(OSError, IndexError, ValueError):
            told = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
            return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
        return 0.0


@contextmanager
def waiting_press() -> Iterator[WaitingPress]:
    with resting_presses() as idle:
        yield WaitingPress(idle)


def _taken(door: Door, home: Path, data: bytes) -> str:
    """Take them in this process, whose temporary files lie in ``home``: nobody else removes what it
    leaves, and what it lets rest (a press), when it is ended."""
    folder, tempfile.tempdir = home / "work", str(home)
    folder.mkdir()
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT_S, LIMIT_S))
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MIB * 2**20, MOST_MIB * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        door.take(folder, data)
    except REFUSALS:
        return "refused"
    except BaseException:  # whatever it is
        return traceback.format_exc()
    return "read"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--door", action="append", default=[], choices=[*DOORS, "all"])
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    names = list(DOORS) if not asked.door or "all" in asked.door else asked.door
    is_faulty = False
    stay_warm()
    for name in names:
        tally = attempt(name, asked.count, asked.seed, asked.keep)
        is_faulty |= bool(tally.faults)
        sys.stdout.write(f"{tally.told()}\n")
        sys.stdout.flush()
    sys.exit(is_faulty)


if __name__ == "__main__":
    main()

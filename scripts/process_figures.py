"""What a command costs, with all processes that it starts: time, work, memory, bytes written."""

import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

OFTEN = 0.05
"""Seconds between two looks at the processes."""
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command cost."""

    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of work of all processes, for them and for the system."""
    peaks: tuple[float, ...]
    """The most memory that each process had, in MB; the largest first."""
    written: float
    """MB of the files in its folder that it wrote."""
    output: str = ""


class CommandFailed(Exception):
    """A command that was to be measured did not end well."""


def measure(command: Sequence[str], folder: Path, environ: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder; return what it cost. Raises CommandFailed."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
    start, peaks, ended = time.perf_counter(), dict[int, float](), Event()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environ or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        looks = Thread(target=_watch, args=(process.pid, peaks, ended))
        looks.start()
        output = process.communicate()[0]
        ended.set()
        looks.join()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise CommandFailed(f"{' '.join(command)}\n{output}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    most = tuple(sorted(peaks.values(), reverse=True))
    return Cost(wall, cpu, most, _written(folder, began), output)


def _watch(root: int, peaks: dict[int, float], ended: Event) -> None:
    """Note the most memory that a process and those below it have had, until all is over."""
    while not ended.wait(OFTEN):
        for pid in _below(root):
            with suppress(OSError, ValueError):
                peaks[pid] = max(peaks.get(pid, 0), _peak(pid))


def _peak(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / MB
    raise ValueError(pid)  # it has ended, and waits to be asked how


def _below(root: int) -> list[int]:
    """Return a process and all that it, or one of them, has started."""
    found = [root]
    for pid in found:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, task.read_text(encoding="utf-8").split())
    return found


def _written(folder: Path, since: float) -> float:
    """Return the MB of files in a folder that are newer than a time."""
    files = [each.stat() for each in folder.rglob("*") if each.is_file() and not each.is_symlink()]
    return sum(each.st_size for each in files if each.st_mtime >= since) / MB

"""What a build may take of the machine: seconds and memory. Text that needs more is refused."""

import ctypes
import gc
import json
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from threading import Thread
from types import FrameType

SHARE = 3 / 4
"""Share of the machine's memory that one process of a build may take."""

FRAME, CALM = b"\xff", b"\0"
"""What a process tells its guard, beside numbers of signals: what it is at, as JSON behind its
length; that it has answered."""
MOST_SECONDS = 10**8
"""Three years: what systems take for a time to wait."""
CONTAINERS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
"""What a container may take, as it sees it itself: beyond it, the system ends what it likes."""
OBJECTS = 50_000
"""New objects after which Python looks for waste: by its own measure (700), 5 % of all time."""


class TookTooLong(Exception):
    """Raised in the main thread when the seconds of ``at_most`` are over."""

    at = ""
    """The file that was being read, where somebody said so."""


@contextmanager
def at_file(file: str) -> Iterator[None]:
    """Let whoever tells that the seconds are over tell that it was at this file: who raises
    TookTooLong, and the guard, where it has to end the work."""
    _write_frame({"file": file[:2000]})
    try:
        yield
    except TookTooLong as bound:
        bound.at = bound.at or file
        raise
    finally:
        _write_frame({"file": ""})


@contextmanager
def at_most(seconds: int, name: str = "") -> Iterator[None]:
    """Raise TookTooLong in the body when ``seconds`` are over; 0 sets no bound.

    Only in a main thread that owns its signals, as the command's does; not on Windows. The guard
    of the process, where it has one, hears that it works at ``name``, and ends it if it does not
    answer.
    """
    seconds = min(seconds, MOST_SECONDS)
    _tell_guard(name, seconds)
    if not seconds or not hasattr(signal, "setitimer"):
        yield
        return
    is_over = False

    def over(number: int, frame: FrameType | None) -> None:
        nonlocal is_over
        is_over = True
        raise TookTooLong(more_than(seconds))

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if is_over:
            _write_to_guard(CALM)


def more_than(seconds: int) -> str:
    """Return in words what took too long."""
    return f"more than {seconds} seconds"


def _tell_guard(name: str, seconds: int) -> None:
    _write_frame({"name": name[:2000], "seconds": seconds, "file": ""})


def _write_frame(facts: Mapping[str, str | int]) -> None:
    """Tell the guard what this process is at; what it is told before and not again holds on."""
    told = json.dumps(facts).encode()
    _write_to_guard(FRAME + len(told).to_bytes(2, "big") + told)


def _write_to_guard(message: bytes) -> None:
    """Write to whoever hears of this process's signals, which is its guard."""
    with suppress(ValueError, OSError):  # in another thread; a guard that is gone
        guard = signal.set_wakeup_fd(-1)
        if guard >= 0:
            signal.set_wakeup_fd(guard, warn_on_full_buffer=False)
            os.write(guard, message)


def die_with(pipe: int) -> None:
    """Let this process get SIGIO, which ends it, when the other end of a pipe closes.

    The other end is held by its parent alone. Linux sends it whatever the process is at; elsewhere
    a thread waits. (PR_SET_PDEATHSIG tells of the end of the thread that started a process, and
    presses are started by threads that come and go.)
    """
    if sys.platform != "linux":
        Thread(target=_wait_for_end, args=(pipe,), daemon=True).start()
        return
    import fcntl

    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([pipe], [], [], 0)[0]:  # it has closed already
        os.kill(os.getpid(), signal.SIGIO)


def _wait_for_end(pipe: int) -> None:
    with suppress(OSError):
        os.read(pipe, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def limit_memory() -> None:
    """Make this process fail with MemoryError before it takes more than SHARE of the memory.

    Does nothing where the system has no such bound, or has a smaller one.
    """
    with suppress(ImportError, ValueError, OSError, AttributeError):
        import resource

        most = _most_memory()
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def limit_memory_of(process: int) -> None:
    """Set the same bound on another process of ours, which it cannot lift; on Linux."""
    with suppress(ImportError, ValueError, OSError, AttributeError):
        import resource

        most = _most_memory()
        _, hard = resource.prlimit(process, resource.RLIMIT_DATA)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.prlimit(process, resource.RLIMIT_DATA, (most, most))


def _most_memory() -> int:
    """Return SHARE of the memory: of the machine's, or of what its container has of it."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return int(min(machine, *map(_allowance, CONTAINERS)) * SHARE)


def _allowance(file: str) -> float:
    """Return the bytes that a file of the system grants, without end where it grants all."""
    try:
        with open(file, "rb") as told:  # noqa: PTH123  (at each start: as quick as can be)
            return int(told.read(32))
    except (OSError, ValueError):  # none there, or the word "max"
        return float("inf")


def look_rarely_for_waste() -> None:
    """Make Python look for waste after OBJECTS: trees of a book are not waste while it is built."""
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])


def give_memory_back() -> None:
    """Hand free memory back to the system where C's library keeps it: it lies between what is in
    use, after the trees of a long book a third of all that a process has."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """Return the GNU C library's ``malloc_trim``; None on systems that have another."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None

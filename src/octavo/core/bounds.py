"""What a build may take of the machine: seconds and memory. Text that needs more is refused."""

import gc
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

SHARE = 3 / 4
"""Share of the machine's memory that one process of a build may take."""


OBJECTS = 50_000
"""New objects after which Python looks for waste: by its own measure (700), 5 % of all time."""


class TookTooLong(Exception):
    """Raised in the main thread when the seconds of ``at_most`` are over."""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raise TookTooLong in the body when ``seconds`` are over; 0 sets no bound.

    Only in a main thread that owns its signals, as the command's does; not on Windows.
    """
    if not seconds or not hasattr(signal, "setitimer"):
        yield
        return

    def over(number: int, frame: FrameType | None) -> None:
        raise TookTooLong(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def limit_memory() -> None:
    """Make this process fail with MemoryError before it takes more than SHARE of the memory.

    Does nothing where the system has no such bound, or has a smaller one.
    """
    with suppress(ImportError, ValueError, OSError, AttributeError):
        import resource

        most = int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * SHARE)
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def look_rarely_for_waste() -> None:
    """Make Python look for waste after OBJECTS: trees of a book are not waste while it is built."""
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])

"""Folders that an author works in -> their state, and a wake-up whenever a file is saved there."""

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from threading import Event

from watchfiles import watch

LOOK_S = 2.0
"""Between two looks that nothing asked for: a file system of a network or of a container may tell
nothing of what others save, and a machine may have no more watches to give."""
STEP_MS, MOST_MS = 50, 400
"""How long a folder must be quiet after a save, and how long that is waited for at most."""
LISTEN_MS = 1000
"""Between two looks whether the folders are still those that are watched."""
_BESIDE = re.compile(r"^\.|~$|^#.*#$|^4913$|___jb_(tmp|old)___$")
"""What is hidden, and what editors write beside a file that is open or being saved."""


def state_of(folders: Sequence[Path]) -> str:
    """Return a digest of the names, times and sizes of all files in these folders.

    Hidden files and those that an editor writes for itself are none; links to folders lead nowhere.
    """
    found = hashlib.sha256()
    for folder in folders:
        for path in _files(folder):
            with suppress(OSError):  # taken away meanwhile, a link to nowhere, not to be read
                stat = path.stat()
                if S_ISREG(stat.st_mode):
                    told = f"{path!a} {stat.st_ino} {stat.st_mtime_ns} {stat.st_size}\n"
                    found.update(told.encode())
    return found.hexdigest()


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):  # noqa: TID251  (sorted; no edition is made of it)
        folders[:] = [name for name in folders if not _BESIDE.search(name)]
        found += [Path(parent, name) for name in names if not _BESIDE.search(name)]
    return sorted(found)


def wake(folders: Callable[[], Sequence[Path]], woken: Event, ended: Event) -> None:
    """Set ``woken`` whenever something in the folders has changed, until ``ended`` is set.

    The folders are asked for anew every second: one may come, or give way to another of its name.
    Where the system cannot tell of changes, this waits, and tries again.
    """
    while not ended.is_set():
        watched = _identities(folders())
        try:
            for changes in watch(
                *watched,
                watch_filter=None,  # state_of tells what counts
                debounce=MOST_MS,
                step=STEP_MS,
                stop_event=ended,
                rust_timeout=LISTEN_MS,
                yield_on_timeout=True,
                ignore_permission_denied=True,
            ):
                if changes:
                    woken.set()
                if _identities(folders()) != watched:
                    break
        except (OSError, RuntimeError):  # a folder is gone, or there are no more watches
            ended.wait(LOOK_S)
        woken.set()


def _identities(folders: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    """Return the folders that are there, each with what tells it from another of its name."""
    found = {}
    for folder in folders:
        with suppress(OSError):
            stat = folder.stat()
            found[folder] = (stat.st_dev, stat.st_ino)
    return found

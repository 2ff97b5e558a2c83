"""A file below a folder -> its bytes, though links are put in its way meanwhile."""

import os
import stat
import sys
from pathlib import Path

BEFORE = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
FOLDER = BEFORE | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_PATH", 0)
FILE = BEFORE | getattr(os, "O_NONBLOCK", 0)
"""A pipe that was put there is not waited for."""
MORE = 1 << 20
"""Bytes that are asked for where a file has more than it said: room for what may be read would be
taken from the memory that a build has."""
_WALKS = sys.platform != "win32" and os.open in os.supports_dir_fd


class TooLarge(Exception):
    """Raised for a file that is larger than what may be read; nothing of it was."""


def read_inner(base: Path, target: Path, most: int) -> bytes | None:
    """Return the bytes of a file below ``base``, None for what is no file.

    Both paths have no links in them, as ``Path.resolve`` gives them; one that has been put there
    since is not followed. Raises TooLarge and OSError.
    """
    if not _WALKS:
        return _read(os.open(target, os.O_RDONLY | getattr(os, "O_BINARY", 0)), most)
    *folders, name = target.relative_to(base).parts or (".",)
    at = os.open(base, FOLDER)
    try:
        for each in folders:
            inner = os.open(each, FOLDER, dir_fd=at)
            os.close(at)
            at = inner
        file = os.open(name, FILE, dir_fd=at)
    finally:
        os.close(at)
    return _read(file, most)


def _read(handle: int, most: int) -> bytes | None:
    with os.fdopen(handle, "rb", closefd=True) as file:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            return None
        left = most - facts.st_size
        parts = [file.read(facts.st_size + 1)] if left >= 0 else []
        while parts and parts[-1] and left >= 0:  # it may have grown meanwhile
            parts.append(file.read(MORE))
            left -= len(parts[-1])
        if left < 0:
            raise TooLarge
        return b"".join(parts)

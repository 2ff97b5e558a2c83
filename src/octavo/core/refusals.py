"""What the system refuses: each fault of a disk as a problem with its path and its remedy."""

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from octavo.core.problems import BuildFailed, Place, Problem

RIGHTS = frozenset({errno.EACCES, errno.EPERM})
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
TAKEN = frozenset({errno.ENOTDIR, errno.EEXIST, errno.EISDIR})
UNREADABLE = RIGHTS | {errno.EIO, errno.ESTALE}
"""Faults of something that is there; whatever else prevents reading, it is as good as absent."""
FOLDER, LOST = "a folder", "a link that leads nowhere"
KINDS: Mapping[int, str] = MappingProxyType(
    {
        stat.S_IFDIR: FOLDER,
        stat.S_IFIFO: "a pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
    }
)
"""What may have the name of a file."""
_KEPT = "the last good editions stay"


def write_fault(error: OSError, where: Path | str) -> Problem:
    """Return the problem of what cannot be written. Problems: E804."""
    return _problem("E804", "written", error, where, _write_hint(error.errno or 0))


def read_fault(error: OSError, where: Path | str) -> Problem:
    """Return the problem of what is there and cannot be read. Problems: E805."""
    hint = "let the user who builds read it: chmod u+rX, or chown"
    if error.errno not in RIGHTS:
        hint = "the disk fails: take the file from a copy"
    return _problem("E805", "read", error, where, hint)


def odd_kind(path: Path) -> str:
    """Return what stands under a name, where it is no file: '' for a file, or nothing at all."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return LOST if path.is_symlink() else ""
    return "" if stat.S_ISREG(mode) else KINDS.get(stat.S_IFMT(mode), "no file")


def odd_fault(what: str, where: Path | str) -> Problem:
    """Return the problem of something else under the name of a file. Problems: E805."""
    hint = "put the file there, or take away or rename what has its name"
    return Problem("E805", Place(str(where)), f"it cannot be read: it is {what}", hint)


def disk_fault(error: OSError) -> Problem | None:
    """Return the problem of a fault of a disk, wherever it was met; None of any other."""
    number, where = error.errno, error.filename or "the output"
    if number in FULL or number == errno.EROFS:
        return write_fault(error, where)
    return read_fault(error, where) if number in UNREADABLE else None


def folder_fault(folder: Path) -> Problem | None:
    """Return why nothing can be written into a folder, which need not be there yet."""
    there = next((each for each in (folder, *folder.parents) if os.path.lexists(each)), Path())
    if not there.is_dir():
        return write_fault(NotADirectoryError(errno.ENOTDIR, "a file stands here"), there)
    if not os.access(there, os.W_OK | os.X_OK):
        refusal = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return write_fault(refusal, folder if there == Path() else there)
    return None


def look_at_folder(folder: Path) -> None:
    """Raise BuildFailed where nothing could be written into a folder: before hours of work.

    Problems: E804.
    """
    if fault := folder_fault(folder):
        raise BuildFailed([fault])


@contextmanager
def refusals(where: Path) -> Iterator[None]:
    """Turn what the system refuses to write into a problem. Problems: E804."""
    try:
        yield
    except OSError as error:
        raise BuildFailed([write_fault(error, error.filename or where)]) from None


def _problem(code: str, done: str, error: OSError, where: Path | str, hint: str) -> Problem:
    reason = error.strerror or str(error)
    return Problem(code, Place(str(where)), f"it cannot be {done}: {reason}", hint)


def _write_hint(number: int) -> str:
    if number in FULL:
        return f"make room on the disk, or name another one with --out; {_KEPT}"
    if number in TAKEN:
        return f"a folder is wanted: move the file away, or name another place with --out; {_KEPT}"
    return f"get the right to write there, or name another place with --out; {_KEPT}"

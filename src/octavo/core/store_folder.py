"""Results in a folder, found by their slot and name; what was not used for long goes first."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from octavo.core.output import PART, leads_inside, write_whole

KEPT_PER_SLOT = 4
MOST_BYTES = 2_000_000_000
"""What a store may hold, where nobody says otherwise."""
ROOM = 0.8
"""Share of the bound that is left when results had to go, so that it is not done at each build."""
GRAIN = 16_384
"""Bytes of results for which the tally grows by one."""
TALLY, PRUNING = "tally", "pruning"
"""Files of a store's own: how much was kept since somebody counted; who takes away."""


class Shelves(Protocol):
    """Where results lie: entries by slot and name."""

    @property
    def secret(self) -> bytes:
        """What seals them."""

    def names(self, slot: str) -> list[str]:
        """Return the names of a slot's entries, in code point order."""

    def open(self, slot: str, name: str) -> IO[bytes] | None:
        """Return an entry to read, None where there is none."""

    def keep(self, slot: str, name: str, data: bytes) -> None:
        """Keep an entry, whole or not at all; where that cannot be, nothing happens."""

    def note_use(self, slot: str, name: str) -> None:
        """Note that an entry is of use."""


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """A folder of entries; several processes may work with it at once."""

    folder: Path
    secret: bytes
    top: Path | None = None
    """The folder that is bounded, where several stores share a bound."""
    most_bytes: int = MOST_BYTES

    def names(self, slot: str) -> list[str]:
        try:
            found = sorted(entry.name for entry in (self.folder / slot).iterdir())
        except OSError:
            return []
        return [name for name in found if not name.endswith(PART)]

    def open(self, slot: str, name: str) -> IO[bytes] | None:
        try:
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
            handle = os.open(self.folder / slot / name, flags | getattr(os, "O_BINARY", 0))
        except OSError:
            return None
        if stat.S_ISREG(os.fstat(handle).st_mode):
            return os.fdopen(handle, "rb")
        os.close(handle)
        return None

    def keep(self, slot: str, name: str, data: bytes) -> None:
        place = self.folder / slot
        if not leads_inside(place, self.folder):
            return
        with suppress(OSError):  # a full or read-only disk costs speed, never an edition
            write_whole(place / name, data)
            for old in self._surplus(slot):
                old.unlink(missing_ok=True)
            self._count(len(data))

    def note_use(self, slot: str, name: str) -> None:
        with suppress(OSError):
            os.utime(self.folder / slot / name)

    def _surplus(self, slot: str) -> list[Path]:
        """Return the entries beyond KEPT_PER_SLOT; age decides what to forget, never what is
        valid."""
        entries = [self.folder / slot / name for name in self.names(slot)]
        if len(entries) <= KEPT_PER_SLOT:
            return []
        return sorted(entries, key=lambda entry: entry.stat().st_mtime_ns)[:-KEPT_PER_SLOT]

    def _count(self, size: int) -> None:
        """Add to the tally, and take away what was not used for longest when it is over the bound.

        The tally is a file that grows: several processes may add to it at once.
        """
        top = self.top or self.folder
        with (top / TALLY).open("ab") as tally:
            tally.write(b"." * (1 + size // GRAIN))
            counted = tally.tell() * GRAIN
        if counted > self.most_bytes:
            prune(top, self.most_bytes, int(self.most_bytes * ROOM))


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a store."""

    path: Path
    size: int
    used_ns: int
    """When it was used last; only the order counts."""


def list_kept(top: Path) -> list[KeptFile]:
    """Return the entries below a folder, those that were not used for longest first."""
    found = []
    for path in sorted(top.rglob("*")):
        with suppress(OSError):
            facts = path.lstat()
            if path.parent != top and not path.is_dir():
                found.append(KeptFile(path, facts.st_size, facts.st_mtime_ns))
    return sorted(found, key=lambda each: (each.used_ns, each.path))


def prune(top: Path, most: int, room: int) -> tuple[int, int]:
    """Take away entries until no more than ``room`` bytes are left, where there are more than
    ``most``; return how many went, and their bytes. Another process that does it is not waited for.

    Whoever reads an entry meanwhile has it, or finds none.
    """
    with _alone(top) as is_alone:
        if not is_alone:
            return 0, 0
        files = list_kept(top)
        size = before = sum(each.size for each in files)
        gone = 0
        for each in files if size > most else ():
            if size <= room:
                break
            with suppress(OSError):
                each.path.unlink()
                size, gone = size - each.size, gone + 1
        if gone:
            _drop_empty(top)
        with suppress(OSError):
            write_whole(top / TALLY, b"." * (size // GRAIN))
    return gone, before - size


def _drop_empty(top: Path) -> None:
    for folder in sorted(top.rglob("*"), reverse=True):
        if folder.is_dir() and not folder.is_symlink():
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def _alone(top: Path) -> Iterator[bool]:
    """Give whether no other process takes away from a store."""
    try:
        import fcntl
    except ImportError:  # Windows: two that take away at once only take away more
        yield True
        return
    try:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
        handle = os.open(top / PRUNING, flags, 0o600)
    except OSError:
        yield False
        return
    with os.fdopen(handle, "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True

"""Results at an address that machines share: whatever fsspec knows, as s3://bucket/folder.

What cannot be reached costs time: the result is made here. Each entry is written whole, or its seal
does not hold.
"""

import os
from collections.abc import Callable
from io import BytesIO
from posixpath import basename
from typing import IO, Any, TypeVar

from octavo.core.output import PART
from octavo.core.problems import BuildFailed, Place, Problem

OBJECTS = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss", "memory"})
"""Protocols that show a file when all of it has come; elsewhere it is written aside first."""
MOST_FAULTS = 3
"""Faults in a row after which nothing is asked of it any more in this process."""
MARK = "octavo-store"
T = TypeVar("T")


class StoreAddress:
    """Shelves at an address; ``secret`` is that of all machines that share it."""

    def __init__(self, address: str, secret: bytes) -> None:
        """Raises BuildFailed where there is no such place. Problems: E320."""
        self._secret, self._faults = secret, 0
        try:
            from fsspec.core import url_to_fs

            self._system, root = url_to_fs(
                address, use_listings_cache=False, skip_instance_cache=True
            )
            self._root = root.rstrip("/")
            self._look()
        except ImportError as error:
            hint = "pip install 'octavo[cluster]', or what the address needs beside it"
            raise _unusable(address, str(error), hint) from None
        except Exception as error:  # of any library that knows the protocol
            hint = "see whether the address, and the rights to it, are what they should be"
            raise _unusable(address, f"{type(error).__name__}: {error}", hint) from None

    @property
    def secret(self) -> bytes:
        return self._secret

    def names(self, slot: str) -> list[str]:
        """Return the names of a slot's entries, in code point order."""
        found = self._try(lambda: self._system.ls(f"{self._root}/{slot}", detail=False))
        names = (basename(str(each).rstrip("/")) for each in found or ())
        return sorted(name for name in names if not name.endswith(PART))

    def open(self, slot: str, name: str) -> IO[bytes] | None:
        """Return an entry to read, None where there is none."""
        data = self._try(lambda: self._system.cat_file(f"{self._root}/{slot}/{name}"))
        return None if data is None else BytesIO(data)

    def keep(self, slot: str, name: str, data: bytes) -> None:
        """Keep an entry, whole or not at all; where that cannot be, nothing happens."""
        self._try(lambda: self._write(f"{self._root}/{slot}/{name}", data))

    def note_use(self, slot: str, name: str) -> None:
        """Do nothing: how long results are kept is said where they lie."""

    def _look(self) -> None:
        """See whether there is a place: raise what its library raises."""
        try:
            self._system.cat_file(f"{self._root}/{MARK}")
        except FileNotFoundError:
            self._write(f"{self._root}/{MARK}", b"results of octavo\n")

    def _write(self, path: str, data: bytes) -> bool:
        protocols: Any = self._system.protocol
        names = {protocols} if isinstance(protocols, str) else set(protocols)
        if names & OBJECTS:
            self._system.pipe_file(path, data)
            return True
        folder, _, name = path.rpartition("/")
        aside = f"{folder}/.{name}.{os.urandom(6).hex()}{PART}"
        self._system.makedirs(folder, exist_ok=True)
        self._system.pipe_file(aside, data)
        self._system.mv(aside, path)
        return True

    def _try(self, act: Callable[[], T]) -> T | None:
        """Return what somebody else's library gives, None where it fails."""
        if self._faults >= MOST_FAULTS:
            return None
        try:
            found = act()
        except FileNotFoundError:
            found = None
        except Exception:  # of any library that knows the protocol
            self._faults += 1
            return None
        self._faults = 0
        return found


def _unusable(address: str, reason: str, hint: str) -> BuildFailed:
    message = f"the store cannot be used: {reason}"
    return BuildFailed([Problem("E320", Place(address), message, hint)])

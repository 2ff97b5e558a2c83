"""A folder of goldens -> what it holds, and what has become of it since it was accepted.

Goldens lie in version control and go through merges, line ends and hands: a damaged one is told as
that, never as a difference of an edition.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from octavo.core.output import MARKER
from octavo.core.problems import Place, Problem
from octavo.goldens.projection import SUMS, TOOLCHAIN

PICTURE = ".png"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CONFLICT = re.compile(rb"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
_SUM = re.compile(r"[0-9a-f]{64}  \S.*")
_POINTER = b"version https://git-lfs.github.com/"


@dataclass(frozen=True, slots=True)
class Kept:
    """The goldens of one publication, as they lie there; line ends are those of Octavo."""

    where: str
    """The path of their folder, as messages name it."""
    files: Mapping[str, bytes]
    """Path below the folder -> bytes."""
    listed: Mapping[str, str]
    """Path -> digests of what ``accept`` wrote there, {} where the list is lost."""

    @property
    def is_begun(self) -> bool:
        """Whether somebody has accepted an edition here."""
        return bool(self.files or self.listed)

    def is_changed(self, path: str) -> bool:
        """Whether a golden is known not to be what was accepted."""
        known = self.listed.get(path, "").split()
        return bool(known) and hashlib.sha256(self.files[path]).hexdigest() not in known


def read_goldens(folder: Path, where: str) -> Kept:
    """Return what lies in a folder of goldens."""
    files = {path: _plain(path, (folder / path).read_bytes()) for path in _list_files(folder)}
    return Kept(where, files, _read_list(folder))


def _list_files(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path != MARKER)


def _plain(path: str, data: bytes) -> bytes:
    """Return a text with our line ends: git on Windows may have given it others."""
    return data if path.endswith(PICTURE) else data.replace(b"\r\n", b"\n")


def _read_list(folder: Path) -> dict[str, str]:
    try:
        told = json.loads((folder / MARKER).read_bytes())["files"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return {}
    found = told.items() if isinstance(told, dict) else ()
    return {name: digests for name, digests in found if isinstance(digests, str)}


def find_damage(kept: Kept, slug: str) -> dict[str, Problem]:
    """Return path -> what is wrong with a golden by itself: it is compared with nothing.

    Problems: E405 (a merge was left open in it), E406 (it cannot be read).
    """
    found = {path: _damage(kept, path, slug) for path in kept.files}
    return {path: problem for path, problem in found.items() if problem}


def _damage(kept: Kept, path: str, slug: str) -> Problem | None:
    data = kept.files[path]
    place = Place(f"{kept.where}/{path}")
    conflict = None if path.endswith(PICTURE) else _CONFLICT.search(data)
    if conflict:
        line = data.count(b"\n", 0, conflict.start()) + 1
        message = "a merge was left open in this golden: it has the lines of both sides"
        hint = f"finish the merge of source/, then: octavo accept --force {slug}, and git diff"
        return Problem("E405", Place(place.path, line), message, hint)
    why = _unreadable(path, data)
    if not why:
        return None
    hint = f"bring it back: git checkout -- {place.path}; or: octavo accept --force {slug}"
    return Problem("E406", place, f"this golden cannot be read: {why}", hint)


def _unreadable(path: str, data: bytes) -> str:
    if data.startswith(_POINTER):
        return "only the pointer of Git LFS lies here (git lfs pull)"
    if path.endswith(PICTURE):
        return _fault_of_picture(data)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return f"byte {error.start} is no UTF-8"
    if "\0" in text:
        return "it holds null bytes"
    if path == SUMS:
        wrong = [n for n, line in enumerate(text.splitlines(), 1) if not _SUM.fullmatch(line)]
        return f"line {wrong[0]} is no check sum" if wrong else "" if text else "it is empty"
    return _fault_of_tools(text) if path == TOOLCHAIN else ""


def _fault_of_tools(text: str) -> str:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        return f"line {line} is no JSON" if line else "it is no JSON"
    parts = [told.get(name) for name in ("native", "wheels")] if isinstance(told, dict) else [None]
    return "" if all(isinstance(part, dict) for part in parts) else "it does not list the tools"


def _fault_of_picture(data: bytes) -> str:
    """Return why a PNG cannot be drawn: its chunks are read, with their check sums."""
    if not data.startswith(_SIGNATURE):
        return "it is no PNG" if data else "it is empty"
    kinds = list(_chunks(data))
    if not kinds or kinds[-1] != b"IEND":
        return "the picture is cut off, or damaged"
    return ""


def _chunks(data: bytes) -> Iterator[bytes]:
    """Yield the kinds of a PNG's chunks up to the first that is damaged."""
    at = len(_SIGNATURE)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        body, end = data[at + 4 : at + 8 + size], at + 12 + size
        if end > len(data) or zlib.crc32(body) != int.from_bytes(data[end - 4 : end], "big"):
            return
        yield body[:4]
        at = end

"""Entries of a tree of git -> files below a folder, and nowhere else.

A tree may come from a stranger who wrote it by hand: names that climb out, links that do. Files
are written before any link is there, none over another; links are made last and then followed.
"""

import os
import shutil
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from octavo.diff.git import BlobReader, GitFailure, TreeEntry

LONGEST_LINK = 4096
"""Bytes of what a link says."""
NO_NAMES = frozenset({"", ".", "..", ".git", "git~1"})
DEVICES = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}
"""Names that Windows keeps for itself, with any ending."""


def write_entries(entries: Iterable[TreeEntry], reader: BlobReader, target: Path) -> None:
    """Write files, folders and links; raises GitFailure where one would lead elsewhere.

    A submodule is an empty folder. A link has to stay below the target, wherever others lead it.
    """
    found = list(entries)
    if fault := _fault(found):
        raise GitFailure(fault)
    target = target.resolve()
    try:
        _write_files(found, reader, target)
        links = {target / each.path: _aim(each, reader) for each in found if each.is_link}
        for place, aim in links.items():
            _make_link(place, aim, target)
    except (OSError, ValueError) as error:
        raise GitFailure(f"a name is not possible here: {error}") from None
    for place, aim in links.items():
        if not Path(os.path.realpath(place)).is_relative_to(target):
            raise GitFailure(f"the link {place.name!r} leads out of it: {aim!r}")


def is_safe_name(name: str, on_windows: bool) -> bool:
    """Whether a name of a tree is one of a file, not a way to somewhere else."""
    if name.lower() in NO_NAMES or "/" in name or "\0" in name:
        return False
    if not on_windows:
        return True
    stem = name.split(".")[0].rstrip(" ").lower()
    is_plain = not any(sign in name for sign in '\\:*?"<>|') and name == name.rstrip(". ")
    return is_plain and stem not in DEVICES


def _fault(entries: Iterable[TreeEntry]) -> str:
    """Return what is wrong with the paths, '' where nothing is.

    Each folder is an entry before what it holds, so a file that a name with a slash puts into no
    folder, or into a link, has none.
    """
    seen, folders = set(), {""}
    for entry in entries:
        folder, _, name = entry.path.rpartition("/")
        if not is_safe_name(name, os.name == "nt") or folder not in folders:
            return f"a file has the name {entry.path!r}"
        if entry.path in seen:
            return f"two files have the name {entry.path!r}"
        seen.add(entry.path)
        if entry.kind == "tree":
            folders.add(entry.path)
    return ""


def _write_files(entries: Iterable[TreeEntry], reader: BlobReader, target: Path) -> None:
    for entry in entries:
        place = target / entry.path
        if entry.kind != "blob":
            place.mkdir()
        elif not entry.is_link:
            with place.open("xb") as file:
                reader.copy(entry, file)


def _aim(entry: TreeEntry, reader: BlobReader) -> str:
    """Return what a link says; raises GitFailure where that begins at the root."""
    if entry.size > LONGEST_LINK:
        raise GitFailure(f"the link {entry.path!r} says more than any path")
    held = BytesIO()
    reader.copy(entry, held)
    aim = os.fsdecode(held.getvalue())
    if not aim or Path(aim).anchor:
        raise GitFailure(f"the link {entry.path!r} leads out of it: {aim!r}")
    return aim


def _make_link(place: Path, aim: str, target: Path) -> None:
    """Make a link, or a copy of its file where the system lets nobody make links."""
    try:
        place.symlink_to(aim)
    except OSError as error:
        if not (isinstance(error, PermissionError) or getattr(error, "winerror", None)):
            raise
        file = Path(os.path.realpath(place.parent / aim))
        if not file.is_relative_to(target):
            raise GitFailure(f"the link {place.name!r} leads out of it: {aim!r}") from None
        if file.is_file():
            shutil.copyfile(file, place)

"""A bundle, as a ZIP archive or unpacked -> its files by name, none of which is trusted.

Nothing is unpacked to the disk. What a name, a link or a size would do to somebody who unpacks the
bundle by hand is refused here.
"""

import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo, is_zipfile

from octavo.core.inputs import is_plain_file
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.diff.checkout import is_safe_name

FACTS = "release.json"
"""By this file a bundle is known."""
MOST_BYTES = 1024 * 2**20
"""Of all files of a bundle together, unpacked."""
MOST_FILES = 20_000
ENDING = ".zip"
CHUNK = 2**20
ANEW = "take the bundle anew from where it came"
DISTRUST = "do not unpack it: no bundle that Octavo makes is such; take another from its source"
_UNSOUND = (
    *(BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError),
    NotImplementedError,
)


def is_bundle(named: Path) -> bool:
    """Whether a path is meant for a bundle: an archive, a folder with its facts, or one of these
    facts' own."""
    if named.is_dir():
        return is_plain_file(named / FACTS)
    return named.name == FACTS or named.suffix.lower() == ENDING or _begins_as_zip(named)


def read_files(named: Path) -> dict[str, bytes]:
    """Return the files of a bundle by their names, without the folder that an archive has around
    them; raises BuildFailed.

    Problems: E910 (it cannot be read: cut off, damaged, no archive, too large), E911 (an entry
    leads elsewhere, is a link, or stands there twice).
    """
    if named.is_dir():
        return dict(_in_folder(named))
    if named.name == FACTS:
        return dict(_in_folder(named.parent))
    return _in_archive(named)


def _begins_as_zip(named: Path) -> bool:
    if not is_plain_file(named):
        return False
    with named.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _in_archive(named: Path) -> dict[str, bytes]:
    if not is_plain_file(named) or not is_zipfile(named):
        raise _unreadable(named, "it is no archive, or is cut off", ANEW)
    try:
        with ZipFile(named) as archive:
            entries = archive.infolist()
            _refuse_entries(named, entries)
            files = _unpack(named, archive, [each for each in entries if not each.is_dir()])
    except _UNSOUND as reason:
        raise _unreadable(named, f"the archive is damaged: {reason}", ANEW) from None
    return _without_folder(named, files)


def _refuse_entries(named: Path, entries: list[ZipInfo]) -> None:
    """Raise BuildFailed where an archive holds what no bundle does. Problems: E910, E911."""
    if len(entries) > MOST_FILES:
        raise _unreadable(named, f"it holds more than {MOST_FILES:,} entries", DISTRUST)
    if sum(each.file_size for each in entries) > MOST_BYTES:
        raise _too_large(named)
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        mode = entry.external_attr >> 16
        parts = name.removesuffix("/").split("/")
        if not all(is_safe_name(part, on_windows=True) for part in parts):
            raise _hostile(named, f"the entry {name!r} leads elsewhere")
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _hostile(named, f"the entry {name!r} is a link, or no file")
        if name.casefold() in seen:
            raise _hostile(named, f"the entry {name!r} is there twice")
        if entry.flag_bits & 1:
            raise _hostile(named, f"the entry {name!r} is encrypted")
        seen.add(name.casefold())


def _unpack(named: Path, archive: ZipFile, entries: list[ZipInfo]) -> dict[str, bytes]:
    """Return what the entries hold; no more of it than they, and all of them together, may."""
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    for entry in entries:
        held = bytearray()
        with archive.open(entry) as file:
            while data := file.read(CHUNK):
                held += data
                if len(held) > min(left, entry.file_size):
                    raise _too_large(named)
        left -= len(held)
        found[entry.filename] = bytes(held)
    return found


def _without_folder(named: Path, files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of an archive by their names in the one folder that holds them all."""
    folder = next((name[: -len(FACTS)] for name in files if _is_facts(name)), None)
    if folder is None:
        raise _unreadable(
            named, f"it holds no {FACTS}: it is cut off, or no bundle of a release", ANEW
        )
    if outside := [name for name in files if not name.startswith(folder)]:
        raise _hostile(named, f"{outside[0]!r} lies outside of its folder")
    return {name.removeprefix(folder): data for name, data in files.items()}


def _is_facts(name: str) -> bool:
    return name.rpartition("/")[2] == FACTS and name.count("/") <= 1


def _in_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files below a folder; hidden ones, which systems put there, are passed over."""
    left = MOST_BYTES
    for number, path in enumerate(sorted(folder.rglob("*"))):
        name = path.relative_to(folder).as_posix()
        if number > MOST_FILES:
            raise _unreadable(folder, f"it holds more than {MOST_FILES:,} files", ANEW)
        if path.is_symlink():
            raise _hostile(path, "it is a link")
        if path.is_dir() or any(part.startswith(".") for part in name.split("/")):
            continue
        if not is_plain_file(path):
            raise _hostile(path, "it is no file")
        left -= path.stat().st_size
        if left < 0:
            raise _too_large(folder)
        yield name, path.read_bytes()


def _unreadable(path: Path, message: str, hint: str) -> BuildFailed:
    return BuildFailed([Problem("E910", Place(path.as_posix()), message, hint)])


def _too_large(path: Path) -> BuildFailed:
    return _unreadable(path, f"it holds more than it says, or than {MOST_BYTES >> 20} MiB", ANEW)


def _hostile(path: Path, message: str) -> BuildFailed:
    return BuildFailed([Problem("E911", Place(path.as_posix()), message, DISTRUST)])

"""A bundle, as a ZIP archive or unpacked -> its files by name, none of which is trusted.

Nothing is unpacked to the disk. What a name, a link or a size would do to somebody who unpacks the
bundle by hand is refused here.
"""

import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize
from zipfile import (
    ZIP_DEFLATED,
    ZIP_STORED,
    BadZipFile,
    LargeZipFile,
    ZipFile,
    ZipInfo,
    is_zipfile,
)

from octavo.core.inputs import is_plain_file
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.diff.checkout import is_safe_name

FACTS = "release.json"
"""By this file a bundle is known."""
MOST_BYTES = 1024 * 2**20
"""Of all files of a bundle together, unpacked."""
MOST_FILES = 20_000
MOST_SHARE = 100
"""Times the size of an archive, to which it may unpack; Octavo packs nothing, and others pack books
to a tenth."""
FREE_BYTES = 16 * 2**20
"""Which any archive may unpack to."""
PACKED = (ZIP_STORED, ZIP_DEFLATED)
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
    if not _begins_as_zip(named) or not is_zipfile(named):
        raise _unreadable(named, "it is no archive, or is cut off", ANEW)
    most = min(MOST_BYTES, FREE_BYTES + MOST_SHARE * named.stat().st_size)
    try:
        with ZipFile(named) as archive:
            entries = archive.infolist()
            _refuse_entries(named, entries, most)
            files = _unpack(named, archive, [each for each in entries if not each.is_dir()], most)
    except _UNSOUND as reason:
        raise _unreadable(named, f"the archive is damaged: {reason}", ANEW) from None
    return _without_folder(named, files)


def _refuse_entries(named: Path, entries: list[ZipInfo], most: int) -> None:
    """Raise BuildFailed where an archive holds what no bundle does. Problems: E910, E911."""
    if len(entries) > MOST_FILES:
        raise _unreadable(named, f"it holds more than {MOST_FILES:,} entries", DISTRUST)
    if sum(each.file_size for each in entries) > most:
        raise _too_large(named)
    seen: set[str] = set()
    folders: set[str] = set()
    for entry in entries:
        if fault := _fault_of(entry):
            raise _hostile(named, f"the entry {entry.orig_filename!r} {fault}")
        if entry.compress_type not in PACKED:
            raise _unreadable(named, f"{entry.orig_filename!r} is packed in a strange way", ANEW)
        alike = _as_systems_see(entry.orig_filename)
        if alike in seen:
            raise _hostile(named, f"the entry {entry.orig_filename!r} is there twice")
        seen.add(alike)
        folders |= {alike[:at] for at, sign in enumerate(alike) if sign == "/"}
    if both := sorted(seen & folders):
        raise _hostile(named, f"the entry {both[0]!r} is a file and a folder")


def _fault_of(entry: ZipInfo) -> str:
    """Return what an entry would do to whoever unpacks it, '' where that is nothing."""
    parts = entry.orig_filename.removesuffix("/").split("/")
    if not all(is_safe_name(part, on_windows=True) for part in parts):
        return "leads elsewhere"
    is_folder = entry.orig_filename.endswith("/")
    kinds = (0, stat.S_IFDIR if is_folder else stat.S_IFREG)
    if stat.S_IFMT(entry.external_attr >> 16) not in kinds or (is_folder and entry.file_size):
        return "is a link, or no file"
    return "is encrypted" if entry.flag_bits & 1 else ""


def _as_systems_see(name: str) -> str:
    """Return a name as systems take it that tell no cases, and no ways to write an accent."""
    return normalize("NFC", normalize("NFC", name).casefold())


def _unpack(named: Path, archive: ZipFile, entries: list[ZipInfo], left: int) -> dict[str, bytes]:
    """Return what the entries hold; no more of it than they, and all of them together, may."""
    found: dict[str, bytes] = {}
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
    return _unreadable(path, "it holds more than it says, or than a bundle may", DISTRUST)


def _hostile(path: Path, message: str) -> BuildFailed:
    return BuildFailed([Problem("E911", Place(path.as_posix()), message, DISTRUST)])

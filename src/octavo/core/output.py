"""The only door out of a project: what Octavo puts on disk, and what it must leave alone.

A file that stands already is replaced only where Octavo wrote it: the marker in its folder lists
it, and its bytes are still those that were written. Whatever else lies there stays.
"""

import contextlib
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from octavo.core.problems import Place, Problem, stop_on_errors
from octavo.core.refusals import refusals

MARKER = ".octavo-files.json"
"""Lists what Octavo wrote in its folder and below: {"octavo": 1, "files": {path: "sha256 …"}}."""
PRIVATE = ".octavo-"
"""Begins all names that are Octavo's own where editions stand."""
LOCK = f"{PRIVATE}lock"
PART = ".part"
"""How files end that are being written."""
MOST_MARKER = 10_000_000
"""Bytes of a marker; a larger one is none of ours."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files that belong into one folder, whose marker lists them."""

    folder: Path
    files: Mapping[str, bytes]
    """Path below the folder, with slashes -> bytes."""
    is_whole: bool = False
    """Whether what Octavo wrote there earlier goes, where it is not among the files."""


class Output:
    """Writes for one project; ``force`` lets it replace files that it did not write."""

    def __init__(self, root: Path, force: bool = False) -> None:
        self._root = _spell_out(root)
        self._force = force

    def put(self, *parcels: Parcel) -> None:
        """Write all files, each whole or not at all; none where one of them may not be written.

        Raises BuildFailed: E801 (a file that Octavo did not write), E802 (a folder of sources),
        E803 (a link that leads out), E804 (the system refuses).
        """
        stop_on_errors(problem for each in parcels for problem in self._faults(each))
        for each in parcels:
            with refusals(each.folder):
                _put(each)

    def look(self, paths: Iterable[Path]) -> None:
        """Raise as ``put`` would for files that are yet to be made: before hours of work."""
        parcels = [Parcel(path.parent, {path.name: b""}) for path in paths]
        stop_on_errors(problem for each in parcels for problem in self._faults(each))

    def look_at(self, folder: Path) -> bool:
        """Return whether anything may be written into a folder; raises BuildFailed where nothing
        may: E802, E803."""
        stop_on_errors(self._place_faults(folder))
        return True

    def swap(self, out: Path, name: str, files: Mapping[str, bytes]) -> None:
        """Make ``out``/``name`` a folder of these files, whole or not at all.

        They are written aside first and take the folder's place by renaming, so that a build that
        is stopped leaves the last good editions; two builds at once wait for each other. What
        somebody else has put into the folder stays in it. Raises as ``put``.
        """
        parcel = Parcel(out, {f"{name}/{path}": data for path, data in files.items()})
        with self.alone(out):
            exchange = _Exchange(out, name)
            exchange.recover()
            stop_on_errors(self._faults(parcel))
            if not _is_put(parcel, f"{name}/"):
                try:
                    exchange.run(parcel)
                except OSError:
                    exchange.recover()
                    raise

    @contextlib.contextmanager
    def alone(self, out: Path) -> Iterator[None]:
        """Hold a folder of editions while others wait for it. Problems: E802, E803, E804."""
        stop_on_errors(self._place_faults(out))
        with refusals(out), lock(out):
            yield

    def _faults(self, parcel: Parcel) -> Iterator[Problem]:
        """Yield why files may not be written where they should go."""
        wrong = list(self._place_faults(parcel.folder))
        if wrong:
            yield from wrong
            return
        listed = _read_marker(parcel.folder)
        going = _find_leftovers(parcel, listed) if parcel.is_whole else ()
        for name in sorted({*parcel.files, *going}):
            path = parcel.folder / name
            if not leads_inside(path.parent, parcel.folder):
                yield _leads_out(path)
            elif not _may_go(path, parcel.files.get(name), listed.get(name, "")):
                yield from self._refusal(path)

    def _refusal(self, path: Path) -> Iterator[Problem]:
        place = Place(str(path))
        if path.is_dir() and not path.is_symlink():
            hint = "move the folder away, or let the output go elsewhere"
            yield Problem("E801", place, "a folder stands where a file should go", hint)
        elif not (path.is_symlink() or path.is_file()):
            hint = "let the output go elsewhere: what is replaced by a file is gone for the system"
            yield Problem("E801", place, "a device, a pipe or a socket stands here", hint)
        elif not self._force:
            what = "a link" if path.is_symlink() else "not as Octavo wrote it, or not of Octavo"
            hint = "move it away, let the output go elsewhere, or replace it with --force"
            yield Problem("E801", place, f"the file that stands here is {what}", hint)

    def _place_faults(self, folder: Path) -> Iterator[Problem]:
        """Yield why nothing may be written into a folder."""
        if fault := link_fault(self._root, folder):
            yield fault
        elif self._is_source(folder.resolve()):
            hint = "name another folder: what is made never goes where sources lie"
            yield Problem("E802", Place(str(folder)), "this is a folder of sources", hint)

    def _is_source(self, folder: Path) -> bool:
        """Whether a folder is, or lies in, sources or templates of this project or of another."""
        own = {_identity(self._root / name) for name in ("source", "templates")} - {None}
        return any(
            _identity(each) in own or _holds_publications(each)
            for each in (folder, *folder.parents)
        )


@contextlib.contextmanager
def lock(out: Path) -> Iterator[None]:
    """Hold a lock that other builds wait for; the system frees it when a process ends."""
    out.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(out / LOCK, flags, 0o666), "rb") as file:
        try:
            import fcntl
        except ImportError:  # Windows: renames there fail by themselves while a file is open
            yield
            return
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def link_fault(root: Path, folder: Path) -> Problem | None:
    """Return why nothing may be kept in a folder of the project: a link on its way leads out."""
    is_own = _spell_out(folder).is_relative_to(_spell_out(root))
    return _leads_out(folder) if is_own and not leads_inside(folder, root) else None


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new, never a part, also where threads
    and processes write it at once.

    A link of the file's name is replaced, not followed. Whether the file may be replaced is for
    the caller to know: what users find goes through ``Output``.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.urandom(6).hex()}{PART}")
    try:
        with partial.open("xb") as file:
            file.write(data)
        partial.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)  # on a full disk every byte counts
        raise


def drop_file(target: Path) -> None:
    """Take away a file that the caller knows for ours; of a link the link goes."""
    if target.is_symlink() or target.is_file():
        target.unlink()


def drop_folder(target: Path) -> None:
    """Take away a folder of ours in which nothing is left."""
    with contextlib.suppress(OSError):
        target.rmdir()


class _Exchange:
    """A folder of editions and the two names beside it that it passes through."""

    def __init__(self, out: Path, name: str) -> None:
        self._out, self._name = out, name
        self._target = out / name
        self._new, self._old = out / f"{PRIVATE}new-{name}", out / f"{PRIVATE}old-{name}"

    def recover(self) -> None:
        """Put right what a build left that was stopped between its renames."""
        if self._old.is_dir() and not os.path.lexists(self._target):
            self._old.rename(self._target)
        self._clear()

    def run(self, parcel: Parcel) -> None:
        for name, data in parcel.files.items():
            write_whole(self._new / name.removeprefix(f"{self._name}/"), data)
        _note(parcel, f"{self._name}/")
        if os.path.lexists(self._target):
            self._target.rename(self._old)
        self._new.rename(self._target)
        self._clear()

    def _clear(self) -> None:
        """Take away what is aside; what somebody else put among the editions goes back to them."""
        for aside in (self._new, self._old):
            if aside.is_symlink() or aside.is_file():
                aside.unlink()
        if self._old.is_dir():
            self._carry()
        for aside in (self._new, self._old):
            shutil.rmtree(aside, ignore_errors=True)

    def _carry(self) -> None:
        listed = _read_marker(self._out)
        for path in sorted(self._old.rglob("*")):
            below = path.relative_to(self._old)
            target = self._target / below
            known = listed.get(f"{self._name}/{below.as_posix()}", "")
            if path.is_dir() and not path.is_symlink():
                continue
            if not _is_ours(path, known) and not os.path.lexists(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                path.rename(target)


def _put(parcel: Parcel) -> None:
    scope = "" if parcel.is_whole else None
    if _is_put(parcel, scope):
        return
    going = _find_leftovers(parcel, _read_marker(parcel.folder)) if parcel.is_whole else ()
    _note(parcel, scope)
    for name, data in parcel.files.items():
        if _bytes(parcel.folder / name) != data:
            write_whole(parcel.folder / name, data)
    for name in going:
        (parcel.folder / name).unlink(missing_ok=True)


def _is_put(parcel: Parcel, scope: str | None) -> bool:
    """Whether a folder holds the files already, and nothing more of ours below ``scope``."""
    listed = _read_marker(parcel.folder)
    return (
        all(name in listed for name in parcel.files)
        and not (scope is not None and _find_leftovers(parcel, listed, scope))
        and all(_bytes(parcel.folder / name) == data for name, data in parcel.files.items())
    )


def _find_leftovers(parcel: Parcel, listed: Mapping[str, str], scope: str = "") -> list[str]:
    """Return what Octavo wrote earlier below ``scope`` and does not write now."""
    old = (name for name in listed if name.startswith(scope) and name not in parcel.files)
    return sorted(name for name in old if os.path.lexists(parcel.folder / name))


def _may_go(path: Path, data: bytes | None, known: str) -> bool:
    """Whether what stands at a path may be replaced: nothing, the same bytes, or our own."""
    if not os.path.lexists(path):
        return True
    return _is_ours(path, known) or (data is not None and _bytes(path) == data)


def _is_ours(path: Path, known: str) -> bool:
    data = _bytes(path) if known else None
    return data is not None and _digest(data) in known.split()


def _bytes(path: Path) -> bytes | None:
    """Return what a regular file holds; None of a link, a folder, a pipe, or nothing."""
    try:
        return path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else None
    except OSError:
        return None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_marker(folder: Path) -> dict[str, str]:
    """Return path -> digests of what Octavo wrote in a folder, as its marker tells them."""
    path = folder / MARKER
    try:
        if path.stat().st_size > MOST_MARKER:
            return {}
        files = json.loads(_bytes(path) or b"")["files"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return {}
    found = files.items() if isinstance(files, dict) else ()
    return {name: told for name, told in found if isinstance(told, str) and _is_below(name)}


def _is_below(name: str) -> bool:
    pure = PurePosixPath(name)
    return bool(name) and not pure.is_absolute() and ".." not in pure.parts and "\0" not in name


def _note(parcel: Parcel, scope: str | None) -> None:
    """List files before they are written, beside what they replace: whoever is stopped in between
    leaves files that are ours either way. What was ours below ``scope`` is forgotten."""
    before = _read_marker(parcel.folder)
    told = {
        name: known
        for name, known in before.items()
        if (scope is None or not name.startswith(scope)) and (parcel.folder / name).is_file()
    }
    for name, data in parcel.files.items():
        now = _bytes(parcel.folder / name)
        old = _digest(now) if now is not None else ""
        ours = [old] if old in before.get(name, "").split() else []
        told[name] = " ".join(dict.fromkeys([_digest(data), *ours]))
    for name in _find_leftovers(parcel, before, scope) if scope is not None else ():
        told[name] = before[name]
    lines = json.dumps({"octavo": 1, "files": told}, indent=1, sort_keys=True, ensure_ascii=False)
    write_whole(parcel.folder / MARKER, f"{lines}\n".encode())


def leads_inside(path: Path, folder: Path) -> bool:
    """Whether a path, with all links followed, is still in a folder."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _leads_out(path: Path) -> Problem:
    hint = "take the link away, or name the folder that it leads to"
    return Problem("E803", Place(str(path)), "a link leads out of the project from here", hint)


def _spell_out(path: Path) -> Path:
    """Return a path from the root of the system, its links as they are written."""
    return Path(os.path.abspath(path))  # noqa: PTH100  (resolve would follow them)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _holds_publications(folder: Path) -> bool:
    try:
        if (folder / "publication.yaml").is_file():
            return True
        return folder.name == "source" and any(folder.glob("*/publication.yaml"))
    except OSError:
        return False

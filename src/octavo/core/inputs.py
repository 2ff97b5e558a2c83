"""The only door through which the outside world enters a build: files, clock, environment, engines.

Every question is recorded with a digest of its answer, so that a result can be recalled only
while all its questions still have the same answers. Questions are strings:

    file:ROOT:PATH    bytes of a file, or that there is none
    list:ROOT:FOLDER  paths of all files below a folder
    env:NAME          an environment variable
    option:NAME       what the command says of a file that is built by itself
    dist:NAME         version of an installed Python distribution
    native:NAME       version of a native library
    package           our own code
    code              our own code, and the versions of the wheels that it works with
"""

import hashlib
import os
import stat
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from octavo.core import installed, native, pins
from octavo.core.inner_file import TooLarge, read_inner
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.refusals import FOLDER, UNREADABLE, odd_fault, odd_kind, read_fault

ABSENT, CLOSED = "absent", "closed"
PACKAGE = Path(__file__).parent.parent
"""Our own code: what every result is made by."""
MOST_BYTES = 500_000_000
"""Of a file that is read; what it is gives it smaller bounds."""
SKIPPED = frozenset({"__pycache__", ".git", ".octavo"})


class Outside(Exception):
    """Raised for a path that leaves its root (absolute, ``..`` or a link that leads out)."""


class _WorldAnswer(NamedTuple):
    """What the world says, with its digest: the same font is asked for a thousand times."""

    value: bytes | None
    digest: str


class Inputs:
    """Files below named roots, the environment, and engine versions; remembers what was asked."""

    def __init__(
        self,
        roots: Mapping[str, Path],
        environ: Mapping[str, str],
        options: Mapping[str, str] | None = None,
    ) -> None:
        self._roots = {name: root.resolve() for name, root in roots.items()}
        self._environ, self._options = environ, options or {}
        self._memory: dict[str, _WorldAnswer] = {}
        self.asked: dict[str, str] = {}

    def recorder(self) -> "Inputs":
        """Return a door to the same world with an empty record of its own."""
        child = Inputs.__new__(Inputs)
        child._roots, child._environ, child._options = self._roots, self._environ, self._options
        child._memory, child.asked = self._memory, {}
        return child

    def find(self, path: str, root: str = "publication") -> bytes | None:
        """Return the bytes of a file, or None where there is none; raises Outside.

        Raises BuildFailed where it is there and cannot be read: E805.
        """
        question = f"file:{root}:{path}"
        return self._answer(question)

    def digest(self, path: str, root: str = "publication") -> str:
        """Return the SHA-256 of a file, or '' where there is none; raises as ``find`` does."""
        self.find(path, root)
        found = self.asked[f"file:{root}:{path}"]
        return "" if found == ABSENT else found

    def listing(self, folder: str = "", root: str = "publication") -> tuple[str, ...]:
        """Return the paths of all files below ``folder``, from the root, in code point order.

        Raises BuildFailed where a folder cannot be read: E805.
        """
        question = f"list:{root}:{folder}"
        found = self._answer(question)
        return tuple(found.decode().split("\0")) if found else ()

    def environment(self, name: str) -> str | None:
        """Return an environment variable."""
        question = f"env:{name}"
        value = self._answer(question)
        return None if value is None else value.decode()

    def option(self, name: str) -> str:
        """Return what the command says of a file that is built by itself; '' where it is silent."""
        question = f"option:{name}"
        value = self._answer(question)
        return (value or b"").decode()

    def version(self, distribution: str) -> str:
        """Return the version of an installed distribution, '' where it is not installed."""
        question = f"dist:{distribution}"
        value = self._answer(question)
        return (value or b"").decode()

    def native_version(self, library: str) -> str:
        """Return the version of a native library that shapes pages, '' where it is missing."""
        question = f"native:{library}"
        value = self._answer(question)
        return (value or b"").decode()

    def code(self) -> str:
        """Return a digest of our own code and of the versions of the wheels beneath it."""
        return (self._answer("code") or b"").decode()

    def package(self) -> str:
        """Return a digest of our own code alone."""
        return (self._answer("package") or b"").decode()

    def answer(self, question: str) -> str:
        """Return the digest that ``question`` has now, without recording that it was asked.

        What is there and cannot be read has none that a result was ever made with.
        """
        try:
            return self._look(question).digest
        except Outside:
            return ABSENT
        except BuildFailed:
            return CLOSED

    def folder(self, root: str) -> Path:
        """Return where a root lies, for engines that must be handed a folder (fonts)."""
        return self._roots[root]

    def has_root(self, root: str) -> bool:
        return root in self._roots

    @property
    def roots(self) -> tuple[str, ...]:
        """Return the names of the roots, in code point order."""
        return tuple(sorted(self._roots))

    def _answer(self, question: str) -> bytes | None:
        """Return what the world says to a question, and record that it was asked."""
        value, self.asked[question] = self._look(question)
        return value

    def _look(self, question: str) -> _WorldAnswer:
        if question not in self._memory:
            value = self._ask(question)
            self._memory[question] = _WorldAnswer(value, _digest(value))
        return self._memory[question]

    def _ask(self, question: str) -> bytes | None:
        kind, _, rest = question.partition(":")
        if kind == "env":
            value = self._environ.get(rest)
            return None if value is None else value.encode()
        if kind == "option":
            return self._options.get(rest, "").encode() or None
        if kind == "dist" and rest == "octavo":
            return pins.release().version.encode()  # the same, installed or run from a checkout
        if kind == "dist":
            return installed.version(rest).encode() or None
        if kind in ("code", "package"):
            return self._digest_ours(kind).encode()
        if kind == "native":
            return native.version(rest).encode() or None
        root, _, path = rest.partition(":")
        return self._read(root, path) if kind == "file" else self._list(root, path)

    def _digest_ours(self, kind: str) -> str:
        own = _digest_running(PACKAGE)
        return own if kind == "package" else _digest_with_wheels(own, tuple(sys.path))

    def _inside(self, root: str, path: str) -> Path | None:
        base = self._roots.get(root)
        if base is None:
            return None
        parts = PurePosixPath(path).parts
        if path.startswith("/") or "\\" in path or "\0" in path or ".." in parts:
            raise Outside(path)
        try:
            target = (base / path).resolve()
        except (OSError, RuntimeError):  # a link in a loop
            return None
        if not target.is_relative_to(base):
            raise Outside(path)
        return target

    def _read(self, root: str, path: str) -> bytes | None:
        target = self._inside(root, path)
        try:
            if target is None or not target.is_file():
                self._refuse_odd(target, root, path)
                return None
            return read_inner(self._roots[root], target, MOST_BYTES)
        except TooLarge:
            where = self._place_of(root, path)
            message = f"it has more than {MOST_BYTES // 10**6:,} MB: nothing of it was read"
            hint = "divide it, or make it smaller"
            raise BuildFailed([Problem("E322", Place(where), message, hint)]) from None
        except OSError as error:
            self._refuse(error, root, path)
            return None

    def _refuse(self, error: OSError, root: str, path: str) -> None:
        """Raise BuildFailed where something is there and cannot be read. Problems: E805."""
        if error.errno in UNREADABLE:
            raise BuildFailed([read_fault(error, self._place_of(root, path))]) from None

    def _refuse_odd(self, target: Path | None, root: str, path: str) -> None:
        """Raise BuildFailed where what stands under the name of a file is none. Problems: E805.

        A folder may be asked for as well, where its name does not end as that of a file.
        """
        base = self._roots.get(root)
        if base is None or (target == base / path and not os.path.lexists(target)):
            return
        what = odd_kind(base / path)
        if what and (what != FOLDER or PurePosixPath(path).suffix):
            raise BuildFailed([odd_fault(what, self._place_of(root, path))])

    def _place_of(self, root: str, path: str) -> str:
        """Return how a place is told: as a publication's places are, that of anything else from
        the root of the system."""
        is_own = root == "publication" and path not in ("", ".")
        return path if is_own else str(self._roots[root] / path)

    def _list(self, root: str, folder: str) -> bytes | None:
        target = self._inside(root, folder)
        if target is None or not target.is_dir():
            return None
        base, found = self._roots[root], []

        def refuse(error: OSError) -> None:
            self._refuse(error, root, Path(error.filename).relative_to(base).as_posix())

        for parent, folders, names in os.walk(target, onerror=refuse):  # noqa: TID251  (sorted below: this is the door)
            folders[:] = [name for name in folders if name not in SKIPPED and name[0] != "."]
            paths = (Path(parent) / name for name in names if name[0] != ".")
            found += [path.relative_to(base).as_posix() for path in paths if is_plain_file(path)]
        return "\0".join(sorted(map(readable, found))).encode()


def readable(path: str) -> str:
    """Return a path in which every sign can be written; bytes that are no UTF-8 as ``\\xff``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def is_plain_file(path: Path) -> bool:
    """Tell a file that is there, also behind links, from what a program would wait for or read
    without end: pipes, devices, sockets, links to nowhere or in loops."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):  # names no system takes
        return False


def package_digest(package: Path) -> str:
    """Return a digest of all files of our package.

    Of the templates, which a wheel carries inside the package, a step asks those that it reads.
    """
    found = hashlib.sha256()
    for parts in sorted(_package_files(package)):
        data = package.joinpath(*parts).read_bytes()
        found.update(f"{'/'.join(parts)} {_digest(data)}\n".encode())
    return found.hexdigest()


def _package_files(package: Path) -> Iterator[tuple[str, ...]]:
    """Yield the parts of the path of each file of our package, compiled code and templates apart:
    every command asks, and a walk looks into no folder of theirs."""
    for parent, folders, names in os.walk(package):  # noqa: TID251  (sorted by whoever asks)
        above = Path(parent).relative_to(package).parts
        ours = {"templates"} if not above else set()
        folders[:] = [each for each in folders if "__pycache__" not in each and each not in ours]
        for name in names:
            if "__pycache__" not in name and is_plain_file(Path(parent, name)):
                yield *above, name


@cache
def _digest_running(package: Path) -> str:
    """Return ``package_digest`` of the code that runs, which is that of the first look."""
    return package_digest(package)


@cache
def _digest_with_wheels(own: str, places: tuple[str, ...]) -> str:
    """Return a digest of our package (``own``: its digest), of the versions of the wheels that it
    pins, and of the plugins that are installed; ``places``: where Python looks for them."""
    found = hashlib.sha256(own.encode())
    for name in sorted({*pins.release().wheels, *pins.COMPANIONS}):
        if version := installed.version(name):
            found.update(f"{name} {version}\n".encode())
    found.update(installed.plugin_digest().encode())
    return found.hexdigest()


def alike(path: str) -> str:
    """Return what two paths have in common that some file systems hold for one."""
    return unicodedata.normalize("NFC", path).casefold()


def _digest(data: bytes | None) -> str:
    return ABSENT if data is None else hashlib.sha256(data).hexdigest()

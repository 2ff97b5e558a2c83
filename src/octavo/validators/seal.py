"""A seal on what was installed: what it was made of, and a digest of every file that came of it.

The seal is a file beside the folder: ``node_modules`` has ``node_modules.seal.json``. A folder
that has no seal, or another than its files, is as good as none.
"""

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory


class Unsealable(Exception):
    """Raised with the reason where a folder holds what may not be in it."""


def tree_digest(folder: Path) -> str:
    """Return the SHA-256 over names, kinds and bytes of all that is below a folder.

    Raises Unsealable where a link leads out of it, and where something is no file; OSError.
    """
    top = Path(os.path.realpath(folder))
    total = hashlib.sha256()
    for path in sorted(top.rglob("*"), key=os.fspath):
        name = hashlib.sha256(os.fsencode(path.relative_to(top).as_posix())).digest()
        kind, content = _content(path, top)
        total.update(name + kind + hashlib.sha256(content).digest())
    return total.hexdigest()


def _content(path: Path, top: Path) -> tuple[bytes, bytes]:
    """Return what a path is, in a letter (x: a program), and what it holds."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        if not Path(os.path.realpath(path)).is_relative_to(top):
            raise Unsealable(f"the link {path} leads out of it")
        return b"l", os.fsencode(path.readlink())
    if stat.S_ISDIR(mode):
        return b"d", b""
    if not stat.S_ISREG(mode):
        raise Unsealable(f"{path} is no file")
    return b"x" if mode & stat.S_IXUSR else b"f", path.read_bytes()


def seal(folder: Path, made_of: str) -> None:
    """Write the seal of a folder; ``made_of`` is a digest of what it was made of."""
    told = {"made_of": made_of, "files": tree_digest(folder)}
    seal_of(folder).write_text(json.dumps(told) + "\n", encoding="utf-8")


def seal_fault(folder: Path, made_of: str) -> str:
    """Return why a folder is not what was made and sealed, '' where it is."""
    if not folder.is_dir() or folder.is_symlink():
        return "it is not there"
    try:
        told = json.loads(seal_of(folder).read_bytes())
        made, files = told["made_of"], told["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return "it has no seal"
    if made != made_of:
        return "it was made of other files than today's"
    try:
        found = tree_digest(folder)
    except (Unsealable, OSError) as reason:
        return str(reason)
    return "" if found == files else "its files are not those that were sealed"


def make_sealed(home: Path, tree: str, made_of: str, make: Callable[[Path], None]) -> None:
    """Let ``make`` fill a folder aside, seal what it calls ``tree``, and put it where ``home`` is.

    Who is stopped on the way leaves the old folder or none, and who is killed a folder aside,
    which the next one takes away. Raises what ``make`` raises, Unsealable and OSError.
    """
    home.parent.mkdir(parents=True, exist_ok=True)
    prefix = f"{home.name}.aside-"
    with TemporaryDirectory(prefix=prefix, dir=home.parent, ignore_cleanup_errors=True) as aside:
        new = Path(aside) / "new"
        new.mkdir()
        make(new)
        seal(new / tree, made_of)
        if os.path.lexists(home):
            home.rename(Path(aside) / "old")
        new.rename(home)
    for left in sorted(home.parent.glob(f"{prefix}*")):
        with suppress(OSError):
            shutil.rmtree(left)


def seal_of(folder: Path) -> Path:
    """Return the file that is the seal of a folder."""
    return folder.with_name(f"{folder.name}.seal.json")

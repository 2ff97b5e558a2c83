"""The program in a process of its own, without the second that Python takes to load it.

Such a process begins as a copy of this one, with all its modules: it has an environment, a folder,
streams and presses of its own. Where a test is about how a process starts or what it loads, it
starts one by ``subprocess``.
"""

import os
import sys
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from subprocess import CompletedProcess, run
from tempfile import TemporaryFile
from typing import IO, TypeVar

from conftest import environment
from idle_presses import no_press_rests

from octavo.cli.program import main
from octavo.production import assembly

Found = TypeVar("Found")
LOADED = assembly.__name__
"""The program loads it late: once for all copies, then."""


def octavo_in(
    folder: Path,
    *words: str,
    environ: Mapping[str, str] | None = None,
    first: Callable[[], None] = lambda: None,
) -> CompletedProcess[str]:
    """Run ``octavo WORDS`` in a folder, its streams no terminal; return what it said.

    ``first`` is done in its process before.
    """
    own = environment() if environ is None else environ
    if not hasattr(os, "fork"):
        command = [sys.executable, "-m", "octavo", *words]
        return run(command, cwd=folder, env=own, capture_output=True, encoding="utf-8")
    return copied(lambda: (first(), program(words)), folder, own)


def copied(
    act: Callable[[], object], folder: Path, environ: Mapping[str, str]
) -> CompletedProcess[str]:
    """Do something in a copy of this process; return what it said, and the code it left with."""
    with Path(os.devnull).open("rb") as nothing, TemporaryFile() as said, TemporaryFile() as told:
        child = fork(os.fork)
        if child == 0:
            become(folder, environ, (nothing, said, told))
            leave(act)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        return CompletedProcess((), code, _text(said), _text(told))


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode()


def fork(way: Callable[[], Found]) -> Found:
    """Return what a way to fork returns; of threads of pytest-xdist, which wait, none is missed."""
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return way()


def become(folder: Path, environ: Mapping[str, str], streams: Sequence[IO[bytes]] = ()) -> None:
    """Give this copy its folder, environment and streams, by default those that it has."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)


def program(words: Sequence[str]) -> None:
    """Run the command ``octavo``."""
    sys.argv = ["octavo", *words]
    with no_press_rests():
        main()


def leave(act: Callable[[], object]) -> None:
    """Do something, and end this process as Python does, but for what its original has to do."""
    code = 1
    try:
        act()
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)

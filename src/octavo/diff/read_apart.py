"""A long text -> what it says, read by a process of its own beside the other revision."""

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from octavo.diff.finished_revision import Account
from octavo.diff.revision import Side, account
from octavo.production.pipeline import Project
from octavo.source.config.file_heads import MARKDOWN

LONG = 100_000
"""Bytes of a text for which a process is worth its while."""


@contextmanager
def both_accounts(sides: tuple[str, str], project: Project) -> Iterator[tuple[Side, Side]]:
    """Read two revisions as far as a comparison needs them, as ``account``; raises BuildFailed.

    Two long texts are read at the same time, where there are processors for it.
    """
    apart = _Reading(sides[1], project) if _are_long(sides) and _can_part() else None
    try:
        with account(sides[0], project) as first:
            second = apart.result() if apart else None
            if second is not None:
                yield first, second
                return
            with account(sides[1], project) as other:
                yield first, other
    finally:
        if apart:
            apart.end()


def _are_long(sides: tuple[str, str]) -> bool:
    paths = [Path(named) for named in sides]
    are_texts = all(path.suffix.lower() in MARKDOWN and path.is_file() for path in paths)
    return are_texts and min(path.stat().st_size for path in paths) >= LONG


def _can_part() -> bool:
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


class _Reading:
    """A process that reads one revision, from when it is made."""

    def __init__(self, named: str, project: Project) -> None:
        self._project, self._folder = project, Path(named).parent
        here, there = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(here)
            _tell(named, replace(project, tell=lambda _: None), there)
        os.close(there)
        self._pipe = os.fdopen(here, "rb")

    def result(self) -> Account | None:
        """Return what the revision says; None where it could not be read so."""
        told = self._pipe.read()
        if not told:
            return None
        manuscript, problems = pickle.loads(told)
        return Account(manuscript, self._folder, self._project, problems)

    def end(self) -> None:
        self._pipe.close()
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)


def _tell(named: str, project: Project, pipe: int) -> None:
    """Write what a revision says into a pipe, and end the process."""
    with suppress(BaseException), os.fdopen(pipe, "wb") as file, account(named, project) as found:
        file.write(pickle.dumps((found.manuscript, found.problems), pickle.HIGHEST_PROTOCOL))
    os._exit(0)

"""Files of a publication -> its editions, built again whenever one of the files changes."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Event

from octavo.core.problems import BuildFailed, Problem
from octavo.editions.pdf.ahead import Ahead
from octavo.editions.pdf.worker import LastingPresses, Worker
from octavo.editions.registry import format_of
from octavo.model.metadata import Edition
from octavo.production.pipeline import Project, build, editions_of

PAUSE_S = 0.05
"""Between two looks at the files."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to see."""

    number: int = 0
    """Grows with every build, also with one that failed."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The last good editions by name; a failed build leaves them."""
    editions: tuple[Edition, ...] = ()
    """Those that the publication has."""
    problems: tuple[Problem, ...] = ()
    has_failed: bool = False


class Desk:
    """Watches one publication and keeps its editions; safe to ask from several threads.

    Only the edition that somebody looks at is built: a changed word is on the screen sooner.
    """

    def __init__(self, project: Project, slug: str) -> None:
        self._project, self.slug = project, slug
        self._shown = Shown()
        self._wanted = ""
        self._changed = Condition()
        self._presses = LastingPresses(Ahead if (os.cpu_count() or 1) > 1 else Worker)
        self._ended = Event()

    @property
    def shown(self) -> Shown:
        with self._changed:
            return self._shown

    def want(self, edition: str) -> None:
        """Say which edition is looked at, by its name."""
        if edition in {each.name for each in self.shown.editions}:
            self._wanted = edition

    def after(self, number: int, seconds: float) -> Shown:
        """Return what is shown after build ``number``, or what there is when the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._shown.number > number, seconds)
            return self._shown

    def end(self) -> None:
        self._ended.set()

    def watch(self, tell: Callable[[Shown], object] = lambda shown: None) -> None:
        """Build again whenever something has changed, until the desk is left."""
        seen = ""
        while not self._ended.is_set():
            now = f"{self._wanted} {self._state()}"
            if now != seen:
                seen = now
                tell(self._build())
            self._ended.wait(PAUSE_S)
        self._presses.end()

    def _build(self) -> Shown:
        before = self.shown
        editions = before.editions
        try:
            editions = editions_of(self._project, self.slug)
            wanted = self._name(editions)
            built = build(self._project, self.slug, [wanted], False, self._presses)
            files = {**before.files, **built.files}
            shown = Shown(before.number + 1, files, editions, built.problems)
        except BuildFailed as failure:
            number, problems = before.number + 1, failure.problems
            shown = Shown(number, before.files, editions, problems, has_failed=True)
        with self._changed:
            self._shown = shown
            self._changed.notify_all()
        return shown

    @property
    def wanted(self) -> str:
        """Return the name of the edition that is looked at; '' before the first build."""
        return self._name(self.shown.editions)

    def _name(self, editions: Sequence[Edition]) -> str:
        """Return the edition that is looked at; at first, and where it is gone, a page."""
        names = [each.name for each in editions]
        pages = [each.name for each in editions if format_of(each).view == "page"]
        return self._wanted if self._wanted in names else next(iter([*pages, *names]), "")

    def _state(self) -> str:
        """Return a digest of the times and sizes of all files that the publication may be of."""
        found = hashlib.sha256()
        for path in self._files():
            try:
                stat = path.stat()
            except OSError:
                continue  # taken away between two looks
            found.update(f"{path} {stat.st_mtime_ns} {stat.st_size}\n".encode())
        return found.hexdigest()

    def _files(self) -> list[Path]:
        source = self._project.source
        folder = source / self.slug
        own = [folder] if folder.is_dir() else [source]
        roots = [*own, self._project.root / "templates"]
        return sorted(path for root in roots for path in root.rglob("*") if path.is_file())

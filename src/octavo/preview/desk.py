"""Files of a publication -> its editions, built again whenever one of the files changes."""

import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Event, Thread

from octavo.core.bounds import TookTooLong, at_most
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.editions.pdf.presses import LastingPresses
from octavo.editions.registry import format_of
from octavo.model.metadata import Edition
from octavo.preview.saves import LOOK_S, state_of, wake
from octavo.production.pipeline import Project, build, editions_of

QUIET_S = 0.03
"""Between seeing a change and building: a look of our own may meet a file that is half written."""


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
    fault: str = ""
    """The traceback of a build that ended by a fault of Octavo, '' for any other."""


class Desk:
    """Watches one publication and keeps its editions; safe to ask from several threads.

    Only the edition that somebody looks at is built: a changed word is on the screen sooner. Of the
    main thread, a build takes ``seconds`` at most; 0 sets no bound.
    """

    def __init__(self, project: Project, slug: str, seconds: int = 0) -> None:
        self._project, self.slug, self._seconds = project, slug, seconds
        self._shown = Shown()
        self._wanted = ""
        self._changed = Condition()
        self._presses = LastingPresses()
        self._woken, self._ended = Event(), Event()
        self._complain: Callable[[str], object] = lambda told: None

    @property
    def shown(self) -> Shown:
        with self._changed:
            return self._shown

    def want(self, edition: str) -> None:
        """Say which edition is looked at, by its name."""
        if edition in {each.name for each in self.shown.editions}:
            self._wanted = edition
            self._woken.set()

    def after(self, number: int, seconds: float) -> Shown:
        """Return what is shown after build ``number``, or what there is when the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._shown.number > number, seconds)
            return self._shown

    def end(self) -> None:
        self._ended.set()
        self._woken.set()

    def complain(self, error: BaseException) -> None:
        """Tell whoever watches of a fault beside the builds: an answer that could not be given."""
        with suppress(OSError):
            self._complain("".join(traceback.format_exception(error)))

    def watch(
        self,
        tell: Callable[[Shown], object] = lambda shown: None,
        complain: Callable[[str], object] = lambda told: None,
    ) -> None:
        """Build again whenever something has changed, until the desk is left.

        ``tell`` is told of each build, ``complain`` of faults beside them; if nobody hears what
        they say any more (a terminal that was closed), the building goes on.
        """
        self._complain = complain
        watcher = Thread(target=wake, args=(self._folders, self._woken, self._ended), daemon=True)
        watcher.start()
        seen = ""
        try:
            while not self._ended.is_set():
                if self._state() != seen:
                    self._ended.wait(QUIET_S)
                    seen = self._state()
                    shown = self._build()
                    with suppress(OSError):
                        tell(shown)
                self._woken.wait(LOOK_S)
                self._woken.clear()
        finally:
            self._ended.set()
            self._presses.end()
            watcher.join()

    def _build(self) -> Shown:
        before = self.shown
        editions = before.editions
        try:
            editions = editions_of(self._project, self.slug)
            wanted = self._name(editions)
            with at_most(self._seconds, self.slug):
                built = build(self._project, self.slug, [wanted], False, self._presses)
            files = {**before.files, **built.files}
            shown = Shown(before.number + 1, files, editions, built.problems)
        except BuildFailed as failure:
            number, problems = before.number + 1, failure.problems
            shown = Shown(number, before.files, editions, problems, has_failed=True)
        except TookTooLong as bound:
            self._presses.end()
            problems = (self._delay(bound),)
            shown = Shown(before.number + 1, before.files, editions, problems, has_failed=True)
        except KeyboardInterrupt:
            raise
        except BaseException:  # whatever it is: the next save may be one that Octavo can build
            fault = traceback.format_exc()
            with suppress(Exception):
                self._presses.end()
            shown = Shown(before.number + 1, before.files, editions, (), True, fault)
        with self._changed:
            self._shown = shown
            self._changed.notify_all()
        return shown

    def _delay(self, bound: TookTooLong) -> Problem:
        """Return the problem of a build that was ended. Problems: E117."""
        hint = "divide it into smaller files"
        return Problem("E117", Place(f"source/{self.slug}"), f"the preview needs {bound}", hint)

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
        return f"{self._wanted} {state_of(self._folders())}"

    def _folders(self) -> tuple[Path, ...]:
        """Return where the files lie that the publication may be of."""
        source = self._project.source
        own = source / self.slug
        is_folder = own.is_dir() and not self._project.loose
        return own if is_folder else source, self._project.root / "templates"

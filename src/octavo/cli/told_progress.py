"""Work that is under way, told meanwhile: on a terminal in place, elsewhere by a line now and then.

Whatever happens to the stream, the work goes on.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import monotonic
from typing import Protocol

import click

from octavo.cli.pace import Pace, words_of
from octavo.cli.screen import has_colour, is_live, visible
from octavo.core.progress import Progress

SILENCE_S = 8.0
"""Then a line is due; with the start of the program nobody waits longer than ten seconds."""


class Display(Protocol):
    """Shows how far a piece of work is."""

    def begin(self, pace: Pace) -> None:
        """Show what is heard of a piece of work from now on."""

    def hear(self, told: Progress, is_first: bool) -> None:
        """Hear what is told; ``is_first``: nothing was told of this edition before."""

    def end(self) -> None:
        """Show nothing any more."""


class SilentDisplay:
    """Shows nothing."""

    def begin(self, pace: Pace) -> None:
        return None

    def hear(self, told: Progress, is_first: bool) -> None:
        return None

    def end(self) -> None:
        return None


class LineDisplay:
    """Says a line for each edition that begins, and one whenever none was said for a while."""

    def __init__(self, say: Callable[[str], object], silence_s: float = SILENCE_S) -> None:
        self._say, self._silence_s = say, silence_s
        self._pace = Pace("")
        self._ended = Event()
        self._last = 0.0
        self._beat: Thread | None = None

    def begin(self, pace: Pace) -> None:
        self._pace, self._ended, self._last = pace, Event(), monotonic()
        self._beat = Thread(target=self._break_silence, args=(self._ended,), daemon=True)
        self._beat.start()

    def hear(self, told: Progress, is_first: bool) -> None:
        if is_first and told.edition:
            self._tell(words_of(told))

    def end(self) -> None:
        self._ended.set()
        if self._beat:
            self._beat.join()

    def _break_silence(self, ended: Event) -> None:
        wait_s = self._silence_s
        while not ended.wait(wait_s):
            wait_s = self._last + self._silence_s - monotonic()
            if wait_s <= 0:
                latest = self._pace.latest()
                self._tell(words_of(latest) if latest else "at work")
                wait_s = self._silence_s

    def _tell(self, words: str) -> None:
        self._last = monotonic()
        with suppress(OSError, ValueError):  # a pipe that nobody reads any more
            self._say(f"{self._pace.name}: {words} ({self._pace.seconds:.0f} s)")


class Watch:
    """Hears of one piece of work after the other, and lets a display show it."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._pace: Pace | None = None

    def hear(self, told: Progress) -> None:
        """Hear what a step is at."""
        pace = self._pace
        if pace is not None:
            self._display.hear(told, pace.hear(told))

    @contextmanager
    def over(self, name: str) -> Iterator[Pace]:
        """Show the progress of what is done meanwhile; give its pace."""
        pace = self._pace = Pace(visible(name))
        self._display.begin(pace)
        try:
            yield pace
        finally:
            self._pace = None
            self._display.end()


def watch_here(is_quiet: bool = False) -> Watch:
    """Return a watch that shows what the stream of errors can show; nothing where it is quiet."""
    if is_quiet:
        return Watch(SilentDisplay())
    if is_live(sys.stderr):
        from octavo.cli.live_display import LiveDisplay  # 80 ms: only where somebody looks

        return Watch(LiveDisplay(sys.stderr, has_colour(sys.stderr)))
    return Watch(LineDisplay(lambda line: click.echo(line, err=True)))

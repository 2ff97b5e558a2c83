"""Work that is under way, on a terminal: a few lines that change in place and go at its end."""

from typing import IO

from rich.console import Console, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from octavo.cli.pace import Pace, count_of
from octavo.core.progress import Progress

TIMES_A_SECOND = 8
MADE = "✓"


class LiveDisplay:
    """Shows a line for the publication, and below it one for each of its editions."""

    def __init__(self, stream: IO[str], is_coloured: bool) -> None:
        self.console = Console(
            file=stream, force_terminal=True, no_color=not is_coloured, highlight=False
        )
        self._live: Live | None = None

    def begin(self, pace: Pace) -> None:
        spinner = Spinner("dots", style="cyan")
        self._live = Live(
            console=self.console,
            get_renderable=lambda: table_of(pace, spinner),
            refresh_per_second=TIMES_A_SECOND,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._live.start(refresh=True)

    def hear(self, told: Progress, is_first: bool) -> None:
        return None  # the display looks by itself, so often as an eye can follow

    def end(self) -> None:
        live, self._live = self._live, None
        if live is not None:
            live.stop()


def table_of(pace: Pace, spinner: RenderableType) -> Table:
    """Return what there is to see of a piece of work: what is at work, how much, how long."""
    table = Table.grid(padding=(0, 2))
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(no_wrap=True, justify="right", style="dim")
    rows = list(pace.rows())
    shared = next((row.told for row in rows if not row.told.edition), None)
    editions = [row for row in rows if row.told.edition]
    at = shared if shared and not editions else None
    work, count = (at.work, count_of(at)) if at else ("", "")
    table.add_row(spinner, Text(pace.name, style="bold"), work, count, _clock(pace.seconds))
    for row in editions:
        mark = Text(MADE, style="green") if row.told.is_made else Text("")
        table.add_row(
            mark, f"  {row.told.edition}", row.told.work, count_of(row.told), _clock(row.seconds)
        )
    return table


def _clock(seconds: float) -> str:
    """Return a span of time as a display shows it: ``7 s``, ``6:37``."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}" if whole >= 60 else f"{whole} s"

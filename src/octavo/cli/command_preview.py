"""``octavo preview``: a publication on the screen while it is being written."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.completion import complete_publications
from octavo.cli.named_works import Search, Work, one_work
from octavo.cli.terminal import project_option
from octavo.cli.tools import tools_at

if TYPE_CHECKING:
    from octavo.preview.desk import Shown

MOST_SECONDS = 600
"""A build that takes longer is told as a problem, and the next save is built."""


@click.command()
@click.argument("publication", required=False, default="", shell_complete=complete_publications)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8123,
    show_default=True,
    help="Where the server listens; 0 for any that is free.",
)
@click.option(
    "--open/--no-open",
    "is_opened",
    default=True,
    help="Whether the browser opens the page, where there is a terminal and a screen.",
)
@project_option
def preview(publication: str, port: int, is_opened: bool, root: Path) -> None:
    """Show PUBLICATION in the browser, and show it again whenever a file changes.

    The server answers this machine alone. Nothing is written to build/. Whatever becomes of a
    build is shown in the page, over the last good edition.
    """
    from threading import Thread

    from octavo.preview.desk import Desk
    from octavo.preview.readium import sheets_in
    from octavo.preview.server import PreviewServer

    tools = tools_at(root)
    work = one_work(Search.at(root), publication)
    tell_departures(work)
    desk = Desk(work.project, work.slug, MOST_SECONDS)
    try:
        sheets = sheets_in(tools)
        server = PreviewServer(desk, port, sheets)
    except OSError as error:
        click.echo(f"port {port} cannot be had: {error.strerror}; try --port 0", err=True)
        sys.exit(2)
    click.echo(f"{work.name}: {server.address} (Ctrl-C ends it)")
    if not sheets:
        click.echo("the EPUB is shown without Readium CSS, which octavo check --install fetches")
    Thread(target=server.serve_forever, daemon=True).start()
    if is_opened and has_screen():
        click.launch(server.address)
    with suppress(KeyboardInterrupt):
        desk.watch(tell, lambda told: click.echo(told, err=True))
    desk.end()
    server.shutdown()
    server.server_close()


def tell_departures(work: Work) -> None:
    """Tell, as a build does, what departs from octavo.lock; of a damaged one, what is wrong."""
    from octavo.cli.told_problems import tell_problems
    from octavo.core.problems import BuildFailed
    from octavo.production.lock_checks import look_at_lock

    try:
        tell_problems(look_at_lock(work.project, (work.slug,)).problems)
    except BuildFailed as failure:
        tell_problems(failure.problems)


def has_screen() -> bool:
    """Tell whether somebody sits before a terminal on a machine with a browser in a window.

    Elsewhere a browser of the terminal would take it, or nobody would see the page.
    """
    if not sys.stdout.isatty():
        return False
    asked = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")
    return sys.platform in ("darwin", "win32") or any(map(os.environ.get, asked))


def tell(shown: "Shown") -> None:
    """Print what came of a build."""
    from octavo.cli.told_problems import tell_problems

    tell_problems(each for each in shown.problems if each.severity != "notice")
    if shown.fault:
        click.echo(f"{shown.fault}\nThis is a fault of Octavo. Please report it.", err=True)
    click.echo("not built" if shown.has_failed else f"built ({shown.number})")

"""``octavo preview``: a publication on the screen while it is being written."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.named_works import Search, one_work
from octavo.cli.terminal import project_option
from octavo.cli.tools import tools_at

if TYPE_CHECKING:
    from octavo.preview.desk import Shown


@click.command()
@click.argument("publication", required=False, default="")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8123,
    show_default=True,
    help="Where the server listens; 0 for any that is free.",
)
@project_option
def preview(publication: str, port: int, root: Path) -> None:
    """Show PUBLICATION in the browser, and show it again whenever a file changes.

    The server answers this machine alone. Nothing is written to build/.
    """
    from threading import Thread

    from octavo.preview.desk import Desk
    from octavo.preview.readium import sheets_in
    from octavo.preview.server import PreviewServer

    tools = tools_at(root)
    work = one_work(Search.at(root), publication)
    desk = Desk(work.project, work.slug)
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
    with suppress(KeyboardInterrupt):
        desk.watch(tell)
    desk.end()
    server.shutdown()


def tell(shown: "Shown") -> None:
    """Print what came of a build."""
    for problem in shown.problems:
        if problem.severity != "notice":
            click.echo(str(problem), err=True)
    if shown.fault:
        click.echo(f"{shown.fault}\nThis is a fault of Octavo. Please report it.", err=True)
    click.echo("not built" if shown.has_failed else f"built ({shown.number})")

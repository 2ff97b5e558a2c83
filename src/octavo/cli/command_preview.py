"""``octavo preview``: a publication on the screen while it is being written."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.completion import complete_publications
from octavo.cli.terminal import choose_slugs, project_at, project_option
from octavo.cli.tools import tools_at

if TYPE_CHECKING:
    from octavo.preview.desk import Shown


@click.command()
@click.argument("publication", required=False, default="", shell_complete=complete_publications)
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
    project = project_at(root, None, False)
    known = choose_slugs(project, (publication,) if publication else ())
    if len(known) != 1:
        raise click.UsageError(f"name one of the publications: {', '.join(known)}")
    desk = Desk(project, known[0])
    try:
        sheets = sheets_in(tools)
        server = PreviewServer(desk, port, sheets)
    except OSError as error:
        click.echo(f"port {port} cannot be had: {error.strerror}; try --port 0", err=True)
        sys.exit(2)
    click.echo(f"{known[0]}: {server.address} (Ctrl-C ends it)")
    if not sheets:
        click.echo("the EPUB is shown without Readium CSS, which octavo check --install fetches")
    Thread(target=server.serve_forever, daemon=True).start()
    with suppress(KeyboardInterrupt):
        desk.watch(tell)
    desk.end()
    server.shutdown()


def tell(shown: "Shown") -> None:
    """Print what came of a build."""
    from octavo.cli.told_problems import tell_problems

    tell_problems(each for each in shown.problems if each.severity != "notice")
    if shown.fault:
        click.echo(f"{shown.fault}\nThis is a fault of Octavo. Please report it.", err=True)
    click.echo("not built" if shown.has_failed else f"built ({shown.number})")

"""``octavo fetch``: pictures that texts name by address, brought into their publications."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.named_works import Search, Work
from octavo.cli.terminal import (
    Report,
    json_option,
    project_option,
    publications,
    quiet_option,
    time_option,
)

if TYPE_CHECKING:  # the types only: the command imports what it needs when it runs
    from octavo.fetch.picture_fetch import Fetched, FetchWish

STATES = {
    "fetched": "fetched",
    "changed": "changed",
    "unchanged": "unchanged",
    "removed": "taken away",
    "kept": "there already",
}
"""What became of a picture -> how it is counted."""
QUIET = frozenset({"kept", "unchanged"})
"""What is counted, and not listed."""


@click.command()
@publications
@click.option("--again", is_flag=True, help="Fetch anew what is there, and tell what has changed.")
@click.option("--prune", is_flag=True, help="Take away what no text shows any more.")
@click.option(
    "--allow-private",
    is_flag=True,
    help="Ask hosts of this machine and of private networks, too.",
)
@quiet_option
@time_option
@project_option
@json_option
def fetch(  # noqa: PLR0913  (one parameter an option, as click hands them over)
    publication: tuple[str, ...],
    again: bool,
    prune: bool,
    allow_private: bool,
    quiet: bool,
    seconds: int,
    root: Path,
    as_json: bool,
) -> None:
    """Fetch the pictures that PUBLICATIONs name by address, and pin them. No build asks the
    network: it takes what lies in the folder of the publication.

    \b
    octavo fetch                    all publications of the project
    octavo fetch tides              one of them
    octavo fetch notes.md           any file; its pictures go to notes.fetched
    """
    from octavo.fetch.picture_fetch import FetchWish

    report = Report(as_json, seconds, quiet)
    search = Search.at(root, tell=report.watch.hear)
    wish = FetchWish(again, prune, allow_private)
    for work in search.works(publication):
        _fetch_for(work, wish, report, quiet or as_json)
    report.close()


def _fetch_for(work: Work, wish: "FetchWish", report: Report, is_quiet: bool) -> None:
    """Fetch the pictures of one publication, and tell of them."""
    from octavo.fetch.picture_fetch import fetch_pictures

    found = report.attempt(work.name, lambda: fetch_pictures(work.project, work.slug, wish))
    if found is None:
        return
    if not is_quiet:
        for each in found.pictures:
            if each.state not in QUIET:
                click.echo(f"{each.file}: {STATES[each.state]}: {each.address}")
        click.echo(f"{work.name}: {_count(found)}")
    report.tell_fetched(work.name, found)


def _count(found: "Fetched") -> str:
    """Return how many pictures there are of each state, in words."""
    counts = [(found.count(state), words) for state, words in STATES.items()]
    told = ", ".join(f"{count} {words}" for count, words in counts if count)
    if told:
        return f"pictures by address, in {found.folder}: {told}"
    return "no picture fetched" if found.problems else "no pictures by address"

"""``octavo store``: where results are remembered, how large that is, and how it becomes smaller."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.program_group import Unusable
from octavo.cli.terminal import json_option

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.problems import Problem


class SizeWords(click.ParamType[int]):
    """A size in words: 500MB, 2GB."""

    name = "size"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        from octavo.core.store_places import bytes_of

        try:
            return value if isinstance(value, int) else bytes_of(str(value))
        except ValueError as fault:
            self.fail(f"{fault}: write a number and a unit, 500MB or 2GB", param, ctx)


@click.command()
@click.option("--prune", is_flag=True, help="Take away what was not used for longest.")
@click.option(
    "--to",
    "room",
    type=SizeWords(),
    metavar="SIZE",
    help="How much --prune leaves: 500MB, 2GB; 0 for nothing (default: what a store may hold).",
)
@json_option
def store(prune: bool, room: int | None, as_json: bool) -> None:
    """Tell where results are remembered, and how large they are.

    OCTAVO_STORE names another folder, or an address that machines share; OCTAVO_STORE_LIMIT says
    how much a folder may hold.
    """
    from octavo.core.store_folder import list_kept
    from octavo.core.store_folder import prune as take_away
    from octavo.core.store_places import read_bound, store_top

    if room is not None and not prune:
        raise click.UsageError("--to says how much --prune leaves: give both")
    most, top = read_bound(os.environ), store_top(os.environ)
    if top is None:
        raise Unusable([_nowhere()])
    goal = most if room is None else room
    gone, freed = take_away(top, goal, goal) if prune else (0, 0)
    files = list_kept(top)
    size = sum(each.size for each in files)
    if as_json:
        told = {"folder": str(top), "results": len(files), "bytes": size, "most_bytes": most}
        told |= {"taken_away": gone, "freed_bytes": freed} if prune else {}
        click.echo(json.dumps({**told, "exit_code": 0}, indent=2, ensure_ascii=False))
        return
    if prune:
        click.echo(f"{gone} results taken away, {size_words(freed)}")
    click.echo(_line(top, len(files), size, most))


def size_words(size: int) -> str:
    """Return bytes as people say them: ``312 MB``."""
    for unit, of in (("GB", 1000**3), ("MB", 1000**2), ("kB", 1000)):
        if size >= of:
            return f"{size / of:.3g} {unit}"
    return f"{size} bytes"


def _line(top: Path, count: int, size: int, most: int) -> str:
    return f"{top}: {count} results, {size_words(size)} of {size_words(most)}"


def _nowhere() -> "Problem":
    from octavo.core.problems import Place, Problem

    hint = "octavo store tells of a folder: the bound of an address is set where it lies"
    message = "there is no folder of results: OCTAVO_STORE names an address, or there is no cache"
    return Problem("E320", Place("OCTAVO_STORE"), message, hint)

"""``octavo explain``: what a code means and how to mend the matter, in the terminal."""

import textwrap
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from octavo.cli.completion import complete_codes

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.codes import CodeTable

WIDTH = 80


@click.command()
@click.argument("code", nargs=-1, metavar="[CODE]...", shell_complete=complete_codes)
def explain(code: tuple[str, ...]) -> None:
    """Tell what CODEs, such as E205, mean and how to mend the matter; list all without one."""
    from octavo.core.codes import code_table

    table = code_table()
    if not code:
        for found in table.codes.values():
            click.echo(f"{found.code} {found.severity:7} {table.title(found)}")
        return
    asked = [each.upper() for each in code]
    for name in asked:
        _refuse_unknown(table, name)
    click.echo("\n\n".join(_explain(table, name) for name in dict.fromkeys(asked)))


def _explain(table: "CodeTable", name: str) -> str:
    """Return a code, its severity, and its paragraph in lines."""
    found = table.codes[name]
    words = table.plain(found.text)
    lines = textwrap.wrap(
        words, WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
    )
    return "\n".join([f"{found.code}, {_article(found.severity)} {found.severity}", *lines])


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def _refuse_unknown(table: "CodeTable", name: str) -> None:
    """Raise UsageError where the table does not have a code."""
    from octavo.core.codes import SHAPE

    if name in table.codes:
        return
    if not SHAPE.fullmatch(name) and not _near(table, name):
        raise click.UsageError(f"'{name}' is no code of Octavo: ask whoever told it, or brought it")
    near = _near(table, name)
    hint = f"did you mean {near}?" if near else "octavo explain lists all"
    raise click.UsageError(f"there is no code '{name}'; {hint}")


def _near(table: "CodeTable", name: str) -> str:
    """Return the code that was meant, if one can tell: begun, or with a letter for a digit."""
    begun = [code for code in table.codes if name and code.startswith(name)]
    return next(iter(begun or get_close_matches(name.replace("O", "0"), table.codes, 1, 0.75)), "")

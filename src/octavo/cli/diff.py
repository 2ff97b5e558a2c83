"""``octavo diff``: what differs between two revisions of a publication."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from octavo.cli.report import json_option, project_option, time_option, too_much

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from collections.abc import Sequence

    from octavo.pipeline import Project
    from octavo.problems import Problem

LEVELS = tuple(
    "metadata structure text table note code mark link alt language asset typography".split()
)
"""As in octavo.collation, which --help does not import."""


@click.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="[B]", default="")
@click.option(
    "--fail-on",
    "levels",
    metavar="LEVEL",
    multiple=True,
    type=click.Choice(LEVELS),
    help=f"Exit with 1 for differences of this level only; may be given several times. "
    f"Levels: {', '.join(LEVELS)}.",
)
@click.option(
    "--redline",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write both revisions in one, as HTML, EPUB and PDF, with every change marked.",
)
@click.option(
    "--errata",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write an errata list for readers, in Markdown, with the pages of both PDF editions.",
)
@click.option(
    "--critic",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the text with its changes in CriticMarkup.",
)
@click.option(
    "--comment",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write all differences as a comment for a pull request: Markdown of limited size.",
)
@time_option
@project_option
@json_option
def diff(
    old: str,
    new: str,
    levels: tuple[str, ...],
    seconds: int,
    root: Path,
    as_json: bool,
    **outputs: Path | None,
) -> None:
    """Compare A with B: words, structure, tables, notes, links, pictures.

    A and B are publications (a folder, a Markdown file, a name in source/), finished editions (an
    EPUB, an HTML file, a PDF, the folder of a build), or REVISION:source/NAME. A..B compares two
    revisions of git; then [B] names the publication.

    Exit codes: 0 equal, 1 different, 2 unusable input.
    """
    from octavo.bounds import TookTooLong, at_most
    from octavo.collation import compare
    from octavo.collation.loaders import on_equal_terms, opened
    from octavo.collation.told import as_json as plain
    from octavo.collation.told import lines, vanished_lines
    from octavo.pipeline import Project
    from octavo.problems import BuildFailed
    from octavo.redline.outputs import Wanted, with_pages, write_outputs

    store = root / ".octavo" if (root / "source").is_dir() else None
    project = Project(root, root / "build", store, dict(os.environ))
    sides = _sides(old, new, project)
    wanted = Wanted(**outputs)
    written: list[Path] = []
    try:
        with at_most(seconds), opened(sides[0], project) as one, opened(sides[1], project) as two:
            one, two = on_equal_terms(one, two)
            if wanted.needs_pages:
                one, two = with_pages(one, two)
            if wanted.any:
                written = write_outputs(one, two, _names(*sides), wanted)
            before, after = one.manuscript, two.manuscript
            events = compare(before, after)
    except BuildFailed as failure:
        _refuse(failure.problems, as_json)
    except (TookTooLong, MemoryError) as bound:
        _refuse([too_much(sides[1], bound)], as_json)
    if as_json:
        click.echo(json.dumps(plain(before, after, events), indent=2, ensure_ascii=False))
    else:
        click.echo(f"{before.name} → {after.name}: " + "\n".join(lines(events)))
        click.echo("".join(f"{line}\n" for line in vanished_lines(before, after)), nl=False)
        click.echo("".join(f"{path}\n" for path in written), nl=False)
    found = [event for event in events if not levels or event.level in levels]
    sys.exit(1 if found else 0)


def _names(old: str, new: str) -> tuple[str, str]:
    """Return how readers are told which revisions they are: v1.0 and v1.1, or the two names."""
    names = [side.partition(":")[0] if ":" in side else Path(side).stem for side in (old, new)]
    return (names[0], names[1]) if names[0] != names[1] else (old, new)


def _refuse(problems: "Sequence[Problem]", as_json: bool) -> NoReturn:
    """Tell why there is nothing to compare, and leave."""
    if as_json:
        told = {"problems": [problem.as_json() for problem in problems]}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(map(str, problems)), err=True)
    sys.exit(2)


def _sides(old: str, new: str, project: "Project") -> tuple[str, str]:
    """Return what is to be loaded for either side."""
    if ".." not in old or "../" in old or Path(old).exists():
        if not new:
            raise click.UsageError("name two things: octavo diff A B, or octavo diff A..B")
        return old, new
    before, _, after = old.partition("..")
    if after.startswith("."):
        raise click.UsageError("write A..B, with two full stops: A is compared with B itself")
    name = new or _only(project)
    path = name if "/" in name or name.endswith(".md") else f"source/{name}"
    return f"{before or 'HEAD'}:{path}", f"{after or 'HEAD'}:{path}"


def _only(project: "Project") -> str:
    known = project.slugs() if project.source.is_dir() else ()
    if len(known) != 1:
        there = f": {', '.join(known)}" if known else ""
        raise click.UsageError(f"name one publication: octavo diff A..B PUBLICATION{there}")
    return known[0]

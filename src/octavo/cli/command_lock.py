"""``octavo lock``: write down what a project is made with, or see whether it still is."""

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.named_works import project_above
from octavo.cli.terminal import (
    Report,
    force_option,
    json_option,
    project_option,
    strict_option,
)

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.problems import Problem
    from octavo.production.pipeline import Project


def _refuse_names(context: click.Context, _: click.Parameter, names: tuple[str, ...]) -> None:
    """Tell whoever names a publication, or another project, what to write; a wrong command."""
    if not names:
        return
    first = names[0]
    if (Path(first) / "source").is_dir():
        hint = f"for the project in {first}: octavo lock --project {first}"
    else:
        hint = f"write octavo lock; octavo build {first} --frozen builds {first} as it is locked"
    message = f"a lock is of the whole project, so that it takes no name ({first}): {hint}"
    raise click.UsageError(message, context)


@click.command()
@click.argument("names", metavar="", nargs=-1, expose_value=False, callback=_refuse_names)
@click.option("--check", "checks", is_flag=True, help="Write nothing: tell what departs from it.")
@force_option
@project_option
@strict_option
@json_option
def lock(checks: bool, force: bool, root: Path, strict: bool, as_json: bool) -> None:
    """Write octavo.lock: what the project is made with, by version and digest.

    It names Octavo, the wheels, the native libraries (ranges that you may widen), each template and
    font, and the options of each publication; not the texts. A build that departs from it says so
    first, and with --frozen refuses.

    Exit codes: 0 written, or all as it says; 1 something departs; 2 it could not be written.
    """
    from octavo.production.pipeline import Project
    from octavo.production.project_lock import NAME

    root = project_above(root)
    if not (root / "source").is_dir():
        raise click.UsageError(f"there is no folder source in {root.resolve()}")
    report = Report(as_json)
    project = report.follow(Project.at(root, dict(os.environ)))
    found = report.attempt(NAME, partial(_check if checks else _write, project, force))
    if found is not None:
        report.tell(NAME, found, strict)
    report.close()


def _check(project: "Project", _: bool) -> "tuple[Problem, ...]":
    from octavo.production.lock_checks import check_lock

    return check_lock(project)


def _write(project: "Project", force: bool) -> "tuple[Problem, ...]":
    """Write the lock. Problems: E803, E920, E921, and those of texts that cannot be read."""
    from octavo.core.output import link_fault, write_whole
    from octavo.core.problems import stop_on_errors
    from octavo.core.refusals import refusals
    from octavo.production.lock_checks import make_lock
    from octavo.production.project_lock import NAME

    path = project.root / NAME
    fault = link_fault(project.root, path)
    stop_on_errors([fault] if fault else ())
    data = make_lock(project, force).encode()
    with refusals(path):
        write_whole(path, data)
    return ()

"""``octavo doctor``: what the machine has and lacks; with ``--install``, it gets what it lacks."""

import json
import os
import sys
from pathlib import Path

import click

from octavo.cli.terminal import json_option
from octavo.cli.tools import fetch, tools_at
from octavo.core.platforms import NEEDS, PANGO

BY_NAME = {need.name.lower(): need for need in NEEDS}
VALIDATORS = "validators"
"""What npm has: ``octavo check --install`` fetches it too."""


@click.command()
@click.argument("needs", nargs=-1, metavar="[NEED]...", type=click.Choice([*BY_NAME, VALIDATORS]))
@click.option(
    "--install",
    is_flag=True,
    help="Install what a build needs, or each NEED; where that may not be done, tell the command.",
)
@json_option
def doctor(needs: tuple[str, ...], install: bool, as_json: bool) -> None:
    """Tell what this machine has, what is missing, and the command that installs it.

    NEED, with --install: pango, for every build; java, node, chromium, poppler and validators, for
    checks. Exit codes: 0 all is there, 1 a build needs more, 2 it could not be installed.
    """
    if install:
        if as_json:
            raise click.UsageError("--json tells what there is, and --install puts it there")
        sys.exit(_install(needs or (PANGO.name.lower(),)))
    if needs:
        raise click.UsageError(f"to have it installed: octavo doctor --install {' '.join(needs)}")
    from octavo.doctor.examination import examine

    found = examine(dict(os.environ))
    if as_json:
        click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(found.lines()))
    sys.exit(0 if found.is_ready else 1)


def _install(names: tuple[str, ...]) -> int:
    """See to each need and tell what came of it; return the exit code."""
    from octavo.doctor.installation import Missing, ensure, machine_of
    from octavo.doctor.patient import Patient

    machine = machine_of(Patient.here(dict(os.environ)))
    code = 0
    for name in names:
        try:
            if name == VALIDATORS:
                fetch(tools_at(Path()))
            else:
                ensure(BY_NAME[name], machine, lambda line: click.echo(line, err=True))
        except Missing as reason:
            click.echo(str(reason), err=True)
            code = 2
        else:
            click.echo(f"{name}: ok")
    return code

"""``octavo verify``: whether a release is what its source makes, and if not, why."""

import json
import os
import sys
from pathlib import Path

import click

from octavo.cli.named_works import project_above
from octavo.cli.program_group import Unusable
from octavo.cli.screen import visible
from octavo.cli.terminal import json_option, project_option, time_option, too_much


@click.command()
@click.argument("release", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--source",
    metavar="DIR|REVISION",
    default="",
    help="What it was made of: the folder of a project, or a revision of git (default: the project "
    "as it stands).",
)
@time_option
@project_option
@json_option
def verify(release: Path, source: str, seconds: int, root: Path, as_json: bool) -> None:
    """Build a RELEASE again from its source, and tell whether it is the same, or why it is not.

    RELEASE is a folder with SHA256SUMS and manifest.json, or one of the two. It is built in a clean
    world: another folder, nothing remembered.

    \b
    octavo verify ~/Downloads/tides --source v1.0
    octavo verify build/tides

    Exit codes: 0 equal, 1 different with a known cause, 2 unusable input, 4 different although all
    ingredients are equal.
    """
    from octavo.cli.told_progress import watch_here
    from octavo.core.bounds import TookTooLong, at_most
    from octavo.core.problems import BuildFailed
    from octavo.production.pipeline import Project
    from octavo.verify.verification import verify as verified

    root = project_above(root)
    project = Project(root, root / "build", None, dict(os.environ))
    try:
        with watch_here(as_json).over("verify"), at_most(seconds, str(release)):
            found = verified(release, source, project)
    except BuildFailed as failure:
        raise Unusable(failure.problems) from None
    except (TookTooLong, MemoryError) as bound:
        raise Unusable([too_much(str(release), bound)]) from None
    if as_json:
        click.echo(json.dumps(found.as_data(), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(map(visible, found.lines())))
    sys.exit(found.exit_code)

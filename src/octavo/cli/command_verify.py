"""``octavo verify``: whether a release is what its source makes, and if not, why."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.named_works import project_above
from octavo.cli.program_group import Unusable
from octavo.cli.screen import visible
from octavo.cli.terminal import (
    force_option,
    frozen_option,
    json_option,
    output_at,
    project_option,
    time_option,
    too_much,
)

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.output import Output
    from octavo.verify.verdict import Verdict


@click.command()
@click.argument(
    "releases",
    metavar="RELEASE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@click.option(
    "--source",
    metavar="DIR|REVISION",
    default="",
    help="What it was made of: the folder of a project, or a revision of git (default: the commit "
    "that a bundle names, else the project as it stands).",
)
@click.option(
    "--key",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Public key, of minisign or SSH, by which the bundle has to be signed.",
)
@click.option(
    "--wheels",
    "fetches_wheels",
    is_flag=True,
    help="Fetch wheels of which the release had another version, to see what they change.",
)
@click.option(
    "--report",
    "page",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the verdict to this file, as an HTML page.",
)
@click.option(
    "--id",
    "printed",
    metavar="ID",
    default="",
    help="Tell which of the RELEASEs has this edition id, as it is printed; nothing is built.",
)
@frozen_option
@force_option
@time_option
@project_option
@json_option
def verify(  # noqa: PLR0913  (one parameter an option, as click hands them over)
    releases: tuple[Path, ...],
    source: str,
    key: Path | None,
    fetches_wheels: bool,
    page: Path | None,
    printed: str,
    frozen: bool,
    force: bool,
    seconds: int,
    root: Path,
    as_json: bool,
) -> None:
    """Build a RELEASE again from its source, and tell whether it is the same, or why it is not.

    RELEASE is a bundle that octavo release has made, packed or unpacked; or a folder with
    SHA256SUMS and manifest.json, or one of the two. It is built in a clean world: another folder,
    nothing remembered.

    \b
    octavo verify tides-1.0.zip --key minisign.pub
    octavo verify ~/Downloads/tides --source v1.0
    octavo verify --id 3f0c99a1b2d4 ~/releases

    Exit codes: 0 equal, 1 different with a known cause, 2 unusable input, 4 different although all
    ingredients are equal.
    """
    if printed:
        return _seek(printed, releases, bool(source or key or page or fetches_wheels), as_json)
    if len(releases) > 1:
        raise click.UsageError("one release is verified at a time; several are for --id")
    from octavo.cli.told_problems import tell_problems
    from octavo.cli.told_progress import watch_here
    from octavo.core.bounds import TookTooLong, at_most
    from octavo.core.problems import BuildFailed
    from octavo.production.pipeline import Project
    from octavo.verify.verification import verify as verified

    root, release = project_above(root), releases[0]
    output = output_at(root, force, page)
    project = Project(root, root / "build", None, dict(os.environ))
    try:
        with watch_here(as_json).over("verify"), at_most(seconds, str(release)):
            found = verified(release, source, project, key, fetches_wheels, frozen)
    except BuildFailed as failure:
        raise Unusable(failure.problems) from None
    except (TookTooLong, MemoryError) as bound:
        raise Unusable([too_much(str(release), bound)]) from None
    _write(page, found, output)
    if as_json:
        click.echo(json.dumps(found.as_data(), indent=2, ensure_ascii=False))
    else:
        tell_problems(found.notices)
        click.echo("\n".join(map(visible, [*found.lines(), *([str(page)] if page else [])])))
    sys.exit(found.exit_code)


def _write(page: Path | None, found: "Verdict", output: "Output") -> None:
    if page is None:
        return
    from octavo.core.output import Parcel
    from octavo.verify.verdict_page import verdict_page

    output.put(Parcel(page.parent, {page.name: verdict_page(found)}))


def _seek(printed: str, places: Sequence[Path], has_more: bool, as_json: bool) -> None:
    """Tell which releases have an edition id; leave with 1 where none has."""
    if has_more:
        message = "--id looks releases up: --source, --key, --wheels and --report go without it"
        raise click.UsageError(message)
    from octavo.cli.told_problems import tell_problems
    from octavo.verify.printed_id import seek_id

    found = seek_id(printed, places, os.environ)
    if as_json:
        click.echo(json.dumps(found.as_data(), indent=2, ensure_ascii=False))
    else:
        tell_problems(found.problems)
        click.echo("\n".join(map(visible, found.lines())))
    sys.exit(found.exit_code)

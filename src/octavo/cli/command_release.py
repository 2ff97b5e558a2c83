"""``octavo release``: a bundle that carries its proof, of a publication at a tag."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.build_wish import allow_works
from octavo.cli.named_works import Search, Work
from octavo.cli.program_group import Unusable
from octavo.cli.screen import visible
from octavo.cli.terminal import (
    Report,
    force_option,
    frozen_option,
    json_option,
    output_at,
    project_option,
    publications,
    quiet_option,
    strict_option,
    time_option,
)
from octavo.cli.tools import tools_at

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.output import Output
    from octavo.production.pipeline import Project
    from octavo.verify.bundle.bundle_maker import BundleWish, MadeBundle
    from octavo.verify.bundle.tagged_state import TaggedState


@click.command()
@publications
@click.option(
    "--tag",
    metavar="TAG",
    default="",
    help="The tag to release (default: the one that stands on the commit that is checked out).",
)
@click.option(
    "--since",
    metavar="TAG",
    default="",
    help="The oldest release that errata tell of (default: the first).",
)
@click.option(
    "--sign",
    "key",
    metavar="KEY",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Sign with this secret key, of minisign or of SSH.",
)
@click.option(
    "--no-validators",
    is_flag=True,
    help="Let no validator look at the editions; the bundle says so.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where bundles go (default: build).",
)
@frozen_option
@quiet_option
@force_option
@time_option
@project_option
@strict_option
@json_option
def release(  # noqa: PLR0913  (one parameter an option, as click hands them over)
    publication: tuple[str, ...],
    tag: str,
    since: str,
    key: Path | None,
    no_validators: bool,
    out: Path | None,
    frozen: bool,
    quiet: bool,
    force: bool,
    seconds: int,
    root: Path,
    strict: bool,
    as_json: bool,
) -> None:
    """Make a bundle of PUBLICATIONs at a tag: editions, what proves them, what tells of them.

    All is made from the commit, whose files have to be those of the project. The editions are built
    twice, in two worlds, and held against all validators that are installed. Nothing is written
    where anything stands against it.

    \b
    octavo release                      build/tides-1.0.zip, of the tag v1.0 that is checked out
    octavo release --sign minisign.key  signed
    """
    from octavo.verify.bundle.bundle_maker import BundleWish
    from octavo.verify.bundle.tagged_state import project_at_tag

    report = Report(as_json, seconds, quiet)
    search = Search.at(root, out, tell=report.watch.hear)
    project = search.project()
    tools = None if no_validators else tools_at(project.root)
    output = output_at(project.root, force)
    wish = BundleWish(strict, since, key.absolute() if key else None, tools)
    told = []
    with project_at_tag(project, tag) as (tagged, state):
        known = tagged.slugs()
        if strange := [each for each in publication if each not in known]:
            from octavo.production.pipeline import no_such_publication

            raise Unusable(no_such_publication(strange[0], known).problems)
        wanted = tuple(dict.fromkeys(publication or state.among(known)))
        versions = {slug: state.version(slug) for slug in wanted}  # told before hours of work
        works = [Work(tagged, slug, slug) for slug in versions]
        allow_works(works, frozen, report)
        for slug, version in versions.items():
            step = partial(_make, project, tagged, (slug, version), state, wish, output)
            if made := report.attempt(slug, step):
                report.tell(slug, made.problems, strict)
                told.append(_tell(made, project.out, as_json or quiet))
    report.close(bundles=told)


def _make(
    project: "Project",
    tagged: "Project",
    named: tuple[str, str],
    state: "TaggedState",
    wish: "BundleWish",
    output: "Output",
) -> "MadeBundle":
    """Return a bundle that is written; it is seen first whether it may be."""
    from octavo.core.output import Parcel
    from octavo.verify.bundle.bundle_maker import make_bundle

    output.look([project.out / f"{'-'.join(named)}.zip"])
    made = make_bundle(project, tagged, named[0], state, wish)
    output.put(Parcel(project.out, {made.name: made.data}))
    return made


def _tell(made: "MadeBundle", folder: Path, is_silent: bool) -> dict[str, object]:
    """Tell of a bundle, and return it as plain data."""
    told: dict[str, object] = {
        "publication": made.work.slug,
        "version": made.work.version,
        "tag": made.work.state.tag,
        "commit": made.work.state.commit,
        "edition": made.work.edition,
        "file": str(folder / made.name),
        "sha256": made.digest,
        "files": list(made.files),
        "validators": list(made.conformance.ran),
        "not_run": dict(made.conformance.missing),
        "since": list(made.since),
    }
    if not is_silent:
        looked = ", ".join(made.conformance.ran) or "none"
        click.echo(visible(f"{folder / made.name}: {len(made.files)} files, sha256 {made.digest}"))
        click.echo(f"  edition {made.work.edition}: two builds in two worlds are equal")
        click.echo(visible(f"  validators: {looked}; not run: {len(made.conformance.missing)}"))
        earlier = f"errata since {made.since[0]}" if made.since else "the first release"
        click.echo(visible(f"  {earlier}"))
    return told

"""``octavo fonts``: faces for scripts that the bundled ones lack, fetched where they are needed."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from octavo.cli.completion import complete_fonts, complete_publications
from octavo.cli.terminal import project_option


@click.command()
@click.argument("script", nargs=-1, metavar="[SCRIPT]...", shell_complete=complete_fonts)
@click.option(
    "--for",
    "publication",
    multiple=True,
    metavar="PUBLICATION",
    shell_complete=complete_publications,
    help="Fetch whatever faces the letters of a publication need.",
)
@project_option
def fonts(script: tuple[str, ...], publication: tuple[str, ...], root: Path) -> None:
    """Fetch the fonts of SCRIPTs to this project, by a language (th, bn, ja, zh-Hant) or the name
    of a script (Thai, "Canadian syllabics", emoji); list them without one, and all families that
    style sheets may name.

    They come from npm, are pinned by their digests, and lie in .octavo/fonts.
    """
    from octavo.core.output import link_fault
    from octavo.core.problems import BuildFailed
    from octavo.core.refusals import refusals
    from octavo.fonts.font_fetch import NotFetched, fetch, fonts_folder, list_fetched
    from octavo.fonts.font_table import families_of, font_table, script_by_name

    folder, scripts = fonts_folder(root), font_table().scripts
    unknown = [each for each in script if not script_by_name(each)]
    if unknown:
        raise click.UsageError(
            f"there are no fonts to fetch for '{unknown[0]}'; there are {', '.join(scripts)}"
        )
    try:
        if fault := link_fault(root, folder):
            raise BuildFailed([fault])
        asked = {*map(script_by_name, script), *_scripts_for(root, publication)}
        with refusals(folder):
            for key in (each for each in scripts if each in asked):
                fetch(key, folder)
    except (NotFetched, BuildFailed) as reason:
        click.echo(str(reason), err=True)
        sys.exit(2)
    there = list_fetched(folder)
    shown = asked if script or publication else scripts
    for key in (each for each in scripts if each in shown):
        state = "fetched" if key in there else "not fetched"
        click.echo(f"{key}: {scripts[key].name}: {', '.join(families_of(key))}: {state}")
    if publication and not asked:
        click.echo(f"{', '.join(publication)}: every letter has a face")
    if not script and not publication:
        click.echo(f"families for style sheets: {', '.join(_list_families(root))}")


def _scripts_for(root: Path, publications: Iterable[str]) -> set[str]:
    """Return the scripts whose faces publications lack; raises BuildFailed, UsageError."""
    from octavo.production.pipeline import Project, workshop_of
    from octavo.production.publication_reader import scripts_without_faces

    project = Project.at(root)
    known = project.slugs() if publications else ()
    for slug in publications:
        if slug not in known:
            raise click.UsageError(f"there is no publication '{slug}' here")
    return {
        key
        for slug in publications
        for key in scripts_without_faces(workshop_of(project, slug), slug)
    }


def _list_families(root: Path) -> list[str]:
    """Return the families of Octavo, of this project, and those that were fetched."""
    from octavo.core.inputs import Inputs
    from octavo.core.store import Store
    from octavo.core.workshop import Workshop
    from octavo.fonts.bundled import families
    from octavo.production.pipeline import roots_of

    roots = roots_of(root / "source", root / "templates", root)
    return sorted(families(Workshop(Inputs(roots, {}), Store(None))))

"""``octavo fonts``: faces for Chinese, Japanese and Korean, fetched where they are needed."""

import sys
from pathlib import Path

import click

from octavo.cli.completion import complete_fonts
from octavo.cli.terminal import project_option


@click.command()
@click.argument("language", nargs=-1, metavar="[LANGUAGE]...", shell_complete=complete_fonts)
@project_option
def fonts(language: tuple[str, ...], root: Path) -> None:
    """Fetch the fonts of LANGUAGEs (ja, ko, zh, zh-Hant) to this project; list them without one,
    and all families that style sheets may name.

    They come from npm, are pinned by their digests, and lie in .octavo/fonts.
    """
    from octavo.core.output import link_fault
    from octavo.core.problems import BuildFailed
    from octavo.core.refusals import refusals
    from octavo.fonts.cjk import (
        NAMES,
        PACKAGES,
        NotFetched,
        eastern,
        families_of,
        fetch,
        fonts_folder,
        list_fetched,
    )

    folder = fonts_folder(root)
    unknown = [each for each in language if not eastern(each)]
    if unknown:
        raise click.UsageError(
            f"there are no fonts to fetch for '{unknown[0]}'; languages are {', '.join(PACKAGES)}"
        )
    try:
        if fault := link_fault(root, folder):
            raise BuildFailed([fault])
        with refusals(folder):
            for each in dict.fromkeys(map(eastern, language)):
                fetch(each, folder)
    except (NotFetched, BuildFailed) as reason:
        click.echo(str(reason), err=True)
        sys.exit(2)
    there = list_fetched(folder)
    for each in PACKAGES:
        state = "fetched" if each in there else "not fetched"
        click.echo(f"{each}: {NAMES[each]}: {', '.join(families_of(each))}: {state}")
    if not language:
        click.echo(f"families for style sheets: {', '.join(_list_families(root))}")


def _list_families(root: Path) -> list[str]:
    """Return the families of Octavo, of this project, and those that were fetched."""
    from octavo.core.inputs import Inputs
    from octavo.core.store import Store
    from octavo.core.workshop import Workshop
    from octavo.fonts.bundled import families
    from octavo.production.pipeline import roots_of

    roots = roots_of(root / "source", root / "templates", root)
    return sorted(families(Workshop(Inputs(roots, {}), Store(None))))

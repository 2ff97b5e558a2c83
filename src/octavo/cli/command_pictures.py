"""``octavo pictures``: pictures of kinds that builds do not read, and what is made of them."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.named_works import Search, Work
from octavo.cli.terminal import project_option, publications

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.workshop import Workshop


@click.command()
@publications
@click.option("--convert", "converts", is_flag=True, help="Make a JPEG or PNG of each, beside it.")
@project_option
def pictures(publication: tuple[str, ...], converts: bool, root: Path) -> None:
    """List the pictures of PUBLICATIONs that editions cannot hold as they are: HEIC and AVIF.

    With --convert a JPEG (a PNG where it is transparent) is made beside each, once: of IMG_1.HEIC,
    IMG_1.HEIC.jpg. It belongs to the source; the text goes on naming IMG_1.HEIC.
    """
    from octavo.core.problems import BuildFailed
    from octavo.production.pipeline import workshop_of

    left = 0
    try:
        for work in Search.at(root).works(publication):
            workshop = workshop_of(work.project, work.slug)
            for path, kind, data in _find(workshop, work):
                left += not _tell(workshop, path, kind, data, converts)
    except BuildFailed as reason:
        click.echo(str(reason), err=True)
        sys.exit(2)
    sys.exit(1 if left else 0)


def _find(workshop: "Workshop", work: Work) -> Iterator[tuple[str, str, bytes]]:
    """Yield (path, kind, bytes) of each picture that builds do not read."""
    from octavo.pictures.telephone_kinds import telephone_kind

    inputs = workshop.inputs
    for path in inputs.listing():
        if work.project.loose and not _is_named(workshop, work.project.loose, path):
            continue
        if path.rpartition(".")[2].lower() in ("md", "yaml", "css", "svg"):
            continue
        data = inputs.find(path) or b""
        if kind := telephone_kind(data):
            yield path, kind, data


def _is_named(workshop: "Workshop", text: str, path: str) -> bool:
    """Tell whether a text that is built by itself speaks of a file: anything may lie beside it."""
    words = (workshop.inputs.find(text) or b"").decode(errors="replace")
    name = path.rpartition("/")[2]
    return name in words or name.replace(" ", "%20") in words


def _tell(workshop: "Workshop", path: str, kind: str, data: bytes, converts: bool) -> bool:
    """Say of a picture what it is and what is made of it; tell whether editions can hold that."""
    from octavo.core.output import write_whole
    from octavo.pictures.conversion import NotConverted, convert
    from octavo.pictures.telephone_kinds import ENDINGS, is_made_of, is_ours

    beside = [f"{path}{ending}" for ending in ENDINGS]
    found = {each: workshop.inputs.find(each) for each in beside}
    there = next((name for name, made in found.items() if made is not None), "")
    if there and is_made_of(found[there] or b"", data):
        click.echo(f"{path}: {kind}: {there} stands for it")
        return True
    if not converts:
        click.echo(f"{path}: {kind}: octavo pictures --convert makes a JPEG of it")
        return False
    try:
        name, made = convert(path, data)
    except NotConverted as reason:
        click.echo(str(reason), err=True)
        return False
    target = workshop.inputs.folder("publication") / name
    if there and not is_ours(found[there] or b""):
        click.echo(f"{there}: not of Octavo: move it away", err=True)
        return False
    write_whole(target, made)
    click.echo(f"{path}: {kind}: made {name}")
    return True

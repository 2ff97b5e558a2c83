"""What a shell completes: publications, editions, languages, themes, codes.

A shell asks while somebody types: nothing is told, and a project that cannot be read has no names.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # the types only: a shell waits
    from click.shell_completion import CompletionItem

    from octavo.production.pipeline import Project


def complete_publications(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Return the publications of the project, without those that are named already."""
    named = ctx.params.get(param.name or "") or ()
    return _items((each for each in _slugs(ctx) if each not in named), begun)


def complete_things(
    ctx: click.Context, param: click.Parameter, begun: str
) -> "list[CompletionItem]":
    """Return publications; where none begins so, a shell tries its files."""
    from click.shell_completion import CompletionItem

    found = complete_publications(ctx, param, begun)
    return [CompletionItem(each) for each in found] or [CompletionItem(begun, "file")]


def complete_editions(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Return the editions of the publications that are named, or of all."""
    return _items(_editions(ctx), begun)


def complete_languages(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Return the languages that there are words of: those of Octavo and of the project."""
    from octavo.production.pipeline import templates_folder

    folders = (templates_folder(), _root(ctx) / "templates")
    words = (path for folder in folders for path in _listing(folder, "words"))
    return _items({path.stem for path in words if path.suffix == ".yaml"}, begun)


def complete_fonts(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Return the scripts whose fonts can be fetched."""
    from octavo.fonts.font_table import font_table

    return _items(font_table().scripts, begun)


def complete_themes(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Return the themes: built in, of the project, and of wheels."""
    from octavo.core.installed import PREFIX, themes
    from octavo.production.pipeline import templates_folder

    folders = (templates_folder(), _root(ctx) / "templates")
    files = (path for folder in folders for path in _listing(folder))
    own = (path.parent.name for path in files if path.match("*/theme.yaml"))
    return _items({*own, *(name.removeprefix(PREFIX) for name in themes())}, begun)


def complete_codes(
    ctx: click.Context, param: click.Parameter, begun: str
) -> "list[CompletionItem]":
    """Return the codes of messages, each with what it means."""
    from click.shell_completion import CompletionItem

    from octavo.core.codes import code_table

    table = code_table()
    return [
        CompletionItem(code, help=table.title(found))
        for code, found in table.codes.items()
        if code.startswith(begun.upper())
    ]


def _items(names: Iterable[str], begun: str) -> list[str]:
    return [name for name in sorted(names) if name.startswith(begun)]


def _listing(folder: Path, below: str = "") -> list[PurePosixPath]:
    """Return the paths of all files in a folder, from there."""
    from octavo.core.inputs import Inputs

    return [PurePosixPath(path) for path in Inputs({"folder": folder}, {}).listing(below, "folder")]


def _root(ctx: click.Context) -> Path:
    return Path(ctx.params.get("root") or ".")


def _project(ctx: click.Context) -> "Project":
    from octavo.production.pipeline import Project

    return Project.at(_root(ctx))


def _slugs(ctx: click.Context) -> tuple[str, ...]:
    try:
        return _project(ctx).slugs()
    except OSError:
        return ()


def _editions(ctx: click.Context) -> set[str]:
    from octavo.core.problems import BuildFailed
    from octavo.production.pipeline import editions_of

    found: set[str] = set()
    known = _slugs(ctx)
    named = [each for each in (*(ctx.params.get("publication") or ()), *ctx.args) if each in known]
    for slug in named or known:  # what stands before an option without its word is not parsed yet
        try:
            found |= {each.name for each in editions_of(_project(ctx), slug)}
        except (BuildFailed, OSError):
            continue
    return found or set(_formats())


def _formats() -> Iterator[str]:
    from octavo.editions.registry import Formats

    yield from Formats()

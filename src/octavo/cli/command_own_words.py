"""``octavo words``: the words that Octavo adds, language by language, and a file for your own."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.completion import complete_languages
from octavo.cli.terminal import project_option

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.workshop import Workshop


@click.command()
@click.argument("language", required=False, shell_complete=complete_languages)
@click.option(
    "--new",
    "is_new",
    is_flag=True,
    help="Write templates/words/LANGUAGE.yaml: a new language to fill in, or one to change.",
)
@project_option
def words(language: str | None, is_new: bool, root: Path) -> None:
    """Print the words of LANGUAGE, such as vi or de-CH; without one, list the languages.

    \b
    octavo words                    the languages that there are words of
    octavo words de                 those of German, and what a language lacks
    octavo words oc --new           begin a language that Octavo does not have
    octavo words de --new           a file for words that your house says otherwise
    """
    from octavo.core.problems import BuildFailed

    workshop = _workshop(root)
    if is_new and not language:
        raise click.UsageError("--new needs a language: octavo words vi --new")
    try:
        if not language:
            _list(workshop)
        elif is_new:
            _write(workshop, root, _tag(language))
        else:
            _print(workshop, _tag(language))
    except BuildFailed as failure:
        click.echo(str(failure), err=True)
        sys.exit(2)


def _workshop(root: Path) -> "Workshop":
    """Return the door to the templates of a project and to ours."""
    from octavo.core.inputs import Inputs
    from octavo.core.store import Store
    from octavo.core.workshop import Workshop
    from octavo.production.pipeline import roots_of

    roots = roots_of(root / "source", root / "templates", root)
    return Workshop(
        Inputs({name: roots[name] for name in roots if name != "publication"}, {}), Store(None)
    )


def _tag(language: str) -> str:
    """Return a tag as files are called by it; raises UsageError for what is none."""
    from octavo.model.word_files import canonical, is_tag
    from octavo.source.config.other_forms import language_of

    tag = canonical(language)
    if is_tag(tag):
        return tag
    meant = language_of(language)
    hint = f"did you mean {meant}?" if meant else "write one such as oc, pt-BR or zh-Hant"
    raise click.UsageError(f"'{language}' is no tag of a language: {hint}")


def _list(workshop: "Workshop") -> None:
    from octavo.languages import available
    from octavo.starter.word_sheet import count_missing, own_tags

    click.echo(f"languages: {', '.join(available(workshop))}")
    for tag in own_tags(workshop):
        missing = count_missing(workshop, tag)
        state = f"lacks {missing}" if missing else "whole"
        click.echo(f"templates/words/{tag}.yaml: {state}")


def _print(workshop: "Workshop", tag: str) -> None:
    from octavo.languages import files_of_words
    from octavo.starter.word_sheet import word_sheet

    if not files_of_words(workshop, tag):
        hint = f"'octavo words {tag} --new' begins a file of them"
        raise click.UsageError(f"there are no words of the language '{tag}'; {hint}")
    click.echo(word_sheet(workshop, tag), nl=False)


def _write(workshop: "Workshop", root: Path, tag: str) -> None:
    """Write a file of words where there is none; raises BuildFailed, UsageError."""
    from octavo.core.output import link_fault, write_whole
    from octavo.core.problems import BuildFailed
    from octavo.core.refusals import refusals
    from octavo.starter.word_sheet import new_sheet

    target = root / "templates" / "words" / f"{tag}.yaml"
    if target.exists():
        raise click.UsageError(f"{target} stands already; 'octavo words {tag}' shows what it lacks")
    if fault := link_fault(root, target.parent):
        raise BuildFailed([fault])
    with refusals(target.parent):
        write_whole(target, new_sheet(workshop, tag).encode())
    click.echo(f"{target}: written; fill it in, then write language: {tag}")

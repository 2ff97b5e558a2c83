"""What ``octavo new`` asks on a terminal, of what the command does not say; elsewhere nothing."""

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from octavo.starter.sample_kinds import KINDS, SAMPLES, kind_meant

AUTHOR, LANGUAGE = "Your Name", "en-GB"


class SampleKind(click.Choice[str]):
    """One of the kinds of samples, also by another word for it: a brief is an article."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(kind_meant(value), param, ctx)


@dataclass(frozen=True, slots=True)
class Answers:
    """What is said of a new publication."""

    title: str
    author: str
    language: str
    kind: str


def is_terminal() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_folder(words: str | None, is_in_project: bool) -> Path:
    """Return the folder of a new project, or the name of a publication for one that stands."""
    if words:
        return Path(words)
    what = "NAME of the publication" if is_in_project else "DIR"
    if not is_terminal():
        raise click.UsageError(f"name the {what}: octavo new {'--in . ' * is_in_project}NAME")
    question = "Name of the publication's folder" if is_in_project else "Folder of the new project"
    return Path(click.prompt(question))


def ask(title: str | None, fallback: str, given: tuple[str | None, ...]) -> Answers:
    """Return what is said of a new publication; asked for where it is not given.

    ``fallback``: a title made of the folder's name; ``given``: author, language and kind.
    """
    author, language, kind = given
    if not is_terminal():
        told = (title, fallback), (author, AUTHOR), (language, LANGUAGE), (kind, KINDS[0])
        return Answers(*(usual if said is None else said for said, usual in told))
    if title is None:
        title = click.prompt("Title", default=fallback)
    if author is None:
        author = click.prompt("Author", default=AUTHOR)
    if language is None:
        language = click.prompt("Language (en-GB, de, fr …)", default=LANGUAGE)
    if kind is None:
        click.echo("What is it?")
        for name, use in SAMPLES.items():
            click.echo(f"  {name:<8} {use}")
        kind = click.prompt("Kind", type=SampleKind(KINDS), default=KINDS[0], show_choices=False)
    return Answers(title, author, language, kind)

"""The command line: words in, exit code out. No publishing logic here, and the only printing.

Exit codes: 0 done, or equal; 1 problems, or editions differ with a known cause; 2 wrong command
or unusable input; 3 a fault of Octavo; 4 editions differ although all ingredients are equal.
"""

import datetime as dt
import json
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.command_check import check
from octavo.cli.command_diff import diff
from octavo.cli.command_doctor import doctor
from octavo.cli.command_explain import explain
from octavo.cli.command_fonts import fonts
from octavo.cli.command_preview import preview
from octavo.cli.completion import complete_editions, complete_languages
from octavo.cli.program_group import JSON, ProgramGroup, fault_in_json
from octavo.cli.terminal import (
    Report,
    choose_slugs,
    force_option,
    goldens_option,
    json_option,
    project_at,
    project_option,
    publications,
    quiet_option,
    strict_option,
    time_option,
    web_address,
)

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.problems import Problem
    from octavo.production.pipeline import Built


@click.group(
    cls=ProgramGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="octavo", message="%(prog)s %(version)s")
def octavo() -> None:
    """Make PDF, EPUB and HTML editions from Markdown: the same bytes on every machine.

    \b
    Completion: eval "$(_OCTAVO_COMPLETE=bash_source octavo)"   (or zsh_source, fish_source)
    """


@octavo.command()
@publications
@click.option(
    "--edition",
    "editions",
    metavar="NAME",
    multiple=True,
    shell_complete=complete_editions,
    help="Make only this edition: html, epub, pdf, pdf-print …; may be given several times.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Where editions go (default: build).",
)
@click.option(
    "--base-url",
    "base",
    default="",
    metavar="URL",
    callback=web_address,
    help="Where the folder of editions will stand: write a sitemap and a feed too.",
)
@click.option("--no-store", is_flag=True, help="Make everything anew and remember nothing.")
@click.option(
    "--draft",
    is_flag=True,
    help="Set whatever can be set, in spite of errors: for reading, never for release.",
)
@click.option("--open", "opens", is_flag=True, help="Open the PDF, or the first --edition, then.")
@quiet_option
@force_option
@time_option
@project_option
@strict_option
@json_option
def build(  # noqa: PLR0913  (one parameter an option, as click hands them over)
    publication: tuple[str, ...],
    editions: tuple[str, ...],
    out: Path | None,
    base: str,
    no_store: bool,
    force: bool,
    draft: bool,
    opens: bool,
    quiet: bool,
    seconds: int,
    root: Path,
    strict: bool,
    as_json: bool,
) -> None:
    """Build PUBLICATIONs (all of source/ when none is named)."""
    from octavo.core.refusals import look_at_folder
    from octavo.production import pipeline

    if draft and strict:
        raise click.UsageError("--draft lets everything pass, --strict nothing")
    report = Report(as_json, seconds, quiet)
    project = project_at(root, out, no_store, report)
    look_at_folder(project.out)
    for slug in choose_slugs(project, publication):

        def step(slug: str = slug) -> "Built":
            built = pipeline.build(project, slug, editions, strict=strict, draft=draft)
            pipeline.write(built, project, force)
            return built

        report.show(slug, step, project)
    if project.out.is_dir() and not report.is_refused:
        said = report.attempt("index.html", lambda: pipeline.write_listing(project, base, force))
        if said:
            report.tell("index.html", said, strict=False)
    if opens:
        report.open(editions)
    report.close()


octavo.add_command(check)
octavo.add_command(preview)
octavo.add_command(diff)
octavo.add_command(fonts)
octavo.add_command(doctor)
octavo.add_command(explain)


@octavo.command()
@publications
@goldens_option
@force_option
@project_option
@json_option
def accept(
    publication: tuple[str, ...], folder: Path | None, force: bool, root: Path, as_json: bool
) -> None:
    """Accept the editions of PUBLICATIONs as they are now: write goldens. Then read git diff."""
    from octavo.goldens import accepted

    report = Report(as_json)
    project = project_at(root, None, False, report)
    for slug in choose_slugs(project, publication):

        def step(slug: str = slug) -> "tuple[Problem, ...]":
            return accepted.accept(project, slug, folder, force)

        report.show(slug, step, project)
    if not publication:
        report.attempt("goldens", lambda: accepted.sweep(project, folder, force))
    report.close()


@octavo.command()
def schema() -> None:
    """Print the JSON Schema of publication.yaml, for editors that complete keys."""
    from octavo.production import pipeline

    click.echo(json.dumps(pipeline.schema(), indent=2, ensure_ascii=False))


@octavo.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(("article", "report", "book")),
    default="article",
    show_default=True,
    help="What the sample is.",
)
@click.option("--title", help="Title of the publication (default: made of DIR's name).")
@click.option("--author", default="Your Name", show_default=True, help="Name of its author.")
@click.option(
    "--language",
    default="en-GB",
    show_default=True,
    shell_complete=complete_languages,
    help="BCP 47 tag of its language.",
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date of publication (default: that of SOURCE_DATE_EPOCH, else today).",
)
@click.option("--accept/--no-accept", default=True, help="Accept the editions of the sample.")
def new(  # noqa: PLR0913  (one parameter an option, as click hands them over)
    folder: Path,
    kind: str,
    title: str | None,
    author: str,
    language: str,
    date: dt.datetime | None,
    accept: bool,
) -> None:
    """Make a project in DIR, which must be empty or not there yet: a sample that builds at once."""
    from octavo.starter import new_project

    day = date.date() if date else _today(os.environ.get("SOURCE_DATE_EPOCH", ""))
    wishes = new_project.Wishes(
        kind, title or new_project.title_from(folder), author, language, day
    )
    try:
        files = new_project.make(folder, wishes)
    except new_project.Refused as refusal:
        raise click.UsageError(str(refusal)) from None
    click.echo(f"{folder}: {kind} '{wishes.title}', {len(files)} files")
    for line in new_project.next_steps(folder, wishes, accept):
        click.echo(line)
    if accept:
        report = Report(False)
        report.show(
            new_project.slug_of(wishes),
            lambda: new_project.accept_sample(folder, wishes, os.environ),
            project_at(folder, None, False),
        )
        report.close()


def _today(epoch: str) -> dt.date:
    """Return the date of SOURCE_DATE_EPOCH, else this day where the author is.

    The only look at the clock: the date goes into publication.yaml, where the author sees it, and
    no build asks for it again.
    """
    if epoch.isdecimal():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now().astimezone().date()


def main() -> None:
    """Run the command; a fault of Octavo itself ends with code 3 and a way to report it."""
    from octavo.core.bounds import limit_memory

    limit_memory()
    try:
        octavo.main(prog_name="octavo")
    except Exception as fault:
        traceback.print_exc()
        if JSON in sys.argv[1:]:
            click.echo(fault_in_json(fault))
        click.echo("\nThis is a fault of Octavo. Please report it with the text above.", err=True)
        sys.exit(3)

"""The command line: words in, exit code out. No publishing logic here, and the only printing.

Exit codes: 0 done, or equal; 1 problems, or editions differ with a known cause; 2 wrong command
or unusable input; 3 a fault of Octavo; 4 editions differ although all ingredients are equal.
"""

import datetime as dt
import json
import os
import sys
import traceback
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.build_wish import (
    Aim,
    Wish,
    allow_works,
    may_write,
    obey_locks,
    presses_at,
    tell_source,
    write_list,
)
from octavo.cli.command_check import check
from octavo.cli.command_diff import diff
from octavo.cli.command_doctor import doctor
from octavo.cli.command_explain import explain
from octavo.cli.command_fetch import fetch
from octavo.cli.command_fonts import fonts
from octavo.cli.command_golden import test
from octavo.cli.command_lock import lock
from octavo.cli.command_own_words import words
from octavo.cli.command_pictures import pictures
from octavo.cli.command_preview import preview
from octavo.cli.command_release import release
from octavo.cli.command_store import store
from octavo.cli.command_verify import verify
from octavo.cli.completion import complete_editions, complete_languages, complete_themes
from octavo.cli.named_works import Search, Work, project_above
from octavo.cli.new_questions import AUTHOR, LANGUAGE, SampleKind, ask, ask_folder
from octavo.cli.program_group import JSON, ProgramGroup, fault_in_json
from octavo.cli.terminal import (
    Report,
    force_option,
    frozen_option,
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
from octavo.starter.sample_kinds import KINDS

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.problems import Problem


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
    "-o",
    "--output",
    "target",
    metavar="FILE",
    help="Write one edition to this file (.pdf, .epub, .html), or all into a folder (FOLDER/).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Where editions go (default: build; of a file without a project, beside it).",
)
@click.option("--title", help="Title of a file that is built by itself.")
@click.option(
    "--language",
    metavar="TAG",
    shell_complete=complete_languages,
    help="Its language: en-GB, de, fr-CH …",
)
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Its date.")
@click.option(
    "--theme",
    metavar="NAME",
    shell_complete=complete_themes,
    help="Its theme: brief, report, book.",
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
    "--store",
    "place",
    default="",
    metavar="FOLDER|URL",
    help="Remember results there, and take them from there (default: the user's cache).",
)
@click.option(
    "--scheduler",
    default="",
    metavar="URL",
    help="Let a cluster set the pages of PDFs, whose Dask scheduler is at tcp://HOST:PORT.",
)
@click.option("--explain", "explains", is_flag=True, help="Tell what was made again, and why.")
@click.option(
    "--draft",
    is_flag=True,
    help="Set whatever can be set, in spite of errors: for reading, never for release.",
)
@frozen_option
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
    target: str | None,
    out: Path | None,
    title: str | None,
    language: str | None,
    date: dt.datetime | None,
    theme: str | None,
    base: str,
    no_store: bool,
    place: str,
    scheduler: str,
    explains: bool,
    force: bool,
    draft: bool,
    frozen: bool,
    opens: bool,
    quiet: bool,
    seconds: int,
    root: Path,
    strict: bool,
    as_json: bool,
) -> None:
    """Build PUBLICATIONs (all of source/ when none is named), or Markdown files.

    \b
    octavo build                    all publications of the project
    octavo build tides              one of them; source/tides is the same
    octavo build notes.md           any file: notes.pdf, notes.epub, notes.html
    octavo build notes.md -o x.pdf  one edition of it
    """
    _refuse_contradictions(draft and strict, no_store and (bool(place) or explains))
    aim = Aim.of(target) if target else None
    said = {"title": title, "language": language, "theme": theme}
    said["date"] = date.date().isoformat() if date else None
    report = Report(as_json, seconds, quiet, explains)
    told = {key: words for key, words in said.items() if words}
    search = Search.at(root, out, no_store, told, report.watch.hear)
    search = replace(search, store=place, hear=report.hears)
    works = search.works(publication)
    if aim and aim.file and len(works) != 1:
        raise click.UsageError("-o names one file: build one publication at a time")
    goals = [] if aim else {each.project.out: each.project for each in works}.values()
    is_open = all(may_write(project, report) for project in goals)
    allowed = obey_locks(works, frozen, report) if is_open else None
    if allowed is None:
        return report.close()
    with presses_at(scheduler) as presses:
        wish = Wish(editions, aim, force, draft, strict, presses)
        for work in allowed:
            wish.fulfil(work, report)
    if not publication:
        tell_source(search.project(), report, strict)
    for project in () if aim else {each.project.root: each.project for each in works}.values():
        write_list(project, base, force, report)
    if opens:
        report.open(editions)
    report.close()


def _refuse_contradictions(is_lax_and_strict: bool, needs_no_store: bool) -> None:
    if is_lax_and_strict:
        raise click.UsageError("--draft lets everything pass, --strict nothing")
    if needs_no_store:
        raise click.UsageError("--no-store remembers nothing: --store and --explain go without it")


octavo.add_command(check)
octavo.add_command(test)
octavo.add_command(preview)
octavo.add_command(diff)
octavo.add_command(verify)
octavo.add_command(release)
octavo.add_command(lock)
octavo.add_command(fetch)
octavo.add_command(fonts)
octavo.add_command(pictures)
octavo.add_command(words)
octavo.add_command(doctor)
octavo.add_command(explain)
octavo.add_command(store)


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
    search = Search.at(root, tell=report.watch.hear)
    for work in allow_works(search.works(publication, only_projects=True), False, report):

        def step(work: Work = work) -> "tuple[Problem, ...]":
            return accepted.accept(work.project, work.slug, folder, force)

        report.show(work.name, step, work.project)
    if not publication:
        report.attempt("goldens", lambda: accepted.sweep(search.project(), folder, force))
    report.close()


@octavo.command()
def schema() -> None:
    """Print the JSON Schema of publication.yaml, for editors that complete keys."""
    from octavo.production import pipeline

    click.echo(json.dumps(pipeline.schema(), indent=2, ensure_ascii=False))


@octavo.command()
@click.argument("folder", metavar="[DIR|NAME]", required=False)
@click.option(
    "--in",
    "project",
    metavar="PROJECT",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Add a publication of this NAME to a project that stands: octavo new --in . NAME.",
)
@click.option("--kind", type=SampleKind(KINDS), help="What the sample is (default: article).")
@click.option("--title", help="Title of the publication (default: made of DIR's name).")
@click.option("--author", help=f"Name of its author (default: {AUTHOR}).")
@click.option(
    "--language",
    shell_complete=complete_languages,
    help=f"BCP 47 tag of its language (default: {LANGUAGE}).",
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date of publication (default: that of SOURCE_DATE_EPOCH, else today).",
)
@click.option(
    "--accept/--no-accept",
    default=False,
    help="Accept the editions of the sample at once (default: it is for you to accept yours).",
)
@click.option(
    "--wheel/--no-wheel",
    default=True,
    help="Put this Octavo into the project, as a wheel (default), or take it from an index.",
)
def new(  # noqa: PLR0913  (one parameter an option, as click hands them over)
    folder: str | None,
    project: Path | None,
    kind: str | None,
    title: str | None,
    author: str | None,
    language: str | None,
    date: dt.datetime | None,
    accept: bool,
    wheel: bool,
) -> None:
    """Make a project in DIR, which must be empty or not there yet: a sample that builds at once.

    With --in, add a publication called NAME to a project. On a terminal, title, author, language
    and kind are asked for where they are not given.
    """
    from octavo.starter import new_project

    place = ask_folder(folder, project is not None)
    day = date.date() if date else _today(os.environ.get("SOURCE_DATE_EPOCH", ""))
    said = ask(title, new_project.title_from(place), (author, language, kind))
    slug = place.name if project else ""
    wishes = new_project.Wishes(said.kind, said.title, said.author, said.language, day, slug, wheel)
    root = project_above(project) if project else place
    try:
        files = new_project.add(root, wishes) if project else new_project.make(root, wishes)
    except new_project.Refused as refusal:
        raise click.UsageError(str(refusal)) from None
    name = new_project.slug_of(wishes)
    made = root / "source" / name if project else root
    click.echo(f"{made}: {said.kind} '{said.title}', {len(files)} files")
    report = Report(False)
    if accept:
        report.show(
            name,
            lambda: new_project.accept_sample(root, wishes, os.environ),
            project_at(root, None, False),
        )
    for line in new_project.next_steps(root, wishes, accept):
        click.echo(line)
    report.close()


def _today(epoch: str) -> dt.date:
    """Return the date of SOURCE_DATE_EPOCH, else this day where the author is.

    The only look at the clock: the date goes into publication.yaml, where the author sees it, and
    no build asks for it again.
    """
    if epoch.isascii() and epoch.isdecimal() and len(epoch) < 12:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now().astimezone().date()


def main() -> None:
    """Run the command; a fault of Octavo itself ends with code 3 and a way to report it."""
    from octavo.cli.guard import work_under_guard
    from octavo.core.bounds import limit_memory, look_rarely_for_waste

    work_under_guard()
    limit_memory()
    look_rarely_for_waste()
    try:
        octavo.main(prog_name="octavo")
    except Exception as fault:
        traceback.print_exc()
        if JSON in sys.argv[1:]:
            click.echo(fault_in_json(fault))
        click.echo("\nThis is a fault of Octavo. Please report it with the text above.", err=True)
        sys.exit(3)

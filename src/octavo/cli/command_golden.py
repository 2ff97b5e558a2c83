"""``octavo test``: are the editions as they were accepted? One line for each of them."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.build_wish import allow_works
from octavo.cli.named_works import Search, Work
from octavo.cli.terminal import (
    Report,
    frozen_option,
    goldens_option,
    json_option,
    project_option,
    publications,
    quiet_option,
    strict_option,
    time_option,
)

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.problems import Problem


@click.command()
@publications
@goldens_option
@frozen_option
@quiet_option
@time_option
@project_option
@strict_option
@json_option
def test(  # noqa: PLR0913  (one parameter an option, as click hands them over)
    publication: tuple[str, ...],
    folder: Path | None,
    frozen: bool,
    quiet: bool,
    seconds: int,
    root: Path,
    strict: bool,
    as_json: bool,
) -> None:
    """Compare the editions of PUBLICATIONs with those that were accepted, each by itself.

    A publication of which nothing was accepted yet is named, and fails with --strict only. What
    differs is shown in a page: build/golden-report-NAME.html. Tests that you have written yourself
    are run by pytest, which runs these as well.
    """
    report = Report(as_json, seconds, quiet)
    search = Search.at(root, tell=report.watch.hear)
    is_told = not (as_json or quiet)
    for work in allow_works(search.works(publication, only_projects=True), frozen, report):
        _test(work, folder, strict, report, is_told)
    if not publication:
        from octavo.goldens.trials import find_left_goldens

        if left := find_left_goldens(search.project(), folder):
            report.tell("goldens", left, strict)
    report.close()


def _test(work: Work, folder: Path | None, strict: bool, report: Report, is_told: bool) -> None:
    from octavo.goldens.trials import Trial, fail, one_by_one

    trial = Trial(work.project, work.slug, folder)

    def look() -> "tuple[Problem, ...]":
        fail(trial)
        return trial.comparison.problems

    found = report.attempt(work.name, look)
    if "comparison" in trial.__dict__ and is_told:  # it could be built
        for edition, problems in one_by_one(trial):
            click.echo(f"{work.name} {edition}: {_state(problems)}")
        if trial.report_path.is_file() and found is None:
            click.echo(f"{work.name}: shown in {trial.report_path}")
    if found is not None:
        told = [_soften(each) for each in found] if not strict else found
        report.tell(work.name, told, strict)
    if "comparison" in trial.__dict__ and trial.is_shown:
        report.add("report", str(trial.report_path))


def _soften(problem: "Problem") -> "Problem":
    """Return that a publication has no goldens yet as something to know, and no fault."""
    return replace(problem, severity="notice") if problem.code == "E402" else problem


def _state(problems: "tuple[Problem, ...]") -> str:
    if not problems:
        return "as accepted"
    errors = sum(each.severity == "error" for each in problems)
    if not errors:
        return "as accepted, but for what is explained"
    return f"{errors} difference{'s' if errors > 1 else ''}"

"""What commands share: where the project is, which publications are meant, and how it is told."""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from octavo.cli.completion import complete_publications
from octavo.cli.program_group import Unusable

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.checks.typography.remarks import PageProblem
    from octavo.cli.made_editions import ListedEdition
    from octavo.core.output import Output
    from octavo.core.problems import Problem
    from octavo.core.store import Hearer
    from octavo.fetch.picture_fetch import Fetched
    from octavo.production.pipeline import Project
    from octavo.validators.examine import Examined

Result = TypeVar("Result")
OF_A_DISK = frozenset({"E804", "E805"})
"""Codes of what the machine refuses, not the text: the input cannot be used."""
publications = click.argument("publication", nargs=-1, shell_complete=complete_publications)
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
force_option = click.option(
    "--force", is_flag=True, help="Replace files that Octavo did not write, too."
)
quiet_option = click.option(
    "--quiet", "-q", is_flag=True, help="Tell errors and warnings only: no progress, no list."
)
frozen_option = click.option(
    "--frozen", is_flag=True, help="Refuse to build with anything but what octavo.lock names."
)
strict_option = click.option("--strict", is_flag=True, help="Take warnings for errors.")


class Report:
    """Tells what becomes of each publication: quiet lines, or one JSON object at the end."""

    def __init__(
        self, as_json: bool, seconds: int = 0, is_quiet: bool = False, explains: bool = False
    ) -> None:
        from octavo.cli.pace import Pace
        from octavo.cli.told_progress import watch_here
        from octavo.cli.told_recollections import Explanation

        self._as_json, self._seconds, self._is_quiet = as_json, seconds, is_quiet
        self._rows: list[dict[str, Any]] = []
        self._validators: dict[str, dict[str, Any]] = {}
        self.kinds: dict[str, dict[str, int]] = {}
        """Publication -> code -> how many typographic remarks of that kind its pages have."""
        self._remarks: list[dict[str, Any]] = []
        self._failed = self._unexplained = self._refused = False
        self.watch = watch_here(as_json or is_quiet)
        self._pace = Pace("")
        self.editions: list[ListedEdition] = []
        """What was made, in the order of the publications."""
        self._explanation = Explanation() if explains else None

    @property
    def hears(self) -> "Hearer | None":
        """Return who hears what is recalled and what not, None where nobody wants to know."""
        return self._explanation.hear if self._explanation else None

    def follow(self, project: "Project") -> "Project":
        """Return the project, whose builds tell how far they are."""
        return replace(project, tell=self.watch.hear)

    def show(self, slug: str, step: Callable[[], Any], project: "Project") -> None:
        """Run one step and tell what came of it."""
        from octavo.cli.made_editions import list_editions

        result = self.attempt(slug, step)
        if result is None:
            return
        problems = getattr(result, "problems", result)
        files = sorted(getattr(result, "files", {}))
        state = "unchanged" if getattr(result, "recalled", False) else "done"

        def place(name: str) -> Path:
            return project.path_of(slug, name)

        editions = list_editions(result, place, self._pace) if files else ()
        self.editions += editions
        self._tell(slug, problems, [str(place(name)) for name in files], state, editions)

    def attempt(self, slug: str, step: Callable[[], Result]) -> Result | None:
        """Return what a step gives; None where it failed, which is told."""
        from octavo.core.bounds import TookTooLong, at_most
        from octavo.core.problems import BuildFailed
        from octavo.core.refusals import disk_fault

        try:
            with self.watch.over(slug) as self._pace, at_most(self._seconds, slug):
                return step()
        except (TookTooLong, MemoryError) as bound:
            self._failed = True
            self._tell(slug, [too_much(slug, bound)], [], "failed")
        except BuildFailed as failure:
            self._judge(failure.problems)
            self._tell(slug, failure.problems, [], "failed")
        except OSError as error:
            fault = disk_fault(error)
            if fault is None:
                raise
            self._judge([fault])
            self._tell(slug, [fault], [], "failed")
        return None

    def _judge(self, problems: "Sequence[Problem]") -> None:
        """Note with which code the command will end for problems that stopped a step."""
        is_unexplained = all(each.code == "E404" for each in problems)
        errors = {each.code for each in problems if each.severity == "error"}
        is_refused = bool(errors) and errors <= OF_A_DISK
        self._unexplained |= is_unexplained
        self._refused |= is_refused
        self._failed |= not (is_unexplained or is_refused)

    def tell(self, name: str, problems: "Sequence[Problem]", strict: bool) -> None:
        """Tell what was found in something that could be examined."""
        fatal = ("error", "warning") if strict else ("error",)
        is_faulty = any(problem.severity in fatal for problem in problems)
        self._failed |= is_faulty
        self._tell(name, problems, [], "failed" if is_faulty else "done")

    def tell_fetched(self, name: str, found: "Fetched") -> None:
        """Tell what was found in fetching the pictures of a publication."""
        self.tell(name, found.problems, strict=False)
        if self._as_json:
            told = [asdict(picture) for picture in found.pictures]
            self._rows[-1] |= {"folder": found.folder, "pictures": told}

    def add(self, key: str, words: str) -> None:
        """Add something to what programs are told of the last publication."""
        if self._rows:
            self._rows[-1][key] = words

    def typography(self, slug: str, findings: "Sequence[PageProblem]") -> None:
        """Tell how many remarks of each kind there are; they themselves are told as problems."""
        from octavo.checks.typography.remarks import KINDS, count_by_code

        counts = self.kinds[slug] = count_by_code(findings)
        pages = [
            {"code": each.problem.code, "page": each.label, "number": each.number}
            | {"path": each.problem.place.path, "line": each.problem.place.line}
            for each in findings
        ]
        self._remarks.append({"publication": slug, "counts": counts, "findings": pages})
        if not (self._as_json or self._is_quiet):
            told = ", ".join(f"{KINDS[code]} ({count})" for code, count in counts.items())
            click.echo(f"{slug}: typography: {told or 'nothing to remark'}", err=True)

    def validators(self, found: "Examined", complete: bool) -> None:
        """Tell which validators have looked, and what is missing for the others."""
        self._failed |= complete and bool(found.missing)
        for name, (version, count) in sorted(found.ran.items()):
            self._validators[name] = {"version": version, "files": count}
        for name, why in sorted(found.missing.items()):
            self._validators[name] = {"missing": why}
        if self._as_json or (self._is_quiet and not complete):
            return
        ran = [f"{name} {version}".strip() for name, (version, _) in sorted(found.ran.items())]
        if not self._is_quiet:
            click.echo(f"examined by: {', '.join(ran) or 'no validator'}", err=True)
        reasons: dict[str, list[str]] = {}
        for name, why in sorted(found.missing.items()):
            reasons.setdefault(why.replace(f"{name} is missing: ", "not installed: "), []).append(
                name
            )
        for why, names in reasons.items():
            click.echo(f"not run: {', '.join(names)}: {why}", err=True)

    @property
    def is_refused(self) -> bool:
        """Whether the system has refused something."""
        return self._refused

    def open(self, asked: "Sequence[str]") -> None:
        """Open one of the editions that were made: the first that was asked for, else the PDF."""
        wanted = [*asked, "pdf"]
        ranks = {name: n for n, name in reversed(list(enumerate(wanted)))}
        first = min(self.editions, key=lambda each: ranks.get(each.name, len(wanted)), default=None)
        if first is not None and click.launch(first.file):
            click.echo(f"nothing here opens {first.file}", err=True)

    def close(self, **more: Any) -> None:
        """Print the JSON object if it was asked for, with ``more``; leave with the right code."""
        code = 1 if self._failed else 2 if self._refused else 4 if self._unexplained else 0
        if self._as_json:
            told: dict[str, Any] = {"publications": self._rows, **more}
            told |= {"validators": self._validators} if self._validators else {}
            told |= {"typography": self._remarks} if self._remarks else {}
            click.echo(json.dumps({**told, "exit_code": code}, indent=2, ensure_ascii=False))
        if code:
            sys.exit(code)

    def _tell(
        self,
        slug: str,
        problems: "Iterable[Problem]",
        files: list[str],
        state: str,
        editions: "Sequence[ListedEdition]" = (),
    ) -> None:
        from octavo.cli.screen import has_colour, visible
        from octavo.cli.told_problems import tell_problems
        from octavo.cli.told_recollections import explain, explain_as_json

        found = list(problems)
        heard = self._explanation.close() if self._explanation else []
        if self._as_json:
            told = [problem.as_json() for problem in found]
            row = {"publication": slug, "state": state, "problems": told, "files": files}
            row |= {"editions": [each.as_json() for each in editions]} if editions else {}
            row |= {"explanation": explain_as_json(heard)} if self._explanation else {}
            self._rows.append(row)
            return
        shown = [each for each in found if not self._is_quiet or each.severity != "notice"]
        tell_problems(shown)
        if self._is_quiet:
            return
        for edition in editions:
            click.echo(visible(str(edition)))
        slug = visible(slug)
        for line in explain(heard):
            click.echo(f"{slug}: {visible(line)}")
        count = f", {_count(found)}" if found else ""
        colour = "red" if state == "failed" else "green"
        words = f"{click.style(slug, bold=True)}: {click.style(state, fg=colour)}{count}"
        click.echo(words, color=has_colour(sys.stdout))


def _count(problems: "Sequence[Problem]") -> str:
    """Return how many there are of each kind, the gravest first."""
    counts = Counter(each.severity for each in problems)
    return ", ".join(
        f"{counts[kind]} {kind}{'s' if counts[kind] > 1 else ''}"
        for kind in ("error", "warning", "notice")
        if counts[kind]
    )


def web_address(context: click.Context, option: click.Parameter, value: str) -> str:
    """Refuse what is no web address, as a wrong command."""
    if value and not value.startswith(("https://", "http://")):
        raise click.BadParameter("write https://…", context, option)
    return value


def too_much(slug: str, bound: Exception) -> "Problem":
    """Return the problem of what took too long, or too much; at the file that was being read,
    where the bound tells of one."""
    from octavo.core.problems import Place, Problem

    what = str(bound) or "more memory than a build may take"
    hint = "divide it into smaller files, or give it longer: --time-limit SECONDS"
    if file := getattr(bound, "at", ""):
        return Problem("E117", Place(file), f"reading the file needs {what}", hint)
    place = Place(slug if "/" in slug or slug.endswith(".md") else f"source/{slug}")
    return Problem("E117", place, f"the publication needs {what}", hint)


def output_at(root: Path, force: bool, *files: Path | None) -> "Output":
    """Return the door out of a project; leave with code 2 where a file may not be written."""
    from octavo.core.output import Output
    from octavo.core.problems import BuildFailed

    output = Output(root, force)
    try:
        output.look(file for file in files if file)
    except BuildFailed as failure:
        raise Unusable(failure.problems) from None
    return output


def project_at(
    root: Path, out: Path | None, no_store: bool, report: Report | None = None
) -> "Project":
    """Return the project in a folder; ``report`` tells how far its builds are."""
    from octavo.core.store_places import store_of
    from octavo.production.pipeline import Project

    if not (root / "source").is_dir():
        raise click.UsageError(f"there is no folder source in {root.resolve()}")
    store = None if no_store else store_of(root, os.environ)
    project = Project(root, out or root / "build", store, dict(os.environ))
    return report.follow(project) if report else project

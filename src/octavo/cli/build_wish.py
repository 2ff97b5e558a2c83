"""What ``octavo build`` does with one publication: where its editions go, and what is told."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.named_works import Work
from octavo.cli.terminal import Report

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.editions.pdf.presses import Presses
    from octavo.model.metadata import Edition
    from octavo.production.pipeline import Built, Project


def tell_source(project: "Project", report: Report, strict: bool) -> None:
    """Tell what lies in source/ and is no publication."""
    from octavo.production.source_folder import look_over_source

    if found := look_over_source(project):
        report.tell("source", found, strict)


def may_write(project: "Project", report: Report) -> bool:
    """Tell whether editions may go where they shall: before the work, and once for all of them."""
    from octavo.core.output import Output
    from octavo.core.refusals import look_at_folder

    look_at_folder(project.out)
    look = partial(Output(project.root).look_at, project.out)
    return bool(report.attempt(str(project.out), look))


def obey_locks(works: Sequence[Work], is_frozen: bool, report: Report) -> Sequence[Work] | None:
    """Return what is to be built, with what was seen of it; before that, tell what departs from
    octavo.lock. None where it may not be built: the lock is none, or ``is_frozen``."""
    from octavo.production.project_lock import NAME

    if not is_frozen and not any((each.project.root / NAME).is_file() for each in works):
        return works
    from octavo.production.lock_checks import look_at_lock

    found: list[Work] = []
    for project in {
        (each.project.root, each.project.loose): each.project for each in works
    }.values():
        mine = [
            w for w in works if (w.project.root, w.project.loose) == (project.root, project.loose)
        ]
        slugs = [each.slug for each in mine]
        look = report.attempt(NAME, partial(look_at_lock, project, slugs, is_frozen))
        if look is None:
            return None
        if look.problems:
            report.tell(NAME, look.problems, strict=False)
        found += (replace(w, project=replace(w.project, doors=look.doors)) for w in mine)
    return found


def allow_works(works: Sequence[Work], is_frozen: bool, report: Report) -> Sequence[Work]:
    """Return what ``obey_locks`` returns; leaves with the right code where it may not be built."""
    found = obey_locks(works, is_frozen, report)
    if found is None:
        report.close()
    return found or ()


def write_list(project: "Project", base: str, force: bool, report: Report) -> None:
    """Write the list of all publications in build/; of a file by itself there is none."""
    from octavo.production import pipeline

    if project.is_beside or not project.out.is_dir():
        return
    said = report.attempt("index.html", lambda: pipeline.write_listing(project, base, force))
    if said:
        report.tell("index.html", said, strict=False)


@contextmanager
def presses_at(scheduler: str) -> "Iterator[Presses | None]":
    """Give the presses of a cluster; None, which are those of this machine, without an address."""
    if not scheduler:
        yield None
        return
    from octavo.production.cluster import presses_of

    with presses_of(scheduler) as found:
        yield found


@dataclass(frozen=True, slots=True)
class Aim:
    """Where the editions of one publication shall go: a file, or a folder among other files."""

    folder: Path
    file: str = ""

    @staticmethod
    def of(words: str) -> "Aim":
        """Return what the words behind -o mean; a wrong command where they mean nothing."""
        from octavo.editions.registry import Formats

        path = Path(words)
        if words.endswith(("/", os.sep)) or path.is_dir():
            return Aim(path)
        if path.suffix.removeprefix(".").lower() not in Formats():
            known = ", ".join(f".{name}" for name in Formats())
            raise click.UsageError(f"-o {words}: end it in {known}, or, a folder, in /")
        return Aim(path.parent, path.name)

    @property
    def format(self) -> str:
        return Path(self.file).suffix.removeprefix(".").lower()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of each publication."""

    editions: tuple[str, ...]
    target: Aim | None
    force: bool
    draft: bool
    strict: bool
    presses: "Presses | None" = None
    """What sets the pages; presses of this machine where it is left out."""

    def fulfil(self, work: Work, report: Report) -> None:
        """Build a publication, write what is wanted of it, and tell of it."""
        project = work.project
        if self.target is None and not project.is_beside:
            report.show(work.name, partial(self._build_into_project, work), project)
            return
        target = self.target or Aim(project.out)
        shown = replace(project, out=target.folder, home=target.folder)
        report.show(work.name, partial(self._build_beside, work, target), shown)

    def _build_into_project(self, work: Work) -> "Built":
        from octavo.production import pipeline

        built = self._build(work, self.editions)
        pipeline.write(built, work.project, self.force)
        return built

    def _build_beside(self, work: Work, target: Aim) -> "Built":
        """Build what goes among files of somebody else's; first see whether it may."""
        from octavo.core.output import Output
        from octavo.production import pipeline

        wanted = self._choose(work, target)
        names = [target.file or each.file(work.slug) for each in wanted if not each.split]
        Output(work.project.root, self.force).look(target.folder / name for name in names)
        built = self._build(work, [each.name for each in wanted])
        files, lengths = pipeline.without_papers(built.files), built.lengths
        if target.file:
            made = wanted[0].file(work.slug)
            files, lengths = {target.file: files[made]}, {target.file: lengths.get(made, 0)}
        built = replace(built, files=files, lengths=lengths)
        pipeline.write_beside(built, target.folder, work.project, self.force)
        return built

    def _build(self, work: Work, editions: Sequence[str]) -> "Built":
        from octavo.production import pipeline

        return pipeline.build(
            work.project, work.slug, editions, self.strict, self.presses, self.draft
        )

    def _choose(self, work: Work, target: Aim) -> "list[Edition]":
        """Return the editions that are wanted; raises BuildFailed. Problems: E118."""
        from octavo.core.problems import BuildFailed, Place, Problem
        from octavo.production import pipeline

        known = pipeline.editions_of(work.project, work.slug)
        place, there = Place(work.name), ", ".join(each.name for each in known)
        names = {each.name for each in known}
        if unknown := [name for name in self.editions if name not in names]:
            message = f"there is no edition '{unknown[0]}'"
            raise BuildFailed([Problem("E118", place, message, f"the editions are {there}")])
        wanted = [each for each in known if not self.editions or each.name in self.editions]
        if not target.file:
            return wanted
        fitting = [each for each in wanted if each.format == target.format and not each.split]
        if not fitting:
            message = f"none of the editions is a file in {target.format.upper()}"
            raise BuildFailed([Problem("E118", place, message, f"the editions are {there}")])
        return sorted(fitting, key=lambda each: bool(each.variant))[:1]

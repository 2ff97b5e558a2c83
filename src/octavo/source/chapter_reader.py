"""Config -> the chapters of a publication as trees, with all that is wrong in any of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from octavo.core.problems import Problem
from octavo.core.progress import Progress
from octavo.core.workshop import Workshop
from octavo.model.publication import Chapter, Config
from octavo.source.markdown.trees import read_text
from octavo.source.texts import read_texts
from octavo.source.watch.second_reader import read_again

LINK, NOTE = "E210", "E216"
"""Codes of links and notes without an end: a text that cannot be read may be the reason."""
ONCE = ("E258",)
"""Codes of notices that hold for all files as they hold for one."""


@dataclass(frozen=True, slots=True)
class ReadChapters:
    """What could be read, and what stands against the rest."""

    chapters: tuple[Chapter, ...]
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()
    """Paths of files that could not be read, or not as a whole."""
    drafts: tuple[str, ...] = ()
    """Paths of files that are left out."""

    def explain(self, problem: Problem) -> Problem:
        """Return a problem with a word of what is missing, where that may be its reason."""
        if problem.code == LINK and self.drafts and not self.missing:
            return self._name_draft(problem)
        is_link = problem.code == LINK and self.missing
        is_note = problem.code == NOTE and problem.place.path in self.missing
        if not (is_link or is_note):
            return problem
        hint = f"mend {self.missing[0]} first: what is meant may stand there"
        return replace(problem, hint=hint)

    def _name_draft(self, problem: Problem) -> Problem:
        """Return a link without an end with the draft in which that may stand."""
        said = problem.message
        aimed = next((each for each in self.drafts if PurePosixPath(each).name in said), "")
        if aimed:
            hint = f"{aimed} is a draft, and left out: take the link out, or build with --draft"
            return replace(problem, hint=hint)
        if "did you mean" in problem.hint:
            return problem
        listed = ", ".join(self.drafts[:3])
        hint = f"{problem.hint}; what stands in a draft ({listed}) is left out without --draft"
        return replace(problem, hint=hint)


def read_chapters(workshop: Workshop, config: Config, is_watched: bool = True) -> ReadChapters:
    """Return every chapter that can be read; the problems are those of all files.

    ``is_watched``: whether another reader is asked if it reads the texts so.

    Problems: those of ``read_texts``, ``read_text`` and ``read_again``.
    """
    texts = read_texts(workshop, config)
    chapters: list[Chapter] = []
    problems, missing = list(texts.problems), list(texts.missing)
    for n, each in enumerate(texts.listed):
        workshop.tell(Progress("reading", "", n, len(texts.listed), "chapters"))
        read = read_text(workshop, each.text)
        problems += read.problems
        if read.body is None:
            missing.append(each.text.path)
            continue
        is_sound = all(problem.severity != "error" for problem in read.problems)
        if is_watched and is_sound:  # or it would echo
            problems += read_again(workshop, each.text, read.body)
        chapters.append(
            Chapter(
                each.text, each.slug, each.role, each.matter, read.body, each.title, part=each.part
            )
        )
    return ReadChapters(tuple(chapters), tuple(_once(problems)), tuple(missing), texts.drafts)


def _once(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield problems, of notices that say the same of several files the first."""
    told: set[str] = set()
    for each in problems:
        if each.code not in ONCE or each.message not in told:
            told.add(each.message)
            yield each

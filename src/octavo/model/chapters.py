"""How a transform works on chapters: on copies of their trees, gathering problems."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace

from octavo.core.problems import Problem
from octavo.markup.tree import Element
from octavo.model.publication import Chapter, Publication

Work = Callable[[Chapter, Element], Sequence[Problem]]


def each_chapter(publication: Publication, work: Work) -> Publication:
    """Return the publication with each chapter's tree copied and handed to ``work``."""
    chapters: list[Chapter] = []
    problems = list(publication.problems)
    for chapter in publication.chapters:
        body = deepcopy(chapter.body)
        problems += work(chapter, body)
        chapters.append(replace(chapter, body=body))
    return replace(publication, chapters=tuple(chapters), problems=tuple(problems))


def line_of(node: Element) -> int:
    """Return the source line of the nearest block at or before ``node``, 0 where none is known."""
    here: Element | None = node
    while here is not None:
        line = here.get("data-line")
        if line and line.isdecimal() and int(line):
            return int(line)
        previous = here.getprevious()
        here = previous if previous is not None else here.getparent()
    return 0

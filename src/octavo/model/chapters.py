"""How a transform works on chapters: on trees of its own, gathering problems."""

import hashlib
import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache

from octavo.core.problems import Problem
from octavo.core.store import pack, unpack
from octavo.core.workshop import Workshop
from octavo.markup.tree import Element, canonical, parse_xml
from octavo.model.publication import Chapter, Publication

Work = Callable[[Chapter, Element], Sequence[Problem]]
OwnWork = Callable[[Workshop, Chapter, Element], Sequence[Problem]]
"""Work that looks at nothing but a chapter, and what it asks of the workshop that it is handed."""


def each_chapter(publication: Publication, work: Work) -> Publication:
    """Return the publication with each chapter's tree handed to ``work``: a copy, where anybody
    else may hold it."""
    chapters: list[Chapter] = []
    problems = list(publication.problems)
    for chapter in publication.chapters:
        body = _own_tree(publication, chapter)
        problems += work(chapter, body)
        chapters.append(replace(chapter, body=body))
    return replace(publication, chapters=tuple(chapters), problems=tuple(problems))


def each_by_itself(
    publication: Publication,
    workshop: Workshop,
    step: str,
    told: Sequence[str],
    work: OwnWork,
    concerns: Callable[[Element], bool] = lambda _: True,
) -> Publication:
    """Return what ``each_chapter`` does, with chapters recalled that this step has seen before.

    ``told`` is what the work knows beside the chapter and the workshop; chapters that it does not
    concern stay as they are.
    """
    chapters: list[Chapter] = []
    problems = list(publication.problems)
    for chapter in publication.chapters:
        if not concerns(chapter.body):
            chapters.append(chapter)
            continue
        own: list[Element] = []

        def make(inside: Workshop, chapter: Chapter = chapter, own: list[Element] = own) -> bytes:
            body = _own_tree(publication, chapter)
            found = [each.as_json() for each in work(inside, chapter, body)]
            own.append(body)
            return pack({"body": canonical(body), "problems": json.dumps(found).encode()})

        parts = (json.dumps(told).encode(), digestible(chapter))
        made = unpack(workshop.recall(step, parts, make, chapter.slug))
        problems += map(Problem.from_json, json.loads(made["problems"]))
        chapters.append(replace(chapter, body=own[0] if own else parse_xml(made["body"])))
    return replace(publication, chapters=tuple(chapters), problems=tuple(problems))


def with_own_trees(publication: Publication) -> Publication:
    """Return the publication with copies of its trees, which steps may change as they are.

    A copy for each of thirty steps takes a sixth of their time.
    """
    chapters = tuple(replace(each, body=deepcopy(each.body)) for each in publication.chapters)
    return replace(publication, chapters=chapters, owns_trees=True)


def _own_tree(publication: Publication, chapter: Chapter) -> Element:
    return chapter.body if publication.owns_trees else deepcopy(chapter.body)


def digestible(chapter: Chapter) -> bytes:
    """Return what tells a chapter from all others, as bytes."""
    text = chapter.text
    facts = [
        text.path,
        _digest(text.content),
        text.first_line,
        [[each.path, each.line, each.column] for each in text.origins],
        chapter.slug,
        chapter.role,
        chapter.matter,
        chapter.title,
        chapter.number,
        chapter.head,
        chapter.part,
        chapter.renamed,
    ]
    return pack({"facts": json.dumps(facts).encode(), "body": canonical(chapter.body)})


@lru_cache(maxsize=4)
def _digest(content: str) -> str:
    """Return the digest of a text: thousands of chapters may be divided from one."""
    return hashlib.sha256(content.encode()).hexdigest()


def line_of(node: Element, known: dict[Element, int] | None = None) -> int:
    """Return the source line of the nearest block at or before ``node``, 0 where none is known.

    Whoever asks for many nodes of a tree hands in what is ``known``: lines between two blocks, as
    those of code, are gone over once, not once for each of them.
    """
    found, passed = 0, list[Element]()
    here: Element | None = node
    while here is not None:
        if known is not None and here in known:
            found = known[here]
            break
        line = here.get("data-line")
        if line and line.isdecimal() and int(line):
            found = int(line)
            break
        passed.append(here)
        previous = here.getprevious()
        here = previous if previous is not None else here.getparent()
    if known is not None:
        known.update(dict.fromkeys(passed, found))
    return found

"""Ids that stand twice: one has it, the other gets a name of its own where that can be told."""

import re
from collections.abc import Container

from octavo.core.problems import Problem
from octavo.markup.tree import Element, those_with, unset
from octavo.model.chapters import line_of
from octavo.model.publication import Chapter, Publication

_OURS = re.compile(r"octavo-.*")
"""Ids that editions make."""
with_ids = those_with("@id")
"""Finds the elements of a text that have an id."""


def ids_of_files(publication: Publication) -> dict[str, str]:
    """Return id -> by what it is taken, before anything of the text has one."""
    seen = {part.slug: "for a part" for part in publication.parts}
    return seen | {each.slug: f"for the file {each.text.path}" for each in publication.chapters}


def tell_taken_apart(
    chapter: Chapter,
    body: Element,
    seen: dict[str, str],
    ids: frozenset[str],
    notes: tuple[str, ...],
) -> tuple[dict[str, str], list[Problem]]:
    """Give another name to ids that something outside the file has already, as files that stood
    alone may; take away those that the file has twice. Return the names, and what is to be told.

    ``seen`` are the ids so far, ``ids`` all of the text. A file's own name is an id too; its title
    may repeat it. ``notes``: how ids of notes begin.
    """
    problems, names = list[Problem](), dict[str, str]()
    taken_ids = TakenIds(ids, seen)
    here = f"in {chapter.text.path}"
    for node in with_ids(body):
        name = node.get("id", "")
        is_title = name == chapter.slug and node.tag == "h1"
        if not name or is_title or name.startswith(("fn-", "fnref")):
            continue
        is_ours = _OURS.fullmatch(name) is not None or name.startswith(notes)
        if name in seen or is_ours:
            taken = seen.get(name, "by Octavo itself")
            is_apart = not is_ours and taken != here and name not in names
            if is_apart:
                names[name] = taken_ids.fresh(f"{chapter.slug}-{name}")
                seen[names[name]] = here
            problems.append(_tell_taken(chapter, node, taken, names[name] if is_apart else ""))
            if is_apart:
                node.set("id", names[name])
            else:
                unset(node, "id")
        seen.setdefault(name, here)
    return names, problems


def _tell_taken(chapter: Chapter, node: Element, taken: str, other: str) -> Problem:
    """Tell of an id that stands here too; ``other``: what it is called instead, '' for nothing."""
    name, path = node.get("id", ""), chapter.text.path
    what = f"it is '{other}'" if other else "it is left out"
    message = f"the id '{name}' is taken {taken}: here {what}"
    hint = "ids are unique over the whole publication: choose another"
    if other:
        hint = f"links of this file lead here, and {path}#{name} from others; or choose another"
    line = line_of(node)
    typed = (f"#{name}", f'"{name}"', f"'{name}'", name)
    words = next((each for each in typed if each in chapter.text.line(line)), typed[0])
    return chapter.text.problem("E211", message, hint, line, words).as_warning()


class TakenIds:
    """Ids that something has; they become more, and never fewer."""

    def __init__(self, *names: Container[str]) -> None:
        """``names`` are not copied: each of thousands of chapters asks for all of the text's."""
        self._others = names
        self._names = set[str]()
        self._next: dict[str, int] = {}
        """The least number that may be free behind a name."""

    def add(self, name: str) -> None:
        self._names.add(name)

    def fresh(self, base: str) -> str:
        """Return an id that nothing has yet, and take it: ``base``, or with a number behind it."""
        name = base
        if self._has(base):
            n = self._next.get(base, 2)
            while self._has(name := f"{base}-{n}"):
                n += 1
            self._next[base] = n + 1
        self._names.add(name)
        return name

    def _has(self, name: str) -> bool:
        return name in self._names or any(name in each for each in self._others)

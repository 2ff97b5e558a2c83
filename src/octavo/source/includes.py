"""A text with its includes and variables written out, each line still knowing where it came from.

``{{include: path}}`` alone on a line stands for another file; ``{{name}}`` for a variable of
publication.yaml. Nothing is written out in code, and ``\\{{`` stays as two braces.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from octavo.core.inputs import Outside
from octavo.core.near_names import near_names
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.workshop import Workshop
from octavo.model.publication import Config, Text
from octavo.source.config.configuration import MOST_SIGNS, decode, without_controls
from octavo.source.fences import code_lines
from octavo.source.text_limits import too_large

DEEPEST = 8
_INCLUDE = re.compile(r"\{\{\s*include:\s*(.+?)\s*\}\}\s*")
_CODE_OR_BRACES = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|(\\?)\{\{\s*([\w.-]+)\s*\}\}")

Line = tuple[str, Place]


@dataclass
class _Filling:
    """One text on its way: what it may read, what was found wrong, which files it took in."""

    workshop: Workshop
    values: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    included: set[str] = field(default_factory=set)
    has_own: bool = False
    """Whether the publication has variables of its own."""
    signs: int = 0
    """Characters written out so far: files that take in files could grow without bound."""

    @property
    def is_full(self) -> bool:
        return self.signs > MOST_SIGNS


def write_out(
    workshop: Workshop, config: Config, text: Text
) -> tuple[Text, frozenset[str], list[Problem]]:
    """Return the text with includes and variables in place, the included paths, the problems.

    Problems: E108 (no such file), E111 (a file outside), E113 (files that include each other),
    E114 (an unknown variable; a warning where the publication has none), E116 (too much).
    """
    if "{{" not in text.content:
        return text, frozenset(), []
    has_own = bool(config.metadata.variables)
    work = _Filling(workshop, variables(config), has_own=has_own)
    lines = list(_lines(work, text.content, text.path, text.first_line, (text.path,)))
    if work.is_full:
        return text, frozenset(work.included), [too_large(text)]
    content = "\n".join(words for words, _ in lines)
    origins = tuple(place for _, place in lines)
    whole = replace(text, content=content, origins=origins)
    return whole, frozenset(work.included), work.problems


def variables(config: Config) -> dict[str, str]:
    """Return what ``{{name}}`` may name: the metadata's own words, and ``variables``."""
    data = config.metadata
    own = {
        "title": data.title,
        "subtitle": data.subtitle,
        "version": data.version,
        "publisher": data.publisher,
        "rights": data.rights,
        "licence": data.licence,
        "date": config.date.isoformat() if config.date else "",
        "year": str(config.date.year) if config.date else "",
    }
    return {**own, **data.variables}


def _lines(
    work: _Filling, content: str, path: str, first: int, chain: tuple[str, ...]
) -> Iterator[Line]:
    lines = content.split("\n")
    code = code_lines(lines) if "{{" in content else ()
    for number, words in enumerate(lines, first):
        work.signs += len(words) + 1
        if work.is_full:
            return
        place = Place(path, number)
        if number - first + 1 in code:
            yield words, place
            continue
        include = _INCLUDE.fullmatch(words)
        if include:
            yield from _include(work, include[1], place, words, chain)
        else:
            yield _fill(work, words, place), place


def _include(
    work: _Filling, name: str, place: Place, words: str, chain: tuple[str, ...]
) -> Iterator[Line]:
    path = (PurePosixPath(place.path).parent / name).as_posix()
    problem = replace(Problem("E108", place, f"there is no file {path}", excerpt=words))
    try:
        data = work.workshop.inputs.find(path)
    except Outside:
        message = f"'{path}' lies outside the publication"
        hint = "copy the file into the publication"
        work.problems.append(replace(problem, code="E111", message=message, hint=hint))
        return
    if path in chain or len(chain) > DEEPEST:
        message = f"{path} includes itself: {' → '.join([*chain, path])}"
        hint = "take one of the includes out"
        work.problems.append(replace(problem, code="E113", message=message, hint=hint))
    elif data is None:
        hint = "the path is told from the file that includes"
        work.problems.append(replace(problem, hint=hint))
    else:
        work.included.add(path)
        try:
            plain, faulty = without_controls(path, data)
            content = decode(path, plain).removesuffix("\n")
        except BuildFailed as failure:  # told with the others, and the file counts as taken in
            work.problems += failure.problems
            return
        work.problems += faulty
        yield from _lines(work, content, path, 1, (*chain, path))


def _tell_unknown(work: _Filling, name: str, at: Place, words: str) -> Problem:
    """Return what to say of a name in braces that is no variable: a warning where a publication has
    none of its own, and so hardly meant one."""
    near = near_names(name, work.values, 1)
    known = ", ".join(sorted(work.values))
    hint = f"did you mean {near[0]}?" if near else f"known: {known}"
    problem = Problem("E114", at, f"unknown variable '{name}'", hint, excerpt=words)
    if near or work.has_own:
        return problem
    message = f"'{{{{{name}}}}}' is no variable, and is printed as it stands"
    hint = "write \\{{ for braces that are meant, or list it under variables"
    return replace(problem, message=message, hint=hint, severity="warning")


def _fill(work: _Filling, words: str, place: Place) -> str:
    def value(match: re.Match[str]) -> str:
        escaped, name = match[2], match[3]
        if name is None or escaped:
            return match[0].removeprefix("\\") if escaped else match[0]
        if name not in work.values:
            at = replace(place, column=match.start() + 1)
            work.problems.append(_tell_unknown(work, name, at, words))
        filled = "" if work.is_full else work.values.get(name, match[0])
        work.signs += len(filled)
        return filled

    return _CODE_OR_BRACES.sub(value, words)

"""Files of words, templates/words/TAG.yaml -> what they say, and what is wrong with them.

A word is looked for in the publication's own file, then in the project's, then in ours; a language
that we lack, a wheel with a theme may bring. Each lies over the one below it and needs only what
differs.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from string import Formatter
from typing import Any

import yaml

from octavo.core.inputs import Inputs
from octavo.core.installed import PREFIX
from octavo.core.problems import BuildFailed, Place, Problem

DEEPEST = 50
"""Lists and mappings that may stand in one another."""
TOO_DEEP = f"more than {DEEPEST} lists and mappings stand in one another"
MODEL = "en"
"""The built-in language whose keys and places every other one has."""
COUNTED = ("chapter", "part", "appendix", "section", "note")
"""What a language may count in its own way (``numbered_chapter``), as it may all that has a list
(``list_of_tables``)."""
EXTRA: Mapping[str, str] = {"spacing": "", "dates": ""}
"""Other keys that it may have besides, with the places that they may fill."""
LISTS: Mapping[str, int] = {"months": 12, "quotes": 4}
OWN = (("project", "words/"), ("publication", "templates/words/"))
"""Roots of an author, and where files of words lie in them, in the order in which they are laid
over ours."""
_SPARED: Mapping[str, frozenset[str]] = {
    "date": frozenset({"day", "month", "year"}),
    "edition_id": frozenset({"id"}),
    "isbn": frozenset({"edition"}),
    "licensed": frozenset({"licence"}),
    "numbered": frozenset({"word"}),
    "sample_of": frozenset({"title"}),
    "set_in": frozenset({"families"}),
}
"""Places that a house may leave out, since what stands there is said elsewhere, or need not be."""
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True, eq=False)
class WordFile:
    """What one file says; it is the same one as long as it says the same."""

    path: str
    """Where it lies, told from the publication: templates/words/de.yaml."""
    values: Mapping[str, object]
    """Texts and lists of texts; a key with nothing behind it is not among them."""
    lines: Mapping[str, int]
    """The line of each key, of those with nothing behind them too."""
    last: int
    """The number of its lines."""
    is_own: bool = False
    """Whether it is the publication's or the project's."""


@lru_cache(maxsize=1024)  # of all languages that have words
def canonical(tag: str) -> str:
    """Return a BCP 47 tag as it is written: zh-Hant-TW, whatever letters are capitals."""
    first, *others = tag.split("-")
    return "-".join([first.lower(), *map(_part, others)])


def _part(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part.lower()


def bases_of_files(inputs: Inputs) -> set[str]:
    """Return the languages of which there is a file of words anywhere; a region is none."""
    return {tag for tag in file_tags(inputs) if "-" not in tag}


def file_tags(inputs: Inputs) -> set[str]:
    """Return the tags of which there is a file of words anywhere; what has another name is none."""
    where = [("templates", "words/"), *((each, "words/") for each in _wheels(inputs)), *OWN]
    names = {
        path.removeprefix(folder)
        for root, folder in where
        for path in inputs.listing(folder.rstrip("/"), root)
    }
    stems = {name.removesuffix(".yaml") for name in names if name.endswith(".yaml")}
    return {stem for stem in stems if is_tag(stem)}


def is_tag(name: str) -> bool:
    """Tell a tag as files of words are called by it."""
    return _TAG.fullmatch(name) is not None and canonical(name) == name


def model(inputs: Inputs) -> WordFile:
    """Return the words of MODEL as we have them."""
    path = f"words/{MODEL}.yaml"
    return read_words(f"templates/{path}", inputs.find(path, "templates") or b"")


def layers(inputs: Inputs, tag: str) -> Iterator[WordFile]:
    """Yield the files of one tag, each to be laid over those before it. Problems: E233."""
    path = f"words/{tag}.yaml"
    ours = [("templates", path)] if has_ours(inputs, tag) else _of_wheels(inputs, path)
    for root, name in ours:
        data = inputs.find(name, root)
        if data is not None:
            yield read_words(f"templates/{path}", data)
    for root, folder in OWN:
        data = inputs.find(f"{folder}{tag}.yaml", root)
        if data is not None:
            yield read_words(f"{_name_folder(inputs, root)}{path}", data, True)


def _name_folder(inputs: Inputs, root: str) -> str:
    """Return the folder templates/ of a root, as it is told from the publication."""
    if root != "project" or not inputs.has_root("publication"):
        return "templates/"
    folders = inputs.folder(root).as_posix(), inputs.folder("publication").as_posix()
    return f"{posixpath.relpath(*folders)}/"


def has_ours(inputs: Inputs, tag: str) -> bool:
    """Tell whether the language of a tag is one of ours."""
    base = tag.split("-")[0]
    return inputs.find(f"words/{base}.yaml", "templates") is not None


def _of_wheels(inputs: Inputs, path: str) -> list[tuple[str, str]]:
    return [(root, path) for root in _wheels(inputs)]


def _wheels(inputs: Inputs) -> list[str]:
    return [root for root in inputs.roots if root.startswith(PREFIX)]


@lru_cache(maxsize=16)  # several steps of a build ask for its theme
def read_facts(data: bytes) -> Any:
    """Return what the description of a theme holds; raises YAMLError."""
    if (mark := depth_fault(data)) is not None:
        raise yaml.MarkedYAMLError(problem=TOO_DEEP, problem_mark=mark)
    return yaml.load(data, Loader=yaml.CSafeLoader)


def depth_fault(text: str | bytes) -> Any:
    """Return the mark where more lists and mappings stand in one another than any file of YAML
    wants, None where none do: what reads the whole goes down by recursion. Raises YAMLError."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return event.start_mark
    return None


@lru_cache(maxsize=64)  # many steps of a build ask for the words of its language
def read_words(path: str, text: bytes, is_own: bool = False) -> WordFile:
    """Return what a file of words says. Problems: E233 (no YAML, no mapping)."""
    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        fault = word_fault(path, "this is not YAML", mark.line + 1 if mark else 0)
        raise BuildFailed([fault]) from None
    last = max(len(text.splitlines()), 1)
    if node is None:
        return WordFile(path, {}, {}, last, is_own)
    if not isinstance(node, yaml.MappingNode):
        raise BuildFailed([word_fault(path, "the words are no mapping", 1)])
    values, lines = {}, {}
    for key, value in node.value:
        name = str(key.value)
        lines[name] = key.start_mark.line + 1
        if not (isinstance(value, yaml.ScalarNode) and not value.value and not value.style):
            values[name] = _value(value)
    return WordFile(path, values, lines, last, is_own)


def _value(node: yaml.Node) -> object:
    """Return a text or a list of texts; None for anything else."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [each.value if isinstance(each, yaml.ScalarNode) else None for each in node.value]
    return None


@lru_cache(maxsize=64)
def faults_of(found: WordFile, model: WordFile) -> tuple[Problem, ...]:
    """Return what is wrong with the words of a file beside those of MODEL.

    Problems: E141 (a place is left out), E233 (a word or a place that there is not).
    """
    return tuple(_faults(found, model.values))


def _faults(found: WordFile, known: Mapping[str, object]) -> Iterator[Problem]:
    forms = dict.fromkeys((f"numbered_{kind}" for kind in _list_counted(known)), "{word} {number}")
    known = {**known, **EXTRA, **forms}
    for key, value in found.values.items():
        line = found.lines[key]
        if key not in known:
            near = get_close_matches(key, known, 1)
            message = f"unknown word '{key}'" + (f": did you mean {near[0]}?" if near else "")
            yield word_fault(found.path, message, line)
        elif wrong := _wrong(key, value, str(known[key])):
            yield word_fault(found.path, wrong, line)
        elif lacking := _find_lost_places(key, value, str(known[key])):
            yield _tell_lost(found, key, lacking, str(known[key]))


def _list_counted(known: Mapping[str, object]) -> Iterator[str]:
    yield from COUNTED
    yield from (key for key in known if f"list_of_{key}s" in known)


def _wrong(key: str, value: object, known: str) -> str:
    """Return what is wrong with a word, '' where it can be used."""
    if key in LISTS:
        count = LISTS[key]
        good = isinstance(value, list) and all(isinstance(each, str) for each in value)
        good = good and isinstance(value, list) and len(value) == count
        return "" if good else f"'{key}' needs a list of {count} texts"
    if not isinstance(value, str):
        return f"'{key}' is no text"
    if wrong := places_of(value) - places_of(known):
        told = ", ".join(f"{{{each}}}" for each in sorted(places_of(known)))
        told = f": write {told}" if told else ""
        return f"'{key}' has the place {{{min(wrong)}}}, which nothing fills{told}"
    return ""


def _find_lost_places(key: str, value: object, known: str) -> list[str]:
    """Return the places without which a word would lose what it is to say."""
    if key in LISTS:
        return []
    spared = _SPARED.get("numbered" if key.startswith("numbered_") else key, frozenset())
    return sorted(places_of(known) - spared - places_of(str(value)))


def _tell_lost(found: WordFile, key: str, lacking: list[str], known: str) -> Problem:
    told = " and ".join(f"{{{each}}}" for each in lacking)
    message = f"'{key}' leaves out {told}: what stands there would be lost"
    hint = f'write it where your language has it; English writes "{known}"'
    return Problem("E141", Place(found.path, found.lines[key]), message, hint)


@lru_cache(maxsize=4096)  # each build asks of all phrases of its language, and of English
def places_of(pattern: str) -> frozenset[str]:
    """Return what stands in the braces of a pattern; one that cannot be read has itself."""
    try:
        found = list(Formatter().parse(pattern))
    except ValueError:
        return frozenset({pattern})
    return frozenset(
        f"{name}{f'!{conversion}' if conversion else ''}{f':{spec}' if spec else ''}"
        for _, name, spec, conversion in found
        if name is not None
    )


def word_fault(path: str, message: str, line: int = 0) -> Problem:
    """Return E233 for a file of words."""
    hint = f"compare it with templates/words/{MODEL}.yaml of Octavo"
    return Problem("E233", Place(path, line), message, hint)

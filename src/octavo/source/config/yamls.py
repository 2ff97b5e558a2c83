"""YAML text -> plain data of strings, with the place of every key and value."""

import re
from contextlib import suppress
from dataclasses import dataclass

import yaml

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.model.word_files import TOO_DEEP, depth_fault
from octavo.source.config.broken_yaml import GENERAL, find_cause

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Characters that no text needs; XML forbids most of them."""

Data = str | list["Data"] | dict[str, "Data"]


@dataclass(frozen=True, slots=True)
class Marked:
    """Data read from YAML. Scalars stay strings: ``version: 1.10`` is "1.10", ``no`` is "no"."""

    path: str
    data: dict[str, Data]
    places: dict[str, Place]
    """Dotted path of a value (``contributors.0.role``) -> where it begins."""
    keys: dict[str, Place]
    """Dotted path of a key -> where the key itself begins."""
    lines: tuple[str, ...]
    offset: int
    """Lines of the file before the first line of the YAML."""

    def problem(self, code: str, key: str, message: str, hint: str) -> Problem:
        """Return a Problem at a key's value, or at its nearest parent that is written; for what
        has none, where the keys begin."""
        place = self.places.get(key) or self.keys.get(key)
        while place is None and "." in key:
            key = key.rpartition(".")[0]
            place = self.places.get(key)
        return self.at(code, place or self.places.get("", Place(self.path)), message, hint)

    def at(self, code: str, place: Place, message: str, hint: str) -> Problem:
        number = place.line - self.offset
        excerpt = self.lines[number - 1].rstrip() if 0 < number <= len(self.lines) else ""
        return Problem(code, place, message, hint, excerpt=excerpt)


def read_yaml(path: str, text: str, offset: int) -> Marked:
    """Return the mapping that ``text`` holds; ``offset`` lines stand before it in the file.

    Problems: E102 (not YAML, not a mapping, an anchor, a key twice, nested too deep).
    """
    marked = Marked(path, {}, {}, {}, tuple(text.split("\n")), offset)
    _refuse_depth(marked, text)
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise BuildFailed([_tell_broken(marked, error)]) from None
    if not isinstance(root, yaml.MappingNode):
        hint = "write one key a line: 'title: The Salt Ledger'"
        place = Place(path, offset + 1, 1)
        raise BuildFailed([marked.at("E102", place, "the metadata is no mapping", hint)])
    walk = _Walk(marked)
    data = walk.value(root, "")
    if not walk.problems and "&" in text:
        walk.tell_anchors(text)
    if walk.problems:
        raise BuildFailed(walk.problems)
    assert isinstance(data, dict)
    marked.data.update(data)
    return marked


def _refuse_depth(marked: Marked, text: str) -> None:
    """Raise BuildFailed where too many lists and mappings stand in one another."""
    with suppress(yaml.YAMLError):  # that is told where it is composed
        if (mark := depth_fault(text)) is not None:
            place = Place(marked.path, mark.line + 1 + marked.offset, mark.column + 1)
            hint = "metadata want three: see whether a bracket is left open"
            raise BuildFailed([marked.at("E102", place, TOO_DEEP, hint)])


class _Walk:
    """One pass over the nodes; each node may be met once (aliases could grow without bound)."""

    def __init__(self, marked: Marked) -> None:
        self._marked = marked
        self._seen: set[int] = set()
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, key: str) -> Data:
        place = self._place(node)
        self._marked.places[key] = place
        if id(node) in self._seen:
            hint = "write the value out where it is needed"
            self._say(place, "anchors and aliases have no use here", hint)
            return ""
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._read_mapping(node, key)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(each, f"{key}.{n}".lstrip(".")) for n, each in enumerate(node.value)]
        if CONTROL.search(node.value):
            self._say(place, "a control character in a value", "delete it")
        return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)

    def tell_anchors(self, text: str) -> None:
        """Tell of names behind an ampersand, which YAML takes off the value."""
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            name, mark = getattr(event, "anchor", None), event.start_mark
            if name and mark is not None:
                line = mark.line + 1 + self._marked.offset
                place = Place(self._marked.path, line, mark.column + 1)
                message = f"YAML takes '&{name}' for a name of the value, and off it"
                hint = f"write it between quotation marks: '&{name} …'; or take it out"
                self._say(place, message, hint)

    def _read_mapping(self, node: yaml.MappingNode, key: str) -> dict[str, Data]:
        data: dict[str, Data] = {}
        for name_node, value_node in node.value:
            if not isinstance(name_node, yaml.ScalarNode):
                self._say(self._place(name_node), "a key that is no word", "write key: value")
                continue
            name = str(name_node.value)
            path = f"{key}.{name}".lstrip(".")
            if name in data:
                self._say(self._place(name_node), f"the key '{name}' is written twice", "keep one")
            self._marked.keys[path] = self._place(name_node)
            data[name] = self.value(value_node, path)
        return data

    def _place(self, node: yaml.Node) -> Place:
        mark, offset = node.start_mark, self._marked.offset
        return Place(self._marked.path, mark.line + 1 + offset, mark.column + 1)

    def _say(self, place: Place, message: str, hint: str) -> None:
        self.problems.append(self._marked.at("E102", place, message, hint))


def _tell_broken(marked: Marked, error: yaml.YAMLError) -> Problem:
    found = find_cause(marked.lines, error)
    if found is None:
        what = getattr(error, "problem", None) or str(error)
        place = Place(marked.path, 1 + marked.offset)
        return marked.at("E102", place, f"this is not YAML: {what}", GENERAL)
    place = Place(marked.path, found.line + 1 + marked.offset, found.column + 1)
    return marked.at("E102", place, found.message, found.hint)

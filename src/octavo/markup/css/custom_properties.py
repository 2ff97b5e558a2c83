"""Custom properties, and a value that names some -> all that the value may be, written out.

The one place that looks up ``var()``. It is done in tokens, as browsers do it: nothing is named in
a string or an address, and what is put in never joins what stands beside it.
Sources: CSS Custom Properties 1 (fallbacks, cycles, invalid at computed-value time); CSS Syntax 3.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

import tinycss2
from tinycss2.ast import FunctionBlock, Node

from octavo.markup.css.css_nodes import parse_component_value_list

MOST = 64
"""Alternatives that are told apart; where there are more, nobody means them."""
LONGEST = 10_000
"""Signs of a value; one that stands for more stands for nothing."""
DEEPEST = 64
"""Properties, fallbacks and brackets that may stand in one another."""
UNSET = "initial"
"""What a custom property is that nobody has set."""
WIDE = frozenset("inherit initial unset revert revert-layer".split())
"""Keywords that every property knows; of a custom one that inherits nothing all mean UNSET."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A value in which no custom property is named any more."""

    nodes: tuple[Node, ...]
    length: int
    """Signs of it."""
    depth: int = 0
    """Brackets that stand in one another."""

    @property
    def text(self) -> str:
        return str(tinycss2.serialize(self.nodes)).strip()


_Choice = Sequence[_Written | None]
"""All that something may be, in order; None where it is invalid."""
_INVALID: _Choice = (None,)


class CustomProperties:
    """The custom properties that hold at one place, each with all that it may be there."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = values
        self._known: dict[str, _Choice] = {}
        self._open: list[str] = []
        self._circular: set[str] = set()
        self._room = MOST * LONGEST  # signs that all of them may have, written out

    def of(self, name: str) -> tuple[str | None, ...]:
        """Return all that a property may be, in order; None where it is invalid."""
        return _texts(self._property(name, 0))

    def write_out(self, value: str) -> tuple[str | None, ...]:
        """Return all that a value may be, in order; None where it is invalid.

        It is so where it names a property that nobody set, or that stands in itself, and gives
        nothing in its place; and where it is longer than LONGEST or deeper than DEEPEST.
        """
        if not names_any(value):
            return (value,)
        return _texts(self._all(parse_component_value_list(value), 0))

    def _all(self, nodes: Iterable[Node], depth: int) -> _Choice:
        """Return all that a list of tokens may be."""
        if depth > DEEPEST:
            return _INVALID
        choices: list[_Choice] = []
        for node in nodes:
            choices.append(self._each(node, depth))
            if not any(choices[-1]):  # as in browsers: what comes after it makes no cycle
                return _INVALID
        return [_join(each) for each in islice(product(*choices), MOST)]

    def _each(self, node: Node, depth: int) -> _Choice:
        """Return all that a token may be, or a block with what stands in it."""
        if isinstance(node, FunctionBlock) and node.lower_name == "var":
            return self._var(node.arguments, depth)
        for inside in ("content", "arguments"):
            if hasattr(node, inside):
                choices = self._all(getattr(node, inside), depth + 1)
                return [each and _block(node, each) for each in choices]
        return (_Written((node,), len(node.serialize())),)

    def _var(self, arguments: Sequence[Node], depth: int) -> _Choice:
        """Return all that ``var()`` may stand for: its property, what it gives in its place."""
        words = [node for node in arguments if node.type not in ("whitespace", "comment")]
        if not words or words[0].type != "ident" or not words[0].value.startswith("--"):
            return _INVALID
        if len(words) > 1 and words[1] != ",":
            return _INVALID
        found = self._property(words[0].value, depth + 1)
        if self._is_circular() and not any(found):  # then nothing in its place helps
            return _INVALID
        if None not in found or len(words) == 1:
            return found
        rest = _trim(arguments[arguments.index(words[1]) + 1 :])
        return [*filter(None, found), *self._all(rest, depth + 1)][:MOST]

    def _is_circular(self) -> bool:
        """Tell whether what is looked up now stands in itself."""
        return bool(self._open) and self._open[-1] in self._circular

    def _property(self, name: str, depth: int) -> _Choice:
        """Return all that a property may be; invalid is what would stand in itself."""
        if name in self._known:
            return self._known[name]
        if name in self._open:
            self._circular.update(self._open[self._open.index(name) :])
            return _INVALID
        self._open.append(name)
        found = list[_Written | None]()
        for value in self._values.get(name, (UNSET,))[:MOST]:
            self._circular.discard(name)
            found += self._read(value, depth)
        self._open.pop()
        self._room -= sum(each.length for each in found if each)
        self._known[name] = _INVALID if self._room < 0 else found[:MOST]
        return self._known[name]

    def _read(self, value: str, depth: int) -> _Choice:
        if value.lower() in WIDE or len(value) > LONGEST:
            return _INVALID
        return self._all(_trim(parse_component_value_list(value)), depth)


def names_any(value: str) -> bool:
    """Tell whether a value names a custom property: not where a string says so."""
    waiting = parse_component_value_list(value) if "var(" in value.lower() else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, FunctionBlock) and node.lower_name == "var":
            return True
        for inside in ("content", "arguments"):
            waiting += getattr(node, inside, None) or []
    return False


def _join(parts: Sequence[_Written | None]) -> _Written | None:
    """Return parts of a value as one; invalid is what has an invalid part, or is too long."""
    valid = [part for part in parts if part is not None]
    length = sum(part.length for part in valid)
    if len(valid) < len(parts) or length > LONGEST:
        return None
    depth = max((part.depth for part in valid), default=0)
    return _Written(tuple(node for part in valid for node in part.nodes), length, depth)


def _block(node: Node, inside: _Written) -> _Written | None:
    """Return a function or a block of brackets around something; invalid is what is too deep."""
    if inside.depth == DEEPEST:
        return None
    name = (node.name,) if isinstance(node, FunctionBlock) else ()
    made = type(node)(node.source_line, node.source_column, *name, list(inside.nodes))
    return _Written((made,), inside.length + len("".join(name)) + 2, inside.depth + 1)


def _trim(nodes: Sequence[Node]) -> Sequence[Node]:
    """Return tokens without the space around them."""
    own = [n for n, node in enumerate(nodes) if node.type != "whitespace"]
    return nodes[own[0] : own[-1] + 1] if own else ()


def _texts(choice: _Choice) -> tuple[str | None, ...]:
    """Return alternatives as text, each once."""
    return tuple(dict.fromkeys(None if each is None else each.text for each in choice))

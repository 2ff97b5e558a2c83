"""What the rules of style sheets ask of an element: its look and place, or more than these.

Told from the compiled test of each (cssselect2 0.10), whatever a sheet's author has written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from types import CodeType
from typing import Any

from octavo.editions.pdf.weasyprint_private import declaration_precedence, preprocess_declarations

SEEKING = frozenset(
    (
        "previous_siblings",
        "iter_next_siblings",
        "iter_siblings",
        "iter_subtree",
        "iter_children",
        "etree_children",
        "etree_siblings",
        "text",
        "in_disabled_fieldset",
        "divmod",
        "sum",
        "all",
        "enumerate",
    )
)
"""Names in the test of a rule that asks for more than a place tells."""
Told = dict[str | None, dict[str, Any]]
"""Pseudo-element, or None for the element itself -> property -> its value and weight."""


@dataclass(frozen=True, slots=True)
class TriedRule:
    """A rule, and the sheet that has it."""

    sheet: int
    entry: tuple[Any, ...]
    """Its test, specificity, number, pseudo-element, and declarations."""

    @property
    def key(self) -> tuple[int, int]:
        """The sheet and the rule's number in it."""
        return self.sheet, self.entry[2]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules, by what an element must have to meet them."""

    by_id: dict[str, list[TriedRule]] = field(default_factory=dict)
    by_class: dict[str, list[TriedRule]] = field(default_factory=dict)
    by_name: dict[str, list[TriedRule]] = field(default_factory=dict)
    others: list[TriedRule] = field(default_factory=list)

    def pick_for(self, element: Any) -> Iterator[TriedRule]:
        """Yield those that an element meets."""
        tried = [self.others, self.by_name.get(element.local_name, ())]
        if self.by_id:
            tried.append(self.by_id.get(element.id, ()))
        if self.by_class and "class" in element.etree_element.attrib:
            tried += [self.by_class.get(name, ()) for name in element.classes]
        return (each for some in tried for each in some if each.entry[0](element))


class CascadeRules:
    """The rules of some sheets, each with its origin and a specificity for all of its rules or
    None, in the order of the cascade."""

    def __init__(self, sheets: Sequence[tuple[Any, str, Any]]) -> None:
        self.placed, self.seeking = RuleSet(), RuleSet()
        """Those that ask for a place only, and those that ask for more."""
        self.steps_back = 0
        """How many elements before one decide on what it meets."""
        self._sheets = tuple(sheets)
        self._named: set[str] = set()
        self._read: set[str] = set()
        for number, (sheet, _, _) in enumerate(sheets):
            self._sort(number, sheet.matcher)
        self._words = self._named | self._read

    def look(self, element: Any) -> tuple[Any, ...]:
        """Return what the rules can ask of an element itself."""
        attributes = element.etree_element.attrib
        told: list[Any] = [element.etree_element.tag, element.index == 0]
        for name, value in attributes.items():
            if name == "class":
                told.append(frozenset(element.classes & self._words))
            elif name == "id" and value in self._words:
                told.append(("#", value))
            if name in self._read or name.endswith("lang"):
                told.append((name, value))
            elif name in self._named:
                told.append(name)
        if element.parent is None:
            told.append(element.lang)
        return tuple(told)

    def declarations(self, met: Iterable[TriedRule], own: Iterable[Any]) -> Told:
        """Return what rules that an element meets, and itself (``own``), declare."""
        told: Told = {}
        for specificity, _, declared, base_url in own:
            values = preprocess_declarations(base_url, declared)
            _declare(told.setdefault(None, {}), values, "author", (inf, specificity))
        for trial in sorted(met, key=lambda each: (each.sheet, *each.entry[1:3])):
            sheet, origin, fixed = self._sheets[trial.sheet]
            _, specificity, _, pseudo, (values, layer) = trial.entry
            order = inf if layer is None else sheet.layers.index(layer)
            weight = (order, fixed or specificity)
            _declare(told.setdefault(pseudo, {}), values, origin, weight)
        return told

    def _sort(self, sheet: int, matcher: Any) -> None:
        kinds = (
            ("by_id", matcher.id_selectors),
            ("by_class", matcher.class_selectors),
            ("by_name", matcher.lower_local_name_selectors),
        )
        for kind, by_word in kinds:
            for word, entries in by_word.items():
                for entry in entries:
                    home = getattr(self._home(entry), kind)
                    home.setdefault(word, []).append(TriedRule(sheet, entry))
        spaces = (entry for some in matcher.namespace_selectors.values() for entry in some)
        for entry in (*spaces, *matcher.lang_attr_selectors, *matcher.other_selectors):
            self._home(entry).others.append(TriedRule(sheet, entry))

    def _home(self, entry: tuple[Any, ...]) -> RuleSet:
        """Return where a rule belongs, and note what it asks for."""
        asked = _Asked()
        asked.read(entry[0].__code__)
        is_first = asked.numbers == {0}  # not told by Python 3.14: then it is tried on each
        if asked.names & SEEKING or ("index" in asked.names and not is_first):
            return self.seeking
        (self._read if "" in asked.words else self._named).update(asked.words)
        self.steps_back = max(self.steps_back, asked.steps_back)
        return self.placed


@dataclass(slots=True)
class _Asked:
    """What the code of a test uses."""

    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    """"" among them: the value of an attribute is read; else none is, beyond that it is there."""
    numbers: set[int] = field(default_factory=set)
    steps_back: int = 0
    """At most so many."""

    def read(self, code: CodeType) -> None:
        """Take what a function, and those within it, use."""
        self.names.update(code.co_names)
        self.steps_back += "previous" in code.co_names
        constants = list(code.co_consts)
        for each in constants:
            if isinstance(each, CodeType):
                self.read(each)
            elif isinstance(each, tuple | frozenset):
                constants.extend(each)
            elif isinstance(each, str):
                self.words.add(each)
            elif type(each) is int:
                self.numbers.add(each)


def _declare(told: dict[str, Any], values: Iterable[Any], origin: str, at: tuple[Any, Any]) -> None:
    for name, value, is_important in values:
        weight = (declaration_precedence(origin, is_important), *at)
        held = told.get(name, (None, None))[1]
        if held is None or held <= weight:
            told[name] = value, weight

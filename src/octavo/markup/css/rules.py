"""A style sheet -> its rules that choose faces, ready to be tried on elements.

Of each rule only what decides how letters are drawn is kept, with custom properties, in which
themes name their families. Sources: CSS Fonts 4 (``font``, ``font-variant``); CSS Values 4.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

import tinycss2
from cssselect2 import ElementWrapper, SelectorError, compile_selector_list
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from octavo.markup.css.css_nodes import (
    parse_blocks_contents,
    parse_component_value_list,
    parse_stylesheet,
)
from octavo.markup.css.custom_properties import WIDE, names_any

INITIAL: Mapping[str, str] = {
    "font-family": "",
    "font-style": "normal",
    "font-weight": "400",
    "font-variant-caps": "normal",
    "text-transform": "none",
}
"""The inherited properties that choose a face and the letters in it."""
CONTENT = "content"
SAYING = frozenset((CONTENT, "quotes", "list-style", "list-style-type", "hyphenate-character"))
"""Properties that say something; only their strings, counters and attributes are looked at."""
COUNTED: Mapping[str, str] = {
    "lower-alpha": ascii_lowercase,
    "lower-latin": ascii_lowercase,
    "lower-roman": "ivxlcdm",
    "upper-alpha": ascii_uppercase,
    "upper-latin": ascii_uppercase,
    "upper-roman": "IVXLCDM",
}
"""Styles of counters -> their letters."""
GROUPS = frozenset("media supports layer container scope".split())
SHORTHANDS = ("font", "font-variant")
STATES = re.compile(
    r":(?:hover|active|visited|focus(?:-visible|-within)?|target(?:-within)?|checked|open"
    r"|popover-open)(?![\w-])"
)
"""What changes while a page is read."""
FIRST_PARTS = re.compile(r"(?<!:):(?=(?:before|after|first-line|first-letter)(?![\w-]))")
"""Pseudo-elements may be written with one colon (Selectors 4, 3.6.1)."""
UNKNOWN = (SelectorError, NotImplementedError, SyntaxError, RecursionError, MemoryError)
"""What compiling a selector may raise: it is made into a function of Python, nesting and all."""
SIZES = frozenset(
    "xx-small x-small small medium large x-large xx-large xxx-large larger smaller math".split()
)
CUSTOM = re.compile(r"--[\w-]+")
CAPS = re.compile(r"\b(?:(?:all-)?(?:small|petite)-caps|unicase|titling-caps)\b")
SLOPE = re.compile(r"\b(?:italic|oblique)\b")
INSIDE = re.compile(r":(?:has|empty|blank)\b")
"""How selectors ask for what stands in an element."""
SILENT = frozenset(("", '""', "''", "none", "normal"))
"""Content of pseudo-elements that sets no letter."""
WEIGHT = re.compile(r"\b(?:bold|bolder|lighter)\b|(?<![\w.-])[1-9]\d{0,3}(?![\w.%-])")


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with what it declares about faces."""

    test: Callable[[ElementWrapper], object]
    specificity: tuple[int, int, int]
    pseudo: str
    """Name of the pseudo-element that it is about; '' for the element itself."""
    values: Mapping[str, str]
    important: frozenset[str]
    """Properties that are ``!important``."""
    is_conditional: bool
    """Whether it holds only in some state of the page or the browser."""
    asks_inside: bool = False
    """Whether it depends on what stands in an element."""


class Rules:
    """The rules of a page: the browser's own first, then the sheet's, in their order."""

    def __init__(self, *sheets: str) -> None:
        """Take sheets by rising origin: each outranks all before it."""
        found: list[tuple[int, int, str, Rule]] = []
        for origin, sheet in enumerate(sheets):
            nodes = parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
            told = enumerate(_rules(nodes))
            found += ((origin, order, key, rule) for order, (key, rule) in told)
        self.names = frozenset(INITIAL) | _custom([rule for *_, rule in found])
        """The properties that faces depend on, custom properties among them."""
        self.strings = {
            each
            for *_, rule in found
            for name, value in rule.values.items()
            if (name in SAYING - {CONTENT}) or (name.startswith("--") and name not in self.names)
            for each in strings(value)
        }
        """What the sheets may say anywhere: signs of lists, quotes, what properties hold."""
        self._by_key: dict[str, list[tuple[int, tuple[int, int, int], int, Rule]]] = {}
        self.ask_inside = False
        """Whether some of them depend on what stands in an element."""
        for origin, order, key, rule in found:
            if rule.values.keys() & self.names or rule.pseudo:
                says = rule.values.get(CONTENT, "").strip() not in SILENT
                is_of_faces = says or rule.values.keys() & self.names
                self.ask_inside = self.ask_inside or bool(rule.asks_inside and is_of_faces)
                ranked = (origin, rule.specificity, order, rule)
                self._by_key.setdefault(key, []).append(ranked)

    def match(self, element: ElementWrapper) -> list[Rule]:
        """Return the rules that match, weakest first, importance aside."""
        node = element.etree_element
        keys = ["*", node.tag, *(f".{name}" for name in (node.get("class") or "").split())]
        if node.get("id"):
            keys.append(f"#{node.get('id')}")
        found = []
        for key in keys:
            for each in self._by_key.get(key, ()):
                if each[-1].test(element):
                    found.append(each)
        if len(found) > 1:
            found.sort(key=lambda each: each[:3])
        return [rule for *_, rule in found]


def _custom(rules: Sequence[Rule]) -> frozenset[str]:
    """Return the custom properties that faces depend on, by whatever way."""
    names, asked = set[str](), set(INITIAL)
    while asked:
        values = (rule.values.get(name, "") for rule in rules for name in asked)
        asked = {match[0] for value in values for match in CUSTOM.finditer(value)} - names
        names |= asked
    return frozenset(names)


def _rules(nodes: Sequence[Node]) -> Iterator[tuple[str, Rule]]:
    """Yield each rule by what the last part of its selector asks for: .class, #id, tag or *.

    What stands in another rule (CSS Nesting) is possible for every element.
    """
    waiting = [(node, False, False) for node in reversed(nodes)]
    while waiting:
        node, is_conditional, is_nested = waiting.pop()
        inside: list[Node] = []
        if isinstance(node, AtRule) and node.lower_at_keyword in GROUPS and node.content:
            is_conditional = True
            inside = parse_blocks_contents(node.content, skip_comments=True)
        elif isinstance(node, QualifiedRule):
            values, important = _read_declarations(node.content)
            if values and is_nested:
                yield "*", _anywhere(values, important)
            elif values:
                yield from _select(node.prelude, values, important, is_conditional)
            is_nested = True
            inside = parse_blocks_contents(node.content, skip_comments=True)
        waiting += [
            (each, is_conditional, is_nested)
            for each in reversed(inside)
            if isinstance(each, (AtRule, QualifiedRule))
        ]


def _anywhere(values: Mapping[str, str], important: frozenset[str]) -> Rule:
    """Return a rule that is possible for every element."""
    return Rule(lambda _: True, (9, 9, 9), "", values, important, True)


def _select(
    prelude: Sequence[Node],
    values: Mapping[str, str],
    important: frozenset[str],
    is_conditional: bool,
) -> Iterator[tuple[str, Rule]]:
    text = tinycss2.serialize(prelude)
    still = FIRST_PARTS.sub("::", STATES.sub("", text))
    is_conditional |= STATES.search(text) is not None
    try:
        for each in compile_selector_list(still):
            rule = Rule(
                each.test,
                each.specificity,
                each.pseudo_element or "",
                values,
                important,
                is_conditional,
                INSIDE.search(text) is not None,
            )
            yield _key(each.id, each.class_name, each.lower_local_name), rule
    except UNKNOWN:  # a browser may know it: possible for every element
        yield "*", _anywhere(values, important)


def _key(id_: str | None, class_: str | None, tag: str | None) -> str:
    if id_ is not None:
        return f"#{id_}"
    return f".{class_}" if class_ is not None else tag or "*"


def read_style(style: str) -> tuple[dict[str, str], frozenset[str]]:
    """Return what a ``style`` attribute says about faces, and which of it is important."""
    return _read_declarations(parse_component_value_list(style))


def _read_declarations(content: Sequence[Node]) -> tuple[dict[str, str], frozenset[str]]:
    values: dict[str, str] = {}
    important: set[str] = set()
    for each in parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if isinstance(each, Declaration):
            found = dict(_longhands(each))
            values |= found
            important = (important - found.keys()) | (found.keys() if each.important else set())
    return values, frozenset(important)


def longhand(name: str, value: str) -> str | None:
    """Return what a value gives to a property; None for nothing.

    A shorthand that names custom properties stands whole in place of each of its longhands until
    they are written out (CSS Custom Properties 1, 3.2).
    """
    is_whole = value.startswith(tuple(f"{each}: " for each in SHORTHANDS))
    return read_style(value)[0].get(name) if is_whole else value


def _longhands(each: Declaration) -> Iterator[tuple[str, str]]:
    """Yield what a declaration gives to the properties that matter."""
    value = tinycss2.serialize(each.value).strip()
    longs = [name for name in INITIAL if name.startswith(each.lower_name)]
    if each.name.startswith("--"):
        yield each.name, value
    elif each.lower_name in INITIAL or each.lower_name in SAYING:
        yield each.lower_name, value
    elif each.lower_name in SHORTHANDS and value.lower() in WIDE:
        yield from ((name, value.lower()) for name in longs)
    elif each.lower_name in SHORTHANDS and names_any(value):
        yield from ((name, f"{each.lower_name}: {value}") for name in longs)
    elif each.lower_name == "font-variant":
        yield "font-variant-caps", _find(CAPS, value, "normal")
    elif each.lower_name == "font":
        yield from _font(each.value)


def _font(tokens: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """Yield the longhands of ``font`` that choose a face."""
    found = font_longhands(tokens)
    if found:
        found["font-variant-caps"] = found.pop("font-variant")
        del found["font-size"]
        yield from found.items()


def font_longhands(tokens: Sequence[Node]) -> dict[str, str]:
    """Return the longhands of ``font``: style, weight and caps stand before the size, the families
    after it; nothing for a system font or what is none of them."""
    tokens = [token for token in tokens if token.type not in ("comment", "whitespace")]
    at = next((n for n, token in enumerate(tokens) if _is_size(token)), None)
    if at is None:
        return {}
    before, after = " ".join(token.serialize() for token in tokens[:at]), tokens[at + 1 :]
    if after and after[0] == "/":  # the height of lines
        after = after[2:]
    if not after:
        return {}
    return {
        "font-style": _find(SLOPE, before, "normal"),
        "font-weight": _find(WEIGHT, before, "400"),
        "font-variant": _find(CAPS, before, "normal"),
        "font-size": tokens[at].serialize(),
        "font-family": " ".join(token.serialize() for token in after),
    }


def _is_size(token: Node) -> bool:
    if token.type == "ident":
        return token.lower_value in SIZES
    return token.type in ("dimension", "percentage", "function")


def _find(pattern: re.Pattern[str], text: str, otherwise: str) -> str:
    match = pattern.search(text.lower())
    return match[0] if match else otherwise


def strings(value: str) -> Iterator[str]:
    """Yield the strings in a value, and the letters of its counters."""
    for token in parse_component_value_list(value):
        if token.type == "string":
            yield token.value
    yield from (letters for name, letters in COUNTED.items() if name in value)

"""A declaration -> what in it means nothing: a property, a word, a unit, a colour that is none.

It rests on the grammar of CSS in short (css_values.json, from MDN's data by scripts/css_values.py):
for each property which kinds of tokens and which words its value may have. Their order is not
looked at: what is told here is nothing anywhere.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, takewhile
from pathlib import Path
from typing import NamedTuple

from tinycss2.ast import FunctionBlock, Node

from octavo.core.near_names import near_names
from octavo.markup.css.custom_properties import WIDE
from octavo.markup.css.sheet_rules import BLANK, BROKEN, Declared, Slip

OF_PAGES = frozenset(
    "anchor bleed bleed-bottom bleed-left bleed-right bleed-top block-ellipsis bookmark-label"
    " bookmark-level bookmark-state continue footnote-display footnote-policy float"
    " hyphenate-limit-zone lang margin-break marks size string-set text-align-all page content"
    " position quotes".split()
)
"""Properties of printed pages, with values that browsers do not have: only their names count."""
SPECIAL_COLOURS = frozenset(
    "currentcolor transparent canvas canvastext linktext visitedtext activetext buttonface"
    " buttontext buttonborder field fieldtext highlight highlighttext selecteditem mark marktext"
    " selecteditemtext graytext accentcolor accentcolortext".split()
)
OTHER_FUNCTIONS = frozenset(
    "annotation character-variant content contrast-color format if local ornaments progress repeat"
    " running selector shape sibling-index src string styleset stylistic swash tech type"
    " url".split()
)
"""Functions that the grammar has in other places."""
UNITS: Mapping[str, str] = {
    **dict.fromkeys(
        "cap ch cm em ex ic in mm pc pt px q rem rex rch ric rcap lh rlh vh vmax vmin vw vb vi svh"
        " svw lvh lvw dvh dvw cqw cqh cqi cqb cqmin cqmax".split(),
        "l",
    ),
    **dict.fromkeys("deg grad rad turn".split(), "a"),
    **dict.fromkeys("s ms".split(), "t"),
    **dict.fromkeys("dpcm dpi dppx x".split(), "r"),
    "fr": "f",
    "hz": "h",
    "khz": "h",
}
"""Unit in small letters -> kind of token."""
_HEX = re.compile(r"[0-9a-fA-F]+")
_MOST_WORDS = 8
_DEEPEST = 20
Fault = tuple[Node, str, str]
"""Where it is, what is wrong, what to write."""


class Grammar(NamedTuple):
    """What a value may hold."""

    kinds: str
    """A letter for each kind of token: l length, p percentage, n number, c colour, s string,
    i name of one's own, a angle, t time, r resolution, f share, h frequency, * anything."""
    words: frozenset[str]


@cache
def _table() -> Mapping[str, Mapping[str, object]]:
    path = Path(__file__).with_name("css_values.json")
    found: Mapping[str, Mapping[str, object]] = json.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def grammar_of(name: str) -> Grammar | None:
    """Return what the value of a property may hold; None for a property that there is not."""
    row = _table()["values"].get(name)
    if name in OF_PAGES or name.startswith("-"):
        return Grammar("*", frozenset())
    return Grammar(row[0], frozenset(row[1].split())) if isinstance(row, list) else None


@cache
def _names(part: str) -> frozenset[str]:
    return frozenset(str(_table()[part]).lower().split())


def states() -> frozenset[str]:
    """Return the names behind colons in selectors."""
    return _names("states")


def declaration_slips(each: Declared, like: Grammar | None = None) -> Iterator[Slip]:
    """Yield what is wrong with a declaration; a token's value is held against ``like``."""
    grammar = like
    if not each.name.startswith("--"):
        grammar = grammar_of(each.name)
        if grammar is None:
            known = [*_table()["values"], *OF_PAGES]
            near = near_names(each.name, known, 1)
            hint = f"did you mean {near[0]}?" if near else "take it out, or look the name up"
            message = f"there is no property '{each.name}'"
            yield Slip(BROKEN, each.line, each.column, message, hint)
            return
    fault = _find(each.name, each.value, grammar or Grammar("*", frozenset()))
    if fault is not None:
        node, message, hint = fault
        line, column = node.source_line, node.source_column
        yield Slip(BROKEN, line, column, message, hint)


def _find(name: str, value: Sequence[Node], grammar: Grammar) -> Fault | None:
    """Return the first fault of a value."""
    words = [node for node in value if node.type not in BLANK]
    if not words and not name.startswith("--"):
        return None
    return _token_pairs(words) or _deep_fault(words, 0) or _at_the_top(name, words, grammar)


def _token_pairs(words: Sequence[Node]) -> Fault | None:
    """Return a fault that several tokens make."""
    for n, (before, node) in enumerate(pairwise(words)):
        if node == ":" and before.type == "ident":
            hint = f"write ; before {before.value}"
            message = f"the value goes on to '{before.value}:', for want of a semicolon"
            return words[max(n - 1, 0)], message, hint
        if before == "!" and node.type == "ident" and node.lower_value != "important":
            return before, f"'!{node.value}' means nothing", "write !important"
        apart = (before.source_column, before.source_line) != (
            node.source_column - len(before.serialize()),
            node.source_line,
        )
        is_unit = node.type == "ident" and node.lower_value in UNITS
        if before.type == "number" and is_unit and apart:
            parts = before.representation, node.value
            hint = f"write {''.join(parts)}"
            return before, f"a blank between {parts[0]} and {parts[1]}", hint
    for node, comma, rest in zip(words, words[1:], words[2:], strict=False):
        is_number = node.type == "number" and node.is_integer and comma == ","
        if is_number and rest.type == "dimension" and rest.source_column == comma.source_column + 1:
            good = f"{node.representation}.{rest.serialize()}"
            return node, "a comma within a number", f"write {good}"
    return None


def _deep_fault(nodes: Sequence[Node], depth: int) -> Fault | None:
    """Return a fault of a token that is one anywhere, also in functions."""
    for node in nodes:
        found = None
        if node.type == "hash":
            found = _colour_fault(node)
        elif node.type == "dimension":
            found = _unit_fault(node)
        elif isinstance(node, FunctionBlock):
            found = _function_fault(node)
            if found is None and depth < _DEEPEST and node.lower_name != "url":
                found = _deep_fault(node.arguments, depth + 1)
        elif node.type == "error":
            found = node, f"this is not CSS: {node.message}", "look for a missing bracket or quote"
        if found is not None:
            return found
    return None


def _colour_fault(node: Node) -> Fault | None:
    digits = node.value
    if _HEX.fullmatch(digits) and len(digits) in (3, 4, 6, 8):
        return None
    hint = "write three or six digits from 0 to f behind #, as in #1f4e79"
    return node, f"#{digits} is no colour", hint


def _unit_fault(node: Node) -> Fault | None:
    if node.lower_unit in UNITS:
        return None
    whole = node.serialize()
    if _HEX.fullmatch(whole) and len(whole) in (3, 6, 8):
        return node, f"{whole} is no measure", f"a colour is written #{whole}"
    near = near_names(node.lower_unit, UNITS, 1, 0.5) or ["mm, pt, px or em"]
    message = f"there is no unit '{node.unit}'"
    return node, message, f"write {node.representation}{near[0]}"


def _function_fault(node: FunctionBlock) -> Fault | None:
    if node.lower_name in _names("functions") or node.lower_name.startswith(("-", "target-")):
        return None
    if node.lower_name in OTHER_FUNCTIONS:
        return None
    near = near_names(node.lower_name, _names("functions"), 1)
    hint = f"did you mean {near[0]}(…)?" if near else "write the value itself"
    return node, f"there is no function '{node.name}'", hint


def _at_the_top(name: str, words: Sequence[Node], grammar: Grammar) -> Fault | None:
    if "*" in grammar.kinds:
        return next((each for node in words if (each := _bare_token(node))), None)
    before = takewhile(lambda node: node != "!", words)
    return next((each for node in before if (each := _top_fault(name, node, grammar))), None)


def _top_fault(name: str, node: Node, grammar: Grammar) -> Fault | None:
    """Return the fault of a token that stands in no function."""
    if node.type == "ident":
        return _bare_token(node) or _word_fault(name, node, grammar)
    if node.type in ("number", "percentage", "dimension"):
        return _measure_fault(name, node, grammar)
    if node.type == "hash" and "c" not in grammar.kinds:
        return node, f"'{name}' takes no colour", _ways(name, grammar)
    if node.type == "string" and "s" not in grammar.kinds:
        return node, f"'{name}' takes no text", _ways(name, grammar)
    return None


def _bare_token(node: Node) -> Fault | None:
    if node.type == "ident" and node.value.startswith("--"):
        return node, f"'{node.value}' names a token", f"write var({node.value})"
    return None


def _word_fault(name: str, node: Node, grammar: Grammar) -> Fault | None:
    word = node.lower_value
    colours = _names("colours") if "c" in grammar.kinds else frozenset[str]()
    is_colour = bool(colours) and (word in colours or word in SPECIAL_COLOURS)
    if word in grammar.words or word in WIDE or is_colour or "i" in grammar.kinds:
        return None
    if word.startswith("-"):
        return None
    known = sorted({*grammar.words, *colours})
    near = near_names(word, known, 1, 0.5)
    hint = f"did you mean {near[0]}?" if near else _ways(name, grammar)
    return node, f"'{name}' knows no '{node.value}'", hint


def _measure_fault(name: str, node: Node, grammar: Grammar) -> Fault | None:
    kinds = grammar.kinds
    if node.type == "number":
        if "n" in kinds or not node.value:
            return None
        sign = node.representation
        if "l" in kinds:
            return node, f"{sign} has no unit", f"write {sign}px, {sign}pt or {sign}mm"
        return node, f"'{name}' takes no number", _ways(name, grammar)
    if node.type == "percentage":
        return None if "p" in kinds else (node, f"'{name}' takes no share", _ways(name, grammar))
    if UNITS.get(node.lower_unit, "") in kinds:
        return None
    if "n" in kinds:
        hint = f"write {name}: {node.representation}"
        return node, f"'{name}' takes a number without a unit", hint
    return node, f"'{name}' takes no measure", _ways(name, grammar)


_SHOWN = {"l": "12pt", "p": "50%", "n": "3", "c": "#1f4e79", "s": '"…"', "a": "45deg", "t": "1s"}


def _ways(name: str, grammar: Grammar) -> str:
    """Return what may be written."""
    shown = [_SHOWN[kind] for kind in grammar.kinds if kind in _SHOWN]
    words = sorted(grammar.words)
    more = ["…"] if len(words) > _MOST_WORDS else []
    ways = [*shown, *words[:_MOST_WORDS], *more]
    return f"write {name}: {ways[0]}" if len(ways) == 1 else f"write one of: {', '.join(ways)}"

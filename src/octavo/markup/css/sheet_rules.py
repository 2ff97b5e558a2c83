"""A style sheet as somebody typed it -> its rules with their places, and what is none.

Read more narrowly than browsers do, who pass over what they do not know: a semicolon that lacks, a
bracket that nothing ends, a comment of another language are told where they stand.
Source: CSS Syntax 3; CSS Nesting 1.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import tinycss2
from tinycss2.ast import CurlyBracketsBlock, Node

from octavo.markup.css.css_nodes import parse_component_value_list

BROKEN = "E269"
_MARKS = re.compile(
    r"/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|/\*|[{}()\[\]]", re.DOTALL
)
_ENDS = {"{": "}", "(": ")", "[": "]"}
MOST_OPEN = 100
"""Brackets in one another: what serialises a value goes down by recursion."""
BLANK = ("whitespace", "comment")


class Slip(NamedTuple):
    """Something in a style sheet that does not say what somebody meant."""

    code: str
    line: int
    column: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Declared:
    """A property or a token with its value."""

    name: str
    value: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SheetRule:
    """A rule with what stands in it, except other rules."""

    at: str
    """The name of a rule that begins with @, without it; '' for one with a selector."""
    prelude: tuple[Node, ...]
    """The selector, or what stands behind the name."""
    declared: tuple[Declared, ...]
    line: int
    column: int
    around: tuple[str, ...] = ()
    """The @ rules that it stands in, as ``media (min-width: 40em)``, from the outermost in."""

    @property
    def selector(self) -> str:
        return " ".join(str(tinycss2.serialize(self.prelude)).split())


def read_rules(css: str) -> tuple[tuple[SheetRule, ...], tuple[Slip, ...]]:
    """Return the rules of a sheet in their order, also those in others, and its slips.

    Nothing of a sheet with more than MOST_OPEN brackets in one another, which is E232.
    """
    if _depth(css) > MOST_OPEN:
        return (), ()
    rules: list[SheetRule] = []
    slips = [*_open_ends(css)]
    top: list[Node] = parse_component_value_list(css)
    waiting: list[tuple[list[list[Node]], tuple[str, ...]]] = [(_segments(top), ())]
    while waiting:
        segments, around = waiting.pop()
        for segment in segments:
            rule, inside = _rule(segment, around)
            if rule is None:
                slips += _outside(segment)
                continue
            declared, nested, wrong = _content(inside)
            slips += wrong
            rules.append(_with(rule, declared))
            told = f"{rule.at} {rule.selector}".strip()
            waiting.append((nested, (*around, told) if rule.at else around))
    return tuple(sorted(rules, key=lambda each: (each.line, each.column))), tuple(slips)


def _with(rule: SheetRule, declared: Sequence[Declared]) -> SheetRule:
    return SheetRule(rule.at, rule.prelude, tuple(declared), rule.line, rule.column, rule.around)


def _segments(nodes: Sequence[Node]) -> list[list[Node]]:
    """Return what stands between semicolons and behind blocks; a block ends what it closes."""
    found: list[list[Node]] = [[]]
    for node in nodes:
        if node == ";":
            found.append([])
        elif node.type not in BLANK or found[-1]:
            if node.type != "comment":
                found[-1].append(node)
            if isinstance(node, CurlyBracketsBlock):
                found.append([])
    return [each for each in found if any(node.type not in BLANK for node in each)]


def _rule(segment: list[Node], around: tuple[str, ...]) -> tuple[SheetRule | None, Sequence[Node]]:
    """Return the rule that a segment is, and what stands in its block; None where it is none."""
    first, last = segment[0], segment[-1]
    inside = last.content if isinstance(last, CurlyBracketsBlock) else ()
    if first.type == "at-keyword":
        prelude = segment[1:-1] if inside or last.type == "{} block" else segment[1:]
        at = first.lower_value
    elif last.type == "{} block" and not _is_slip(first):
        prelude, at = segment[:-1], ""
    else:
        return None, ()
    place = first.source_line, first.source_column
    return SheetRule(at, tuple(prelude), (), *place, around), inside


def _is_slip(first: Node) -> bool:
    return first.type == "error" or first in ("/", "$", "<", "}")


def _content(
    nodes: Sequence[Node],
) -> tuple[list[Declared], list[list[Node]], list[Slip]]:
    """Return what a block declares, the rules in it, and its slips."""
    declared: list[Declared] = []
    nested: list[list[Node]] = []
    slips: list[Slip] = []
    for segment in _segments(nodes):
        words = [node for node in segment if node.type not in BLANK]
        is_named = len(words) > 1 and words[0].type == "ident" and words[1] == ":"
        is_token = is_named and words[0].value.startswith("--")
        is_rule = words[-1].type == "{} block" and not is_token and not _is_slip(words[0])
        if is_rule or words[0].type == "at-keyword":
            nested.append(segment)
        elif is_named:
            value = segment[segment.index(words[1]) + 1 :]
            place = words[0].source_line, words[0].source_column
            name = words[0].value if is_token else words[0].lower_value
            declared.append(Declared(name, tuple(value), *place))
        else:
            slips += _no_declaration(segment)
    return declared, nested, slips


def _no_declaration(segment: list[Node]) -> Iterator[Slip]:
    words = [node for node in segment if node.type not in BLANK]
    place = words[0].source_line, words[0].source_column
    shown = _show(segment)
    if words[0] == "/" and len(words) > 1 and words[1] == "/":
        yield _comment(*place)
    elif len(words) > 1 and words[1] == "=":
        good = f"{words[0].serialize()}: {_show(segment[segment.index(words[1]) + 1 :])}"
        yield Slip(BROKEN, *place, f"'{shown}' has = for a colon", f"write {good};")
    else:
        yield from _outside(segment)


def _outside(segment: list[Node]) -> Iterator[Slip]:
    """Yield what to say of a segment that is neither a rule nor a declaration."""
    words = [node for node in segment if node.type not in BLANK]
    first = words[0]
    place = first.source_line, first.source_column
    if first == "/" and len(words) > 1 and words[1] == "/":
        yield _comment(*place)
    elif first == "$":
        name = words[1].serialize() if len(words) > 1 else "name"
        hint = f"write :root {{ --{name}: … }} and var(--{name}); Octavo takes plain CSS"
        yield Slip(BROKEN, *place, f"${name} is a name of Sass", hint)
    elif first == "<":
        hint = "take <style> and </style> out: the file holds rules only"
        yield Slip(BROKEN, *place, "a style sheet holds no HTML", hint)
    elif first.type == "error":
        return  # E232 says it
    else:
        hint = "write selector { property: value; }"
        yield Slip(BROKEN, *place, f"'{_show(segment)}' is no rule and no declaration", hint)


def _comment(line: int, column: int) -> Slip:
    message = "CSS has no comments behind //: what follows is lost with it"
    return Slip(BROKEN, line, column, message, "write /* … */")


def _show(nodes: Sequence[Node]) -> str:
    try:
        text = " ".join(str(tinycss2.serialize(nodes)).split())
    except RecursionError:  # brackets in one another without end
        text = "…"
    return text if len(text) <= 60 else f"{text[:59]}…"


def _open_ends(css: str) -> Iterator[Slip]:
    """Yield the outermost bracket or the comment that nothing ends."""
    opened: list[re.Match[str]] = []
    for mark in _MARKS.finditer(css):
        sign = mark[0]
        if sign == "/*":
            place = _place(css, mark.start())
            yield Slip(BROKEN, *place, "a comment that nothing ends", "write */ behind it")
            return
        if sign in _ENDS:
            opened.append(mark)
        elif opened and sign == _ENDS[opened[-1][0]]:
            opened.pop()
    if opened:
        sign = opened[0][0]
        place = _place(css, opened[0].start())
        yield Slip(BROKEN, *place, f"a {sign} that nothing ends", f"write {_ENDS[sign]} behind it")


def _depth(css: str) -> int:
    """Return how many brackets stand in one another at most; one of another kind ends none."""
    opened: list[str] = []
    most = 0
    for mark in _MARKS.finditer(css):
        sign = mark[0]
        if sign in _ENDS:
            opened.append(_ENDS[sign])
            most = max(most, len(opened))
        elif opened and sign == opened[-1]:
            opened.pop()
    return most


def _place(css: str, at: int) -> tuple[int, int]:
    return css[:at].count("\n") + 1, at - (css.rfind("\n", 0, at) + 1) + 1

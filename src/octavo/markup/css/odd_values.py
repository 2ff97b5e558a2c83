"""Rules of somebody's style sheet that are CSS and hardly meant: sums without their blanks, tokens
that ask for themselves, a face before its size, words that are not shown, pages of a few
millimetres."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

import tinycss2
from tinycss2.ast import FunctionBlock, Node

from octavo.markup.css.sheet_rules import BLANK, BROKEN, Declared, SheetRule, Slip
from octavo.markup.css.token_names import TOKEN, family_slips, variables_in

SUMS = frozenset("calc min max clamp".split())
NUMBERS = frozenset("number percentage dimension".split())
SIZES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "--size": (5, 36),
        "--lead": (6, 60),
        "--page-width": (100, 3400),
        "--page-height": (100, 5700),
    }
)
"""Token -> the least and the most that it may be, in points."""
POINTS: Mapping[str, float] = MappingProxyType(
    {"pt": 1, "px": 0.75, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72, "pc": 12, "q": 18 / 25.4}
)
_SHOWN = re.compile(
    r"(?:p|li|ul|ol|dl|dt|dd|h[1-6]|blockquote|pre|code|table|t[hdr]|thead|tbody|body|html|main"
    r"|article|section|figure|figcaption|em|strong|a|\*)"
)
_GONE = re.compile(r"display: none|visibility: (?:hidden|collapse)|(?:font-size|opacity): 0[a-z%]*")
_FONT_WORDS = frozenset(
    "normal italic oblique small-caps bold bolder lighter condensed expanded inherit initial unset"
    " revert xx-small x-small small medium large x-large xx-large larger smaller".split()
)


def odd_slips(rules: Sequence[SheetRule], families: Collection[str]) -> Iterator[Slip]:
    """Yield what is hardly meant in a sheet; ``families``: those that editions have."""
    yield from _circles(rules)
    for rule in rules:
        if not rule.at:
            yield from _find_hidden(rule)
        for each in rule.declared:
            yield from _sums(each)
            yield from _size_of_nothing(each)
            if each.name == "font":
                yield from _short_font(each, families)


def _circles(rules: Sequence[SheetRule]) -> Iterator[Slip]:
    """Yield a token that asks for itself, also by way of others of the same rule."""
    for rule in rules:
        asks = {
            each.name: [node.value for node, _ in variables_in(each.value)]
            for each in rule.declared
            if each.name.startswith("--")
        }
        for each in rule.declared:
            if each.name in asks and _comes_back(each.name, asks):
                message = f"the token '{each.name}' asks for itself, and so has no value"
                hint = "give it a value, or another name"
                yield Slip(TOKEN, each.line, each.column, message, hint)


def _comes_back(name: str, asks: Mapping[str, Sequence[str]]) -> bool:
    todo, met = [*asks[name]], set[str]()
    while todo:
        each = todo.pop()
        if each == name:
            return True
        if each not in met:
            met.add(each)
            todo += asks.get(each, ())
    return False


def _find_hidden(rule: SheetRule) -> Iterator[Slip]:
    """Yield what takes words of a text away."""
    if any(each.startswith(("media", "supports", "container")) for each in rule.around):
        return
    parts = [part.strip() for part in rule.selector.split(",")]
    named = next((part for part in parts if _SHOWN.fullmatch(part)), "")
    for each in rule.declared if named else ():
        value = tinycss2.serialize(each.value).strip().lower().removesuffix("!important")
        told = f"{each.name}: {value.strip()}"
        if _GONE.fullmatch(told):
            message = f"'{named} {{ {told} }}' takes the words away"
            hint = "take it out; for one edition alone there are boxes: /// only: html"
            yield Slip(BROKEN, each.line, each.column, message, hint)


def _sums(each: Declared) -> Iterator[Slip]:
    """Yield a sum whose sign has no blanks around it: it is that of a number."""
    waiting = [*each.value]
    while waiting:
        node = waiting.pop()
        inside = getattr(node, "arguments", None) or getattr(node, "content", None) or []
        waiting += inside
        if not isinstance(node, FunctionBlock) or node.lower_name not in SUMS:
            continue
        words = [part for part in inside if part.type not in BLANK]
        for before, after in pairwise(words):
            if _ends_value(before) and _is_signed(after):
                sign, rest = after.representation[0], after.serialize()[1:]
                message = f"'{before.serialize()}{after.serialize()}' is no sum"
                hint = f"write {before.serialize()} {sign} {rest}, with a blank on both sides"
                yield Slip(BROKEN, after.source_line, after.source_column, message, hint)


def _ends_value(node: Node) -> bool:
    return node.type in NUMBERS or node.type in ("function", "() block")


def _is_signed(node: Node) -> bool:
    return node.type in NUMBERS and node.representation[:1] in ("+", "-")


def _size_of_nothing(each: Declared) -> Iterator[Slip]:
    """Yield a size of type or of pages that nobody can read or print."""
    words = [node for node in each.value if node.type not in BLANK]
    if each.name not in SIZES or len(words) != 1 or words[0].type != "dimension":
        return
    factor = POINTS.get(words[0].lower_unit)
    least, most = SIZES[each.name]
    if factor is not None and not least <= words[0].value * factor <= most:
        message = f"'{each.name}: {words[0].serialize()}' is hardly meant"
        low, high = (f"{bound / POINTS['mm']:.0f}mm" for bound in (least, most))
        is_page = each.name.startswith("--page")
        hint = f"write {low} to {high}" if is_page else f"write {least:g}pt to {most:g}pt"
        yield Slip(BROKEN, each.line, each.column, message, hint)


def _short_font(each: Declared, families: Collection[str]) -> Iterator[Slip]:
    """Yield what ``font`` says in another order than size and face, and a face that no edition
    has."""
    words = [node for node in each.value if node.type not in BLANK]
    sizes = [n for n, node in enumerate(words) if node.type in ("dimension", "percentage")]
    faces = [n for n, node in enumerate(words) if _is_face(node)]
    if not sizes or not faces:
        return
    if sizes[-1] > faces[0]:
        size = words[sizes[-1]]
        face = " ".join(words[n].serialize() for n in faces)
        message = f"'font' begins with its size: '{face}' stands before it"
        yield Slip(
            BROKEN, each.line, each.column, message, f"write font: {size.serialize()} {face}"
        )
        return
    behind = tuple(words[faces[0] :])
    yield from family_slips(
        Declared("font-family", behind, each.line, each.column), families, False
    )


def _is_face(node: Node) -> bool:
    is_word = node.type == "ident" and node.lower_value not in _FONT_WORDS
    return bool(is_word or node.type == "string")

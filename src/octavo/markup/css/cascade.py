"""Which characters a page sets in which face: as much of the CSS cascade as faces depend on.

What depends on the browser's state (``@media``, ``:hover``, a selector that is not known here,
a rule in a rule) counts as possible beside what holds without it: the answer may be too large, not
too small.
Sources: CSS Cascading and Inheritance 4; CSS Fonts 4; HTML, section 15.3.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise, product
from typing import NamedTuple

from cssselect2 import ElementWrapper

from octavo.markup.css.custom_properties import MOST, UNSET, WIDE, CustomProperties
from octavo.markup.css.rules import (
    CAPS,
    CONTENT,
    COUNTED,
    INITIAL,
    SLOPE,
    Rule,
    Rules,
    longhand,
    read_style,
    strings,
)
from octavo.markup.tree import Element, text_of

BROWSER = """
em, i, cite, dfn, var, address { font-style: italic }
b, strong { font-weight: bolder }
h1, h2, h3, h4, h5, h6, th { font-weight: bold }
code, kbd, samp, pre, tt { font-family: monospace }
button, input, select, textarea { font: 400 1em system-ui }
"""
"""What browsers give elements by themselves."""
UNSEEN = frozenset("head script style template title".split())
WHOLE = frozenset(("first-letter", "first-line"))
"""Pseudo-elements that take letters of the text."""
MARKED = ("li", "summary")
"""What has a marker before it."""
TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
SPACE = frozenset(" \t\r\n")
WEIGHTS = {"normal": "400", "bold": "700"}
_ATTR = re.compile(r"attr\(\s*([\w-]+)")


class Look(NamedTuple):
    """What a run of text asks of its face."""

    families: tuple[str, ...]
    """In the order in which a browser asks them."""
    style: str
    """normal or italic."""
    weight: int
    has_small_caps: bool


Style = tuple[tuple[str, tuple[str, ...]], ...]
"""Each inherited property and custom property with all that it may be, in order of name."""
START: Style = tuple((name, (value,)) for name, value in sorted(INITIAL.items()))
MOST_MADE = 2000
"""Styles of a sheet that are kept."""


def set_in(page: Element, sheet: str, always: str) -> dict[Look, frozenset[str]]:
    """Return each look in which a page may set something -> what is set in it (``clusters``).

    ``always`` are characters that lists and counters may bring into any look.
    """
    rules, heirs = _rules_of(sheet), _heirs_of(sheet)
    texts: dict[Style, set[str]] = {}
    said: set[Style] = set()
    waiting = [(ElementWrapper.from_html_root(page), START)]
    while waiting:
        element, outer = waiting.pop()
        if element.local_name in UNSEEN:
            continue
        found = rules.match(element)
        plain = [rule for rule in found if not rule.pseudo]
        own = heirs.style(outer, [*plain, *_attribute(element.etree_element)])
        texts.setdefault(own, set()).update(*map(clusters, _direct(element.etree_element)))
        for pseudo in {rule.pseudo for rule in found if rule.pseudo}:
            about = [rule for rule in found if rule.pseudo == pseudo]
            style = heirs.style(own, about)
            words = _words_of(element.etree_element, pseudo, about)
            texts.setdefault(style, set()).update(*map(clusters, words))
            said.add(style)
        if element.local_name in MARKED:
            texts[own].update(_marker(element))
            said.add(own)
        waiting += [(each, own) for each in element.iter_children()]
    usual = frozenset(always).union(*rules.strings)
    looks: dict[Look, frozenset[str]] = {}
    for style, signs in texts.items():
        if style in said or not signs <= SPACE:
            for look, drawn in _looks(style, frozenset(signs) - SPACE):
                looks[look] = looks.get(look, usual) | drawn
    return looks


def asks_inside(sheet: str) -> bool:
    """Tell whether the face of a text depends on what stands beside it in the elements around."""
    return _rules_of(sheet).ask_inside


@lru_cache(maxsize=4)
def _rules_of(sheet: str) -> Rules:
    return Rules(BROWSER, sheet)


@lru_cache(maxsize=4)  # the parts of a page, and the pages of a book, have their styles in common
def _heirs_of(sheet: str) -> "_Heirs":
    return _Heirs(_rules_of(sheet).names)


def clusters(text: str) -> Iterable[str]:
    """Yield what one face has to draw: characters, each with the marks that combine with it."""
    if text.isascii():
        return text
    if not any(map(_is_mark, frozenset(text))):
        return text
    starts = [n for n, sign in enumerate(text) if not n or not _is_mark(sign)]
    return (text[a:b] for a, b in pairwise([*starts, len(text)]))


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M"


def _direct(node: Element) -> Iterator[str]:
    """Yield the words that stand in the element itself."""
    yield node.text or ""
    for each in node:
        yield each.tail or ""


def _marker(item: ElementWrapper) -> str:
    """Return the letters that may count an item of a list."""
    kind = item.parent.etree_element.get("type", "") if item.parent else ""
    return COUNTED.get(TYPES.get(kind, ""), "")


def _words_of(node: Element, pseudo: str, about: Sequence[Rule]) -> Iterator[str]:
    """Yield the words of a pseudo-element."""
    if pseudo in WHOLE:
        yield text_of(node)
    for rule in about:
        yield from strings(rule.values.get(CONTENT, ""))
        for match in _ATTR.finditer(rule.values.get(CONTENT, "")):
            yield node.get(match[1]) or ""


def _attribute(node: Element) -> Iterator[Rule]:
    """Yield what an element's own attribute says, which outranks all selectors."""
    if node.get("style"):
        yield _rule_of(node.get("style") or "")


@lru_cache(maxsize=256)
def _rule_of(style: str) -> Rule:
    values, important = read_style(style)
    return Rule(bool, (9, 9, 9), "", values, important, False)


class _Heirs:
    """What elements inherit with what rules make of it; the same case is worked out once."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._made: dict[tuple[int, ...], tuple[Style, Sequence[Rule], Style]] = {}

    def style(self, outer: Style, found: Sequence[Rule]) -> Style:
        """Return a style below ``outer``, itself one of these, by rules, weakest first."""
        if not found:
            return outer
        key = (id(outer), *map(id, found))
        made = self._made.get(key)
        if made is None:  # it holds on to what the key names, so that no id comes again
            if len(self._made) >= MOST_MADE:
                self._made.clear()
            made = self._made[key] = (outer, found, _with(outer, found, self._known))
        return made[-1]


def _with(outer: Style, found: Sequence[Rule], known: frozenset[str]) -> Style:
    """Return what is inherited with what rules, weakest first, make of it."""
    values = dict(outer)
    names = {name for rule in found for name in rule.values if name in known}
    chosen = {name: _choose(name, found) for name in sorted(names)}
    own = [name for name in chosen if name not in INITIAL]
    for name in own:
        before = values.get(name, (UNSET,))
        told = (each for value in chosen[name] for each in _settle_value(name, value, before))
        values[name] = tuple(dict.fromkeys(told))
    properties = CustomProperties(values)
    said = {name: properties.of(name) for name in own}
    for name in chosen.keys() & INITIAL.keys():
        meant = _settle(name, chosen[name], values[name], properties)
        values[name] = tuple(dict.fromkeys(meant))
    for name in own:  # below it is inherited written out: what it names is asked for here
        values[name] = tuple(UNSET if each is None else each for each in said[name])
    return tuple(sorted(values.items()))


def _choose(name: str, found: Sequence[Rule]) -> list[str]:
    """Return all that rules, weakest first, may give a property."""
    about = [rule for rule in found if name in rule.values]
    chosen: list[str] = []
    for rule in sorted(about, key=lambda each: name in each.important):
        chosen = [*(chosen if rule.is_conditional else ()), rule.values[name]]
    return [*chosen, "inherit"] if all(rule.is_conditional for rule in about) else chosen


def _settle(
    name: str, chosen: Sequence[str], before: tuple[str, ...], properties: CustomProperties
) -> Iterator[str]:
    """Yield all that a property may be; what is invalid is inherited, as all of INITIAL is."""
    for value in chosen:
        for each in properties.write_out(value):
            given = None if each is None else longhand(name, each)
            yield from before if given is None else _settle_value(name, given, before)


def _settle_value(name: str, value: str, before: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a declared value is where ``before`` may be inherited."""
    lower = value.lower()
    if lower == "initial":
        return (INITIAL.get(name, UNSET),)
    if lower in WIDE:
        return before
    if name == "font-weight" and lower in ("bolder", "lighter"):
        return tuple(relative_weight(lower, WEIGHTS.get(each, each)) for each in before)
    return (value,)


def relative_weight(word: str, before: str) -> str:
    """Return a weight bolder or lighter than another (CSS Fonts 4, 2.2.1)."""
    weight = int(before) if before.isdecimal() else 400
    if word == "bolder":
        return "400" if weight < 350 else "700" if weight < 550 else "900"
    return "100" if weight < 550 else "400" if weight < 750 else "700"


def _looks(style: Style, signs: frozenset[str]) -> Iterator[tuple[Look, frozenset[str]]]:
    """Yield each look that a style may be, with its characters as they are drawn."""
    choices = product(*(dict(style)[name] for name in INITIAL))
    for families, slope, weight, caps, transform in islice(choices, MOST):
        weight = WEIGHTS.get(weight, weight)
        look = Look(
            _names(families),
            "italic" if SLOPE.search(slope) else "normal",
            int(weight) if weight.isdecimal() else 400,
            CAPS.search(caps) is not None,
        )
        is_recased = look.has_small_caps or transform != "none"
        yield look, _add_cases(signs) if is_recased else signs


def _add_cases(signs: frozenset[str]) -> frozenset[str]:
    """Return characters with their capitals and small letters."""
    return signs.union(*((sign.upper(), sign.lower()) for sign in signs))


def _names(value: str) -> tuple[str, ...]:
    names = (name.strip().strip("'\"") for name in value.split(","))
    return tuple(dict.fromkeys(name for name in names if name))

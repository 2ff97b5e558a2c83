"""Rules of the sheets of a screen -> whether the letters that a selector names are large.

Source: WCAG 2.2, large scale: 18 points, or 14 points in bold; a point is 4/3 pixels of CSS. What
depends on the window counts as small as it may be; what stands in `em` counts within running text.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import tinycss2
from tinycss2.ast import Node

from octavo.markup.css.custom_properties import CustomProperties
from octavo.markup.css.sheet_rules import SheetRule

LARGE_PX, LARGE_BOLD_PX = 24.0, 18.66
BOLD = 700
ROOT_PX = 16.0
"""What browsers take where no sheet says a size."""
HEADINGS_EM = (2.0, 1.5, 1.17, 1.0, 0.83, 0.67)
"""Source: HTML, 15.3.7 (sections and headings)."""
SIZES_EM = {
    "xx-small": 0.6,
    "x-small": 0.75,
    "small": 0.89,
    "medium": 1.0,
    "large": 1.2,
    "x-large": 1.5,
    "xx-large": 2.0,
    "xxx-large": 3.0,
    "smaller": 0.83,
    "larger": 1.2,
}
"""Source: CSS Fonts 4, 2.5."""
PER_UNIT = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
MOST_NAMES = 8
"""Names of an element of which all subsets are looked up."""
_LENGTH = re.compile(r"(?<![\w.#-])(\d*\.?\d+)(px|pt|pc|mm|cm|in|rem|em|%)(?![\w%])")
_TIMES = re.compile(r"\*\s*(\d*\.?\d+)\s*\)$")
_WEIGHT = re.compile(r"(?<![\w.#%-])(bold(?:er)?|[1-9]\d{0,2}|1000)(?![\w.%-])")
_SIMPLE = re.compile(r"[.#]?[\w-]+")
_ASIDE = re.compile(r"::?[\w-]+(?:\([^()]*\))?|\[[^\]]*\]")
_HEADING = re.compile(r"(h|\.level-)([1-6])")


class _Saying(NamedTuple):
    """What a rule says of a property, and how much it counts: by its selector, then its place."""

    weight: tuple[bool, int, int, int]
    place: int
    value: tuple[Node, ...]


class LetterSizes:
    """The sizes and weights that the joined sheets of an edition give letters.

    Rules are looked up by what they ask of an element, so that a sheet of many takes no longer for
    each.
    """

    def __init__(self, rules: Sequence[SheetRule], properties: CustomProperties) -> None:
        self._properties = properties
        asked = "font-size", "font-weight"
        self._said = {each: dict(_sayings(rules, each)) for each in asked}
        self._large: dict[str, bool] = {}
        root = self._value({"html"}, "font-size")
        self._root = _pixels(root, ROOT_PX, ROOT_PX) or ROOT_PX

    def are_large(self, selector: str) -> bool:
        """Tell whether the letters of all that a selector names are large."""
        if selector not in self._large:
            elements = (named for each in _parts(selector) for named in _elements(_last(each)))
            self._large[selector] = all(self._is_large(*each) for each in elements)
        return self._large[selector]

    def _is_large(self, named: set[str], level: int) -> bool:
        root = self._root
        size = _pixels(self._value(named, "font-size"), root, root)
        size = size or root * (HEADINGS_EM[level - 1] if level else 1.0)
        weight = _WEIGHT.search(self._value(named, "font-weight"))
        said = weight[1] if weight else str(BOLD if level else 400)
        is_bold = said.startswith("bold") or int(said) >= BOLD
        return size >= LARGE_PX or (is_bold and size >= LARGE_BOLD_PX)

    def _value(self, named: set[str], asked: str) -> str:
        """Return the value that holds for an element, '' where no rule says one.

        Rules that want it within others hold only where no rule wants it alone.
        """
        said = self._said[asked]
        if len(named) > MOST_NAMES:
            found = [each for names, each in said.items() if names <= named]
        else:
            found = [said[names] for names in map(frozenset, _subsets(named)) if names in said]
        if not found:
            return ""
        value = max(found, key=lambda each: (each.weight, each.place)).value
        return self._properties.write_out(tinycss2.serialize(value).strip())[0] or ""


def _sayings(rules: Sequence[SheetRule], asked: str) -> Iterator[tuple[frozenset[str], _Saying]]:
    """Yield what rules ask of an element, with what they say; what counts more comes later."""
    found = []
    for place, rule in enumerate(rules):
        values = [each.value for each in rule.declared if each.name in (asked, "font")]
        if values and not (rule.at or rule.around):
            found += [
                (frozenset(_last(part)), _Saying(_weight(part), place, values[-1]))
                for part in _parts(rule.selector)
            ]
    yield from sorted(found, key=lambda each: (each[1].weight, each[1].place))


def _subsets(named: set[str]) -> Iterator[tuple[str, ...]]:
    """Yield what a rule may ask of an element with these names."""
    for size in range(1, len(named) + 1):
        yield from combinations(sorted(named), size)


def _elements(named: set[str]) -> list[tuple[set[str], int]]:
    """Return what an element may have of which these are asked, with its level as a heading or 0.

    A heading of a level is the element of that number, or of the next below the title of a whole.
    """
    kind, number = next((m.groups() for m in map(_HEADING.fullmatch, sorted(named)) if m), ("", 0))
    level = int(number)
    if kind == "h":
        return [(named | {f".level-{n}"}, level) for n in (level - 1, level) if n]
    return [(named | {f"h{level}"} if level else named, level)]


def _parts(selector: str) -> Iterator[str]:
    """Yield the selectors of a list, without what they ask beside names; '*' where that is all."""
    for each in _ASIDE.sub("", selector.replace(":root", "html")).split(","):
        yield each.strip() or "*"


def _last(selector: str) -> set[str]:
    """Return what the last part of a selector asks of an element."""
    parts = re.split(r"[\s>+~]+", selector)
    return set(_SIMPLE.findall(parts[-1])) or {"*"}


def _weight(selector: str) -> tuple[bool, int, int, int]:
    """Return how much a selector counts: one that stands alone more than one within others."""
    is_alone = not re.search(r"[\s>+~]", selector.removeprefix("html "))
    simple = _SIMPLE.findall(selector)
    kinds = [each[0] for each in simple]
    ids, classes = kinds.count("#"), kinds.count(".")
    return is_alone, ids, classes, len(simple) - ids - classes


def _pixels(value: str, em: float, root: float) -> float:
    """Return a size in pixels, 0 where it is none: of several the first, which is the smallest of
    ``clamp()``."""
    if value in SIZES_EM:
        return SIZES_EM[value] * em
    found = _LENGTH.search(value)
    if found is None:
        return 0.0
    times = _TIMES.search(value)
    number = float(found[1]) * (float(times[1]) if times else 1.0)
    if found[2] in PER_UNIT:
        return number * PER_UNIT[found[2]]
    return number * {"rem": root, "em": em, "%": em / 100}[found[2]]

"""Colours of a style sheet -> what can hardly be told from its ground, in the light and the dark.

Source: WCAG 2.2, 1.4.3 (contrast, minimum) and its definition of relative luminance.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import tinycss2
from tinycss2.color3 import RGBA, parse_color

from octavo.markup.css.custom_properties import CustomProperties
from octavo.markup.css.sheet_rules import SheetRule

LEAST, LEAST_LARGE = 4.5, 3.0
"""Contrast that letters need, and large ones."""
DARK = "prefers-color-scheme: dark"
WHITE = "#fff"
PAIRS = (
    ("--ink", "--paper"),
    ("--muted", "--paper"),
    ("--link", "--paper"),
    ("--accent", "--paper"),
    ("--ink", "--tint"),
    ("--muted", "--tint"),
    ("--link", "--tint"),
    ("--new", "--new-ground"),
    ("--gone", "--gone-ground"),
    ("--told", "--told-ground"),
)
"""Tokens of letters, and of what they stand on."""
LARGE = ("h1", "h2", ".level-1", ".title")


class Pale(NamedTuple):
    """Letters that can hardly be told from their ground."""

    names: tuple[str, ...]
    """The tokens that it depends on, the letters' first."""
    ratio: float
    is_dark: bool


def ratio(letters: str, ground: str) -> float | None:
    """Return the contrast of two colours, 1 to 21; None where one is no colour, or lets through."""
    found = _rgba(letters), _rgba(ground)
    if found[0] is None or found[1] is None:
        return None
    light, dark = sorted((_luminance(found[0]), _luminance(found[1])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _rgba(colour: str) -> RGBA | None:
    found = parse_color(colour)
    return found if isinstance(found, RGBA) and found.alpha == 1 else None


def _luminance(colour: RGBA) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.red, colour.green, colour.blue)
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def scheme(rules: Sequence[SheetRule], is_dark: bool) -> dict[str, tuple[str]]:
    """Return the tokens that hold on a screen in the light or in the dark, as they are written."""
    found: dict[str, tuple[str]] = {}
    for rule in rules:
        if rule.at or rule.selector not in (":root", "html"):
            continue
        if not rule.around or (is_dark and _is_for_dark(rule)):
            for each in rule.declared:
                if each.name.startswith("--"):
                    found[each.name] = (tinycss2.serialize(each.value).strip(),)
    return found


def _is_for_dark(rule: SheetRule) -> bool:
    return len(rule.around) == 1 and DARK in rule.around[0]


def pale_tokens(rules: Sequence[SheetRule], on_white: bool) -> Iterator[Pale]:
    """Yield the pairs of tokens in the joined sheets of an edition that are too much alike.

    ``on_white``: there are pages too, which are white whatever the ground of the screen is.
    """
    for is_dark in (False, True):
        values = scheme(rules, is_dark)
        properties = CustomProperties(values)
        for letters, ground in PAIRS:
            if letters not in values or ground not in values:
                continue
            grounds = [properties.of(ground)[0]]
            grounds += [WHITE] if on_white and ground == "--paper" and not is_dark else []
            for each in grounds:
                found = ratio(properties.of(letters)[0] or "", each or "")
                if found is not None and found < LEAST:
                    names = (*_closure(letters, values), *_closure(ground, values))
                    yield Pale(names, found, is_dark)
                    break


def _closure(name: str, values: Mapping[str, tuple[str]]) -> tuple[str, ...]:
    """Return a token with those that its value names."""
    found, waiting = dict[str, None](), [name]
    while waiting:
        each = waiting.pop()
        if each in values and each not in found:
            found[each] = None
            waiting += [other for other in values if f"var({other})" in values[each][0]]
    return tuple(found)


def pale_rules(
    own: Sequence[SheetRule], rules: Sequence[SheetRule]
) -> Iterator[tuple[SheetRule, str, float, bool]]:
    """Yield (rule, property, contrast, whether in the dark) of one's own rules whose letters or
    ground are too much like the other; ``rules``: the joined sheets of an edition."""
    dark_too = {
        (rule.selector, each.name) for rule in own if _is_for_dark(rule) for each in rule.declared
    }
    for rule in own:
        if rule.at or rule.selector in (":root", "html", "body") or len(rule.around) > 1:
            continue
        if rule.around and not _is_for_dark(rule):
            continue
        for is_dark in (True,) if rule.around else (False, True):
            found = _pale_rule(rule, CustomProperties(scheme(rules, is_dark)))
            if found is None:
                continue
            if is_dark and not rule.around and (rule.selector, found[0]) in dark_too:
                continue
            yield rule, found[0], found[1], is_dark
            break


def _pale_rule(rule: SheetRule, properties: CustomProperties) -> tuple[str, float] | None:
    """Return the property at fault and the contrast of a rule that gives letters a colour."""
    said = {each.name: tinycss2.serialize(each.value).strip() for each in rule.declared}
    name = "color" if "color" in said else "background-color"
    ground = said.get("background-color") or said.get("background") or "var(--paper)"
    if "color" not in said and ground == "var(--paper)":
        return None
    if "color" not in said and "background" in said:
        name = "background"
    letters = properties.write_out(said.get("color", "var(--ink)"))[0]
    found = ratio(letters or "", properties.write_out(ground)[0] or "")
    last = rule.selector.rpartition(" ")[2]
    least = LEAST_LARGE if last in LARGE else LEAST
    return (name, found) if found is not None and found < least else None

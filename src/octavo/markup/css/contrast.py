"""Colours of a style sheet -> what can hardly be told from its ground, in the light and the dark.

Source: WCAG 2.2, 1.4.3 (contrast, minimum) and its definition of relative luminance.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

import tinycss2
from tinycss2.color4 import Color, parse_color

from octavo.markup.css.custom_properties import CustomProperties
from octavo.markup.css.letter_sizes import LetterSizes
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
_FROM_XYZ = (
    (3.2409699, -1.5373832, -0.4986108),
    (-0.9692436, 1.8759675, 0.0415551),
    (0.0556301, -0.2039770, 1.0569715),
)
"""CIE XYZ under D65 -> linear sRGB. Source: CSS Color 4, 18 (sample code)."""
_WORDLESS = re.compile(r"(?:^|[\s>+~])(?:img|svg|hr|figure|picture)\b[^\s]*$|::|:hover|:active")
"""Selectors of what has no letters, or only for a moment."""


class _Shade(NamedTuple):
    """A colour in sRGB."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0


_WHITE = _Shade(1.0, 1.0, 1.0)


class PaleRule(NamedTuple):
    """A rule whose letters, or their ground, are too much like the other."""

    rule: SheetRule
    name: str
    """The property at fault."""
    ratio: float
    least: float
    """What letters of their size need."""
    is_dark: bool


class Pale(NamedTuple):
    """Letters that can hardly be told from their ground."""

    names: tuple[str, ...]
    """The tokens that it depends on, the letters' first."""
    ratio: float
    is_dark: bool


def ratio(letters: str, ground: str, below: str = WHITE, opacity: float = 1) -> float | None:
    """Return the contrast of two colours, 1 to 21; None where one is no colour, or letters are not
    to be seen.

    A ground that lets through shows what is ``below``, letters that do show their ground; with an
    ``opacity`` both let through what is below.
    """
    colours = _rgba(letters), _rgba(ground), _rgba(below)
    if colours[0] is None or colours[1] is None or colours[2] is None or not colours[0].alpha:
        return None
    base = _over(colours[2], _WHITE)
    under = _over(colours[1], base)
    shown = (
        _over(each._replace(alpha=opacity), base) for each in (_over(colours[0], under), under)
    )
    light, dark = sorted(map(_luminance, shown), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _rgba(colour: str) -> _Shade | None:
    found = parse_color(colour)
    if not isinstance(found, Color):
        return None
    for space in ("srgb", "xyz-d65", "xyz-d50"):
        with suppress(NotImplementedError):
            return _shade(space, found.to(space).coordinates, found.alpha)
    return None  # of a space of colours of its own


def _shade(space: str, parts: Sequence[float], alpha: float) -> _Shade:
    """Return a colour of another space in sRGB; of one under D50 the grey that is as light."""
    if space == "xyz-d65":
        linear = [sum(a * b for a, b in zip(row, parts, strict=True)) for row in _FROM_XYZ]
        parts = [_gamma(min(max(each, 0.0), 1.0)) for each in linear]
    elif space == "xyz-d50":
        parts = [_gamma(min(max(parts[1], 0.0), 1.0))] * 3
    red, green, blue = parts
    return _Shade(red, green, blue, alpha)


def _gamma(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _over(colour: _Shade, ground: _Shade) -> _Shade:
    """Return what is seen of a colour that may let its ground through."""
    share = min(max(colour.alpha, 0.0), 1.0)
    parts = (
        share * own + (1 - share) * other for own, other in zip(colour[:3], ground[:3], strict=True)
    )
    return _Shade(*parts)


def _luminance(colour: _Shade) -> float:
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
                below = WHITE if ground == "--paper" else properties.of("--paper")[0] or WHITE
                found = ratio(properties.of(letters)[0] or "", each or "", below)
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


def pale_rules(own: Sequence[SheetRule], rules: Sequence[SheetRule]) -> Iterator[PaleRule]:
    """Yield one's own rules whose letters or ground are too much like the other; ``rules``: the
    joined sheets of an edition."""
    dark_too = {
        (rule.selector, each.name) for rule in own if _is_for_dark(rule) for each in rule.declared
    }
    schemes = {is_dark: CustomProperties(scheme(rules, is_dark)) for is_dark in (False, True)}
    sizes = {is_dark: LetterSizes(rules, properties) for is_dark, properties in schemes.items()}
    for rule in own:
        if rule.at or rule.selector in (":root", "html", "body") or len(rule.around) > 1:
            continue
        if rule.around and not _is_for_dark(rule):
            continue
        for is_dark in (True,) if rule.around else (False, True):
            least = LEAST_LARGE if sizes[is_dark].are_large(rule.selector) else LEAST
            found = _pale_rule(rule, schemes[is_dark], least)
            if found is None:
                continue
            if is_dark and not rule.around and (rule.selector, found[0]) in dark_too:
                continue
            yield PaleRule(rule, *found, least, is_dark)
            break


def _opacity(value: str) -> float:
    """Return an opacity as a number; 1 where it is none, and for what is not seen at all."""
    number = value.removesuffix("%")
    try:
        found = float(number) / (100 if value.endswith("%") else 1)
    except ValueError:
        return 1.0
    return found if 0 < found < 1 else 1.0


def _pale_rule(
    rule: SheetRule, properties: CustomProperties, least: float
) -> tuple[str, float] | None:
    """Return the property at fault and the contrast of a rule that gives letters a colour."""
    said = {each.name: tinycss2.serialize(each.value).strip() for each in rule.declared}
    opacity = 1.0 if _WORDLESS.search(rule.selector) else _opacity(said.get("opacity", ""))
    ground = said.get("background-color") or said.get("background") or "var(--paper)"
    named: list[str] = [
        each for each in ("color", "background-color", "background") if each in said
    ]
    named += ["opacity"] if opacity < 1 else []
    if not named:
        return None
    name = named[0]
    letters = properties.write_out(said.get("color", "var(--ink)"))[0] or ""
    colours = letters, properties.write_out(ground)[0] or ""
    below = properties.of("--paper")[0] or WHITE
    found = ratio(*colours, below, opacity)
    if opacity < 1 and (ratio(*colours, below) or 0) >= least:
        name = "opacity"
    return (name, found) if found is not None and found < least else None

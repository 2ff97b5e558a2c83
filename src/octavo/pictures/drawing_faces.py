"""An SVG's words -> the bundled faces that draw them, on every machine the same.

Shown as a picture, a drawing reaches no font but the machine's and its own. What it asks for by
names that no edition has (Helvetica, DejaVu Sans, monospace) is set in the theme's of its kind.
"""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import tinycss2
from tinycss2.ast import AtRule, Declaration

from octavo.core.workshop import Workshop
from octavo.fonts.bundled import (
    Cut,
    Family,
    Heights,
    data_of,
    families,
    heights,
    is_sans,
    match_cut,
    unicodes,
)
from octavo.markup.css.cascade import clusters
from octavo.markup.css.css_nodes import parse_blocks_contents, parse_stylesheet
from octavo.markup.tree import Element
from octavo.pictures.drawing_style import SVG, Style, sheets
from octavo.themes import Theme

WORDS = (f"{SVG}text", f"{SVG}tspan", f"{SVG}textPath")
"""Elements whose words are drawn."""
FONT_DATA = re.compile(
    r"data:(?:font/(?:woff2?|ttf|otf)|application/(?:x-)?font-[\w-]+)"
    r"[^,]{0,60};base64,",
    re.IGNORECASE,
)
"""How a font begins that a drawing brings with it."""
MOST_FONT = 4_000_000
"""Bytes of such a font."""
_SERIF = re.compile(
    r"\bserif\b|times|georgia|garamond|palatino|roman|cambria|caslon|baskerville|bookman|didot"
    r"|libertin|century|liberation serif|dejavu serif|computer modern|cmr\d",
    re.IGNORECASE,
)
_SANS = re.compile(
    r"sans|arial|helvetica|verdana|tahoma|segoe|calibri|roboto|grotes", re.IGNORECASE
)
_MONO = re.compile(r"mono|courier|consol|menlo|\bcode\b|typewriter|fixed|cmtt", re.IGNORECASE)
_SLOPE = re.compile(r"italic|oblique", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordSetting:
    """What some words of a drawing are set in."""

    families: tuple[str, ...]
    """Names to ask, in order."""
    cuts: Mapping[Cut, frozenset[str]]
    """Cut -> the signs that it draws."""
    lacking: frozenset[str]
    """Signs that no face has."""
    heights: Heights = field(default=Heights(1.0, 0.3, 0.5))
    """How high the first face stands."""


class DrawingFaces:
    """The faces of a drawing: of a theme, or its own."""

    def __init__(self, workshop: Workshop, theme: Theme, root: Element) -> None:
        self._workshop, self._theme = workshop, theme
        self._known = families(workshop)
        self.own = own_fonts(root)
        """Family -> the fonts that the drawing brings."""

    def setting(self, style: Style, words: str) -> WordSetting:
        """Return what words of a style are set in."""
        first = self._first(style.get("font-family", ""))
        if first in self.own:
            return WordSetting((first, *self._names(self._default())), {}, frozenset())
        names = self._names(first)
        slope = "italic" if _SLOPE.search(style.get("font-style", "")) else "normal"
        weight = int(style.get("font-weight", "400"))
        cuts: dict[Cut, set[str]] = {}
        lacking = set[str]()
        for cluster in clusters(words):
            name = self._family_with(names, cluster)
            if name is None:
                lacking.update(sign for sign in cluster if sign.strip())
                continue
            cut = match_cut(self._known[name], slope, weight)
            cuts.setdefault(cut, set()).update(cluster)
        used = {cut.family for cut in cuts}
        asked = tuple(name for name in names if name in used or name == first)
        kept = {cut: frozenset(signs) for cut, signs in cuts.items()}
        main = match_cut(self._known[first], slope, weight)
        return WordSetting(asked, kept, frozenset(lacking), heights(data_of(self._workshop, main)))

    def _names(self, first: str) -> tuple[str, ...]:
        """Return the families to ask: behind a sans, which has not all the signs, others of its
        kind, as style sheets have it (``--sans-more``)."""
        others = self._theme.all_families
        if is_sans(first):
            others = tuple(sorted(others, key=lambda name: not is_sans(name)))
        return tuple(dict.fromkeys((first, *others)))

    def _family_with(self, names: Sequence[str], cluster: str) -> str | None:
        """Return the first family that has a sign with its marks; else one that has the sign."""
        asked = {ord(sign) for sign in cluster if sign not in "\u200d\ufe0e\ufe0f"}
        for wanted in (asked, {ord(cluster[0])}):
            for name in names:
                if wanted <= self._signs(self._known[name]):
                    return name
        return names[0] if not cluster.strip() else None

    def _signs(self, family: Family) -> frozenset[int]:
        return unicodes(data_of(self._workshop, family.cuts[0]))

    def _first(self, asked: str) -> str:
        """Return the family that stands for a list of names: itself, or the theme's of its kind."""
        for name in filter(None, (each.strip().strip("'\"") for each in asked.split(","))):
            if name in self.own or name in self._known:
                return name
            for kind, pattern in ((_is_mono, _MONO), (is_sans, _SANS), (_is_serif, _SERIF)):
                if pattern.search(name):
                    return next(filter(kind, self._theme.all_families), self._default())
        return self._default()

    def _default(self) -> str:
        return next(filter(is_sans, self._theme.families), self._theme.families[0])


def words_of(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield each element whose words are drawn, with the words that stand in it directly."""
    for node in root.iter(*WORDS):
        parts = [node.text or "", *(each.tail or "" for each in node)]
        yield node, "".join(parts)


def as_letters(words: str, style: Style) -> str:
    """Return words with the letters that a style draws in their place."""
    is_plain = style.get("text-transform", "none") == "none" and "caps" not in style.get(
        "font-variant", ""
    )
    return words if is_plain else f"{words}{words.upper()}{words.lower()}"


def own_fonts(root: Element) -> dict[str, list[bytes]]:
    """Return the fonts that a drawing brings with it: family -> files."""
    found: dict[str, list[bytes]] = {}
    nodes = parse_stylesheet(sheets(root), skip_comments=True, skip_whitespace=True)
    for rule in nodes:
        if isinstance(rule, AtRule) and rule.lower_at_keyword == "font-face" and rule.content:
            inside = parse_blocks_contents(rule.content, skip_whitespace=True)
            told = {each.lower_name: each for each in inside if isinstance(each, Declaration)}
            data = _data(told["src"]) if "src" in told else None
            name = tinycss2.serialize(told["font-family"].value) if "font-family" in told else ""
            if data and name.strip():
                found.setdefault(name.strip().strip("'\""), []).append(data)
    return found


def _data(source: Declaration) -> bytes | None:
    """Return the first font in ``src``."""
    for token in source.value:
        address = getattr(token, "value", "") if token.type in ("url", "string") else ""
        if token.type == "function" and token.lower_name == "url":
            address = "".join(each.value for each in token.arguments if each.type == "string")
        if match := FONT_DATA.match(str(address)):
            packed = "".join(str(address)[match.end() :].split())
            try:
                return base64.b64decode(packed, validate=True)[: MOST_FONT + 1]
            except ValueError:
                return None
    return None


def _is_mono(family: str) -> bool:
    return "Code" in family or "Mono" in family


def _is_serif(family: str) -> bool:
    return not is_sans(family) and not _is_mono(family) and "Display" not in family

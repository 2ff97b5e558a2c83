"""The cascade of a document's styles, reckoned once for all elements that no rule tells apart.

WeasyPrint 70 tries every rule on every element, puts some forty declarations of each together and
reckons every value anew for each that has an id: a third of the time that a chapter takes, and all
of it again whenever a float has moved. Here an element has a *place*: its look, as far as any rule
asks for it, the looks of what stands before it, and the place of its parent. Rules that ask for
more (what comes after, what is within, which of its kind it is) are tried on each element. No cure:
the pages are the same, sooner.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from octavo.editions.pdf.rules_asked import CascadeRules, Told, TriedRule
from octavo.editions.pdf.weasyprint_private import (
    ComputedStyle,
    InitialStyle,
    Style,
    begin_styles,
    find_style_attributes,
)

OWN = ("style", "lang", "width", "height")
"""Attributes by which an element declares something itself; its id and name are anchors."""
_PLAIN = re.compile(r"[^\"\\\n\r\f]+")
"""Anchors that CSS reads as they stand."""
MOST_CASCADES = 6
"""Sets of style sheets that a press remembers."""
MOST_PLACES = 40_000
"""Places that one of them remembers; some 300 bytes each."""


def cascade(  # noqa: PLR0913  (WeasyPrint's own signature)
    resolve: Any,
    styles: Any,
    html: Any,
    sheets: Sequence[Any],
    presentational_hints: bool,
    font_config: Any,
    target_collector: Any,
) -> None:
    """Give a document's elements their styles, as ``StyleFor.__init__`` does (``resolve``).

    What is known is kept with the fonts. Test: test_every_style_is_the_one_that_weasyprint_finds.
    """
    if presentational_hints:
        resolve(styles, html, sheets, presentational_hints, font_config, target_collector)
        return
    begin_styles(styles, sheets, font_config)
    known = font_config.__dict__.setdefault("known_cascades", {})
    key = tuple(id(sheet) for sheet, _, _ in sheets)
    if key not in known:
        while len(known) >= MOST_CASCADES:
            del known[next(iter(known))]
        known[key] = KnownPlaces(sheets)
    places: KnownPlaces = known[key]
    likes = html.__dict__.setdefault("known_likes", {}).setdefault(key, {})
    document = _StyledTree(html, styles, target_collector, places, likes)
    found: dict[Any, tuple[_Standing, Any]] = {None: (_NOWHERE, None)}
    for element in html.wrapper_element.iter_subtree():
        above, parent_style = found[element.parent and element.parent.etree_element]
        place = places.find(element, above, found)
        style = document.take(element, place, parent_style)
        found[element.etree_element] = (place, style)


class SharedStyle(Style):  # type: ignore[misc]
    """The style of an element: what its place says, and its own anchor."""

    def __init__(self, base: Any) -> None:
        self.base = base
        self.__dict__.update(base.__dict__)
        self["anchor"] = base["anchor"]  # never empty: StyleFor takes an empty one for none

    def copy(self) -> "SharedStyle":
        """Return one that changes by itself."""
        copy = SharedStyle(self.base)
        copy.update(self)
        return copy

    def __missing__(self, key: str) -> Any:
        value = self[key] = self.base[key]
        return value


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where elements stand that no rule tells apart by it."""

    number: int
    look: Any
    """Theirs."""
    rules: tuple[TriedRule, ...]
    """The rules that they follow."""


_NOWHERE = _Standing(0, None, ())


class KnownPlaces:
    """The rules of some sheets, and the places that they have been tried on."""

    def __init__(self, sheets: Sequence[Any]) -> None:
        self.rules = CascadeRules(sheets)
        self._places: dict[Any, _Standing] = {}
        self._told: dict[Any, Told] = {}
        self._numbers = count(1)

    def find(
        self, element: Any, above: _Standing, found: dict[Any, tuple[_Standing, Any]]
    ) -> _Standing:
        """Return the place of an element; ``above``: its parent's; ``found``: of those before."""
        before: list[Any] = []
        previous = element.previous
        while previous is not None and len(before) < self.rules.steps_back:
            before.append(found[previous.etree_element][0].look)
            previous = previous.previous
        look = self.rules.look(element)
        key = (above.number, look, tuple(before))
        place = self._places.get(key)
        if place is None:
            if len(self._places) >= MOST_PLACES:
                self._places.clear()
                self._told.clear()
            place = _Standing(next(self._numbers), look, tuple(self.rules.placed.pick_for(element)))
            self._places[key] = place
        return place

    def declarations(self, key: Any, met: Iterable[TriedRule], own: Sequence[Any]) -> Told:
        """Return what elements of one place declare, which ``key`` tells from others."""
        if key not in self._told:
            self._told[key] = self.rules.declarations(met, own)
        return self._told[key]


@dataclass(frozen=True, slots=True)
class _Like:
    """What elements of one place, parent and declarations of their own have in common.

    WeasyPrint changes the styles that elements have while it makes boxes of them, never these.
    """

    base: Any
    """The style that those below them inherit from."""
    pseudo: tuple[tuple[str, Any], ...]
    is_anchored: bool
    """Whether a rule gives them an anchor."""


class _StyledTree:
    """Gives the elements of one document their styles; what they have in common is known from when
    it was styled before."""

    def __init__(
        self, html: Any, styles: Any, targets: Any, places: KnownPlaces, likes: dict[Any, _Like]
    ) -> None:
        self._base_url, self._styles, self._targets = html.base_url, styles, targets
        self._places, self._likes = places, likes
        self._computed = styles.get_computed_styles()
        self._plain: dict[int, tuple[Any, list[tuple[str, Any]]]] = {}
        """Of those without an anchor, by their base; and of pseudo-elements."""
        self._root: Any = InitialStyle(styles.font_config)

    def take(self, element: Any, place: _Standing, parent: Any) -> Any:
        """Give an element its styles; return what those below it inherit from (``parent``: what
        it inherits from)."""
        node = element.etree_element
        more = tuple(self._places.rules.seeking.pick_for(element))
        own = tuple((name, node.attrib[name]) for name in OWN if name in node.attrib)
        told = (place.number, tuple(each.key for each in more), own and (node.tag, own))
        like = self._likes.get((id(parent), told))
        if like is None:
            met, declared = (*place.rules, *more), self._own(node, own)
            like = self._like(self._places.declarations(told, met, declared), parent)
            self._likes[id(parent), told] = like
        if parent is None:
            self._root = like.base
        if like.is_anchored:
            met, declared = (*place.rules, *more), self._own(node, node.attrib.items())
            own_like = self._like(self._places.rules.declarations(met, declared), parent)
            styles = ((None, SharedStyle(own_like.base)), *_share(own_like.pseudo))
            for name, each in styles:
                self._computed[node, name] = each
                self._collect(each["anchor"])
            return like.base
        if id(like.base) not in self._plain:
            self._plain[id(like.base)] = (SharedStyle(like.base), _share(like.pseudo))
        style, pseudo = self._plain[id(like.base)]
        anchor = (node.tag == "a" and node.get("name")) or node.get("id")
        if anchor:
            style = SharedStyle(like.base)
            style["anchor"] = anchor if _PLAIN.fullmatch(anchor) else self._anchor(node)
            self._collect(style["anchor"])
        self._computed[node, None] = style
        for name, each in pseudo:
            self._computed[node, name] = each
        return like.base

    def _like(self, told: Told, parent: Any) -> _Like:
        base = self._style(told.get(None, {}), parent, None)
        self._root = base if parent is None else self._root
        pseudo = tuple(
            (name, self._style(each, base, name)) for name, each in told.items() if name is not None
        )
        return _Like(base, pseudo, any("anchor" in each for each in told.values()))

    def _style(self, told: Any, parent: Any, pseudo: str | None) -> Any:
        sizes, fonts = self._styles.initial_page_sizes, self._styles.font_config
        return ComputedStyle(parent, told, pseudo, self._root, self._base_url, fonts, sizes)

    def _collect(self, anchor: Any) -> None:
        if self._targets and anchor:
            self._targets.collect_anchor(anchor)

    def _own(self, node: Any, attributes: Iterable[tuple[str, str]]) -> list[Any]:
        """Return what an element with some attributes declares."""
        bare = node.makeelement(node.tag, dict(attributes))
        return list(find_style_attributes(bare, False, self._base_url))

    def _anchor(self, node: Any) -> Any:
        """Return an anchor as CSS reads it."""
        told = self._places.rules.declarations((), self._own(node, node.attrib.items()))
        return self._style(told.get(None, {}), None, None)["anchor"]


def _share(pseudo: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [(name, SharedStyle(base)) for name, base in pseudo]

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

from octavo.editions.pdf.rules_asked import Rules, Trial
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
    document = _Document(html, styles, target_collector, places.rules)
    found: dict[Any, tuple[_Place, Any]] = {None: (_NOWHERE, None)}
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

    def copy(self) -> "SharedStyle":
        """Return one that changes by itself."""
        copy = SharedStyle(self.base)
        copy.update(self)
        return copy

    def __missing__(self, key: str) -> Any:
        value = self[key] = self.base[key]
        return value


@dataclass(frozen=True, slots=True)
class _Place:
    """Where elements stand that no rule tells apart by it."""

    number: int
    look: Any
    """Theirs."""
    trials: tuple[Trial, ...]
    """The rules that they follow."""


_NOWHERE = _Place(0, None, ())


class KnownPlaces:
    """The rules of some sheets, and the places that they have been tried on."""

    def __init__(self, sheets: Sequence[Any]) -> None:
        self.rules = Rules(sheets)
        self._places: dict[Any, _Place] = {}
        self._numbers = count(1)

    def find(self, element: Any, above: _Place, found: dict[Any, tuple[_Place, Any]]) -> _Place:
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
            place = _Place(next(self._numbers), look, tuple(self.rules.placed.met_by(element)))
            self._places[key] = place
        return place


@dataclass(frozen=True, slots=True)
class _Like:
    """The styles of elements of one place, parent and declarations of their own."""

    base: Any
    """What those below them inherit from."""
    plain: Any
    """Of those without an anchor."""
    pseudo: tuple[tuple[str, Any], ...]


class _Document:
    """The styles of one document, as they are found."""

    def __init__(self, html: Any, styles: Any, targets: Any, rules: Rules) -> None:
        self._base_url, self._styles, self._targets, self._rules = (
            html.base_url,
            styles,
            targets,
            rules,
        )
        self._computed = styles.get_computed_styles()
        self._known: dict[Any, _Like] = {}
        self._root: Any = InitialStyle(styles.font_config)

    def take(self, element: Any, place: _Place, parent: Any) -> Any:
        """Give an element its styles; return what those below it inherit from (``parent``: what
        it inherits from)."""
        node = element.etree_element
        more = tuple(self._rules.seeking.met_by(element))
        own = tuple((name, node.attrib[name]) for name in OWN if name in node.attrib)
        anchor = (node.tag == "a" and node.get("name")) or node.get("id")
        key = (id(parent), place.number, tuple(each.key for each in more), own and (node.tag, own))
        like = self._known.get(key)
        if like is None:
            told = self._rules.declarations((*place.trials, *more), self._own(node, own))
            if any("anchor" in each for each in told.values()):
                own = tuple(node.attrib.items())
                told = self._rules.declarations((*place.trials, *more), self._own(node, own))
                like = self._like(told, parent)
                return self._put(node, like, like.base, like.base["anchor"])
            like = self._known[key] = self._like(told, parent)
        style = like.plain
        if anchor:
            style = SharedStyle(like.base)
            style["anchor"] = anchor if _PLAIN.fullmatch(anchor) else self._anchor(node)
        return self._put(node, like, style, style["anchor"])

    def _like(self, told: Any, parent: Any) -> _Like:
        base = self._style(told.get(None, {}), parent, None)
        if parent is None:
            self._root = base
        pseudo = (
            (name, self._style(each, base, name)) for name, each in told.items() if name is not None
        )
        return _Like(base, SharedStyle(base), tuple(pseudo))

    def _style(self, told: Any, parent: Any, pseudo: str | None) -> Any:
        styles = self._styles
        sizes, fonts = styles.initial_page_sizes, styles.font_config
        return ComputedStyle(parent, told, pseudo, self._root, self._base_url, fonts, sizes)

    def _put(self, node: Any, like: _Like, style: Any, anchor: Any) -> Any:
        self._computed[node, None] = style
        for name, each in like.pseudo:
            self._computed[node, name] = each
            if self._targets and each["anchor"]:
                self._targets.collect_anchor(each["anchor"])
        if self._targets and anchor:
            self._targets.collect_anchor(anchor)
        return like.base

    def _own(self, node: Any, attributes: Iterable[tuple[str, str]]) -> list[Any]:
        """Return what an element with some attributes declares."""
        bare = node.makeelement(node.tag, dict(attributes))
        return list(find_style_attributes(bare, False, self._base_url))

    def _anchor(self, node: Any) -> Any:
        """Return an anchor as CSS reads it."""
        told = self._rules.declarations((), self._own(node, node.attrib.items()))
        return self._style(told.get(None, {}), None, None)["anchor"]

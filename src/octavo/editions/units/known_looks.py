"""Which looks pages have, and what is set in each: recalled for the parts of a page that stand."""

import json
from collections.abc import Iterator
from copy import copy, deepcopy

from octavo.core.workshop import Workshop
from octavo.markup.css.cascade import Look, asks_inside, set_in
from octavo.markup.tree import Element, canonical, elements, is_element

MOST_TURNS = 32
"""Times that a page is looked at: in each, all its parts are gone over, be they empty."""


def looks_of(
    workshop: Workshop, page: Element, sheet: str, always: str
) -> dict[Look, frozenset[str]]:
    """Return what ``set_in`` does: each look of a page -> what is set in it."""
    found: dict[Look, frozenset[str]] = {}
    for part in _parts(page, sheet):

        def make(_: Workshop, part: Element = part) -> bytes:
            return _encode(set_in(part, sheet, always))

        told = (sheet.encode(), always.encode(), canonical(part))
        for look, signs in _decode(workshop.recall("looks", told, make)):
            found[look] = found.get(look, frozenset()) | signs
    return found


def _parts(page: Element, sheet: str) -> Iterator[Element]:
    """Yield a page once for each part that holds something, of its body and of its main content:
    with that part alone, the others empty in their places, so that rules find what they ask for
    around it. Where they are more than MOST_TURNS, several that follow each other have a turn.

    It is one tree each time: whoever is handed it looks at it before the next.
    """
    whole = _without_data(deepcopy(page))
    parts = [
        each
        for name in ("body", "main")
        for around in whole.iter(name)
        for each in around
        if is_element(each) and len(each) and next(each.iter("main"), None) is None
    ]
    if len(parts) < 2 or asks_inside(sheet):
        yield whole
        return
    both = [(each, _empty(each)) for each in parts]
    for full, empty in both:
        _put(empty, full)
    size = -(-len(both) // MOST_TURNS)
    for start in range(0, len(both), size):
        group = both[start : start + size]
        for full, empty in group:
            _put(full, empty)
        yield whole
        for full, empty in group:
            _put(empty, full)


def _put(new: Element, old: Element) -> None:
    parent = old.getparent()
    assert parent is not None  # a part of a page stands in it
    parent.replace(old, new)


def _empty(element: Element) -> Element:
    bare = copy(element)
    for each in list(bare):
        bare.remove(each)
    bare.text = None
    return bare


def _without_data(page: Element) -> Element:
    """Take the pictures out that a page holds itself: they set no words."""
    for image in elements(page, "img"):
        if (image.get("src") or "").startswith("data:"):
            image.set("src", "data:,")
    return page


def _encode(looks: dict[Look, frozenset[str]]) -> bytes:
    told = [[*look, sorted(signs)] for look, signs in looks.items()]
    return json.dumps(told, ensure_ascii=False).encode()


def _decode(data: bytes) -> Iterator[tuple[Look, frozenset[str]]]:
    for families, style, weight, has_small_caps, signs in json.loads(data):
        yield Look(tuple(families), style, weight, has_small_caps), frozenset(signs)

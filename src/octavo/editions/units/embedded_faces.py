"""The faces that an edition brings along: of each cut what the text can need."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.units.known_looks import looks_of
from octavo.fonts.bundled import (
    CAPS,
    Cut,
    by_tag,
    coverage,
    families,
    match_cut,
    variants,
    woff2_subset,
)
from octavo.markup.tree import Element

ALWAYS = "*†‡§¶•–—…‘’“”«»0123456789abcdef-. "
"""Characters that style sheets, markers and any edition id may bring in."""
ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
NONE = frozenset[int]()
Faces = tuple[tuple[Cut, bytes], ...]
"""Each cut with its subset as WOFF2."""


def faces(
    order: Order,
    inside: Workshop,
    pages: Iterable[Element],
    sheet: str,
    among: Mapping[str, frozenset[int]] | None = None,
) -> Faces:
    """Return each cut that whole pages set something in, with the characters set in it.

    ``among``: the families that come into question, where it is not all of the theme, each with
    the characters that it shall not draw. A cut that sets most of an alphabet has all of it, so
    that a changed word seldom makes another face.
    """
    named = dict.fromkeys(order.theme.all_families, NONE) if among is None else among
    known = {name: families(inside)[name] for name in order.theme.all_families if name in named}
    asked = variants(sheet)
    without_caps = asked - CAPS | by_tag(sheet)
    needs: dict[Cut, frozenset[int]] = {}
    with_caps: set[Cut] = set()
    looks = chain.from_iterable(looks_of(inside, page, sheet, ALWAYS).items() for page in pages)
    for look, drawn in looks:
        names = [name for name in look.families if name in known]
        for name, points in _share_out(inside, names, drawn).items():
            points -= named[name]
            if all(map(_is_blank, points)):
                continue  # a face of blanks is none: browsers refuse it
            cut = match_cut(known[name], look.style, look.weight)
            needs[cut] = needs.get(cut, frozenset()) | points
            with_caps |= {cut} if look.has_small_caps else set()
    found = []
    for cut in sorted(needs, key=lambda cut: _place(order, cut)):
        features = asked if cut in with_caps else without_caps
        data = woff2_subset(inside, cut, _round_out(needs[cut]), features)
        if data:
            found.append((cut, data))
    return tuple(found)


def _share_out(
    inside: Workshop, names: Sequence[str], signs: Iterable[str]
) -> dict[str, frozenset[int]]:
    """Return what each family draws: the first that has a sign with all its marks has it whole."""
    found = dict.fromkeys(names, frozenset[int]())
    left = frozenset(signs)
    for _ in range(2):
        for name in names:
            has = coverage(inside, [name])
            own = frozenset(sign for sign in left if has.issuperset(map(ord, sign)))
            found[name] |= frozenset(map(ord, "".join(own)))
            left -= own
        left = frozenset("".join(left))  # then sign and marks, each for itself
    return found


def _is_blank(point: int) -> bool:
    return unicodedata.category(chr(point)) in ("Zs", "Cf", "Cc")


def _place(order: Order, cut: Cut) -> tuple[int, int, bool]:
    return order.theme.all_families.index(cut.family), cut.weight, cut.style != "normal"


def _round_out(points: frozenset[int]) -> frozenset[int]:
    """Return characters with the whole of each alphabet of which most is there."""
    whole = (frozenset(map(ord, letters)) for letters in ALPHABETS)
    return points.union(*(each for each in whole if 2 * len(each & points) > len(each)))

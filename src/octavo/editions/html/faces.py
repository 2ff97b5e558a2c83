"""The faces that an HTML edition brings along: of each cut what the text can need."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from octavo.editions.html.cascade import set_in
from octavo.editions.order import Order
from octavo.fonts import (
    CAPS,
    Cut,
    coverage,
    families,
    is_sans,
    matching,
    variants,
    woff2_subset,
)
from octavo.tree import Element, characters, elements
from octavo.workshop import Workshop

CODE_FACES = ("Code", "Mono")
"""How the families end that set code; where there is none, they are companions."""
CODE_TAGS = ("code", "pre", "kbd", "samp")
ITALIC = ("em", "i", "cite", "dfn", "var")
BOLD = ("strong", "b", "th", "dt", "h1", "h2", "h3", "h4")
USUAL = (400, 700)
"""The weights that a browser asks for by itself."""
BOOK = 500
"""Weight up to which a cut counts as not bold."""
ALWAYS = "*†‡§¶•–—…‘’“”«»0123456789abcdef "
"""Characters that style sheets, markers and any edition id may bring in."""
ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
Faces = tuple[tuple[Cut, bytes], ...]
"""Each cut with its subset as WOFF2."""


def faces_on(order: Order, inside: Workshop, page: Element, sheet: str) -> Faces:
    """Return each cut that a whole page sets something in, with the characters set in it.

    For a page without a script: what it shows is all that it will show. A cut that sets most of an
    alphabet has all of it, so that a changed word seldom makes another face.
    """
    known = {name: families(inside)[name] for name in order.theme.all_families}
    asked = variants(sheet)
    needs: dict[Cut, frozenset[int]] = {}
    with_caps: set[Cut] = set()
    for look, signs in sorted(set_in(page, sheet, ALWAYS + "-.").items()):
        left = frozenset(map(ord, signs))
        for name in look.families:
            if name not in known or not left:
                continue
            has = left & coverage(inside, [name])
            left -= has
            if all(map(_is_blank, has)):
                continue  # a face of blanks is none: browsers refuse it
            cut = matching(known[name], look.style, look.weight)
            needs[cut] = needs.get(cut, frozenset()) | has
            with_caps |= {cut} if look.has_small_caps else set()
    found = []
    for cut in sorted(needs, key=lambda cut: _place(order, cut)):
        features = asked if cut in with_caps else asked - CAPS
        data = woff2_subset(inside, cut, _rounded(needs[cut]), features)
        if data:
            found.append((cut, data))
    return tuple(found)


def _is_blank(point: int) -> bool:
    return unicodedata.category(chr(point)) in ("Zs", "Cf", "Cc")


def _place(order: Order, cut: Cut) -> tuple[int, int, bool]:
    return order.theme.all_families.index(cut.family), cut.weight, cut.style != "normal"


def _rounded(points: frozenset[int]) -> frozenset[int]:
    """Return characters with the whole of each alphabet of which most is there."""
    whole = (frozenset(map(ord, letters)) for letters in ALPHABETS)
    return points.union(*(each for each in whole if 2 * len(each & points) > len(each)))


def faces_for_all(order: Order, inside: Workshop, bodies: Sequence[Element], sheet: str) -> Faces:
    """Return each cut that the text can need in the looks of ``sheet``, whatever a script does.

    Companions (and the code face where there is no code) carry only what the faces of the theme
    lack, each what no companion before it has; a bold italic comes only where bold and italic meet,
    and a weight between regular and bold only where the sheet names it.
    """
    known = families(inside)
    text = "".join(characters(body) for body in bodies)
    points = frozenset(map(ord, text + ALWAYS))
    has_code = any(elements(body, *CODE_TAGS) for body in bodies)
    is_crossed = any(map(_is_crossed, bodies))
    own = [name for name in order.theme.families if not name.endswith(CODE_FACES)]
    others = [name for name in order.theme.companions if name not in own]
    shares = _shares(inside, others, points - coverage(inside, own))
    coded = [name for name in order.theme.families if name.endswith(CODE_FACES) and has_code]
    needs: Mapping[str, frozenset[int]]
    needs = dict.fromkeys(own, points) | shares | dict.fromkeys(coded, points)
    found = []
    for name, wanted in needs.items():
        for cut in known[name].cuts:
            if cut.style != "normal" and cut.weight > BOOK and not is_crossed:
                continue
            if cut.weight not in USUAL and not re.search(rf"\b{cut.weight}\b", sheet):
                continue
            data = woff2_subset(inside, cut, wanted, variants(sheet, name))
            if data:
                found.append((cut, data))
    return tuple(found)


def _shares(
    inside: Workshop, names: list[str], lacking: frozenset[int]
) -> dict[str, frozenset[int]]:
    """Return what each companion carries: the text asks all in turn, captions ask the sans."""
    shares = {name: frozenset[int]() for name in names}
    sans = [name for name in names if is_sans(name) or name.endswith(CODE_FACES)]
    for chain in (names, sans):
        left = lacking
        for name in chain:
            has = left & coverage(inside, [name])
            shares[name] |= has
            left -= has
    return shares


def _is_crossed(body: Element) -> bool:
    """Tell whether something is bold and italic at once."""
    return any(
        (node.tag in ITALIC and any(parent.tag in BOLD for parent in node.iterancestors()))
        or (node.tag in BOLD and any(parent.tag in ITALIC for parent in node.iterancestors()))
        for node in elements(body, *ITALIC, *BOLD)
    )


def font_face(cut: Cut, url: str, display: str) -> str:
    """Return the rule of a cut; ``display`` says what a reader sees until it is there."""
    return (
        f'@font-face {{ font-family: "{cut.family}"; font-weight: {cut.weight}; '
        f'font-style: {cut.style}; font-display: {display}; src: url("{url}") format("woff2") }}'
    )

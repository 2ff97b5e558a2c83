"""Words of a drawing that several faces draw -> a piece for each face.

usvg 0.31 sets all words of a piece in its first face, and takes letters from others only where the
first has as many glyphs for all of it: of syllables and digits beside them, one is lost. Test:
test_shaped_letters_and_those_beside_them_are_drawn.
"""

from collections.abc import Iterator, Mapping
from unicodedata import category

from lxml import etree

from octavo.markup.tree import Element
from octavo.pictures.drawing_faces import WordSetting
from octavo.pictures.drawing_style import SVG

FIRST_SHAPED = 0x590
"""Where letters of Latin, Greek and Cyrillic end, whose marks stand by themselves."""


def part_by_faces(settings: Mapping[Element, WordSetting]) -> None:
    """Put words whose letters are shaped into pieces, where several faces draw them."""
    for node, setting in settings.items():
        homes = {sign: cut.family for cut, signs in setting.cuts.items() for sign in signs}
        if len(set(homes.values())) > 1 and any(map(_is_shaped, homes)):
            _part(node, homes)


def _part(node: Element, homes: Mapping[str, str]) -> None:
    children = list(node)
    before, node.text = node.text or "", None
    for place, piece in enumerate(_pieces(before, homes)):
        node.insert(place, piece)
    for each in children:
        after, each.tail = each.tail or "", None
        for piece in reversed([*_pieces(after, homes)]):
            each.addnext(piece)


def _pieces(words: str, homes: Mapping[str, str]) -> Iterator[Element]:
    runs: list[tuple[str, str]] = []
    for sign in words:
        family = homes.get(sign, "")
        goes_on = bool(runs) and (not family or family == runs[-1][0] or _goes_along(sign))
        if goes_on:
            runs[-1] = (runs[-1][0], runs[-1][1] + sign)
        else:
            runs.append((family, sign))
    for family, run in runs:
        piece = etree.Element(f"{SVG}tspan")
        piece.text = run
        if family:
            piece.set("font-family", f"'{family}'")
        yield piece


def _goes_along(sign: str) -> bool:
    return sign.isspace() or category(sign) in ("Mn", "Mc", "Cf")


def _is_shaped(sign: str) -> bool:
    """Tell a mark on letters of Hebrew, Arabic, Indic scripts and their like."""
    return ord(sign) >= FIRST_SHAPED and category(sign) in ("Mn", "Mc")

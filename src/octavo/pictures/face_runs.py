"""Words of a drawing that several faces draw -> a piece at its own place for each face.

usvg 0.31 sets words in their first face, takes letters from others only where the first has as many
glyphs for all of them, and leaves out words whose pieces ask for several faces: of syllables and
digits beside them, either is lost. What has a place of its own is set by itself.
Test: test_shaped_letters_and_those_beside_them_are_drawn.
"""

from collections.abc import Iterator, Mapping
from unicodedata import category

from lxml import etree

from octavo.fonts.bidi import runs
from octavo.fonts.bundled import Cut
from octavo.fonts.letters import letters
from octavo.markup.tree import Element
from octavo.pictures.drawing_faces import WordSetting
from octavo.pictures.drawing_style import MEDIUM, SVG, Style, pixels

FIRST_SHAPED = 0x590
"""Where letters of Latin, Greek and Cyrillic end, whose marks stand by themselves."""
PLACED = ("dx", "rotate", "textLength", "lengthAdjust")
"""Attributes that give single letters their places."""
Piece = tuple[Cut | None, str]


def part_by_faces(
    settings: Mapping[Element, WordSetting],
    found: Mapping[Element, Style],
    files: Mapping[str, bytes],
) -> dict[Element, str]:
    """Put words whose letters are shaped into pieces, where several faces draw them; return the
    words of each element that was changed.

    ``found``: the style of each element; ``files``: fonts by the files of their cuts.
    """
    changed: dict[Element, str] = {}
    for node, setting in settings.items():
        homes = {sign: cut for cut, signs in setting.cuts.items() for sign in signs}
        if len(set(homes.values())) < 2 or not any(map(_is_shaped, homes)):
            continue
        at = _place(node, found[node])
        if at is not None:
            changed[node], node.text = node.text or "", None
            node.extend(_set(_pieces(changed[node], homes, found[node]), at, found[node], files))
    return changed


def _place(node: Element, style: Style) -> float | None:
    """Return where the words of an element begin; None where they are no line of their own."""
    told = (node.get("x") or "").replace(",", " ").split()
    is_line = node.tag == f"{SVG}text" or (node.tag == f"{SVG}tspan" and len(told) == 1)
    is_plain = len(node) == 0 and len(told) < 2 and not any(map(node.get, PLACED))
    is_flat = style.get("writing-mode", "horizontal-tb").lower() in ("horizontal-tb", "lr", "lr-tb")
    if not (is_line and is_plain and is_flat):
        return None
    return pixels(told[0] if told else "0", float(style.get("font-size", MEDIUM)))


def _pieces(words: str, homes: Mapping[str, Cut], style: Style) -> list[Piece]:
    """Return words in the order of the eye, each with the face that draws it."""
    pieces: list[Piece] = []
    for run, _ in runs(" ".join(words.split()), style.get("direction", "ltr")):
        within: list[Piece] = []
        for sign in run:
            cut = homes.get(sign)
            if within and (cut in (None, within[-1][0]) or _goes_along(sign)):
                within[-1] = (within[-1][0], within[-1][1] + sign)
            else:
                within.append((cut, sign))
        pieces += within
    return pieces


def _set(
    pieces: list[Piece], at: float, style: Style, files: Mapping[str, bytes]
) -> Iterator[Element]:
    """Yield the pieces, one beside the other; ``at``: where their line is anchored."""
    size = float(style.get("font-size", MEDIUM))
    spacing = pixels(style.get("letter-spacing", "0"), size) or 0
    widths = [
        letters(files[cut.file]).width(words, size, spacing) if cut else 0 for cut, words in pieces
    ]
    anchor = style.get("text-anchor", "start")
    is_rtl = style.get("direction", "ltr") == "rtl"
    back = {"start": float(is_rtl), "middle": 0.5, "end": 1.0 - is_rtl}.get(anchor, 0.0)
    x = at - back * sum(widths)
    for (cut, words), width in zip(pieces, widths, strict=True):
        told = {"x": f"{x:.3f}", "text-anchor": "start", "direction": "ltr"}
        told |= {"font-family": f"'{cut.family}'"} if cut else {}
        piece = etree.Element(f"{SVG}tspan", told)
        piece.text = words
        yield piece
        x += width


def _goes_along(sign: str) -> bool:
    return sign.isspace() or category(sign) in ("Mn", "Mc", "Cf")


def _is_shaped(sign: str) -> bool:
    """Tell a mark on letters of Hebrew, Arabic, Indic scripts and their like."""
    return ord(sign) >= FIRST_SHAPED and category(sign) in ("Mn", "Mc")

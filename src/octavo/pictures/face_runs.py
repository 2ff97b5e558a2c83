"""Words of a drawing whose letters are shaped -> a piece at its own place for each face, and for
each syllable whose vowel stands beside its consonant.

usvg 0.31 sets words in their first face, takes letters from others only where the first has as many
glyphs for all of them, and leaves out words whose pieces ask for several faces: of syllables and
digits beside them, either is lost. Of a syllable of several glyphs it takes the widest for all: the
next one stands on it. What has a place of its own is set by itself.
Tests: test_shaped_letters_and_those_beside_them_are_drawn,
test_syllables_stand_beside_each_other.
"""

from collections.abc import Iterator, Mapping
from unicodedata import category

from lxml import etree

from octavo.fonts.bidi import runs
from octavo.fonts.bundled import Cut
from octavo.fonts.letters import letters, syllables
from octavo.markup.tree import Element
from octavo.pictures.drawing_faces import WordSetting
from octavo.pictures.drawing_style import MEDIUM, SVG, Style, pixels

FIRST_SHAPED = 0x590
"""Where letters of Latin, Greek and Cyrillic end, whose marks stand by themselves."""
PLACED = ("dx", "rotate", "textLength", "lengthAdjust")
"""Attributes that give single letters their places."""
KEEP = "{http://www.w3.org/XML/1998/namespace}space"
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
        is_one = len(set(homes.values())) < 2
        if not any(map(_is_beside if is_one else _is_shaped, homes)):
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
    for run, is_rtl in runs(" ".join(words.split()), style.get("direction", "ltr")):
        within = _in_faces(run, homes)
        if is_rtl:  # a space at its end stands at its left
            bare = run.rstrip()
            space = [(within[-1][0], run[len(bare) :])] if len(bare) < len(run) else []
            within = [*space, *reversed(_in_faces(bare, homes))]
        pieces += within
    return pieces


def _in_faces(run: str, homes: Mapping[str, Cut]) -> list[Piece]:
    pieces: list[Piece] = []
    for sign in run:
        cut = homes.get(sign)
        if pieces and (cut in (None, pieces[-1][0]) or _goes_along(sign)):
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + sign)
        else:
            pieces.append((cut, sign))
    return pieces


def _set(
    pieces: list[Piece], at: float, style: Style, files: Mapping[str, bytes]
) -> Iterator[Element]:
    """Yield the pieces, one beside the other; ``at``: where their line is anchored."""
    size = float(style.get("font-size", MEDIUM))
    spacing = pixels(style.get("letter-spacing", "0"), size) or 0
    placed = [each for piece in pieces for each in _advances(piece, size, spacing, files)]
    widths = [width for _, width in placed]
    anchor = style.get("text-anchor", "start")
    is_rtl = style.get("direction", "ltr") == "rtl"
    back = {"start": float(is_rtl), "middle": 0.5, "end": 1.0 - is_rtl}.get(anchor, 0.0)
    x = at - back * sum(widths)
    for (cut, words), width in placed:
        told = {"x": f"{x:.3f}", "text-anchor": "start", "direction": "ltr", KEEP: "preserve"}
        told |= {"font-family": f"'{cut.family}'"} if cut else {}
        piece = etree.Element(f"{SVG}tspan", told)
        piece.text = words
        yield piece
        x += width


def _advances(
    piece: Piece, size: float, spacing: float, files: Mapping[str, bytes]
) -> Iterator[tuple[Piece, float]]:
    """Yield a piece, or the syllables that it is set in, each with its width."""
    cut, words = piece
    if cut is None:
        yield piece, 0.0
    elif any(map(_is_beside, words)):
        for syllable, advance in syllables(files[cut.file], words):
            yield (cut, syllable), advance * size + spacing
    else:
        yield piece, letters(files[cut.file]).width(words, size, spacing)


def _goes_along(sign: str) -> bool:
    return sign.isspace() or category(sign) in ("Mn", "Mc", "Cf")


def _is_beside(sign: str) -> bool:
    """Tell a vowel that stands beside its consonant."""
    return category(sign) == "Mc"


def _is_shaped(sign: str) -> bool:
    """Tell a mark on letters of Hebrew, Arabic, Indic scripts and their like."""
    return ord(sign) >= FIRST_SHAPED and category(sign) in ("Mn", "Mc")

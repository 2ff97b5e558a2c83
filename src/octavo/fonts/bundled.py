"""The bundled fonts: which cuts there are, what they cover, and subsets of them for an edition."""

import io
import json
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from octavo.core.inputs import Outside
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.workshop import Workshop
from octavo.fonts.font_fetch import INDEX, is_pinned, read_index
from octavo.fonts.font_table import families_of_east, fetch_word, font_table
from octavo.fonts.house_fonts import HouseCut, house_cuts

FEATURES = (
    "kern",
    "liga",
    "clig",
    "calt",
    "ccmp",
    "locl",
    "mark",
    "mkmk",
    "onum",
    "lnum",
    "pnum",
    "tnum",
    "smcp",
    "c2sc",
    "sups",
    "subs",
    "frac",
    # Without these, Arabic letters stand apart, and Indic ones in the wrong order.
    *"init medi fina isol rlig rclt curs mset".split(),
    *"nukt akhn rphf rkrf blwf half vatu cjct pres abvs blws psts haln abvm blwm dist".split(),
    # The same of Syriac; of Khmer, Malayalam, Bengali, Gurmukhi, Javanese; of Tifinagh.
    *"med2 fin2 fin3 stch pref pstf abvf rtla".split(),
)
CAPS = frozenset(("smcp", "c2sc"))
VARIANTS: Mapping[str, frozenset[str]] = {
    "small-caps": CAPS,
    "font-variant-position": frozenset(("sups", "subs")),
    "diagonal-fractions": frozenset(("frac",)),
}
"""Words of CSS that ask for other letters -> the features that give them."""
ON_DEMAND = frozenset[str]().union(*VARIANTS.values())
"""Features that a subset has only where somebody asks for them: they bring glyphs of their own."""
BUNDLED = "templates"
"""Root of the fonts that Octavo brings."""
EXTRA = "fonts"
"""Root of fonts that were fetched (font_fetch.py)."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One font file of a family."""

    family: str
    file: str
    """Path below its root."""
    weight: int
    style: str
    root: str = "templates"
    """templates, EXTRA for fonts that were fetched, project or publication for the house's own."""
    sha256: str = ""
    """What a fetched font is held against; '' for any other."""


@dataclass(frozen=True, slots=True)
class Family:
    name: str
    designers: str
    licence: str
    """Path of the licence text below its root."""
    cuts: tuple[Cut, ...]

    @property
    def root(self) -> str:
        return self.cuts[0].root


def families(workshop: Workshop) -> Mapping[str, Family]:
    """Return all families by name: the bundled ones, those that were fetched, and the house's."""
    found = families_of_ours(workshop)
    if workshop.inputs.has_root(EXTRA):
        found = {**_extra_families(workshop.inputs.find(INDEX, EXTRA) or b""), **found}
    return {**_house_families(workshop), **found}


def families_of_ours(workshop: Workshop) -> Mapping[str, Family]:
    """Return the families that Octavo brings."""
    return _families(workshop.inputs.find("fonts/fonts.json", "templates"), "fonts/", "templates")


def _house_families(workshop: Workshop) -> Mapping[str, Family]:
    """Return the families of ``templates/fonts``; of two roots the publication's counts."""
    found: dict[str, list[HouseCut]] = {}
    for cut in house_cuts(workshop):
        same = found.setdefault(cut.family, [])
        if not same or same[0].root == cut.root:
            same.append(cut)
    return {
        name: Family(
            name,
            cuts[0].designer,
            cuts[0].licence,
            tuple(Cut(name, cut.file, cut.weight, cut.style, cut.root) for cut in cuts),
        )
        for name, cuts in found.items()
    }


def _extra_families(index: bytes) -> dict[str, Family]:
    """Return the families that were fetched, as the table of pins has them."""
    known = font_table().packages
    return {
        name: Family(
            name,
            known[name].designers,
            known[name].licence_file,
            tuple(
                Cut(name, face.file, face.weight, "normal", EXTRA, face.sha256)
                for face in known[name].faces
            ),
        )
        for name in read_index(index)
        if name in known
    }


@cache
def _families(index: bytes | None, folder: str, root: str) -> Mapping[str, Family]:
    return {
        name: Family(
            name,
            entry["designers"],
            f"{folder}{entry['licence']}",
            tuple(
                Cut(name, f"{folder}{cut['file']}", cut["weight"], cut["style"], root)
                for cut in entry["cuts"]
            ),
        )
        for name, entry in json.loads(index or b'{"families": {}}')["families"].items()
    }


def data_of(workshop: Workshop, cut: Cut) -> bytes:
    """Return a font file. Problems: E284 (a fetched one is not there, or not what was pinned), E805
    (what has its name is no file)."""
    try:
        data = workshop.inputs.find(cut.file, cut.root)
    except Outside:  # a link that leads out: not what was fetched
        if not cut.sha256:
            raise
        data = b""
    if cut.sha256 and (data is None or not _is_pinned(data, cut.sha256)):
        fault = "is not there" if data is None else "is not the one that was fetched"
        hint = f"octavo fonts {fetch_word(cut.family)} fetches it again"
        place = Place(f".octavo/fonts/{cut.file}")
        raise BuildFailed([Problem("E284", place, f"this face of {cut.family} {fault}", hint)])
    if data is None:
        raise FileNotFoundError(cut.file)
    return data


@cache
def _is_pinned(data: bytes, sha256: str) -> bool:
    return is_pinned(data, sha256)


def list_lacking(workshop: Workshop, names: Iterable[str]) -> tuple[str, ...]:
    """Return the families that readers' own devices may lack: those that were fetched, but for
    Chinese, Japanese and Korean, which all of them have, and which are large."""
    known, east = families(workshop), families_of_east()
    return tuple(name for name in names if known[name].root == EXTRA and name not in east)


def is_sans(family: str) -> bool:
    """Tell whether a family serves captions and labels rather than text."""
    return "Sans" in family or family == "Cairo"


def letters_of(workshop: Workshop, names: Iterable[str]) -> tuple[bytes, ...]:
    """Return the regular cut of each family, in order."""
    known = families(workshop)
    return tuple(data_of(workshop, known[name].cuts[0]) for name in names)


def coverage(workshop: Workshop, names: Iterable[str]) -> frozenset[int]:
    """Return the code points that at least one of the families has in its regular cut."""
    found = [unicodes(data) for data in letters_of(workshop, names)]
    return found[0] if len(found) == 1 else frozenset[int]().union(*found)


def match_cut(family: Family, style: str, weight: int) -> Cut:
    """Return the cut that a browser takes for a style and a weight (CSS Fonts 4, 5.2)."""
    cuts = [cut for cut in family.cuts if cut.style == style] or list(family.cuts)

    def farness(cut: Cut) -> tuple[int, int]:
        above = cut.weight - weight
        if 400 <= weight <= 500:
            group = 0 if above >= 0 and cut.weight <= 500 else 1 if above < 0 else 2
        else:
            group = 0 if (above >= 0 if weight > 500 else above <= 0) else 1
        return group, abs(above)

    return min(cuts, key=farness)


def advances(workshop: Workshop, cut: Cut, signs: str) -> dict[str, float]:
    """Return sign -> its width in em, of those that the cut has."""
    import uharfbuzz

    face = uharfbuzz.Face(data_of(workshop, cut))
    font = uharfbuzz.Font(face)
    numbers = {sign: font.get_nominal_glyph(ord(sign)) for sign in signs}
    return {
        sign: font.get_glyph_h_advance(number) / face.upem
        for sign, number in numbers.items()
        if number
    }


class Heights(NamedTuple):
    """How high a font stands, in em."""

    ascent: float
    descent: float
    """Below the baseline, a positive number."""
    small: float
    """Of a small x."""


@cache
def heights(data: bytes) -> Heights:
    """Return how high a font stands."""
    import uharfbuzz

    face = uharfbuzz.Face(data)
    font = uharfbuzz.Font(face)
    lines = font.get_font_extents("ltr")
    number = font.get_nominal_glyph(ord("x"))
    sign = font.get_glyph_extents(number) if number else None
    small = sign.y_bearing if sign else face.upem / 2
    return Heights(lines.ascender / face.upem, -lines.descender / face.upem, small / face.upem)


@cache
def unicodes(data: bytes) -> frozenset[int]:
    """Return the code points that a font has."""
    import uharfbuzz

    return frozenset(uharfbuzz.Face(data).unicodes)


def variants(sheet: str, family: str = "") -> frozenset[str]:
    """Return the features on demand that a style sheet may ask of a family.

    Titles and headings have no use for them: a family for display is asked for none.
    """
    if "Display" in family:
        return frozenset()
    return by_tag(sheet).union(*(tags for word, tags in VARIANTS.items() if word in sheet))


def by_tag(sheet: str) -> frozenset[str]:
    """Return the features on demand that a style sheet names by their tags."""
    return frozenset(tag for tag in ON_DEMAND if f'"{tag}"' in sheet or f"'{tag}'" in sheet)


def woff2_subset(
    workshop: Workshop, cut: Cut, characters: frozenset[int], on_demand: frozenset[str]
) -> bytes:
    """Return the cut with only these characters, as WOFF2; b'' where it has none of them.

    ``on_demand``: the features of ON_DEMAND that are asked for.
    """
    needed = characters.union(*map(parts_of, characters))
    wanted = tuple(sorted(needed & unicodes(data_of(workshop, cut))))
    if not wanted:
        return b""

    def make(inside: Workshop) -> bytes:
        return _pack_subset(data_of(inside, cut), wanted, ON_DEMAND - on_demand)

    parts = (cut.file, ",".join(map(str, wanted)), ",".join(sorted(on_demand)))
    return workshop.recall("font", tuple(part.encode() for part in parts), make)


@cache
def parts_of(point: int) -> frozenset[int]:
    """Return the characters that a letter of scripts of South and South-East Asia is made of when
    it is set: vowels stand on both sides of their consonant."""
    if point in _PARTS:
        return frozenset(_PARTS[point])
    is_one = any(point in block for block in _PARTED_BLOCKS)
    return frozenset(map(ord, unicodedata.normalize("NFD", chr(point)))) if is_one else frozenset()


_PARTS: Mapping[int, tuple[int, ...]] = {
    0x0E33: (0x0E4D, 0x0E32),
    0x0EB3: (0x0ECD, 0x0EB2),
    **dict.fromkeys((0x17BE, 0x17BF, 0x17C0, 0x17C4, 0x17C5), (0x17C1,)),
}
"""Letters of Thai, Lao and Khmer that Unicode does not take apart, but those who set them do."""
_PARTED_BLOCKS = (
    range(0x900, 0x1100),
    range(0x1700, 0x1D00),
    range(0xA800, 0xAC00),
    range(0x11000, 0x12000),
)


@lru_cache(maxsize=64)
def _pack_subset(data: bytes, wanted: tuple[int, ...], left_out: frozenset[str]) -> bytes:
    """Return a subset as WOFF2: of a drawing, HTML and EPUB ask for the same."""
    return _woff2(_subset(data, wanted, left_out))


def _subset(data: bytes, wanted: Iterable[int], left_out: Collection[str]) -> bytes:
    import uharfbuzz

    asked = uharfbuzz.SubsetInput()
    asked.sets(uharfbuzz.SubsetInputSets.UNICODE).update(wanted)
    features = asked.sets(uharfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG)
    features.clear()
    kept = (tag for tag in FEATURES if tag not in left_out)
    features.update(int.from_bytes(tag.encode(), "big") for tag in kept)
    asked.flags = uharfbuzz.SubsetFlags.NO_HINTING
    return bytes(uharfbuzz.subset(uharfbuzz.Face(data), asked).blob.data)


def _woff2(data: bytes) -> bytes:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()

"""Font files of the house: ``templates/fonts`` of a publication or project -> families, faults.

A family is the files that name themselves alike; with them lies the text of their licence.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import PurePosixPath

from octavo.core.problems import Place, Problem
from octavo.core.workshop import Workshop

PLACES = (("publication", "templates/fonts", ""), ("project", "fonts", "templates/"))
"""Root, folder below it, and how messages name what stands before the folder."""
FONTS = (".ttf", ".otf")
PACKED = (".woff", ".woff2", ".eot", ".ttc")
LICENCES = ("licence", "license", "ofl", "copying")
"""How the names of licences begin, in the folder of their fonts or below it."""
_NAME, _OWN_NAME, _DESIGNER = 1, 16, 9
_ITALIC = 1
"""Bit of fsSelection in the table OS/2."""


@dataclass(frozen=True, slots=True)
class HouseCut:
    """One file: where it lies, and what it says of itself."""

    root: str
    file: str
    family: str
    designer: str
    weight: int
    style: str
    licence: str
    """Path of the text of its licence below the root; '' where there is none."""


@dataclass(frozen=True, slots=True)
class _Said:
    family: str
    designer: str
    weight: int
    style: str
    fault: str = ""


def house_cuts(workshop: Workshop) -> tuple[HouseCut, ...]:
    """Return the files that can be used: those of the publication before those of the project, of
    each family the regular cut first."""
    found = [
        HouseCut(root, path, said.family, said.designer, said.weight, said.style, licence)
        for root, path, said, licence in _files(workshop)
        if not said.fault and licence
    ]
    roots = [root for root, _, _ in PLACES]
    return tuple(
        sorted(
            found,
            key=lambda cut: (
                roots.index(cut.root),
                cut.family,
                cut.style != "normal",
                abs(cut.weight - 400),
                cut.file,
            ),
        )
    )


def bare_families(workshop: Workshop) -> frozenset[str]:
    """Return the families that lie there without their licence, of which E136 tells."""
    found = (said.family for _, _, said, licence in _files(workshop) if not licence)
    return frozenset(filter(None, found))


def font_faults(workshop: Workshop, bundled: Mapping[str, object]) -> list[Problem]:
    """Return what is wrong with files of ``templates/fonts``.

    ``bundled``: the families that Octavo has itself. Problems: E136 (no licence), E137 (no font
    that can be used).
    """
    problems = []
    shown = {root: told for root, _, told in PLACES}
    for root, path, said, licence in _files(workshop):
        place = Place(f"{shown[root]}{path}")
        fault = said.fault
        if said.family in bundled:
            fault = f"the family '{said.family}' is Octavo's own"
        if fault:
            hint = "give static cuts as .ttf or .otf, one file a weight, of a family of their own"
            problems.append(Problem("E137", place, f"this font cannot be used: {fault}", hint))
        elif not licence:
            hint = "put its licence beside it, such as OFL.txt: it must allow embedding"
            message = f"the font '{said.family}' lies here without its licence"
            problems.append(Problem("E136", place, message, hint))
    return problems


def _files(workshop: Workshop) -> Iterator[tuple[str, str, _Said, str]]:
    """Yield (root, path, what it says of itself, path of its licence) of each font file."""
    for root, folder, _ in PLACES:
        if not workshop.inputs.has_root(root):
            continue
        listing = workshop.inputs.listing(folder, root)
        texts = _texts_in(listing)
        for path in listing:
            ending = PurePosixPath(path).suffix.lower()
            if ending in FONTS:
                data = workshop.inputs.find(path, root) or b""
                yield root, path, _read(data), _licence(path, texts)
            elif ending in PACKED:
                yield root, path, _Said("", "", 400, "normal", f"it is packed ({ending})"), ""


@lru_cache(maxsize=8)
def _texts_in(listing: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files that may be a licence."""
    return tuple(
        each for each in listing if PurePosixPath(each).suffix.lower() in (".txt", ".md", "")
    )


@lru_cache(maxsize=1024)
def _licence(path: str, texts: tuple[str, ...]) -> str:
    """Return the licence of a font: the text in its folder or in one of its folders, whose name is
    most like its own; else one that is named as licences are."""
    stem = PurePosixPath(path).stem.partition("-")[0].lower()
    own = [each for each in texts if PurePosixPath(each).stem.lower() == stem]
    folder = str(PurePosixPath(path).parent)
    shared = [
        each
        for each in texts
        if PurePosixPath(each).name.lower().startswith(LICENCES)
        and folder.startswith(str(PurePosixPath(each).parent))
    ]
    nearest = sorted(shared, key=lambda each: (-len(PurePosixPath(each).parts), each))
    return next(iter([*own, *nearest]), "")


@cache
def _read(data: bytes) -> _Said:
    """Return what a font file says of itself; a fault where it is none that can be used."""
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(io.BytesIO(data), lazy=True)
        names, measures = font["name"], font["OS/2"]
        family = names.getDebugName(_OWN_NAME) or names.getDebugName(_NAME) or ""
        style = "italic" if measures.fsSelection & _ITALIC else "normal"
        fault = "it is a variable font" if "fvar" in font else "" if family else "it has no name"
        return _Said(
            family, names.getDebugName(_DESIGNER) or "", measures.usWeightClass, style, fault
        )
    except Exception as error:
        return _Said("", "", 400, "normal", f"it cannot be read ({type(error).__name__})")

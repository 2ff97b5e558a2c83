"""Digests of units as they are bound: where one is the same, a reader finds the same on its pages.

That is its fragment, and of what other units decide the labels of the pages that it names or leads
to, and the words that its glyphs stand for.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from octavo.core.store import pack
from octavo.editions.pdf.binding.fragment import FaceUse, Fragment, LateNumber
from octavo.model.made import UnitPages


def tell_bound(
    units: Iterable[tuple[Fragment, Mapping[str, bytes], int]],
    uses: Sequence[FaceUse],
    labels: Mapping[str, str],
    version: str,
) -> tuple[UnitPages, ...]:
    """Return the pages of a PDF by unit.

    ``units``: fragments, the files that they were read from, and how many blank pages come before;
    ``uses``: one use of each face in the whole; ``version`` of PDF.
    """
    words = {use.tag: use.words for use in uses}
    found: list[UnitPages] = []
    first = 0
    for fragment, files, blanks in units:
        count = blanks + len(fragment.pages)
        named = sorted({*fragment.links, *(each.target for each in _late(fragment))})
        told = {
            "version": version,
            "blanks": blanks,
            "labels": [[name, labels.get(name, "")] for name in named],
            "words": [
                [face.tag, [words[face.tag].get(glyph, "") for glyph in sorted(face.widths)]]
                for face in fragment.faces
            ],
        }
        digest = hashlib.sha256(json.dumps(told).encode())
        digest.update(pack(dict(sorted(files.items()))))
        found.append(UnitPages(first, count, digest.hexdigest()))
        first += count
    return tuple(found)


def _late(fragment: Fragment) -> Iterable[LateNumber]:
    return (each for every in fragment.late.values() for each in every)

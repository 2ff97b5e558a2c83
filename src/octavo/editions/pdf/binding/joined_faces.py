"""How all units use a face, as one use."""

import json
from collections.abc import Iterable

from octavo.editions.pdf.binding.fragment import FaceUse


def join_uses(uses: Iterable[FaceUse]) -> FaceUse:
    """Return uses of one face as one: what came first counts, where they differ."""
    first, *others = uses
    widths, words = dict(first.widths), dict(first.words)
    missing = dict(first.facts["missing"])
    for use in others:
        if (use.file, use.facts["variations"]) != (first.file, first.facts["variations"]):
            raise ValueError(f"two fonts have the tag {first.tag}")
        for glyph, width in use.widths.items():
            is_there = glyph < first.facts["glyph_count"]
            if widths.setdefault(glyph, width) != width and is_there:
                raise ValueError(f"glyph {glyph} of {first.tag} has two widths")
        for glyph, said in use.words.items():
            words[glyph] = words.get(glyph) or said
        missing = dict(use.facts["missing"]) | missing
    facts = {**first.facts, "missing": sorted(missing.items())}
    return FaceUse(first.tag, first.file, facts, widths, words)


def join_all(uses: Iterable[FaceUse]) -> tuple[FaceUse, ...]:
    """Return one use for each face, in the order of their tags, glyphs in theirs."""
    found: dict[str, list[FaceUse]] = {}
    for use in uses:
        found.setdefault(use.tag, []).append(use)
    return tuple(_in_order(join_uses(found[tag])) for tag in sorted(found))


def encode_uses(uses: Iterable[FaceUse]) -> bytes:
    """Return uses as the press reads them."""
    return json.dumps([use.as_json() for use in uses], sort_keys=True).encode()


def _in_order(use: FaceUse) -> FaceUse:
    widths, words = sorted(use.widths.items()), sorted(use.words.items())
    return FaceUse(use.tag, use.file, use.facts, dict(widths), dict(words))

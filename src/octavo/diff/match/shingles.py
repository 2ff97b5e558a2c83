"""Blocks that share rare runs of words: the pairs worth looking at among very many."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from octavo.diff.match.matching import Matching
from octavo.diff.match.wording import AlignedBlock, similarity

LENGTH = 3
"""Words of a shingle."""
RARE = 6
"""Blocks of one side that a shingle may stand in to count."""
LOOKED_AT = 4
"""Blocks that are looked at for each block: those that share most with it."""

Found = tuple[float, int, int]


def alike(match: Matching, ones: Sequence[int], others: Sequence[int], least: float) -> list[Found]:
    """Return (similarity, old, new) of blocks that share rare shingles and are similar enough."""
    in_old, in_new = _places(match.old, ones), _places(match.new, others)
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    for shingle, some in in_old.items():
        same = in_new.get(shingle, ())
        if len(some) <= RARE and len(same) <= RARE:
            for one in some:
                shared[one].update(same)
    found = []
    for one, counts in sorted(shared.items()):
        nearest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:LOOKED_AT]
        for other, _ in nearest:
            share = similarity(match.old[one], match.new[other], least)
            if share >= least:
                found.append((share, one, other))
    return found


def _places(units: Sequence[AlignedBlock], among: Sequence[int]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for n in among:
        for shingle in dict.fromkeys(_shingles(units[n])):
            places.setdefault(shingle, []).append(n)
    return places


def _shingles(unit: AlignedBlock) -> Iterator[str]:
    for start in range(len(unit.letters) - LENGTH + 1):
        yield unit.family + unit.letters[start : start + LENGTH]

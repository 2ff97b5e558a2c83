"""Sections of two manuscripts: headings that were given other words are known by what follows."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from octavo.diff.match.matching import Matching
from octavo.diff.match.wording import AlignedBlock

LEAST_SHARED = 0.5
"""Share of its words that a section has in common with itself under another heading."""


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of one manuscript, by the index of their heading."""

    ends: Mapping[int, int]
    """Heading -> index after its last block."""
    above: Sequence[tuple[int, ...]]
    """For each block, the headings it stands under, outermost first."""


def sections_of(units: Sequence[AlignedBlock]) -> Sections:
    ends: dict[int, int] = {}
    above: list[tuple[int, ...]] = []
    under: tuple[int, ...] = ()
    for n, unit in enumerate(units):
        if unit.family == "heading":
            staying = tuple(h for h in under if units[h].block.level < unit.block.level)
            ends |= dict.fromkeys(under[len(staying) :], n)
            above.append(staying)
            under = (*staying, n)
        else:
            above.append(under)
    return Sections(ends | dict.fromkeys(under, len(units)), above)


def join_sections(match: Matching) -> None:
    """Join free headings whose sections hold mostly the same blocks."""
    old, new = sections_of(match.old), sections_of(match.new)
    shared = _count_shared(match, old, new)
    best = {one: max(counts, key=lambda n: (counts[n], -n)) for one, counts in shared.items()}
    back: dict[int, Counter[int]] = defaultdict(Counter)
    for one, counts in shared.items():
        for other, count in counts.items():
            back[other][one] = count
    for one, other in sorted(best.items()):
        mutual = max(back[other], key=lambda n: (back[other][n], -n)) == one
        most = max(_size(match.old, old, one), _size(match.new, new, other))
        if mutual and shared[one][other] >= LEAST_SHARED * most:
            match.join(one, other)


def _count_shared(match: Matching, old: Sections, new: Sections) -> dict[int, Counter[int]]:
    """Return, for free headings of a level, how many words their sections have in common."""
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    for one, other in match.pairs():
        for heading in old.above[one]:
            if not match.is_free_old(heading):
                continue
            for same in new.above[other]:
                is_level = match.old[heading].block.level == match.new[same].block.level
                if is_level and match.is_free_new(same):
                    shared[heading][same] += match.old[one].size
    return shared


def _size(units: Sequence[AlignedBlock], sections: Sections, heading: int) -> int:
    return sum(units[n].size for n in range(heading + 1, sections.ends[heading]))

"""Two manuscripts -> which block of one is which of the other, as ``compare`` sees it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from octavo.blocks.block import Block, Manuscript
from octavo.diff.match.align import align
from octavo.diff.match.matching import Matching
from octavo.diff.match.note_matches import align_notes
from octavo.diff.match.numbered_heads import find_heads
from octavo.diff.match.spine import Pair
from octavo.diff.match.wording import AlignedBlock, Alphabet


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Pairs of indices of ``blocks``: of the old manuscript, of the new one."""

    pairs: tuple[Pair, ...] = ()
    moved: frozenset[Pair] = frozenset()
    """Those of the pairs that do not stand in the order of the others."""
    splits: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """An old block -> the new ones that it became, in order."""
    merges: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """A new block -> the old ones that it was, in order."""

    def mirror(self) -> "Correspondence":
        return Correspondence(
            tuple(sorted((new, old) for old, new in self.pairs)),
            frozenset((new, old) for old, new in self.moved),
            self.merges,
            self.splits,
        )


def correspondence(old: Manuscript, new: Manuscript) -> Correspondence:
    """Return which block is which; from the same side in both directions, as ``compare`` does."""
    if old.digest() <= new.digest():
        return _gather_pairs(old, new)
    return _gather_pairs(new, old).mirror()


def matchings(old: Manuscript, new: Manuscript) -> tuple[Matching, Matching]:
    """Return the blocks of the text, and the notes, each with which is which."""
    alphabet = Alphabet()
    ones, others = (list(_units(each.blocks, alphabet)) for each in (old, new))
    notes = ([u for u in each if u.block.shape == "blocks"] for each in (ones, others))
    texts = ([u for u in each if u.block.shape != "blocks"] for each in (ones, others))
    return align(*texts), align_notes(*notes)


def _units(blocks: Sequence[Block], alphabet: Alphabet) -> Iterator[AlignedBlock]:
    """Yield the blocks as they are aligned, entries of a numbering without their numbers."""
    heads = find_heads(blocks)
    for n, block in enumerate(blocks):
        yield alphabet.unit(n, block, heads.get(n, 0))


def _gather_pairs(old: Manuscript, new: Manuscript) -> Correspondence:
    pairs: list[Pair] = []
    moved: set[Pair] = set()
    splits: dict[int, tuple[int, ...]] = {}
    merges: dict[int, tuple[int, ...]] = {}
    for match in matchings(old, new):
        ones, others = [unit.at for unit in match.old], [unit.at for unit in match.new]
        pairs += ((ones[n], others[m]) for n, m in match.pairs())
        moved |= {(ones[n], others[m]) for n, m in set(match.pairs()) - set(match.spine())}
        splits |= {ones[n]: tuple(others[m] for m in cut) for n, cut in match.splits.items()}
        merges |= {others[m]: tuple(ones[n] for n in cut) for m, cut in match.merges.items()}
    return Correspondence(tuple(sorted(pairs)), frozenset(moved), splits, merges)

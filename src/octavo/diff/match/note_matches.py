"""The notes of two manuscripts: known by their words, then by their labels."""

from collections import Counter
from collections.abc import Callable, Sequence

from octavo.diff.match.align import join_moved
from octavo.diff.match.matching import Matching, join_unique
from octavo.diff.match.pairs import Labels
from octavo.diff.match.wording import AlignedBlock


def align_notes(old: Sequence[AlignedBlock], new: Sequence[AlignedBlock]) -> Matching:
    """Return which note is which. Numbers play no part: a new note renumbers all that follow."""
    match = Matching(old, new)
    join_unique(match)
    _join_by(match, lambda unit: (unit.block.chapter, unit.block.name))
    _join_by(match, lambda unit: ("", unit.block.name))
    join_moved(match)
    return match


def _join_by(match: Matching, name: Callable[[AlignedBlock], tuple[str, str]]) -> None:
    """Join free notes whose name no other free note has."""
    free_old, free_new = match.free()
    olds, news = [name(match.old[n]) for n in free_old], [name(match.new[n]) for n in free_new]
    counts, others = Counter(olds), Counter(news)
    places = dict(zip(news, free_new, strict=True))
    for one, found in zip(free_old, olds, strict=True):
        if counts[found] == others[found] == 1:
            match.join(one, places[found])


def same_labels(notes: Matching) -> Labels:
    """Return old (chapter, label) -> new one of the notes that both revisions have."""
    blocks = ((notes.old[n].block, notes.new[m].block) for n, m in notes.pairs())
    return {(a.chapter, a.name): (b.chapter, b.name) for a, b in blocks}

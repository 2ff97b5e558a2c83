"""Paragraphs that were cut into several, or joined from several: known by runs of rare words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from octavo.diff.match.matching import Matching
from octavo.diff.match.shingles import LENGTH, RARE
from octavo.diff.match.wording import AlignedBlock, common

LEAST_PIECES = 3
"""Pieces of a paragraph that are looked for here; of two, those of which one became a heading."""
LEAST_HELD = 0.5
"""Share of the shingles of a piece that the whole has."""
LEAST_WHOLE, LEAST_GAIN = 0.7, 0.1
"""Similarity of a block with those that it became, and what it must gain over each of them."""
NEAR = 3
"""How far two pieces may stand from each other."""
MOST_ALONE = 0.75
"""How much of a block one piece may be that stands alone; more is the block itself, edited."""
BETWEEN = 3
"""Words and signs between two pieces that went with the cut: a comma, an ``and``."""
LEAST_LENGTH, MOST_LENGTH = 0.6, 1.6
"""How long a block must be, and may be, measured by the pieces together."""
KINDS = frozenset(("prose", "heading"))

Cut = tuple[int, tuple[int, ...]]


def join_pieces(match: Matching, ones: Sequence[int], others: Sequence[int]) -> None:
    """Join the free blocks of a gap that were cut into several, or joined from several."""
    for whole, pieces in list(_find_cuts(match.old, ones, match.new, others)):
        if match.is_free_old(whole) and all(map(match.is_free_new, pieces)):
            match.split(whole, pieces)
    some = [n for n in ones if match.is_free_old(n)]
    same = [n for n in others if match.is_free_new(n)]
    for whole, pieces in list(_find_cuts(match.new, same, match.old, some)):
        if match.is_free_new(whole) and all(map(match.is_free_old, pieces)):
            match.merge(pieces, whole)


def count_explained(whole: str, pieces: Sequence[str], parts: float) -> float:
    """Return how many words of a text others explain together; 0 where one of them, which is
    ``parts`` like it, does as well. A piece that stands in it word for word has been cut off."""
    both = sum(map(len, pieces))
    if not LEAST_LENGTH < (len(whole) + 1) / (both + 1) < MOST_LENGTH:
        return 0.0
    share = common(whole, "".join(pieces), LEAST_WHOLE)
    gain = 0.0 if min(pieces, key=len) in whole else LEAST_GAIN
    return share * (len(whole) + both) / 2 if share > parts + gain else 0.0


def _find_cuts(
    wholes: Sequence[AlignedBlock],
    ones: Sequence[int],
    parts: Sequence[AlignedBlock],
    others: Sequence[int],
) -> Iterator[Cut]:
    """Yield each block that was cut, with its pieces in order."""
    owners = _find_owners(wholes, ones, parts, others)
    at = {n: k for k, n in enumerate(others)}
    for whole, seeds in _runs(owners):
        text, first = wholes[whole].letters, at[seeds[0]]
        if len(seeds) == 1 and len(parts[seeds[0]].letters) > MOST_ALONE * len(text):
            continue  # an edited block, as most are
        after = (others[k] for k in range(first, len(others)))
        pieces = _extend(text, parts, after, seeds, 1)
        before = (others[k] for k in range(first, -1, -1))
        pieces = _extend(text, parts, before, pieces, -1)
        if _is_cut(wholes[whole], [parts[n] for n in pieces]):
            yield whole, tuple(pieces)


def _find_owners(
    wholes: Sequence[AlignedBlock],
    ones: Sequence[int],
    parts: Sequence[AlignedBlock],
    others: Sequence[int],
) -> dict[int, int]:
    """Return, for parts, the block that has most of their rare runs of words."""
    places: dict[str, set[int]] = {}
    for n in ones:
        if wholes[n].family == "prose":
            for shingle in _shingles(wholes[n].letters):
                places.setdefault(shingle, set()).add(n)
    found: dict[int, int] = {}
    for n in others:
        own = _shingles(parts[n].letters) if parts[n].family in KINDS else []
        counts = Counter(
            whole for s in own if len(places.get(s, ())) <= RARE for whole in places.get(s, ())
        )
        best = min(counts, key=lambda whole: (-counts[whole], whole), default=-1)
        if best >= 0 and counts[best] >= LEAST_HELD * len(own):
            found[n] = best
    return found


def _shingles(letters: str) -> list[str]:
    return [letters[n : n + LENGTH] for n in range(len(letters) - LENGTH + 1)]


def _runs(owners: dict[int, int]) -> Iterator[tuple[int, list[int]]]:
    """Yield each block with the parts of it that stand by each other."""
    run: list[int] = []
    for n, owner in owners.items():
        if run and (owner != owners[run[0]] or n - run[-1] > NEAR):
            yield owners[run[0]], run
            run = []
        run.append(n)
    if run:
        yield owners[run[0]], run


def _extend(
    text: str, parts: Sequence[AlignedBlock], places: Iterable[int], pieces: list[int], step: int
) -> list[int]:
    """Return the pieces and, among the places, short blocks that follow them in the text as well,
    or stand before them: a head, an item of a word or two."""
    found = set(pieces)
    at = -1
    for n in places:
        letters = parts[n].letters
        if n in found:
            at = _end(text, letters, step)
            continue
        start = -1
        if parts[n].family in KINDS and letters and at >= 0:
            start = text.find(letters, at, at + len(letters) + BETWEEN)
            if step < 0:
                start = text.rfind(letters, max(at - len(letters) - BETWEEN, 0), at)
        if start >= 0:
            found.add(n)
            at = start + len(letters) if step > 0 else start
        elif not min(found) < n < max(found):
            break
    return sorted(found)


def _end(text: str, letters: str, step: int) -> int:
    """Return where a piece ends in a text, or where it begins; -1 where that is not known."""
    whole = text.find(letters)
    if whole >= 0:
        return whole + len(letters) if step > 0 else whole
    own = _shingles(letters)
    for shingle in reversed(own) if step > 0 else own:
        at = text.find(shingle)
        if at >= 0:
            return at + LENGTH if step > 0 else at
    return -1


def _is_cut(whole: AlignedBlock, pieces: Sequence[AlignedBlock]) -> bool:
    """Tell whether a block became the pieces: three or more of them, or a heading and its text."""
    has_heading = any(piece.family == "heading" for piece in pieces)
    if len(pieces) < LEAST_PIECES - has_heading:
        return False
    if all(piece.family == "heading" for piece in pieces):
        return False
    parts = max(common(whole.letters, piece.letters, 0.0) for piece in pieces)
    return count_explained(whole.letters, [piece.letters for piece in pieces], parts) > 0

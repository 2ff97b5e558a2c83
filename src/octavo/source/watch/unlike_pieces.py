"""Two readings of a text -> where they differ, each difference by itself."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from octavo.source.watch.pieces import ReadPiece, letters

MOST_COMPARED = 250_000
"""Pairs of pieces that are compared one by one; more stand between anchors only by mistake."""

OPENINGS = frozenset("box definition item list note quotation table".split())
"""Kinds of pieces that begin something and have no words."""

Pieces = Sequence[ReadPiece]
Unit = tuple[ReadPiece, ...]
T = TypeVar("T")
Run = tuple[int, int, int, int]
"""From where to where in the one, from where to where in the other."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What one reader makes of some lines, and what the other makes of them."""

    ours: tuple[ReadPiece, ...]
    theirs: tuple[ReadPiece, ...]
    line: int
    """Line at which the second reading of it begins, or goes on; 0 where that has nothing."""

    @property
    def is_within(self) -> bool:
        """True where both read one piece of the same kind: its words or marks differ."""
        if len(self.ours) != 1 or len(self.theirs) != 1:
            return False
        return _shapes(self.ours) == _shapes(self.theirs)


def differences(ours: Pieces, theirs: Pieces) -> list[Difference]:
    """Return the differences of two readings, in order."""
    here, there = _units(ours), _units(theirs)
    found: list[Difference] = []
    for a, b, c, d in unlike_runs(here, there):
        after = there[min(c, len(there) - 1)][0].line if there else 0
        found += _part(here[a:b], there[c:d], after)
    return found


def _units(pieces: Pieces) -> list[Unit]:
    """Return each piece that has words together with what begins before it."""
    units: list[Unit] = []
    begun: list[ReadPiece] = []
    for piece in pieces:
        begun.append(piece)
        if piece.kind not in OPENINGS:
            units.append(tuple(begun))
            begun = []
    return [*units, tuple(begun)] if begun else units


def _shapes(unit: Unit) -> list[tuple[str, tuple[str, ...], str]]:
    return [(piece.kind, piece.path, piece.label) for piece in unit]


def unlike_runs(ours: Sequence[T], theirs: Sequence[T]) -> Iterator[Run]:
    """Yield the runs in which two sequences differ."""
    start, most = 0, min(len(ours), len(theirs))
    while start < most and ours[start] == theirs[start]:
        start += 1
    end = 0
    while end < most - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    last, there = len(ours) - end, len(theirs) - end
    a, c = start, start
    for b, d in [*_anchors(ours[start:last], theirs[start:there]), (last - start, there - start)]:
        yield from _between((a, start + b, c, start + d), ours, theirs)
        a, c = start + b, start + d


def _between(run: Run, ours: Sequence[T], theirs: Sequence[T]) -> Iterator[Run]:
    """Yield the runs that differ between two anchors."""
    a, b, c, d = run
    if (b - a) * (d - c) > MOST_COMPARED:
        yield run
        return
    matcher = SequenceMatcher(None, ours[a:b], theirs[c:d], autojunk=False)
    for name, i, j, k, m in matcher.get_opcodes():
        if name != "equal":
            yield a + i, a + j, c + k, c + m


def _anchors(ours: Sequence[T], theirs: Sequence[T]) -> list[tuple[int, int]]:
    """Return places of what occurs once in either sequence, as many as keep their order."""
    if len(ours) * len(theirs) <= MOST_COMPARED:
        return []
    here, there = Counter(ours), Counter(theirs)
    places = {each: n for n, each in enumerate(theirs) if there[each] == 1}
    pairs = [(n, places[each]) for n, each in enumerate(ours) if here[each] == 1 and each in places]
    ends: list[int] = []
    chains: list[list[int]] = []
    before: list[int] = []
    for n, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(chains[at - 1][-1] if at else -1)
        if at == len(ends):
            ends.append(place)
            chains.append([n])
        else:
            ends[at] = place
            chains[at].append(n)
    at, kept = (chains[-1][-1] if chains else -1), []
    while at >= 0:
        kept.append(pairs[at])
        at = before[at]
    return kept[::-1]


def _part(ours: Sequence[Unit], theirs: Sequence[Unit], line: int) -> Iterator[Difference]:
    """Yield the differences of a run: those within a piece apart from those of pieces."""
    here: list[ReadPiece] = []
    there: list[ReadPiece] = []
    for mine, other in _steps(ours, theirs):
        if not _is_one(mine, other):
            here += [piece for unit in mine for piece in unit]
            there += [piece for unit in other for piece in unit]
            continue
        if here or there:
            yield _difference(here, there, line)
        here, there = [], []
        if mine != other:
            yield _difference(mine[0][-1:], other[0][-1:], line)
    if here or there:
        yield _difference(here, there, line)


def _is_one(ours: Sequence[Unit], theirs: Sequence[Unit]) -> bool:
    """Tell whether both are one unit of the same kind, with perhaps other words."""
    return len(ours) == len(theirs) == 1 and _shapes(ours[0]) == _shapes(theirs[0])


def _steps(
    ours: Sequence[Unit], theirs: Sequence[Unit]
) -> Iterator[tuple[Sequence[Unit], Sequence[Unit]]]:
    """Yield units of either side that belong together, by their letters."""
    if len(ours) * len(theirs) > MOST_COMPARED:
        yield ours, theirs
        return
    here, there = ([letters(unit[-1]) for unit in units] for units in (ours, theirs))
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    for name, a, b, c, d in matcher.get_opcodes():
        first = b - a if name == "equal" else _akin(ours[a:b], theirs[c:d])
        yield from (((ours[a + n],), (theirs[c + n],)) for n in range(first))
        a, c = a + first, c + first
        last = _akin(ours[a:b][::-1], theirs[c:d][::-1])
        if a < b - last or c < d - last:
            yield ours[a : b - last], theirs[c : d - last]
        yield from (((ours[b - n],), (theirs[d - n],)) for n in range(last, 0, -1))


def _akin(ours: Sequence[Unit], theirs: Sequence[Unit]) -> int:
    """Return how many units at the beginning are the same to both, but for some of their words."""
    for n, (mine, other) in enumerate(zip(ours, theirs, strict=False)):
        if _shapes(mine) != _shapes(other):
            return n
        one, two = letters(mine[-1]), letters(other[-1])
        shared = _alike(one, two) + _alike(one[::-1], two[::-1])
        if 2 * shared < max(len(one), len(two)) and len(ours) != len(theirs):
            return n
    return min(len(ours), len(theirs))


def _alike(one: str, two: str) -> int:
    """Return how many letters two words begin with alike."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(two)))


def _difference(ours: Pieces, theirs: Pieces, line: int) -> Difference:
    """Return a difference without the pieces that both begin or end with."""
    most = min(len(ours), len(theirs)) - 1
    start = next((n for n in range(most) if ours[n] != theirs[n]), max(most, 0))
    ours, theirs = ours[start:], theirs[start:]
    first = min((piece.line for piece in theirs), default=line)
    return Difference(tuple(ours), tuple(theirs), first)

"""Two texts -> their differences: whole sentences first, then words, no confetti."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from octavo.constructs.notes import CALL
from octavo.diff.match.spine import Pair, heaviest_run
from octavo.diff.match.wording import Alphabet, Word, common, words_and_pictures_of

ENDS = frozenset((*".!?。！？", "..."))
CLOSING = frozenset("\"')]")
SHORT = 3
"""Characters of a word that is no island to stand on between two changes."""
MOST_BITS = 400_000_000
"""Size of the matrix that one comparison may take (50 MB)."""
LEAST_KEPT = 0.4
"""Share of its words that must be left of a sentence, or it is told as a new one."""
LEAST_AROUND = 4
"""Changed words around an island that make it part of the change."""

Run = tuple[int, int, int, int]
"""Words start:end of the old text, start:end of the new one."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Words that became other words; one side is empty where words went or came."""

    before: str
    after: str
    old_start: int
    """Characters of the old text before it."""
    new_start: int
    places: tuple[str, str] = ("", "")
    """file:line on either side, of what stands in lines of its own: code; '' elsewhere."""

    def mirror(self) -> "Edit":
        sides = self.after, self.before, self.new_start, self.old_start
        return Edit(*sides, self.places[::-1])


@dataclass(frozen=True, slots=True)
class Compared:
    """What two texts have in common, word by word, and what not."""

    edits: tuple[Edit, ...]
    equal: tuple[tuple[Word, Word], ...]


def compare_words(before: str, after: str) -> Compared:
    """Return the words that differ, and the pairs of words that do not."""
    old, new = words_and_pictures_of(before), words_and_pictures_of(after)
    runs = find_changed_runs(old, new)
    edits = tuple(
        Edit(_cut(before, old, run[:2]), _cut(after, new, run[2:]), *_starts(old, new, run))
        for run in runs
    )
    return Compared(edits, tuple(_pair_equal(old, new, runs)))


def find_changed_runs(old: Sequence[Word], new: Sequence[Word]) -> list[Run]:
    """Return the runs of words that differ, in order."""
    return _tidy(old, new, list(_find_runs(old, new, Alphabet())))


def _cut(text: str, words: Sequence[Word], run: tuple[int, ...]) -> str:
    start, end = run
    return text[words[start].start : words[end - 1].end] if start < end else ""


def _starts(old: Sequence[Word], new: Sequence[Word], run: Run) -> tuple[int, int]:
    def start(words: Sequence[Word], at: int) -> int:
        return words[at].start if at < len(words) else (words[-1].end if words else 0)

    return start(old, run[0]), start(new, run[2])


def _pair_equal(
    old: Sequence[Word], new: Sequence[Word], runs: Sequence[Run]
) -> Iterator[tuple[Word, Word]]:
    one = other = 0
    for run in [*runs, (len(old), len(old), len(new), len(new))]:
        yield from zip(old[one : run[0]], new[other : run[2]], strict=False)
        one, other = run[1], run[3]


def _find_runs(old: Sequence[Word], new: Sequence[Word], alphabet: Alphabet) -> Iterator[Run]:
    """Yield the runs of words that differ: looked for between sentences that are equal."""
    ones, others = sentences_of(old), sentences_of(new)
    told = Alphabet()
    left = told.spell([" ".join(w.folded for w in old[s:e]) for s, e in ones])
    right = told.spell([" ".join(w.folded for w in new[s:e]) for s, e in others])
    for first, last, begin, end in _unequal_sentences(left, right, [e - s for s, e in ones]):
        start, stop = _bounds(ones, first, last, len(old))
        here, there = _bounds(others, begin, end, len(new))
        spelt = alphabet.spell([word.folded for word in old[start:stop]])
        other = alphabet.spell([word.folded for word in new[here:there]])
        is_new = _share_in_common(spelt, other) < LEAST_KEPT
        for run in [(0, len(spelt), 0, len(other))] if is_new else unequal(spelt, other):
            yield start + run[0], start + run[1], here + run[2], here + run[3]


def _share_in_common(old: str, new: str) -> float:
    """Return how much of the shorter of two texts the other has."""
    both, least = len(old) + len(new), min(len(old), len(new))
    return common(old, new, 0.0) * both / 2 / least if least else 1.0


def unequal(old: str, new: str) -> list[Run]:
    """Return the runs that differ between the longest common subsequence of two texts.

    It takes a matrix; where that would be too large, letters that occur once on either side cut
    the texts first.
    """
    if len(old) * len(new) > MOST_BITS:
        return list(_unequal_pieces(old, new))
    runs: list[Run] = []
    for op in LCSseq.opcodes(old, new):
        if op.tag == "equal":
            continue
        run = (op.src_start, op.src_end, op.dest_start, op.dest_end)
        if runs and (runs[-1][1], runs[-1][3]) == (run[0], run[2]):
            run = (runs[-1][0], run[1], runs[-1][2], run[3])
            runs.pop()
        runs.append(run)
    return runs


def _unequal_sentences(old: str, new: str, sizes: Sequence[int]) -> Iterator[Run]:
    """Yield the runs of sentences that differ; of those that have changed places, the longer ones
    have stayed, so that as few words as can be are told to have moved."""
    pairs = _once(old, new)
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        yield from unequal(old, new)
    else:
        yield from _between(old, new, heaviest_run(pairs, [sizes[n] for n, _ in pairs]))


def _unequal_pieces(old: str, new: str) -> Iterator[Run]:
    pairs = _once(old, new)
    yield from _between(old, new, heaviest_run(pairs, [1] * len(pairs)))


def _once(old: str, new: str) -> list[Pair]:
    """Return the places of letters that occur once on either side."""
    counts, others = Counter(old), Counter(new)
    places = {letter: n for n, letter in enumerate(new) if others[letter] == 1}
    return [
        (n, places[letter])
        for n, letter in enumerate(old)
        if counts[letter] == 1 and letter in places
    ]


def _between(old: str, new: str, pairs: Sequence[Pair]) -> Iterator[Run]:
    """Yield the runs that differ between the letters of some pairs."""
    start = begin = 0
    for one, other in [*pairs, (len(old), len(new))]:
        left, right = old[start:one], new[begin:other]
        if len(left) * len(right) > MOST_BITS:
            yield start, one, begin, other
        else:
            for run in unequal(left, right):
                yield start + run[0], start + run[1], begin + run[2], begin + run[3]
        start, begin = one + 1, other + 1


def _bounds(
    sentences: Sequence[tuple[int, int]], start: int, end: int, most: int
) -> tuple[int, int]:
    first = sentences[start][0] if start < len(sentences) else most
    return first, sentences[end - 1][1] if end > start else first


def sentences_of(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Return start and end of each sentence, its closing marks and calls of notes with it."""
    found: list[tuple[int, int]] = []
    start, has_ended = 0, False
    for n, word in enumerate(words, 1):
        has_ended = word.folded in ENDS or (has_ended and _closes(word))
        if has_ended and not (n < len(words) and _closes(words[n])):
            found.append((start, n))
            start, has_ended = n, False
    return [*found, (start, len(words))] if start < len(words) else found


def _closes(word: Word) -> bool:
    """Tell whether a word goes with the sentence that has ended before it; the call of a note is a
    word in a redline."""
    return word.folded in CLOSING or word.folded.startswith(f"{CALL} ")


def _tidy(old: Sequence[Word], new: Sequence[Word], runs: list[Run]) -> list[Run]:
    """Return the runs, those merged between which a short word stands, or nothing."""
    tidy: list[Run] = []
    for run in runs:
        if tidy and _is_one(old, tidy[-1], run):
            last = tidy.pop()
            run = (last[0], run[1], last[2], run[3])
        tidy.append(run)
    return [_slide(old, new, run, tidy) for run in tidy]


def _is_one(old: Sequence[Word], last: Run, run: Run) -> bool:
    island = old[last[1] : run[0]]
    if not island:
        return True
    changed = (last[1] - last[0]) + (last[3] - last[2]) + (run[1] - run[0]) + (run[3] - run[2])
    return len(island) == 1 and len(island[0].folded) <= SHORT and changed >= LEAST_AROUND


def _slide(old: Sequence[Word], new: Sequence[Word], run: Run, runs: Sequence[Run]) -> Run:
    """Return an insertion or deletion moved back to where a sentence begins, if it can be."""
    start, end, begin, stop = run
    if start < end and begin < stop:
        return run
    is_new = start == end
    words, first, last = (new, begin, stop) if is_new else (old, start, end)
    floor = max((other[3] if is_new else other[1] for other in runs if other < run), default=0)
    shift = 0
    while first - shift > floor:
        shift += 1
        at = first - shift
        if words[at].folded != words[last - shift].folded:
            break
        if at == 0 or words[at - 1].folded in ENDS:
            return start - shift, end - shift, begin - shift, stop - shift
    return run

"""Words that went and words that came -> which of them are the same, elsewhere: moved sentences."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.diff.match.wording import Alphabet, Word, common, words_of
from octavo.diff.match.words import ENDS, sentences_of

LEAST_SENTENCE = 4
"""Words of a sentence that may be told to have moved."""
LEAST_PHRASE = 5
"""Words of a piece that is no sentence."""
LEAST_EDITED = 8
"""Words of a sentence that has moved and was edited."""
LEAST_ALIKE, LEAST_MARGIN = 0.75, 0.15
"""How much of such a sentence must be left, and how much more than of any other."""
MOST_LOOKED_AT = 10_000
"""Pairs of sentences that are looked at for edited ones."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A piece of one of the texts: characters from start to end of text ``n``."""

    n: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MovedPassage:
    """The same words, where they went and where they came."""

    old: Clip
    new: Clip
    sentences: int = 1
    """0 for a part of one."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    clip: Clip
    at: int
    """Its place among the sentences of its text."""
    key: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return any(word in ENDS for word in self.key[-2:])

    @property
    def is_told(self) -> bool:
        words = sum(word.isalnum() for word in self.key)
        return words >= (LEAST_SENTENCE if self.is_whole else LEAST_PHRASE)


def find_passages(
    gone: Sequence[str], come: Sequence[str], with_edited: bool = True
) -> list[MovedPassage]:
    """Return what went and came again, the old texts in order; of neighbours in one passage.

    The texts of one number went and came in one place. ``with_edited``: also such of which a word
    or two are others.
    """
    olds, news = list(_all(gone)), list(_all(come))
    edited = _pair_edited(olds, news) if with_edited else ()
    pairs = sorted(
        (*_pair_equal(olds, news), *edited), key=lambda pair: (pair[0].clip.n, pair[0].at)
    )
    found: list[MovedPassage] = []
    last: tuple[_Sentence, _Sentence] | None = None
    for one, other in pairs:
        if last and _follows(last[0], one) and _follows(last[1], other):
            before = found.pop()
            clips = _join(before.old, one.clip), _join(before.new, other.clip)
            found.append(MovedPassage(*clips, before.sentences + one.is_whole))
        else:
            found.append(MovedPassage(one.clip, other.clip, int(one.is_whole)))
        last = one, other
    return found


def _all(texts: Sequence[str]) -> Iterator[_Sentence]:
    for n, text in enumerate(texts):
        words = words_of(text)
        for at, (start, end) in enumerate(sentences_of(words)):
            yield _sentence(n, at, words[start:end])


def _sentence(n: int, at: int, words: Sequence[Word]) -> _Sentence:
    clip = Clip(n, words[0].start, words[-1].end)
    return _Sentence(clip, at, tuple(word.folded for word in words))


def _pair_equal(
    olds: Sequence[_Sentence], news: Sequence[_Sentence]
) -> Iterator[tuple[_Sentence, _Sentence]]:
    """Yield the sentences that went and came as often: the first with the first."""
    by_key: dict[tuple[str, ...], tuple[list[_Sentence], list[_Sentence]]] = defaultdict(
        lambda: ([], [])
    )
    for side, sentences in enumerate((olds, news)):
        for each in sentences:
            by_key[each.key][side].append(each)
    for ones, others in by_key.values():
        if len(ones) == len(others) and ones[0].is_told:
            yield from zip(ones, others, strict=True)


def _pair_edited(
    olds: Sequence[_Sentence], news: Sequence[_Sentence]
) -> Iterator[tuple[_Sentence, _Sentence]]:
    """Yield sentences that went and came with other words in them, where there is no doubt."""
    keys = {each.key for each in olds} & {each.key for each in news}
    ones = [each for each in olds if _may_be_edited(each) and each.key not in keys]
    others = [each for each in news if _may_be_edited(each) and each.key not in keys]
    if len(ones) * len(others) > MOST_LOOKED_AT:
        return
    letters = Alphabet()
    spelt = [[letters.spell(each.key) for each in side] for side in (ones, others)]
    shares = [[common(one, other, 0.0) for other in spelt[1]] for one in spelt[0]]
    for x, row in enumerate(shares):
        for y, share in enumerate(row):
            rivals = [*row[:y], *row[y + 1 :], *(shares[n][y] for n in range(len(ones)) if n != x)]
            is_sure = share >= LEAST_ALIKE and share >= max(rivals, default=0.0) + LEAST_MARGIN
            if is_sure and ones[x].clip.n != others[y].clip.n:
                yield ones[x], others[y]


def _may_be_edited(sentence: _Sentence) -> bool:
    return sentence.is_whole and len(sentence.key) >= LEAST_EDITED


def _follows(last: _Sentence, each: _Sentence) -> bool:
    return last.clip.n == each.clip.n and each.at == last.at + 1


def _join(one: Clip, other: Clip) -> Clip:
    return Clip(one.n, one.start, other.end)

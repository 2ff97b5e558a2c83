"""Two manuscripts -> how many words came and went in each chapter."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.blocks.block import Block, Manuscript
from octavo.diff.match.correspondence import correspondence
from octavo.diff.match.wording import words_of
from octavo.diff.match.words import compare_words


@dataclass(frozen=True, slots=True)
class ChapterWords:
    """What became of the words of a chapter."""

    title: str
    """'' for a work without chapters."""
    added: int
    removed: int
    words: int
    """That the chapter has now."""


def count_words(old: Manuscript, new: Manuscript) -> tuple[ChapterWords, ...]:
    """Return the chapters in which words came or went, in the order of the new revision.

    Words that moved with their paragraph did neither; signs are no words. Chapters that only the
    old revision has come last.
    """
    added, removed = Counter[str](), Counter[str]()
    for chapter, came, went in _changes(old, new):
        added[chapter] += came
        removed[chapter] += went
    sizes = Counter[str]()
    for block in new.blocks:
        sizes[block.chapter] += _size(block.text)
    titles = {each.id: each.title for side in (old, new) for each in side.divisions}
    order = dict.fromkeys(block.chapter for side in (new, old) for block in side.blocks)
    return tuple(
        ChapterWords(titles.get(name, ""), added[name], removed[name], sizes[name])
        for name in order
        if added[name] or removed[name]
    )


def _changes(old: Manuscript, new: Manuscript) -> Iterator[tuple[str, int, int]]:
    """Yield chapters, each with some words that came and some that went."""
    found = correspondence(old, new)
    seen_old, seen_new = set[int](), set[int]()
    for one, other in found.pairs:
        olds = tuple(found.merges.get(other, (one,)))
        news = tuple(found.splits.get(one, (other,)))
        seen_old |= set(olds)
        seen_new |= set(news)
        before, after = _join(old.blocks, olds), _join(new.blocks, news)
        if before != after:
            edits = compare_words(before, after).edits
            came = sum(_size(each.after) for each in edits)
            yield new.blocks[other].chapter, came, sum(_size(each.before) for each in edits)
    for n, block in enumerate(old.blocks):
        if n not in seen_old:
            yield block.chapter, 0, _size(block.text)
    for n, block in enumerate(new.blocks):
        if n not in seen_new:
            yield block.chapter, _size(block.text), 0


def _join(blocks: Sequence[Block], places: Sequence[int]) -> str:
    return " ".join(blocks[n].text for n in places)


def _size(text: str) -> int:
    return sum(word.folded[0].isalnum() for word in words_of(text))

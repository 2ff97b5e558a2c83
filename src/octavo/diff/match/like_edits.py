"""Edits -> the patterns by which many of them were made: a word for a word, marks, a spelling."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from octavo.diff.match.wording import Alphabet, Word, words_of
from octavo.diff.match.words import Edit, unequal

QUOTATION, SPELLING = "quotation marks", "spelling"
"""Kinds of patterns that hold for more than one word."""
_QUOTES = "\"'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a\u00ab\u00bb\u300c-\u300f"
_QUOTE = re.compile(f"[{_QUOTES}]")
_POSSESSIVE = re.compile(r"['\u2019]s?\Z")
LEAST_LETTERS = 5
"""Letters of a word that has another spelling."""
MOST_LETTERS = 2
"""Letters of such a word that are other ones."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What became what, throughout."""

    before: str
    after: str
    kind: str = ""
    """'' for words that became others; QUOTATION; SPELLING, of which letters became others."""

    def words_in(self, edit: Edit) -> tuple[str, str]:
        """Return how an edit by this pattern is told."""
        if self.kind == QUOTATION:
            return "".join(_QUOTE.findall(edit.before)), "".join(_QUOTE.findall(edit.after))
        if self.kind == SPELLING:
            return edit.before.casefold(), edit.after.casefold()
        return self.before, self.after


def find_patterns(edits: Sequence[Edit], least: int) -> list[Pattern]:
    """Return the patterns by which ``least`` edits or more were made, spellings before words."""
    found: list[Pattern] = []
    if sum(map(_count_quotes, edits)) >= least:
        found.append(Pattern("", "", QUOTATION))
    rest = [edit for edit in edits if not (found and _count_quotes(edit))]
    found += _find_spellings(rest, least)
    rest = [edit for edit in rest if not any(count_in(pattern, edit) for pattern in found)]
    return [*found, *_find_words(rest, least)]


def parts_of(edit: Edit) -> list[Edit]:
    """Return the words of an edit that became others, each run by itself: those that stayed between
    them are no part of it."""
    olds, news, letters = words_of(edit.before), words_of(edit.after), Alphabet()
    spelt = [letters.spell([word.folded for word in side]) for side in (olds, news)]
    return [
        Edit(_slice(edit.before, olds[a:b]), _slice(edit.after, news[c:d]), 0, 0)
        for a, b, c, d in unequal(spelt[0], spelt[1])
    ]


def _slice(text: str, words: Sequence[Word]) -> str:
    return text[words[0].start : words[-1].end] if words else ""


def count_in(pattern: Pattern, edit: Edit) -> int:
    """Return how often a pattern holds in an edit; 0 where anything else was edited with it."""
    if pattern.kind == QUOTATION:
        return _count_quotes(edit)
    if pattern.kind == SPELLING:
        return int(_letters(edit) == (pattern.before, pattern.after))
    looked_for = _pattern(pattern.before)
    if not looked_for.search(edit.before):
        return 0
    made, count = looked_for.subn(lambda m: _as_in(m[0], pattern), edit.before)
    was_name = pattern.before[:1].isupper() and pattern.after[:1].islower()
    is_made = made.casefold() == edit.after.casefold() if was_name else made == edit.after
    return count if is_made else 0


def count_left(pattern: Pattern, text: str) -> int:
    """Return how often a text still has the words that became others."""
    return 0 if pattern.kind else sum(1 for _ in _pattern(pattern.before).finditer(text))


@lru_cache(maxsize=256)
def _pattern(words: str) -> re.Pattern[str]:
    start = r"(?<!\w)" if words[:1].isalnum() else ""
    end = r"(?!\w)" if words[-1:].isalnum() else ""
    first = f"[{re.escape(words[0])}{re.escape(words[0].swapcase())}]" if words[0].isalpha() else ""
    rest = re.escape(words[1:] if first else words)
    return re.compile(f"{start}{first}{rest}{end}")


def _as_in(found: str, pattern: Pattern) -> str:
    """Return what words became, with a capital where they had one; names have theirs always, and
    may stand for words that have one at the beginning of a sentence."""
    after = pattern.after
    if found[:1] == pattern.before[:1] or not after:
        return after
    is_name = after[:1].isupper() and pattern.before[:1].islower()
    return after if is_name else after[0].swapcase() + after[1:]


def _find_spellings(edits: Sequence[Edit], least: int) -> Iterator[Pattern]:
    """Yield letters that became others in words that are not all one word."""
    uses: dict[tuple[str, str], list[str]] = defaultdict(list)
    for edit in edits:
        if letters := _letters(edit):
            uses[letters].append(edit.before.casefold())
    for letters, words in sorted(uses.items()):
        if len(words) >= least and len(set(words)) > 1:
            yield Pattern(*letters, SPELLING)


def _find_words(edits: Sequence[Edit], least: int) -> Iterator[Pattern]:
    """Yield words that became other words, the longest first; signs that became others too."""
    groups: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for edit in edits:
        before, after = (_without_end(each) for each in (edit.before, edit.after))
        if before and after:
            groups[before.casefold(), after.casefold()][before, after] += 1
    found = []
    for pairs in groups.values():
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        pattern = Pattern(*best)
        alike = {p: n for p, n in pairs.items() if count_in(pattern, Edit(*p, 0, 0))}
        if sum(alike.values()) >= least:
            found.append(pattern)
    yield from sorted(found, key=lambda each: (-len(each.before), each.before, each.after))


def _without_end(words: str) -> str:
    """Return words without the ending of a possessive."""
    return _POSSESSIVE.sub("", words)


def _count_quotes(edit: Edit) -> int:
    """Return how many quotation marks became others; 0 where words or their number did."""
    if _QUOTE.sub("", edit.before) != _QUOTE.sub("", edit.after):
        return 0
    olds, news = _QUOTE.findall(edit.before), _QUOTE.findall(edit.after)
    has_places = _QUOTE.sub("\0", edit.before) == _QUOTE.sub("\0", edit.after)
    return sum(a != b for a, b in zip(olds, news, strict=True)) if has_places else 0


def _letters(edit: Edit) -> tuple[str, str] | None:
    """Return the letters within a word that became others: the spelling of it; None of all else.

    What a word ends with is its form, not its spelling.
    """
    before, after = edit.before.casefold(), edit.after.casefold()
    is_word = before.isalpha() and after.isalpha() and min(len(before), len(after)) >= LEAST_LETTERS
    if not is_word or edit.before[0].isupper() != edit.after[0].isupper():
        return None
    start = _count_shared_letters(before, after)
    old, new = before[start:], after[start:]
    end = _count_shared_letters(old[::-1], new[::-1])
    old, new = old[: len(old) - end], new[: len(new) - end]
    is_inside = start >= 2 and (end or sorted(old) == sorted(new))
    return (old, new) if is_inside and max(len(old), len(new)) <= MOST_LETTERS else None


def _count_shared_letters(one: str, other: str) -> int:
    """Return how many letters two words begin with together."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))

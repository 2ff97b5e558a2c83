"""Words as they are compared: folded, and each written as one letter of an alphabet of words."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from octavo.blocks.block import Block

_FOLDED = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a\u02bc", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
    "\u2026": "...",
}
FOLD = str.maketrans(_FOLDED)
_ONE_BY_ONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_LETTERS_OF_WORD = rf"(?:[^\W{_ONE_BY_ONE}][\u0300-\u036f]*)+"
"""Letters and digits, accents that stand by themselves with them."""
_SIGN = r"(?:(?<![^\s(\[\u201c\"'])[-\u2212](?=\d))?"
"""The sign of a number, which is none of its own."""
_RANGE = r"(?<=\d)\u2013(?=\d)"
WORD = re.compile(
    rf"\[#[^\s\[\]]+\]|[{_ONE_BY_ONE}]|{_SIGN}{_LETTERS_OF_WORD}(?:(?:['\u2019.,\u00ad\u2010\u2011\u2060\u200b-]+|{_RANGE}){_LETTERS_OF_WORD})*"
    r"|\.\.\.|-{2,3}|[^\w\s]"
)
_ADDRESSED = re.compile(r"\[[^\[\]]*https?://[^\s\[\]]+\]")
"""What stands for a picture that is not at hand: what it shows, and its address."""
_LETTERS = 0x10F000
MOST_PAIRS = 400_000_000
"""Pairs of words up to which two texts are compared in order."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word or sign of a text, folded, with where it stands."""

    folded: str
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words and signs of a text; kinds of quotation marks, dashes, spaces are folded."""
    found = (Word(_fold(m[0]), m.start(), m.end()) for m in WORD.finditer(text))
    return tuple(word for word in found if word.folded)  # signs that nobody sees are none


def words_and_pictures_of(text: str) -> tuple[Word, ...]:
    """Return the words and signs of a text; what stands for a picture is one word: of two that have
    parts of their addresses in common, neither has become the other."""
    words = words_of(text)
    if "://" not in text:
        return words
    told: list[Word] = []
    at = 0
    for picture in _ADDRESSED.finditer(text):
        first = bisect_left(words, picture.start(), at, key=lambda word: word.start)
        last = bisect_left(words, picture.end(), first, key=lambda word: word.end)
        last += last < len(words) and words[last].end == picture.end()
        folded = " ".join(word.folded for word in words[first:last])
        told += [*words[at:first], Word(folded, picture.start(), picture.end())]
        at = last
    return (*told, *words[at:])


def fold_words(text: str) -> list[str]:
    """Return the words and signs of a text, folded."""
    if text.isascii():
        return ["-" if word in ("--", "---") else word for word in WORD.findall(text)]
    return [word.folded for word in words_of(text)]


def _fold(word: str) -> str:
    if word.isascii():
        return "-" if word in ("--", "---") else word
    return unicodedata.normalize("NFC", word).translate(FOLD)


@dataclass(frozen=True, slots=True)
class AlignedBlock:
    """A block as it is aligned."""

    at: int
    """Its index in the manuscript."""
    block: Block
    letters: str
    """One letter a word."""
    key: str
    """Equal for blocks that say the same."""
    family: str

    @property
    def size(self) -> int:
        """Return how many words speak for it; a picture counts as a sentence."""
        return max(len(self.letters), 4) if self.family == "image" else len(self.letters)


class Alphabet:
    """Gives each word a letter of its own: the same in both manuscripts."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}
        self._texts: dict[str, tuple[str, str]] = {}

    def letter(self, word: str) -> str:
        found = self._letters.get(word)
        if found is None:
            number = len(self._letters) % _LETTERS + 1
            found = chr(number if number < 0xD800 else number + 0x800)
            self._letters[word] = found
        return found

    def spell(self, words: Sequence[str]) -> str:
        return "".join(map(self.letter, words))

    def unit(self, at: int, block: Block, head: int = 0) -> AlignedBlock:
        """Return a block as it is aligned: without so many characters that it begins with."""
        letters, folded = self._read(block.text[head:])
        signs = block.text if block.kind == "code" else folded
        own = block.picture.path if block.picture else ""
        key = "\0".join((block.family, signs, own))
        return AlignedBlock(at, block, letters, key, block.family)

    def _read(self, text: str) -> tuple[str, str]:
        """Return a text's letters, and its words folded; most texts come twice."""
        found = self._texts.get(text)
        if found is None:
            words = fold_words(text)
            found = self._texts[text] = self.spell(words), " ".join(words)
        return found


def similarity(old: AlignedBlock, new: AlignedBlock, least: float = 0.0) -> float:
    """Return the share of words that two blocks have in common and in order; 0 below ``least``."""
    if old.family != new.family:
        return 0.0
    if old.block.picture and new.block.picture:
        one, other = old.block.picture, new.block.picture
        if one.path == other.path or one.sha256 == other.sha256:
            return 1.0
    if old.key == new.key:
        return 1.0
    return common(old.letters, new.letters, least)


def common(old: str, new: str, least: float) -> float:
    """Return the share of letters that two texts have in common and in order; 0 below ``least``.

    Of very long texts, those that they have in common in any order: that takes no square of time.
    """
    if len(old) * len(new) <= MOST_PAIRS:
        return Indel.normalized_similarity(old, new, score_cutoff=least)
    share = 2 * (Counter(old) & Counter(new)).total() / (len(old) + len(new))
    return share if share >= least else 0.0

"""How sure it is that what is told to have moved is the same text."""

from rapidfuzz.distance import Indel

from octavo.diff.match.events import Event
from octavo.diff.match.wording import Alphabet, words_of

CERTAIN = 100
SURE = 80
"""Per cent of common words below which a move is told as uncertain."""
MOST = 20_000
"""Characters of a text that are looked at."""


def share_in_common(event: Event) -> int:
    """Return how many per cent of the words of what moved are the same, and in the same order; 100
    of all other events."""
    if event.change != "moved" or event.before == event.after or not event.before:
        return CERTAIN
    alphabet = Alphabet()
    old, new = (
        alphabet.spell([word.folded for word in words_of(text[:MOST])])
        for text in (event.before, event.after)
    )
    return min(round(100 * Indel.normalized_similarity(old, new)), CERTAIN)

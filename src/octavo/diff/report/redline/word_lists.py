"""Words that came and went -> what a redline tells of them before its list of changes."""

from collections.abc import Sequence

from octavo.diff.word_counts import ChapterWords
from octavo.languages import Language
from octavo.markup.tree import Element, child, new


def count_list(counts: Sequence[ChapterWords], words: Language) -> list[Element]:
    """Return how many words came and went: in all, and by chapter where there are several."""
    if not counts:
        return []
    added, removed = (sum(getattr(c, name) for c in counts) for name in ("added", "removed"))
    found = [new("p", _tell(added, removed, words), class_="redline-words")]
    if len(counts) > 1:
        items = new("ul", class_="redline-words")
        for each in counts:
            said = _tell(each.added, each.removed, words)
            child(items, "li", f"{each.title}{words.word('colon')}{said}" if each.title else said)
        found.append(items)
    return found


def _tell(added: int, removed: int, words: Language) -> str:
    return words.word("words_changed", added=str(added), removed=str(removed))

"""Lists of a text -> numbering.xml: a number for each list, with its signs and its first number."""

from collections.abc import Mapping

from octavo.diff.report.tracked.word_markup import as_part, word
from octavo.markup.tree import Element

FORMATS: Mapping[str, str] = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
BULLETS = "•–∗"
DEEPEST = 9
"""Levels that a word processor knows."""


class WordLists:
    """Gives each list a number."""

    def __init__(self) -> None:
        self._kinds: list[str] = []
        """Format of each kind of list, '' for bullets."""
        self._lists: list[tuple[int, int, int]] = []
        """Kind, level and first number of each list."""

    def number(self, told: Mapping[str, str], level: int) -> int:
        """Return the number of a new list by its tag and attributes, at a level from 0."""
        format = FORMATS.get(told.get("type", "1"), "decimal") if told["tag"] == "ol" else ""
        if format not in self._kinds:
            self._kinds.append(format)
        start = told.get("start", "1")
        first = int(start) if start.isdecimal() else 1
        self._lists.append((self._kinds.index(format), min(level, DEEPEST - 1), first))
        return len(self._lists)

    def part(self) -> bytes:
        """Return numbering.xml."""
        root = word("numbering")
        for n, format in enumerate(self._kinds, 1):
            kind = word("abstractNum", word("multiLevelType", val="multilevel"), abstractNumId=n)
            for level in range(DEEPEST):
                kind.append(_level(format, level))
            root.append(kind)
        for n, (kind_number, level, first) in enumerate(self._lists, 1):
            found = word("num", word("abstractNumId", val=kind_number + 1), numId=n)
            if self._kinds[kind_number]:
                start = word("startOverride", val=first)
                found.append(word("lvlOverride", start, ilvl=level))
            root.append(found)
        return as_part(root)


def _level(format: str, level: int) -> Element:
    sign = f"%{level + 1}." if format else BULLETS[level % len(BULLETS)]
    indent = word("ind", left=360 * (level + 1) + 360, hanging=360)
    return word(
        "lvl",
        word("start", val=1),
        word("numFmt", val=format or "bullet"),
        word("lvlText", val=sign),
        word("lvlJc", val="left"),
        word("pPr", indent),
        ilvl=level,
    )

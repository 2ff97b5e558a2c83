"""A remark -> a problem at the line of the source whose words are set there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from octavo.checks.typography.remarks import Remark
from octavo.core.problems import Problem, Severity
from octavo.markup.tree import Element
from octavo.model.chapters import line_of
from octavo.model.publication import Chapter, Publication, Text

COVER = "cover"
LONGEST, SHORTEST = 5, 2
"""Words in a row that are looked for in the source, the longest row first."""
_WORD = re.compile(r"\w+")


class Places:
    """Knows where the blocks of a publication stand in its source."""

    def __init__(self, publication: Publication, labels: Sequence[str]) -> None:
        self._publication, self._labels = publication, labels
        known = dict[Element, int]()
        self._homes: Mapping[str, tuple[Chapter, int]] = {
            str(node.get("data-b")): (chapter, line_of(node, known))
            for chapter in publication.chapters
            for node in chapter.body.iter()
            if node.get("data-b")
        }
        self._begins: dict[str, list[int]] = {}
        for chapter, line in self._homes.values():
            self._begins.setdefault(chapter.slug, []).append(line)

    def problem(self, remark: Remark, severity: Severity) -> Problem:
        """Return the remark at its place; what a template wrote is told at the metadata."""
        message = f"page {self.page(remark.page)}: {remark.message}"
        if remark.block not in self._homes:
            key = COVER if self._publication.config.metadata.cover == remark.words else "title"
            found = self._publication.config.problem(remark.code, key, message, remark.hint)
            return replace(found, severity=severity)
        chapter, line = self._homes[remark.block]
        number, column = _find_words(chapter.text, line, self._end(chapter, line), remark)
        place = chapter.text.place(number, column)
        excerpt = chapter.text.line(number).rstrip()
        return Problem(remark.code, place, message, remark.hint, severity, excerpt)

    def page(self, index: int) -> str:
        """Return how a page is called: its label, and its number where that differs."""
        label, number = self._labels[index], str(index + 1)
        return label if label == number else f"{label} ({number} of the PDF)"

    def _end(self, chapter: Chapter, line: int) -> int:
        """Return the line before the next block, the text's last where none follows."""
        later = [other for other in self._begins[chapter.slug] if other > line]
        return min(later) - 1 if later else chapter.text.content.count("\n") + 1


def _find_words(text: Text, first: int, last: int, remark: Remark) -> tuple[int, int]:
    """Return line and column of words as they are set, looked for in a block's lines.

    Signs between the words do not count: marks of emphasis, quotation marks as they were typed.
    Of several places the one is taken that is about as far into the block.
    """
    source = "\n".join(text.line(number) for number in range(first, last + 1))
    if remark.words and source.count(remark.words) == 1:
        return _position(source, source.index(remark.words), first)
    said = _WORD.findall(remark.words)
    for count in range(min(LONGEST, len(said)), SHORTEST - 1, -1):
        for start in range(len(said) - count + 1):
            row = said[start : start + count]
            pattern = r"\b" + r"[\W_]+".join(map(re.escape, row)) + r"\b"
            places = [match.start() for match in re.finditer(pattern, source)]
            if places:
                meant = remark.share * len(source)
                return _position(source, min(places, key=lambda at: abs(at - meant)), first)
    return first, 1


def _position(source: str, at: int, first: int) -> tuple[int, int]:
    before = source[:at]
    return first + before.count("\n"), at - (before.rfind("\n") + 1) + 1

"""Lines of a code block: numbered from a start, some of them marked."""

import re

from octavo.markup.tree import Element, add_text, child, new

_RANGE = re.compile(r"([0-9]{1,6})(?:-([0-9]{1,6}))?")
START = re.compile(r"[0-9]{1,6}")
"""The number of a first line."""


def parse_ranges(value: str) -> frozenset[int] | None:
    """Return the lines that ``2 4-6`` names, None where the value is something else."""
    lines: set[int] = set()
    for part in value.replace(",", " ").split():
        match = _RANGE.fullmatch(part)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        lines |= set(range(first, min(last, first + 10_000) + 1))
    return frozenset(lines)


def set_lines(code: Element, start: int, marked: frozenset[int]) -> None:
    """Put each line of ``<code>`` into a ``<span class="code-line">``; number it from ``start``.

    ``start`` 0 numbers nothing; ``marked`` counts lines of the block from 1.
    """
    tokens: list[tuple[str, str]] = [("", code.text or "")]
    for node in list(code):
        tokens += [(node.get("class") or "", node.text or ""), ("", node.tail or "")]
        code.remove(node)
    code.text = None
    line = _line(code, 1, start, marked)
    count = 1
    for kind, words in tokens:
        first, *rest = words.split("\n")
        _say(line, kind, first)
        for more in rest:
            count += 1
            line.tail = "\n"
            line = _line(code, count, start, marked)
            _say(line, kind, more)


def _line(code: Element, number: int, start: int, marked: frozenset[int]) -> Element:
    line = child(code, "span", class_="code-line marked" if number in marked else "code-line")
    if start:
        line.append(new("span", str(start + number - 1), class_="line-number"))
    return line


def _say(line: Element, kind: str, words: str) -> None:
    if words and kind:
        child(line, "span", words, class_=kind)
    elif words:
        add_text(line, words)

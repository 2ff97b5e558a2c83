"""How much a text may hold: what no author writes would exhaust the machine, and is refused.

Every limit is counted in the text itself, so that a text is refused on every machine or on none.
Fences are left out: what stands in code nests nothing.
"""

import json
import re
from collections.abc import Iterator

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.model.publication import Text
from octavo.source.config.configuration import MOST_SIGNS
from octavo.source.fences import lines_in_fences

MOST_ABBREVIATIONS = 2_000
DEEPEST = 24
"""Quotations in one another; boxes in one another."""
DEEPEST_INDENT = 40
"""Levels by which a line may be moved in."""
DEEPEST_BRACKETS = 60
"""Brackets within brackets in one paragraph."""
INDENT = 4
_QUOTES = re.compile(r"[ \t>]*")
_ABBREVIATION = re.compile(r" {0,3}\*\[[^\]]+\]:")
_BOX = re.compile(r" {0,3}/{3,}[ \t]*([\w-]*)")

Fault = tuple[int, str, str, str]
"""Line, code, message, hint."""


def beyond_limits(text: Text, workshop: Workshop) -> list[Problem]:
    """Return what is too much in a text: the first fault of each kind.

    Problems: E115 (nested too deep), E116 (too large).
    """
    if len(text.content) > MOST_SIGNS:
        return [too_large(text)]

    def make(inside: Workshop) -> bytes:
        first = {fault[2]: fault for fault in reversed(list(_faults(text.content)))}
        return json.dumps(sorted(first.values())).encode()

    found = json.loads(workshop.recall("limits", (text.content.encode(),), make))
    return [text.problem(code, message, hint, line) for line, code, message, hint in found]


def too_large(text: Text) -> Problem:
    """Return the problem of a text that is longer than any chapter."""
    message = f"the text is longer than {MOST_SIGNS // 1_000_000} million characters"
    return text.problem("E116", message, "divide it into several files", 1)


def _faults(content: str) -> Iterator[Fault]:
    brackets = boxes = abbreviations = 0
    for number, line in _leave_out_fences(content):
        abbreviations += bool(_ABBREVIATION.match(line))
        boxes += _step(line)
        if brackets or "[" in line:
            brackets = _deepest(brackets, line) if line.strip() else 0
        if abbreviations > MOST_ABBREVIATIONS:
            hint = "keep those that readers need"
            yield number, "E116", f"more than {MOST_ABBREVIATIONS} abbreviations", hint
        if boxes > DEEPEST:
            yield (
                number,
                "E115",
                f"more than {DEEPEST} boxes in one another",
                "close the outer ones",
            )
        if brackets > DEEPEST_BRACKETS:
            message = f"more than {DEEPEST_BRACKETS} brackets in one another"
            yield number, "E115", message, "write \\[ for a bracket that is a sign"
        yield from _check_indent(number, line)


def _check_indent(number: int, line: str) -> Iterator[Fault]:
    start = _QUOTES.match(line)
    assert start is not None  # it matches nothing, too
    if start[0].count(">") > DEEPEST:
        hint = "write \\> for a sign that is meant as such"
        yield number, "E115", f"more than {DEEPEST} quotations in one another", hint
        return
    depth = len(start[0].replace(">", "").expandtabs(INDENT)) // INDENT
    if depth > DEEPEST_INDENT and len(line) > len(start[0]):
        hint = "take list members out to the left; what is laid out by spaces is code: ```text"
        yield number, "E115", f"a line moved in by more than {DEEPEST_INDENT} levels", hint


def _leave_out_fences(content: str) -> Iterator[tuple[int, str]]:
    """Yield (number, line) of what is not in a fence."""
    lines = content.split("\n")
    fenced = lines_in_fences(lines)
    yield from ((number, line) for number, line in enumerate(lines, 1) if number not in fenced)


def _step(line: str) -> int:
    """Return 1 where a box opens, -1 where one closes."""
    box = _BOX.match(line)
    return 0 if box is None else 1 if box[1] else -1


def _deepest(depth: int, line: str) -> int:
    """Return how deep brackets stand in one another at the deepest place of a line, or its end."""
    most = depth
    for sign in line:
        if sign == "[":
            depth += 1
            most = max(most, depth)
        elif sign == "]" and depth:
            depth -= 1
    return most if most > DEEPEST_BRACKETS else depth

"""One line of words -> its runs from left to right, for letters that are drawn, not set.

The rules are those of the Unicode bidirectional algorithm (UAX #9) for a line without embeddings,
overrides and isolates; brackets are neutral signs like any other (rule N0 is left out).
"""

from itertools import groupby
from unicodedata import bidirectional

_NEUTRAL = frozenset({"B", "S", "WS", "ON"})


def runs(words: str, base: str = "ltr") -> list[tuple[str, bool]]:
    """Return (words, is right-to-left) for each run, in the order in which the eye meets them.

    ``base`` is the direction of the line, ltr or rtl; words keep their logical order inside a run.
    """
    levels = _levels(words, base == "rtl")
    found: list[tuple[str, int]] = []
    at = 0
    for level, group in groupby(levels):
        count = len(list(group))
        found.append((words[at : at + count], level))
        at += count
    for lowest in range(max(levels, default=0), 0, -1):
        found = _turned(found, lowest)
    return [(part, bool(level % 2)) for part, level in found]


def _turned(found: list[tuple[str, int]], lowest: int) -> list[tuple[str, int]]:
    """Reverse each stretch of runs whose level is ``lowest`` or more (L2)."""
    turned: list[tuple[str, int]] = []
    for is_deep, group in groupby(found, lambda run: run[1] >= lowest):
        stretch = list(group)
        turned += reversed(stretch) if is_deep else stretch
    return turned


def _levels(words: str, is_rtl: bool) -> list[int]:
    start = "R" if is_rtl else "L"
    types = _directed(_weak([bidirectional(sign) for sign in words], start), start)
    base = int(is_rtl)
    levels = [{"L": 2 * base, "R": 1}.get(kind, 2) for kind in types]
    for n in range(len(words) - 1, -1, -1):
        if not words[n].isspace():
            break
        levels[n] = base
    return levels


def _weak(types: list[str], start: str) -> list[str]:
    """Resolve marks, numbers and the signs of numbers (W1 to W7)."""
    types = ["R" if kind == "AL" else kind for kind in _numbers(types, start)]  # W3
    for n in range(1, len(types) - 1):  # W4
        before, after = types[n - 1], types[n + 1]
        if before == after and (types[n], before) in (("ES", "EN"), ("CS", "EN"), ("CS", "AN")):
            types[n] = before
    return _latin_numbers(_terminated(types), start)


def _numbers(types: list[str], start: str) -> list[str]:
    """Marks are what they stand on (W1); numbers after Arabic letters are Arabic ones (W2)."""
    resolved: list[str] = []
    last = start
    for kind in types:
        if kind == "NSM":
            resolved.append(resolved[-1] if resolved else start)
            continue
        last = kind if kind in ("L", "R", "AL") else last
        resolved.append("AN" if kind == "EN" and last == "AL" else kind)
    return resolved


def _latin_numbers(types: list[str], start: str) -> list[str]:
    """Other signs are neutral (W6); numbers after Latin letters belong to them (W7)."""
    last = start
    for n, kind in enumerate(types):
        if kind in ("ES", "ET", "CS", "BN"):
            types[n] = "ON"
        elif kind in ("L", "R"):
            last = kind
        elif kind == "EN" and last == "L":
            types[n] = "L"
    return types


def _terminated(types: list[str]) -> list[str]:
    """Signs such as % and the degree belong to the number beside them (W5)."""
    resolved: list[str] = []
    for kind, group in groupby(types):
        count, before = len(list(group)), resolved[-1:] == ["EN"]
        after = types[len(resolved) + count : len(resolved) + count + 1] == ["EN"]
        resolved += ["EN" if kind == "ET" and (before or after) else kind] * count
    return resolved


def _directed(types: list[str], start: str) -> list[str]:
    """Give neutral signs the direction of both neighbours, or that of the line (N1, N2)."""
    resolved: list[str] = []
    for is_neutral, group in groupby(types, lambda kind: kind in _NEUTRAL):
        stretch = list(group)
        if is_neutral:
            end = len(resolved) + len(stretch)
            before = _side(resolved[-1]) if resolved else start
            after = _side(types[end]) if end < len(types) else start
            stretch = [before if before == after else start] * len(stretch)
        resolved += stretch
    return resolved


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"

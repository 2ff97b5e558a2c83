"""Two lists of the same kind of thing -> where they differ, as short as can be told."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from octavo.finished.items import TextBlock

T = TypeVar("T")
WINDOW = 60
"""Characters of running text that are taken as the same place."""
AHEAD = 200
"""Blocks that are looked through for the place where two texts agree again."""


@dataclass(frozen=True, slots=True)
class Gap(Generic[T]):
    """``wanted`` alone is missing, ``found`` alone is too many, both differ in their words."""

    wanted: T | None
    found: T | None


def in_order(wanted: Sequence[T], found: Sequence[T], key: Callable[[T], Hashable]) -> list[Gap[T]]:
    """Return the gaps between two lists whose order counts."""
    ours, theirs = [key(each) for each in wanted], [key(each) for each in found]
    if ours == theirs:
        return []
    gaps: list[Gap[T]] = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for kind, i, j, m, n in matcher.get_opcodes():
        if kind == "equal":
            continue
        both = min(j - i, n - m) if j - i == n - m else 0
        gaps += [Gap(wanted[i + k], found[m + k]) for k in range(both)]
        gaps += [Gap(each, None) for each in wanted[i + both : j]]
        gaps += [Gap(None, each) for each in found[m + both : n]]
    return gaps


def in_any_order(
    wanted: Sequence[T], found: Sequence[T], key: Callable[[T], Hashable]
) -> list[Gap[T]]:
    """Return the gaps between two lists whose order does not count."""
    left: dict[Hashable, list[T]] = {}
    for each in found:
        left.setdefault(key(each), []).append(each)
    missing = []
    for each in wanted:
        same = left.get(key(each))
        if same:
            same.pop(0)
        else:
            missing.append(each)
    others = [each for same in left.values() for each in same]
    if len(missing) == len(others):
        return [Gap(*pair) for pair in zip(missing, others, strict=True)]
    return [*(Gap(each, None) for each in missing), *(Gap(None, each) for each in others)]


@dataclass(frozen=True, slots=True)
class PassageGap:
    """Running text that differs: the blocks that are not there, and the words that are."""

    wanted: tuple[TextBlock, ...]
    found: str


def in_running_text(
    wanted: Sequence[TextBlock], text: str, normal: Callable[[str], str], glue: str
) -> list[PassageGap]:
    """Return the passages where ``text`` does not run as the blocks do, each ended by ``glue``."""
    keys = [normal(block.text) + glue for block in wanted]
    passages: list[PassageGap] = []
    at = block = 0
    while block < len(keys):
        if text.startswith(keys[block], at):
            at, block = at + len(keys[block]), block + 1
            continue
        again, there = _find_agreement(keys, block, text, at)
        passages.append(PassageGap(tuple(wanted[block:again]), text[at:there].strip()))
        at, block = there, again
    if text[at:].strip():
        passages.append(PassageGap((), text[at:].strip()))
    return passages


def window(keys: Sequence[str], block: int, size: int = WINDOW) -> str:
    """Return at least ``size`` characters from a block on, in whole blocks, if there are any."""
    found = ""
    while block < len(keys) and len(found) < size:
        found, block = found + keys[block], block + 1
    return found


def _find_agreement(keys: Sequence[str], block: int, text: str, at: int) -> tuple[int, int]:
    """Return the block and the position in ``text`` from which both run alike again."""
    best, cost = (len(keys), len(text)), float("inf")
    lost = 0
    for again in range(block, min(block + AHEAD, len(keys))):
        if lost >= cost:
            break
        there = text.find(window(keys, again), at)
        if there >= 0 and there - at + lost < cost:
            best, cost = (again, there), there - at + lost
        lost += len(keys[again])
    return best

"""One line of words -> its runs from left to right, for letters that are drawn, not set.

Levels are those of python-bidi (the crate unicode-bidi; UAX #9 with bracket pairs and isolates);
to put runs in the order of the eye by them is one rule of the algorithm, L2.
"""

import re
from itertools import accumulate, groupby

from bidi import get_display

Around = tuple[str, str]
"""What a paragraph has before and after one of its lines."""
ALL: Around = ("", "")
"""Around a line that is all of its paragraph."""
_LEVELS = re.compile(r"\n    levels: \[(.*?)\],\n    paragraphs: ", re.DOTALL)
"""Where the wheel tells levels; a line end of the words themselves is written as ``\\n`` there."""
_NUMBER = re.compile(r"\d+")


def runs(words: str, base: str = "ltr", around: Around = ALL) -> list[tuple[str, bool]]:
    """Return (words, is right-to-left) for each run, in the order in which the eye meets them.

    ``base`` is the direction of the line, ltr or rtl; words keep their logical order inside a run.
    ``around`` is what its paragraph has before and after this line: a number that follows an
    Arabic word stands otherwise than one that begins a paragraph, also on the next line.
    """
    before, after = around
    levels = _levels(f"{before}{words}{after}", base == "rtl")[len(before) :][: len(words)]
    found: list[tuple[str, int]] = []
    at = 0
    for level, group in groupby(levels):
        count = len(list(group))
        found.append((words[at : at + count], level))
        at += count
    for lowest in range(max(levels, default=0), 0, -1):
        found = _turn(found, lowest)
    return [(part, bool(level % 2)) for part, level in found]


def _turn(found: list[tuple[str, int]], lowest: int) -> list[tuple[str, int]]:
    """Reverse each stretch of runs whose level is ``lowest`` or more (L2)."""
    turned: list[tuple[str, int]] = []
    for is_deep, group in groupby(found, lambda run: run[1] >= lowest):
        stretch = list(group)
        turned += reversed(stretch) if is_deep else stretch
    return turned


def _levels(words: str, is_rtl: bool) -> list[int]:
    """Return the embedding level of each sign.

    The wheel tells levels only in the text that its ``debug`` gives: one for each byte of UTF-8.
    """
    told = str(get_display(words, base_dir="R" if is_rtl else "L", debug=True))
    match = _LEVELS.search(told)
    assert match is not None
    of_bytes = [int(level) for level in _NUMBER.findall(match[1])]
    starts = accumulate((len(sign.encode()) for sign in words[:-1]), initial=0)
    return [of_bytes[at] for at in starts] if words else []

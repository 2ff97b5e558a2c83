"""The marks of lists: bullets, numbers, and letters or roman numerals where they are plainly meant.

Bullets and numbers are CommonMark's. A letter or a numeral at the head of a line is a word, such
as ``c. 1800`` or ``z. B.``, unless it is the first of its kind and a second follows it.
"""

import re
from collections.abc import Sequence

from octavo.source.block_rules.cursor import TAB, Cursor
from octavo.source.block_rules.written_block import ListMark

FURTHEST = 1_000
"""Lines to be looked at for the second of a list."""
_BULLET = re.compile(r"([-+*])(?=[ \t]|$)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=[ \t]|$)")
_LETTER = re.compile(r"([a-z]|[ivxlcdm]{2,8})([.)])(?=[ \t]+\S)")
_CAPITAL = re.compile(r"([A-Z]|[IVXLCDM]{2,8})(?:(\.)(?=[ \t]{2,}\S|\t)|(\))(?=[ \t]+\S))")
_ROMANS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def list_mark(words: str) -> ListMark | None:
    """Return the bullet or the number with which a line begins."""
    sign = words[:1]
    if sign in "-+*" and sign:
        return ListMark(sign, "", 0, 1) if _BULLET.match(words) else None
    number = _NUMBER.match(words)
    return ListMark("1", number[2], int(number[1]), len(number[0])) if number else None


def letter_marks(words: str) -> tuple[ListMark, ...]:
    """Return what a letter or a numeral at the head of a line may be, roman numerals first."""
    found = _LETTER.match(words) or _CAPITAL.match(words)
    if found is None:
        return ()
    name, sign = found[1], found[0][-1]
    roman, letter = ("i", "a") if name.islower() else ("I", "A")
    marks = []
    if number := roman_number(name.lower()):
        marks.append(ListMark(roman, sign, number, len(found[0])))
    if len(name) == 1:
        marks.append(ListMark(letter, sign, ord(name.lower()) - ord("a") + 1, len(found[0])))
    return tuple(marks)


def roman_number(name: str) -> int:
    """Return the value of a roman numeral in small letters, 0 where it is none."""
    value, rest = 0, name
    for amount, sign in _ROMANS:
        while rest.startswith(sign):
            value += amount
            rest = rest[len(sign) :]
    return value if value and not rest and write_roman(value) == name else 0


def write_roman(value: int) -> str:
    """Return a number as a roman numeral in small letters."""
    made = ""
    for amount, sign in _ROMANS:
        made += sign * (value // amount)
        value %= amount
    return made


def next_mark(words: str, previous: ListMark) -> ListMark | None:
    """Return the mark of a line that goes on with a list of letters or numerals."""
    wanted = previous.number + 1
    marks = letter_marks(words)
    return next((each for each in marks if each.is_like(previous) and each.number == wanted), None)


def plainly_meant(lines: Sequence[str], at: int, cursor: Cursor) -> ListMark | None:
    """Return the letter that begins a list at a line: the first of its kind, with a second to come.

    ``cursor`` stands in the line ``lines[at]`` where the mark may be.
    """
    for mark in letter_marks(cursor.words):
        if mark.number == 1 and _has_second(lines, at, cursor, mark):
            return mark
    return None


def _has_second(lines: Sequence[str], at: int, cursor: Cursor, mark: ListMark) -> bool:
    """Look down the lines of the same container for the second of a kind."""
    before = re.sub(r"[^>\t]", " ", cursor.text[: cursor.next])
    was_blank = False
    for line in lines[at + 1 : at + FURTHEST]:
        if not line.startswith(before):
            if line.strip(" \t>"):
                return False
            was_blank = True
            continue
        words = line[len(before) :]
        is_further = words[:1] in (" ", "\t") and Cursor(words).indent >= 1
        if not words.strip():
            was_blank = True
        elif not is_further and next_mark(words, mark):
            return True
        elif was_blank and Cursor(words).indent < min(TAB, mark.width):
            return False
    return False

"""Labels put in the place of noughts, in a content stream."""

import re
from collections.abc import Mapping, Sequence

from octavo.editions.pdf.binding.fragment import LateNumber

_MARKED = re.compile(rb"^@(\d+)@$", re.MULTILINE)
CODES = re.compile(r"<([0-9a-f]*)>")
FOLIO = "folio"
"""The string that furniture takes a folio from, its class after ``s-``, and what a late number in
it is the number of."""
CODE = 4
"""Hexadecimal digits of a glyph."""


def mark(index: int) -> bytes:
    """Return the line that stands for the operator of a late number."""
    return b"@%d@" % index


def glyphs_of(operator: str) -> list[str]:
    """Return the glyphs that an operator shows, in hexadecimal."""
    runs = CODES.findall(operator)
    return [run[n : n + CODE] for run in runs for n in range(0, len(run), CODE)]


def fill_in(content: bytes, numbers: Sequence[LateNumber], labels: Mapping[str, str]) -> bytes:
    """Return a content stream with the labels of its late numbers; each has as many digits as it
    has noughts, or ValueError."""

    def put(found: re.Match[bytes]) -> bytes:
        number = numbers[int(found[1])]
        return operator_of(number, labels[number.target])

    return _MARKED.sub(put, content)


def operator_of(number: LateNumber, label: str) -> bytes:
    """Return the operator that shows a label."""
    glyphs = glyphs_of(number.operator)
    if len(glyphs) != len(label):
        raise ValueError(f"no room for {label} in the place of {len(glyphs)} noughts")
    left = iter(label)

    def put(found: re.Match[str]) -> str:
        count = len(found[1]) // CODE
        return f"<{''.join(number.digits[int(next(left))] for _ in range(count))}>"

    return CODES.sub(put, number.operator).encode()

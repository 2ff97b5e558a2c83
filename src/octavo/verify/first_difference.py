"""Two files that should be equal -> where they first differ, in words."""

import io
import re
from zipfile import BadZipFile, ZipFile, ZipInfo

SHOWN = 60
"""Characters of a line, or bytes, that are shown around a difference."""
_OBJECT = re.compile(rb"(?:^|[\r\n])(\d+ \d+ obj)\b")


def first_difference(name: str, one: bytes, two: bytes) -> str:
    """Return where the files called ``name`` first differ; '' where they are equal."""
    if one == two:
        return ""
    if name.endswith((".epub", ".zip")):
        return _in_archive(one, two)
    if name.endswith(".pdf"):
        return _in_pdf(one, two)
    return _in_text(one, two)


def _in_archive(one: bytes, two: bytes) -> str:
    """Compare member names and their order, then dates and permissions, then contents."""
    try:
        first, second = ZipFile(io.BytesIO(one)), ZipFile(io.BytesIO(two))
    except BadZipFile:
        return _at_byte(one, two)
    with first, second:
        if first.namelist() != second.namelist():
            return f"members: {_in_lists(first.namelist(), second.namelist())}"
        for left, right in zip(first.infolist(), second.infolist(), strict=True):
            content = first_difference(left.filename, first.read(left), second.read(right))
            if content:
                return f"{left.filename}: {content}"
            if _header(left) != _header(right):
                return f"{left.filename}: header: {_header(left)} / {_header(right)}"
    return _at_byte(one, two)


def _in_lists(one: list[str], two: list[str]) -> str:
    for number, (left, right) in enumerate(zip(one, two, strict=False), 1):
        if left != right:
            return f"number {number} is {left} / {right}"
    return f"{len(one)} / {len(two)} of them"


def _header(member: ZipInfo) -> str:
    date = "-".join(f"{number:02}" for number in member.date_time)
    return f"{date} mode {member.external_attr >> 16:o} method {member.compress_type}"


def _in_pdf(one: bytes, two: bytes) -> str:
    at = _offset(one, two)
    found = [match[1].decode() for match in _OBJECT.finditer(one, 0, at)]
    return f"{'in ' + found[-1] + ', ' if found else ''}{_at_byte(one, two)}"


def _in_text(one: bytes, two: bytes) -> str:
    try:
        left, right = one.decode().splitlines(), two.decode().splitlines()
    except UnicodeDecodeError:
        return _at_byte(one, two)
    for number, (first, second) in enumerate(zip(left, right, strict=False), 1):
        if first != second:
            column = _offset(first.encode(), second.encode())
            start = max(0, column - SHOWN // 2)
            shown = f"{first[start : start + SHOWN]!r} / {second[start : start + SHOWN]!r}"
            return f"line {number}: {shown}"
    return f"{len(left)} / {len(right)} lines"


def _at_byte(one: bytes, two: bytes) -> str:
    at = _offset(one, two)
    shown = f"{one[at : at + 12]!r} / {two[at : at + 12]!r}"
    return f"byte {at} of {len(one)} / {len(two)}: {shown}"


def _offset(one: bytes, two: bytes) -> int:
    """Return the index of the first byte that differs."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(two)))

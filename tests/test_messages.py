"""What is told of a fault: what, where, what to write; short, and at its line.

Each message of tests/checks is held to it, so each code with a folder there.
"""

import re
from pathlib import Path

import pytest
from conftest import ROOT

CHECKS = ROOT / "tests" / "checks"
FOLDERS = sorted(folder.name for folder in CHECKS.iterdir())
MOST = 300
"""Signs of a message and its hint."""
HEAD = re.compile(r"(\S[^:]*(?::\d+){0,2}): ([EWN]\d{3}) (?:(?:warning|notice): )?(\S.*)")
WITHOUT_A_LINE = {
    "E101": "there is nothing, so no line",
    "E109": "speaks of a whole file",
    "E129": "speaks of a picture",
    "E136": "speaks of a whole file",
    "E137": "speaks of a whole file",
    "E272": "speaks of a whole file",
    "E311": "speaks of a finished edition",
}
"""Code -> why its messages may have no line."""


def messages(name: str) -> list[tuple[str, str, str, str]]:
    """Return (place, code, message, hint) of each message of a folder."""
    text = (CHECKS / name / "expected.txt").read_text(encoding="utf-8")
    found: list[tuple[str, str, str, str]] = []
    for line in text.splitlines():
        if line.startswith("    hint: "):
            found[-1] = (*found[-1][:3], line.removeprefix("    hint: "))
        elif head := HEAD.fullmatch(line):
            found.append((head[1], head[2], head[3], ""))
    return found


@pytest.mark.parametrize("name", FOLDERS)
def test_a_message_is_short_and_says_what_where_and_what_to_write(name: str) -> None:
    found = messages(name)
    assert found
    for place, code, message, hint in found:
        assert len(message) + len(hint) <= MOST, (code, message, hint)
        assert hint, (code, message)
        assert "\n" not in message and not message.endswith("."), message
        assert re.search(r":\d+", place) or code in WITHOUT_A_LINE, f"{place}: {code} {message}"


def test_no_excuse_for_a_missing_line_is_left_over() -> None:
    without = {
        code
        for name in FOLDERS
        for place, code, *_ in messages(name)
        if not re.search(r":\d+", place)
    }
    assert without == WITHOUT_A_LINE.keys()


def test_a_message_is_parsed_as_it_is_printed(tmp_path: Path) -> None:
    assert HEAD.fullmatch("text.md:3:1: E201 there is none") is not None
    assert HEAD.fullmatch("own.css: E272 warning: nothing reads own.css") is not None
    assert HEAD.fullmatch("    text.md:3:1: E201 there is none") is None

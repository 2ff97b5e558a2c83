"""Octavo's reading held against CommonMark and GFM: their own examples, and another reader.

The examples are not ours to hand on (CC BY-SA): they are taken from the npm package
commonmark-spec, or from a folder that OCTAVO_SPECS names, with the text of either. Without them
their test is skipped; markdown-it-py is always there, and is asked about texts that are made up.
"""

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from common_reading import of_html, ours, theirs, told
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.markup.tree import TooDeep

EXAMPLE = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
FAULTS = frozenset({"E213", "E214", "E237"})
"""Codes by which a reading that differs is told."""
BARE = re.compile(r"(?<![\w/])(?:https?://|www\.|[\w.+-]+@[\w-]+\.\w)")
"""An address without brackets: GFM makes a link of it, CommonMark does not."""


def places() -> list[Path]:
    """Return the files of examples that this machine has."""
    asked = os.environ.get("OCTAVO_SPECS", "")
    roots = [Path(asked)] if asked else []
    above = Path(__file__).resolve().parents
    roots += [root / "node_modules" / "commonmark-spec" for root in above]
    shared = ("/usr/lib/node_modules", "/usr/local/lib/node_modules")
    roots += [Path(root) / "commonmark-spec" for root in shared]
    return sorted({path for root in roots if root.is_dir() for path in root.glob("*.txt")})


def examples(path: Path) -> list[tuple[str, str]]:
    """Return (Markdown, HTML) of each example of a specification."""
    text = path.read_text(encoding="utf-8").replace("→", "\t")
    return [(found[1], found[2]) for found in EXAMPLE.finditer(text)]


def verdict(text: str, html: str) -> str:
    """Return how an example is read: as specified, told, by an extension, or silently otherwise."""
    if ours(text) == of_html(html):
        return "as specified"
    if FAULTS & {each.split()[0] for each in told(text)}:
        return "told"
    without = re.sub(r'<a href="(?:mailto:|http://)?[^"]*">([^<]*)</a>', r"\1", ours(text))
    if BARE.search(text) and without == of_html(html):
        return "extension"
    if "\n<" in f"\n{text}" and re.sub("</?p>", "", ours(text)) == re.sub(
        "</?p>", "", of_html(html)
    ):
        return "extension"  # HTML of words and pictures is a paragraph
    is_old = "<!--" in text  # 0.29, on which GFM rests, refused comments that 0.31 takes
    return "newer" if is_old else "otherwise"


@pytest.mark.skipif(not places(), reason="no commonmark-spec here, and OCTAVO_SPECS names none")
def test_no_example_of_commonmark_and_gfm_is_silently_read_otherwise() -> None:
    for path in places():
        found = examples(path)
        assert len(found) > 600, path
        verdicts = {text: verdict(text, html) for text, html in found}
        counts = Counter(verdicts.values())
        assert [text for text, each in verdicts.items() if each == "otherwise"] == [], counts
        assert counts["as specified"] > 0.93 * len(found), counts
        assert counts["extension"] <= 12 and counts["newer"] <= 2, counts


LINES = (
    *("", "", "", "- ", "* ", "1. ", "2. ", "3) ", "  ", "   ", "    ", "  - ", "    - ", "   1. "),
    *("> ", "> - ", "> 1. ", "# ", "## ", "\t", "- - "),
)
WORDS = (
    *("foo", "bar *baz*", "**x**y", "_a_", "a_b_c", "`c`", "``a`b``", "[l](u)", "![i](s)", "*a"),
    *("b*", "**a", "a  ", "b\\", "\\*e", "&amp;", "&copy", "~~x~~", "a | b", "| a | b |", "---"),
    *("|---|:-:|", "===", "***", "```", "~~~", "````", "#5", "1986. x", "[a](b 'c')", "_", "]"),
    *("[r]", "[*a*](<b c>)", "a*b*c", "", ""),
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return some lines of Markdown; code that is opened is closed by the end of the text."""
    count = draw(st.integers(1, 8))
    lines = [draw(st.sampled_from(LINES)) + draw(st.sampled_from(WORDS)) for _ in range(count)]
    return "\n".join([*lines, ""])


def is_common_ground(text: str) -> bool:
    """Leave out where markdown-it-py itself is not CommonMark: it takes a sign of a quotation that
    is moved in by four, and lets a heading of a table begin like another block."""
    return not re.search(r"^(?:\t| {4,})[^\n]*>|^[^\n]*[>#*-][^\n]*\n *\|---", text, re.MULTILINE)


@settings(max_examples=800, derandomize=True, deadline=None)
@given(texts().filter(is_common_ground))
def test_what_is_not_told_is_read_as_markdown_it_reads_it(text: str) -> None:
    try:
        read = ours(text)
    except TooDeep:
        return
    if read != theirs(text):
        assert FAULTS & {each.split()[0] for each in told(text)}, text

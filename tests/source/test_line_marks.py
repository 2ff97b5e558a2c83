"""Marks in one line of the metadata, and signs that are none."""

import pytest

from octavo.markup.marked_words import marks_of
from octavo.source.markdown.line_marks import read_line


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("*Hamlet*", "<em>Hamlet</em>"),
        ("On *Hamlet*, and _Lear_", "On <em>Hamlet</em>, and <em>Lear</em>"),
        ("**Bold** and __so__", "<strong>Bold</strong> and <strong>so</strong>"),
        ("*a **b** c*", "<em>a <strong>b</strong> c</em>"),
        ("***both***", "<strong><em>both</em></strong>"),
        ("`x.y` and ``a`b``", "<code>x.y</code> and <code>a`b</code>"),
        ("10^6^ of CO~2~", "10<sup>6</sup> of CO<sub>2</sub>"),
        ("~~old~~ ==new==", "<del>old</del> <mark>new</mark>"),
        ("`<a> & *b*`", "<code>&lt;a&gt; &amp; *b*</code>"),
        ('"*So*" & <so>', '"<em>So</em>" &amp; &lt;so&gt;'),
        (r"\*so\* and \`so\`", "*so* and `so`"),
        ("读*书*的", "读<em>书</em>的"),
    ],
)
def test_marks_are_read(given: str, made: str) -> None:
    assert marks_of(read_line(given)) == made


@pytest.mark.parametrize(
    "words",
    [
        "C*-algebras and W*-algebras",
        "2 * 3 * 4",
        "snake_case_name",
        "a ^ b ~ c",
        "~/bin and x^2",
        "1. FC Köln",
        "# 1",
        "a == b",
        "[Draft] {x}",
        "A * B",
        "**",
        "*",
    ],
)
def test_other_signs_are_signs(words: str) -> None:
    assert read_line(words) == words
    assert type(read_line(words)) is str

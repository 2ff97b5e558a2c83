"""Markdown becomes a tree whose blocks know the lines they come from."""

import pytest
from conftest import Desk
from pygments.lexers import get_all_lexers

from octavo.constructs.listings import _tokens
from octavo.core.problems import BuildFailed
from octavo.markup.tree import Element, elements, inner, text_of
from octavo.source.markdown.trees import markdown_reading, markdown_tree

BLOCKS = ("p", "h1", "h2", "h3", "ul", "ol", "dl", "pre", "table", "blockquote", "div", "section")


def lines(text: str) -> list[tuple[str, int]]:
    """Return (tag, line) for each outermost block that knows its line."""
    return [
        (str(node.tag), int(node.get("data-line") or 0))
        for node in markdown_tree(text)
        if node.tag in BLOCKS and node.get("data-line")
    ]


FENCE = "```python\nx = 1\n\ny = 2\n```"
CASES = {
    "paragraphs": ("One.\n\nTwo\ngoes on.\n\n\n\nThree.", [("p", 1), ("p", 3), ("p", 8)]),
    "equal words": ("Same.\n\nOther.\n\nSame.\n\nSame.", [("p", 1), ("p", 3), ("p", 5), ("p", 7)]),
    "headings": (
        "# A\n\nB\n\n## C ##\nD\n\nE\n=\n\nF",
        [("h1", 1), ("p", 3), ("h2", 5), ("p", 6), ("h1", 8), ("p", 11)],
    ),
    "a heading in a block": ("One\n## Two\nthree", [("p", 1), ("h2", 2), ("p", 3)]),
    "after a fence": (f"One.\n\n{FENCE}\n\nTwo.", [("p", 1), ("pre", 3), ("p", 9)]),
    "fences in a row": (
        f"{FENCE}\n\n{FENCE}\n\n{FENCE}\n\nEnd.",
        [("pre", 1), ("pre", 7), ("pre", 13), ("p", 19)],
    ),
    "words also in a fence": ("```\nEnd.\n```\n\nA\n\nEnd.", [("pre", 1), ("p", 5), ("p", 7)]),
    "a fence of tildes": ("~~~\n```\n~~~\n\nEnd.", [("pre", 1), ("p", 5)]),
    "after a list": ("- a\n- b\n\n    c\n\n        d\n\nEnd.", [("ul", 1), ("p", 8)]),
    "a fence in a list": (
        "1. a\n\n    ```\n    b\n\n    c\n    ```\n\n2. d\n\nEnd.",
        [("ol", 1), ("p", 11)],
    ),
    "terms": ("A\n:   B\n\n    C\n\nEnd.", [("dl", 1), ("p", 6)]),
    "a table": (
        "A\n\n| B |\n|---|\n| C |\n\nTable: D\n{#e}\n\nEnd.",
        [("p", 1), ("table", 3), ("p", 7), ("p", 10)],
    ),
    "a quotation": ("> A\n>\n> B\n\nEnd.", [("blockquote", 1), ("p", 5)]),
    "stashed HTML": (
        "A\n\n<table>\n<tr><td>B</td></tr>\n</table>\n\nEnd.",
        [("p", 1), ("table", 3), ("p", 7)],
    ),
    "stashed HTML in a row": (
        "<div>\na\nb\n</div>\n\n<div>c</div>\n\nEnd.",
        [("div", 1), ("div", 6), ("p", 8)],
    ),
    "Markdown in HTML": (
        '<div markdown="1">\nA\n\nB\n\n</div>\n\n<p>C</p>\n\nEnd.',
        [("div", 1), ("p", 8), ("p", 10)],
    ),
    "Markdown between tags": ("<div>\n\n*A*\n\n</div>\n\nEnd.", [("div", 1), ("p", 7)]),
    "after a comment": ("<!-- A\n\nB -->\n\nEnd.", [("p", 5)]),
    "a box": ("A\n\n/// key-points\nB\n\nC\n///\n\nEnd.", [("p", 1), ("div", 3), ("p", 9)]),
    "after a note": ("A[^n]\n\n[^n]: B\n\n    C\n\nEnd.", [("p", 1), ("p", 7)]),
    "after an abbreviation": ("A\n\n*[A]: B\n\nEnd.", [("p", 1), ("p", 5)]),
    "no blank line before a fence": (f"A\n{FENCE}\n\nEnd.", [("p", 1), ("pre", 2), ("p", 8)]),
}


@pytest.mark.parametrize("name", CASES)
def test_blocks_know_the_line_on_which_they_begin(name: str) -> None:
    text, expected = CASES[name]
    assert lines(text) == expected


def test_blocks_in_blocks_know_their_lines_too() -> None:
    text = "- a\n\n    b\n\n> c\n>\n> - d\n\n| e |\n|---|\n| f |\n\nG\n:   h\n\n    i\n"
    found = {
        text_of(node): node.get("data-line") for node in elements(markdown_tree(text), "p", "tr")
    }
    assert found == {"a": "1", "b": "3", "c": "5", "e": "9", "f": "11", "h": "14", "i": "16"}


def test_lines_are_counted_from_the_top_of_an_article_with_metadata(desk: Desk) -> None:
    text = desk.read("One.\n\nTwo.").chapters[0].text
    assert str(text.place(3)) == "text.md:3"
    assert str(type(text)("a.md", "One.", first_line=6).place(1, 2)) == "a.md:6:2"


def body(text: str) -> Element:
    return markdown_tree(text)


def test_the_tree_is_xhtml_whatever_the_author_left_open() -> None:
    assert text_of(body("<b>A</b>\n\nB & C < D\n\n<p>E")) == "A B & C < D E"
    assert [str(node.tag) for node in body("A<br>B<hr>C").iter("br", "hr")] == ["br", "hr"]


@pytest.mark.parametrize("name", ["section", "DIV", "blockquote"])
def test_a_tag_that_would_swallow_the_rest_is_printed_and_told_with_its_line(
    name: str, desk: Desk
) -> None:
    made = desk.read(f"Text.[^1]\n\n<{name}>one\n\n*two*\n\n[^1]: A note.\n")
    (problem,) = made.problems
    assert (problem.code, problem.place.line, problem.severity) == ("E214", 3, "warning")
    assert f"<{name}> is never closed" in problem.message
    assert f"<{name}>one" in text_of(made.chapters[0].body)


@pytest.mark.parametrize(
    ("html", "words", "pictures"),
    [
        ('<div>a <img src="a.svg" alt="A"> b</div></div>', "a b</div>", 1),
        ('<p>a</b> <a href="https://example.org">c</a></p>', "a</b> c", 0),
        ('<p>a</br>b <img src="a.svg" alt="A"></p>', "ab", 1),
    ],
)
def test_of_a_block_of_html_only_the_tag_at_fault_is_printed(
    html: str, words: str, pictures: int
) -> None:
    body = markdown_tree(f"Before.\n\n{html}\n\nAfter.")
    assert text_of(body) == f"Before. {words} After."
    assert len(elements(body, "img")) == pictures


@pytest.mark.parametrize(
    "html", ["<p>one", "<p>one\n\ntwo", "```html\n<p>one\n\ntwo\n```", "<hr>\n\ntwo"]
)
def test_a_tag_that_swallows_nothing_may_be_open(html: str) -> None:
    tree, remarks = markdown_reading(f"{html}\n")
    assert text_of(tree) and not remarks


def test_empty_paragraphs_around_stashed_html_are_gone() -> None:
    tree = body("A\n\n<table><tr><td>B</td></tr></table>\n\nC")
    assert [str(node.tag) for node in tree] == ["p", "table", "p"]


def test_code_keeps_every_character() -> None:
    tree = body('```text\n  <a>  &amp; "b"\n\n\tc\\n\n```\n\n`  <x> `')
    codes = ["".join(code.itertext()) for code in tree.iter("code")]
    assert codes[0].rstrip("\n") == '  <a>  &amp; "b"\n\n\tc\\n'
    assert "<x>" in codes[1]


def test_markdowns_own_marks_never_reach_the_tree() -> None:
    tree = body("A `b` [c](d) ![e](f) <g@h.org> \\* &amp; <i>j</i>\n\n<div>k</div>\n")
    assert not {"\x02", "\x03"} & set(inner(tree))


def test_reading_twice_gives_the_same_tree() -> None:
    text = "A[^1] B\n\n*[B]: C\n\n[^1]: D\n\n[e]: https://example.org"
    first = inner(body(text))
    assert inner(body("B[^1] [e]")) != first  # notes, abbreviations, links do not stay behind
    assert inner(body(text)) == first


@pytest.mark.parametrize("language", ["console", "pycon", "python", "bash", "rst", "diff", "text"])
def test_the_only_line_of_a_session_is_kept(language: str, desk: Desk) -> None:
    code = elements(desk.body(f"```{language}\n$ one --two\n```"), "code")[0]
    assert "".join(code.itertext()) == "$ one --two"


@pytest.mark.long
def test_no_lexer_loses_a_word() -> None:
    for name, aliases, *_ in get_all_lexers():
        for text in ("$ one --two \\", ">>> x\n\ny", "\ufeff<a>b</a>") if aliases else ():
            said = "".join(words for _, words in _tokens(aliases[0], text))
            assert said == text, name


TABLES = {
    "an escaped backtick and code": r"""
| \` | a \| b | `a|b` |
|----|-------|-------|
| 1  | \`2   | 3     |
""",
    "a box whose line has a stroke": """
/// tip | A title
| a | b | c |
|---|---|---|
| d | e | f |
///
""",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_regular_table_is_not_refused(name: str, desk: Desk) -> None:
    cells = elements(desk.body(TABLES[name].strip()), "td", "th")
    assert len(cells) == 6


def test_a_text_that_cannot_be_read_is_not_also_called_unlisted(desk: Desk) -> None:
    texts = {"text.md": "{{include: more.md}}", "more.md": "\0"}
    for broken in (texts, {"text.md": "\0{{include: more.md}}", "more.md": "More."}):
        with pytest.raises(BuildFailed) as failure:
            desk.read(broken, "body: [text.md]")
        assert [problem.code for problem in failure.value.problems] == ["E110"]


def test_terms_that_follow_a_definition_directly_are_no_list_within_it() -> None:
    text = "Ebb\n:   It goes,\nand goes.\nFlood\n:   It comes.\n:   It came.\n\nText.\n"
    (entries,) = elements(markdown_tree(text), "dl")
    told = [(node.tag, text_of(node)) for node in entries]
    assert told == [
        ("dt", "Ebb"),
        ("dd", "It goes, and goes."),
        ("dt", "Flood"),
        ("dd", "It comes."),
        ("dd", "It came."),
    ]
    assert [node.get("data-line") for node in elements(markdown_tree(text), "p")] == ["8"]


ODD_NAMES = {
    '<span foo:bar="1">y</span>': "<span> may not have the attribute 'foo:bar'",
    "~~~console {hl_lines:es='1 3'}\nx\n~~~": "",
    '<p>a</p><p a:1="y" 2:b="z">q</p>': "<p> is outside the vocabulary",
    "<o:p>x</o:p>\n\nWords.": "<o:p> is outside the vocabulary",
    "Words <o:p>": "<o:p> is never closed",
    "<svg a:b='c' xlink:href='d'></svg>": "<svg> is outside the vocabulary",
    '<w:sdt title="a > b:c" w:x="1:2">q</w:sdt>': "<w:sdt> is outside the vocabulary",
}
"""Names with a colon, as word processors write them -> what is said of them."""


@pytest.mark.parametrize("html", ODD_NAMES)
def test_a_name_with_a_colon_is_told_or_passed_over(html: str, desk: Desk) -> None:
    """Never a traceback: HTML knows no prefixes, XML wants them declared."""
    told = ODD_NAMES[html]
    try:
        desk.read(f"Before.\n\n{html}\n\nAfter.\n")
    except BuildFailed as failure:
        messages = [problem.message for problem in failure.problems]
        assert told and any(told in message for message in messages), messages

"""What manuscripts write, kind by kind: read as CommonMark and GFM read it, or told."""

import os
from contextlib import suppress

import pytest
from common_reading import of_html, ours, remarks, theirs, told
from conftest import Desk

from octavo.markup.literals import plain
from octavo.markup.tree import TooDeep, characters, elements, text_of
from octavo.source.markdown.trees import markdown_tree

AS_THEY_DO = {
    "bullets moved in by three": "1. fruit\n   - apple\n2. bread\n   1. rye\n   2. oat\n",
    "bullets moved in by two": "- a\n  - b\n    - c\n- d\n",
    "bullets moved in by four": "- a\n    - b\n        - c\n- d\n",
    "a list right below words": "Text\n- bread\n- milk\n",
    "a number right below words": "Text\n1. bread\n2. milk\n",
    "a number that begins no list": "In\n1871. it rained.\n",
    "a second paragraph moved in by two": "- a\n\n  b\n- c\n",
    "a second paragraph moved in by three": "1. a\n\n   b\n2. c\n",
    "a table in a list": "- a\n\n  | b | c |\n  |---|---|\n  | d | e |\n",
    "a table in a quotation": "> | b | c |\n> |---|---|\n> | d | e |\n",
    "a quotation in a list": "- a\n\n  > b\n  > c\n- d\n",
    "round brackets": "1) a\n2) b\n",
    "another mark": "- a\n- b\n* c\n+ d\n",
    "another sign": "1. a\n2. b\n3) c\n",
    "a number to begin with": "7. a\n8. b\n",
    "tight and loose": "- a\n- b\n\n- c\n\nText\n\n- d\n- e\n",
    "a table right below words": "Text\n| a | b |\n|---|---|\n| c | d |\n",
    "a table without strokes at its ends": "a | b\n--|--\nc | d\n",
    "a row that is short": "| a | b |\n|---|---|\n| c |\n",
    "a stroke in code": "| a |\n|---|\n| `b \\| c` |\n",
    "columns that are aligned": "| a | b | c |\n|:--|--:|:-:|\n| d | e | f |\n",
    "empty cells": "| a | b |\n|---|---|\n|  |  |\n",
    "a backslash before a line end": "Street\\\nCorran\n",
    "two blanks before a line end": "Street  \nCorran\n",
    "backslashes before signs": '\\"x\\" \\-- \\... \\# \\| \\~ \\^ \\= \\$ \\{a\\} \\<b> \\a\n',
    "headings that are underlined": "One\ntwo\n===\n\nThree\n---\n",
    "signs that begin no heading": "#5 is fixed\n\n#hashtag\n\n####### x\n",
    "signs that end a heading": "## One ##\n\n# Two#\n",
    "titles": "[a](/b \"c\") [a](/b 'c') [a](/b (c)) [a](<b c> 'd')\n",
    "definitions": "[a] [A][] [b][a]\n\n[a]:\n  /c\n  'd\n  e'\n",
    "definitions by case": "[ΑΓΩ]: /x\n\n[αγω]\n",
    "addresses in brackets": "<https://example.org/a--b?q='x'> <a@b.org>\n",
    "no entity without its end": "&region &copy2 &amp; &#35; &ouml;\n",
    "two quotations": "> a\n\n> b\n",
    "low lines in words": "snake_case_word _a_ __b__ *a*b **bold**text\n",
    "code": "`` a`b `` ` `` ` `a  b`\n",
    "brackets that are words": "[a] [b](c d) ![e] [f\n",
    "an empty item": "-\n- a\n-\n",
    "a code span over a link": "[a`](b)`\n",
    "HTML of a kind": "<!-- a\n\nb -->\n\n<div>\n*a*\n\n*b*\n</div>\n\n<pre>\n*c*\n\n*d*\n</pre>\n",
    "struck words": "~~a b~~ c~~d~~\n",
    "rules": "***\n---\n_ _ _\n",
    "an item that goes on": "1. a\nb\n2. c\n",
}


@pytest.mark.parametrize("name", AS_THEY_DO)
def test_it_is_read_as_commonmark_and_gfm_read_it(name: str) -> None:
    text = AS_THEY_DO[name]
    assert ours(text) == theirs(text)
    assert {each.code for each in remarks(text)} <= {"E238", "E239"}


TEXT_AS_TYPED = (
    "c. 1800 it rained.\n\nc. 1850 it rained.",
    "z. B. Regen.\n\nd. h. Nässe.",
    "p. 34 of the ledger.",
    "A. Petrel kept it.\n\nB. Petrel did not.",
    "i. e. the tide",
    "a. only one of them\n\nText.",
    "b. two\nc. three",
    "Map<String,Integer> and a < b > c",
    "if a==b or c==d",
    "PROGRA~1 and PROGRA~2, about ~5 to ~6",
    "2^10 and 2^20",
    "a ++ b ++ c",
    "{x} and a{b} and [c]{d}",
    "&region",
    ": no definition",
)


@pytest.mark.parametrize("text", TEXT_AS_TYPED)
def test_it_is_text_as_typed(text: str) -> None:
    tree = markdown_tree(text)
    assert [node.tag for node in elements(tree)] == ["p"] * (text.count("\n\n") + 1)
    assert plain(text_of(tree)).split() == text.split()


LETTERED = {
    "a. one\nb. two\nc. three": ("a", 3),
    "a) one\nb) two": ("a", 2),
    "i. one\nii. two\niii. three\niv. four": ("i", 4),
    "A.  one\nB.  two": ("A", 2),
    "I)  one\nII)  two": ("I", 2),
    "a. one\n\n    More.\n\nb. two": ("a", 2),
    "h. x\n\na. one\nb. two\nz. B. not a member": ("a", 2),
    "> a. one\n> b. two": ("a", 2),
}


@pytest.mark.parametrize("text", LETTERED)
def test_letters_and_numerals_in_order_from_the_first_are_a_list(text: str) -> None:
    (made,) = elements(markdown_tree(text), "ol")
    assert (made.get("type"), len(elements(made, "li"))) == LETTERED[text]


@pytest.mark.parametrize("blanks", (4, 5, 7, 8))
def test_what_is_moved_in_by_four_belongs_to_the_item_with_a_long_numeral(blanks: int) -> None:
    """As Pandoc has it, from which these lists come; and code stands four further in than words."""
    text = f"VII.  x\n\nVIII.  y\n\n{' ' * blanks}More.\n\nIX.  z\n\n         one\n           two"
    before = "I.  u\nII.  v\nIII.  w\nIV.  x\nV.  x\nVI.  x\n"
    (made,) = elements(markdown_tree(before + text), "ol")
    assert len(made) == 9
    assert [text_of(block) for block in elements(made[7], "p")] == ["y", "More."]
    assert ["".join(each.itertext()) for each in elements(made, "code")] == ["one\n  two\n"]


OURS = {
    "a bare address": (
        "See https://example.org/a_b--c, www.example.org. Or a.b@example.org!",
        '<p>See <a href="https://example.org/a_b--c">https://example.org/a_b--c</a>, '
        '<a href="http://www.example.org">www.example.org</a>. '
        'Or <a href="mailto:a.b@example.org">a.b@example.org</a>!</p>',
    ),
    "an entity in an address": (
        "https://example.org/?a&amp;b",
        '<p><a href="https://example.org/?a&amp;b">https://example.org/?a&amp;amp;b</a></p>',
    ),
    "an address among the words of a link": (
        "[https://example.org/](https://example.org/)",
        '<p><a href="https://example.org/">https://example.org/</a></p>',
    ),
    "Chinese and Japanese": ("中文\n中文，\n日本語\nabc", "<p>中文中文，日本語 abc</p>"),
    "Chinese with marks": (
        "中**文**\n*中*文[链](x)\n`文`",
        "<p>中<strong>文</strong><em>中</em>文<a href='x'>链</a><code>文</code></p>",
    ),
    "Korean": ("한국어\n한국어", "<p>한국어 한국어</p>"),
    "high and low": ("x^2^ H~2~O", "<p>x<sup>2</sup> H<sub>2</sub>O</p>"),
    "marked and inserted": ("==a *b*== ^^c^^", "<p><mark>a <em>b</em></mark> <ins>c</ins></p>"),
    "a dash in verse": (
        "/// verse\nOne\n- two\n1. three\n///",
        "<div><p>One - two 1. three</p></div>",
    ),
    "a picture in HTML": ('<img src="a" alt="b">\n\nc', '<p><img src="a" alt="b"></p><p>c</p>'),
    "words in HTML": ("<q>\n*a*\n</q>\n", "<p><q> *a* </q></p>"),
    "a tag around blocks": ("<q>\n\na\n\n</q>\n", "<q><p>a</p></q>"),
    "a caption right below its rows": (
        "| a |\n|---|\n| b |\nTable: C",
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>"
        "<p>Table: C</p>",
    ),
    "a stroke in code that would drop a cell": (
        "| a | b |\n|---|---|\n| `c|d` | e |",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr><td><code>c|d</code></td><td>e</td></tr></tbody></table>",
    ),
}


@pytest.mark.parametrize("name", OURS)
def test_it_is_read_as_the_handbook_has_it(name: str) -> None:
    text, html = OURS[name]
    assert ours(text) == of_html(html)


TOLD = {
    "Put it in the <head> of it.": ["E214 1"],
    "A\n<td> in words": ["E214 2"],
    "Lone </b> here": ["E214 1"],
    "## The <title> of it\n\n| a |\n|---|\n| <tr> |\n\n[the <body>](#x)": [
        "E214 1",
        "E214 5",
        "E214 7",
    ],
    "A[^n]\n\n[^n]: In the <html>.": ["E214 3"],
    "Vec<T>": ["E214 1"],
    "<b>bold": ["E214 1"],
    "<table>\n<tr><td>a</td></tr>\n</table>\n\n<td>b</td>": ["E214 5", "E214 5"],
    "<i>a</i> <br> <img src=x> <p>b": [],
    "```\nx": ["E237 1"],
    "> ~~~\n> x\n\ny": ["E237 1"],
    "- ```\n  x\n\ny": ["E237 1"],
    "- a\n\n    ```\nx\n    ```": ["E237 3"],
    "```a b c\nx\n```": ["E236 1"],
    "```py\nx\n``` and then\n\n```sh\ny\n```": ["E237 3"],
    "````md\n```py\nx\n```\n````": [],
    "| a |\n|---|\n| b | c |": ["E213 3"],
    "the <link> and <input/>": ["E214 1", "E214 1"],
    "the <input type=text>": [],
    "[a](b 'c')": ["E238 1"],
    "1871. a\n\n1904. b": ["E239 3"],
    "1. a\n1. b": ["E239 2"],
    "3. a\n4. b": [],
    "a[^n]\n\n[^n]: b\n\n[^n]: c": ["E216 5"],
}


@pytest.mark.parametrize("text", TOLD)
def test_what_would_be_lost_or_changed_is_told_with_its_line(text: str) -> None:
    assert told(text) == TOLD[text]


@pytest.mark.parametrize("text", [text for text, each in TOLD.items() if "E214 1" in each])
def test_what_a_browser_would_drop_stays_among_the_words(text: str) -> None:
    assert "<" in text_of(markdown_tree(text))


def test_notices_of_a_kind_are_told_once_and_faults_each(desk: Desk) -> None:
    fences = "```text a\nx\n```\n\n```text b\nx\n```\n\nA </b> and </i>.\n"
    assert [each.code for each in desk.read(fences).problems] == ["E236", "E214", "E214"]


@pytest.mark.parametrize("numbers", ["9" * 5_000, "²", "-1", "1-", "1_0"])
@pytest.mark.parametrize("name", ["linenums", "hl_lines"])
def test_numbers_of_lines_that_are_none_are_told(name: str, numbers: str, desk: Desk) -> None:
    (problem,) = desk.read(f'```python {{{name}="{numbers}"}}\nx\n```\n').problems
    assert (problem.code, problem.severity) == ("E222", "warning")


def test_a_title_behind_a_fence_is_the_caption_of_a_listing(desk: Desk) -> None:
    body = desk.body('```python title="The mean"\nx\n```\n')
    (caption,) = elements(body, "figcaption")
    assert text_of(caption) == "Listing\u00a01 The mean"


def test_a_caption_wins_over_a_title_and_the_title_is_told(desk: Desk) -> None:
    read = desk.read('```python title="Mean"\nx\n```\n\nListing: The mean.\n')
    assert [(each.code, each.severity) for each in read.problems] == [("E218", "notice")]


def test_a_language_that_nobody_knows_is_set_plain_with_a_notice(desk: Desk) -> None:
    read = desk.read("```mermaid\ngraph --> x\n```\n")
    assert [(each.code, each.severity) for each in read.problems] == [("E217", "notice")]
    assert "graph --> x" in characters(read.chapters[0].body)


def test_signs_behind_a_backslash_and_addresses_are_printed_as_typed(desk: Desk) -> None:
    text = (
        '"A" \\"B\\" \\-- c\\... -- <https://example.org/a--b?q=\'x\'> https://example.org/c--d '
        "`e--f`\n"
    )
    said = text_of(desk.body(text))
    assert said == (
        "“A” \"B\" -- c... – https://example.org/a--b?q='x' https://example.org/c--d e--f"
    ).replace(" –", "\u00a0–")


@pytest.mark.parametrize(
    "note", ["p. 34 of it.", "c. 1900", "- a\n    - b", "> a", "```\n    a\n    ```", "1. a"]
)
def test_a_note_may_begin_like_anything(note: str, desk: Desk) -> None:
    assert not desk.read(f"A.[^1]\n\n[^1]: {note}\n").problems


def test_a_call_of_a_note_parts_no_chinese_words() -> None:
    words, *_ = elements(markdown_tree("中[^1]\n文\n\n[^1]: x\n"), "p")
    assert characters(words) == "中1文"


@pytest.mark.parametrize(
    ("written", "said", "calls"),
    [
        ("We go along![^1]", "We go along!1", 1),
        ("*Along!*[^1] and on![^1]", "Along!1 and on!1", 2),
        ("So![^unknown]", "So![^unknown]", 0),
        ("![^1](a.png)", "", 0),
    ],
)
def test_a_note_may_be_called_behind_a_mark_of_exclamation(
    written: str, said: str, calls: int
) -> None:
    words, *_ = elements(markdown_tree(f"{written}\n\n[^1]: x\n"), "p")
    assert (characters(words), len(elements(words, "sup"))) == (said, calls)


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x0c", "\x85"])
def test_a_separator_of_lines_is_a_blank(sign: str) -> None:
    assert text_of(markdown_tree(f"a{sign}b\n")) == "a b"


def test_a_heading_of_signs_that_nobody_sees_is_told(desk: Desk) -> None:
    (problem,) = desk.read("## \u200b\n\nText.\n").problems
    assert (problem.code, problem.severity) == ("E215", "warning")


HOSTILE = {
    "brackets": "[" * 20_000,
    "brackets that end": "[a](" * 5_000,
    "stars": "*a " * 20_000,
    "stars that close": "*a " * 3_000 + "b*" * 3_000,
    "stars and low lines": "*a _b " * 10_000,
    "high": "^a" * 20_000,
    "backticks": " ".join("`" * n for n in range(1, 300)),
    "quotations": "> " * 3_000 + "a",
    "items": "- " * 3_000 + "a",
    "comments": "<!-- " * 20_000,
    "tags": "<a" * 20_000,
    "definitions": "[a]: b '\n" * 4_000,
    "letters": "a. x\n" * 4_000,
    "rows": "| a |\n|---|\n" + "| b | c\n" * 5_000,
    "fences": "- ```\nx\n" * 3_000,
    "mail": "a@" * 20_000,
    "addresses": "www." * 20_000,
    "entities": "&" * 30_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_the_reader_more_than_seconds(name: str) -> None:
    before = os.times().user
    with suppress(TooDeep, RecursionError):
        markdown_tree(HOSTILE[name])
    assert os.times().user - before < 6


def test_tags_within_the_words_of_a_picture_do_not_break_it() -> None:
    from octavo.markup.tree import elements
    from octavo.source.markdown.trees import markdown_tree

    for words, alone in (('<span lang="de">w</span> x', "w x"), ('a <head id="b"> c', None)):
        image = elements(markdown_tree(f"![{words}](a.svg)"), "img")[0]
        assert (image.get("src"), image.get("alt")) == ("a.svg", alone or words)


def test_the_last_paragraph_of_a_note_may_have_attributes() -> None:
    """Behind its words stands the link back, which Python-Markdown adds."""
    table = "| a | b |\n    | - | - |\n    | c | d |\n\n    Table: Cap *x*\n    {#id1}\n"
    for end, words in ((table, "Table: Cap x"), ("A para.\n    {#id1 .odd}\n", "A para.")):
        for calls in ("[^n]", "[^n] [^n]", "[^n] [^n] [^n]"):
            tree = markdown_tree(f"Words{calls}.\n\n[^n]: Note.\n\n    {end}")
            (block,) = [node for node in elements(tree, "p") if node.get("id") == "id1"]
            assert text_of(block).startswith(words) and "{" not in text_of(block)

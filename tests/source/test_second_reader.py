"""A second reader keeps watch: what it tells of a reading that differs, and of what it is silent.

Octavo's reading is given as a tree, so that faults can be tested which it no longer has.
"""

import re
import sys
from pathlib import Path

import pytest
from by_hand import bench
from conftest import ROOT

from octavo.constructs.construct_table import NAMED_BOXES as BOXES
from octavo.core.problems import Place, Problem
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.markup.literals import plain
from octavo.markup.tree import parse_xml
from octavo.model.publication import Text
from octavo.source.markdown.plain_signs import is_plainly_meant
from octavo.source.markdown.trees import markdown_tree
from octavo.source.watch.documented import EXTENSIONS
from octavo.source.watch.second_reader import read_again, unlike, without_echoes


def told_of(text: str, body: str | None = None) -> list[tuple[int, str, str]]:
    """Return line, code and message of what is told of Octavo's reading, or of the one given."""
    tree = markdown_tree(text) if body is None else parse_xml(f"<body>{body}</body>")
    return [(line, code, message) for line, code, message, _, _ in unlike(text, tree)]


LIST = "Buy\n- bread\n- milk\n"
DIFFERENCES = {
    "a list that is a paragraph": (
        LIST,
        "<p>Buy\n- bread\n- milk</p>",
        (1, "E240", "read as a paragraph; GitHub and CommonMark read a paragraph and a list of two"
         " items"),
    ),
    "a nested list that is flat": (
        "- a\n  - b\n- c\n",
        "<ul><li>a</li><li>b</li><li>c</li></ul>",
        (2, "E240", "read as an item of the list before; GitHub and CommonMark read a list of one"
         " item within a list item"),
    ),
    "code that is prose": (
        "```rust,ignore\nx\n```\n\nText.\n",
        "<p>```rust,ignore\nx</p><pre><code>Text.</code></pre>",
        (1, "E240", "read as a paragraph and a code block; GitHub and CommonMark read a code block"
         " and a paragraph"),
    ),
    "another level": (
        "## A\n",
        "<h3>A</h3>",
        (1, "E240", "read as a heading of level 3; GitHub and CommonMark read a heading of level"
         " 2"),
    ),
    "quotations that are one": (
        "> a\n\n> b\n",
        "<blockquote><p>a</p><p>b</p></blockquote>",
        (3, "E240", "read as a paragraph within a quotation; GitHub and CommonMark read a"
         " quotation"),
    ),
    "two lists that are one": (
        "- a\n\n* b\n",
        "<ul><li>a</li><li>b</li></ul>",
        (3, "E240", "read as an item of the list before; GitHub and CommonMark read a list of one"
         " item"),
    ),
    "a row that is lost": (
        "| a |\n|---|\n| b |\n| c |\n",
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
        (4, "E240", "read as nothing; GitHub and CommonMark read a row of a table"),
    ),
    "a word that is lost": (
        "Put it in the <head> of it.\n",
        "<p>Put it in the  of it.</p>",
        (1, "E241", "the words '<head>', which GitHub and CommonMark read, are lost"),
    ),
    "a closing tag that is lost": (
        "A lone </b> here.\n",
        "<p>A lone  here.</p>",
        (1, "E241", "the words '</b>', which GitHub and CommonMark read, are lost"),
    ),
    "a backslash that is printed": (
        "Street\\\nCorran\n",
        "<p>Street\\\nCorran</p>",
        (1, "E241", "read as 'Street\\'; GitHub and CommonMark read 'Street'"),
    ),
    "a cell that is another": (
        "| a | b |\n|---|---|\n| c | d |\n",
        "<table><tr><th>a</th><th>b</th></tr><tr><td>c | d</td><td></td></tr></table>",
        (3, "E241", "the words '|' are not in what GitHub and CommonMark read"),
    ),
    "two cells that are one": (
        "| a | b |\n|---|---|\n| c | d |\n",
        "<table><tr><th>a</th><th>b</th></tr><tr><td>c d</td><td></td></tr></table>",
        (3, "E242", "read as 'c d'; GitHub and CommonMark read the same words, with blanks or marks"
            " elsewhere"),
    ),
    "a line of code that is another": (
        "```\n  a\nb\n```\n",
        "<pre><code>a\nb</code></pre>",
        (1, "E241", "code read with 0 blanks before 'a'; GitHub and CommonMark read 2"),
    ),
    "emphasis that is lost": (
        "so *very* good\n",
        "<p>so very good</p>",
        (1, "E242", "read as plain words; GitHub and CommonMark read emphasis on 'very'"),
    ),
    "emphasis that is another": (
        "so **very** good\n",
        "<p>so <em>very</em> good</p>",
        (1, "E242", "read as emphasis on 'very'; GitHub and CommonMark read strong emphasis on"
         " 'very'"),
    ),
    "a link that is lost": (
        "see [it](a.md)\n",
        "<p>see it</p>",
        (1, "E242", "read as plain words; GitHub and CommonMark read a link to a.md on 'it'"),
    ),
    "a link that has the name of its file": (
        "see [a.md](a.md)\n",
        "<p>see a.md</p>",
        (1, "E242", "read as plain words; GitHub and CommonMark read a link to a.md on 'a.md'"),
    ),
    "a link that leads elsewhere": (
        "see [it](a.md)\n",
        '<p>see <a href="b.md">it</a></p>',
        (1, "E242", "read as a link to b.md on 'it'; GitHub and CommonMark read a link to a.md on"
         " 'it'"),
    ),
    "a picture that is another": (
        "![A](a.png)\n",
        '<p><img alt="A" src="b.png"/></p>',
        (1, "E242", "read as the picture b.png on 'A'; GitHub and CommonMark read the"
            " picture a.png on 'A'"),
    ),
    "a line break that is lost": (
        "a  \nb\n",
        "<p>a\nb</p>",
        (1, "E242", "read as plain words; GitHub and CommonMark read a line break after 'a'"),
    ),
    "a number that is another": (
        "1871. The flood.\n1904. The fire.\n",
        '<ol start="1871"><li>The flood.</li><li>The fire.</li></ol>',
        (2, "E243", "an item is numbered 1872 in print, and 1904 in the text"),
    ),
    "a letter that is another": (
        "c. one\n\nc. two\n",
        '<ol start="3" type="a"><li>one</li><li>two</li></ol>',
        (3, "E243", "an item is numbered d in print, and c in the text"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_is_told_with_both_readings(name: str) -> None:
    text, body, told = DIFFERENCES[name]
    assert told_of(text, body) == [told]


def test_each_kind_of_difference_has_a_code_of_its_own() -> None:
    codes = {code for _, _, (_, code, _) in DIFFERENCES.values()}
    assert codes == {"E240", "E241", "E242", "E243"}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_what_is_told_is_short_and_has_a_hint(name: str) -> None:
    text, body, _ = DIFFERENCES[name]
    for *_, message, hint, _ in unlike(text, parse_xml(f"<body>{body}</body>")):
        assert len(message) <= 300
        assert hint


def test_a_difference_does_not_drag_along_the_rest() -> None:
    before, after = "".join(f"One {n}.\n\n" for n in range(9)), "- x\n\nEnd.\n"
    text = f"{before}{LIST}\nMiddle.\n\n{LIST}\n{after}"
    prose = "".join(f"<p>One {n}.</p>" for n in range(9))
    wrong = "<p>Buy\n- bread\n- milk</p>"
    body = f"{prose}{wrong}<p>Middle.</p>{wrong}<ul><li>x</li></ul><p>End.</p>"
    assert [(line, code) for line, code, _ in told_of(text, body)] == [(19, "E240"), (25, "E240")]


def test_each_difference_within_a_paragraph_is_told() -> None:
    text = "the <head> and, further on, the <td> of it\n"
    told = told_of(text, "<p>the  and, further on, the  of it</p>")
    assert [message for _, _, message in told] == [
        "the words '<head>', which GitHub and CommonMark read, are lost",
        "the words '<td>', which GitHub and CommonMark read, are lost",
    ]


EXAMPLES = {
    "notes": "A[^1] b.\n\n[^1]: The *note*.\n\n    Its second.\n\n[^2]: - a list\n",
    "boxes": "\n".join(f"/// {name}\nWords, *so*.\n///\n" for name in BOXES if name != "figures"),
    "definition lists": "Ebb\n:   Out.\n\nFlow\nFlood\n:   In.\n\n    Second.\n",
    "lettered lists": "a. one\nb. two\n    i. deep\n    ii. deeper\n\nI.  one\nII.  two\n",
    "abbreviations": "The IHO knows.\n\n*[IHO]: The Office\n",
    "calls of notes": "A[^n].\n\n[^n]: N.\n",
    "keys": "Press ++ctrl+s++ or ++enter++.\n",
    "marks": "so ==very *good*== it (==is==)\n",
    "insertions": "nine ^^ten^^ boats\n",
    "raised words": "x^2^ and 2^nd^, _x^2^_, *a*^-1^\n",
    "lowered words": "H~2~O and *b*~i~\n",
    "words struck out by single tildes": "a ~b c~ d\n",
    "captions": "| a |\n|---|\n| b |\nTable: C\n",
    "words with attributes": "[A.D.]{.small-caps} *so*{lang=de}\n\n# H {#x}\n\nP.\n{.y}\n",
}


@pytest.mark.parametrize("extension", EXTENSIONS, ids=lambda extension: extension.name)
def test_of_octavo_s_own_extensions_nothing_is_told(extension: object) -> None:
    assert told_of(EXAMPLES[getattr(extension, "name", "")]) == []


def test_each_extension_is_described_in_the_handbook() -> None:
    chapters = (ROOT / "source" / "handbook").glob("*.md")
    anchors = set(re.findall(r"\{#([\w-]+)", "\n".join(each.read_text() for each in chapters)))
    assert {each.anchor for each in EXTENSIONS} <= anchors


ALIKE = (
    'A "quotation" -- isn\'t it --- so... and\nthe next line\n',
    "# One\n\nTwo\n===\n\n* * *\n\n```text\ncode\n\tmore\n```\n\n    indented\n",
    "1. a\n1. b\n1. c\n\nText.\n\n0. x\n0. y\n",
    "3. a\n4. b\n\n    more\n",
    "- [x] done\n- [ ] not\n- [X] done\n",
    "| a | b |\n|---|:-:|\n| `c` | *d* |\n| e |\n",
    "> a\n> b\n>\n> > c\n",
    "<https://example.org/> and &amp; and &nbsp; and <b>b</b><br>c <!-- no -->\n",
    '<table>\n<tr><td>1</td></tr>\n</table>\n\n<div class="letter">\n<p>D</p>\n</div>\n',
    "Umlauts u\u0308ber, 漢字 and \u200fעברית.\n",
    "[link](<a b> 'title') ![alt words](a.png)\n\n[ref]\n\n[ref]: b.md\n",
    "\\*as typed\\* \\`code\\` \\[x\\] \\_y\\_\n",
    "No key is called so: ++ctrl+foo++, ++bar++, i++ and j++.\n",
    "",
    "\n\n",
)


def test_whether_a_bare_address_is_linked_is_no_difference() -> None:
    text = "See https://example.org/a and <https://example.org/b>.\n"
    link = '<a href="https://example.org/a">https://example.org/a</a>'
    assert told_of(text, f"<p>See {link} and https://example.org/b.</p>") == []


@pytest.mark.parametrize("text", ALIKE)
def test_of_what_all_read_alike_nothing_is_told(text: str) -> None:
    assert told_of(text) == []


BOOKS = sorted(
    path
    for folder in ("source", "templates", "tests/books")
    for path in (ROOT / folder).rglob("*.md")
)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_of_our_own_publications_nothing_is_told(path: Path) -> None:
    text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert told_of(text) == []


@pytest.mark.parametrize(
    ("tag", "before", "words", "after", "is_meant"),
    [
        ("mark", "", "x", " ", True),
        ("mark", "(", "x", ")", True),
        ("mark", "a", "b or c", "d", False),
        ("mark", "是", "重点", "内", True),
        ("ins", "n", "ine", "s", True),
        ("ins", "2", "3", "4", False),
        ("sup", "x", "2", "", True),
        ("sup", "x", "2", "y", True),
        ("sup", "2", "nd", " ", True),
        ("sup", "x", "2+y", "2", False),
        ("sup", "2", "3", "4", False),
        ("sup", " ", "14", "C", True),
        ("sub", "H", "2", "O", True),
        ("sub", " ", "/a,", "/", False),
        ("sub", "", "10", "2", False),
        ("sub", " ", "x", " ", False),
        ("sub", ")", "2", "", True),
        ("sup", "x", "2", "_", True),
        ("sup", "x", "2", "_ ", True),
        ("sup", "x", "2", "_i", False),
        ("mark", " ", "x", "_i", True),
        ("kbd", "", "ctrl+s", "", True),
        ("kbd", "", "ctrl+foo", "", False),
    ],
)
def test_a_sign_is_taken_where_it_is_plainly_meant(
    tag: str, before: str, words: str, after: str, is_meant: bool
) -> None:
    assert is_plainly_meant(tag, before, words, after) is is_meant


AS_TYPED = (
    "if a==b or c==d",
    "x^2+y^2",
    "2^3^4",
    "~/.bashrc and ~/x",
    "$a_{ii}$ and $b_{jj}$",
    "{in braces}",
    "[x]{y}",
    "[x]{}",
    "*a* {#Bad Id}",
)


@pytest.mark.parametrize("words", AS_TYPED)
def test_what_is_not_plainly_meant_is_printed_as_typed(words: str) -> None:
    shown = plain("".join(markdown_tree(words).itertext()))
    assert shown == words.replace("*a*", "a")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("if a==b or c==d", "'==b or c==' is printed as typed"),
        ("x^2 and y^2", "'^2 and y^' is printed as typed"),
        ("a~b~2", "'~b~' is printed as typed"),
        ("[x]{y}", "'{y}' is printed as typed"),
        ("*x*{a b} [y]{c}", "'{a b}' is printed as typed, and 1 more of its kind"),
        ("so {#Bad Id}", "'{#Bad Id}' is printed as typed"),
        ("words {.cls} more", "'{.cls}' is printed as typed"),
    ],
)
def test_signs_that_could_have_been_meant_are_told(words: str, told: str) -> None:
    assert [(code, message) for _, code, message in told_of(words)] == [("E244", told)]


@pytest.mark.parametrize(
    "words",
    [
        "`a==b` and `c==d`",
        "\\==x==",
        "a \\^2\\^ b",
        "~/.bashrc and ~/x",
        "about ~5 (~6) or ~7",
        "in {braces} and {{twice}} and {{#each}}",
        "[x]\\{y}",
        "a = b == c == d",
    ],
)
def test_of_signs_that_nobody_would_take_for_marks_nothing_is_told(words: str) -> None:
    assert told_of(words) == []


def test_a_problem_has_its_place_in_the_file_and_severity(tmp_path: Path) -> None:
    text = Text("a.md", "One.\n\nIn the <head> of if a==b or c==d.\n", first_line=5)
    tree = parse_xml("<body><p>One.</p><p>In the  of if a==b or c==d.</p></body>")
    lost, typed = read_again(bench(tmp_path), text, tree)
    assert (lost.code, lost.severity, lost.place) == ("E241", "warning", Place("a.md", 7, 8))
    assert (typed.code, typed.severity, typed.place) == ("E244", "notice", Place("a.md", 7, 22))
    assert lost.excerpt == "In the <head> of if a==b or c==d."


def test_a_text_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    text, tree = Text("a.md", "A *b*.\n"), parse_xml("<body><p>A b.</p></body>")
    works = [bench(tmp_path) for _ in range(2)]
    works = [Workshop(each.inputs, Store(tmp_path / "store")) for each in works]
    first, second = (read_again(each, text, tree) for each in works)
    assert first == second != ()
    assert [each.store.made for each in works] == [["watch"], []]


def test_of_a_line_that_another_problem_tells_nothing_more_is_told() -> None:
    ours = Problem("E240", Place("a.md", 3), "read otherwise", severity="warning")
    same = Problem("E219", Place("a.md", 3, 1), "a box that is never closed")
    other = Problem("E219", Place("a.md", 4), "a box that is never closed")
    assert without_echoes([ours, same]) == [same]
    assert without_echoes([ours, other]) == [ours, other]


def test_a_text_too_tangled_to_be_read_again_is_told(tmp_path: Path) -> None:
    text, tree = Text("a.md", "<b>x" * 300 + "</b>" * 300), parse_xml("<body><p>x</p></body>")
    (told,) = read_again(bench(tmp_path), text, tree)
    assert (told.code, told.severity, told.place.line) == ("E245", "notice", 1)


HOSTILE = {
    "brackets": "[a](" * 500 + "[b](c" * 500,
    "stars": "*a " * 500 + "**" * 500,
    "ticks": " ".join("`" * n for n in range(1, 80)),
    "marks": "==a " * 500 + "^a" * 500 + "~a" * 500,
    "braces": "{#a " * 500 + "{.a=" * 500,
    "tags": "<b>" * 25 + "<a <b" * 500,
    "boxes": "/// note\n" * 20 + "x\n",
    "open boxes": "/// note\nx\n" * 60,
    "quotations": f"{'>' * 24} a\n\n" * 60,
    "definitions": "a\n: b\n" * 200,
    "lines": "a\n" * 2000 + "- b\n" * 500,
    "numbers": "999999999. a\n" * 200,
    "rows": "|a" * 50 + "|\n" + "|-" * 50 + "|\n" + "|" * 5000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_compared_in_bounded_time(name: str) -> None:
    text = HOSTILE[name]
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    tree = parse_xml("<body><p>Something else.</p></body>")
    sys.setprofile(count)
    try:
        list(unlike(text, tree))
    finally:
        sys.setprofile(None)
    assert calls < 250 * len(text) + 50_000


@pytest.mark.parametrize(
    "text",
    [
        "最短経路を見つける、\n例えば道路網などを表す。\n",
        "中文**字**\n中文*字*，\n`代码`中\n文\n",
        "- 中\n  文\n- [中](a.md)\n  文\n",
        "![](a.png){alt='What one sees'}\n",
        '![x](a.png){.wide alt="What one sees" width=50%}\n',
        "![](a.png){alt=Tide}\n",
    ],
)
def test_lines_of_chinese_and_words_of_pictures_are_read_alike(text: str) -> None:
    assert told_of(text) == []


def test_words_of_a_picture_that_its_attributes_do_not_give_are_told() -> None:
    body = '<p><img src="a.png" alt="Tide"/></p>'
    assert [code for _, code, _ in told_of("![](a.png){title=Tide}\n", body)] != []


@pytest.mark.parametrize(
    "text",
    [
        "> A[^n].\n>\n> [^n]: x\n>     y\n\nEnd.\n",
        "A[^n].\n\n- b\n\n    [^n]: x\n\nEnd.\n",
        "> A[^n] and [^m].\n>\n> [^n]: x\n>\n> [^m]: y\n\nEnd[^o].\n\n[^o]: z\n",
    ],
)
def test_a_note_that_is_written_in_an_item_or_a_quotation_is_a_note_to_both(text: str) -> None:
    assert told_of(text) == []


def test_a_note_in_a_quotation_that_is_read_as_words_is_told() -> None:
    body = "<blockquote><p>A[^n].</p><p>[^n]: x</p></blockquote>"
    assert "E240" in [code for _, code, _ in told_of("> A[^n].\n>\n> [^n]: x\n", body)]

"""Before there is a tree: terms, boxes, depth and lines of a text, each read for itself."""

from dataclasses import asdict
from pathlib import Path

import pytest
from by_hand import bench, told

from octavo.constructs.boxes import ADMONITIONS
from octavo.constructs.construct_table import NAMED_BOXES as BOXES
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.markup.literals import SIGNS, literal, plain, without_literals
from octavo.markup.tree import Element, characters, elements, parse_xml, text_of
from octavo.model.publication import Text
from octavo.source.block_rules.cursor import Cursor
from octavo.source.block_rules.list_marks import (
    letter_marks,
    list_mark,
    roman_number,
    write_roman,
)
from octavo.source.block_rules.table_rows import alignments, cells_of
from octavo.source.fences import code_lines
from octavo.source.markdown.bare_addresses import bare_address
from octavo.source.markdown.depth import DEEPEST, DEEPEST_LISTS, deepest_line, is_too_deep
from octavo.source.markdown.info_strings import CodeOptions, code_options
from octavo.source.markdown.trees import markdown_tree, read_text


@pytest.mark.parametrize(
    "text",
    [
        "Ebb\n:   Out.\nFlow\n:   In.",
        "Ebb\n:   Out.\n\nFlow\n:   In.",
        "Ebb\n:   Out.\n\nFlow\n\n:   In.",
    ],
)
def test_a_term_stands_apart_from_the_definition_before_it(text: str) -> None:
    (entries,) = markdown_tree(text)
    assert [(each.tag, text_of(each)) for each in entries] == [
        ("dt", "Ebb"), ("dd", "Out."), ("dt", "Flow"), ("dd", "In."),
    ]  # fmt: skip


def test_a_colon_defines_nothing_where_no_paragraph_is_before_it() -> None:
    assert [each.tag for each in markdown_tree(": a\n\n# B\n\n: c\n")] == ["p", "h1", "p"]


def test_elements_in_one_another_are_counted_lists_by_a_limit_of_their_own() -> None:
    def nested(opening: str, closing: str, count: int) -> bool:
        return is_too_deep(parse_xml(f"<body>{opening * count}{closing * count}</body>"))

    assert not nested("<b>", "</b>", DEEPEST)
    assert nested("<b>", "</b>", DEEPEST + 1)
    assert not nested("<ul><li>", "</li></ul>", DEEPEST_LISTS // 2)
    assert nested("<ul><li>", "</li></ul>", DEEPEST_LISTS // 2 + 1)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("x\n<b><b>\n<b>", 3),
        ("<b></b><br>\n<b>*\n**", 2),
        ("x\n**_x_**\n*x*", 2),
        ("x", 1),
    ],
)
def test_the_line_to_blame_has_the_tag_or_the_marks_that_are_too_many(
    content: str, line: int
) -> None:
    assert deepest_line(content, 2 if content.startswith("x") else 0) == line


def test_a_text_too_deep_or_never_closed_is_told_at_its_line(tmp_path: Path) -> None:
    deep = f"Words\n\n{'<b>' * 40}x{'</b>' * 40}\n"
    assert told(read_text(bench(tmp_path), Text("a.md", deep)).problems)[0].startswith("E115 a.md:")
    read = read_text(bench(tmp_path), Text("a.md", "A\n\n<div>\n\nB\n\nC\n"))
    assert told(read.problems) == ["E214 a.md:3"]
    assert read.body is not None and text_of(read.body) == "A <div> B C"


HANDBOOK = Path(__file__).parents[2] / "source" / "handbook"
ODD = (
    "<o:p>x</o:p> <b a:1='x'>y</b>\n\n<p></p><i></i>\n\n<br><svg><use href='#a'/></svg>",
    "A&#1;b &#13;c&nbsp;\u2028 &#x202e;d\n\n|a|b|\n|-|-|\n|`||\n\n<pre>\n\n x\t</pre>\n\n- [ ] \n",
    "",
)


def shape_of(node: Element) -> tuple[object, ...]:
    """Return all that a step can see of a tree; no words are no words, however they are kept."""
    words = (node.text or "", node.tail or "")
    below = tuple(map(shape_of, node))
    return str(node.tag), tuple(node.attrib.items()), words, node.prefix, below


def test_a_text_that_is_recalled_gives_the_tree_of_one_that_is_read(tmp_path: Path) -> None:
    shop = Workshop(bench(tmp_path).inputs, Store(tmp_path / "store"))
    contents = (*(each.read_text("utf-8") for each in HANDBOOK.glob("*.md")), *ODD)
    for content in contents:
        read, recalled = (read_text(shop, Text("a.md", content)).body for _ in range(2))
        assert read is not None and recalled is not None
        assert shape_of(read) == shape_of(recalled)
    assert shop.store.made == ["reader"] * len(contents)


@pytest.mark.parametrize("name", BOXES)
def test_each_box_becomes_its_element_on_its_line(name: str, tmp_path: Path) -> None:
    box = BOXES[name]
    argument = f" | {'5' if box.argument == 'value' else 'Words'}" if box.argument else ""
    content = f"A\n\n/// {name}{argument}\n\nB\n\n///\n"
    read = read_text(bench(tmp_path), Text("a.md", content))
    assert read.body is not None and not read.problems
    (made,) = [each for each in read.body if each.tag != "p"]
    assert (made.tag, made.get("class"), made.get("data-line")) == (box.tag, box.kind, "3")
    assert made.get("data-value") == ("5" if box.argument == "value" else None)
    titles = [each.text for each in made if each.get("class") == "box-title"]
    assert titles == (["Words"] if box.argument == "title" else [])


def test_each_admonition_is_a_box_with_a_title() -> None:
    assert {BOXES[name].argument for name in ADMONITIONS} == {"title"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\n\n    b\n", {3}),
        ("a\n    b\n", set()),
        ("- a\n\n    b\n\n        c\n", {5}),
        ("Ebb\n:   a\n\n    b\n", set()),
        ("[^n]: a\n\n    b\n\nx[^n]\n\n    c\n", {7}),
        ("> a\n>\n>     b\n", {3}),
        ("<pre>\nx\n</pre>\n", {1, 2, 3}),
        ("/// verse\n    a\n///\n", set()),
        ("```\na\n", {1, 2}),
    ],
)
def test_lines_are_code_where_nothing_takes_them_for_its_own(text: str, code: set[int]) -> None:
    assert code_lines(text.split("\n")) == code


def test_tabs_reach_to_the_next_multiple_of_four_and_stay_where_nobody_takes_them() -> None:
    cursor = Cursor("\t\tx")
    assert (cursor.indent, cursor.eat(4), cursor.rest) == (8, 4, "\tx")
    cursor = Cursor("- \tx")
    cursor.skip(1)
    assert (cursor.indent, cursor.eat(2), cursor.rest) == (3, 2, " x")


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("- a", ("-", 0)),
        ("12) a", ("1", 12)),
        ("-a", None),
        ("1234567890. a", None),
        ("1.a", None),
    ],
)
def test_bullets_and_numbers_are_marks_of_lists(words: str, read: tuple[str, int] | None) -> None:
    mark = list_mark(words)
    assert (None if mark is None else (mark.kind, mark.number)) == read


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ("c. a", [("i", 100), ("a", 3)]),
        ("iv) a", [("i", 4)]),
        ("A. a", []),
        ("A.  a", [("A", 1)]),
        ("II.  a", [("I", 2)]),
        ("iiii. a", []),
        ("ab. a", []),
    ],
)
def test_letters_and_numerals_may_be_marks(words: str, marks: list[tuple[str, int]]) -> None:
    assert [(each.kind, each.number) for each in letter_marks(words)] == marks


@pytest.mark.parametrize("value", [1, 4, 9, 14, 40, 90, 399, 1904])
def test_a_roman_numeral_is_read_as_it_is_written(value: int) -> None:
    assert roman_number(write_roman(value)) == value


@pytest.mark.parametrize(
    ("row", "columns", "cells"),
    [
        ("| a | b |", 0, ["a", "b"]),
        ("a | b", 0, ["a", "b"]),
        (r"| a \| b | `c \| d` |", 0, ["a | b", "`c | d`"]),
        ("| `a|b` | c |", 2, ["`a|b`", "c"]),
        ("| `a|b` | c |", 3, ["`a", "b`", "c"]),
        ("|  |", 0, [""]),
    ],
)
def test_strokes_part_cells(row: str, columns: int, cells: list[str]) -> None:
    assert cells_of(row, columns) == cells


def test_a_line_of_hyphens_aligns_columns() -> None:
    assert alignments("|:--|--:|:-:|---|") == ("left", "right", "center", "")
    assert alignments("| a | - |") == alignments("| | |") == ()


INFOS = {
    "": {},
    "python": {"language": "python"},
    "rust,ignore": {"language": "rust", "unknown": ["ignore"]},
    "text,no_run": {"language": "text", "unknown": ["no_run"]},
    "c++": {"language": "c++"},
    "{python}": {"language": "python"},
    "{.python .numberLines}": {"language": "python", "start": "1"},
    '{.python #mean startFrom="10" .wide}': {
        "language": "python", "id": "mean", "start": "10", "classes": ["wide"],
    },
    'python title="The \'mean\'"': {"language": "python", "title": "The 'mean'"},
    "js {1,3-4}": {"language": "js", "marked": "1 3-4"},
    "js{1,3}": {"language": "js", "marked": "1 3"},
    "python showLineNumbers": {"language": "python", "start": "1"},
    'python hl_lines="1 3"': {"language": "python", "marked": "1 3"},
    'python {linenums="5" hl_lines="2"}': {"language": "python", "start": "5", "marked": "2"},
    'go {linenos=table,hl_lines=[1,"2-3"],linenostart=199}': {
        "language": "go", "start": "199", "marked": "1 2-3",
    },
    'go {hl_lines="1,3"}': {"language": "go", "marked": "1 3"},
    "go {hl_lines=['2']}": {"language": "go", "marked": "2"},
    "{r, echo=FALSE}": {"language": "r", "unknown": ["echo=FALSE"]},
    "{code-block} python": {"language": "python"},
    'title="Alone"': {"title": "Alone"},
    "mermaid": {"language": "mermaid"},
}  # fmt: skip


@pytest.mark.parametrize("info", INFOS)
def test_what_stands_behind_a_fence_is_understood(info: str) -> None:
    told: dict[str, object] = dict(INFOS[info])
    assert asdict(code_options(info)) == asdict(CodeOptions(**told))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://example.org/a--b?q='x'.", "https://example.org/a--b?q='x"),
        ("www.example.org/a_(b))", "www.example.org/a_(b)"),
        ("http://localhost:8000/", "http://localhost:8000/"),
        ("https://example.org/a&amp;", "https://example.org/a"),
        ("www.example", "www.example"),
        ("https://", ""),
        ("www.a_b.org", ""),
    ],
)
def test_an_address_ends_before_the_marks_of_its_sentence(text: str, read: str) -> None:
    assert bare_address(text, 0) == read


def test_a_sign_kept_as_it_is_comes_back() -> None:
    assert plain(literal(SIGNS)) == SIGNS
    assert not set(literal(SIGNS)) & set(SIGNS)
    assert without_literals(literal("a.")) == "a\ufffd"


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ("## A {#x}", {"id": "x"}),
        ("## A {#sec:x .b .c}", {"id": "sec:x", "class": "b c"}),
        ("## A ## {.unnumbered #x}", {"id": "x", "class": "unnumbered"}),
        ("## A {-}", {"class": "unnumbered"}),
        ("A {- #x}\n---", {"id": "x", "class": "unnumbered"}),
        ("## A {lang=de}", {"lang": "de"}),
        ("## A {: .b }", {"class": "b"}),
        ("A\n{#x .b}", {"id": "x", "class": "b"}),
    ],
)
def test_attributes_in_braces_belong_to_what_they_end(
    text: str, attributes: dict[str, str]
) -> None:
    (block,) = markdown_tree(text)
    assert {name: value for name, value in block.attrib.items() if name != "data-line"} == (
        attributes
    )
    assert text_of(block) == "A"


@pytest.mark.parametrize(
    "text",
    [
        "## The set {1, 2}", "## A {b}", "The set\n{1, 2}", "*The set*{1, 2}", "Words {-}",
        "`a`{1}", "## A {b} and more {", "- The set\n  {1, 2}", "| A {b c} |\n|---|", "T {x}\n: y",
    ],
)  # fmt: skip
def test_words_in_braces_are_kept(text: str) -> None:
    body = markdown_tree(text)
    kept = "".join(text_of(body).split())
    written = "".join(sign for sign in text if sign not in "#*`|\n:" and not sign.isspace())
    assert kept == written.removesuffix("---").removeprefix("-")


@pytest.mark.parametrize(
    ("inset", "text", "tags"),
    [
        ("to its first word", ": b\n\n  c\n\n      d\n        e\n\n  > f", "p p pre blockquote"),
        ("by four", ": b\n\n    c\n\n        d\n          e\n\n    > f", "p p pre blockquote"),
        ("by four at once", ": b\n\n        d\n          e\n\n    f", "p pre p"),
        ("three", ":  b\n\n   c\n\n       d\n         e", "p p pre"),
    ],
)
def test_what_belongs_to_a_definition_is_moved_in_to_its_first_word_or_by_four(
    inset: str, text: str, tags: str
) -> None:
    (entries,) = markdown_tree(f"a\n{text}")
    assert [each.tag for each in entries[1]] == tags.split(), inset
    (code,) = elements(entries, "code")
    assert characters(code) == "d\n  e\n"

"""Before there is a tree: terms, boxes, depth and lines of a text, each read for itself."""

import re
from pathlib import Path

import pytest
from by_hand import bench, told
from octavo.source.block_lines import (
    STAND_IN,
    Lines,
    Shell,
    line_like,
    moved_out,
    taken,
    terms_apart,
    without_html,
)
from octavo.source.indented import indented_code
from octavo.source.markdown.definition_lists import set_apart
from octavo.source.markdown.source_lines import aligned

from octavo.core.problems import BuildFailed
from octavo.markup.tree import parse_xml
from octavo.model.publication import Text
from octavo.source.markdown.depth import DEEPEST, DEEPEST_LISTS, deepest_line, is_too_deep
from octavo.source.markdown.trees import read_tree
from octavo.source.named_blocks import ADMONITIONS, BOXES


def numbered(text: str) -> list[tuple[int, str]]:
    return list(enumerate(text.split("\n"), 1))


ENTRIES = "Ebb\n:   Out.\nFlow\n:   In."
APART = "Ebb\n:   Out.\n\nFlow\n:   In."


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (ENTRIES, APART),
        (APART, APART),
        ("Ebb\n:   Out,\nof the harbour.", "Ebb\n:   Out,\nof the harbour."),
        ("Words\nEbb\n:   Out.", "Words\nEbb\n:   Out."),
    ],
)
def test_a_term_stands_apart_from_the_definition_before_it(given: str, made: str) -> None:
    assert "\n".join(set_apart(given.split("\n"))) == made
    assert [line for _, line in terms_apart(numbered(given))] == made.split("\n")


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
    for content, problem in ((deep, "E115 a.md:"), ("A\n\n<div>\n\nB\n\nC\n", "E214 a.md:3")):
        with pytest.raises(BuildFailed) as failure:
            read_tree(bench(tmp_path), Text("a.md", content))
        assert told(failure.value.problems)[0].startswith(problem)


@pytest.mark.parametrize("name", BOXES)
def test_each_box_becomes_its_element_on_its_line(name: str, tmp_path: Path) -> None:
    box = BOXES[name]
    argument = f" | {'5' if box.argument == 'value' else 'Words'}" if box.argument else ""
    content = f"A\n\n/// {name}{argument}\n\nB\n\n///\n"
    (made,) = [
        each for each in read_tree(bench(tmp_path), Text("a.md", content)) if each.tag != "p"
    ]
    assert (made.tag, made.get("class"), made.get("data-line")) == (box.tag, box.kind, "3")
    assert made.get("data-value") == ("5" if box.argument == "value" else None)
    titles = [each.text for each in made if each.get("class") == "box-title"]
    assert titles == (["Words"] if box.argument == "title" else [])


def test_each_admonition_is_a_box_with_a_title() -> None:
    assert {BOXES[name].argument for name in ADMONITIONS} == {"title"}


def test_lines_are_found_again_by_equal_words_behind_the_last() -> None:
    source = ["same", "", "other", "same", "last"]
    assert aligned(source, ["same", "other", "same", "changed"]) == [1, 3, 4, 5]


def test_what_was_put_aside_takes_its_lines_with_it() -> None:
    stashed = "\x02wzxhzdk:0\x03"
    source = ["```", "same", "```", "", "same"]
    assert aligned(source, [stashed, "", "same"]) == [1, 3, 5]
    html = ["<div>", "same", "</div>", "same"]
    assert aligned(html, [stashed, "same"], [3]) == [1, 4]
    assert aligned(html, [stashed, "same"], [0]) == [1, 4]
    assert aligned([], ["x"]) == [1]


def test_a_line_that_no_line_of_a_block_is_like_is_remembered() -> None:
    pattern, block = re.compile("b+"), Lines([(1, "a"), (2, "bb")])
    assert line_like(pattern, block) == 1
    assert taken(block, 2) == [(1, "a"), (2, "bb")]
    assert (block, line_like(pattern, block), block.lacks) == ([], -1, {pattern})


def test_lines_are_moved_out_as_far_as_they_are_moved_in() -> None:
    lines = [(1, "        a"), (2, "    b"), (3, "c")]
    assert moved_out(lines, 1) == [(1, "    a"), (2, "b"), (3, "c")]


def test_a_block_of_html_is_one_word_and_markdown_in_it_stays() -> None:
    given = numbered("<div>\n# A\n</div>\nB")
    assert without_html(given)[0] == [(0, ""), (1, STAND_IN), (0, ""), (4, "B")]
    given = numbered('<div markdown="1">\n# A\n</div>')
    assert (2, "# A") in without_html(given)[0]
    assert without_html(numbered("<pre>\nx\n</pre>"))[1] == {1, 2, 3}
    assert without_html(numbered("<div>\nx"))[0] == numbered("<div>\nx")


def test_a_shell_knows_what_it_stands_in() -> None:
    body = Shell("body")
    item = body.last_or_new("ul").add("li")
    assert body.last_or_new("ul").last is item
    assert item.above is not None and item.above.above is body
    assert body.last_or_new("ol") is body.last


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
    ],
)
def test_lines_are_code_where_nothing_takes_them_for_its_own(text: str, code: set[int]) -> None:
    lines = [(n, line) for n, line in numbered(text)]
    assert indented_code(lines) == code

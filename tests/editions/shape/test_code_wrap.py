"""Long lines of code: where they go on, and where they may part."""

from small_works import tree

from octavo.editions.shape.code_wrap import LONG_LINE, LONGEST_WORD, wrap_long_lines
from octavo.markup.tree import Element, characters, elements, has_class, inner


def wrapped(code: str) -> Element:
    """Return the ``<pre>`` of some code, whose long lines are wrapped."""
    body = tree(f"<pre><code>{code}</code></pre>")
    wrap_long_lines(body)
    return body[0]


def classed(node: Element, name: str) -> list[Element]:
    return [each for each in elements(node, "span") if has_class(each, name)]


LONG = "word " * 10 + "end"


def test_code_of_short_lines_stays_as_it_is() -> None:
    code = f"{'x' * LONG_LINE}\n<b>y</b>"
    assert inner(wrapped(code)) == f"<code>{code}</code>"


def test_no_sign_of_the_code_is_lost_or_added() -> None:
    code = f"  {LONG}\nshort\n\n\t{LONG}"
    found = wrapped(code)
    lines = [characters(line) for line in classed(found, "code-line")]
    assert lines == code.split("\n")


def test_only_the_long_lines_of_a_block_go_on_further_in() -> None:
    first, second = classed(wrapped(f"    {LONG}\nshort"), "code-line")
    assert first.get("style") == "padding-inline-start: 4.80em; text-indent: -4.80em"
    assert second.get("style") is None and classed(second, "code-word") == []


def test_a_line_far_in_hangs_no_further_than_there_is_room() -> None:
    indents = [classed(wrapped(f"{' ' * n}{LONG}"), "code-line")[0].get("style") for n in (24, 40)]
    assert indents[0] == indents[1]


def test_a_word_of_several_tokens_stays_one() -> None:
    found = wrapped(f'<span class="o">--</span><span class="n">keep</span>=yes {LONG}')
    word = classed(found, "code-word")[0]
    assert characters(word) == "--keep=yes"
    assert [token.get("class") for token in word] == ["o", "n"]


def test_a_word_that_no_line_holds_may_part() -> None:
    held, too_long = "a" * LONGEST_WORD, "b" * (LONGEST_WORD + 1)
    words = [characters(each) for each in classed(wrapped(f"{held} {too_long}"), "code-word")]
    assert words == [held]


def test_tokens_within_tokens_are_left_alone() -> None:
    code = f'<ins><span class="n">{LONG}</span></ins>'
    assert not has_class(wrapped(code), "wrapped")

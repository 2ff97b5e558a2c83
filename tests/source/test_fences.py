"""Which lines are code: fences.py, the reader and CommonMark, asked the same.

Words like w1q stand in the lines. A line is code for the reader where its word is in a ``<pre>``
of the tree, for CommonMark where markdown-it-py has it in a block of code.
"""

import re

import pytest
from conftest import Desk
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from octavo.core.problems import BuildFailed
from octavo.markup.tree import TooDeep, get_string, strings
from octavo.source.fences import code_lines, lines_in_fences
from octavo.source.markdown.trees import markdown_tree

WORD = re.compile(r"w\d+q")


def told(text: str) -> set[str]:
    """Return the words in lines that are code for fences.py."""
    lines = text.split("\n")
    return {word for n in code_lines(lines) for word in WORD.findall(lines[n - 1])}


def read(text: str) -> tuple[set[str], set[str]]:
    """Return the words that the reader has in blocks of code, and all that it has."""
    code: set[str] = set()
    known: set[str] = set()
    for node, is_tail in strings(markdown_tree(text)):
        words = WORD.findall(get_string(node, is_tail))
        known.update(words)
        host = node.getparent() if is_tail else node
        if host is not None and (
            host.tag == "pre" or next(host.iterancestors("pre"), None) is not None
        ):
            code.update(words)
    return code, known


def common(text: str) -> set[str]:
    """Return the words that CommonMark has in blocks of code."""
    tokens = MarkdownIt("commonmark").parse(text)
    code = [each.content for each in tokens if each.type in ("fence", "code_block")]
    return set(WORD.findall("\n".join(code)))


ALIKE = {
    "backticks": "```\nw1q\n```\nw2q\n",
    "tildes": "~~~\nw1q\n~~~\nw2q\n",
    "two signs are no fence": "``\nw1q\n``\n",
    "the other sign does not close": "```\nw1q\n~~~\nw2q\n```\nw3q\n",
    "backticks do not close tildes": "~~~\nw1q\n```\nw2q\n~~~\nw3q\n",
    "a shorter fence does not close": "````\nw1q\n```\nw2q\n````\nw3q\n",
    "shorter tildes do not close": "~~~~\nw1q\n~~~\nw2q\n~~~~\nw3q\n",
    "a longer one closes": "```\nw1q\n`````\nw2q\n",
    "only blank lines": "```\n\n  \n```\nw1q\n",
    "nothing within": "```\n```\nw1q\n",
    "lines moved in within": "```\n  w1q\n      w2q\n```\n",
    "moved in with its fence": "   ```\n   w1q\n     w2q\n   ```\nw3q\n",
    "an end that is moved in elsewhere": "```\nw1q\n  ```\nw2q\n",
    "four spaces are indented code": "    ```\n    w1q\n    ```\nw2q\n",
    "an end that is moved in far does not end": "```\nw1q\n    ```\nw2q\n```\nw3q\n",
    "backticks with words in a line": "``` ```\nw1q\n",
    "tildes within tildes": "~~~~~~\nw1q\n~~~ ~~\nw2q\n~~~~~~\nw3q\n",
    "between paragraphs": "w1q\n```\nw2q\n```\nw3q\n",
    "between headings": "w1q\n---\n~~~\nw2q\n~~~\n# w3q\n",
    "a language": "```ruby\nw1q\n```\nw2q\n",
    "a sign for a language": "~~~~ c#\nw1q\n~~~~\nw2q\n",
    "words behind a language": "```ruby startline=3\nw1q\n```\nw2q\n",
    "a language with a comma": "```rust,ignore\nw1q\n```\nw2q\n",
    "a title": '```python title="x.py"\nw1q\n```\n\n## w2q\n\nw3q\n\n```sh\nw4q\n```\n',
    "braces": "``` {.python .numberLines}\nw1q\n```\nw2q\n",
    "backticks in the words behind backticks": "``` aa```\nw1q\n",
    "an end with words is none": "```\nw1q\n``` aaa\nw2q\n```\nw3q\n",
    "words right behind": "```\nw1q\n```\nw2q\n\nw3q\n",
    "one that is never closed": "w1q\n\n```\nw2q\n\nw3q\n",
    "never closed in a quotation": "> ```\n> w1q\n\nw2q\n",
    "in a quotation": "> ```\n> w1q\n> ```\n> w2q\n\nw3q\n",
    "in a quotation of a quotation": "> > ~~~\n> > w1q\n> > ~~~\n> > w2q\n",
    "a quotation that leaves out its signs": "> ```\nw1q\n> ```\n",
    "in an item": "- w1q\n\n    ```\n    w2q\n    ```\n\n    w3q\n",
    "in an item, moved in by two": "- w1q\n\n  ```\n  w2q\n  ```\n\n  w3q\n",
    "in a numbered item, moved in by three": "1. w1q\n   ```\n   w2q\n   ```\n2. w3q\n",
    "behind a bullet": "- ```\n  w1q\n  ```\n- w2q\n",
    "a line further left than its fence": "- w0q\n\n    ```\n  w1q\n    ```\n\nw2q\n",
    "indented code": "w1q\n\n    w2q\n      w3q\n\nw4q\n",
    "indented code below a heading": "# w1q\n    w2q\nw3q\n",
    "a line that goes on is no code": "w1q\n    w2q\n",
    "indented code over blank lines": "    w1q\n\n\n    w2q\n",
    "a paragraph of an item is no code": "1.  w1q\n\n    w2q\n\n        w3q\n",
    "indented code in a quotation": "> w1q\n>\n>     w2q\n",
    "a fence below indented code": "    w1q\n```\nw2q\n```\nw3q\n",
}
"""What the CommonMark specification has of fences and of indented code: here all agree."""


@pytest.mark.parametrize("name", ALIKE)
def test_what_commonmark_says_of_code_the_reader_and_fences_say(name: str) -> None:
    text = ALIKE[name]
    assert told(text) == read(text)[0] == common(text)


@pytest.mark.parametrize(("code", "end"), [("", "    "), ("", ""), ("    ", ""), (" ", "  ")])
def test_code_further_left_than_its_member_stays_code_where_its_end_follows(
    code: str, end: str
) -> None:
    text = f"- w1q\n\n    ```\n{code}w2q\n{end}```\n\n- w3q\n"
    assert told(text) == read(text)[0] == {"w2q"}
    assert read(text)[1] == {"w1q", "w2q", "w3q"}


def test_code_of_a_member_that_nothing_ends_takes_no_words_behind_the_list() -> None:
    text = "- w1q\n\n    ```\n    w2q\n\nw3q\n\n```\nw4q\n```\n\nw5q\n"
    assert told(text) == read(text)[0] == common(text) == {"w2q", "w4q"}


NESTED = """# w1q

- w2q

    ```text
    w3q
    ```

    - w4q

        ~~~
        w5q
        ~~~

            w6q

        w7q

    > w8q
    >
    > ```
    > w9q
    > ```
    >
    >     w10q

/// note | Box

```python
w11q
```

    w12q

1. w13q

    w14q

        w15q

///

> /// tip
>
> ~~~
> w16q
> ~~~
>
> w17q
>
> ///
>
> > - w18q
> >
> >     ````
> >     ```
> >     w19q
> >     ````

Term w20q
:   w21q

    w22q

        w23q

w24q[^n]

[^n]: w25q

    w26q

        w27q

    ```
    w28q
    ```

<div>
    w29q
</div>

<pre>
w30q
</pre>

    w31q

w32q
    w33q
"""


def test_a_text_of_many_nestings_has_its_code_where_the_reader_has_it() -> None:
    code = {f"w{n}q" for n in (3, 5, 6, 9, 10, 11, 12, 15, 16, 19, 23, 27, 28, 30, 31)}
    assert told(NESTED) == code
    assert read(NESTED) == (code, {f"w{n}q" for n in range(1, 34)})


STARTS = (
    *("", "", "", " ", "  ", "   ", "    ", "        ", "> ", "> > ", ">     ", "- ", "1. ", "a) "),
    *("    - ", "    > ", "> - ", "# ", ":   ", "[^a]: ", "\t"),
)
FENCE_LINES = ("```", "~~~", "````", "```python", "``` text", "~~~~ {.x}", "```a b", "```{}")
PLAIN = ("", "", "", ">", "> ", "    ", "/// note", "///", "---", "===", "| a | b |")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return lines of all sorts, with a word of its own in each that has words."""
    lines = []
    for number in range(draw(st.integers(2, 12))):
        start = draw(st.sampled_from(STARTS))
        whole = st.sampled_from(FENCE_LINES).map(start.__add__) | st.sampled_from(PLAIN)
        lines.append(draw(st.just(f"{start}w{number}q") | whole))
    return "\n".join(lines)


@settings(max_examples=400, derandomize=True, deadline=None)
@given(texts())
def test_a_line_is_code_if_and_only_if_the_reader_makes_code_of_it(text: str) -> None:
    try:
        code, known = read(text)
    except TooDeep:
        return
    assert told(text) & known == code, text


def test_a_fence_in_a_text_is_told_with_the_lines_that_open_and_close_it() -> None:
    lines = "a\n> ```\n> b\n> ```\n\n~~~ {.x}\n```\n~~~\n```\nc\n".split("\n")
    assert lines_in_fences(lines) == {2, 3, 4, 6, 7, 8, 9, 10}


QUOTED = """> Of {{title}}:
>
> ```
> {{title}} {{nothing}}
> ```
>
>     {{title}} {{nothing}}
"""


def content(desk: Desk, text: str) -> str:
    return desk.read({"text.md": f"# One\n\n{text}"}, "theme: book").chapters[0].text.content


def test_variables_in_quoted_code_stay_as_they_are(desk: Desk) -> None:
    assert content(desk, QUOTED) == f"# One\n\n{QUOTED.replace('{{title}}', 'Work', 1)}"


def test_an_include_that_is_shown_in_code_takes_nothing_in(desk: Desk) -> None:
    shown = "- Write:\n\n    ```\n    x\n\n{{include: no.md}}\n\n- More.\n"
    with pytest.raises(BuildFailed) as failure:  # at the margin it is in no fence of the item
        content(desk, shown)
    assert "E108" in {each.code for each in failure.value.problems}
    shown = "~~~\n{{include: no.md}}\n~~~\n\n````\n```\n{{include: no.md}}\n```\n````\n"
    assert content(desk, shown) == f"# One\n\n{shown}"


def test_a_variable_in_a_paragraph_of_an_item_is_filled(desk: Desk) -> None:
    text = "1. One.\n\n    Of {{title}}.\n\n        {{title}}\n"
    assert content(desk, text) == f"# One\n\n{text.replace('{{title}}', 'Work', 1)}"
    with pytest.raises(BuildFailed) as failure:
        content(desk, "1. One.\n\n    Of {{titel}}.\n")
    assert [each.code for each in failure.value.problems] == ["E114"]


def test_code_of_a_file_that_is_taken_in_is_code(desk: Desk) -> None:
    more = "> ```\n> {{nothing}}\n> ```\n\nOf {{title}}.\n"
    texts = {"text.md": "# One\n\n{{include: more.md}}\n", "more.md": more}
    found = desk.read(texts, "theme: book\nbody: [text.md]").chapters[0].text.content
    assert found == f"# One\n\n{more.replace('{{title}}', 'Work')}"


def test_a_box_that_is_shown_in_quoted_code_is_not_held_for_open(desk: Desk) -> None:
    shown = "> ````\n> /// note\n> ```\n> ````\n\n~~~\n/// note\n~~~\n"
    assert content(desk, shown) == f"# One\n\n{shown}"

"""Signs of other programs that Octavo understands are no alarm of the second reader."""

from pathlib import Path

import pytest
from by_hand import bench

from octavo.model.publication import Text
from octavo.source.markdown.trees import markdown_tree
from octavo.source.watch.second_reader import read_again

ROWS = "| a | b |\n|---|---|\n| c | d |"


@pytest.mark.parametrize(
    "text",
    [
        "> [!NOTE]\n> Mind.\n>\n> - it",
        "> [!tip]- A title\n> Mind.",
        "!!! note\n    Mind.\n\n    - it",
        '??? tip "T"\n    Mind.',
        "::: note\nMind.\n\n- it\n:::",
        "::: {.columns}\nMind.\n:::",
        "```{note} T\n- it\n- is\n```",
        "$$\nx\n- y_1*z*\n$$",
        "So $a_1*b*$ is.",
        "\\[\n# x_1\n\\]",
        "A note^[of *it*].",
        f"Text.\n\n: Ranges {{#tbl:x}}\n\n{ROWS}",
        f"{ROWS}\n\n: Ranges {{#tbl:x}}",
        "See [@fig:x] and @tbl-y.",
        "+---+\n| a |\n+---+\n| - |\n+---+",
        "| One\n|   two\n|\n| three",
        "# A {-}",
        "## A `b` ## {#c}",
        "::: {.a}\nTwo lines\nof words\n:::",
        "::: {.a}\n- b\n- c\n:::",
        ":::: {grid} 2\n:::{card} A\nB\n\n- c\n:::\n::::",
        "::: Warning ::::::\nA\n\n::: Danger\nB\n:::\n::::::::::",
        "- a\n\n  ::: note\n  b\n  :::\n\n- c",
        "*a*\n\n: b\n\n  c\n\n      code\n\n  > d",
        "a\n\n: b\n\n  1.  c\n  2.  d",
        "a\n: b\n\n    c\n\n        code\n          more",
        "a\n:   b\n    b\nc\n:   d",
        "a\n\n:   - b\n\n    ```\n    c\n    ```\n\n    ::: {#e}\n    - f\n    :::",
    ],
)
def test_a_sign_that_is_understood_is_no_alarm(text: str, tmp_path: Path) -> None:
    given = f"Before.\n\n{text}\n\nAfter.\n"
    assert read_again(bench(tmp_path), Text("a.md", given), markdown_tree(given)) == ()


def test_what_stands_beside_such_signs_is_still_looked_at(tmp_path: Path) -> None:
    given = "> [!NOTE]\n> Mind.\n\nTerm\n\nAfter.\n"
    other = markdown_tree(given.replace("Term", "Turn"))
    (told,) = read_again(bench(tmp_path), Text("a.md", given), other)
    assert (told.code, told.place.line) == ("E241", 4)

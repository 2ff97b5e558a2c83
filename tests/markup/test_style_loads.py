"""What a sheet asks for: the same, whether what may not ask is taken apart or not."""

import random

import pytest
import tinycss2

from octavo.markup.css import style_loads
from octavo.markup.css.style_loads import loads_of_style

PIECES = (
    *(
        "a",
        "url(",
        "x)",
        "url(x)",
        '"',
        "'",
        ";",
        "{",
        "}",
        "\n",
        "\r",
        "\f",
        "/*",
        "*/",
        "/",
        "\\",
    ),
    *("\\75 rl(x)", "\\75\nrl(x)", "@import ", "@IMPORT 'y'", "@import url(z)", "@namespace p 'u'"),
    *("image-set(", '"q" 1x', ")", "[", "]", "(", ": ", ",", "#a", "data:,x", " ", "<!--", "-->"),
    *("url(data:x)", "src('k')", "color:red", "margin:0", "u\\72l(j)", "\\\n", "é", "!important"),
    "cross-fade(url(b),red)",
)


def in_full(css: str) -> tuple[str, ...]:
    return tuple(style_loads._ask(tinycss2.parse_component_value_list(css)))


def test_chance_sheets_ask_for_what_they_ask_for_in_full() -> None:
    told = 0
    for seed in range(1500):
        chance = random.Random(seed)
        css = "".join(chance.choice(PIECES) for _ in range(chance.randint(3, 40)))
        found = bool(loads_of_style(css))
        assert found == bool(in_full(css)), css
        told += found
    assert told > 1000


@pytest.mark.parametrize(
    ("css", "asks"),
    [
        ("a { margin: 0;\n color: red;\n background: url(x) }", True),
        ('a { content: "x;\n color: red; background: url(x) }', True),
        ("a { src: url(\n  data:,x\n) }", False),
        ("a { src: url(\n  #x;y\n) }", False),
        ("a { /* ; url(x) ; */ src: local(b) }", False),
        ("a { color: red;\n}\n@import\n 'x';", True),
    ],
)
def test_lines_and_strings_are_kept_apart(css: str, asks: bool) -> None:
    assert bool(loads_of_style(css)) == asks == bool(in_full(css))

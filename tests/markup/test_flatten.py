"""Style sheets for reading systems: written out, and without what readers decide."""

import pytest

from octavo.markup.css.flatten import flattened, tokens

ROOT = ":root { --gap: 2em; --half: var(--gap); --round: var(--round); --face: 'EB Garamond' }\n"


def flat(rules: str, *embedded: str) -> str:
    return flattened(ROOT + rules, embedded).strip()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("var(--gap)", "2em"),
        ("var(--half)", "2em"),
        ("calc(var(--gap) / 4)", "0.5em"),
        ("calc(3pt * 1.5)", "4.5pt"),
        ("calc(3pt + 1em)", "calc(3pt + 1em)"),
        ("var(--unknown)", "inherit"),
    ],
)
def test_values_are_written_out(value: str, written: str) -> None:
    assert flat(f"p {{ margin: {value} }}") == f"p {{ margin: {written} }}"


def test_a_property_that_stands_in_itself_ends() -> None:
    assert flat("p { margin: var(--round) }") == "p { margin: var(--round) }"


def test_colours_grounds_and_pages_are_the_readers() -> None:
    rules = (
        "p { color: red; background: blue; border-top-color: red } "
        "@page { size: A5 } @media print { p { margin: 0 } } "
        "q { border: 1px solid #abcdef !important; accent-color: red }"
    )
    assert flat(rules) == "q { border: 1px solid !important }"


def test_only_faces_that_the_edition_brings_are_named() -> None:
    rule = "p {{ font-family: var(--face), 'Fira', {} }}"
    assert flat(rule.format("monospace"), "Fira") == 'p { font-family: "Fira", monospace }'
    assert flat(rule.format("serif")) == ""


def test_faces_keep_their_rules() -> None:
    face = '@font-face { font-family: "Fira"; src: url("../fonts/a.woff2") }'
    assert flat(face) == face.replace(" { ", " { ")


def test_the_last_token_of_a_name_holds() -> None:
    found = tokens(":root { --a: 1; --b: 2 } p { --a: 3 } :root { --a: 4 }")
    assert found == {"--a": "4", "--b": "2"}

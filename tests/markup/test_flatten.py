"""Style sheets for reading systems: written out, and without what readers decide."""

import pytest

from octavo.markup.css.flatten import flatten, tokens

ROOT = ":root { --gap: 2em; --half: var(--gap); --round: var(--round); --face: 'EB Garamond' }\n"


def flat(rules: str, *embedded: str) -> str:
    return flatten(ROOT + rules, embedded).strip()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("var(--gap)", "2em"),
        ("var(--half)", "2em"),
        ("calc(var(--gap) / 4)", "0.5em"),
        ("calc(3pt * 1.5)", "4.5pt"),
        ("calc(3pt + 1em)", "calc(3pt + 1em)"),
        ("var(--unknown)", "inherit"),
        ("0 var(--unknown) 1px", "inherit"),
        ("var( --gap ) var(--unknown, 1px)", "2em 1px"),
        ("var(--unknown, var(--other, var(--half)))", "2em"),
        ("calc(var(--unknown, 3pt) * 2)", "6pt"),
        ("calc(2pt * 2)calc(3pt * 2)", "calc(2pt * 2)6pt"),
        ("var(--round, 1px)", "1px"),
    ],
)
def test_values_are_written_out(value: str, written: str) -> None:
    assert flat(f"p {{ margin: {value} }}") == f"p {{ margin: {written} }}"


def test_a_property_that_stands_in_itself_ends() -> None:
    assert flat("p { margin: var(--round) }") == "p { margin: inherit }"


def test_words_in_a_string_name_nothing() -> None:
    assert flat("p::before { content: 'var(--gap)' }") == 'p::before { content: "var(--gap)" }'


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


@pytest.mark.parametrize(
    "value", ["var(--face), serif", "'EB Garamond'", "Georgia, serif", "inherit", "cursive"]
)
def test_a_face_for_reading_is_the_face_around(value: str) -> None:
    """Left out, it would leave a rule that came before: a quotation's source in the sans."""
    rules = (
        f"figcaption {{ font-family: 'Fira', sans-serif }} .quotation {{ font-family: {value} }}"
    )
    assert flat(rules).split("\n")[1] == ".quotation { font-family: inherit }"


def test_a_colour_that_is_passed_on_stays() -> None:
    assert flat("a { color: inherit } b { color: red; background: inherit }") == (
        "a { color: inherit }"
    )


def test_faces_keep_their_rules() -> None:
    face = '@font-face { font-family: "Fira"; src: url("../fonts/a.woff2") }'
    assert flat(face) == face.replace(" { ", " { ")


def test_the_last_token_of_a_name_holds() -> None:
    found = tokens(":root { --a: 1; --b: 2 } p { --a: 3 } :root { --a: 4 }")
    assert found == {"--a": "4", "--b": "2"}


def test_tokens_are_told_written_out_and_only_where_they_say_something() -> None:
    root = ":root { color: red; --a: var(--b); --b: 2; --c: var(--none); --d: var(--c, 3) }"
    assert tokens(root) == {"--a": "2", "--b": "2", "--d": "3"}


def test_a_sheet_that_stands_for_too_much_ends() -> None:
    steps = "".join(f"--a{n}: {f'var(--a{n + 1}) ' * 60};" for n in range(9))
    rules = "p { margin: var(--a0); padding: var(--a9) }"
    assert flatten(f":root {{ {steps} --a9: 1px }} {rules}", ()) == (
        "p { margin: inherit; padding: 1px }\n"
    )

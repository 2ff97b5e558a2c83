"""var() written out: fallbacks, cycles, nesting, alternatives, and what is bounded."""

import time

import pytest

from octavo.markup.css.custom_properties import DEEPEST, LONGEST, MOST, CustomProperties, names_any

PROPERTIES = CustomProperties(
    {
        "--gap": ("2em",),
        "--half": ("var(--gap)",),
        "--box": ("0 var(--half) calc(var(--gap) / 2)",),
        "--empty": ("",),
        "--Gap": ("3em",),
        "--none": ("initial",),
        "--kept": ("INHERIT",),
        "--lost": ("1px var(--unset)",),
        "--self": ("var(--self, 1px)",),
        "--a": ("var(--b, 1px)",),
        "--b": ("[var(--a, 2px)]",),
        "--past": ("var(--a, 4px)",),
        "--words": ("'var(--gap)' url('var(--gap)')",),
    }
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1px solid", "1px solid"),
        ("var(--gap)", "2em"),
        ("VAR( --half /* half */ )", "2em"),
        ("var(--box) auto", "0 2em calc(2em / 2) auto"),
        ("var(--Gap) var(--gap)", "3em 2em"),
        ("max(1em, (var(--gap) + [var(--half)]))", "max(1em, (2em + [2em]))"),
        ("var(--empty) 1em", "1em"),
        ("'var(--gap)'", "'var(--gap)'"),
        ("my-var(--gap)", "my-var(--gap)"),
        ("var(--gap, 1px)", "2em"),
        ("var(--unset, 1px)", "1px"),
        ("var(--unset, a, b)", "a, b"),
        ("x var(--unset,) y", "x  y"),
        ("var(--unset, var(--none, var(--gap)))", "2em"),
        ("var(--unset, calc(var(--gap) * 2))", "calc(2em * 2)"),
        ("var(--none, 1px)", "1px"),
        ("var(--kept, 1px)", "1px"),
        ("var(--lost, 1px)", "1px"),
        ("var(--self, 3px)", "3px"),
        ("var(--past)", "4px"),
        ("var(--unset)", None),
        ("1px var(--unset) 2px", None),
        ("calc(1px + var(--unset))", None),
        ("var(--unset, var(--none))", None),
        ("var(--lost)", None),
        ("var(--self)", None),
        ("var(--a) var(--b)", None),
        ("var()", None),
        ("var(gap)", None),
        ("var(--gap 1px)", None),
    ],
)
def test_a_value_is_written_out_or_invalid(value: str, written: str | None) -> None:
    assert PROPERTIES.write_out(value) == (written,)


def test_what_is_put_in_does_not_join_what_stands_beside_it() -> None:
    (found,) = CustomProperties({"--a": ("1",), "--b": ("px",)}).write_out("var(--a)var(--b)")
    assert found == "1/**/px"


def test_strings_and_addresses_name_nothing() -> None:
    assert PROPERTIES.of("--words") == ('"var(--gap)" url("var(--gap)")',)
    assert not names_any("'var(--a)' my-var(--a)") and names_any("[calc(1px + VAR(--a))]")


@pytest.mark.parametrize("first", ["--a", "--b", "--past"])
def test_a_cycle_is_the_same_wherever_it_is_entered(first: str) -> None:
    values = {"--a": ("var(--b, 1px)",), "--b": ("var(--a, 2px)",), "--past": ("var(--a, 4px)",)}
    properties = CustomProperties(values)
    properties.of(first)
    assert [properties.of(name) for name in values] == [(None,), (None,), ("4px",)]


def test_each_alternative_is_written_out_in_order() -> None:
    properties = CustomProperties(
        {"--a": ("A", "B"), "--maybe": ("C", "initial"), "--both": ("var(--a) var(--a)",)}
    )
    assert properties.write_out("var(--a), x") == ("A, x", "B, x")
    assert properties.of("--both") == ("A A", "A B", "B A", "B B")
    assert properties.write_out("var(--maybe)") == ("C", None)
    assert properties.write_out("var(--maybe, var(--a))") == ("C", "A", "B")


def test_an_alternative_that_stands_in_itself_leaves_the_others() -> None:
    values = {"--a": ("A", "var(--a)", "var(--none, B)"), "--p": ("var(--q)",)}
    properties = CustomProperties({**values, "--q": ("var(--p, C)", "D")})
    assert properties.of("--a") == ("A", None, "B")
    assert properties.of("--p") == (None, "D") and properties.of("--q") == (None, "D")


def test_a_name_may_be_written_with_escapes() -> None:
    properties = CustomProperties({"--a:b": ("A",), "--é": ("var(--a\\:b)",)})
    assert properties.of("--a:b") == ("A",)
    assert properties.write_out("var(--é) var(--\\e9)") == ("A A",)


def test_alternatives_are_bounded() -> None:
    properties = CustomProperties({"--a": tuple(f"A{n}" for n in range(9))})
    assert len(properties.write_out("var(--a) var(--a) var(--a)")) == MOST


def test_what_stands_for_too_much_stands_for_nothing() -> None:
    values = {f"--a{n}": (f"var(--a{n + 1}) " * 60,) for n in range(50)}
    properties = CustomProperties({**values, "--a50": ("x",)})
    started = time.process_time()
    assert properties.write_out("var(--a0, y)") == ("y",)
    assert len(str(properties.of("--a48")[0])) == 60 * 60 * 2 - 1 < LONGEST
    assert properties.of("--a47") == (None,)
    assert time.process_time() - started < 10


def test_all_that_properties_stand_for_together_is_bounded() -> None:
    values = {f"--a{n}": (f"var(--a) A{n}",) for n in range(MOST + 9)}
    properties = CustomProperties({**values, "--a": ("x" * (LONGEST - 10),)})
    found = [properties.of(name)[0] for name in values]
    assert None not in found[: MOST - 2] and set(found[MOST:]) == {None}


@pytest.mark.parametrize("depth", [3000, DEEPEST + 1])
def test_what_stands_in_itself_too_deep_is_invalid(depth: int) -> None:
    chain = {f"--a{n}": (f"var(--a{n + 1})",) for n in range(depth)}
    assert CustomProperties({**chain, f"--a{depth}": ("x",)}).of("--a0") == (None,)
    for opened, closed in (("(", ")"), ("var(--none, ", ")")):
        value = f"{opened * depth}var(--a){closed * depth}"
        assert CustomProperties({"--a": ("x",)}).write_out(value) == (None,)


def test_what_grows_deeper_with_each_property_ends() -> None:
    held = {f"--a{n}": (f"{'(' * 30}var(--a{n + 1}){')' * 30}",) for n in range(50)}
    properties = CustomProperties({**held, "--a50": ("x",)})
    found = [properties.of(f"--a{n}") for n in range(50, 0, -1)]
    assert found[2] == (f"{'(' * 60}x{')' * 60}",) and set(found[3:]) == {(None,)}


def test_what_authors_nest_is_not_too_deep() -> None:
    chain = {f"--a{n}": (f"var(--none, var(--a{n + 1}))",) for n in range(20)}
    assert CustomProperties({**chain, "--a20": ("x",)}).of("--a0") == ("x",)

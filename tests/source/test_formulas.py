r"""Formulas: what stands between ``$``, ``\(`` and their like is left as typed; money is money."""

import time

import pytest
from common_reading import told

from octavo.markup.literals import literal, plain
from octavo.markup.tree import Element, elements, has_class, inner, text_of
from octavo.source.markdown.trees import markdown_tree


def formulas(text: str) -> list[str]:
    """Return the formulas of a text, with their lines."""
    found = [each for each in elements(markdown_tree(text), "span") if has_class(each, "formula")]
    return [plain(words(each)) for each in found]


def words(formula: Element) -> str:
    assert all(each.tag == "br" for each in formula)  # nothing in it was Markdown
    return "\n".join([formula.text or "", *((each.tail or "").strip("\n") for each in formula)])


@pytest.mark.parametrize(
    "formula",
    [
        "$x$", "$x_1*y*z_2$", "$a^b^c~d~$", "$2$", "$-1$", "$x'$", "$\"q\" -- r$", "$[a](b)^2$",
        "$n!$", "$\\$5$", "$a < b$", "$$x$$", "$$\nx\n- y\n$$", "$$ x_1\n= y $$", "\\(x\\)",
        "\\(a_1*b_1\\)", "\\[x^2\\]", "\\[\n> x_1\n\\]", "\\\\(x_1\\\\)", "$x\n+ y$", "$5 x$",
        "\\begin{equation}\n# x\n\\end{equation}", "\\begin{align*}\na \\\\\n1. c\n\\end{align*}",
    ],
)  # fmt: skip
def test_a_formula_is_left_as_it_is_typed(formula: str) -> None:
    for before, after in (("", ""), ("Words *and* ", ", or not."), ("(", ")")):
        assert formulas(f"{before}{formula}{after}") == [formula]


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10", "US$ 3", "$20,000 to $30,000", "from $5-$10", "$5/$6", "A$5 (or A$)",
        "$10; US$ 3; A$ 5", "between $5 and 10$", "\\$x\\$", "$ x $", "$HOME/bin:$PATH",
        "$x\n\ny$", "`$x$`", "cost: $5.", "$$", "$$ and $$", "$$; C$ 5",
        "\\[sic\\]", "\\(see below\\)",
        "\\[1\\]", "the $HOME and the x$", "[a $x](u) and [b y$](v)",
    ],
)  # fmt: skip
def test_money_and_words_are_no_formulas(text: str) -> None:
    assert formulas(text) == []


def test_dollars_in_code_close_nothing() -> None:
    assert formulas("a $x `y$` z") == []
    assert formulas("`a $` b $x_1$ `c $`") == ["$x_1$"]


def test_names_with_dollars_swallow_no_items() -> None:
    items = (
        "- _$data_: use $other here.\n- _all_: check all.\n- _formats_: is [$data so](#x).\n- last"
    )
    [found] = markdown_tree(f"{items}\n")
    assert len(found) == 4 and formulas(f"- $x\n    + y$\n- {items}") == ["$x\n+ y$"]


def test_blocks_begin_behind_a_formula_and_not_in_it() -> None:
    body = markdown_tree("One\n$$\n- x\n$$\n- two\n\n> $$\n> # y\n> $$\n> # z\n")
    assert [each.tag for each in body] == ["p", "ul", "blockquote"]
    assert [each.tag for each in body[2]] == ["p", "h1"]


def test_a_formula_has_the_id_behind_it() -> None:
    (formula,) = elements(markdown_tree("$$\nx\n$$ {#eq-tide}"), "span")
    assert (formula.get("id"), formula.tail) == ("eq-tide", None)


def test_nothing_in_a_formula_becomes_a_sign_of_the_language() -> None:
    (formula,) = elements(markdown_tree("$f'' -- g...$"), "span")
    assert formula.text == literal("$f'' -- g...$")


def test_formulas_stand_in_headings_cells_and_notes() -> None:
    text = "# On $x_1$\n\n| $a_1$ |\n|---|\n| b |\n\nn[^1]\n\n[^1]: $c_1$"
    assert formulas(text) == ["$x_1$", "$a_1$", "$c_1$"]
    assert "<em>" not in inner(markdown_tree(text))


def test_a_formula_is_told_with_its_line() -> None:
    assert told("a\n$x$\n\n$$\ny\n$$") == ["E259 2", "E259 4"]


def test_text_of_money_is_whole() -> None:
    assert text_of(markdown_tree("$5 and $10")[0]) == "$5 and $10"


@pytest.mark.parametrize("sign", ["$x ", "\\(x ", "\\[x ", "\\begin{align} ", "`$ ", "^[x "])
def test_signs_without_an_end_are_looked_for_once(sign: str) -> None:
    start = time.process_time()
    assert formulas(sign * 20_000) == []
    assert time.process_time() - start < 20  # minutes, where each looks through the rest

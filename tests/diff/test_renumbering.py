"""A numbering that was shifted is one event, with its count; figures are told one by one."""

from pathlib import Path

import pytest
from test_collation import repeated, run
from test_global_changes import gathered

from octavo.blocks.block import Block
from octavo.diff.match.numbered_heads import find_heads

NOUNS = "Gate Quay Hill Mill Lane Ford Bridge Tower".split()
TITLES = [f"{noun} of {noun[::-1].title()}" for noun in NOUNS]
PARTS = ("first", "second", "third")


def contents(titles: list[str], sees: str = "4.2") -> str:
    """Return contents as another program has written them, and a text that calls an entry."""
    lines = []
    for n, title in enumerate(titles, 1):
        lines.append(f"- {n}\\. {title}")
        lines += [f"    - {n}.{m}. {title}, {part} part" for m, part in enumerate(PARTS, 1)]
    return "\n".join([*lines, "", f"The sluice stands as {sees} has it, and so it did before."])


MORE = [*TITLES[:3], "Weir and Sluice", *TITLES[3:]]


def test_a_numbering_that_was_shifted_is_one_event(tmp_path: Path) -> None:
    found = gathered(tmp_path, contents(TITLES), contents(MORE, "5.2"))
    whole = [each for each in found if each.change == "throughout"]
    assert [(each.name, each.before, each.after, each.count) for each in whole] == [
        ("numbers", "4 … 8.3", "5 … 9.3", 21)  # five titles with three parts each, and the call
    ]
    assert len(whole[0].new) == 21
    rest = [each for each in found if each.change != "throughout"]
    assert {each.change for each in rest} == {"added"} and len(rest) == 4


def test_a_numbering_that_went_back_is_one_event_too(tmp_path: Path) -> None:
    found = gathered(tmp_path, contents(MORE, "5.2"), contents(TITLES))
    whole = [each for each in found if each.change == "throughout"]
    assert [(each.before, each.after, each.count) for each in whole] == [("5 … 9.3", "4 … 8.3", 21)]


def test_words_that_were_edited_beside_a_number_are_told(tmp_path: Path) -> None:
    old, new = contents(TITLES), contents(MORE).replace("Rewot, third part", "Rewot, last part")
    found = gathered(tmp_path, old, new)
    edits = [(e.before, e.after) for each in found for e in each.edits]
    assert ("third", "last") in edits


FIGURES = {
    "figures that all grew, in no order": ([7, 3, 9, 4, 8, 2], 1),
    "figures that grew by different amounts": ([1, 2, 3, 4, 5, 6], 0),
    "too few": ([1, 2, 3, 4], 1),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_no_numbering(name: str, tmp_path: Path) -> None:
    counts, by = FIGURES[name]
    old = "\n\n".join(f"{count} men were at the {NOUNS[n]}." for n, count in enumerate(counts))
    grown = [count + (by or n + 11) for n, count in enumerate(counts)]
    new = "\n\n".join(f"{count} men were at the {NOUNS[n]}." for n, count in enumerate(grown))
    found = gathered(tmp_path, old, new)
    assert [each.change for each in found] == ["edited"] * len(counts)


def test_all_of_a_numbering_is_told_on_demand(tmp_path: Path) -> None:
    for name, text in (("old", contents(TITLES)), ("new", contents(MORE))):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    sides = str(tmp_path / "old.md"), str(tmp_path / "new.md")
    assert "numbers changed throughout, 20 times" in run(*sides).output
    assert "[-8.3-] [+9.3+]" in run(*sides, "--full").output
    assert "[-8.3-] [+9.3+]" not in run(*sides).output


@pytest.mark.parametrize("dot", ["\\.", "\\)", ""])
def test_entries_of_a_word_are_not_known_by_their_numbers(dot: str, tmp_path: Path) -> None:
    def typed(titles: list[str]) -> str:
        lines = []
        for n, title in enumerate(titles, 1):
            lines.append(f"- {n}{dot} {title}")
            lines += [f"    - {n}.{m} {part}" for m, part in enumerate(("Use", "See"), 1)]
        return "\n".join(lines)

    found = gathered(tmp_path, typed(NOUNS), typed([*NOUNS[:3], "Weir", *NOUNS[3:]]))
    whole = [each for each in found if each.change == "throughout"]
    assert [(each.before, each.after, each.count) for each in whole] == [("4 … 8.2", "5 … 9.2", 15)]
    rest = [each for each in found if each.change != "throughout"]
    assert [(each.change, each.after.split()[-1]) for each in rest] == [
        ("added", "Weir"), ("added", "Use"), ("added", "See"),
    ]  # fmt: skip


def test_numbers_that_do_not_go_up_are_words() -> None:
    def blocks(*texts: str) -> tuple[Block, ...]:
        return repeated(list(texts)).blocks

    assert find_heads(()) == find_heads(blocks("A line.")) == {}
    assert find_heads(blocks(*(f"{n}. x" for n in (1, 2, 3, 4)))) == {}
    assert find_heads(blocks(*(f"{n}. x" for n in (1, 2, 3, 3, 4, 5, 6)))) == {}
    assert find_heads(blocks(*(f"{n} men" for n in (1, 2, 3, 4, 5, 6)))) == {}
    numbered = ("1. x", "2. x", "words", "2.1 x", "10) x", "11 men", "12", "A line.")
    assert find_heads(blocks(*numbered)) == {0: 3, 1: 3, 3: 4, 4: 4, 5: 3}

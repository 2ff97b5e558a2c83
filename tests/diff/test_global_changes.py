"""What was changed throughout is one event with its count and places, and hides nothing else."""

import json
from pathlib import Path

import pytest
from test_collation import run
from test_cuts_and_joins import sides

from octavo.diff.match.compare import compare
from octavo.diff.match.events import Event
from octavo.diff.match.global_changes import gather_changes
from octavo.diff.match.like_edits import Pattern, count_in
from octavo.diff.match.words import Edit
from octavo.diff.report.differences import lines
from octavo.diff.report.entries import entries
from octavo.languages import language

NOUNS = "larch oak elm ash yew fir birch alder hazel holly rowan maple willow beech".split()
WHERE = "gate quay hill mill lane ford bridge tower barn well shore field steps yard".split()


def gathered(folder: Path, old: str, new: str) -> list[Event]:
    one, other = (each.manuscript for each in sides(folder, old, new))
    return list(gather_changes(compare(one, other), one, other))


def paragraphs(*texts: str) -> str:
    """Return a paragraph for each noun, with the texts in turn, ``{0}`` and ``{1}`` filled in."""
    filled = (
        texts[n % len(texts)].format(noun, where)
        for n, (noun, where) in enumerate(zip(NOUNS, WHERE, strict=True))
    )
    return "\n\n".join(filled)


def test_a_name_that_was_replaced_is_one_event() -> None:
    assert count_in(Pattern("the mate", "Petrel"), Edit("The mate's", "Petrel's", 0, 0)) == 1
    assert count_in(Pattern("the mate", "Petrel"), Edit("the mates", "Petrels", 0, 0)) == 0
    assert count_in(Pattern("the mate", "Petrel"), Edit("the mate slept", "Petrel woke", 0, 0)) == 0
    assert count_in(Pattern("mate", "crew"), Edit("Mate and mate", "Crew and crew", 0, 0)) == 2


TEXTS = (
    "At the {1} stood a {0} when {name} came by on his way.",
    "{Name} saw the {0} at the {1}, and so did {name}’s brother.",
)


def named(name: str, first: str) -> str:
    """Return the paragraphs with a name, and as it stands at the beginning of a sentence."""
    return paragraphs(*(t.replace("{name}", name).replace("{Name}", first) for t in TEXTS))


CHANGES: dict[str, tuple[str, str, int, str, str]] = {
    "a name": (
        named("the mate", "The mate"),
        named("Ada Petrel", "Ada Petrel"),
        21,
        "the mate",
        "Ada Petrel",
    ),
    "a name that became a word": (
        named("Petrel", "Petrel"),
        named("the mate", "The mate"),
        21,
        "Petrel",
        "the mate",
    ),
    "quotation marks": (
        paragraphs("“No,” said the {0} at the {1}: “never.”"),
        paragraphs("‘No,’ said the {0} at the {1}: ‘never.’"),
        56,
        "“, ”",
        "‘, ’",
    ),
    "a spelling": (
        paragraphs("The colour of the {0} at the {1}.", "The {0} of the harbour at the {1}."),
        paragraphs("The color of the {0} at the {1}.", "The {0} of the harbor at the {1}."),
        14,
        "colour, harbour",
        "color, harbor",
    ),
    "a spelling, two words at once": (
        paragraphs("The {0} was coloured, organised at the {1}.", "A realised {0} at the {1}."),
        paragraphs("The {0} was coloured, organized at the {1}.", "A realized {0} at the {1}."),
        14,
        "organised, realised",
        "organized, realized",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_made_throughout_is_one_event_with_its_count(kind: str, tmp_path: Path) -> None:
    old, new, count, before, after = CHANGES[kind]
    [event] = gathered(tmp_path, old, new)
    assert (event.change, event.count) == ("throughout", count)
    assert (event.before, event.after) == (before, after)
    assert len(event.old) == len(event.new) == len(NOUNS)
    told = "\n".join(lines([event]))
    assert f"changed throughout, {count} times  " in told
    assert "text.md:5 … " in told and f"[-{before}-] [+{after}+]" in told


def test_a_different_edit_beside_a_change_made_throughout_is_told(tmp_path: Path) -> None:
    old, new, count, *_ = CHANGES["a name"]
    new = new.replace("an Ada Petrel came by", "").replace(
        "larch when Ada Petrel came by", "larch when Ada Petrel went by"
    )
    new = new.replace("a birch when Ada Petrel came", "a palm when Ada Petrel came")
    found = gathered(tmp_path, old, new)
    assert [(e.change, e.count) for e in found if e.change == "throughout"] == [
        ("throughout", count - 1)
    ]
    edits = [(e.before, e.after) for event in found for e in event.edits]
    assert edits == [("the mate came", "Ada Petrel went"), ("birch", "palm")]


def test_a_word_that_mostly_stayed_was_not_changed_throughout(tmp_path: Path) -> None:
    old = paragraphs("Here is a {0} of a {1} for a day.")
    new = old.replace("Here is a", "Here is the")
    assert {event.change for event in gathered(tmp_path, old, new)} == {"edited"}


def test_few_like_edits_are_told_one_by_one(tmp_path: Path) -> None:
    old = paragraphs("Here is the {0} of the {1}.")
    new = old.replace("larch", "palm").replace("oak", "palm")
    assert len(gathered(tmp_path, old, new)) == 2


def test_a_plural_is_no_spelling(tmp_path: Path) -> None:
    old = "\n\n".join(f"Here the {noun}tree stood and was seen of all." for noun in NOUNS)
    new = old.replace("tree", "trees")
    assert len(gathered(tmp_path, old, new)) == len(NOUNS)


def test_a_sorted_list_is_one_event_and_an_edited_item_another(tmp_path: Path) -> None:
    items = [f"- {noun} by the {where} of old" for noun, where in zip(NOUNS, WHERE, strict=True)]
    new = "\n".join(sorted(items)).replace("yew by the hill", "yew by the lake")
    found = gathered(tmp_path, "\n".join(items), new)
    assert [event.change for event in found if event.count > 1] == ["sorted"]
    assert "text: list sorted, " in "\n".join(lines(found))
    turned = [*items[7:], *items[3:7], *items[:3]]
    again = gathered(tmp_path, "\n".join(items), "\n".join(turned))
    assert [event.change for event in again] == ["reordered"]


def test_the_rows_of_a_sorted_table_are_one_event(tmp_path: Path) -> None:
    head = "| Tree | Place |\n|---|---|\n"
    rows = [f"| {noun} | {where} |" for noun, where in zip(NOUNS, WHERE, strict=True)]
    [event] = gathered(tmp_path, head + "\n".join(rows), head + "\n".join(sorted(rows)))
    assert (event.level, event.change) == ("table", "sorted")
    assert "table: rows sorted, " in "\n".join(lines([event]))


def test_bullets_that_became_numbers_are_one_event(tmp_path: Path) -> None:
    items = [f"- {noun} by the {where} of old" for noun, where in zip(NOUNS, WHERE, strict=True)]
    new = "\n".join(items).replace("- ", "1. ")
    [event] = gathered(tmp_path, "\n".join(items), new)
    assert (event.change, event.count) == ("recast", len(NOUNS))


def test_marks_that_became_others_throughout_are_one_event(tmp_path: Path) -> None:
    old = paragraphs("Here is the *{0}* of the {1}.")
    [event] = gathered(tmp_path, old, old.replace("*", "**"))
    assert (event.level, event.before, event.after, event.count) == ("mark", "em", "strong", 14)
    assert ", ".join(NOUNS) in "\n".join(lines([event], full=True))


def test_errata_tell_a_change_made_throughout_once(tmp_path: Path) -> None:
    old, new, *_ = CHANGES["a name"]
    found = gathered(tmp_path, old, new)
    words = language(sides(tmp_path, old, new)[1].workshop, "en")
    [entry] = entries(found, words, {})
    said = "".join(part.text for line in entry.lines for part in line)
    assert said.startswith("21 × for") and "the mate" in said and "Ada Petrel" in said


def test_each_place_is_told_on_demand(tmp_path: Path) -> None:
    old, new, *_ = CHANGES["a name"]
    sides(tmp_path, old, new)
    paths = [str(tmp_path / name / "text.md") for name in ("old", "new")]
    one = json.loads(run(*paths, "--json").output)
    every = json.loads(run(*paths, "--json", "--full").output)
    assert [event["change"] for event in one["events"]] == ["throughout"]
    assert {event["change"] for event in every["events"]} == {"edited"}
    assert len(every["events"]) == len(one["events"][0]["new"]) == len(NOUNS)
    assert run(*paths, "--fail-on", "text").exit_code == 1
    run(*paths, "--sarif", str(tmp_path / "told.sarif"))
    told = json.loads((tmp_path / "told.sarif").read_text())
    assert len(told["runs"][0]["results"]) == len(NOUNS)


def test_another_language_of_code_throughout_is_one(tmp_path: Path) -> None:
    code = "".join(f"Step {n}.\n\n```{{}}\nrun --step {n}\n```\n\n" for n in range(6))
    old, new = code.replace("{}", "bash"), code.replace("{}", "console")
    (event,) = gathered(tmp_path, old, new)
    assert (event.level, event.change, event.count) == ("code", "language", 6)
    assert (event.before, event.after) == ("bash", "console")
    assert "  code: language, 6 times" in "\n".join(lines([event]))

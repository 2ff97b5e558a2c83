"""A paragraph that was cut in several, or joined from several, is one event; no word is struck."""

import re
from pathlib import Path

import pytest
from test_collation import kinds, repeated
from test_redline import gives_back, revision
from test_redline_wrappers import struck

from octavo.diff.match.compare import compare, mirror
from octavo.diff.match.spine import heaviest_run
from octavo.diff.report.critic import critic
from octavo.diff.report.differences import lines
from octavo.diff.report.redline.spoken_marks import tell
from octavo.diff.report.redline.woven import weave
from octavo.diff.revision import Opened
from octavo.languages import language
from octavo.markup.tree import text_of

STAYS = "Another paragraph that stays in its place and is long enough for this.\n\n"
SENTENCES = (
    "The keeper wrote the height of the water in the great ledger at dawn.",
    "Nobody on the island knew the reason for the signal on the hill.",
    "Two ships avoided the harbour during the whole of that winter.",
    "In spring the council paid for a second lamp and a new wick.",
    "The harbour was opened again before the first of May.",
)
CLAUSES = (
    "(a) The member shall pay the fee of forty pounds in advance.",
    "(b) Each member gets one key and returns it on leaving.",
    "(c) No boat may be moored at the steps without written leave.",
    "(d) Guests are welcome on Sundays only and sign the book.",
)
KIT = "The kit holds: a rope, a lamp, a knife and dry matches."
WHOLE, CUT = " ".join(SENTENCES), "\n\n".join(SENTENCES)
RULES = "(1) **Fees.** Forty pounds are paid in advance. (2) **Keys.** Each member gets one key."
CUTS: dict[str, tuple[str, str, int, int]] = {
    "three": (
        WHOLE,
        f"{SENTENCES[0]} {SENTENCES[1]}\n\n{SENTENCES[2]}\n\n{' '.join(SENTENCES[3:])}",
        3,
        0,
    ),
    "each sentence": (WHOLE, CUT, 5, 0),
    "each, with a word edited": (WHOLE, CUT.replace("great ledger", "small ledger"), 5, 2),
    "clauses": (" ".join(CLAUSES), "\n\n".join(CLAUSES), 4, 0),
    "clauses and lines": (
        f"{' '.join(CLAUSES)}\n\n{WHOLE}", "\n\n".join([*CLAUSES, WHOLE]), 4, 0,
    ),
    "items from a paragraph": (WHOLE, "\n".join(f"- {each}" for each in SENTENCES), 5, 0),
    "items of an item": (
        f"- {WHOLE}\n- Other item of the list.",
        "\n".join(f"- {each}" for each in (*SENTENCES, "Other item of the list.")),
        5,
        0,
    ),
    "an introduction and items": (
        KIT, "The kit holds:\n\n- a rope\n- a lamp\n- a knife\n- dry matches", 5, 4,
    ),
    "hard broken lines": ("\\\n".join(SENTENCES), CUT, 5, 0),
    "quoted": (f"> {WHOLE}", "\n>\n".join(f"> {each}" for each in SENTENCES), 5, 0),
    "heads and clauses": (
        RULES,
        "### Fees\n\nForty pounds are paid in advance.\n\n### Keys\n\nEach member gets one key.",
        4,
        8,
    ),
    "the last sentence": (WHOLE, f"{' '.join(SENTENCES[:-1])}\n\n{SENTENCES[-1]}", 2, 0),
}  # fmt: skip
"""Name -> text, the same cut, into how many pieces, how many words of it are other ones."""


def sides(folder: Path, old: str, new: str) -> tuple[Opened, Opened]:
    found = []
    for name, text in (("old", old), ("new", new)):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "text.md").write_text(f"## Rules\n\n{STAYS}{text}\n", encoding="utf-8")
        found.append(revision(folder / name / "text.md", folder))
    return found[0], found[1]


def marked(told: str) -> int:
    """Return how many words a text in CriticMarkup marks."""
    pieces = re.findall(r"\{[+-]{2}(.*?)[+-]{2}\}|\{~~(.*?)~>(.*?)~~\}", told, re.DOTALL)
    return sum(len(part.split()) for piece in pieces for part in piece)


@pytest.mark.parametrize("kind", CUTS)
@pytest.mark.parametrize("is_turned", [False, True], ids=["cut", "joined"])
def test_a_paragraph_in_pieces_is_one_event_and_loses_no_word(
    kind: str, is_turned: bool, tmp_path: Path
) -> None:
    whole, cut, pieces, words = CUTS[kind]
    old, new = sides(tmp_path, *((cut, whole) if is_turned else (whole, cut)))
    events = compare(old.manuscript, new.manuscript)
    [event] = [each for each in events if each.change in ("split", "merged")]
    assert event.change == ("merged" if is_turned else "split")
    assert len(event.old if is_turned else event.new) == pieces
    others = [each for each in events if each != event and each.level in ("text", "structure")]
    assert {each.change for each in others} <= {"recast"}
    assert compare(new.manuscript, old.manuscript) == mirror(events)
    root = gives_back(old, new)
    assert marked(critic(root, language(new.workshop, "en"))) <= words


def test_the_places_of_a_cut_are_told(tmp_path: Path) -> None:
    old, new = sides(tmp_path, WHOLE, CUT)
    events = compare(old.manuscript, new.manuscript)
    [event] = events
    assert [event.after[at:].startswith(SENTENCES[n]) for n, at in enumerate(event.joints, 1)] == [
        True
    ] * 4
    told = "\n".join(lines(events))
    assert "text: paragraph split in 5  " in told
    assert "text.md:5 → " in told and "text.md:5 … " in told and "text.md:13\n" in told


def test_a_cut_is_noted_at_each_place_of_a_redline(tmp_path: Path) -> None:
    old, new = sides(tmp_path, WHOLE, CUT)
    cloth = weave(old, new)
    assert struck(cloth.root) == []
    tell(cloth, language(new.workshop, "en"))
    assert text_of(cloth.root).count("[new paragraph]") == 4


def test_a_long_text_that_is_cut_everywhere_is_cut_everywhere(tmp_path: Path) -> None:
    def clause(n: int) -> str:
        parts = (
            f"Party {n} of kind {k} gives notice {n * 7 + k} to office {k * n}."
            for k in range(5, 10)
        )
        return " ".join(parts).replace("kind", f"kind{n}")

    clauses = [clause(n) for n in range(120)]
    old, new = sides(
        tmp_path, "\n\n".join(clauses), "\n\n".join(re.sub(r"\. ", ".\n\n", c) for c in clauses)
    )
    events = compare(old.manuscript, new.manuscript)
    assert {(each.change, len(each.new)) for each in events} == {("split", 5)}
    assert len(events) == len(clauses)


def test_no_place_is_twice_in_a_run() -> None:
    pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (2, 2)]
    assert heaviest_run(pairs, [1, 5, 1, 1, 1]) == [(0, 1), (2, 2)]


def test_of_two_paragraphs_that_hold_one_the_other_is_new() -> None:
    short = "The keeper wrote the height of the water at dawn."
    longer = " ".join(f"{n} more boats came in that year" for n in range(9))
    others = " ".join(f"nobody saw {n} lights at sea" for n in range(12))
    old = repeated(["The first of all.", short, "The last of all."])
    new = repeated(["The first of all.", f"{short} {longer}", f"{short} {others}",
                    "The last of all."])  # fmt: skip
    found = compare(old, new)
    assert sorted(kinds(found)) == [("text", "added"), ("text", "edited")]

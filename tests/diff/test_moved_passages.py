"""Sentences and passages that moved are told as that: in events, in the redline, in errata."""

from pathlib import Path

import pytest
from test_cuts_and_joins import CLAUSES, SENTENCES, sides
from test_redline import gives_back, told

from octavo.diff.match.compare import compare, mirror
from octavo.diff.match.moved_sentences import find_passages
from octavo.diff.report.differences import lines
from octavo.diff.report.entries import entries
from octavo.diff.report.redline.marks import DEL, INS, PASSAGE, mark_of
from octavo.diff.report.redline.spoken_marks import tell
from octavo.diff.report.redline.unweave import accept_changes, reject_changes
from octavo.diff.report.redline.woven import book, weave
from octavo.languages import language
from octavo.markup.tree import elements, text_of

ONE, TWO, THREE, FOUR, FIVE = SENTENCES
WHOLE, OTHERS = " ".join(SENTENCES), " ".join(CLAUSES)
MOVES = {
    "to the next paragraph": (
        f"{ONE} {TWO}\n\n{THREE} {FOUR}",
        f"{ONE}\n\n{TWO} {THREE} {FOUR}",
        [("sentence", TWO)],
    ),
    "exchanged in one": (
        WHOLE,
        " ".join((ONE, FOUR, THREE, TWO, FIVE)),
        [("sentence", THREE), ("sentence", FOUR)],  # as long as the second: either may stay
    ),
    "becomes a paragraph": (
        f"{WHOLE}\n\n{OTHERS}",
        f"{' '.join((ONE, TWO, FOUR, FIVE))}\n\n{OTHERS}\n\n{THREE}",
        [("sentence", THREE)],
    ),
    "a paragraph becomes a sentence": (
        f"{THREE}\n\n{OTHERS}\n\n{ONE}",
        f"{OTHERS}\n\n{ONE} {THREE}",
        [("sentence", THREE)],
    ),
    "two sentences at once": (
        f"{WHOLE}\n\n{OTHERS}",
        f"{' '.join((ONE, FOUR, FIVE))}\n\n{OTHERS} {TWO} {THREE}",
        [("passage", f"{TWO} {THREE}")],
    ),
    "a part of one": (
        f"{WHOLE}\n\n{OTHERS}",
        f"{WHOLE.replace(' during the whole of that winter', '')}\n\n"
        + OTHERS.replace("in advance", "in advance during the whole of that winter"),
        [("phrase", "during the whole of that winter")],
    ),
    "over a heading": (
        f"{WHOLE}\n\n## Boats\n\n{OTHERS}",
        f"{' '.join((ONE, TWO, FOUR, FIVE))}\n\n## Boats\n\n{OTHERS} {THREE}",
        [("sentence", THREE)],
    ),
    "to an item": (
        f"{WHOLE}\n\n- {CLAUSES[0]}\n- {CLAUSES[1]}",
        f"{' '.join((ONE, TWO, FOUR, FIVE))}\n\n- {CLAUSES[0]}\n- {CLAUSES[1]} {THREE}",
        [("sentence", THREE)],
    ),
}


@pytest.mark.parametrize("kind", MOVES)
def test_words_that_moved_are_one_event_each(kind: str, tmp_path: Path) -> None:
    before, after, moved = MOVES[kind]
    old, new = sides(tmp_path, before, after)
    events = compare(old.manuscript, new.manuscript)
    assert sorted((e.change, e.new[0].kind, e.after) for e in events) == sorted(
        ("moved", what, text) for what, text in moved
    )
    assert compare(new.manuscript, old.manuscript) == mirror(events)
    assert any(f"text: {moved[0][0]} moved  " in line for line in lines(events))


@pytest.mark.parametrize("kind", MOVES)
def test_a_redline_leads_from_where_words_went_to_where_they_came(
    kind: str, tmp_path: Path
) -> None:
    before, after, moved = MOVES[kind]
    old, new = sides(tmp_path, before, after)
    cloth = weave(old, new)
    marked = [each for each in elements(cloth.root) if each.get(PASSAGE)]
    numbers = [each.get(PASSAGE) for each in marked]
    assert sorted(numbers) == sorted([*map(str, range(len(moved)))] * 2)
    for number in set(numbers):
        assert len({text_of(each) for each in marked if each.get(PASSAGE) == number}) == 1
    tell(cloth, language(new.workshop, "en"))
    said = text_of(cloth.root)
    assert said.count("[moved here; it stood in “") == said.count("[moved from here to “")
    assert said.count("[moved here; it stood in “") == len(moved)
    assert told(accept_changes(cloth.root)) == told(book(new.publication))
    assert told(reject_changes(cloth.root)) == told(book(old.publication))


def test_a_sentence_that_moved_with_another_word_is_moved_and_edited(tmp_path: Path) -> None:
    edited = THREE.replace("winter", "autumn")
    old, new = sides(
        tmp_path, f"{WHOLE}\n\n{OTHERS}", f"{' '.join((ONE, TWO, FOUR, FIVE))}\n\n{OTHERS} {edited}"
    )
    [event] = compare(old.manuscript, new.manuscript)
    assert (event.change, event.before, event.after) == ("moved", THREE, edited)
    assert [(edit.before, edit.after) for edit in event.edits] == [("winter", "autumn")]
    gives_back(old, new)


def test_another_edit_beside_a_sentence_that_moved_is_told(tmp_path: Path) -> None:
    kept = " ".join((ONE, "Everything else is as quiet as before.", FOUR, FIVE))
    old, new = sides(tmp_path, f"{WHOLE}\n\n{OTHERS}", f"{kept}\n\n{OTHERS} {THREE}")
    events = compare(old.manuscript, new.manuscript)
    edits = [(e.before, e.after) for event in events for e in event.edits]
    assert [event.change for event in events] == ["edited", "moved"]
    assert edits == [(TWO, "Everything else is as quiet as before.")]
    cloth = weave(old, new)
    assert [text_of(n) for n in elements(cloth.root) if mark_of(n) in (DEL, INS)].count(THREE) == 2


def test_an_edit_says_where_its_words_stand(tmp_path: Path) -> None:
    kept = " ".join((ONE, "Nobody asked for the reason.", "All was quiet.", FIVE))
    old, new = sides(tmp_path, f"{WHOLE}\n\n{OTHERS}", f"{kept}\n\n{OTHERS} {THREE}")
    for event in compare(old.manuscript, new.manuscript):
        for edit in event.edits:
            end, stop = edit.old_start + len(edit.before), edit.new_start + len(edit.after)
            assert event.before[edit.old_start : end] == edit.before
            assert event.after[edit.new_start : stop] == edit.after


def test_a_paragraph_that_came_with_more_than_a_moved_sentence_came(tmp_path: Path) -> None:
    added = f"Nothing like it had been seen before on any coast. {THREE}"
    old, new = sides(
        tmp_path,
        f"{WHOLE}\n\n{OTHERS}",
        f"{' '.join((ONE, TWO, FOUR, FIVE))}\n\n{OTHERS}\n\n{added}",
    )
    events = compare(old.manuscript, new.manuscript)
    assert [event.change for event in events] == ["edited", "added"]


def test_few_words_and_what_came_more_often_than_it_went_have_not_moved() -> None:
    assert find_passages(["So it is.", ""], ["", "So it is."]) == []
    assert find_passages([TWO, "", ""], ["", TWO, TWO]) == []
    assert len(find_passages([TWO, TWO, ""], ["", "", f"{TWO} {TWO}"])) == 2


def test_errata_say_from_where_to_where_a_sentence_went(tmp_path: Path) -> None:
    before, after, _ = MOVES["over a heading"]
    old, new = sides(tmp_path, before, after)
    events = compare(old.manuscript, new.manuscript)
    [entry] = entries(events, language(new.workshop, "en"), {})
    said = "".join(part.text for line in entry.lines for part in line)
    assert said == f"moved: {THREE} (Rules → Boats)"


@pytest.mark.parametrize("title", ["Winters", "Winters {#winters}", "Winters in the long valley"])
@pytest.mark.parametrize("is_turned", [False, True], ids=["over", "back"])
def test_a_heading_and_a_paragraph_that_change_places_are_one_move(
    title: str, is_turned: bool, tmp_path: Path
) -> None:
    rest = "Ice stood in the bay for long.\n\nNo ship came to the steps then."
    texts = [f"{WHOLE}\n\n## {title}\n\n{rest}", f"## {title}\n\n{WHOLE}\n\n{rest}"]
    old, new = sides(tmp_path, *(texts[::-1] if is_turned else texts))
    events = compare(old.manuscript, new.manuscript)
    assert [(event.level, event.change, event.after) for event in events] == [
        ("text", "moved", WHOLE)
    ]
    behind = "Another paragraph that stays in its …" if is_turned else title.partition(" {")[0]
    assert events[0].stands[1] == behind
    assert f"      now after “{behind}”" in list(lines(events))
    assert compare(new.manuscript, old.manuscript) == mirror(events)


def test_a_redline_tells_items_that_moved_in_one_list_by_their_neighbours(tmp_path: Path) -> None:
    things = "rope lamp knife match tent boot glove sail".split()
    items = [f"- The {thing} is number {n} of the list here" for n, thing in enumerate(things)]
    old, new = sides(tmp_path, "\n".join(items), "\n".join([*items[:2], *items[3:], items[2]]))
    cloth = weave(old, new)
    tell(cloth, language(new.workshop, "en"))
    said = text_of(cloth.root)
    assert "[moved from here to “The sail is number 7 of …”]" in said
    assert "[moved here; it stood in “The lamp is number 1 of …”]" in said


def test_texts_that_come_to_have_one_id_have_not_moved(tmp_path: Path) -> None:
    """Programs number ids anew: what had id9 is another text now, elsewhere."""
    gone = "The gate.\n{#id9}"
    come = "Old boats.\n{#id9}"
    old, new = sides(tmp_path, f"{gone}\n\n{WHOLE}\n\n{OTHERS}", f"{WHOLE}\n\n{OTHERS}\n\n{come}")
    told = [(each.level, each.change) for each in compare(old.manuscript, new.manuscript)]
    assert sorted(told) == [("text", "added"), ("text", "removed")]


def test_an_id_still_says_what_a_text_became_that_moved_and_was_rewritten(tmp_path: Path) -> None:
    gone = "The archive keeps every letter of the harbour master.\n{#id9}"
    come = "Every letter of the old harbour master is lost by now, and gone.\n{#id9}"
    old, new = sides(tmp_path, f"{gone}\n\n{WHOLE}\n\n{OTHERS}", f"{WHOLE}\n\n{OTHERS}\n\n{come}")
    told = [each.change for each in compare(old.manuscript, new.manuscript)]
    assert "moved" in told and "removed" not in told

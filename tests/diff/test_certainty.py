"""Moves of which it is not sure that they are moves."""

from octavo.diff.match.certainty import CERTAIN, SURE, share_in_common
from octavo.diff.match.events import Event, Spot
from octavo.diff.report.differences import lines, plain_event

SPOT = (Spot("a", "p", (), "a.md:1"),)
TEXT = "one two three four five six seven eight nine ten"


def _move(after: str) -> Event:
    return Event("text", "moved", SPOT, SPOT, TEXT, after)


def test_a_move_without_a_change_is_certain() -> None:
    assert share_in_common(_move(TEXT)) == CERTAIN
    assert "certainty" not in plain_event(_move(TEXT))
    assert not any("perhaps" in line for line in lines([_move(TEXT)]))


def test_a_move_with_few_changed_words_is_sure_and_with_many_is_not() -> None:
    few = TEXT.replace("two", "2")
    assert share_in_common(_move(few)) == 90 >= SURE
    assert not any("perhaps" in line for line in lines([_move(few)]))
    many = "one two three 4 5 6 seven eight 9 ten"
    assert any("moved, perhaps: 60 % of its words" in line for line in lines([_move(many)]))
    assert plain_event(_move(many))["certainty"] == 60


def test_what_did_not_move_is_not_doubted() -> None:
    assert share_in_common(Event("text", "edited", SPOT, SPOT, "a b", "c d")) == CERTAIN

"""Notes are told where they are called, by their numbers; a call that moved is one event."""

from pathlib import Path

from test_collation import events_of

from octavo.diff.match.events import Event
from octavo.diff.report.differences import lines

TEXT = """## Gates

The gate was painted in spring by the whole council.[^b]

## Winters

Ice stood in the bay for the whole of March.[^a] No ship came.

## Ends

Nothing else is known of the place or of the keeper.

[^a]: From the ledger of 1871, which is lost.

[^b]: From the diary of the council.
"""


def told(folder: Path, new: str) -> list[Event]:
    return list(events_of(folder, TEXT, new))


def test_a_note_is_told_in_the_section_that_calls_it(tmp_path: Path) -> None:
    [event] = told(tmp_path, TEXT.replace("ledger of 1871", "ledger of 1872"))
    assert event.path == ("Winters",) and event.numbers == ("2", "2")
    assert event.new[0].place.endswith("text.md:13")
    said = list(lines([event]))
    assert "Winters" in said and any("note: 2 (a) edited" in line for line in said)


def test_notes_stand_in_the_order_of_their_calls(tmp_path: Path) -> None:
    new = TEXT.replace("1871", "1872").replace("diary", "book").replace("No ship", "No boat")
    found = told(tmp_path, new)
    assert [(event.level, event.name) for event in found] == [
        ("note", "b"),
        ("text", ""),
        ("note", "a"),
    ]


def test_a_note_that_came_has_the_number_of_its_call(tmp_path: Path) -> None:
    new = TEXT.replace("keeper.", "keeper.[^c]") + "\n[^c]: A new note altogether.\n"
    [event] = told(tmp_path, new)
    assert (event.change, event.path, event.numbers) == ("added", ("Ends",), ("", "3"))


def test_a_call_that_moved_to_another_paragraph_is_one_event(tmp_path: Path) -> None:
    new = TEXT.replace("council.[^b]\n", "council.\n", 1).replace("keeper.", "keeper.[^b]")
    [event] = told(tmp_path, new)
    assert (event.level, event.change, event.name) == ("note", "call", "b")
    assert event.old[0].path == ("Gates",) and event.new[0].path == ("Ends",)

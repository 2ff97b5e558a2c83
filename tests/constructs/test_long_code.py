"""Code of thousands of lines, and thousands of notes, cost as much each as a few do."""

from time import process_time

from conftest import Desk

from octavo.editions.shape.note_places import _by_note
from octavo.markup.tree import add_text, child, last_child, new


def seconds(count: int) -> float:
    """Return what it takes to append words and elements in turn: the best of three."""
    found = []
    for _ in range(3):
        code, begun = new("code"), process_time()
        for _n in range(count):
            add_text(code, " ")
            child(code, "span", "x")
        add_text(code, "end")
        found.append(process_time() - begun)
        last = last_child(code)
        assert len(code) == count and last is not None and last.tail == "end"
    return min(found)


def test_the_nth_piece_of_a_block_of_code_is_appended_in_one_step() -> None:
    """Where children are counted each time, four times as many take sixteen times as long."""
    assert seconds(40_000) < 8 * seconds(10_000)


def test_an_element_without_children_has_no_last() -> None:
    assert last_child(new("p", "words")) is None


def test_calls_are_looked_through_once_for_all_notes(desk: Desk) -> None:
    text = "A[^a] b[^b] a[^a].\n\n[^a]: One.\n[^b]: Two, a[^a].\n"
    body = desk.read(text).chapters[0].body
    calls = [each for each in body.iter("a") if each.get("class") == "noteref"]
    assert len(calls) == 4
    found = _by_note(calls)
    assert sorted(map(len, found.values())) == [1, 3]
    assert [each for own in found.values() for each in own if own[0].get("href")] != []

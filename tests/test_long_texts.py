"""What stands in a text thousands of times takes a time that grows with it, not with its square."""

import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import FrameType

import pytest
from conftest import Desk
from markdown import Markdown

from octavo.blocks.manuscript import blocks_of
from octavo.checks.source_items import read_source
from octavo.core.problems import BuildFailed
from octavo.markup.css.selector_names import order_slips
from octavo.markup.css.sheet_rules import read_rules
from octavo.markup.tree import new
from octavo.model.metadata import Edition
from octavo.source.block_rules.grid_tables import read_grid
from octavo.source.block_rules.written_block import WrittenBlock
from octavo.source.markdown.note_calls import CalledNote, KnownNotes
from octavo.transforms.characters import Piece, _apply
from octavo.transforms.leftovers import _Words
from octavo.transforms.taken_ids import TakenIds

LONG: Mapping[str, Callable[[int], str]] = {
    "links that are none": lambda n: "[a](b " * n,
    "tags of a template language": lambda n: "{% a " * n,
    "notes": lambda n: (
        " ".join(f"[^{k}]" for k in range(n)) + "\n\n" + "\n".join(f"[^{k}]: x" for k in range(n))
    ),
    "terms with definitions": lambda n: "\n\n".join(f"a{k}\n: b" for k in range(n)),
    "blanks": lambda n: "*a*" + " " * (10 * n) + "b",
}
"""What was read in quadratic time."""


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_what_stands_there_thousands_of_times_is_read_in_time_that_grows_with_it(
    text: Callable[[int], str], desk: Desk
) -> None:
    """4,000 take less than ten times what 1,000 take: quadratic work would take sixteen."""

    def seconds(count: int) -> float:
        started = time.process_time()
        with suppress(BuildFailed):
            desk.read(f"# T\n\n{text(count)}\n")
        return time.process_time() - started

    seconds(10)
    tries = (seconds(4_000) < 10 * seconds(1_000) for _ in range(3))  # others share the processor
    assert any(tries)


def _call_notes(count: int) -> None:
    notes = KnownNotes(SEPARATOR="-", UNIQUE_IDS=False)
    Markdown(extensions=[notes])
    pattern = CalledNote("", notes)
    for _ in range(count):
        label = notes.next_label()
        notes.setFootnote(label, "words")
        assert pattern.call(label) is not None


def _name_headings(count: int) -> None:
    taken = TakenIds()
    assert len({taken.fresh("a") for _ in range(count)}) == count


def _mark_quotations(count: int) -> None:
    node = new("p")
    piece = Piece(node, False, 0, '"a" ' * (10 * count), False, "en")
    _apply([piece], [(4 * n, 4 * n + 1, "“") for n in range(10 * count)])
    assert node.text == '“a" ' * (10 * count)


def _look_for_leftovers(count: int) -> None:
    words = _Words(new("p"), "![a](b " * (4 * count), True, True, False)
    assert list(words.find())


def _read_a_drawn_table(count: int) -> None:
    rule = "+---+---+"
    lines = [rule, *(line for _ in range(count) for line in ("| a | b |", rule))]
    block = WrittenBlock("grid", 1, lines=list(enumerate(lines, 1)))
    read_grid(block, lambda lines, number: [])
    assert len(block.inside) == count


def _look_for_what_is_taken_back(count: int) -> None:
    media = "".join(f"@media print {{ .a{n} {{ color: red }} }}\n" for n in range(count // 4))
    rules, _ = read_rules(media + "".join(f".a{n} {{ color: blue }}\n" for n in range(count // 4)))
    assert len(list(order_slips(rules))) == count // 4


@pytest.mark.parametrize(
    "work",
    [
        _call_notes,
        _name_headings,
        _mark_quotations,
        _look_for_leftovers,
        _read_a_drawn_table,
        _look_for_what_is_taken_back,
    ],
)
def test_a_step_asks_each_of_thousands_once(work: Callable[[int], None]) -> None:
    """4,000 take less than eight times what 1,000 take: quadratic work would take sixteen."""

    def seconds(count: int) -> float:
        started = time.process_time()
        work(count)
        return time.process_time() - started

    seconds(10)
    tries = (seconds(4_000) < 8 * seconds(1_000) for _ in range(5))  # others share the processor
    assert any(tries)


def test_what_an_edition_must_hold_of_a_paragraph_is_read_in_time_that_grows_with_it(
    desk: Desk,
) -> None:
    """2,000 links take less than eight times what 500 take: quadratic work would take sixteen."""

    def seconds(count: int) -> float:
        links = " ".join(f"[a](https://a.org/{n})" for n in range(count))
        publication = desk.read(f"# T\n\n{links}\n")
        started = time.process_time()
        assert len(read_source(publication, Edition("html")).links) == count
        return time.process_time() - started

    seconds(10)
    assert any(seconds(2_000) < 8 * seconds(500) for _ in range(3))  # others share the processor


def test_blocks_whose_words_stand_nowhere_are_looked_for_quickly(desk: Desk) -> None:
    """The titles of boxes, of which each is looked for in 400 lines: 500 took seconds of work."""
    boxes = "\n\n".join(f"::: {{.note}}\nWords {n}.\n:::" for n in range(500))
    publication = desk.read(f"# T\n\n{boxes}\n")
    asked = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal asked
        asked += event == "call"

    sys.setprofile(count)
    try:
        blocks = list(blocks_of(publication, {}))
    finally:
        sys.setprofile(None)
    assert len(blocks) > 1_000
    assert asked < 400 * 500

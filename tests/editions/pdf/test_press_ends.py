"""This process's end of a press: its fonts, how its faults are told, how long it lasts."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import cast

import pytest
from pressing import inputs

from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed
from octavo.editions.pdf import worker as press_of
from octavo.editions.pdf.presses import A_PRESS, LastingPresses, Presses, PressPool
from octavo.editions.pdf.worker import Worker, fontconfig
from octavo.markup.tree import parse_xml

LISTS_FONTS = (
    "import os, sys, json; sys.path[:] = json.loads(sys.argv[1]);"
    "from octavo.core.messages import receive, send\n"
    "while receive(sys.stdin.buffer):\n"
    "    folder = os.environ['HOME'] + '/more'\n"
    "    facts = {each: open(f'{folder}/{each}').read() for each in os.listdir(folder)}\n"
    "    send(sys.stdout.buffer, {'facts': json.dumps(facts).encode()})"
)


class Own(Worker):
    """A press that does not rest between tests: no other must be given it."""


def test_a_press_knows_the_fonts_of_two_folders_and_no_others() -> None:
    told = fontconfig(Path("/a & b"), Path("/<more>"), Path("/cache"))
    root = parse_xml(told[told.index("<fontconfig>") :])
    *places, alias = root
    assert [(each.tag, each.text) for each in places] == [
        ("reset-dirs", None),
        ("dir", "/a & b"),
        ("dir", "/<more>"),
        ("cachedir", "/cache"),
    ]
    assert [each.text for each in alias.iter("string")] == ["emoji", "Noto Emoji"]


def test_fonts_of_a_publication_go_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_of, "START", LISTS_FONTS)
    with Own(inputs(), 0) as press:
        press.load({}, {"a.ttf": b"A", "b.ttf": b"B"})
        assert json.loads(press.versions()) == {"a.ttf": "A", "b.ttf": "B"}
        press.load({}, {"b.ttf": b"B2", "c.ttf": b"C"})
        assert json.loads(press.versions()) == {"b.ttf": "B2", "c.ttf": "C"}
        press.load({})
        assert json.loads(press.versions()) == {}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("MemoryError", "E306"),
        ("OSError: cannot load library 'pango'", "E301"),
        ("WeasyPrint could not import some external libraries.", "E301"),
    ],
)
def test_what_ended_a_press_is_told_where_it_is_known(
    words: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press_of, "START", f"import sys; sys.exit({json.dumps(words)})")
    with Own(inputs(), 0) as press, pytest.raises(BuildFailed) as failure:
        press.load({})
    assert [each.code for each in failure.value.problems] == [code]


class Started:
    """Stands for a press that was started; notes when it is handed files."""

    def __init__(self, inputs: Inputs, epoch: int) -> None:
        self.epoch, self.is_running, self.is_ended = epoch, True, False
        self.loads: list[Mapping[str, bytes]] = []

    def __exit__(self, *_: object) -> None:
        self.is_ended = True

    def load(self, files: Mapping[str, bytes], fonts: Mapping[str, bytes]) -> None:
        self.loads.append(files)

    def stop(self) -> None:
        self.is_running = False


def start(inputs: Inputs, epoch: int) -> Worker:
    return cast("Worker", Started(inputs, epoch))


def ask(presses: Presses, epoch: int) -> Started:
    with presses.press(inputs(), epoch) as pool, pool.lend() as worker:
        return cast("Started", worker)


def test_presses_that_last_serve_builds_of_one_date() -> None:
    presses = LastingPresses(start)
    first, second, other = (ask(presses, epoch) for epoch in (1, 1, 2))
    assert first is second and first.is_ended
    assert other.epoch == 2 and not other.is_ended
    presses.end()
    assert other.is_ended


def test_a_press_that_is_gone_is_followed_by_another() -> None:
    presses = LastingPresses(start)
    first = ask(presses, 1)
    first.is_running = False
    assert ask(presses, 1) is not first and first.is_ended


def pool_of(most: int) -> PressPool:
    return PressPool(inputs(), 0, most, start)


def lent(pool: PressPool, meet: Barrier) -> Started:
    """Return the press that somebody has while all others have theirs."""
    with pool.lend() as worker:
        meet.wait(60)
        return cast("Started", worker)


def test_work_that_is_worth_it_is_done_by_as_many_presses_as_there_may_be() -> None:
    with pool_of(3) as pool:
        meet = Barrier(3)
        work = [partial(lent, pool, meet)] * 3
        assert len({id(each) for each in pool.side_by_side(work, [3 * A_PRESS] * 3)}) == 3


def test_little_work_starts_no_second_press() -> None:
    with pool_of(3) as pool:
        meet = Barrier(1)
        found = pool.side_by_side([partial(lent, pool, meet)] * 5, [A_PRESS // 10] * 5)
    assert len({id(each) for each in found}) == 1 and found[0].is_ended


def test_what_takes_longest_begins_first_and_comes_in_its_place() -> None:
    begun: list[int] = []

    def work(letters: int) -> int:
        begun.append(letters)
        return letters

    with pool_of(1) as pool:
        sizes = [3, 900, 40]
        assert pool.side_by_side([partial(work, each) for each in sizes], sizes) == sizes
    assert begun[0] == 900


def test_a_press_is_handed_files_before_its_work_and_once() -> None:
    with pool_of(1) as pool:
        pool.load({"a": b"1"})
        one, _ = lent(pool, Barrier(1)), lent(pool, Barrier(1))
        pool.load({"a": b"2"})
        lent(pool, Barrier(1))
    assert one.loads == [{"a": b"1"}, {"a": b"2"}]


def test_presses_that_are_stopped_leave_nobody_waiting() -> None:
    with pool_of(1) as pool:

        def fail() -> None:
            raise LookupError("no ink")

        def wait() -> None:
            with pool.lend(), pool.lend():
                pass  # never: there is one

        with pytest.raises(LookupError, match="no ink"):
            pool.side_by_side([fail, wait])
        pool.stop()
    with pytest.raises(RuntimeError, match="stopped"), pool.lend():
        pass

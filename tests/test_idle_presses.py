"""A press rests between tests only where the next cannot tell it from a fresh one."""

from collections.abc import Iterator

import pytest
from idle_presses import MOST_IDLE, IdlePresses
from pressing import PAGE, html, inputs

from octavo.editions.pdf.worker import Worker

EPOCH = 86_400


@pytest.fixture
def rested(idle_presses: IdlePresses) -> Iterator[IdlePresses]:
    """Return the session's presses, none of which rests."""
    idle_presses.end()
    yield idle_presses
    idle_presses.end()


def number(worker: Worker) -> int:
    """Return the number of a press's process."""
    return worker._process.pid


def test_a_press_that_was_left_serves_the_next_and_holds_nothing_of_the_last(
    rested: IdlePresses,
) -> None:
    with Worker(inputs(), EPOCH) as one:
        one.load({"a.css": b"p { color: red }"})
        laid = one.layout(html("<p>Words.</p>"), PAGE)
    with Worker(inputs(), EPOCH) as other:
        assert number(other) == number(one)
        other.load({})
        assert not other.holds(laid)
        with Worker(inputs(), EPOCH) as third:
            assert number(third) != number(one)


@pytest.mark.parametrize("what", ["date", "environment"])
def test_a_press_serves_nobody_who_would_start_another(what: str, rested: IdlePresses) -> None:
    with Worker(inputs(), EPOCH) as one:
        assert one.is_running
    asked = inputs(TMPDIR="/tmp") if what == "environment" else inputs()
    with Worker(asked, EPOCH + (what == "date")) as other:
        assert number(other) != number(one)


@pytest.mark.parametrize("how", ["an exception", "being stopped", "fonts that it was lent"])
def test_a_press_that_is_not_as_it_was_ends(how: str, rested: IdlePresses) -> None:
    with pytest.raises(KeyError), Worker(inputs(), EPOCH) as one:
        if how == "being stopped":
            one.stop()
        elif how.startswith("fonts"):
            one.load({}, {"face.ttf": b"no face"})
        if how == "an exception":
            raise KeyError
        one.__exit__(None, None, None)
        raise KeyError
    assert not one.is_running


def test_few_presses_rest(rested: IdlePresses) -> None:
    workers = [Worker(inputs(), EPOCH + n) for n in range(MOST_IDLE + 1)]
    for worker in workers:
        worker.__exit__(None, None, None)
    assert [worker.is_running for worker in workers] == [False] + [True] * MOST_IDLE

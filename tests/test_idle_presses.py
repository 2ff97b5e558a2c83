"""A press rests between tests only where the next cannot tell it from a fresh one."""

from collections.abc import Iterator
from pathlib import Path

import idle_presses
import pytest
from idle_presses import DATED, MOST_IDLE, IdlePresses
from long_proofs import here
from pressing import PAGE, html, inputs, printed

from octavo.editions.pdf.worker import Galley, Worker

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
        words = Galley(html("<p>Words.</p>"), '@import "a.css";' + PAGE)
        assert not one.layout(words).log
    with Worker(inputs(), EPOCH) as other:
        assert number(other) == number(one)
        other.load({})
        assert "a.css is no file" in other.layout(words).log[0]
        with Worker(inputs(), EPOCH) as third:
            assert number(third) != number(one)


def test_a_press_serves_nobody_who_would_start_another(rested: IdlePresses) -> None:
    with Worker(inputs(), EPOCH) as one:
        assert one.is_running
    with Worker(inputs(TMPDIR="/tmp"), EPOCH) as other:
        assert number(other) != number(one)


def test_a_press_that_serves_another_date_has_that_date(rested: IdlePresses) -> None:
    dates = (EPOCH, 2 * EPOCH)
    found = []
    for date in dates:
        with Worker(inputs(), date) as worker:
            found.append((number(worker), galley(worker)))
    fresh = []
    for date in dates:
        rested.end()
        with Worker(inputs(), date) as worker:
            fresh.append((number(worker), galley(worker)))
    assert len({each for each, _ in found}) == 1 and len({each for each, _ in fresh}) == 2
    assert [data for _, data in found] == [data for _, data in fresh]


def test_the_date_of_a_press_is_that_of_its_request(
    rested: IdlePresses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It writes down which date it finds in its environment, before it does what it is asked."""
    note = f"print(os.environ['SOURCE_DATE_EPOCH'], file=open({str(tmp_path / 'dates')!r}, 'a'))"
    before = "        return super"
    monkeypatch.setattr(idle_presses, "DATED", DATED.replace(before, f"        {note}\n{before}"))
    for date in (EPOCH, 2 * EPOCH):
        with Worker(inputs(), date) as worker:
            worker.load({})
    assert (tmp_path / "dates").read_text().split() == ["86400", "172800"]


def galley(worker: Worker) -> bytes:
    """Return the PDF of a page."""
    worker.load({})
    return printed(worker, html("<p>Words.</p>"), PAGE, html("<div></div>"))[0]


@pytest.mark.parametrize("how", here(["an exception", "being stopped", "fonts"], "an exception"))
def test_a_press_that_is_not_as_it_was_ends(how: str, rested: IdlePresses) -> None:
    with pytest.raises(KeyError), Worker(inputs(), EPOCH) as one:
        one.load({})
        if how == "being stopped":
            one.stop()
        elif how == "fonts":
            one.load({}, {"face.ttf": b"no face"})
        if how == "an exception":
            raise KeyError
        one.__exit__(None, None, None)
        raise KeyError
    assert not one.is_running


def test_a_press_that_is_stopped_before_it_is_asked_serves_the_next(rested: IdlePresses) -> None:
    with Worker(inputs(), EPOCH) as one:
        process = number(one)
        one.stop()
        assert not one.is_running
    with Worker(inputs(), EPOCH) as other:
        assert number(other) == process
        assert galley(other)
        other.stop()
    with Worker(inputs(), EPOCH) as third:
        assert number(third) != process


def test_few_presses_rest(rested: IdlePresses) -> None:
    workers = [Worker(inputs(), EPOCH + n) for n in range(MOST_IDLE + 1)]
    for worker in workers:
        worker.__exit__(None, None, None)
    assert [worker.is_running for worker in workers] == [False] + [True] * MOST_IDLE

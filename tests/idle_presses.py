"""Presses that rest between tests: a start costs half a second, a small book's pages a tenth.

Whoever asks for a press is given one that rests, if one was started for the same fonts and
environment; whoever leaves it in good order lets it rest again. The date, which a press finds in
its environment, it is told anew with each request. A press that was stopped, that was left by an
exception, or that was lent fonts, ends as always; one that nobody has asked for anything is as it
was, and rests although it was stopped: the text of its book was refused. What a build gives does
not depend on it: the goldens were accepted with a fresh press each, and are compared with what a
press gives that has set other books.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace, TracebackType
from unittest.mock import patch

from octavo.core.inputs import Inputs
from octavo.editions.pdf import worker as workers
from octavo.editions.pdf.worker import LOADER, Worker

MOST_IDLE = 3
MOST_BOOKS = 40
"""After which a press ends: its process grows."""

DATED = """
import json, os, sys
sys.path[:] = json.loads(sys.argv[1])
from octavo.editions.pdf import press

class Dated(press.Press):
    def answer(self, request):
        os.environ["SOURCE_DATE_EPOCH"] = request.pop("date of the press").decode()
        return super().answer(request)

press.Press = Dated
press.main()
"""
"""Starts a press that has its date from each request."""
_start, _end, _load, _stop = Worker.__init__, Worker.__exit__, Worker.load, Worker.stop
_ask, USUAL = Worker._ask, workers.START
Key = tuple[object, ...]
GONE = SimpleNamespace(pid=0, poll=lambda: 0, kill=lambda: None, wait=lambda: 0)
"""What a press is to whoever has stopped it."""


class IdlePresses:
    """The presses of this process that rest, the one that rests longest first."""

    def __init__(self) -> None:
        self._idle: list[tuple[Key, Worker]] = []

    def begin(self, worker: Worker, inputs: Inputs, epoch: int) -> None:
        """Make a new worker one that rests, or start it."""
        key = _key(worker, inputs)
        date = str(epoch).encode() if workers.START == USUAL else None
        if date is None:
            key += (epoch,)
        for place, (known, idle) in enumerate(self._idle):
            if known == key and idle.is_running:
                del self._idle[place]
                worker.__dict__.update(idle.__dict__, _date=date, _is_unasked=True)
                return
        with patch.object(workers, "START", workers.START if date is None else DATED):
            _start(worker, inputs, epoch)
        worker.__dict__.update(_key=key, _books=0, _is_stopped=False, _date=date)
        worker.__dict__["_is_unasked"] = True

    def finish(self, worker: Worker, is_sound: bool) -> None:
        """Let a worker rest, or end it; the one that has rested longest goes where many do."""
        told = worker.__dict__
        key = told.pop("_key", None)
        if key is None:  # left already: its process may serve another by now
            return
        may_rest = is_sound and worker.is_running and not (told["_lent"] or told["_is_stopped"])
        if not may_rest or told["_books"] >= MOST_BOOKS:
            _end(worker, None, None, None)
            return
        self._let_rest(key, told)

    def stop(self, worker: Worker) -> None:
        """Stop a worker; one that was asked for nothing rests in its place."""
        told = worker.__dict__
        if told.get("_is_unasked") and "_key" in told and worker.is_running:
            self._let_rest(told.pop("_key"), told)
            told["_process"] = GONE
            return
        told["_is_stopped"] = True  # a process that is killed runs for a moment yet
        _stop(worker)

    def _let_rest(self, key: Key, told: Mapping[str, object]) -> None:
        resting = Worker.__new__(Worker)
        resting.__dict__.update(told, _key=key, _is_unasked=False)
        self._idle.append((key, resting))
        while len(self._idle) > MOST_IDLE:
            _end(self._idle.pop(0)[1], None, None, None)

    @property
    def waiting(self) -> list[Worker]:
        """Return the presses that rest, and still run."""
        return [worker for _, worker in self._idle if worker.is_running]

    def end(self) -> None:
        """End all presses that rest."""
        while self._idle:
            _end(self._idle.pop()[1], None, None, None)


def _key(worker: Worker, inputs: Inputs) -> Key:
    """Return what a press is started with; nobody rests for another."""
    asked = inputs.recorder()
    environment = tuple(asked.environment(name) for name in LOADER)
    code = workers.START  # what a test may have changed
    return type(worker), inputs.folder("templates"), environment, tuple(sys.path), code


def _ask_dated(worker: Worker, request: dict[str, bytes]) -> dict[str, bytes]:
    """Return the press's reply to a request that holds the date."""
    date = worker.__dict__.get("_date")
    worker.__dict__["_is_unasked"] = False
    return _ask(worker, request if date is None else {**request, "date of the press": date})


@contextmanager
def no_press_rests() -> Iterator[None]:
    """Start and end presses as builds do, until the context is left: for a copy of this process,
    which must not speak with a press that rests for its original."""
    with patch.multiple(Worker, __init__=_start, __exit__=_end, load=_load, stop=_stop, _ask=_ask):
        yield


@contextmanager
def resting_presses() -> Iterator[IdlePresses]:
    """Let presses of this process rest between books, until the context is left."""
    idle = IdlePresses()

    def begin(self: Worker, inputs: Inputs, epoch: int) -> None:
        if type(self) is Worker:
            idle.begin(self, inputs, epoch)
        else:
            _start(self, inputs, epoch)

    def finish(
        self: Worker,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if type(self) is Worker:
            idle.finish(self, kind is None)
        else:
            _end(self, kind, error, trace)

    def load(self: Worker, *given: object, **named: object) -> dict[str, str]:
        if type(self) is Worker:
            self.__dict__["_books"] += 1
        return _load(self, *given, **named)  # type: ignore[arg-type]

    def stop(self: Worker) -> None:
        idle.stop(self)

    with patch.multiple(
        Worker, __init__=begin, __exit__=finish, load=load, stop=stop, _ask=_ask_dated
    ):
        try:
            yield idle
        finally:
            idle.end()

"""Presses side by side: each sets one thing at a time, in a process of its own."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Condition, Event
from types import TracebackType
from typing import Self, TypeVar

from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.editions.pdf.worker import NO_FONTS, PressLost, Worker

T = TypeVar("T")
TRIES = 2
"""Presses that set a piece of work, before it is a problem that each of them was ended."""
STOPPED = "the presses were stopped"
A_PRESS = 100_000
"""Letters, tags and all, that take as long to set as a press to start."""
Start = Callable[[Inputs, int], Worker]


class PressPool:
    """As many presses as there are cores, each started when there is work for it.

    The first starts at once: it is ready when the text is read. Use it as a context manager.
    """

    def __init__(
        self,
        inputs: Inputs,
        epoch: int,
        most: int = 0,
        start: Start | None = None,
        wanted: int = 1,
    ) -> None:
        self._inputs, self._epoch = inputs, epoch
        self._start = start or Worker
        self._most = most or os.cpu_count() or 1
        self._free = Condition()
        self._all: list[Worker] = [self._start(inputs, epoch)]
        self._idle: list[Worker] = list(self._all)
        self._files: Mapping[str, bytes] = {}
        self._fonts: Mapping[str, bytes] = {}
        self._turn = 0
        """How often files were handed over, and for each press when it was handed them."""
        self._handed: dict[int, int] = {}
        self._know: dict[str, set[int]] = {}
        """Unit -> the presses that have set it."""
        self._wanted = wanted
        """How many presses the work is worth that is being done."""
        self._threads = ThreadPoolExecutor(self._most)
        self.is_at_work = Event()
        """Whether a press has been asked for anything; whoever waits for that may clear it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self.stop()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._all:
            worker.__exit__(kind, error, trace)

    @property
    def is_running(self) -> bool:
        """Whether all presses that have been started can be asked."""
        return all(worker.is_running for worker in self._all)

    def stop(self) -> None:
        """End all presses at once, whatever they are at."""
        with self._free:
            self._most = 0
            for worker in self._all:
                worker.stop()
            self._free.notify_all()

    def load(self, files: Mapping[str, bytes], fonts: Mapping[str, bytes] = NO_FONTS) -> None:
        """Hand over the files that pages may ask for; each press is told before its next work."""
        with self._free:
            self._files, self._fonts = dict(files), dict(fonts)
            self._turn += 1

    @contextmanager
    def lend(self, unit: str = "") -> Iterator[Worker]:
        """Lend a press to whoever asks, who has it alone: one that has set a unit before, where
        that is idle, for it knows its lines."""
        worker = self._take(unit)
        self.is_at_work.set()
        try:
            if self._handed.get(id(worker)) != self._turn:
                worker.load(self._files, self._fonts)
                self._handed[id(worker)] = self._turn
            yield worker
        finally:
            with self._free:
                if worker.is_running:
                    self._idle.append(worker)
                elif self._most:  # another takes its place
                    self._all.remove(worker)
                    self._handed.pop(id(worker), None)
                    worker.__exit__(None, None, None)
                self._free.notify()

    def give(self, work: Callable[[Worker], T], unit: str = "") -> T:
        """Return what a press makes of a piece of work. If the system ends the press, another one
        tries. Problems: E319 (that was ended too)."""
        reasons: list[PressLost] = []
        while self._most and len(reasons) < TRIES:
            try:
                with self.lend(unit) as worker:
                    return work(worker)
            except PressLost as reason:
                reasons.append(reason)
        if not self._most:
            raise RuntimeError(STOPPED)
        hint = "if memory is short, divide what is large; see what the system's log says"
        message = f"{reasons[-1]}, and so was another one before"
        raise BuildFailed([Problem("E319", Place("pdf"), message, hint)])

    def side_by_side(self, work: Sequence[Callable[[], T]], letters: Sequence[int] = ()) -> list[T]:
        """Return what each piece of work gives; they are done at once, as far as presses allow.

        ``letters``: about how many each sets: a press more has to be worth its start, and what
        takes longest begins first, so that no press is the last by much. The first that raises
        ends it: what has not begun is not begun any more.
        """
        self._wanted = max(self._wanted, 1 + sum(letters) // A_PRESS)
        if len(work) == 1:
            return [work[0]()]
        order = sorted(range(len(work)), key=lambda n: -letters[n]) if letters else range(len(work))
        begun = {n: self._threads.submit(work[n]) for n in order}
        waiting = [begun[n] for n in range(len(work))]
        try:
            return [each.result() for each in waiting]
        finally:
            for each in waiting:
                each.cancel()

    def _take(self, unit: str) -> Worker:
        with self._free:
            while not self._idle and len(self._all) >= min(self._most, self._wanted) > 0:
                self._free.wait()
            if not self._most:
                raise RuntimeError(STOPPED)
            know = self._know.setdefault(unit, set())
            if self._idle:
                worker = next((each for each in self._idle if id(each) in know), self._idle[-1])
                self._idle.remove(worker)
            else:
                worker = self._start(self._inputs, self._epoch)
                self._all.append(worker)
            know.add(id(worker))
            return worker


class Presses:
    """Gives presses to each build that asks; leaving it by its context ends what still runs."""

    @contextmanager
    def press(self, inputs: Inputs, epoch: int) -> Iterator[PressPool]:
        """Give fresh presses, which end with their build."""
        with PressPool(inputs, epoch) as pool:
            yield pool


class LastingPresses(Presses):
    """Keeps its presses for the next build of the same date: a start takes half a second."""

    def __init__(self, start: Start | None = None) -> None:
        self._start = start
        self._pool: PressPool | None = None
        self._epoch = -1

    @contextmanager
    def press(self, inputs: Inputs, epoch: int) -> Iterator[PressPool]:
        """Give the presses of the build before, or fresh ones where one of them is gone."""
        pool = self._pool
        if pool is None or epoch != self._epoch or not pool.is_running:
            self.end()
            pool = self._pool = PressPool(inputs, epoch, start=self._start)
            self._epoch = epoch
        yield pool

    def end(self) -> None:
        """End the presses."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.__exit__(None, None, None)

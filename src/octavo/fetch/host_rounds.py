"""Addresses -> what each of them gives: several hosts at once, each of them asked in turn."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, Queue, SimpleQueue
from threading import Event, Thread

from octavo.core.address_forms import host_of
from octavo.core.download import Bounds, NotDownloaded

AT_ONCE = 8
"""Hosts that are asked at the same time."""
MOST_SLOW = 2
"""Addresses of a host that may take too long before it is asked for no more of them."""
Ask = Callable[[str, Bounds], bytes]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gives, or why it gives nothing."""

    address: str
    data: bytes = b""
    fault: NotDownloaded | None = None


def ask_hosts(addresses: Sequence[str], bounds: Bounds, ask: Ask) -> Iterator[Answer]:
    """Yield an answer for each address, as they come.

    A host that cannot be reached is asked once. Whoever takes no more answers ends the questions.
    """
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(host_of(address), []).append(address)
    rounds = _Rounds(hosts.values(), bounds, ask)
    try:
        yield from rounds.answers(min(AT_ONCE, len(hosts)))
    finally:
        rounds.end()


class _Rounds:
    """Hosts that wait for their turn, and the answers of those that were asked."""

    def __init__(self, hosts: Iterable[Sequence[str]], bounds: Bounds, ask: Ask) -> None:
        self._bounds, self._ask = bounds, ask
        self._waiting: SimpleQueue[Sequence[str]] = SimpleQueue()
        for each in hosts:
            self._waiting.put(each)
        self._found: Queue[Answer | Exception | None] = Queue(AT_ONCE)
        self._is_over = Event()

    def answers(self, count: int) -> Iterator[Answer]:
        """Yield the answers that so many threads find."""
        for _ in range(count):
            Thread(target=self._work, daemon=True).start()
        while count:
            found = self._found.get()
            if isinstance(found, Exception):
                raise found
            if found is None:
                count -= 1
            else:
                yield found

    def end(self) -> None:
        self._is_over.set()

    def _work(self) -> None:
        try:
            while not self._is_over.is_set():
                for answer in _ask_in_turn(self._waiting.get_nowait(), self._bounds, self._ask):
                    self._found.put(answer)
                    if self._is_over.is_set():
                        return
        except Empty:
            self._found.put(None)
        except Exception as fault:  # a fault of ours: told where somebody looks
            self._found.put(fault)


def _ask_in_turn(addresses: Sequence[str], bounds: Bounds, ask: Ask) -> Iterator[Answer]:
    """Yield the answers of one host."""
    fault: NotDownloaded | None = None
    slow = 0
    for address in addresses:
        if fault is not None:
            yield Answer(address, fault=fault)
            continue
        try:
            yield Answer(address, ask(address, bounds))
            slow = 0
        except NotDownloaded as found:
            slow = slow + 1 if found.is_slow else 0
            fault = found if found.is_of_host else None
            if slow == MOST_SLOW:
                fault = NotDownloaded("the host is too slow today", is_of_host=True)
            yield Answer(address, fault=found)

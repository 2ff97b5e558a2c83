"""What has been heard of one piece of work: what each of its editions is at, and for how long."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from octavo.core.progress import Progress


@dataclass(frozen=True, slots=True)
class PaceRow:
    """What one edition is at, or what all of them share (``edition`` '')."""

    told: Progress
    seconds: float
    """Since it began, or waits; of what is made, how long it took."""


class Pace:
    """The pace of a publication's build; several threads may tell of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._began = monotonic()
        self._lock = Lock()
        self._rows: dict[str, tuple[Progress, float, float]] = {}
        """Edition -> what was heard last, when the edition began, when it was heard."""

    def hear(self, told: Progress) -> bool:
        """Note what is told; return whether it is the first of its edition."""
        now = monotonic()
        with self._lock:
            known = self._rows.get(told.edition)
            began = known[1] if known and not known[0].is_waiting else now
            self._rows[told.edition] = told, began, now
        return known is None

    @property
    def seconds(self) -> float:
        """Return how long the work has taken so far."""
        return monotonic() - self._began

    def took(self, edition: str) -> float | None:
        """Return how many seconds an edition took; None where nothing was heard of it."""
        with self._lock:
            known = self._rows.get(edition)
        return known[2] - known[1] if known else None

    def latest(self) -> Progress | None:
        """Return what was heard last."""
        with self._lock:
            found = max(self._rows.values(), key=lambda row: row[2], default=None)
        return found[0] if found else None

    def rows(self) -> Iterator[PaceRow]:
        """Yield what each edition is at, in the order in which they began."""
        now = monotonic()
        with self._lock:
            rows = list(self._rows.values())
        for told, began, heard in rows:
            yield PaceRow(told, (heard if told.is_made else now) - began)


def count_of(told: Progress) -> str:
    """Return how much of it is done, in words: ``57 of 312 pages``, '' where nobody counts."""
    if told.of:
        return f"{told.done} of {told.of} {told.unit}"
    return f"{told.done} {told.unit}" if told.done else ""


def words_of(told: Progress) -> str:
    """Return what is at work in a line: ``pdf: setting pages, 57 of 312 pages``."""
    count = count_of(told)
    work = f"{told.work}, {count}" if count else told.work
    return f"{told.edition}: {work}" if told.edition else work

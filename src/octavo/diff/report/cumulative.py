"""Corrections of the first of several printings -> in which of the later ones each was made.

All are told of the first printing, which the reader holds. What was changed twice is one entry, of
the printing that has it as it stands now; what was changed and changed back is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.diff.match.events import Event
from octavo.diff.report.errata_list import Correction, join_replaced
from octavo.languages import Language


@dataclass(frozen=True, slots=True)
class Printing:
    """A later printing."""

    name: str
    """Its tag."""
    events: tuple[Event, ...]
    """What differs in it from the first."""


def tell_printings(
    found: Sequence[Correction], printings: Sequence[Printing], words: Language
) -> dict[str, str]:
    """Return, by the key of each correction, what is said of the printing in which it was made.

    The last of the printings is the one that the corrections lead to. The first is number 1, so
    these begin with number 2.
    """
    known = [set(_marks(join_replaced(each.events))) for each in printings]
    told: dict[str, str] = {}
    for each in found:
        own = set(_marks_of(each))
        n = len(printings) - 1
        while n > 0 and own <= known[n - 1]:
            n -= 1
        number, name = str(n + 2), printings[n].name
        told[each.key] = words.word("corrected_in", number=number, name=name)
    return told


def _marks(events: Sequence[Event]) -> Iterator[tuple[object, ...]]:
    for event in events:
        yield _whole(event)
        yield from _edits(event, Correction(event, event.edits, (), "", ()))


def _marks_of(found: Correction) -> Iterator[tuple[object, ...]]:
    if found.edits:
        yield from _edits(found.event, found)
    else:
        yield _whole(found.event)


def _whole(event: Event) -> tuple[object, ...]:
    """Return what tells an event from all others of the first printing, whatever follows."""
    olds = tuple((spot.block, spot.row, spot.column) for spot in event.old)
    return event.level, event.change, event.name, event.before, event.after, event.until, olds


def _edits(event: Event, found: Correction) -> Iterator[tuple[object, ...]]:
    olds = tuple((spot.block, spot.row, spot.column) for spot in event.old)
    for edit in found.edits:
        yield event.level, olds, edit.old_start, edit.before, edit.after

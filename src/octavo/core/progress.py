"""How far a build is, for whoever wants to hear of it.

Steps tell a listener what they are at; what they give never depends on whether somebody listens.
Several threads may tell at once.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """What a build is at."""

    work: str
    """In words that follow the name of an edition: ``setting pages``."""
    edition: str = ""
    """Name of the edition, '' for what all editions share."""
    done: int = 0
    of: int = 0
    """All that is to be done; 0 while nobody knows."""
    unit: str = ""
    """What is counted, in the plural: ``pages``, ``chapters``."""
    is_made: bool = False
    """Whether the edition is finished."""
    is_waiting: bool = False
    """Whether nothing is done for the edition until another has come so far."""


Listener = Callable[[Progress], object]
Count = Callable[[int], object]
"""Hears how many of something are done."""


def ignore(told: Progress | int) -> None:
    """Hear of progress, and let it be."""

"""A name that nobody knows, and those that there are -> the ones that may have been meant."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

LONGEST = 200
"""Letters of a name that is looked for: nothing that is known has so many."""


def near_names(name: str, known: Iterable[str], most: int = 3, least: float = 0.6) -> list[str]:
    """Return up to ``most`` of the names that are known, the likest first.

    As ``difflib.get_close_matches``, ``least`` included; but a mistake that is made a thousand
    times is looked up once. ``known`` comes in an order of its own, or is sorted where it has none.
    """
    if len(name) > LONGEST:
        return []
    return list(_near(name, known if isinstance(known, frozenset) else tuple(known), most, least))


@lru_cache(maxsize=2048)
def _near(
    name: str, known: tuple[str, ...] | frozenset[str], most: int, least: float
) -> tuple[str, ...]:
    own = sorted(known) if isinstance(known, frozenset) else known
    return tuple(get_close_matches(name, own, most, least))

"""How a list of problems is told on a terminal: what a hundred places share is said once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from octavo.core.problems import Problem

MOST_PLACES = 6
"""Places that are named after the first of those that share a message."""
MOST_OF_A_CODE = 12
"""Messages of one code that are told whole."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A message, with every place that has it."""

    first: Problem
    others: Sequence[Problem]

    def __str__(self) -> str:
        if not self.others:
            return str(self.first)
        places = ", ".join(str(each.place) for each in self.others[:MOST_PLACES])
        more = len(self.others) - MOST_PLACES
        return f"{self.first}\n    also at: {places}" + (f" and {more} more" if more > 0 else "")

    def __len__(self) -> int:
        return 1 + len(self.others)


def lines_of(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield what a terminal shows of problems, in their order: each message once, and of a code
    the first dozen, then how many more there are and where."""
    found = list(_by_message(problems))
    shown: dict[str, int] = {}
    for told in found:
        code = told.first.code
        shown[code] = shown.get(code, 0) + 1
        if shown[code] <= MOST_OF_A_CODE:
            yield str(told)
    for code, group in groupby(sorted(found, key=_code), _code):
        if rest := list(group)[MOST_OF_A_CODE:]:
            files = {each.place.path for told in rest for each in (told.first, *told.others)}
            where = next(iter(files)) if len(files) == 1 else f"{len(files)} files"
            yield f"{code}: {sum(map(len, rest))} more in {where}; --json has all"


def _code(told: _Told) -> str:
    return told.first.code


def _by_message(problems: Iterable[Problem]) -> Iterator[_Told]:
    """Yield the messages in the order of their first places."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for each in problems:
        groups.setdefault((each.code, each.severity, each.message), []).append(each)
    for first, *others in groups.values():
        yield _Told(first, others)

"""How a list of problems is told: what a hundred places share is said once.

On a terminal lines are wrapped below their place, with the words at fault; elsewhere each problem
is one line that begins with its place, for grep and its like.
"""

import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import click

from octavo.cli.screen import has_colour, visible, width_of
from octavo.core.problems import LONGEST_EXCERPT, Problem, Severity, excerpt_lines

MOST_PLACES = 6
"""Places that are named after the first of those that share a message."""
MOST_OF_A_CODE = 12
"""Messages of one code that are told whole."""
INDENT = " " * 4
COLOURS: Mapping[Severity, str] = {"error": "red", "warning": "yellow", "notice": "cyan"}


@dataclass(frozen=True, slots=True)
class _Told:
    """A message, with every place that has it."""

    first: Problem
    others: Sequence[Problem]

    def in_a_line(self) -> str:
        """Return all of it in a line, and below it what the message itself lists."""
        message, *listed = self.first.message.split("\n")
        head = f"{self.first.place}: {_title(self.first)}{message}"
        head = head.removesuffix(":") if self.first.hint or self.others else head
        words = [_paint_head(head, str(self.first.place), self.first)]
        words += [f"hint: {self.first.hint}"] if self.first.hint else []
        words += [f"also at: {self._places()}"] if self.others else []
        return "\n".join(["; ".join(words), *listed])

    def in_lines(self, width: int) -> Iterator[str]:
        """Yield it as lines of a terminal of this width."""
        first, (message, *listed) = self.first, self.first.message.split("\n")
        place, title = str(first.place), _title(first)
        head, *more = wrap_words(f"{place}: {title}{message}", width, INDENT)
        yield _paint_head(head, place, first)
        yield from more
        yield from listed
        wide = any(unicodedata.east_asian_width(sign) in "WF" for sign in first.excerpt)
        room = (width - len(INDENT) - 2) // (2 if wide else 1)  # an ellipsis on either side
        yield from excerpt_lines(first, min(room, LONGEST_EXCERPT))
        if first.hint:
            label = f"{INDENT}hint: "
            said, *lines = first.hint.split("\n")  # lines to be written stay lines
            line, *more = wrap_words(label + said, width, " " * len(label))
            yield line.replace("hint:", click.style("hint:", fg="green"), 1)
            yield from more
            yield from lines
        if self.others:
            yield from wrap_words(f"{INDENT}also at: {self._places()}", width, INDENT * 2)

    def _places(self) -> str:
        places = ", ".join(str(each.place) for each in self.others[:MOST_PLACES])
        more = len(self.others) - MOST_PLACES
        return places + (f" and {more} more" if more > 0 else "")

    def __len__(self) -> int:
        return 1 + len(self.others)


def lines_of(problems: Iterable[Problem], width: int = 0) -> Iterator[str]:
    """Yield what is shown of problems, in their order: each message once, and of a code the first
    dozen, then how many more there are and where.

    ``width``: of the terminal, 0 where there is none. Lines are coloured; whoever prints them takes
    the colours out where they are not wanted.
    """
    found = list(_by_message(map(_visible, problems)))
    shown: dict[str, int] = {}
    for told in found:
        code = told.first.code
        shown[code] = shown.get(code, 0) + 1
        if shown[code] <= MOST_OF_A_CODE:
            yield "\n".join(told.in_lines(width)) if width else told.in_a_line()
    for code, group in groupby(sorted(found, key=_code), _code):
        if rest := list(group)[MOST_OF_A_CODE:]:
            files = {each.place.path for told in rest for each in (told.first, *told.others)}
            where = next(iter(files)) if len(files) == 1 else f"{len(files)} files"
            yield f"{code}: {sum(map(len, rest))} more in {where}; --json has all"


def tell_problems(problems: Iterable[Problem]) -> None:
    """Print problems where errors go, as that can show them."""
    for line in lines_of(problems, width_of(sys.stderr)):
        click.echo(line, err=True, color=has_colour(sys.stderr))


def wrap_words(words: str, width: int, indent: str) -> Iterator[str]:
    """Yield words in lines of this width, all but the first moved in by ``indent``.

    Words are parted at blanks only: addresses and paths stay whole, however long.
    """
    start = words[: len(words) - len(words.lstrip(" "))]
    line = start
    for word in words.split():
        between = "" if line in (start, indent) else " "
        if between and _cells(line) + 1 + _cells(word) > width:
            yield line
            line, between = indent, ""
        line += between + word
    yield line


def _title(problem: Problem) -> str:
    kind = "" if problem.severity == "error" else f"{problem.severity}: "
    return f"{problem.code} {kind}"


def _paint_head(line: str, place: str, problem: Problem) -> str:
    """Return the first line of a problem with its place and its code set off."""
    rest = line.removeprefix(place)
    code = click.style(problem.code, fg=COLOURS[problem.severity], bold=True)
    return click.style(place, bold=True) + rest.replace(problem.code, code, 1)


def _cells(words: str) -> int:
    """Return how many places words take in a line of a terminal."""
    return sum(
        2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in words
        if not unicodedata.combining(sign)
    )


def _code(told: _Told) -> str:
    return told.first.code


def _visible(problem: Problem) -> Problem:
    path = visible(problem.place.path).replace("\n", "\\n").replace("\t", "\\t")
    return replace(
        problem,
        place=replace(problem.place, path=path),
        message=visible(problem.message),
        hint=visible(problem.hint),
        excerpt=visible(problem.excerpt),
    )


def _by_message(problems: Iterable[Problem]) -> Iterator[_Told]:
    """Yield the messages in the order of their first places."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for each in problems:
        groups.setdefault((each.code, each.severity, each.message), []).append(each)
    for first, *others in groups.values():
        yield _Told(first, others)

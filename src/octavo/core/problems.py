"""What the reader of an error sees: where it is, what is wrong, how to mend it."""

import posixpath
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import PurePath
from typing import Literal

Severity = Literal["error", "warning", "notice"]
LONGEST_EXCERPT = 100
"""Characters of a source line that are shown around the fault."""
_WIDTHS = {"W": 2, "F": 2}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a source file; line and column count from 1, 0 means unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = [n for n in (self.line, self.column if self.line else 0) if n]
        return ":".join([self.path, *map(str, numbers)])


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding, with a code that never changes its meaning (``E201``)."""

    code: str
    place: Place
    message: str
    hint: str = ""
    severity: Severity = "error"
    excerpt: str = ""
    """The source line at fault, without its line end; a caret is set under ``place.column``."""

    def __str__(self) -> str:
        kind = "" if self.severity == "error" else f"{self.severity}: "
        lines = [f"{self.place}: {self.code} {kind}{self.message}", *excerpt_lines(self)]
        if self.hint:
            lines.append(f"    hint: {self.hint}")
        return "\n".join(lines)

    def as_warning(self) -> "Problem":
        """Return the same, as a warning: the text is set all the same."""
        return replace(self, severity="warning")

    def as_json(self) -> dict[str, object]:
        """Return the plain form that ``--json`` prints and that results keep."""
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, object]) -> "Problem":
        place = data["place"]
        if not isinstance(place, dict):
            raise TypeError("a problem's place is an object")
        fields = {key: value for key, value in data.items() if key != "place"}
        return Problem(place=Place(**place), **fields)  # type: ignore[arg-type]


def excerpt_lines(problem: Problem, longest: int = LONGEST_EXCERPT) -> Iterator[str]:
    """Yield the words at fault as they are shown, and a caret below them; ``longest``: signs."""
    if not problem.excerpt:
        return
    before, after = _window(problem.excerpt, max(problem.place.column - 1, 0), longest)
    yield f"    {before}{after}"
    if problem.place.column:
        yield f"    {_blanks(before)}^"


def _window(excerpt: str, at: int, longest: int) -> tuple[str, str]:
    """Return what to show of a line before and after ``at``; a paragraph may be one long line."""
    if len(excerpt) <= longest:
        return excerpt[:at], excerpt[at:]
    start = max(0, min(at - longest // 2, len(excerpt) - longest))
    end = start + longest
    before, after = excerpt[start:at], excerpt[at:end]
    return f"…{before}" if start else before, f"{after}…" if end < len(excerpt) else after


def _blanks(words: str) -> str:
    """Return white space as wide as ``words`` on a terminal."""
    return "".join(
        "\t" if sign == "\t" else " " * _WIDTHS.get(unicodedata.east_asian_width(sign), 1)
        for sign in words
        if not unicodedata.combining(sign)
    )


class BuildFailed(Exception):
    """Raised once, at the end of a step, with every problem that the step found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(map(str, self.problems)))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems by place, each once."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda p: (p.place, p.code, p.message)))


def stop_on_errors(problems: Iterable[Problem], strict: bool = False) -> tuple[Problem, ...]:
    """Return what is left to say when nothing is fatal; raise BuildFailed otherwise.

    Errors are always fatal, warnings when ``strict``, notices never.
    """
    found = in_order(problems)
    fatal = ("error", "warning") if strict else ("error",)
    if any(problem.severity in fatal for problem in found):
        raise BuildFailed(found)
    return found


def under(folder: str, problem: Problem) -> Problem:
    """Return ``problem`` with its path told from ``folder`` (the way the author sees it).

    What was fetched lies beside all publications: its path is told already.
    """
    own = PurePath(problem.place.path)
    if not folder or own.is_absolute() or own.parts[:1] == (".octavo",):
        return problem
    path = f"{folder}/{problem.place.path}"
    if own.parts[:1] == ("..",):  # a file of the project, told from the publication
        path = posixpath.normpath(path)
    return replace(problem, place=replace(problem.place, path=path))

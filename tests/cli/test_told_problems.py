"""What a hundred places share is told once."""

from octavo.cli.told_problems import MOST_OF_A_CODE, MOST_PLACES, lines_of
from octavo.core.problems import Place, Problem


def problem(path: str, line: int, message: str = "no alt", code: str = "E205") -> Problem:
    return Problem(code, Place(path, line), message, "write it")


def test_a_message_of_many_places_is_told_once_with_the_next_places() -> None:
    (line,) = lines_of(problem("a.md", n) for n in range(1, 101))
    assert line.startswith("a.md:1: E205 no alt\n")
    assert (
        f"also at: a.md:2, a.md:3, a.md:4, a.md:5, a.md:6, a.md:7 and {99 - MOST_PLACES} more"
        in line
    )


def test_two_places_are_both_named() -> None:
    (line,) = lines_of([problem("a.md", 1), problem("b.md", 2)])
    assert line.endswith("also at: b.md:2")


def test_a_warning_and_an_error_of_one_message_are_two() -> None:
    warning = Problem("E205", Place("a.md", 1), "no alt", "write it", "warning")
    assert len(list(lines_of([problem("a.md", 1), warning]))) == 2


def test_of_a_code_a_dozen_messages_are_told_and_the_rest_counted_with_their_files() -> None:
    found = [problem(f"{n % 3}.md", n, f"fault {n}") for n in range(1, 41)]
    lines = list(lines_of([*found, problem("z.md", 1, "other", "E201")]))
    assert len(lines) == MOST_OF_A_CODE + 2
    assert lines[-2].startswith("z.md:1: E201 other")
    assert lines[-1] == f"E205: {40 - MOST_OF_A_CODE} more in 3 files; --json has all"
    alone = list(lines_of(problem("a.md", n, f"fault {n}") for n in range(1, 15)))
    assert alone[-1] == "E205: 2 more in a.md; --json has all"

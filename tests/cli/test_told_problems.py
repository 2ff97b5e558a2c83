"""What a hundred places share is told once: wrapped on a terminal, else in a line."""

from collections.abc import Iterable

import click
import pytest

from octavo.cli.told_problems import MOST_OF_A_CODE, MOST_PLACES, lines_of, wrap_words
from octavo.core.problems import Place, Problem


def problem(path: str, line: int, message: str = "no alt", code: str = "E205") -> Problem:
    return Problem(code, Place(path, line), message, "write it")


def plain(lines: Iterable[str]) -> list[str]:
    return [click.unstyle(line) for line in lines]


def test_a_message_of_many_places_is_told_once_with_the_next_places() -> None:
    (line,) = plain(lines_of(problem("a.md", n) for n in range(1, 101)))
    assert line.startswith("a.md:1: E205 no alt; hint: write it; also at: a.md:2, ")
    assert (
        f"also at: a.md:2, a.md:3, a.md:4, a.md:5, a.md:6, a.md:7 and {99 - MOST_PLACES} more"
        in line
    )


def test_two_places_are_both_named() -> None:
    (line,) = plain(lines_of([problem("a.md", 1), problem("b.md", 2)]))
    assert line.endswith("also at: b.md:2")


def test_a_warning_and_an_error_of_one_message_are_two() -> None:
    warning = Problem("E205", Place("a.md", 1), "no alt", "write it", "warning")
    assert len(list(lines_of([problem("a.md", 1), warning]))) == 2


def test_of_a_code_a_dozen_messages_are_told_and_the_rest_counted_with_their_files() -> None:
    found = [problem(f"{n % 3}.md", n, f"fault {n}") for n in range(1, 41)]
    lines = plain(lines_of([*found, problem("z.md", 1, "other", "E201")]))
    assert len(lines) == MOST_OF_A_CODE + 2
    assert lines[-2].startswith("z.md:1: E201 other")
    assert lines[-1] == f"E205: {40 - MOST_OF_A_CODE} more in 3 files; --json has all"
    alone = list(lines_of(problem("a.md", n, f"fault {n}") for n in range(1, 15)))
    assert alone[-1] == "E205: 2 more in a.md; --json has all"


FULL = Problem(
    "E205",
    Place("source/tides/01.md", 3, 9),
    "the image moon.png has no alternative text that would say what one sees",
    "write ![what one sees](images/moon.png), or ![](images/moon.png){role=presentation}",
    "warning",
    "Words of ![](images/moon.png) the line at fault, which is longer than a terminal is wide.",
)


def test_a_terminal_gets_the_words_at_fault_with_a_caret_and_all_in_its_width() -> None:
    (told,) = plain(lines_of([FULL], 60))
    assert told.splitlines() == [
        "source/tides/01.md:3:9: E205 warning: the image moon.png has",
        "    no alternative text that would say what one sees",
        "    Words of ![](images/moon.png) the line at fault, which…",
        "            ^",
        "    hint: write ![what one sees](images/moon.png), or",
        "          ![](images/moon.png){role=presentation}",
    ]


def test_a_pipe_gets_a_line_without_the_words_at_fault() -> None:
    (told,) = plain(lines_of([FULL]))
    assert told == f"{FULL.place}: E205 warning: {FULL.message}; hint: {FULL.hint}"


@pytest.mark.parametrize("width", [0, 60])
def test_what_a_message_lists_stays_in_lines_of_its_own(width: int) -> None:
    listing = Problem("E401", Place("a.html", 2), "it differs:\n    -old\n    +new", "accept it")
    (told,) = plain(lines_of([listing], width))
    assert told.splitlines()[1:3] == ["    -old", "    +new"]
    assert ":;" not in told


def test_the_place_stands_out_and_the_code_has_the_colour_of_its_degree() -> None:
    (told,) = lines_of([FULL], 60)
    assert click.style("E205", fg="yellow", bold=True) in told
    assert told.startswith(click.style("source/tides/01.md:3:9", bold=True))


def test_signs_of_two_places_are_counted_as_two() -> None:
    lines = list(wrap_words("潮汐 " * 12, 20, "    "))
    assert lines[0] == "潮汐 潮汐 潮汐 潮汐" and lines[1] == "    潮汐 潮汐 潮汐"
    wide = Problem("E212", Place("a.md", 1, 31), "m", "", "error", "潮" * 60)
    excerpt, caret = plain(lines_of([wide], 60))[0].splitlines()[1:]
    assert len(excerpt.strip()) < 30 and caret.index("^") < 60


def test_a_path_is_never_parted() -> None:
    path = "templates/" + "long-name/" * 9
    assert list(wrap_words(f"see {path} there", 40, "  ")) == ["see", f"  {path}", "  there"]

"""Tests that one session leaves out run in another, and .ci/run calls that one."""

import ast
import re
import tomllib
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression
from conftest import TWINS, homes
from long_proofs import here

ROOT = Path(__file__).parent.parent
NOXFILE = ast.parse((ROOT / "noxfile.py").read_bytes())
CALLED = frozenset(re.findall(r"[\w-]+", (ROOT / ".ci" / "run").read_text("utf-8")))


def elsewhere() -> tuple[str, ...]:
    """Return the marks of what the session ``tests`` leaves out."""
    found = [
        ast.literal_eval(each.value)
        for each in NOXFILE.body
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "ELSEWHERE"
    ]
    return tuple(found[0])


def words_of(session: str) -> list[list[str]]:
    """Return the fixed words of each command that a session runs."""
    [body] = [
        each
        for each in NOXFILE.body
        if isinstance(each, ast.FunctionDef) and each.name == session and each.decorator_list
    ]
    return [
        [word.value for word in each.args if isinstance(word, ast.Constant)]
        for each in ast.walk(body)
        if isinstance(each, ast.Call) and ast.unparse(each.func) == "session.run"
    ]


def expressions() -> dict[str, str]:
    """Return each session's expression of marks, but for that of ``tests``."""
    asked = {mark: words for mark in elsewhere() for words in words_of(mark) if "-m" in words}
    return {mark: words[words.index("-m") + 1] for mark, words in asked.items()}


@pytest.mark.parametrize("mark", elsewhere())
def test_what_the_tests_leave_out_another_session_of_ci_runs(mark: str) -> None:
    asked = [words for words in words_of(mark) if words[:1] == ["pytest"]]
    assert any(words[words.index("-m") + 1].split()[0] == mark for words in asked)
    assert mark in CALLED


def test_whatever_marks_a_test_has_some_session_runs_it() -> None:
    told = expressions()
    every = [marks for n in range(len(told)) for marks in combinations(sorted(told), n + 1)]
    lost = [
        marks
        for marks in every
        if not any(Expression.compile(each).evaluate(_among(marks)) for each in told.values())
    ]
    assert len(every) == 2 ** len(told) - 1 and lost == []


def _among(marks: tuple[str, ...]) -> Callable[..., bool]:
    return lambda name, /, **_: name in marks


def test_each_room_has_a_file_that_the_tests_run() -> None:
    files: dict[Path, list[bool]] = {}
    for path in sorted(Path(__file__).parent.rglob("test_*.py")):
        files.setdefault(path.parent, []).append(_is_elsewhere(path))
    assert len(files) > 20
    assert [str(folder) for folder, away in files.items() if all(away)] == []


def _is_elsewhere(path: Path) -> bool:
    """Tell whether all tests of a file are marked for another session."""
    marks = [
        ast.unparse(each.value)
        for each in ast.parse(path.read_bytes()).body
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "pytestmark"
    ]
    return any(f"pytest.mark.{mark}" in each for each in marks for mark in elsewhere())


def test_a_table_keeps_the_rows_that_it_names_and_marks_all_others() -> None:
    one, *others = here(["a", pytest.param("b", marks=pytest.mark.slow), ("c", "d")], "a")
    assert one == "a"
    assert [(each.values, [mark.name for mark in each.marks]) for each in others] == [
        (("b",), ["slow", "long"]),
        ((("c", "d"),), ["long"]),
    ]
    with pytest.raises(AssertionError, match="no such rows to keep"):
        here(["a"], "A")


def test_a_twin_has_its_book_among_the_tests() -> None:
    assert set(TWINS) <= set(homes()) and set(TWINS.values()) <= set(homes()) - set(TWINS)


def test_no_other_mark_keeps_a_test_from_running() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    marks = {each.partition(":")[0] for each in told["tool"]["pytest"]["ini_options"]["markers"]}
    assert marks - {"slow"} == set(elsewhere())

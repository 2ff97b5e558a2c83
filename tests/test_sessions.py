"""Tests that one session leaves out run in another, and .ci/run calls that one."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("mark", elsewhere())
def test_what_the_tests_leave_out_another_session_of_ci_runs(mark: str) -> None:
    asked = [words for words in words_of(mark) if words[:1] == ["pytest"]]
    assert any(words[words.index("-m") + 1].split()[0] == mark for words in asked)
    assert mark in CALLED


def test_no_other_mark_keeps_a_test_from_running() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    marks = {each.partition(":")[0] for each in told["tool"]["pytest"]["ini_options"]["markers"]}
    assert marks - {"slow"} == set(elsewhere())

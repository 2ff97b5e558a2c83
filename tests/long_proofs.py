"""Rows of a table of tests: a few are tried among the tests, all others in the session ``long``.

Whoever takes a whole matrix through its test (every book, every language, every theme) leaves one
real row of each kind here; ``.ci/run`` tries them all.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest


def here(rows: Iterable[Any], *kept: object) -> Sequence[Any]:
    """Return the rows, each the value of one parameter, those that are not kept marked ``long``; a
    kept one that is not among them is a mistake."""
    told = list(rows)
    missing = [row for row in kept if row not in told]
    assert kept and not missing, f"no such rows to keep: {missing}"
    return [row if row in kept else pytest.param(*_values(row), marks=_marks(row)) for row in told]


def _values(row: Any) -> tuple[Any, ...]:
    if hasattr(row, "marks"):  # a pytest.param
        return tuple(row.values)
    return (row,)


def _marks(row: Any) -> tuple[Any, ...]:
    return (*getattr(row, "marks", ()), pytest.mark.long)

"""Files of tests in an order that keeps two processes busy to the end."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from file_order import places


def a_test(file: str, *fixtures: str, slow: bool = False) -> SimpleNamespace:
    return SimpleNamespace(
        path=Path(file), fixturenames=fixtures, get_closest_marker=lambda _: slow or None
    )


def test_what_builds_begins_and_what_asks_for_it_comes_last() -> None:
    tests = [
        a_test("tests/a/test_one.py", "built", slow=True),
        *[a_test("tests/a/test_many.py", "desk")] * 9,
        a_test("tests/a/test_pair.py", "tmp_path"),
        a_test("tests/a/test_pair.py", "pair_editions"),
        a_test("tests/b/test_long.py", slow=True),
        a_test("tests/b/test_parity.py", "built"),
        *[a_test("tests/b/test_some.py")] * 3,
    ]
    found = places(tests)  # type: ignore[arg-type]
    assert [path.name for path in sorted(found, key=found.__getitem__)] == [
        "test_parity.py",
        "test_long.py",
        "test_many.py",
        "test_some.py",
        "test_one.py",
        "test_pair.py",
    ]


def test_the_tests_of_this_run_stand_in_that_order(request: pytest.FixtureRequest) -> None:
    items = request.session.items
    found = places(items)
    order = [found[item.path] for item in items]
    assert order == sorted(order)

"""The order in which files of tests are handed out, so that processes end at about the same time.

pytest-xdist hands out the files with most tests first: those with few tests that take long came
last, and one process waited for the other. And who asks for a publication that another process
builds at that moment waits for it. So the file that builds all of them begins, beside it run those
that ask for none, the long ones first; those that ask for what is built by then come last.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

BUILDER = "test_parity.py"
"""It asks for every publication, one after the other."""
SHARED = frozenset({"built", "pair_editions"})
"""Fixtures that are made once for all processes."""


class Test(Protocol):
    """A test as pytest has collected it."""

    @property
    def path(self) -> Path: ...
    @property
    def fixturenames(self) -> Sequence[str]: ...
    def get_closest_marker(self, name: str) -> object: ...


def places(tests: Sequence[Test]) -> Mapping[Path, int]:
    """Return the file of each test -> its place among the files."""
    files: dict[Path, list[Test]] = {}
    for test in tests:
        files.setdefault(test.path, []).append(test)

    def place(path: Path) -> tuple[bool, bool, bool, int]:
        own = files[path]
        waits = any(not SHARED.isdisjoint(test.fixturenames) for test in own)
        is_slow = any(test.get_closest_marker("slow") for test in own)
        return path.name != BUILDER, waits, not is_slow, -len(own)

    return {path: n for n, path in enumerate(sorted(files, key=place))}

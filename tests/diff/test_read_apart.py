"""Two long texts are read at the same time, and say what they say when read one by one."""

import pickle
from pathlib import Path

import pytest
from test_collation import project

from octavo.core.problems import BuildFailed
from octavo.diff import read_apart
from octavo.diff.match.compare import compare
from octavo.diff.read_apart import both_accounts
from octavo.diff.revision import Opened, load

needs_processors = pytest.mark.skipif(
    not read_apart._can_part(), reason="one processor, or a system without fork"
)


def table(folder: Path, name: str, added: int = 0) -> str:
    rows = [f"| {n} | *row* {n * 7} of them | {n % 13} |" for n in range(400)]
    rows[200:200] = [f"| new {n} | a row | 0 |" for n in range(added)]
    path = folder / f"{name}.md"
    path.write_text("\n".join(["| No | What | Kind |", "|---|---|---|", *rows, ""]))
    return str(path)


@needs_processors
def test_long_texts_are_read_at_the_same_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_apart, "LONG", 1_000)
    here = project(tmp_path)
    sides = table(tmp_path, "old"), table(tmp_path, "new", 1)
    with both_accounts(sides, here) as (one, other):
        assert isinstance(one, Opened) and not isinstance(other, Opened)
        assert one.manuscript == load(sides[0], here)
        assert other.manuscript == load(sides[1], here)
        [event] = compare(one.manuscript, other.manuscript)
    assert (event.level, event.change, event.new[0].row) == ("table", "added", 201)


@needs_processors
def test_what_ends_the_other_process_is_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(read_apart, "LONG", 1_000)
    monkeypatch.setattr(pickle, "dumps", fail)
    sides = table(tmp_path, "old"), table(tmp_path, "new", 1)
    with both_accounts(sides, project(tmp_path)) as (one, other):
        assert isinstance(one, Opened) and isinstance(other, Opened)
        assert len(compare(one.manuscript, other.manuscript)) == 1


def test_short_texts_and_what_is_no_text_are_read_here(tmp_path: Path) -> None:
    sides = table(tmp_path, "old"), str(tmp_path / "none.md")
    with pytest.raises(BuildFailed), both_accounts(sides, project(tmp_path)):
        pass

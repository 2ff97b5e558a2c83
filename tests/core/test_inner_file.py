"""What is put in the way of a read while it is done is not followed."""

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from octavo.core import inputs as door
from octavo.core.inner_file import TooLarge, read_inner
from octavo.core.inputs import Inputs, Outside

pytestmark = pytest.mark.skipif(os.name == "nt", reason="makes links")
MOST = 100
Exchange = Callable[[Path, Path], object]


def put_link_to_file(folder: Path, secret: Path) -> None:
    (folder / "a.md").unlink()
    (folder / "a.md").symlink_to(secret / "a.md")


def put_link_to_folder(folder: Path, secret: Path) -> None:
    folder.rename(folder.with_name("moved"))
    folder.symlink_to(secret)


def put_link_above(folder: Path, secret: Path) -> None:
    folder.parent.rename(folder.parent.with_name("moved"))
    (secret / "inner").mkdir()
    (secret / "inner" / "a.md").write_text("secret")
    folder.parent.symlink_to(secret)


def put_pipe(folder: Path, secret: Path) -> None:
    (folder / "a.md").unlink()
    os.mkfifo(folder / "a.md")


def put_folder(folder: Path, secret: Path) -> None:
    (folder / "a.md").unlink()
    (folder / "a.md").mkdir()


def put_nothing(folder: Path, secret: Path) -> None:
    (folder / "a.md").unlink()


EXCHANGES = {
    each.__name__: each
    for each in (
        put_link_to_file,
        put_link_to_folder,
        put_link_above,
        put_pipe,
        put_folder,
        put_nothing,
    )
}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Return a folder with a text, and one elsewhere with a text that is nobody's business."""
    inner, secret = tmp_path / "root" / "outer" / "inner", tmp_path / "secret"
    for folder, words in ((inner, "words"), (secret, "secret")):
        folder.mkdir(parents=True)
        (folder / "a.md").write_text(words)
    return inner, secret


@pytest.mark.parametrize("exchange", EXCHANGES.values(), ids=EXCHANGES)
def test_what_is_exchanged_between_look_and_read_is_not_read(
    exchange: Exchange, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    inner, secret = folders
    asked: list[Path] = []

    def read(base: Path, target: Path, most: int) -> bytes | None:
        asked.append(target)
        exchange(inner, secret)
        return read_inner(base, target, most)

    monkeypatch.setattr(door, "read_inner", read)
    found = Inputs({"publication": inner.parents[1]}, {}).find("outer/inner/a.md")
    assert found is None and asked == [inner / "a.md"]


def test_a_link_that_comes_and_goes_never_leads_out(folders: tuple[Path, Path]) -> None:
    inner, secret = folders
    (inner.parent / "out").symlink_to(secret)
    inner.rename(inner.parent / "real")
    (inner.parent / "real" / "a.md").write_text("words")
    ended = Event()

    def turn() -> None:
        while not ended.is_set():
            for aside in ("out", "real"):
                (inner.parent / aside).rename(inner)
                inner.rename(inner.parent / aside)

    turning, found = Thread(target=turn), set()
    turning.start()
    try:
        for _ in range(1500):
            try:
                found.add(Inputs({"publication": inner.parents[1]}, {}).find("outer/inner/a.md"))
            except Outside:
                found.add(b"refused")
    finally:
        ended.set()
        turning.join()
    assert b"secret" not in found and found


def test_a_file_within_is_read_also_behind_links_that_stay_within(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "a.md").write_text("words")
    (tmp_path / "link").symlink_to("deep")
    asked = Inputs({"publication": tmp_path}, {})
    for path in ("deep/er/a.md", "link/er/a.md"):
        assert asked.find(path) == b"words"


def test_a_file_that_grew_meanwhile_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * MOST)
    assert read_inner(tmp_path, tmp_path / "a", MOST) == b"x" * MOST
    with pytest.raises(TooLarge):
        read_inner(tmp_path, tmp_path / "a", MOST - 1)


def test_a_small_file_takes_no_room_for_a_large_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * MOST)
    tracemalloc.start()
    try:
        assert read_inner(tmp_path, tmp_path / "a", 500_000_000) == b"x" * MOST
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("most", "is_read"), [(2 * MOST, True), (MOST, False)])
def test_a_file_that_has_grown_is_read_to_its_end_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, is_read: bool
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")
    facts = path.stat()
    monkeypatch.setattr(os, "fstat", lambda _: facts)
    path.write_bytes(b"x" * 2 * MOST)
    if is_read:
        assert read_inner(tmp_path, path, most) == b"x" * 2 * MOST
    else:
        with pytest.raises(TooLarge):
            read_inner(tmp_path, path, most)

"""Results lie in the user's cache, each project's apart, and what is not used for long goes."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import platformdirs
import pytest

from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed
from octavo.core.store import Store
from octavo.core.store_folder import GRAIN, TALLY, StoreFolder, list_kept, prune
from octavo.core.store_places import (
    LIMIT,
    STORE,
    bytes_of,
    cache_folder,
    read_bound,
    store_of,
    store_top,
)
from octavo.production.pipeline import Project

SECRET = b"s" * 32


def keep(store: Store, part: str, size: int = 4 * GRAIN) -> None:
    store.recall("step", (part.encode(),), Inputs({}, {}), lambda _: part.encode() * size)


def weight(top: Path) -> int:
    return sum(each.size for each in list_kept(top))


def test_a_project_has_its_own_folder_in_the_users_cache(tmp_path: Path) -> None:
    one, two = store_of(tmp_path / "one", {}), store_of(tmp_path / "two", {})
    assert isinstance(one, StoreFolder) and isinstance(two, StoreFolder)
    cache = cache_folder()
    assert cache is not None
    assert one.folder.parent == two.folder.parent == one.top == cache / "store"
    assert one.folder != two.folder
    assert one == store_of(tmp_path / "one" / ".." / "one", {})
    project = Project.at(tmp_path / "one")
    assert project.store == one and not (tmp_path / "one").exists()


@pytest.mark.parametrize("named", [None, "", " ", "/elsewhere", "relative"])
def test_the_users_cache_is_where_all_programs_have_it(
    named: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    if named is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", named)
    theirs = platformdirs.user_cache_path("octavo")
    assert cache_folder() == (theirs if theirs.is_absolute() else None)


def test_a_folder_that_is_named_serves_all_projects(tmp_path: Path) -> None:
    environ = {STORE: str(tmp_path / "named")}
    one, two = store_of(tmp_path / "one", environ), store_of(tmp_path / "two", environ)
    assert one == two and isinstance(one, StoreFolder)
    assert one.folder == store_top(environ) == tmp_path / "named"


def test_a_user_without_a_cache_remembers_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("a file where the cache would be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert store_of(tmp_path, {}) is None
    assert Project.at(tmp_path).store is None


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("500MB", 500_000_000),
        ("2 GB", 2_000_000_000),
        ("1.5g", 1_500_000_000),
        ("70", 70),
        ("0", 0),
        ("3TiB", 3_000_000_000_000),
    ],
)
def test_a_bound_is_said_in_words(words: str, size: int) -> None:
    assert bytes_of(words) == size == read_bound({LIMIT: words})


@pytest.mark.parametrize("words", ["much", "-1", "GB", "1 PB", "1,5 GB", "٣GB x"])
def test_a_bound_that_is_no_size_is_refused(words: str) -> None:
    with pytest.raises(BuildFailed) as failure:
        read_bound({LIMIT: words})
    assert [each.code for each in failure.value.problems] == ["E320"]


def test_a_store_does_not_grow_beyond_its_bound(tmp_path: Path) -> None:
    most = 60 * GRAIN
    for project in ("one", "two"):  # they share the bound
        store = Store(StoreFolder(tmp_path / project, SECRET, tmp_path, most))
        for number in range(40):
            keep(store, str(number % 10) + str(number))
            assert weight(tmp_path) <= most + 9 * GRAIN
    assert weight(tmp_path) > most // 2
    assert {path.name for path in tmp_path.iterdir()} >= {"two", TALLY}


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    shelves = StoreFolder(tmp_path, SECRET)
    for number in range(6):
        keep(Store(shelves), str(number))
    for age, each in enumerate(list_kept(tmp_path)):
        os.utime(each.path, ns=(age * 10**9, age * 10**9))
    oldest = list_kept(tmp_path)[0].path
    first = next(
        str(number)
        for number in range(6)
        if oldest.read_bytes().endswith(str(number).encode() * 4 * GRAIN)
    )
    again = Store(shelves)
    keep(again, first)  # is recalled, and so used
    assert again.made == []
    gone, size = prune(tmp_path, 0, 3 * 5 * GRAIN)
    assert (gone, size > 0) == (3, True)
    last = Store(shelves)
    keep(last, first)
    assert last.made == []


def test_a_store_may_be_emptied_and_works_on(tmp_path: Path) -> None:
    shelves = StoreFolder(tmp_path, SECRET)
    for number in range(3):
        keep(Store(shelves), str(number))
    assert prune(tmp_path, 0, 0)[0] == 3
    assert list_kept(tmp_path) == [] and not (tmp_path / "step").exists()
    store = Store(shelves)
    for _ in range(2):
        keep(store, "a")
    assert store.made == ["step"]


def test_below_its_bound_a_store_keeps_everything(tmp_path: Path) -> None:
    keep(Store(StoreFolder(tmp_path, SECRET)), "a")
    assert prune(tmp_path, 100 * GRAIN, 0) == (0, 0)
    assert len(list_kept(tmp_path)) == 1


def test_pruning_and_work_go_on_at_once(tmp_path: Path) -> None:
    def work(number: int) -> bytes:
        if number % 5 == 0:
            prune(tmp_path, 0, 0)
        store = Store(StoreFolder(tmp_path, SECRET, most_bytes=20 * GRAIN))
        part = bytes([number % 7])
        return store.recall("step", (part,), Inputs({}, {}), lambda _: part * GRAIN) == part * GRAIN

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(200)))
    assert not list(tmp_path.rglob("*.part"))


WORK = """
import sys
from pathlib import Path
from octavo.core.inputs import Inputs
from octavo.core.store import Store
from octavo.core.store_folder import GRAIN, StoreFolder
for turn in range(60):
    store = Store(StoreFolder(Path(sys.argv[1]), b"s" * 32, most_bytes=12 * GRAIN))
    part = bytes([turn % 9])
    assert store.recall("step", (part,), Inputs({}, {}), lambda _: part * GRAIN) == part * GRAIN
"""


def test_processes_share_a_store_that_is_bounded(tmp_path: Path) -> None:
    works = [subprocess.Popen([sys.executable, "-c", WORK, str(tmp_path)]) for _ in range(3)]
    assert [each.wait() for each in works] == [0, 0, 0]
    assert weight(tmp_path) <= 12 * GRAIN + 3 * 2 * GRAIN
    assert not list(tmp_path.rglob("*.part"))

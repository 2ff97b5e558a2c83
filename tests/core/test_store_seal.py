"""What is not sealed by the user, for its very slot, and whole, is never recalled."""

import hashlib
import hmac
import itertools
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed
from octavo.core.store import FORMAT, Store
from octavo.core.store_folder import TALLY, StoreFolder
from octavo.core.store_secret import FILE, LENGTH, NAME, WORDS, read_secret, user_secret

SECRET = b"s" * LENGTH
PARTS = [bytes([number]) for number in range(6)]


def shelves(folder: Path, secret: bytes = SECRET) -> StoreFolder:
    return StoreFolder(folder, secret)


def fill(folder: Path, secret: bytes = SECRET, word: bytes = b"value ") -> list[Path]:
    """Keep a result of each of PARTS under two steps; return their files."""
    store = Store(shelves(folder, secret))
    for step, part in itertools.product(("pages", "picture"), PARTS):
        store.recall(step, (part,), Inputs({}, {}), lambda _, part=part: word + part)  # type: ignore[misc]
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != TALLY)


def wrong(folder: Path) -> list[tuple[str, bytes]]:
    """Return the results of a store that are not what their steps make."""
    store, found = Store(shelves(folder)), []
    for step, part in itertools.product(("pages", "picture"), PARTS):
        value = store.recall(step, (part,), Inputs({}, {}), lambda _, part=part: b"value " + part)  # type: ignore[misc]
        if value != b"value " + part:
            found.append((step, value))
    return found


def forgeries(good: bytes) -> Iterator[bytes]:
    """Yield what somebody without the secret can make of an entry, to have a value of theirs."""
    line, _, value = good.partition(b"\n")
    seal, _, told = line.partition(b" ")
    facts = json.loads(told)
    evil = b"evil"
    head = json.dumps(facts | {"sha256": hashlib.sha256(evil).hexdigest()}).encode()
    yield seal + b" " + head + b"\n" + evil
    yield line + b"\n" + evil
    for secret in (b"", b"octavo", b"\0" * LENGTH, hashlib.sha256(b"").digest()):
        other = hmac.digest(secret or b"\0", FORMAT + b"\n" + head, "sha256").hex().encode()
        yield other + b" " + head + b"\n" + evil
    yield hashlib.sha256(head).hexdigest().encode() + b" " + head + b"\n" + evil
    yield b"0" * 64 + b" " + head + b"\n" + evil
    yield b" " + head + b"\n" + evil
    yield head + b"\n" + evil  # as the store of an older Octavo had it
    yield good[: len(good) // 2]
    yield good + b" "
    yield value
    yield b"[" * 100_000
    yield "ü".encode() * 100 + b" {}\n" + evil


def test_none_of_120_forged_entries_is_believed(tmp_path: Path) -> None:
    count = 0
    for number, entry in enumerate(fill(tmp_path)):
        good = entry.read_bytes()
        for forged in forgeries(good):
            entry.write_bytes(forged)
            assert wrong(tmp_path) == [], (number, forged[:80])
            assert entry.read_bytes() == good  # mended
            count += 1
    assert count >= 120


def test_no_entry_is_believed_in_the_place_of_another(tmp_path: Path) -> None:
    files = fill(tmp_path)
    kept = {path: path.read_bytes() for path in files}
    exchanged = list(itertools.permutations(files, 2))
    assert len(exchanged) >= 120
    for here, there in exchanged:
        here.write_bytes(kept[there])
        assert wrong(tmp_path) == []
        assert here.read_bytes() == kept[here]


def test_entries_of_another_secret_are_not_believed(tmp_path: Path) -> None:
    fill(tmp_path, b"t" * LENGTH, b"evil ")
    assert wrong(tmp_path) == []


def test_machines_with_one_secret_believe_each_other(tmp_path: Path) -> None:
    fill(tmp_path)
    store = Store(shelves(tmp_path))
    store.recall("pages", (PARTS[0],), Inputs({}, {}), lambda _: b"made anew")
    assert store.made == []


Harm = Callable[[Path], object]


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: os.mkfifo(path),
        lambda path: path.mkdir(),
        lambda path: path.symlink_to(path.name),
    ],
    ids=["endless", "pipe", "folder", "loop"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="makes files of a Unix")
def test_what_is_no_file_is_no_entry(harm: Harm, tmp_path: Path) -> None:
    entry = fill(tmp_path)[0]
    entry.unlink()
    harm(entry)
    assert wrong(tmp_path) == []


# --- the secret ---


def test_a_secret_is_made_once_and_for_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "not there yet"
    first = user_secret(folder)
    assert first is not None and len(first) == LENGTH
    assert user_secret(folder) == first
    assert user_secret(tmp_path / "other") != first
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [NAME]


@pytest.mark.skipif(sys.platform == "win32", reason="asks for the rights of a Unix")
@pytest.mark.parametrize("mode", [0o644, 0o660, 0o602, 0o604])
def test_a_secret_that_others_know_is_none(mode: int, tmp_path: Path) -> None:
    first = user_secret(tmp_path)
    (tmp_path / NAME).chmod(mode)
    second = user_secret(tmp_path)
    assert second is not None and second != first
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize("data", [b"", b"short", b"x" * (LENGTH + 1)])
def test_a_secret_of_another_length_is_none(data: bytes, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(data)
    (tmp_path / NAME).chmod(0o600)
    found = user_secret(tmp_path)
    assert found is not None and found != data and len(found) == LENGTH


@pytest.mark.skipif(sys.platform == "win32", reason="makes a link")
def test_a_secret_is_not_read_through_a_link(tmp_path: Path) -> None:
    known = tmp_path / "known"
    known.write_bytes(b"k" * LENGTH)
    known.chmod(0o600)
    (tmp_path / NAME).symlink_to(known)
    assert user_secret(tmp_path) != b"k" * LENGTH
    assert known.read_bytes() == b"k" * LENGTH


def test_a_place_that_cannot_be_written_has_no_secret(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where the folder would be")
    assert user_secret(tmp_path / "file") is None


def test_a_secret_is_given_by_the_environment_or_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"0123456789abcdef\n")
    assert read_secret({}) is None
    assert read_secret({WORDS: "0123456789abcdef"}) == b"0123456789abcdef"
    assert read_secret({FILE: str(file)}) == b"0123456789abcdef"


@pytest.mark.parametrize("words", ["short", "123456789012345"])
def test_a_given_secret_that_is_short_is_refused(words: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(words)
    for environ in ({WORDS: words}, {FILE: str(file)}, {FILE: str(tmp_path / "none")}):
        with pytest.raises(BuildFailed) as failure:
            read_secret(environ)
        assert [each.code for each in failure.value.problems] == ["E320"]


def test_a_store_believes_only_its_own_secret(tmp_path: Path) -> None:
    fill(tmp_path)
    stranger = Store(replace(shelves(tmp_path), secret=b"o" * LENGTH))
    stranger.recall("pages", (PARTS[0],), Inputs({}, {}), lambda _: b"mine")
    assert stranger.made == ["pages"]

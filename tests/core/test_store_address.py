"""A store at an address that machines share: any of fsspec's, S3 among them."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Desk

from octavo.cli.program import octavo
from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed
from octavo.core.store import Store
from octavo.core.store_address import MARK, MOST_FAULTS, StoreAddress
from octavo.core.store_places import STORE, store_of
from octavo.core.store_secret import WORDS

pytest.importorskip("fsspec")
SECRET = b"a secret of all machines"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return a bucket of a server of S3 on this machine."""
    server_of = pytest.importorskip("moto.server").ThreadedMotoServer
    boto3 = pytest.importorskip("boto3")
    server = server_of("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "any",
        "AWS_SECRET_ACCESS_KEY": "any",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    boto3.client("s3").create_bucket(Bucket=f"results-{port}")
    yield f"s3://results-{port}/octavo"  # servers of one process share their buckets
    server.stop()


@pytest.fixture(params=["memory", "file", "s3"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "s3":
        return str(request.getfixturevalue("s3"))
    name = tmp_path.name if request.param == "memory" else str(tmp_path / "far")
    return f"{request.param}://{name}"


def recall(shelves: Any, part: bytes, value: bytes) -> tuple[bytes, list[str]]:
    store = Store(shelves)
    return store.recall("step", (part,), Inputs({}, {}), lambda _: value), store.made


@pytest.mark.filterwarnings("default")
def test_machines_share_results_at_an_address(address: str) -> None:
    here, there = StoreAddress(address, SECRET), StoreAddress(address, SECRET)
    assert recall(here, b"a", b"one") == (b"one", ["step"])
    assert recall(there, b"a", b"another") == (b"one", [])
    stranger = StoreAddress(address, b"a secret of strangers")
    assert recall(stranger, b"a", b"own") == (b"own", ["step"])
    assert recall(here, b"b", b"") == (b"", ["step"]) and recall(there, b"b", b"x") == (b"", [])


@pytest.mark.filterwarnings("default")
def test_entries_that_are_exchanged_or_cut_off_at_an_address_are_made_again(address: str) -> None:
    shelves = StoreAddress(address, SECRET)
    for part in (b"a", b"b"):
        recall(shelves, part, b"value " + part)
    system, root = shelves._system, shelves._root
    files = [each for each in sorted(system.find(root)) if not each.endswith(MARK)]
    one, two = (system.cat_file(each) for each in files)
    for here, there in ((two, one), (one[:-1], two[:-1]), (b"", b"\n"), (one, one)):
        system.pipe_file(files[0], here)
        system.pipe_file(files[1], there)
        for part in (b"a", b"b"):
            assert recall(shelves, part, b"value " + part)[0] == b"value " + part
    assert len([each for each in system.find(root) if not each.endswith(MARK)]) == 2


def test_an_address_that_fails_is_left_alone_and_costs_no_result(tmp_path: Path) -> None:
    shelves, asked = StoreAddress(f"memory://{tmp_path.name}", SECRET), []

    class Cut:
        protocol = "memory"

        def __getattr__(self, name: str) -> Any:
            asked.append(name)
            raise ConnectionError("the wire is cut")

    shelves._system = Cut()
    for number in range(10):
        assert recall(shelves, bytes([number]), b"value") == (b"value", ["step"])
    assert len(asked) == MOST_FAULTS


def test_an_entry_is_written_aside_where_a_part_could_be_seen(tmp_path: Path) -> None:
    shelves, done = StoreAddress(f"file://{tmp_path}", SECRET), []
    system = shelves._system

    class Watched:
        protocol = system.protocol

        def __getattr__(self, name: str) -> Any:
            act = getattr(system, name)

            def note(*words: Any, **named: Any) -> Any:
                done.append((name, str(words[0]).rpartition("/")[2]))
                return act(*words, **named)

            return note

    shelves._system = Watched()
    recall(shelves, b"a", b"value")
    (aside,) = [name for verb, name in done if verb == "pipe_file"]
    assert aside.endswith(".part") and ("mv", aside) in done
    assert not list(tmp_path.rglob("*.part"))


def test_an_address_needs_a_secret_that_is_shared(tmp_path: Path) -> None:
    place = f"memory://{tmp_path.name}"
    assert isinstance(store_of(tmp_path, {STORE: place, WORDS: SECRET.decode()}), StoreAddress)
    with pytest.raises(BuildFailed) as failure:
        store_of(tmp_path, {STORE: place})
    (problem,) = failure.value.problems
    assert problem.code == "E320" and WORDS in problem.hint


@pytest.mark.parametrize("address", ["nonsense://there", "file:///proc/none/octavo"])
def test_an_address_that_is_none_is_told(address: str, tmp_path: Path) -> None:
    with pytest.raises(BuildFailed) as failure:
        store_of(tmp_path, {STORE: address, WORDS: SECRET.decode()})
    assert [each.code for each in failure.value.problems] == ["E320"]


def test_without_fsspec_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(BuildFailed) as failure:
        StoreAddress(f"memory://{tmp_path.name}", SECRET)
    (problem,) = failure.value.problems
    assert problem.code == "E320" and "octavo[cluster]" in problem.hint


@pytest.mark.filterwarnings("default")
def test_a_build_takes_what_another_machine_has_put_into_a_bucket(
    s3: str, desk: Desk, tmp_path: Path
) -> None:
    project, slug = desk.write("# Head\n\nText.\n", "theme: book\neditions: [html]")
    words = ["build", "--project", str(project.root), "--store", s3, "--json"]
    seen = []
    for machine in ("one", "two"):
        environ = {WORDS: SECRET.decode(), "XDG_CACHE_HOME": str(tmp_path / machine)}
        ended = CliRunner(env=environ).invoke(octavo, words)
        assert ended.exit_code == 0, ended.output
        seen.append((project.root / "build" / slug / f"{slug}.html").read_bytes())
    assert seen[0] == seen[1] and '"unchanged"' in ended.stdout

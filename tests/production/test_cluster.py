"""Units that other processes and machines set: the bytes of one machine, whoever is lost."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import BOOKS, Desk, environment

from octavo.cli.program import octavo
from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed
from octavo.core.store import pack, unpack
from octavo.editions.pdf.far_press import FarBench, FarPress, FarPresses, fingerprint
from octavo.editions.pdf.worker import PressLost
from octavo.production import cluster
from octavo.production.cluster import presses_of, set_far
from octavo.production.pipeline import Project, build, templates_folder

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="ends processes as a Unix does")
TEXTS = {
    f"{name}.md": f"# {name.title()}\n\nText of {name}, see [](three.md).\n\n"
    + "More words. " * 400
    for name in ("one", "two", "three", "four", "five")
}
BOOK = "theme: book\neditions: [pdf]"


class Here(Executor):
    """Runs a task at once, and notes what would cross a wire."""

    def __init__(self) -> None:
        self.crossed: list[tuple[object, ...]] = []

    def submit(self, task: Callable[..., Any], /, *words: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        result = task(*words, **named)
        self.crossed.append((task, *words, *named.values(), result))
        future.set_result(result)
        return future


class Broken(Executor):
    """Loses whatever it is given."""

    def submit(self, task: Callable[..., Any], /, *words: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(ConnectionError("the wire is cut"))
        return future


def inputs() -> Inputs:
    return Inputs({"templates": templates_folder()}, environment())


@pytest.fixture
def notes(tmp_path: Path) -> Project:
    """A tiny book with pictures and notes, whose PDF is all that is made."""
    return Project(BOOKS / "notes", tmp_path / "out", None, environment())


@pytest.fixture(autouse=True)
def benches(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[int, FarBench]]:
    """What this process keeps for tasks, where it plays the other one: gone after the test."""
    found: dict[int, FarBench] = {}
    monkeypatch.setattr(
        cluster, "_bench", lambda epoch: found.setdefault(epoch, FarBench(inputs(), epoch))
    )
    yield found
    for each in found.values():
        each.end()


def test_only_a_name_and_bytes_cross_the_wire(notes: Project) -> None:
    here = Here()
    far = build(notes, "notes", ("pdf",), presses=FarPresses(here, set_far, 1))
    assert far.files == build(notes, "notes", ("pdf",)).files
    assert len(here.crossed) > 3
    for task, *rest in here.crossed:
        assert task is set_far and set_far.__module__ == "octavo.production.cluster"
        assert [type(each) for each in rest] == [bytes, bytes]


def test_a_file_is_sent_once_to_each_process(notes: Project) -> None:
    here = Here()
    build(notes, "notes", ("pdf",), presses=FarPresses(here, set_far, 1))
    sent = [
        name for _, task, _ in here.crossed for name in unpack(task) if name.startswith("blob:")
    ]  # type: ignore[arg-type]
    assert sent and len(sent) == len(set(sent))


def test_a_machine_that_is_another_is_refused(
    notes: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FarBench, "answer", lambda self, task: pack({"differs": b"other"}))
    with pytest.raises(BuildFailed) as failure:
        build(notes, "notes", ("pdf",), presses=FarPresses(Here(), set_far, 1))
    assert {each.code for each in failure.value.problems} == {"E321"}


@pytest.mark.parametrize("what", ["code", "native:pango", "fonts"])
def test_whatever_shapes_pages_makes_another_machine(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, look = fingerprint(inputs()), Inputs._look
    bench = FarBench(inputs(), 0)

    def look_elsewhere(self: Inputs, question: str) -> Any:
        found = look(self, question)
        is_other = question == what or (what == "fonts" and question.endswith("Literata-Bold.ttf"))
        return type(found)(b"other", "0" * 64) if is_other else found

    monkeypatch.setattr(Inputs, "_look", look_elsewhere)
    assert fingerprint(inputs()) != before
    task = {"of": before.encode(), "files": b"{}", "said:op": b"versions"}
    assert set(unpack(FarBench(inputs(), 0).answer(pack(task)))) == {"differs"}
    monkeypatch.undo()
    assert set(unpack(bench.answer(pack(task)))) == {"said:facts", "said:log"}
    bench.end()


def test_an_executor_that_loses_everything_is_told(desk: Desk) -> None:
    project, slug = desk.write(TEXTS, BOOK)
    with pytest.raises(BuildFailed) as failure:
        build(project, slug, presses=FarPresses(Broken(), set_far, 2))
    (problem,) = failure.value.problems
    assert problem.code == "E319" and "the wire is cut" in problem.message


def test_what_fails_far_away_is_told_as_here() -> None:
    def fail(task: bytes) -> bytes:
        return pack({"problems": json.dumps([["E306", "pdf", "too much", "less"]]).encode()})

    press = FarPress(Here(), fail, inputs(), 0)
    with pytest.raises(BuildFailed, match="E306"):
        press.versions()
    press = FarPress(Here(), lambda task: pack({"lost": b"gone"}), inputs(), 0)
    with pytest.raises(PressLost, match="gone"):
        press.versions()
    press = FarPress(Here(), lambda task: pack({"fault": b"a fault"}), inputs(), 0)
    with pytest.raises(RuntimeError, match="a fault"):
        press.versions()
    press = FarPress(Here(), lambda task: pack({"lacks": b"[]"}), inputs(), 0)
    press.stop()
    with pytest.raises(PressLost, match="stopped"):
        press.versions()


@pytest.mark.long
@UNIX
@pytest.mark.slow
def test_any_executor_sets_units(desk: Desk) -> None:
    project, slug = desk.write(TEXTS, BOOK)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        far = build(project, slug, presses=FarPresses(pool, set_far, 2))
    assert far.files == build(project, slug).files


# --- Dask ---


@contextmanager
def local_cluster() -> Iterator[Any]:
    """Give a cluster of two processes on this machine, which listens to nobody else."""
    distributed = pytest.importorskip("distributed")
    made = distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
    )
    with made:
        yield made


@UNIX
@pytest.mark.long
@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_one_machine(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    project, slug = desk.write(TEXTS, BOOK)
    whole = build(project, slug)
    with local_cluster() as local:
        first, *_ = local.workers.values()
        lost: list[int] = []
        tell = _kill_once(first.process.process.pid, lost)
        with presses_of(local.scheduler_address) as presses:
            far = build(replace(project, tell=tell), slug, presses=presses)
        words = ["build", "--project", str(project.root), "--no-store"]
        ended = CliRunner().invoke(octavo, [*words, "--scheduler", local.scheduler_address])
    assert lost and any("killed by signal 9" in each.message for each in caplog.records)
    caplog.clear()  # of what Dask says of its workers
    assert far.files == whole.files
    assert ended.exit_code == 0, ended.output
    made = project.root / "build" / slug / f"{slug}.pdf"
    assert made.read_bytes() == whole.files[f"{slug}.pdf"]


def _kill_once(process: int, lost: list[int]) -> Callable[[object], None]:
    """Return a listener that ends a process soon after pages are begun."""

    def end() -> None:
        sleep(0.3)
        os.kill(process, 9)

    def hear(told: object) -> None:
        if "setting pages" in str(told) and not lost:
            lost.append(process)
            Thread(target=end).start()

    return hear


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x"])
def test_a_cluster_that_is_not_there_is_told(
    address: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "PATIENCE", "1s")
    project, _ = desk.write(TEXTS, BOOK)
    ended = CliRunner().invoke(
        octavo, ["build", "--project", str(project.root), "--scheduler", address]
    )
    assert ended.exit_code == 2 and "E321" in ended.output
    assert not (project.root / "build").exists()


def test_without_dask_the_extra_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BuildFailed) as failure, presses_of("tcp://127.0.0.1:8786"):
        pass
    (problem,) = failure.value.problems
    assert problem.code == "E321" and "octavo[cluster]" in problem.hint

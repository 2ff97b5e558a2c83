"""Progress as lines: one an edition, and none is waited for longer than agreed."""

import threading
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from octavo.cli.made_editions import list_editions
from octavo.cli.pace import Pace, count_of, words_of
from octavo.cli.told_progress import LineDisplay, SilentDisplay, Watch
from octavo.core.progress import Progress
from octavo.production.pipeline import Built


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Progress("reading", "", 3, 16, "chapters"), "reading, 3 of 16 chapters"),
        (Progress("setting pages", "pdf", 57, 0, "pages"), "pdf: setting pages, 57 pages"),
        (Progress("making", "html"), "html: making"),
        (Progress("is looking", "Nu", 0, 4, "files"), "Nu: is looking, 0 of 4 files"),
    ],
)
def test_progress_is_told_with_what_is_known(told: Progress, words: str) -> None:
    assert words_of(told) == words


def test_nobody_counts_what_has_not_begun() -> None:
    assert count_of(Progress("setting pages", "pdf", 0, 0, "pages")) == ""


def test_each_edition_is_told_once_however_much_is_heard_of_it() -> None:
    said: list[str] = []
    watch = Watch(LineDisplay(said.append))
    with watch.over("tides"):
        for n in range(50):
            watch.hear(Progress("reading", "", n, 50, "chapters"))
        for n in range(1, 99):
            watch.hear(Progress("setting pages", "pdf", n, 0, "pages"))
            watch.hear(Progress("making", "html"))
    assert said == ["tides: pdf: setting pages, 1 pages (0 s)", "tides: html: making (0 s)"]


def test_a_silence_is_broken_with_what_was_heard_last() -> None:
    said: list[str] = []
    heard = threading.Event()

    def say(line: str) -> None:
        said.append(line)
        if "57 of 312" in line:
            heard.set()

    watch = Watch(LineDisplay(say, silence_s=0.05))
    with watch.over("tides"):
        watch.hear(Progress("setting pages", "pdf", 1, 312, "pages"))
        watch.hear(Progress("setting pages", "pdf", 57, 312, "pages"))
        assert heard.wait(30)
    count = len(said)
    assert not any(each.name == "_break_silence" for each in threading.enumerate())
    watch.hear(Progress("setting pages", "pdf", 58, 312, "pages"))
    assert len(said) == count  # nobody tells of work that has ended


def test_work_that_says_nothing_of_itself_is_told_as_well() -> None:
    said: list[str] = []
    heard = threading.Event()
    watch = Watch(LineDisplay(lambda line: (said.append(line), heard.set()), silence_s=0.02))
    with watch.over("diff"):
        assert heard.wait(30)
    assert said[0] == "diff: at work (0 s)"


@pytest.mark.parametrize("fault", [BrokenPipeError(), ValueError("I/O operation on closed file")])
def test_a_stream_that_nobody_reads_any_more_stops_no_work(fault: Exception) -> None:
    def say(line: str) -> None:
        raise fault

    watch = Watch(LineDisplay(say))
    with watch.over("tides"):
        watch.hear(Progress("making", "html"))


def test_a_watch_ends_its_display_whatever_happens() -> None:
    class Ended(SilentDisplay):
        is_ended = False

        def end(self) -> None:
            self.is_ended = True

    display = Ended()
    with pytest.raises(KeyError), Watch(display).over("tides"):
        raise KeyError
    assert display.is_ended


def test_a_pace_knows_how_long_an_edition_took_and_not_what_was_never_begun() -> None:
    began = monotonic()
    pace = Pace("tides")
    assert pace.hear(Progress("making", "html"))
    assert not pace.hear(Progress("made", "html", is_made=True))
    took = pace.took("html")
    assert took is not None and 0 <= took <= monotonic() - began
    assert pace.took("pdf") is None


def test_what_is_made_takes_no_longer() -> None:
    pace = Pace("tides")
    pace.hear(Progress("made", "html", is_made=True))
    (first,), (second,) = pace.rows(), pace.rows()
    assert first.seconds == second.seconds


def test_what_an_edition_waits_for_is_no_time_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((0.0, 10.0, 15.0, 17.0))
    monkeypatch.setattr("octavo.cli.pace.monotonic", lambda: next(clock))
    pace = Pace("tides")
    pace.hear(Progress("waiting for pages", "epub", is_waiting=True))
    pace.hear(Progress("making", "epub"))
    pace.hear(Progress("made", "epub", is_made=True))
    assert pace.took("epub") == 2.0


def test_editions_without_a_manifest_are_named_by_their_formats() -> None:
    built = Built(
        "notes", {"notes.pdf": b"%PDF", "notes.html": b"<p>"}, (), False, {"notes.pdf": 7}
    )
    pace = Pace("notes")
    html, pdf = list_editions(built, Path("beside").joinpath, pace)
    assert (html.name, html.file, html.pages) == ("html", "beside/notes.html", 0)
    assert (pdf.name, pdf.file, pdf.pages) == ("pdf", "beside/notes.pdf", 7)
    assert str(replace(pdf, seconds=12.44)) == "beside/notes.pdf · 7 pages · 12.4 s"
    assert str(replace(pdf, pages=1)) == "beside/notes.pdf · 1 page · unchanged"

"""A press that works ahead, and outlines that are traced once: the same bytes, sooner."""

from pathlib import Path

import pytest
from conftest import environment

from octavo.core.inputs import Inputs
from octavo.editions.pdf.ahead import Ahead
from octavo.editions.pdf.outlines import Outlines
from octavo.editions.pdf.worker import LastingPresses
from octavo.production.pipeline import Project, build

TEXT = """---
octavo: 1
title: Tides
contributors: [{{name: Ann Reed, role: aut}}]
language: en
date: 2026-01-02
theme: book
---

## Ebb

See [](#flood).

![A wave](wave.svg){{#fig-wave}}

Figure: A wave.

{more}

## Flood {{#flood}}

The water comes back.
"""
WAVE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30">'
    '<path d="M0,10 C20,0 30,20 45,10 S70,0 90,10" fill="none" stroke="#123"/>'
    '<path d="M0,20 C20,10 30,30 45,20 S70,10 90,20" fill="none" stroke="#123"/></svg>'
)


class Kept:
    """Presses that work ahead, and can be asked how often their guess was right."""

    def __init__(self) -> None:
        self.started: list[Ahead] = []
        self.presses = LastingPresses(self._start)

    def _start(self, inputs: Inputs, epoch: int) -> Ahead:
        self.started.append(Ahead(inputs, epoch))
        return self.started[-1]


def written(root: Path, more: str) -> Project:
    folder = root / "source"
    folder.mkdir(exist_ok=True)
    (folder / "tides.md").write_text(TEXT.format(more=more), encoding="utf-8")
    (folder / "wave.svg").write_text(WAVE, encoding="utf-8")
    return Project(root, root / "build", None, environment())


def test_a_press_that_works_ahead_gives_the_bytes_of_one_that_does_not(tmp_path: Path) -> None:
    kept = Kept()
    texts = ("Water.", "More water.", "Water, much of it.\n\n" * 200, "Water again.", "The sea.")
    try:
        for more in texts:
            project = written(tmp_path, more)
            ahead = build(project, "tides", ["pdf"], False, kept.presses)
            alone = build(project, "tides", ["pdf"], False)
            assert ahead.files == alone.files
    finally:
        kept.presses.end()
    (press,) = kept.started
    assert press.guessed_right == 2  # the second text, and the last: the others moved the number
    assert not press.is_running


def test_a_press_that_works_ahead_ends_with_its_second(tmp_path: Path) -> None:
    kept = Kept()
    build(written(tmp_path, "Water."), "tides", ["pdf"], False, kept.presses)
    kept.started[0].stop()
    built = build(written(tmp_path, "More."), "tides", ["pdf"], False, kept.presses)
    assert built.files["tides.pdf"].startswith(b"%PDF") and len(kept.started) == 2
    kept.presses.end()


class Stream:
    def __init__(self) -> None:
        self.stream: list[bytes] = [b"before"]


class Drawing:
    """What an outline is drawn on."""

    inner_width = inner_height = 100.0

    def __init__(self) -> None:
        self.stream = Stream()


class Node(dict[str, str]):
    def __init__(self, d: str) -> None:
        super().__init__(d=d)
        self.vertices: list[object] = []


@pytest.fixture
def traced() -> tuple[Outlines, list[str]]:
    calls: list[str] = []

    def trace(svg: Drawing, node: Node, font_size: float) -> None:
        calls.append(node["d"])
        svg.stream.stream.append(node["d"].encode())
        node.vertices.append(font_size)

    return Outlines(trace), calls


def test_an_outline_is_traced_once_and_drawn_each_time(
    traced: tuple[Outlines, list[str]],
) -> None:
    outlines, calls = traced
    for _ in range(2):
        svg, node = Drawing(), Node("M0 0")
        outlines(svg, node, 16.0)
        assert (svg.stream.stream, node.vertices) == ([b"before", b"M0 0"], [16.0])
    outlines(Drawing(), Node("M0 0"), 12.0)
    assert calls == ["M0 0", "M0 0"]  # another size of type is another outline


def test_outlines_are_kept_within_bounds(
    traced: tuple[Outlines, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octavo.editions.pdf.outlines.MOST_SIGNS", 10)
    outlines, calls = traced
    for d in ("M0 0 1", "M0 0 2", "M0 0 1"):
        outlines(Drawing(), Node(d), 16.0)
    assert calls == ["M0 0 1", "M0 0 2", "M0 0 1"]

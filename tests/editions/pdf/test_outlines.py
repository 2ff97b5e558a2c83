"""Outlines of drawings that are traced once."""

from types import SimpleNamespace
from typing import Any

from octavo.editions.pdf.outlines import Outlines


class Path(dict[str, str]):
    def __init__(self, d: str) -> None:
        super().__init__(d=d)
        self.vertices: list[object] = ["from elsewhere"]


class Tracer:
    """Draws the size of the drawing, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, svg: Any, node: Any, font_size: float) -> None:
        self.count += 1
        svg.stream.stream.append(svg.inner_width)
        node.vertices.append(node["d"])


def drawn(outlines: Outlines, d: str, width: float) -> tuple[list[object], list[object]]:
    """Return the operators and the vertices of an outline."""
    stream = SimpleNamespace(stream=["before"])
    node = Path(d)
    outlines(SimpleNamespace(stream=stream, inner_width=width, inner_height=9.0), node, 16.0)
    return stream.stream, node.vertices


def test_percentages_make_another_outline_in_a_drawing_of_another_size() -> None:
    tracer = Tracer()
    outlines = Outlines(tracer)
    assert [drawn(outlines, "M0", width)[0] for width in (9.0, 8.0, 9.0)] == [
        ["before", 9.0],
        ["before", 8.0],
        ["before", 9.0],
    ]
    assert tracer.count == 2


def test_an_outline_that_was_kept_adds_its_own_vertices_only() -> None:
    outlines = Outlines(Tracer())
    assert drawn(outlines, "M0", 9.0)[1] == drawn(outlines, "M0", 9.0)[1]
    assert drawn(outlines, "M0", 9.0)[1] == ["from elsewhere", "M0"]

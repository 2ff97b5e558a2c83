"""Outlines of drawings (``path`` of SVG), traced once: a press that lasts draws the same ones.

A lead drawing of 200 outlines takes a quarter of the time that its PDF is written in.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

MOST_SIGNS = 8_000_000
"""Length of all outlines that are kept; the oldest go first."""
Outline = tuple[tuple[Any, ...], tuple[Any, ...]]
"""Operators of the PDF, and the vertices that markers stand at."""


class Outlines:
    """Traces outlines by WeasyPrint's own function and keeps what it gave."""

    def __init__(self, trace: Callable[[Any, Any, float], None]) -> None:
        self._trace = trace
        self._kept: OrderedDict[tuple[Any, ...], Outline] = OrderedDict()
        self._signs = 0

    def __call__(self, svg: Any, node: Any, font_size: float) -> None:
        """Draw the outline of a node, as ``weasyprint.svg.path.path``."""
        told = node.get("d", "")
        key = (told, font_size, svg.inner_width, svg.inner_height)
        operators = svg.stream.stream
        if key in self._kept:
            drawn, vertices = self._kept[key]
            operators.extend(drawn)
            node.vertices.extend(vertices)
            return
        begin, first = len(operators), len(node.vertices)
        self._trace(svg, node, font_size)
        self._keep(key, (tuple(operators[begin:]), tuple(node.vertices)[first:]))

    def _keep(self, key: tuple[Any, ...], outline: Outline) -> None:
        self._kept[key] = outline
        self._signs += len(key[0])
        while self._signs > MOST_SIGNS:
            oldest, _ = self._kept.popitem(last=False)
            self._signs -= len(oldest[0])

"""SVG's ``transform`` -> a matrix, and back (SVG 2, 8.5; CSS Transforms 1, 9 and 10)."""

import re
from collections.abc import Iterable
from math import cos, radians, sin, tan
from typing import NamedTuple

_STEP = re.compile(r"([a-zA-Z]+)\s*\(([^()]*)\)")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)


class Matrix(NamedTuple):
    """(x, y) -> (a x + c y + e, b x + d y + f)."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def then(self, inner: "Matrix") -> "Matrix":
        """Return this one with another within it: the inner is applied first."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    @property
    def area(self) -> float:
        """Return by what an area grows; 0 where all falls on a line."""
        return self.a * self.d - self.b * self.c

    def inverse(self) -> "Matrix":
        """Return what undoes it; ``area`` must not be 0."""
        a, b, c, d, e, f = self
        area = self.area
        return Matrix(
            d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area
        )

    def __str__(self) -> str:
        return f"matrix({' '.join(f'{number:.9g}' for number in self)})"


def matrix_of(transforms: Iterable[str]) -> Matrix:
    """Return transform attributes, outermost first, as one matrix; what is none does nothing."""
    whole = Matrix()
    for transform in transforms:
        for name, inside in _STEP.findall(transform):
            whole = whole.then(_step(name.lower(), [float(n) for n in _NUMBER.findall(inside)]))
    return whole


def _step(name: str, given: list[float]) -> Matrix:
    first, second = [*given, 0.0, 0.0][:2]
    if name == "matrix" and len(given) == 6:
        return Matrix(*given)
    if name in ("translate", "translatex"):
        return Matrix(e=first, f=second)
    if name == "translatey":
        return Matrix(f=first)
    if name == "scale" and given:
        return Matrix(a=first, d=given[1] if len(given) > 1 else first)
    if name == "rotate" and given:
        turn, back = radians(first), Matrix()
        turned = Matrix(cos(turn), sin(turn), -sin(turn), cos(turn))
        if len(given) == 3:
            back = Matrix(e=-given[1], f=-given[2])
            turned = Matrix(e=given[1], f=given[2]).then(turned)
        return turned.then(back)
    skew = {"skewx": Matrix(c=tan(radians(first))), "skewy": Matrix(b=tan(radians(first)))}
    return skew.get(name, Matrix())

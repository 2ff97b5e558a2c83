"""What long books cost, as a chapter of the handbook and its drawing."""

import os
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from math import log10
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHAPTER, DRAWING = "what-it-costs.md", "images/costs.svg"
WORKS = {
    "pdf": "Octavo, the PDF alone",
    "all": "Octavo, all three editions",
    "paragraph": "Octavo, a paragraph changed",
    "page": "Octavo, a page more in chapter 2",
    "unchanged": "Octavo, nothing changed",
    "weasyprint": "WeasyPrint, the same HTML",
    "pandoc": "Pandoc and WeasyPrint",
    "typst": "Typst, a text from Pandoc",
}
"""Work -> how a table calls it."""
LINES = {
    "pandoc": ("Pandoc, WeasyPrint", "#8a8378", "5 4"),
    "weasyprint": ("WeasyPrint", "#8a8378", ""),
    "all": ("Octavo, all editions", "#7a2e1d", "5 4"),
    "pdf": ("Octavo, PDF", "#7a2e1d", ""),
    "typst": ("Typst", "#245a7a", ""),
}
"""Work -> name, colour and dashes of its line in the drawing."""
WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 460, 270, 44, 318, 14, 232
"""Pixels: of the drawing, and the edges of its field."""
LEAST, MOST = 1, 1000
"""Seconds at the field's foot and head."""
ROOM = 15
"""Pixels between the names of two lines."""


@dataclass(frozen=True, slots=True)
class CostRow:
    """What one piece of work cost."""

    work: str
    size: int
    """Pages that were asked for, or briefs."""
    pages: int
    wall: float
    cpu: float
    peaks: tuple[float, ...]
    """Of each process, in MB; the largest first."""
    written: float
    """MB."""

    @property
    def peak(self) -> float:
        return max(self.peaks, default=0.0)

    def __str__(self) -> str:
        peaks = " ".join(f"{each:.0f}" for each in self.peaks[:4])
        told = f"{self.wall:8.1f} s, work {self.cpu:8.1f} s, memory {peaks} MB"
        written = f"written {self.written:.1f} MB, {self.pages} pages"
        return f"{self.size:5} {self.work:<17} {told}, {written}"


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured in one run."""

    date: str
    machine: str
    versions: Mapping[str, str]
    rows: tuple[CostRow, ...]

    def sizes(self) -> list[int]:
        """Return the sizes of the books, the smallest first."""
        return sorted({row.size for row in self.rows if row.work == "pdf"})

    def row(self, work: str, size: int) -> CostRow | None:
        """Return what some work cost at a size, None where it was not measured."""
        found = (row for row in self.rows if (row.work, row.size) == (work, size))
        return next(found, None)


def machine() -> tuple[str, str, dict[str, str]]:
    """Return the day, what the machine is, and the versions of all that is measured."""
    names = ("octavo", "weasyprint", "typst")
    pandoc = str(import_module("pypandoc").get_pandoc_version())
    cores, python = os.cpu_count() or 1, ".".join(map(str, sys.version_info[:3]))
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    told = f"{cores} cores ({platform.machine()}), {memory:.0f} GB, {system}, Python {python}"
    told += f", under a load of {os.getloadavg()[2]:.1f}"
    return (
        f"{datetime.now(UTC):%-d %B %Y}",
        told,
        {
            **{name: version(name) for name in names},
            "pandoc": pandoc,
        },
    )


def write_chapter(costs: Costs, handbook: Path) -> None:
    """Write the chapter and its drawing."""
    (handbook / CHAPTER).write_text(_chapter(costs), encoding="utf-8")
    (handbook / DRAWING).write_text(drawing(costs), encoding="utf-8")


def _chapter(costs: Costs) -> str:
    largest, versions = costs.sizes()[-1], costs.versions
    book = costs.row("pdf", largest)
    assert book is not None
    text = (HERE / "cost_chapter.md").read_text(encoding="utf-8")
    return (
        text.format(
            date=costs.date,
            machine=costs.machine,
            octavo=versions["octavo"],
            weasyprint=versions["weasyprint"],
            pandoc=versions["pandoc"],
            typst=versions["typst"],
            pages=book.pages,
            table=_table(costs, largest),
            words=_words(costs),
            drawing=DRAWING,
            growth=_growth(costs),
            briefs=_briefs(costs),
        ).rstrip("\n")
        + "\n"
    )


def _table(costs: Costs, size: int) -> str:
    lines = ["| | Clock | Work | Memory |", "|---|---:|---:|---:|"]
    for work, name in WORKS.items():
        if row := costs.row(work, size):
            lines.append(f"| {name} | {row.wall:.1f} | {row.cpu:.1f} | {row.peak:.0f} |")
    return "\n".join(lines)


def _growth(costs: Costs) -> str:
    sizes = costs.sizes()
    counts = [row.pages for size in sizes if (row := costs.row("pdf", size))]
    lines = [f"| | {' | '.join(map(str, counts))} |", f"|---|{'---:|' * len(sizes)}"]
    for work in LINES:
        rows = [costs.row(work, size) for size in sizes]
        told = [
            f"{row.cpu / pages * 1000:.0f}" if row else "–"
            for row, pages in zip(rows, counts, strict=True)
        ]
        lines.append(f"| {WORKS[work]} | {' | '.join(told)} |")
    return "\n".join(lines)


def _briefs(costs: Costs) -> str:
    made = [row for row in costs.rows if row.work == "briefs"]
    if not made:
        return ""
    row, again = made[0], costs.row("briefs unchanged", made[0].size)
    assert again is not None
    text = (HERE / "cost_chapter_briefs.md").read_text(encoding="utf-8")
    return text.format(
        size=row.size,
        pages=row.pages,
        wall=f"{row.wall:.0f}",
        cpu=f"{row.cpu:.0f}",
        each=f"{row.wall / row.size:.1f}",
        peak=f"{row.peak:.0f}",
        written=f"{row.written:.0f}",
        again=f"{again.wall:.1f}",
    )


def _words(costs: Costs) -> str:
    """Return what one sees in the drawing."""
    largest = costs.sizes()[-1]
    told = [
        f"{name}, {row.cpu:.0f} seconds"
        for work, (name, _, _) in LINES.items()
        if (row := costs.row(work, largest))
    ]
    ends = "; ".join(told)
    return f"Rising lines, each a program. At the right end, the longest book, stand: {ends}."


def drawing(costs: Costs) -> str:
    """Return seconds of work against pages, as SVG."""
    sizes = costs.sizes()
    first, last = (row.pages for s in (sizes[0], sizes[-1]) if (row := costs.row("pdf", s)))
    parts = [*_field(costs), *_curves(costs, first, last)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">\n<g font-family="sans-serif" font-size="11" '
        'fill="#3a352e" stroke-linecap="round">\n' + "\n".join(parts) + "\n</g>\n</svg>\n"
    )


def _field(costs: Costs) -> Iterator[str]:
    """Yield the field with its grid, the seconds beside it and the pages below it."""
    seconds = LEAST
    while seconds <= MOST:
        y = _height(seconds)
        yield f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="#d9d3c8" fill="none"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{seconds:,}</text>'
        seconds *= 10
    counts = [row.pages for size in costs.sizes() if (row := costs.row("pdf", size))]
    for pages in counts:
        x = _place(pages, counts[0], counts[-1])
        yield f'<text x="{x:.1f}" y="{FOOT + 16}" text-anchor="middle">{pages:,}</text>'
    yield f'<text x="{(LEFT + RIGHT) / 2:.0f}" y="{FOOT + 32}" text-anchor="middle">pages</text>'
    yield f'<text x="{LEFT + 6}" y="{TOP + 12}">seconds of work</text>'


def _curves(costs: Costs, first: int, last: int) -> Iterator[str]:
    """Yield the lines, each with its name behind its end."""
    ends: list[tuple[float, str, str]] = []
    for work, (name, colour, dashes) in LINES.items():
        rows = [row for size in costs.sizes() if (row := costs.row(work, size))]
        counts = [costs.row("pdf", row.size) for row in rows]
        places = [_place(each.pages, first, last) for each in counts if each]
        heights = [_height(row.cpu) for row in rows]
        if rows:
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(places, heights, strict=True))
            dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
            look = f'fill="none" stroke="{colour}" stroke-width="2"{dashed}'
            yield f'<polyline points="{points}" {look}/>'
            ends.append((heights[-1], name, colour))
    for y, (_, name, colour) in _spread(sorted(ends)):
        yield f'<text x="{RIGHT + 8}" y="{y + 4:.1f}" fill="{colour}">{name}</text>'


def _spread(
    ends: Sequence[tuple[float, str, str]],
) -> Iterator[tuple[float, tuple[float, str, str]]]:
    """Yield names with their heights, so far apart that they can be read."""
    above = float("-inf")
    for each in ends:
        above = max(each[0], above + ROOM)
        yield above, each


def _place(pages: int, first: int, last: int) -> float:
    share = log10(pages / first) / log10(last / first) if last > first else 1.0
    return LEFT + share * (RIGHT - LEFT)


def _height(seconds: float) -> float:
    share = log10(max(seconds, LEAST) / LEAST) / log10(MOST / LEAST)
    return FOOT - share * (FOOT - TOP)

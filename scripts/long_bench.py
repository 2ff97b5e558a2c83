"""Measure what long books and many briefs cost, beside WeasyPrint, Pandoc and Typst, in one run.

    python scripts/long_bench.py [--pages N]... [--briefs N] [--results FILE] [--handbook]

Exit 1 when a goal is missed, or one of the others is not there. ``--results`` writes what was
measured as JSON; ``--handbook`` writes it into the handbook's chapter on speed, with its drawing.
"""

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import pypdfium2
from cost_chapter import CostRow, Costs, machine, write_chapter
from long_book import BOOK, LongBook, add_page, change_paragraph, write_book, write_briefs
from pandoc_markdown import Head, pandoc_markdown
from process_figures import CommandFailed, Cost, measure

ROOT = Path(__file__).resolve().parent.parent
SIZES = (100, 300, 1000)
BRIEFS = 500
STORE = "results"
"""Where results are remembered in the folder of a project."""
OCTAVO = (sys.executable, "-m", "octavo", "build", "-q", "--time-limit", "0", "--store", STORE)
OTHERS = {"weasyprint": "WeasyPrint", "pypandoc": "Pandoc", "typst": "Typst"}
"""Module -> what it brings."""
TYPST = "import typst; typst.compile('text.typ', output='typst.pdf')"
ALONE = (sys.executable, "-c", "pass")


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, and what was measured."""

    name: str
    measured: float
    most: float
    unit: str

    def __str__(self) -> str:
        verdict = "ok    " if self.measured <= self.most else "MISSED"
        return f"{verdict} {self.name:<62} {self.measured:8.3f} (goal {self.most:g}) {self.unit}"


def main() -> None:
    """Measure, tell the goals, leave with the right code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, action="append", help="of a book (100, 300, 1000)")
    parser.add_argument("--briefs", type=int, default=BRIEFS, help="how many (500; 0 for none)")
    parser.add_argument("--results", type=Path, help="write what was measured to this file")
    parser.add_argument("--handbook", action="store_true", help="write the handbook's chapter")
    asked = parser.parse_args()
    _look_for_others()
    rows: list[CostRow] = []
    try:
        for pages in sorted(asked.pages or SIZES):
            rows += _book(pages)
        if asked.briefs:
            rows += _briefs(asked.briefs)
    except CommandFailed as failure:
        sys.exit(str(failure))
    costs = Costs(*machine(), tuple(rows))
    if asked.results:
        asked.results.write_text(json.dumps(asdict(costs), indent=2) + "\n", encoding="utf-8")
    if asked.handbook:
        write_chapter(costs, ROOT / "source" / "handbook")
    goals = list(_goals(costs))
    for goal in goals:
        print(goal)
    sys.exit(any(goal.measured > goal.most for goal in goals))


def _look_for_others() -> None:
    missing = [name for module, name in OTHERS.items() if find_spec(module) is None]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)} (nox -s bench brings them)")


def _book(pages: int) -> list[CostRow]:
    """Measure a book of so many pages, made by all."""
    with tempfile.TemporaryDirectory(prefix="octavo-bench-") as name:
        project = Path(name) / "project"
        write_book(project, pages)
        told: list[CostRow] = []

        def note(work: str, cost: Cost, pdf: Path | None = None) -> None:
            told.append(_row(work, pages, cost, _count(pdf or _made(project))))

        note("pdf", measure([*OCTAVO, "--edition", "pdf"], project))
        _forget(project)
        note("all", measure(OCTAVO, project))
        bare = Path(name) / "bare"
        _write_bare(project, bare)
        note("unchanged", measure(OCTAVO, project))
        note("python", measure(ALONE, project))
        change_paragraph(project, 2)
        note("paragraph", measure(OCTAVO, project))
        add_page(project, 2)
        note("page", measure(OCTAVO, project))
        shutil.rmtree(project / STORE)
        note("weasyprint", _bare(bare), bare / "page.pdf")
        told += _by_pandoc(Path(name) / "pandoc", project, pages)
        return told


def _row(work: str, size: int, cost: Cost, pages: int) -> CostRow:
    row = CostRow(work, size, pages, cost.wall, cost.cpu, cost.peaks, cost.written)
    print(row, flush=True)
    return row


def _write_bare(project: Path, folder: Path) -> None:
    script = str(ROOT / "scripts" / "bare_pages.py")
    measure([sys.executable, script, str(project), BOOK, str(folder)], project)


def _bare(folder: Path) -> Cost:
    """Run the bare WeasyPrint command, without tags, on the pages that Octavo set."""
    command = [
        *(sys.executable, "-m", "weasyprint", "page.html", "page.pdf", "--quiet"),
        *("--stylesheet", "page.css", "--base-url", f"{folder.as_uri()}/"),
    ]
    fonts = {"FONTCONFIG_FILE": str(folder / "fonts.conf"), "SOURCE_DATE_EPOCH": "0"}
    return measure(command, folder, fonts)


def _by_pandoc(folder: Path, project: Path, pages: int) -> list[CostRow]:
    """Measure the same text, by Pandoc with WeasyPrint, and by Pandoc with Typst."""
    book = LongBook(pages)
    shutil.copytree(project / "source" / BOOK / "images", folder / "images")
    texts = "\n".join(book.text(chapter) for chapter in range(1, book.chapters + 1))
    below = re.sub(r"^#", "##", texts, flags=re.M)  # the title block is the only first level
    head = Head("The Harbour Years", "The Harbour Board", "30 November 2026", "en-GB")
    plain = pandoc_markdown(below, head, book.names())
    (folder / "text.md").write_text(plain, encoding="utf-8")
    tools = [str(Path(sys.executable).parent), str(_pandoc()), os.environ["PATH"]]
    path = {"PATH": os.pathsep.join(tools)}
    words = ("pandoc", "-s", "text.md", "-t")
    html = (*words, "html5", "--pdf-engine=weasyprint", "-o", "weasyprint.pdf")
    rows = [("pandoc", measure(html, folder, path), "weasyprint.pdf")]
    measure((*words, "typst", "-o", "text.typ"), folder, path)
    rows += [("typst", measure((sys.executable, "-c", TYPST), folder, path), "typst.pdf")]
    return [_row(work, pages, cost, _count(folder / pdf)) for work, cost, pdf in rows]


def _pandoc() -> Path:
    """Return the folder of the Pandoc that its wheel brings."""
    wheel = find_spec("pypandoc")
    assert wheel is not None and wheel.origin is not None
    return Path(wheel.origin).parent / "files"


def _briefs(many: int) -> list[CostRow]:
    """Measure a folder of briefs: all three editions of each, and once more."""
    with tempfile.TemporaryDirectory(prefix="octavo-bench-") as name:
        project = Path(name) / "project"
        write_briefs(project, many)
        pages, rows = 0, []
        for work in ("briefs", "briefs unchanged"):
            cost = measure(OCTAVO, project)
            pages = pages or sum(map(_count, (project / "build").glob("*/*.pdf")))
            rows.append(_row(work, many, cost, pages))
        return rows


def _made(project: Path) -> Path:
    return project / "build" / BOOK / f"{BOOK}.pdf"


def _forget(project: Path) -> None:
    for folder in ("build", STORE):
        shutil.rmtree(project / folder)


def _count(pdf: Path) -> int:
    """Return how many pages a PDF has."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def _goals(costs: Costs) -> Sequence[Goal]:
    """Return the goals for the longest book, and for how the cost grows."""
    rows: Mapping[tuple[str, int], CostRow] = {(row.work, row.size): row for row in costs.rows}
    sizes = sorted({row.size for row in costs.rows if row.work == "pdf"})
    if not sizes:
        return []
    of = {work: row for (work, size), row in rows.items() if size == sizes[-1]}
    bare, typst = of["weasyprint"].wall, of["typst"].wall
    start = of["python"].wall
    name = f"book of {of['all'].pages} pages"
    made = [of[work] for work in ("pdf", "all", "unchanged", "paragraph", "page")]
    small, large = rows["pdf", sizes[0]], of["pdf"]
    grown = (large.cpu / large.pages) / (small.cpu / small.pages)
    return [
        Goal(f"{name}, PDF over bare WeasyPrint", of["pdf"].wall / bare, 0.5, "times"),
        Goal(f"{name}, all editions over bare WeasyPrint", of["all"].wall / bare, 0.7, "times"),
        Goal(f"{name}, most memory", max(row.peak for row in made), 400, "MB"),
        Goal(f"cost of a page at {sizes[-1]} over that at {sizes[0]}", grown, 1.1, "times"),
        Goal(f"{name}, a paragraph over Typst", of["paragraph"].wall / typst, 1, "times"),
        Goal(f"{name}, a paragraph over WeasyPrint", of["paragraph"].wall / bare, 0.05, "times"),
        Goal(f"{name}, a page more over WeasyPrint", of["page"].wall / bare, 0.1, "times"),
        Goal(f"{name}, unchanged over bare Python", of["unchanged"].wall - start, 0.3, "s"),
    ]


if __name__ == "__main__":
    main()

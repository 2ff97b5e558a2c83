"""What long books cost: the books, the measure, and the chapter that tells of it."""

import re
import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from cost_chapter import LINES, CostRow, Costs, drawing, write_chapter
from long_bench import _goals, _look_for_others
from long_book import BOOK, LongBook, add_page, change_paragraph, write_book, write_briefs
from process_figures import CommandFailed, measure

from octavo.markup.tree import parse_xml

WIDE = "x = bytearray(60_000_000); import time; time.sleep(.4)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {WIDE!r}])"


def texts(project: Path) -> dict[str, str]:
    folder = project / "source"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.*"))
    }


def test_a_book_is_the_same_every_time_and_has_no_paragraph_twice(tmp_path: Path) -> None:
    for name in "ab":
        write_book(tmp_path / name, 50)
        write_briefs(tmp_path / name, 2)
    found = texts(tmp_path / "a")
    assert texts(tmp_path / "b") == found
    blocks = "\n\n".join(text for name, text in found.items() if name.endswith(".md")).split("\n\n")
    assert [words for words, count in Counter(blocks).items() if count > 1] == []


def test_each_page_refers_to_another_and_each_reference_leads_somewhere() -> None:
    book = LongBook(100)
    text = "".join(book.text(chapter) for chapter in range(1, 1 + book.chapters))
    ids = set(re.findall(r"\{(#[\w-]+)", text))
    wanted = re.findall(r"\[\]\((#[\w-]+)\)", text)
    assert book.chapters == 4 and len(wanted) >= 100
    assert set(wanted) <= ids and set(wanted) <= book.names().keys() <= ids


def test_a_change_is_a_word_or_a_page_of_one_chapter(tmp_path: Path) -> None:
    write_book(tmp_path, 50)
    before = texts(tmp_path)
    change_paragraph(tmp_path, 2)
    changed = texts(tmp_path)
    name = f"{BOOK}/002.md"
    assert [each for each in before if before[each] != changed[each]] == [name]
    pairs = zip(before[name].split(), changed[name].split(), strict=True)
    assert sum(one != other for one, other in pairs) == 1
    add_page(tmp_path, 2)
    longer = texts(tmp_path)
    assert [each for each in before if longer[each] != changed[each]] == [name]
    assert 150 < len(longer[name].split()) - len(changed[name].split()) < 350


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells it there")
def test_what_a_command_starts_is_measured_with_it(tmp_path: Path) -> None:
    cost = measure([sys.executable, "-c", PARENT], tmp_path)
    assert len(cost.peaks) >= 2 and cost.peaks[0] > 60 > cost.peaks[1]
    assert cost.cpu > 0 and cost.wall > 0.4 and cost.written == 0
    writing = measure([sys.executable, "-c", "open('x', 'wb').write(bytes(2_000_000))"], tmp_path)
    assert writing.written == 2
    with pytest.raises(CommandFailed, match="oh dear"):
        measure([sys.executable, "-c", "import sys; sys.exit('oh dear')"], tmp_path)


def costs(*works: str) -> Costs:
    rows = [
        CostRow(work, size, size, size / 10, (n + 1) * size / 20, (100.0 + n, 50.0), 1.0)
        for n, work in enumerate((*works, "unchanged", "paragraph", "page", "python"))
        for size in (100, 1000)
    ]
    versions = {"octavo": "1", "weasyprint": "2", "typst": "3", "pandoc": "4"}
    return Costs("1 May 2026", "2 cores", versions, tuple(rows))


def test_the_chapter_tells_what_was_measured(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    told = costs(*LINES)
    brief = CostRow("briefs", 7, 21, 14.0, 20.0, (90.0,), 3.0)
    briefs = (brief, replace(brief, work="briefs unchanged", wall=0.5))
    write_chapter(replace(told, rows=told.rows + briefs), tmp_path)
    text = (tmp_path / "what-it-costs.md").read_text(encoding="utf-8")
    assert "| Octavo, the PDF alone | 100.0 | 200.0 | 103 |" in text
    assert "| Octavo, the PDF alone | 200 | 200 |" in text
    assert "## 7 briefs {#costs-briefs}" in text and "2.0 on the clock" in text
    assert "{date}" not in text and "1 May 2026" in text
    parse_xml((tmp_path / "images" / "costs.svg").read_text(encoding="utf-8"))


def test_names_of_lines_that_end_together_do_not_lie_over_each_other() -> None:
    names = re.findall(r'<text x="326" y="([\d.]+)"', drawing(costs(*LINES)))
    heights = sorted(map(float, names))
    assert len(heights) == len(LINES)
    assert all(below - above >= 14.9 for above, below in pairwise(heights))


def test_goals_are_ratios_to_what_was_measured_beside() -> None:
    goals = {goal.name: goal.measured for goal in _goals(costs(*LINES))}
    assert goals["book of 1000 pages, PDF over bare WeasyPrint"] == 1
    assert goals["cost of a page at 1000 over that at 100"] == 1
    assert goals["book of 1000 pages, most memory"] == 107


def test_one_of_the_others_that_is_missing_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("long_bench.find_spec", lambda name: None if name == "typst" else name)
    with pytest.raises(SystemExit, match=r"not installed: Typst"):
        _look_for_others()

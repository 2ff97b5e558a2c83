"""Hold octavo diff beside other tools on the revision pair, whose true edits are known.

    python scripts/diff_tools.py [--table FILE]

Each tool gets the form that suits it: Markdown or the HTML edition. What it marks as deleted or
inserted is read from its own output. Counted are: marked words; of the true edits with words of
their own, those of which all words are marked, and those that are marked exactly; edits that no
reader would call a change, and that are marked; moves that are told as moves. nox -s diff-tools
installs the others.
"""

import argparse
import html
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from octavo.diff.match.compare import compare
from octavo.diff.match.events import Event
from octavo.diff.report.redline.marks import DEL, INS, NEW, OLD, mark_of
from octavo.diff.report.redline.woven import weave
from octavo.diff.revision import open_revision
from octavo.markup.tree import text_of
from octavo.production.assembly import set_publication
from octavo.production.pipeline import Project

ROOT = Path(__file__).resolve().parent.parent
PAIR = ROOT / "tests" / "revision-pair"
TRUTH = json.loads((PAIR / "truth.json").read_bytes())
MOVES = ("E10", "E11", "E31", "E34")
_WDIFF = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}", re.DOTALL)
_MARKS = re.compile(r"<(del|ins)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
_WORDS = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Marked:
    """What a tool marks."""

    deleted: Sequence[str]
    inserted: Sequence[str]
    moves: int = 0
    """Things that it says have moved."""


@dataclass(frozen=True, slots=True)
class Row:
    tool: str
    words: int
    found: int
    exact: int
    noise: int
    moves: int
    seconds: float


def by_git(folder: Path) -> Marked:
    old, new = (str(PAIR / name / f"{name}.md") for name in ("v1", "v2"))
    command = ["git", "diff", "--no-index", "--word-diff=plain", old, new]
    return _wdiff(subprocess.run(command, capture_output=True, text=True).stdout)


def by_prosediff(folder: Path) -> Marked:
    old, new = (str(PAIR / name / f"{name}.md") for name in ("v1", "v2"))
    told = {}
    for kind in ("wdiff", "html"):
        target = folder / f"prosediff.{kind}"
        command = ["prosediff", "--files", "--format", kind, "-o", str(target), old, new]
        subprocess.run(command, capture_output=True, check=True)
        told[kind] = target.read_text(encoding="utf-8")
    return _wdiff(told["wdiff"], told["html"].count('class="moved-out'))


def by_redlines(folder: Path) -> Marked:
    code = (
        "import json, sys\nfrom redlines import Redlines\n"
        "old, new = (open(p, encoding='utf-8').read() for p in sys.argv[1:])\n"
        "print(Redlines(old, new, markdown_style='none').output_markdown)"
    )
    old, new = (str(PAIR / name / f"{name}.md") for name in ("v1", "v2"))
    command = [sys.executable, "-c", code, old, new]
    return _html(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def by_lxml(folder: Path) -> Marked:
    code = (
        "import re, sys\nfrom lxml.html.diff import htmldiff\n"
        "cut = lambda p: re.sub(r'(?s).*?<main[^>]*>(.*)</main>.*', r'\\1', open(p).read())\n"
        "print(htmldiff(*map(cut, sys.argv[1:])))"
    )
    files = [str(folder / f"{name}.html") for name in ("v1", "v2")]
    command = [sys.executable, "-c", code, *files]
    return _html(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def by_octavo(folder: Path) -> Marked:
    """Return what the redline marks, and what else is told: values, links, alternative texts."""
    project = Project(PAIR, PAIR / "build", None)
    names = [str(PAIR / name / f"{name}.md") for name in ("v1", "v2")]
    with open_revision(names[0], project) as old, open_revision(names[1], project) as new:
        root = weave(old, new).root
        events = compare(old.manuscript, new.manuscript)
    marks: dict[str, list[str]] = {DEL: [], INS: []}
    for node in root.iter():
        if mark_of(node) in marks:
            marks[str(mark_of(node))].append(text_of(node))
    for line in root.iter("tr"):
        if mark_of(line) in (OLD, NEW):
            marks[DEL if mark_of(line) == OLD else INS].append(" ".join(map(text_of, line)))
    for event in events:
        for before, after in _told(event):
            marks[DEL].append(before)
            marks[INS].append(after)
    moves = sum(event.change == "moved" for event in events)
    return Marked(marks[DEL], marks[INS], moves)


def _told(event: Event) -> Iterator[tuple[str, str]]:
    """Yield what is told in other ways than by words that are marked."""
    if event.level in ("metadata", "link", "alt"):
        yield from ((each.before, each.after) for each in event.edits or (event,))
    elif event.change == "added" and event.new and event.new[0].kind == "column":
        yield "", event.after
    elif event.level == "mark":
        yield event.name, event.name


def _wdiff(text: str, moves: int = 0) -> Marked:
    found = _WDIFF.findall(text)
    return Marked([a for a, _ in found if a], [b for _, b in found if b], moves)


def _html(text: str) -> Marked:
    found = [(tag, html.unescape(_TAGS.sub(" ", inner))) for tag, inner in _MARKS.findall(text)]
    return Marked([t for tag, t in found if tag == "del"], [t for tag, t in found if tag == "ins"])


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(text)]


def row(tool: str, marked: Marked, seconds: float) -> Row:
    """Return what a tool has found of the true edits."""
    runs = {"deleted": marked.deleted, "inserted": marked.inserted}
    told = {side: [" ".join(_words(text)) for text in texts] for side, texts in runs.items()}
    found = exact = noise = 0
    for edit in TRUTH:
        sides = {side: " ".join(_words(edit[side])) for side in runs if edit.get(side)}
        if not edit["semantic"]:
            noise += _is_noise(edit["kind"], marked)
        elif sides:
            own = {side: words for side in sides if (words := _changed(edit, side))}
            is_found = all(any(words in run for run in told[s]) for s, words in own.items())
            is_exact = all(words in told[s] for s, words in own.items())
            found, exact = found + is_found, exact + is_exact
            if not is_exact and "--missed" in sys.argv:
                print(f"{tool}: {edit['id']} {own} {'found' if is_found else 'missed'}")
    size = sum(len(_words(text)) for texts in runs.values() for text in texts)
    return Row(tool, size, found, exact, noise, marked.moves, seconds)


def _changed(edit: dict[str, str], side: str) -> str:
    """Return the words of one side that the other has not: from the first to the last of them."""
    own = _words(edit[side])
    other = _words(edit.get("inserted" if side == "deleted" else "deleted", ""))
    start = 0
    while start < min(len(own), len(other)) and own[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(own), len(other)) - start and own[-1 - end] == other[-1 - end]:
        end += 1
    return " ".join(own[start : len(own) - end])


def _is_noise(kind: str, marked: Marked) -> bool:
    """Tell whether a tool marks what no reader would call a change."""
    if kind == "rewrap":  # the same words go and come, for the end of a line has moved
        pairs = zip(marked.deleted, marked.inserted, strict=False)
        return any(len(a.split()) and a.split() == b.split() for a, b in pairs)
    if kind == "smart-quotes":
        return any("“" in text or "”" in text for text in marked.inserted)
    if kind == "syntax-only":
        return any(re.match(r"\s*\* ", text) or text.strip() == "*" for text in marked.inserted)
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--table", type=Path, help="write the table to this file too")
    parser.add_argument("--missed", action="store_true", help="tell what is not exact")
    asked = parser.parse_args()
    tools: dict[str, Callable[[Path], Marked]] = {
        f"git --word-diff {_git()}": by_git,
        f"redlines {version('redlines')}": by_redlines,
        f"lxml.html.diff {version('lxml')}": by_lxml,
        f"prosediff {version('prosediff')}": by_prosediff,
        "octavo diff": by_octavo,
    }
    rows = []
    with tempfile.TemporaryDirectory(prefix="octavo-tools-") as name:
        folder = Path(name)
        _editions(folder)
        for tool, work in tools.items():
            start = time.perf_counter()
            marked = work(folder)
            rows.append(row(tool, marked, time.perf_counter() - start))
    table = "\n".join(_lines(rows))
    print(table)
    if asked.table:
        asked.table.write_text(table + "\n", encoding="utf-8")


def _editions(folder: Path) -> None:
    """Write the HTML editions of the pair."""
    for name in ("v1", "v2"):
        source = str(PAIR / name / f"{name}.md")
        with open_revision(source, Project(PAIR, PAIR / "build", None, {})) as found:
            made = set_publication(found.workshop, found.publication)
            (folder / f"{name}.html").write_bytes(made.files[f"{name}.html"])


def _git() -> str:
    return subprocess.run(["git", "--version"], capture_output=True, text=True).stdout.split()[2]


def _lines(rows: Sequence[Row]) -> list[str]:
    total = sum(bool(e.get("deleted") or e.get("inserted")) for e in TRUTH if e["semantic"])
    head = f"| Tool | Marked words | Found, of {total} | Exactly | Noise | Moves | Seconds |"
    lines = [head, "|------|---:|---:|---:|---:|---:|---:|"]
    for each in rows:
        numbers = (each.words, each.found, each.exact, each.noise, each.moves)
        told = " | ".join(f"{n:,}" for n in numbers)
        lines.append(f"| {each.tool} | {told} | {each.seconds:.1f} |")
    return lines


if __name__ == "__main__":
    main()

"""Measure the goals for speed and size on this machine, in one run; exit 1 when one is missed.

    python scripts/bench.py [--json FILE] [--only NAME]...

Every goal for speed is a difference from, or a ratio to, something bare that is measured beside it,
turn by turn, so that a slow or busy machine does not decide.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from unittest.mock import patch
from urllib.request import urlopen

from dense import dense_markdown

ROOT = Path(__file__).resolve().parent.parent
BRIEF = "escalation-2020"
MB = 1_000_000
HAS_WIKIDIFF2 = "exit(function_exists('wikidiff2_do_diff') ? 0 : 1);"
WIKIDIFF2 = "wikidiff2_do_diff(file_get_contents('old.txt'), file_get_contents('new.txt'), 2);"


@dataclass(frozen=True, slots=True)
class Result:
    """One goal and what was measured."""

    name: str
    measured: float
    goal: float
    unit: str
    """s, MB, times, or modules."""
    told: str
    """The numbers behind it."""

    @property
    def is_met(self) -> bool:
        return self.measured <= self.goal


def main() -> None:
    """Measure, print the table, save it, leave with the right code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", type=Path, help="write the results to this file too")
    parser.add_argument("--only", action="append", choices=GOALS, help="only these goals")
    asked = parser.parse_args()
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="octavo-bench-") as folder:
        for name in asked.only or GOALS:
            results += GOALS[name](Path(folder))
    for result in results:
        print(_row(result))
    if asked.json:
        rows = [{**asdict(result), "met": result.is_met} for result in results]
        asked.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    sys.exit(0 if all(result.is_met for result in results) else 1)


def _row(result: Result) -> str:
    verdict = "ok    " if result.is_met else "MISSED"
    numbers = f"{result.measured:8.3f} (goal {result.goal:g}) {result.unit}"
    return f"{verdict} {result.name:<38} {numbers:<32} {result.told}"


def help_time(folder: Path) -> list[Result]:
    """``octavo --help`` costs at most 150 ms more than the bare interpreter."""
    bare, help_ = _in_turns(7, ["-c", "pass"], ["-m", "octavo", "--help"])
    told = f"help {help_:.3f}, bare {bare:.3f}, medians of 7"
    return [Result("help over bare interpreter", help_ - bare, 0.150, "s", told)]


def unchanged_time(folder: Path) -> list[Result]:
    """A build without changes costs at most half a second more than --help, and loads no engine."""
    build = ["-m", "octavo", "build", "--project", str(_project(folder))]
    _timed(build)
    help_, warm = _in_turns(7, ["-m", "octavo", "--help"], build)
    loaded = _imported(build)
    engines = sorted(loaded & {"weasyprint", "markdown"})
    told = f"build {warm:.3f}, help {help_:.3f}, medians of 7"
    return [
        Result("unchanged build over help", warm - help_, 0.5, "s", told),
        Result("engines in it", len(engines), 0, "modules", ", ".join(engines)),
    ]


def reader_time(folder: Path) -> list[Result]:
    """A dense book is read, and read again by the watch, in four times bare Python-Markdown's time.

    Of nothing anything is remembered. The seconds are of this process's work alone.
    """
    from markdown import markdown

    from octavo.core.inputs import Inputs
    from octavo.core.store import Store
    from octavo.core.workshop import Workshop
    from octavo.model.publication import Text
    from octavo.production.pipeline import roots_of
    from octavo.source.markdown.trees import read_text
    from octavo.source.watch.second_reader import read_again

    text = Text("book.md", dense_markdown(MB))
    workshop = Workshop(Inputs(roots_of(folder), {}), Store(None))
    bare, ours, watch = [], [], []
    for _ in range(3):
        bare.append(_worked(lambda: markdown(text.content)))
        ours.append(_worked(lambda: read_text(workshop, text)))
        tree = read_text(workshop, text).body
        assert tree is not None
        watch.append(_worked(partial(read_again, workshop, text, tree)))
    told = f"tree {min(ours):.2f} s, watch {min(watch):.2f} s, bare {min(bare):.2f} s, best of 3"
    whole = (min(ours) + min(watch)) / min(bare)
    size = f"{told}, {len(text.content) / MB:.2f} MB"
    return [Result("reading, with the watch, over bare", whole, 4, "times", size)]


def cold_time(folder: Path) -> list[Result]:
    """The brief's three editions take at most twice the bare WeasyPrint command on its pages."""
    bare = _bare_weasyprint(folder / "bare")
    project = _project(folder)
    build = [
        *("-m", "octavo", "build", BRIEF, "--no-store"),
        *("--project", str(project), "--out", str(folder / "cold")),
    ]
    environment = {"FONTCONFIG_FILE": str(folder / "bare" / "fonts.conf")}
    ours, theirs = _in_turns(5, build, bare, environment)
    told = f"octavo {ours:.2f} s, weasyprint {theirs:.2f} s, medians of 5"
    return [Result("cold build over bare WeasyPrint", ours / theirs, 2, "times", told)]


def sizes(folder: Path) -> list[Result]:
    """PDF and EPUB of the brief weigh at most 1 MB each, the HTML at most 2 MB."""
    _timed(["-m", "octavo", "build", BRIEF, "--project", str(_project(folder))])
    made = _project(folder) / "build" / BRIEF
    return [
        Result(f"size of the brief's {kind.upper()}", size / MB, most, "MB", f"{size} bytes")
        for kind, most in (("pdf", 1), ("epub", 1), ("html", 2))
        for size in [(made / f"{BRIEF}.{kind}").stat().st_size]
    ]


def preview_times(folder: Path) -> list[Result]:
    """A changed word is on the screen in half a second in HTML, in 1.5 s on its page of the PDF."""
    from octavo.preview.desk import Desk
    from octavo.preview.server import PreviewServer
    from octavo.production.pipeline import Project

    source = folder / "preview" / "source"
    shutil.copytree(ROOT / "source" / BRIEF, source / BRIEF)
    desk = Desk(Project.at(source.parent), BRIEF)
    server = PreviewServer(desk)
    watching = Thread(target=desk.watch)
    watching.start()
    Thread(target=server.serve_forever, daemon=True).start()
    text = source / BRIEF / "brief.md"
    try:
        html = [_shown(server.address, text, f"html{n}", "html", "html") for n in range(6)]
        pdf = [_shown(server.address, text, f"pdf{n}", "pdf", "pdf/1.png") for n in range(6)]
    finally:
        desk.end()
        watching.join()
        server.shutdown()
    return [
        Result(name, statistics.median(times[1:]), goal, "s", f"median of 5: {_spread(times[1:])}")
        for name, times, goal in (("preview, HTML", html, 0.5), ("preview, PDF page", pdf, 1.5))
    ]


def diff_times(folder: Path) -> list[Result]:
    """Two books of 300,000 words are compared within 5 times what wikidiff2 takes.

    It compares paragraphs and their words as Octavo does; where PHP and it are not installed (on
    Debian: php-cli, php-wikidiff2), git --word-diff stands in, which compares lines that differ.
    """
    script = str(ROOT / "scripts" / "diff_speed.py")
    folder.mkdir(exist_ok=True)
    told = [json.loads(_python([script, "words", str(folder)]).stdout) for _ in range(3)]
    ours = statistics.median(each["seconds"] for each in told)
    git = ["git", "diff", "--no-index", "--word-diff", "old.txt", "new.txt"]
    php = ["php", "-r", WIKIDIFF2]
    has_php = shutil.which("php") is not None and _ends(["php", "-r", HAS_WIKIDIFF2], folder)
    others = {
        name: statistics.median([_clocked(partial(_ends, words, folder)) for _ in range(4)][1:])
        for name, words in (("git", git), *((("wikidiff2", php),) if has_php else ()))
    }
    theirs = others.get("wikidiff2", others["git"])
    memory = max(each["megabytes"] for each in told)
    pages = json.loads(_python([script, "pages", "1000"]).stdout)
    numbers = f"{ours:.2f} s; " + ", ".join(f"{k} {v:.2f} s" for k, v in sorted(others.items()))
    return [
        Result("diff of 300,000 words", ours / theirs, 5, "times", numbers),
        Result("diff of 300,000 words, memory", memory, 300, "MB", ""),
        Result("diff of 1,000 pages", pages["seconds"], 30, "s", f"{pages['megabytes']:.0f} MB"),
    ]


def _ends(words: Sequence[str], folder: Path) -> bool:
    return subprocess.run(words, cwd=folder, capture_output=True).returncode == 0


def _shown(address: str, text: Path, word: str, edition: str, path: str) -> float:
    """Return the seconds from saving a new word to having what a browser shows of it."""
    before = _news(address, edition, 0)
    words = text.read_text(encoding="utf-8")
    start = time.perf_counter()
    text.write_text(words.replace("Tehran ", f"Tehran {word} ", 1), encoding="utf-8")
    _news(address, edition, before)
    with urlopen(address + path) as answer:
        answer.read()
    return time.perf_counter() - start


def _news(address: str, edition: str, after: int) -> int:
    """Wait for the build after one; return its number, and see to it that it was a good one."""
    with urlopen(f"{address}news?edition={edition}&after={after}") as answer:
        told = json.load(answer)
    assert not told["failed"], told
    return int(told["number"])


def _spread(times: Sequence[float]) -> str:
    return f"{min(times):.3f} to {max(times):.3f}"


GOALS: Mapping[str, Callable[[Path], list[Result]]] = {
    "help": help_time,
    "unchanged": unchanged_time,
    "reader": reader_time,
    "cold": cold_time,
    "sizes": sizes,
    "preview": preview_times,
    "diff": diff_times,
}


def _project(folder: Path) -> Path:
    """Return a project with this one's publications and a store and a build folder of its own."""
    project = folder / "project"
    if not project.is_dir():
        project.mkdir()
        (project / "source").symlink_to(ROOT / "source")
    return project


def _bare_weasyprint(folder: Path) -> list[str]:
    """Write what the PDF edition hands to its press as plain files; return the command's words."""
    from octavo.editions.pdf.worker import fontconfig

    html, css, files = _pressed()
    for name, data in {**files, "page.html": html.encode(), "page.css": css.encode()}.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    fonts = fontconfig(ROOT / "templates" / "fonts", folder / "more", folder / "cache")
    (folder / "fonts.conf").write_text(fonts, encoding="utf-8")
    return [
        *("-m", "weasyprint", str(folder / "page.html"), str(folder / "page.pdf")),
        *("--stylesheet", str(folder / "page.css"), "--base-url", f"{folder.as_uri()}/"),
        *("--pdf-variant", "pdf/a-2a", "--pdf-tags", "--quiet"),
    ]


def _pressed() -> tuple[str, str, Mapping[str, bytes]]:
    """Return the HTML, the CSS and the files of the brief's last layout, as the press got them."""
    from octavo.editions.pdf.cutting import Cutting
    from octavo.editions.pdf.worker import Galley, Worker
    from octavo.production import pipeline

    laid_out: list[tuple[str, str]] = []
    given: dict[str, bytes] = {}
    load, layout = Worker.load, Worker.layout

    def heard_load(self: Worker, files: Mapping[str, bytes], fonts: Mapping[str, bytes]) -> object:
        given.update(files)
        return load(self, files, fonts)

    def heard_layout(self: Worker, galley: Galley, cutting: Cutting | None = None) -> object:
        laid_out.append((galley.html, galley.css))
        return layout(self, galley, cutting)

    with patch.object(Worker, "load", heard_load), patch.object(Worker, "layout", heard_layout):
        project = pipeline.Project(ROOT, ROOT / "build", None)
        pipeline.build(project, BRIEF, ["pdf"], strict=False)
    return (*laid_out[-1], given)


def _in_turns(
    times: int, one: Sequence[str], two: Sequence[str], more: Mapping[str, str] | None = None
) -> tuple[float, float]:
    """Return the median seconds of two commands of this Python, in turns, after one unclocked."""
    _timed(one, more), _timed(two, more)
    pairs = [(_timed(one, more), _timed(two, more)) for _ in range(times)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def _timed(words: Sequence[str], more: Mapping[str, str] | None = None) -> float:
    return _clocked(lambda: _python(words, more))


def _clocked(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _worked(work: Callable[[], object]) -> float:
    """Return the seconds that this process works."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _imported(words: Sequence[str]) -> frozenset[str]:
    """Return the top-level modules that a command of this Python imports."""
    lines = _python(["-X", "importtime", *words]).stderr.splitlines()
    names = (line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:"))
    return frozenset(name.partition(".")[0] for name in names)


def _python(
    words: Sequence[str], more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command, environment = [sys.executable, *words], {**os.environ, **(more or {})}
    ended = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")
    if ended.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{ended.stdout}{ended.stderr}")
    return ended


if __name__ == "__main__":
    main()

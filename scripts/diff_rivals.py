"""Count the words that octavo diff and eight other tools mark in texts as they were revised.

    python scripts/diff_rivals.py [--folder FOLDER] [--pairs NAME…] [--tools NAME…] [--words-alone]
        [--json FILE]

The texts are README and CHANGELOG of npm packages, at two versions that lie years apart; npm
fetches them once into the folder. All tools read the same Markdown (lxml reads pandoc's HTML of
it), and one reading of words counts what each marks as gone or new. What a tool tells to have
moved is not counted for it, but for what was changed inside. A tool that is not there is left out.

The tools do not look at the same things. Code, addresses and pictures are words to those that
read the Markdown as it stands (git, dwdiff, match-patch, redlines, wikidiff2, prosediff, octavo).
pandiff and lxml read HTML. pandiff tells no new address of links and pictures that stay; code it
gives as a unified diff, outside of what it marks: here lines that differ in it count as marked.
With ``--words-alone`` all are given what none of them leaves out: the same Markdown after pandoc
has read it, and code, HTML, pictures and the addresses of links are gone.

``least`` is no tool: the words outside a longest common subsequence of both files, the fewest that
can be marked as gone or new where nothing is told to have moved. pandiff, which marks parts of
words, and leaves words within code in a line and in tables without marks, comes below it.

They are: git; dwdiff; php with wikidiff2; pandoc; pandiff, of npm; prosediff, redlines and
diff-match-patch, of PyPI.
"""

import argparse
import html
import json
import re
import resource
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from octavo.diff.match.wording import Alphabet
from octavo.diff.match.words import unequal
from octavo.diff.report.sources.sliced_sources import UNSEEN, slice_sources
from octavo.diff.report.sources.source_slices import CHANGED, FROM, TO, Slice
from octavo.diff.revision import open_revision
from octavo.production.pipeline import Project

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".octavo" / "rivals"
PAIRS = """
commander 9.5.0 12.1.0 Readme.md
semver 5.7.2 7.6.3 README.md
undici 5.29.0 7.0.0 README.md
helmet 4.6.0 8.0.0 README.md
cheerio 0.22.0 1.0.0 Readme.md
fastify 3.29.5 5.0.0 README.md
express 4.17.1 5.0.0 Readme.md
axios 0.21.0 1.7.0 README.md
got 9.6.0 11.8.0 readme.md
chalk 2.4.2 5.3.0 readme.md
yargs 13.3.2 17.7.0 README.md
ws 6.0.0 8.18.0 README.md
uuid 3.4.0 9.0.0 README.md
debug 2.6.9 4.3.7 README.md
glob 7.2.0 10.4.0 README.md
knex 0.21.0 3.1.0 CHANGELOG.md
mocha 6.0.0 10.7.0 README.md
ajv 5.5.0 6.12.6 README.md
lru-cache 5.1.1 10.4.0 README.md
dotenv 6.0.0 16.4.5 README.md
"""
"""Package, old version, new version, file."""
WORDS = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_MARKS = re.compile(r"<(del|ins)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
_WDIFF = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}", re.DOTALL)
_UNIFIED = re.compile(r"^ *``` diff$(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_CRITIC = re.compile(r"\{\+\+(.*?)\+\+\}|\{--(.*?)--\}|\{~~((?:(?!~>).)*)~>(.*?)~~\}", re.DOTALL)
_PHP = "echo wikidiff2_do_diff(file_get_contents($argv[1]), file_get_contents($argv[2]), 2);"
_SIDE = re.compile(r'<td class="([^"]*)"[^>]*>(.*?)</td>', re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_NO_WORDS = frozenset(("CodeBlock", "RawBlock", "RawInline", "Image"))
"""Elements of pandoc's that are code, HTML or pictures."""
SIGNS = "\x01\x02\x03\x04"
Marked = Iterable[str]
"""Runs of words that a tool marks, of either side."""


def by_git(old: Path, new: Path) -> Marked:
    told = _run("git", "diff", "--no-index", "--word-diff=porcelain", str(old), str(new))
    body = told.partition("\n@@")[2].split("\n")
    return [line[1:] for line in body if line[:1] in ("+", "-")]


def by_dwdiff(old: Path, new: Path) -> Marked:
    ends = [f"-{option}{sign}" for option, sign in zip("wxyz", SIGNS, strict=True)]
    told = _run("dwdiff", *ends, str(old), str(new))
    return re.findall(r"[\x01\x03]([^\x01-\x04]*)[\x02\x04]", told)


def by_wikidiff2(old: Path, new: Path) -> Marked:
    """Yield what is marked in lines; of lines that one side alone has, all."""
    told = _run("php", "-r", _PHP, str(old), str(new))
    for row in _ROW.findall(told):
        sides = {name: text for name, text in _SIDE.findall(row) if "diff-side" in name}
        lines = {name: text for name, text in sides.items() if "line" in name}
        is_alone = len(lines) == 1 and "movedpara" not in row
        for text in lines.values():
            yield from [_plain(text)] if is_alone else [_plain(t) for _, t in _MARKS.findall(text)]


def by_pandiff(old: Path, new: Path) -> Marked:
    """Return what its CriticMarkup marks; of code, of which it gives a unified diff, the lines."""
    told = _run("pandiff", "-f", "gfm", str(old), str(new))
    lines = [line for code in _UNIFIED.findall(told) for line in code.split("\n")]
    marked = [_plain(text) for found in _CRITIC.findall(told) for text in found if text]
    return [*marked, *(line.lstrip()[1:] for line in lines if line.lstrip()[:1] in ("+", "-"))]


def by_prosediff(old: Path, new: Path) -> Marked:
    """Return what its text for a terminal marks: that says of nothing that it has moved."""
    with TemporaryDirectory() as name:
        told = Path(name) / "told"
        _run("prosediff", "--files", "--format", "wdiff", "-o", str(told), str(old), str(new))
        return [text for found in _WDIFF.findall(told.read_text("utf-8")) for text in found]


def by_redlines(old: Path, new: Path) -> Marked:
    code = (
        "import sys\nfrom redlines import Redlines\n"
        "old, new = (open(p, encoding='utf-8').read() for p in sys.argv[1:])\n"
        "print(Redlines(old, new, markdown_style='none').output_markdown)"
    )
    told = _run(sys.executable, "-c", code, str(old), str(new))
    return [html.unescape(text) for _, text in _MARKS.findall(told)]


def by_lxml(old: Path, new: Path) -> Marked:
    code = (
        "import sys\nfrom lxml.html.diff import htmldiff\n"
        "print(htmldiff(*(open(p, encoding='utf-8').read() for p in sys.argv[1:])))"
    )
    pages = []
    for path in (old, new):
        pages.append(path.with_suffix(".html"))
        _run("pandoc", "-f", "gfm", "-t", "html", "--wrap=none", "-o", str(pages[-1]), str(path))
    told = _run(sys.executable, "-c", code, *map(str, pages))
    return [_plain(text) for _, text in _MARKS.findall(told)]


def by_match_patch(old: Path, new: Path) -> Marked:
    """Return the words that it marks, or marks a part of."""
    code = (
        "import json, sys\nfrom diff_match_patch import diff_match_patch\n"
        "old, new = (open(p, encoding='utf-8').read() for p in sys.argv[1:])\n"
        "tool = diff_match_patch()\ntool.Diff_Timeout = 20\nfound = tool.diff_main(old, new)\n"
        "tool.diff_cleanupSemantic(found)\nprint(json.dumps(found))"
    )
    found = json.loads(_run(sys.executable, "-c", code, str(old), str(new)))
    for side in (-1, 1):
        text = "".join(piece for sign, piece in found if sign in (0, side))
        changed = bytearray(len(text))
        at = 0
        for sign, piece in found:
            if sign == side:
                changed[at : at + len(piece)] = b"\1" * len(piece)
            at += len(piece) if sign in (0, side) else 0
        yield from (m[0] for m in WORDS.finditer(text) if any(changed[m.start() : m.end()]))


def by_least(old: Path, new: Path) -> Marked:
    """Yield the words that are in no longest common subsequence of both."""
    alphabet = Alphabet()
    sides = [WORDS.findall(path.read_text("utf-8")) for path in (old, new)]
    for start, end, begin, stop in unequal(*(alphabet.spell(side) for side in sides)):
        yield from (*sides[0][start:end], *sides[1][begin:stop])


def by_octavo(old: Path, new: Path) -> Marked:
    """Return what its CriticMarkup marks."""
    project = Project(ROOT, ROOT / "build", None)
    with open_revision(str(old), project) as one, open_revision(str(new), project) as other:
        files = slice_sources(one, other).files
    return [text for file in files for text in _slices(file.slices)]


def _slices(slices: Sequence[Slice]) -> Iterator[str]:
    """Yield what is marked; of what has moved what else was changed in it, once."""
    for each in slices:
        if each.kind == CHANGED and each.change != UNSEEN:
            yield each.old
            yield each.new
        elif each.kind in (FROM, TO):
            yield from _slices(each.inside) if each.kind == TO else ()


TOOLS: dict[str, tuple[tuple[str, ...], Callable[[Path, Path], Marked]]] = {
    "git": (("git",), by_git),
    "dwdiff": (("dwdiff",), by_dwdiff),
    "match-patch": ((), by_match_patch),
    "redlines": ((), by_redlines),
    "lxml": (("pandoc",), by_lxml),
    "wikidiff2": (("php",), by_wikidiff2),
    "pandiff": (("pandiff", "pandoc"), by_pandiff),
    "prosediff": (("prosediff",), by_prosediff),
    "octavo": ((), by_octavo),
    "least": ((), by_least),
}
"""What each tool needs, and how it is asked."""


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _plain(text: str) -> str:
    return html.unescape(_TAGS.sub(" ", text))


def fetch(folder: Path, name: str, version: str, file: str) -> Path:
    """Return a file of a package at a version, fetched where it is not there yet."""
    target = folder / f"{name}-{version}.md"
    if not target.is_file():
        home = folder / f"{name}-{version}"
        home.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", "--silent", "--pack-destination", str(home), f"{name}@{version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(home.glob("*.tgz"))) as archive:
            inside = next(m for m in archive if m.name.partition("/")[2].lower() == file.lower())
            text = archive.extractfile(inside)
            target.write_bytes(text.read() if text else b"")
        shutil.rmtree(home)
    return target


def leave_words(path: Path) -> Path:
    """Return a file with the text of another, without code, HTML, pictures and addresses."""
    target = path.with_suffix(".words.md")
    if not target.is_file():
        tree = json.loads(_run("pandoc", "-f", "gfm", "-t", "json", str(path)))
        tree["blocks"] = _words_of(tree["blocks"])
        command = ["pandoc", "-f", "json", "-t", "gfm", "--wrap=none", "-o", str(target)]
        subprocess.run(command, input=json.dumps(tree), text=True, check=True)
    return target


def _words_of(value: object) -> object:
    """Return a piece of pandoc's tree without code, HTML and pictures; of links their words."""
    if isinstance(value, dict):
        return {name: _words_of(each) for name, each in value.items()}
    if not isinstance(value, list):
        return value
    kept: list[object] = []
    for each in value:
        kind = each.get("t") if isinstance(each, dict) else None
        if kind == "Link":
            words = _words_of(each["c"][1])
            kept += words if isinstance(words, list) else ()
        elif kind not in _NO_WORDS:
            kept.append(_words_of(each))
    return kept


def count(marked: Marked) -> int:
    return sum(len(WORDS.findall(text)) for text in marked)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=CACHE, help="where the texts are kept")
    parser.add_argument("--pairs", nargs="+", help="packages (default: all)")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS))
    parser.add_argument("--words-alone", action="store_true", help="no code, HTML, addresses")
    parser.add_argument("--json", type=Path, help="write the counts to this file")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    tools = [t for t in asked.tools if all(map(shutil.which, TOOLS[t][0]))]
    counts: dict[str, dict[str, int]] = {}
    spent = dict.fromkeys(tools, 0.0)
    print("| Pair |", " | ".join(tools), "|")
    print("|---|", "|".join("---:" for _ in tools), "|", sep="")
    for line in PAIRS.strip().split("\n"):
        name, before, after, file = line.split()
        if asked.pairs and name not in asked.pairs:
            continue
        paths = [fetch(asked.folder, name, version, file) for version in (before, after)]
        paths = list(map(leave_words, paths)) if asked.words_alone else paths
        counts[name] = {}
        for tool in tools:
            start = _cpu()
            counts[name][tool] = count(TOOLS[tool][1](*paths))
            spent[tool] += _cpu() - start
        print(f"| {name} |", " | ".join(f"{n:,}" for n in counts[name].values()), "|", flush=True)
    totals = (sum(each[tool] for each in counts.values()) for tool in tools)
    print("| all |", " | ".join(f"{n:,}" for n in totals), "|")
    print("| CPU s |", " | ".join(f"{spent[tool]:.1f}" for tool in tools), "|")
    if asked.json:
        asked.json.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")


def _cpu() -> float:
    """Return seconds that this process and its children have worked."""
    used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    main()

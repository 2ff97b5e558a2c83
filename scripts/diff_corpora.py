"""Books of others, from Debian's packages, as manuscripts: for scripts/diff_bench.py.

Dev books are those that the matcher may be tuned on; held-out ones are looked at only with
thresholds that a commit has frozen. They are kept under .octavo/corpora, never committed.
"""

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from octavo.blocks.block import Block, Manuscript
from octavo.blocks.manuscript import manuscript_of
from octavo.core.inputs import Inputs
from octavo.core.problems import Place
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.finished.foreign import Files, read_html_files
from octavo.finished.foreign_publication import work_of
from octavo.markup.tree import Element
from octavo.production.pipeline import roots_of

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".octavo" / "corpora"
DEV = ("policy", "developers")
HELD_OUT = ("kjv", "handbook", "rust", "constitution")
PACKAGES = {
    "policy": ("debian-policy",),
    "developers": ("developers-reference",),
    "handbook": ("debian-handbook",),
    "rust": ("rust-doc",),
    "kjv": ("bible-kjv-text", "bible-kjv"),
    "constitution": ("doc-debian",),
}
PAGES = {
    "policy": "usr/share/doc/debian-policy/policy.html/ch-*.html",
    "developers": "usr/share/developers-reference/*.html",
    "handbook": "usr/share/doc/debian-handbook/html/en-US/sect.*.html",
    "rust": "usr/share/doc/rust-doc/html/book/ch*.html",
}
SKIPPED = frozenset(("index.html", "developers-reference.html", "genindex.html", "search.html"))
HEAD = re.compile(r"(?:[1-3] )?[A-Z][A-Za-z ]+ \d+")


def corpus(name: str) -> Manuscript:
    """Return a book, fetched where it is not there yet."""
    home = CACHE / name
    for package in PACKAGES[name]:
        _fetch(package, home)
    if name == "kjv":
        return _kjv(home)
    if name == "constitution":
        return _clauses(home / "usr/share/doc/debian")
    return _pages(name, sorted(home.glob(PAGES[name])))


def _fetch(package: str, home: Path) -> None:
    """Unpack a package of Debian's below a folder."""
    mark = home / f".{package}"
    if mark.is_file():
        return
    if shutil.which("apt-get") is None:
        sys.exit("the corpora are packages of Debian's: this needs apt-get and dpkg-deb")
    home.mkdir(parents=True, exist_ok=True)
    subprocess.run(["apt-get", "download", "-q", package], cwd=home, check=True)
    archive = next(home.glob(f"{package}_*.deb"))
    subprocess.run(["dpkg-deb", "-x", archive.name, "."], cwd=home, check=True)
    archive.unlink()
    mark.touch()


def _pages(name: str, paths: list[Path]) -> Manuscript:
    bodies: dict[str, Element] = {}
    for path in paths:
        if path.name not in SKIPPED:
            bodies |= read_html_files(path.read_bytes(), path.name).bodies
    workshop = Workshop(Inputs(roots_of(ROOT), {}), Store(None))
    publication, _ = work_of(workshop, name, Files(bodies, {}))
    return manuscript_of(publication, {}, name)


def _kjv(home: Path) -> Manuscript:
    """Return verses as paragraphs, chapters as sections, books as chapters."""
    program = str(home / "usr/bin/bible")
    command = [program, "-p", str(home / "usr/lib"), "-l9999", "Gen1:1-Mal4:6"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return Manuscript({}, tuple(_verses(text)), {}, "kjv")


def _verses(text: str) -> Iterator[Block]:
    """Yield the lines "Genesis 1" as sections, and lines that begin with a number as verses."""
    book = section = ""
    for line in (" ".join(each.split()) for each in text.split("\n")):
        number, _, words = line.partition(" ")
        if number.isdecimal() and words and section:
            yield _block(book, "p", words, (book, section))
        elif HEAD.fullmatch(line):
            if line.rpartition(" ")[0] != book:
                book = line.rpartition(" ")[0]
                yield _block(book, "h1", book, ())
            section = line
            yield _block(book, "h2", line, (book,))


def _clauses(folder: Path) -> Manuscript:
    """Return a constitution: numbered clauses that resemble each other."""
    blocks: list[Block] = []
    text = gzip.decompress((folder / "constitution.1.8.txt.gz").read_bytes()).decode()
    section = ""
    for part in re.split(r"\n\s*\n|\n(?=\s+(?:\d+|[a-z])\. )", text):
        words = " ".join(part.split())
        if re.match(r"\d+(\.\d+)*\.? [A-Z][^.]{0,60}$", words):
            section = words
            blocks.append(_block("constitution", "h2", words, ()))
        elif words:
            blocks.append(_block("constitution", "p", words, (section,)))
    return Manuscript({}, tuple(blocks), {}, "constitution")


_numbers: dict[str, int] = {}


def _block(chapter: str, kind: str, text: str, path: tuple[str, ...]) -> Block:
    n = _numbers[chapter] = _numbers.get(chapter, 0) + 1
    return Block(f"{chapter}-{n}", kind, path, (), text, Place(chapter, n), chapter=chapter)

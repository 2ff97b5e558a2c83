"""Measure the matcher of octavo diff on books of others, with edits that are known.

    python scripts/diff_bench.py dev|held-out [--seeds N] [--rates R…] [--words N…] [--json FILE]

The edits: words, sentences, paragraphs that come and go, moves, moves with edits, runs of
paragraphs that move together, splits, merges, rewrites of most of a paragraph, headings that are
renamed, sections that move, cells, rows, lines of code, clauses that are numbered anew, and, as
what must not be told, other quotation marks and other ids.

Held-out books and seeds are looked at with the thresholds of a commit that came before.
"""

import argparse
import json
import random
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import accumulate
from pathlib import Path

from diff_corpora import DEV, HELD_OUT, corpus

from octavo.blocks.block import Block, Manuscript
from octavo.diff.match.compare import compare
from octavo.diff.match.correspondence import correspondence
from octavo.diff.match.wording import words_of

SEEDS = {"dev": 1, "held-out": 1001}
"""The first seed of each run: none is in both."""
GOALS = {"move precision": 0.99, "move recall": 0.95, "F1 of changed blocks": 0.97, "noise": 1.15}


@dataclass(slots=True)
class Line:
    """A block of the new revision: what it was, and whether it stands elsewhere."""

    block: Block
    was: int = -1
    """Index of the old block; -1 for a new one."""
    moved: bool = False
    also: int = -1
    """The second old block of a merge."""
    half: int = 0
    """1 or 2 for the halves of a split."""


@dataclass(slots=True)
class Truth:
    """What was done to a book."""

    lines: list[Line]
    words: int = 0
    """Words that a faultless redline would mark."""
    edits: Counter[str] = field(default_factory=Counter)
    touched: set[int] = field(default_factory=set)


class Editor:
    """Revises a book by known edits; the same seed, the same edits."""

    def __init__(self, book: Sequence[Block], seed: int) -> None:
        self.random = random.Random(seed)
        self.book = book
        texts = Counter(block.text for block in book)
        self.unique = {n for n, block in enumerate(book) if texts[block.text] == 1}
        self.words = [w for b in book if b.kind == "p" for w in b.text.split() if w.isalpha()]
        self.truth = Truth([Line(block, n) for n, block in enumerate(book)])

    def revised(self, rate: float) -> Truth:
        """Return the book with a share of its paragraphs edited."""
        count = sum(block.kind in ("p", "li") for block in self.book)
        kinds = self.random.choices(*zip(*KINDS, strict=True), k=int(count * rate))
        for edit in sorted(kinds, key=lambda each: each in LAST):
            edit(self)
        return self.truth

    def pick(self, least: int = 12, kinds: Iterable[str] = ("p", "li")) -> int:
        """Return the place of a block that no edit has touched yet, -1 after many tries."""
        for _ in range(200):
            at = self.random.randrange(len(self.truth.lines))
            line = self.truth.lines[at]
            is_fit = line.block.kind in kinds and line.was in self.unique
            is_free = line.was not in self.truth.touched and not line.block.notes
            if is_fit and is_free and len(words_of(line.block.text)) >= least:
                return at
        return -1

    def touch(self, kind: str, *lines: Line, words: int = 0) -> None:
        self.truth.touched |= {each.was for each in lines} | {each.also for each in lines}
        self.truth.words += words
        self.truth.edits[kind] += 1

    def reworded(self, text: str, share: float = 0.0) -> tuple[str, int]:
        """Return a text with one word, or a share of them, replaced; and how many words that is."""
        words = text.split()
        count = max(1, int(len(words) * share))
        for at in self.random.sample(range(len(words)), count):
            words[at] = self.other(words[at])
        made = " ".join(words)
        return made, _marked(text, made)

    def other(self, word: str) -> str:
        while (found := self.random.choice(self.words)) == word:
            pass
        return found

    def sentence(self) -> str:
        return " ".join(self.random.choices(self.words, k=self.random.randint(8, 18))) + "."


def _marked(old: str, new: str) -> int:
    """Return the words that differ at the least: from longest common subsequences."""
    from rapidfuzz.distance import LCSseq

    one, other = ([word.folded for word in words_of(text)] for text in (old, new))
    return len(one) + len(other) - 2 * int(LCSseq.similarity(one, other))


def _sized(text: str) -> int:
    return len(words_of(text))


def edit_word(by: Editor) -> None:
    at = by.pick()
    if at >= 0:
        line = by.truth.lines[at]
        text, words = by.reworded(line.block.text)
        line.block = replace(line.block, text=text)
        by.touch("word", line, words=words)


def edit_sentence(by: Editor) -> None:
    at = by.pick()
    if at >= 0:
        line, new = by.truth.lines[at], by.sentence()
        line.block = replace(line.block, text=f"{line.block.text} {new}")
        by.touch("sentence", line, words=_sized(new))


def rewrite(by: Editor) -> None:
    at = by.pick(20)
    if at >= 0:
        line = by.truth.lines[at]
        text, words = by.reworded(line.block.text, 0.4)
        line.block = replace(line.block, text=text)
        by.touch("rewrite", line, words=words)


def add(by: Editor) -> None:
    at = by.pick()
    if at >= 0:
        text = " ".join(by.sentence() for _ in range(3))
        block = replace(by.truth.lines[at].block, text=text, id=f"new-{by.random.random()}")
        by.truth.lines.insert(at + 1, Line(replace(block, marks=(), links=(), notes=())))
        by.touch("add", by.truth.lines[at], words=_sized(text))


def remove(by: Editor) -> None:
    at = by.pick()
    if at >= 0:
        line = by.truth.lines.pop(at)
        by.touch("remove", line, words=_sized(line.block.text))


def _far(by: Editor, at: int, count: int) -> int:
    """Return a place far from another one, after a paragraph."""
    for _ in range(200):
        to = by.random.randrange(len(by.truth.lines))
        if abs(to - at) > 12 + count and by.truth.lines[to - 1].block.kind in ("p", "li"):
            return to
    return -1


def _move(by: Editor, at: int, count: int) -> list[Line]:
    to = _far(by, at, count)
    if to < 0:
        return []
    lines = by.truth.lines[at : at + count]
    del by.truth.lines[at : at + count]
    to -= count if to > at else 0
    by.truth.lines[to:to] = lines
    for line in lines:
        line.moved = True
    return lines


def move(by: Editor) -> None:
    at = by.pick()
    lines = _move(by, at, 1) if at >= 0 else []
    if lines:
        by.touch("move", *lines)


def move_and_edit(by: Editor) -> None:
    at = by.pick(20)
    lines = _move(by, at, 1) if at >= 0 else []
    if lines:
        text, words = by.reworded(lines[0].block.text, 0.08)
        lines[0].block = replace(lines[0].block, text=text)
        by.touch("move and edit", *lines, words=words)


def move_together(by: Editor) -> None:
    at = by.pick()
    count = by.random.randint(2, 4)
    run = by.truth.lines[at : at + count] if at >= 0 else []
    is_fit = all(
        each.block.kind == "p" and each.was in by.unique and each.was not in by.truth.touched
        and _sized(each.block.text) >= 6 for each in run
    )  # fmt: skip
    lines = _move(by, at, len(run)) if run and is_fit else []
    if lines:
        by.touch("move together", *lines)


def split(by: Editor) -> None:
    at = by.pick(30, ("p",))
    line = by.truth.lines[at]
    cut = line.block.text.find(". ", len(line.block.text) // 4) + 2
    if at >= 0 and 20 < cut < len(line.block.text) - 20:
        first, second = line.block.text[: cut - 1], line.block.text[cut:]
        line.half = 1
        block = replace(line.block, text=second, id=f"{line.block.id}-half", links=(), marks=())
        line.block = replace(line.block, text=first, links=(), marks=())
        by.truth.lines.insert(at + 1, Line(block, line.was, half=2))
        by.touch("split", line)


def merge(by: Editor) -> None:
    at = by.pick(12, ("p",))
    if at < 0 or at + 1 >= len(by.truth.lines):
        return
    line, after = by.truth.lines[at : at + 2]
    is_fit = after.block.kind == "p" and after.was in by.unique and after.half == 0
    if is_fit and after.was not in by.truth.touched and after.was == line.was + 1:
        line.block = replace(line.block, text=f"{line.block.text} {after.block.text}")
        line.also = after.was
        del by.truth.lines[at + 1]
        by.touch("merge", line)


def rename(by: Editor) -> None:
    at = by.pick(1, ("h2", "h3"))
    if at >= 0:
        line = by.truth.lines[at]
        text = " ".join(by.random.choices(by.words, k=3)).capitalize()
        words = _marked(line.block.text, text)
        line.block = replace(line.block, text=text)
        by.touch("rename", line, words=words)


def move_section(by: Editor) -> None:
    at = by.pick(1, ("h2", "h3"))
    if at < 0:
        return
    end = at + 1
    level = by.truth.lines[at].block.level
    while end < len(by.truth.lines) and not 0 <= by.truth.lines[end].block.level <= level:
        end += 1
    run = by.truth.lines[at:end]
    if not 4 <= len(run) <= 40 or any(each.was in by.truth.touched for each in run):
        return
    if any(each.was not in by.unique for each in run):
        return
    heads = [n for n, each in enumerate(by.truth.lines) if each.block.level == level]
    to = by.random.choice(heads)
    if abs(to - at) <= len(run) + 12:
        return
    del by.truth.lines[at:end]
    by.truth.lines[to - (len(run) if to > at else 0) :][:0] = run
    place = to - (len(run) if to > at else 0)
    by.truth.lines[place:place] = run
    for line in run:
        line.moved = True
    by.touch("move section", *run)


def edit_cell(by: Editor) -> None:
    at = by.pick(1, ("table",))
    if at < 0:
        return
    line = by.truth.lines[at]
    rows = [list(row) for row in line.block.rows]
    places = [(n, m) for n, row in enumerate(rows) for m, cell in enumerate(row) if cell.text]
    if len(rows) < 3 or not places:
        return
    n, m = by.random.choice(places)
    text, words = by.reworded(rows[n][m].text)
    rows[n][m] = replace(rows[n][m], text=text)
    told = "\n".join(" | ".join(cell.text for cell in row) for row in rows)
    line.block = replace(line.block, text=told, rows=tuple(map(tuple, rows)))
    by.touch("cell", line, words=words)


def edit_code(by: Editor) -> None:
    at = by.pick(8, ("code",))
    if at >= 0:
        line = by.truth.lines[at]
        lines = line.block.text.split("\n")
        n = by.random.choice([k for k, each in enumerate(lines) if each.strip()])
        words = _sized(lines[n]) + _sized(f"{lines[n]} # {by.words[0]}")
        lines[n] = f"{lines[n]} # {by.words[0]}"
        line.block = replace(line.block, text="\n".join(lines))
        by.touch("code", line, words=words)


def requote(by: Editor) -> None:
    at = by.pick()
    if at >= 0:
        line = by.truth.lines[at]
        text = line.block.text.replace("'", "\u2019").replace(" - ", " \u2013 ")
        line.block = replace(line.block, text=text, id=f"other-{line.block.id}")
        by.touch("no change", line)


Edit = Callable[[Editor], None]
KINDS: Sequence[tuple[Edit, int]] = (
    (edit_word, 30), (edit_sentence, 10), (rewrite, 5), (add, 10), (remove, 10), (move, 8),
    (move_and_edit, 5), (move_together, 3), (split, 5), (merge, 4), (rename, 2), (move_section, 1),
    (edit_cell, 3), (edit_code, 3), (requote, 6),
)  # fmt: skip
LAST = (move, move_and_edit, move_together, move_section)
"""Edits that come after all others: what has moved is not looked at again."""


@dataclass(frozen=True, slots=True)
class Score:
    """What was found, against what was done."""

    book: str
    seed: int
    rate: float
    words: int
    edits: int
    figures: dict[str, float]
    seconds: float
    megabytes: float


def score(book: Manuscript, seed: int, rate: float) -> Score:
    """Revise a book, compare it with itself, and hold what is told against what was done."""
    truth = Editor(book.blocks, seed).revised(rate)
    new = Manuscript({}, tuple(line.block for line in truth.lines), {}, "new")
    start = time.perf_counter()
    events = compare(book, new)
    seconds = time.perf_counter() - start
    found = correspondence(book, new)
    figures = _pairs(book, truth, found.pairs) | _moves(truth, found.pairs, found.moved)
    marked = sum(
        sum(_sized(e.before) + _sized(e.after) for e in event.edits)
        if event.edits
        else _alone(event.change, event.level, event.before + event.after)
        for event in events
    )
    figures["noise"] = marked / truth.words if truth.words else 1.0
    told = sum(event.level != "typography" for event in events)
    figures["events for each edit"] = told / max(1, truth.edits.total() - truth.edits["no change"])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    words = sum(_sized(block.text) for block in book.blocks)
    return Score(book.name, seed, rate, words, truth.edits.total(), figures, seconds, memory)


def _alone(change: str, level: str, text: str) -> int:
    return _sized(text) if change in ("added", "removed") and level != "link" else 0


def _pairs(book: Manuscript, truth: Truth, found: Iterable[tuple[int, int]]) -> dict[str, float]:
    """Return precision, recall and F1 of pairs of blocks that differ, or stand elsewhere."""
    wanted = {
        (line.was, n)
        for n, line in enumerate(truth.lines)
        if line.was >= 0
        and line.half != 2
        and (line.moved or line.block.text != book.blocks[line.was].text)
    }
    same = {
        (line.was, n): True
        for n, line in enumerate(truth.lines)
        if line.was >= 0 and line.block.text == book.blocks[line.was].text and not line.moved
    }
    told = {pair for pair in found if pair not in same}
    told = {
        (one, other)
        for one, other in told
        if (one, other) in wanted or book.blocks[one].text != truth.lines[other].block.text
    }
    right = len(wanted & told)
    precision = right / len(told) if told else 1.0
    recall = right / len(wanted) if wanted else 1.0
    both = precision + recall
    return {
        "precision of changed blocks": precision,
        "recall of changed blocks": recall,
        "F1 of changed blocks": 2 * precision * recall / both if both else 0.0,
    }


def _moves(
    truth: Truth, found: Iterable[tuple[int, int]], told: Iterable[tuple[int, int]]
) -> dict[str, float]:
    """Return precision and recall of moves.

    A move is right where the two blocks are one and the order about them has changed: whether a
    section went down or what it passed went up is the same. ``found`` are all pairs, ``told``
    those of them that are told to have moved.
    """
    pairs = sorted((line.was, n) for n, line in enumerate(truth.lines) if line.was >= 0)
    highest = list(accumulate((other for _, other in pairs), max))
    lowest = list(accumulate((other for _, other in reversed(pairs)), min))[::-1]
    crossing = {
        pair
        for n, pair in enumerate(pairs)
        if (n and highest[n - 1] > pair[1]) or (n + 1 < len(pairs) and lowest[n + 1] < pair[1])
    }
    wanted = {(line.was, n) for n, line in enumerate(truth.lines) if line.moved}
    moved = set(told)
    return {
        "move precision": len(moved & crossing) / len(moved) if moved else 1.0,
        "move recall": len(wanted & set(found)) / len(wanted) if wanted else 1.0,
    }


def cut(book: Manuscript, words: int, seed: int) -> Manuscript:
    """Return a piece of a book, of about so many words, that begins with a heading."""
    heads = [n for n, block in enumerate(book.blocks) if 0 <= block.level <= 2] or [0]
    start = random.Random(seed).choice(heads[: max(1, len(heads) // 2)])
    kept: list[Block] = []
    size = 0
    for block in book.blocks[start:]:
        if block.kind != "note":
            kept.append(block)
            size += _sized(block.text)
        if size >= words:
            break
    return replace(book, blocks=tuple(kept))


def repeats() -> dict[str, tuple[float, float]]:
    """Return seconds and megabytes of books that repeat themselves without end."""

    def blocks(texts: Iterable[str]) -> Manuscript:
        from octavo.core.problems import Place

        made = (Block(f"b{n}", "p", (), (), t, Place("b", n)) for n, t in enumerate(texts))
        return Manuscript({}, tuple(made), {}, "repeats")

    same = "The parties shall keep the records that this clause names for ten years."
    clauses = [f"{n}. The party of section {n} shall keep record {n}." for n in range(10_000)]
    cases = {
        "10,000 equal paragraphs, one gone": ([same] * 10_000, [same] * 9_999),
        "10,000 clauses, numbered anew": (clauses, [f"0. {same}", *clauses]),
    }
    found = {}
    for name, (old, new) in cases.items():
        start = time.perf_counter()
        compare(blocks(old), blocks(new))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        found[name] = time.perf_counter() - start, memory
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("books", choices=("dev", "held-out"))
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--rates", type=float, nargs="+", default=[0.04, 0.3])
    parser.add_argument("--words", type=int, nargs="+", default=[5_000, 30_000, 300_000])
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    first = asked.first_seed or SEEDS[asked.books]
    scores = []
    for name in DEV if asked.books == "dev" else HELD_OUT:
        book = corpus(name)
        for words in asked.words:
            for seed in range(first, first + asked.seeds):
                for rate in asked.rates:
                    scores.append(score(cut(book, words, seed), seed, rate))
        _tell([each for each in scores if each.book == name], name)
    missed = _tell(scores, "all")
    for label, (seconds, memory) in repeats().items():
        print(f"{label}: {seconds:.1f} s, {memory:.0f} MB")
    if asked.json:
        asked.json.write_text(json.dumps([asdict(each) for each in scores], indent=1) + "\n")
    return 1 if missed else 0


def _tell(scores: Sequence[Score], name: str) -> list[str]:
    """Print the means, and return the goals that are missed."""
    means = {
        key: statistics.fmean(each.figures[key] for each in scores) for key in scores[0].figures
    }
    told = "  ".join(f"{key} {value:.3f}" for key, value in means.items())
    words, seconds = sum(s.words for s in scores), sum(s.seconds for s in scores)
    print(f"{name}: {len(scores)} runs, {words:,} words, {seconds:.1f} s\n  {told}", flush=True)
    return [
        key
        for key, goal in GOALS.items()
        if (means[key] > goal if key == "noise" else means[key] < goal)
    ]


if __name__ == "__main__":
    sys.exit(main())

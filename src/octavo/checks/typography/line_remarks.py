"""Passages of a proof -> remarks: overfull and loose lines, ladders, runts, widows, orphans."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from octavo.checks.typography import limits
from octavo.checks.typography.remarks import Remark
from octavo.editions.pdf.measures import Passage, ProofLine

JUDGED = frozenset({"text", "heading", "note"})
"""Kinds whose ends are judged: cells, code and furniture have a shape of their own."""
REWORD = "change a word or two in the paragraph"


def on_lines(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Yield the remarks. Problems: E601, E602, E603, E604, E606, E607."""
    paragraphs: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        paragraphs[passage.paragraph].append(passage)
    told: set[str] = set()
    for parts in paragraphs.values():
        lines = _lines(parts)
        if parts[0].kind == "furniture":
            words = " ".join(here.line.words for here in lines)
            yield from () if words in told else _furniture(lines)
            told.add(words)
            continue
        for line in lines:
            yield from _fit(line)
        if parts[0].kind not in JUDGED:
            continue
        yield from _alone(parts, lines)
        if parts[0].measure >= limits.NARROW_EMS * parts[0].em:
            yield from _ladders(lines)
            yield from _runt(lines)


@dataclass(frozen=True, slots=True)
class _Here:
    """A line, where it stands."""

    passage: Passage
    line: ProofLine
    share: float

    def remark(self, code: str, message: str, hint: str, words: str = "") -> Remark:
        """Return a remark on this line, or on ``words`` at its place."""
        words = words or self.line.words
        home = self.passage
        return Remark(code, home.page, home.block, words, message, hint, self.share)


def _lines(parts: Sequence[Passage]) -> list[_Here]:
    found = [(passage, line) for passage in parts for line in passage.lines]
    return [_Here(*each, n / len(found)) for n, each in enumerate(found)]


def _furniture(lines: Sequence[_Here]) -> Iterator[Remark]:
    """Yield the remark on a running head or foot that is too long, at its first page."""
    hint = "give the chapter or the work a shorter title, or shorten it in a template"
    beyond = max(here.line.beyond for here in lines)
    if beyond > limits.OVERFULL_POINTS:
        message = f"a running head or foot leaves its place by {beyond:.1f} pt; first here"
        yield lines[0].remark("E601", message, hint)
    elif len(lines) > limits.HEAD_LINES:
        message = f"a running head or foot takes {len(lines)} lines; first here"
        yield lines[0].remark("E601", message, hint)


def _fit(here: _Here) -> Iterator[Remark]:
    """Yield what is wrong with the width of one line."""
    line = here.line
    if line.beyond > limits.OVERFULL_POINTS:
        message = f"a line leaves its measure by {line.beyond:.1f} pt"
        hint = "let it break: shorten it, or give a long word a soft hyphen (&shy;)"
        yield here.remark("E601", message, hint)
    if line.stretch > limits.LOOSE and line.space > limits.LOOSE_EMS:
        message = f"a loose line: its spaces are {line.stretch:.1f} times as wide as usual"
        hint = f"{REWORD}, or list in hyphenation where a long word may be parted"
        yield here.remark("E602", message, hint)
    elif line.short > limits.SHORT_EMS * here.passage.em:
        message = f"a line ends {line.short:.0f} pt early and has no space to be widened"
        yield here.remark("E602", message, REWORD)


def _alone(parts: Sequence[Passage], lines: Sequence[_Here]) -> Iterator[Remark]:
    """Yield the remarks on lines that a page turn parts from the rest of their paragraph."""
    if len(parts) == 1:
        return
    if len(parts[0].lines) <= limits.ALONE:
        message = "an orphan: the first line of a paragraph stands alone at the foot of the page"
        yield lines[0].remark("E604", message, REWORD)
    if len(parts[-1].lines) <= limits.ALONE:
        message = "a widow: the last line of a paragraph stands alone at the head of the page"
        yield lines[-1].remark("E603", message, REWORD)


def _ladders(lines: Sequence[_Here]) -> Iterator[Remark]:
    for is_hyphenated, run in groupby(lines, lambda here: bool(here.line.hyphen)):
        ladder = list(run)
        if is_hyphenated and len(ladder) >= limits.LADDER:
            message = f"{len(ladder)} lines in a row end with a hyphen"
            hint = f"{REWORD}, or list one of the hyphenated words, whole, in hyphenation"
            yield ladder[0].remark("E606", message, hint)


def _runt(lines: Sequence[_Here]) -> Iterator[Remark]:
    """Yield the remark on a last line that is a short word or the end of one."""
    if len(lines) < 2:
        return
    before, last = lines[-2].line, lines[-1]
    words = last.line.words.split()
    if len(words) != 1:
        return
    letters = sum(sign.isalnum() for sign in words[0])
    is_stub = before.hyphen == "added"
    if is_stub or letters < limits.RUNT_LETTERS:
        what = "the end of a word" if is_stub else "a short word"
        message = f"a runt: the last line of a paragraph is {what}, '{words[0]}'"
        context = " ".join([*before.words.split(" ")[-3:], words[0]])
        yield last.remark("E607", message, REWORD, context)

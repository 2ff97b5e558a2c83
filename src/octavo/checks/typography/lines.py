"""Passages of a proof -> remarks: overfull and loose lines, ladders, runts, widows, orphans."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from octavo.checks.typography import limits
from octavo.checks.typography.remarks import Remark
from octavo.editions.pdf.proof import Line, Passage

JUDGED = frozenset({"text", "heading", "note"})
"""Kinds whose ends are judged: cells, code and furniture have a shape of their own."""
REWORD = "change a word or two in the paragraph"


def on_lines(passages: Sequence[Passage]) -> Iterator[Remark]:
    """Yield the remarks. Problems: E601, E602, E603, E604, E606, E607."""
    paragraphs: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        yield from _fit(passage)
        paragraphs[passage.paragraph].append(passage)
    for parts in paragraphs.values():
        if parts[0].kind not in JUDGED:
            continue
        yield from _alone(parts)
        if parts[0].measure >= limits.NARROW_EMS * parts[0].em:
            yield from _ladders(parts)
            yield from _runt(parts)


def _fit(passage: Passage) -> Iterator[Remark]:
    """Yield what is wrong with the width of single lines."""
    for line in passage.lines:
        if line.beyond > limits.OVERFULL_POINTS:
            message = f"a line leaves its measure by {line.beyond:.1f} pt"
            hint = "let it break: shorten it, or give a long word a soft hyphen (&shy;)"
            yield _remark("E601", passage, line.words, message, hint)
        if line.stretch > limits.LOOSE and line.space > limits.LOOSE_EMS:
            message = f"a loose line: its spaces are {line.stretch:.1f} times as wide as usual"
            hint = f"{REWORD}, or list in hyphenation where a long word may be parted"
            yield _remark("E602", passage, line.words, message, hint)
        elif line.short > limits.SHORT_EMS * passage.em:
            message = f"a line ends {line.short:.0f} pt early and has no space to be widened"
            yield _remark("E602", passage, line.words, message, REWORD)


def _alone(parts: Sequence[Passage]) -> Iterator[Remark]:
    """Yield the remarks on lines that a page turn parts from the rest of their paragraph."""
    if len(parts) == 1:
        return
    first, last = parts[0], parts[-1]
    if len(first.lines) <= limits.ALONE:
        message = "an orphan: the first line of a paragraph stands alone at the foot of the page"
        yield _remark("E604", first, first.lines[-1].words, message, REWORD)
    if len(last.lines) <= limits.ALONE:
        message = "a widow: the last line of a paragraph stands alone at the head of the page"
        yield _remark("E603", last, last.lines[0].words, message, REWORD)


def _ladders(parts: Sequence[Passage]) -> Iterator[Remark]:
    run: list[tuple[Passage, Line]] = []
    for passage, line in [*_lines(parts), (parts[-1], Line("", 0, 0, 0, 0, ""))]:
        if line.hyphen:
            run.append((passage, line))
            continue
        if len(run) >= limits.LADDER:
            message = f"{len(run)} lines in a row end with a hyphen"
            hint = f"{REWORD}, or forbid one of the breaks in hyphenation"
            yield _remark("E606", run[0][0], run[0][1].words, message, hint)
        run = []


def _runt(parts: Sequence[Passage]) -> Iterator[Remark]:
    """Yield the remark on a last line that is a short word or the end of one."""
    lines = list(_lines(parts))
    if len(lines) < 2:
        return
    (_, before), (passage, last) = lines[-2:]
    words = last.words.split()
    if len(words) != 1:
        return
    letters = sum(sign.isalnum() for sign in words[0])
    is_stub = before.hyphen == "added"
    if is_stub or letters < limits.RUNT_LETTERS:
        what = "the end of a word" if is_stub else "a short word"
        message = f"a runt: the last line of a paragraph is {what}, '{words[0]}'"
        context = " ".join([*before.words.split(" ")[-3:], words[0]])
        yield _remark("E607", passage, context, message, REWORD)


def _lines(parts: Sequence[Passage]) -> Iterator[tuple[Passage, Line]]:
    return ((passage, line) for passage in parts for line in passage.lines)


def _remark(code: str, passage: Passage, words: str, message: str, hint: str) -> Remark:
    return Remark(code, passage.page, passage.block, words, message, hint)

"""A second reader keeps watch: what another reader of Markdown reads otherwise is told.

The text is read by markdown-it too, and both readings are compared piece by piece. Of Octavo's
own extensions nothing is told (octavo.source.watch.documented has the table).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import Element, TooDeep
from octavo.model.publication import Text
from octavo.source.watch.block_wording import wordings_of
from octavo.source.watch.documented import Masks, Printed, Typed, tell_printed
from octavo.source.watch.lettered_items import with_numbers
from octavo.source.watch.line_wording import show
from octavo.source.watch.neighbours import is_inline_note, lines_of_neighbours
from octavo.source.watch.piece_reader import pieces_of
from octavo.source.watch.second_reading import second_passages
from octavo.source.watch.serial_blocks import (
    in_strict_form,
    labels_of,
    lines_of,
    passages_of,
    whole,
)
from octavo.source.watch.unlike_pieces import differences, unlike_runs

_SIGNS = {
    "==": "marked words stand by themselves: a ==word==; write \\=\\= for the signs",
    "^": "raised words hold no blank: x^2^, or x<sup>2</sup>; write \\^ for the sign",
    "~": "lowered words hold no blank and hang on others: H~2~O; write \\~ for the sign",
    "{": "in braces stand an #id, .class or name=value, after what they are for; or write \\{",
}
"""Sign of an extension -> how to write what is meant."""
CODES, NOTICES = "E24", ("E244", "E245")
MOST_LINES = 50
"""Lines of a block in which the place of a difference is looked for."""

Told = tuple[int, str, str, str, str]
"""Line, code, message, hint, and words by which the place is found."""

TANGLED: Told = (
    1,
    "E245",
    "the text is too tangled to be read a second time: how others read it, is not known",
    "close tags, and write &lt; for a sign < that begins none",
    "",
)


def read_again(workshop: Workshop, text: Text, tree: Element) -> tuple[Problem, ...]:
    """Return where another reader reads a text otherwise, as warnings; recalled like the tree.

    ``tree`` is Octavo's own reading, as read_text gives it.

    Problems: E240 (other blocks), E241 (other words), E242 (other marks), E243 (other numbers),
    E244 (a sign of an extension is printed as it is typed), E245 (too tangled to be read again).
    """

    def make(inside: Workshop) -> bytes:
        try:
            known = lines_of_neighbours(text.content)
            told = [each for each in unlike(text.content, tree) if each[0] not in known]
        except (TooDeep, RecursionError):
            told = [TANGLED]
        return json.dumps(told).encode()

    found = json.loads(workshop.recall("watch", (text.content.encode(),), make, text.path))
    return tuple(_problem(text, each) for each in found)


def without_echoes(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems without what the second reader says of lines of which others say it too."""
    found = list(problems)
    lines = {_line(each) for each in found if not each.code.startswith(CODES)}
    return [each for each in found if not each.code.startswith(CODES) or _line(each) not in lines]


def _line(problem: Problem) -> tuple[str, int]:
    return problem.place.path, problem.place.line


def _problem(text: Text, told: Told) -> Problem:
    line, code, message, hint, words = told
    is_later = line <= text.find(line, words)[0] < line + MOST_LINES
    found = text.problem(code, message, hint, line, words if is_later else "")
    return replace(found, severity="notice" if code in NOTICES else "warning")


def unlike(content: str, tree: Element) -> Iterator[Told]:
    """Yield what is to be told of a text and of Octavo's reading of it."""
    ours = [each for each in passages_of(tree) if not is_inline_note(each, content)]
    lettered, marks = with_numbers(content, ours)
    theirs = second_passages(lettered, marks)
    printed, masks = Printed(), Masks(labels_of(ours))
    for a, b, c, d in unlike_runs(in_strict_form(ours), in_strict_form(theirs, is_second=True)):
        mine = pieces_of(whole(ours[a:b]), printed)
        other = pieces_of(whole(theirs[c:d]), masks)
        for difference in differences(mine, other):
            for wording in wordings_of(difference):
                line = difference.line or _line_before(theirs[:c])
                yield line, wording.code, wording.message, wording.hint, wording.at
    yield from _as_typed(tell_printed(masks, printed))


def _line_before(passages: Sequence[str]) -> int:
    """Return the last line that is known of passages, 1 where there is none."""
    return next((line for each in reversed(passages) for line in lines_of(each)[-1:]), 1)


def _as_typed(left: Sequence[Typed]) -> Iterator[Told]:
    """Yield a notice for each kind of sign that is printed as it is typed."""
    for sign, hint in _SIGNS.items():
        found = [each for each in left if each.sign == sign]
        if found:
            first = found[0]
            others = f", and {len(found) - 1} more of its kind" if found[1:] else ""
            words = " ".join(first.words.split())
            message = f"'{show(words)}' is printed as typed{others}"
            yield first.line, "E244", message, hint, first.words.partition("\n")[0]

"""Sliced sources -> CriticMarkup: all accepted it is the new source, all rejected the old one."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from octavo.diff.match.spine import heaviest_run
from octavo.diff.report.redline.marks import DEL, INS
from octavo.diff.report.sources.sliced_sources import UNSEEN, SlicedSources
from octavo.diff.report.sources.source_slices import (
    CHANGED,
    FROM,
    KEPT,
    Slice,
    SlicedFile,
    text_of_slices,
)
from octavo.languages import Language

ADDED, REMOVED = ("{++", "++}"), ("{--", "--}")
_NO_PAIR = re.compile(r"~>|~~|\n\s*\n")
"""What a pair of old and new words may not hold."""


def critic_of_sources(sources: SlicedSources, words: Language) -> str:
    """Return the files of two revisions in one: where several are, each after its name.

    What no reader of the text sees, where lines end, is as in the new revision.
    """
    parts = [_part(*each, words) for each in _in_both_orders(sources)]
    names = {name for each in sources.files for name in (each.old, each.new) if name}
    if len(names) == 1 or len(sources.files) == 1:
        return "".join(text for _, text in parts)
    return "\n".join(f"{{>>{name}<<}}\n\n{text}" for name, text in parts)


def _in_both_orders(sources: SlicedSources) -> Iterator[tuple[SlicedFile, str]]:
    """Yield the files, each with the side as which it stands there: one that has another place
    among the others in either revision stands there twice."""
    olds, news = (
        {name: n for n, name in enumerate(each.names)} for each in (sources.old, sources.new)
    )
    both = [each for each in sources.files if each.old and each.new]
    pairs = sorted((olds[each.old], news[each.new]) for each in both)
    run = [(-1, -1), *heaviest_run(pairs, [1] * len(pairs)), (len(olds), len(news))]
    by_old = {olds[each.old]: each for each in sources.files if each.old}
    by_new = {news[each.new]: each for each in sources.files if each.new}
    for last, (one, other) in pairwise(run):
        yield from ((by_old[n], DEL) for n in range(last[0] + 1, one) if n in by_old)
        yield from ((by_new[n], INS) for n in range(last[1] + 1, other) if n in by_new)
        if other in by_new and one in by_old:
            yield by_new[other], ""


def _part(file: SlicedFile, side: str, words: Language) -> tuple[str, str]:
    """Return the name of a file, and what it has."""
    names = {DEL: [file.old], INS: [file.new]}.get(side, [file.old, file.new])
    if side:
        made = side == INS
        text = _mark(text_of_slices(file.slices, _always(made)), ADDED if made else REMOVED)
    else:
        said = words.word("change_moved")
        text = "".join(piece for each in file.slices for piece in _slice(each, said))
    return " → ".join(dict.fromkeys(names)), text


def _slice(each: Slice, moved: str) -> Iterator[str]:
    if each.kind == KEPT or each.change == UNSEEN:
        yield each.new
    elif each.kind == CHANGED:
        yield _change(each.old, each.new)
    else:
        made = each.kind != FROM
        text = text_of_slices(each.inside, _always(made))
        yield f"{{>>{moved}<<}}{_mark(text, ADDED if made else REMOVED)}"


def _always(is_made: bool) -> Callable[[str], bool]:
    return lambda _: is_made


def _change(old: str, new: str) -> str:
    if old and new and not _NO_PAIR.search(old + new):
        return f"{{~~{old}~>{new}~~}}"
    return _mark(old, REMOVED) + _mark(new, ADDED)


def _mark(text: str, signs: tuple[str, str]) -> str:
    """Return a text between signs; one that holds the closing sign is cut there."""
    opening, closing = signs
    if not text:
        return ""
    pieces = text.replace(closing, f"{closing[0]}\0{closing[1:]}").split("\0")
    return "".join(f"{opening}{piece}{closing}" for piece in pieces)

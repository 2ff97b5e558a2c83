"""The woven tree -> the same, with words that went here and came there known by one number."""

from collections.abc import Iterator, Sequence

from octavo.diff.match.moved_sentences import Clip, find_passages
from octavo.diff.match.wording import words_of
from octavo.diff.report.redline.marks import DEL, INS, MARK, NEW, OLD, PASSAGE, mark_of
from octavo.markup.tree import BLOCKS, Element, characters, is_element, new, remove

LINES = ("p", "li", "dd")
"""Blocks of which a whole one may be a sentence that stands elsewhere."""


def number_passages(root: Element) -> None:
    """Give each passage that moved a number: on the words that went, and on those that came.

    Where a piece of what went or came is moved, that is put into an element of its own.
    """
    gone, come = list(_find(root, DEL, OLD)), list(_find(root, INS, NEW))
    texts = [*map(characters, gone), *[""] * len(come)], [*[""] * len(gone), *map(characters, come)]
    found = find_passages(*texts, with_edited=False)
    sides = [*gone, *come]
    chosen = [
        each
        for each in found
        if all(_can_part(sides[clip.n], clip) for clip in (each.old, each.new))
    ]
    clips: dict[int, list[tuple[Clip, str]]] = {}
    for number, passage in enumerate(chosen):
        for clip in (passage.old, passage.new):
            clips.setdefault(clip.n, []).append((clip, str(number)))
    for n, pieces in clips.items():
        _number(sides[n], sorted(pieces, key=lambda piece: piece[0].start))


def _find(root: Element, inline: str, block: str) -> Iterator[Element]:
    """Yield what only one revision has: words, and whole paragraphs."""
    for node in root.iter():
        is_words = mark_of(node) == inline and not _is_in(node, block)
        is_line = mark_of(node) == block and node.tag in LINES
        holds_blocks = any(each.tag in BLOCKS for each in node.iterdescendants())
        if is_words or (is_line and not holds_blocks):
            yield node


def _is_in(node: Element, block: str) -> bool:
    return any(mark_of(above) == block and above.tag in LINES for above in node.iterancestors())


def _can_part(node: Element, clip: Clip) -> bool:
    """Tell whether a piece is all that an element says, or stands in words without marks."""
    text = characters(node)
    if not words_of(text[: clip.start] + " " + text[clip.end :]):
        return True
    return mark_of(node) in (DEL, INS) and not any(is_element(each) for each in node)


def _number(node: Element, pieces: Sequence[tuple[Clip, str]]) -> None:
    if not _is_parted(node, pieces):
        node.set(PASSAGE, pieces[0][1])
        return
    text, at = node.text or "", 0
    for clip, number in pieces:
        _put_before(node, text[at : clip.start], "")
        _put_before(node, text[clip.start : clip.end], number)
        at = clip.end
    node.text = text[at:]
    if not node.text:
        _drop(node)


def _is_parted(node: Element, pieces: Sequence[tuple[Clip, str]]) -> bool:
    text = characters(node)
    first, last = pieces[0][0], pieces[-1][0]
    has_more = bool(words_of(text[: first.start] + " " + text[last.end :]))
    return len(pieces) > 1 or has_more


def _put_before(node: Element, text: str, number: str) -> None:
    """Put words of the same revision in front of an element."""
    if not text:
        return
    piece = new(str(node.tag), text)
    piece.set(MARK, mark_of(node))
    if number:
        piece.set(PASSAGE, number)
    node.addprevious(piece)


def _drop(node: Element) -> None:
    """Take an element away that says nothing, and keep the words behind it."""
    remove(node)

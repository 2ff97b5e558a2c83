"""Numbered passages of the woven tree -> the same with notes of where each stood, or stands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from octavo.diff.report.entries import in_quotes
from octavo.diff.report.redline.marks import DEL, INS, MARK, NEW, NOTE, OLD, PASSAGE, mark_of
from octavo.languages import Language
from octavo.markup.tree import BLOCKS, HEADINGS, Element, is_element, new, text_of

AROUND = 4
"""Words by which the place of a passage is found."""
OF_BLOCK = 6
"""Words by which a block is known."""
WENT, CAME = frozenset((DEL, OLD)), frozenset((INS, NEW))


@dataclass(slots=True)
class _PassagePlace:
    """Where a passage stands in one of the revisions."""

    node: Element
    section: str
    words: str = field(default="")


def tell_passages(root: Element, words: Language, head: Callable[[Element, str], None]) -> None:
    """Say at each passage that moved where it stood, or stands.

    ``head`` writes a note at the beginning of a paragraph that moved into another.
    """
    olds, news = _find(root, CAME, WENT), _find(root, WENT, CAME)
    for number, old in olds.items():
        new_ = news.get(number)
        if new_ is not None:
            _note(old, words.word("moved_to", place=_tell(new_, old, words)), head)
            _note(new_, words.word("moved_from", place=_tell(old, new_, words)), head)


def _find(
    root: Element, others: frozenset[str], own: frozenset[str]
) -> Mapping[str, _PassagePlace]:
    """Return where passages stand in a revision, of which ``others`` is no part."""
    found: dict[str, _PassagePlace] = {}
    section = ""
    for node in root.iter():
        if node.tag in HEADINGS and mark_of(node) not in others:
            section = text_of(node)
        if node.get(PASSAGE) and mark_of(node) in own:
            found[str(node.get(PASSAGE))] = _PassagePlace(node, section, _words_about(node, others))
    return found


def _words_about(node: Element, others: frozenset[str]) -> str:
    """Return the last words before a passage in its paragraph, or the first behind it."""
    if node.tag in BLOCKS:
        return name_last(node, others)
    line = next((each for each in node.iterancestors() if each.tag in BLOCKS), None)
    before, after = "", ""
    is_behind = False
    for text, is_own in _pieces(line, node, others) if line is not None else ():
        is_behind = is_behind or is_own
        before += "" if is_behind else text
        after += text if is_behind and not is_own else ""
    if before.split():
        return f"… {' '.join(before.split()[-AROUND:])}"
    return f"{' '.join(after.split()[:AROUND])} …" if after.split() else ""


def name_last(node: Element, others: frozenset[str]) -> str:
    """Return the first words of what stands before a block; '' where nothing does."""
    before = (each for each in node.itersiblings(preceding=True) if is_element(each))
    last = next((each for each in before if mark_of(each) not in others), None)
    words = "" if last is None else "".join(text for text, _ in _pieces(last, node, others))
    first = words.split()[:OF_BLOCK]
    return " ".join(first) + (" …" if len(words.split()) > OF_BLOCK else "")


def _pieces(line: Element, node: Element, others: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Yield the words of a paragraph in one revision, and whether they are the passage."""
    yield line.text or "", False
    for each in line:
        if each is node:
            yield "", True
        elif is_element(each) and mark_of(each) not in (*others, NOTE):
            yield from _pieces(each, node, others)
            yield " " if each.tag in BLOCKS or each.tag == "br" else "", False
        yield each.tail or "", False


def _tell(place: _PassagePlace, here: _PassagePlace, words: Language) -> str:
    """Return how readers find a place: by its section, where that is another, and by its words."""
    other = place.section if place.section != here.section or not place.words else ""
    parts = [in_quotes(each, words) for each in (other, place.words) if each]
    return words.word("comma").join(parts) or "…"


def _note(place: _PassagePlace, text: str, head: Callable[[Element, str], None]) -> None:
    if place.node.tag in BLOCKS:
        head(place.node, text)
        return
    note = new("span", f"[{text}]", class_="redline-note")
    note.set(MARK, NOTE)
    note.tail, place.node.tail = place.node.tail, None
    place.node.addnext(note)

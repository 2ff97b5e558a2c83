"""Revisions of made-up documents: each edit is told as it is, and nothing that is none is told."""

from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import environment
from long_proofs import here
from revised import ONE, OTHER, REVISIONS, Author, Document, Hand, Revision, some

from octavo.blocks.block import Manuscript
from octavo.diff.match.compare import compare, mirror
from octavo.diff.match.events import Event
from octavo.diff.report.differences import as_json, lines
from octavo.diff.revision import load
from octavo.production.pipeline import Project

SEEDS = range(2)


def manuscript(document: Document, hand: Hand = ONE) -> Manuscript:
    return _manuscript(document.written(hand))


@cache
def _manuscript(text: str) -> Manuscript:
    """Return what a text is read as; many edits are made to the same few texts."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "text.md").write_text(text, encoding="utf-8")
        return load(str(folder / "text.md"), Project(folder, folder / "build", None, environment()))


@pytest.mark.parametrize("seed", here(SEEDS, SEEDS[0]))
@pytest.mark.parametrize(("revise", "told"), REVISIONS, ids=[r.__name__ for r, _ in REVISIONS])
def test_an_edit_is_told_as_it_is(revise: Revision, told: list[tuple[str, str]], seed: int) -> None:
    author = Author(seed)
    document = author.document()
    old = manuscript(document)
    new = manuscript(revise(document, author), OTHER)
    events = compare(old, new)
    assert Counter((e.level, e.change) for e in events) == Counter(told), list(lines(events))
    assert compare(new, old) == mirror(events)


@pytest.mark.parametrize("seed", range(4))
def test_another_hand_says_the_same(seed: int) -> None:
    document = Author(seed).document(8)
    one = manuscript(document)
    other = manuscript(document, OTHER)
    assert document.written(ONE) != document.written(OTHER)
    assert compare(one, other) == compare(other, one) == ()


@pytest.mark.parametrize("seed", range(4))
def test_many_edits_at_once_mirror_each_other_and_repeat(seed: int) -> None:
    author = Author(100 + seed)
    document = author.document(8)
    revised = document
    for revise in some(author, 6):
        revised = revise(revised, author)
    old = manuscript(document)
    new = manuscript(revised)
    events = compare(old, new)
    assert events
    assert compare(new, old) == mirror(events)
    assert as_json(old, new, events) == as_json(old, new, compare(old, new))
    assert compare(old, old) == compare(new, new) == ()


@pytest.mark.parametrize("seed", range(4))
def test_every_word_that_differs_is_told(seed: int) -> None:
    """Words that only one side has, against words of the events: none of them is lost."""
    author = Author(200 + seed)
    document = author.document(6)
    revised = document
    for revise in some(author, 8):
        revised = revise(revised, author)
    old = manuscript(document)
    new = manuscript(revised)
    events = compare(old, new)
    words = [Counter(w for b in each.blocks for w in b.text.split()) for each in (old, new)]
    gone, come = words[0] - words[1], words[1] - words[0]
    told = [" ".join(getattr(e, side) for e in events).split() for side in ("before", "after")]
    assert set(gone) <= {*told[0], *_of_sections(old, events, "removed")}
    assert set(come) <= {*told[1], *_of_sections(new, events, "added")}


def _of_sections(manuscript: Manuscript, events: tuple[Event, ...], change: str) -> set[str]:
    """Return the words of sections that are told as one event: added or removed."""
    chosen = [e for e in events if (e.level, e.change) == ("structure", change)]
    titles = {spot.path for event in chosen for spot in (*event.old, *event.new)}
    inside = [block for block in manuscript.blocks if block.path in titles]
    return {word for block in inside for word in block.text.split()}

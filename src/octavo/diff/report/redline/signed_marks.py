"""Who made each change -> a title on its marks, and a word in the list of changes."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from octavo.diff.attribution import Attribution
from octavo.diff.history import Commit
from octavo.diff.match.events import Event
from octavo.diff.report.entries import ReportEntry
from octavo.diff.report.redline.marks import DEL, INS, mark_of
from octavo.diff.report.redline.spoken_pictures import SIGNS
from octavo.languages import Language
from octavo.markup.tree import Element, add_text, child, text_of


def sign_marks(
    places: Mapping[str, Element],
    events: Sequence[Event],
    who: Mapping[str, Attribution],
    words: Language,
) -> None:
    """Give the insertions and deletions in the blocks of events a title: author, day, commit.

    Where a block has several edits, each has the title of those who made it.
    """
    for event in events:
        if event.id not in who:
            continue
        found = who[event.id]
        for mark in _marks(places, event):
            commits = _commits(event, found, _words_of(mark), mark_of(mark))
            if commits and not mark.get("title"):
                mark.set("title", "; ".join(_sign(each, words) for each in commits))


def sign_list(
    told: Iterable[Element],
    entries: Sequence[ReportEntry],
    who: Mapping[str, Attribution],
    words: Language,
) -> None:
    """Put author, day and commit behind each change of the list; subjects are its title."""
    items = [item for node in told if node.tag == "ul" for item in node]
    for item, entry in zip(items, entries, strict=True):
        if entry.event.id not in who:
            continue
        commits = who[entry.event.id].commits
        add_text(item, " ")
        signed = "; ".join(_sign(each, words, is_short=True) for each in commits)
        title = "; ".join(each.subject for each in commits)
        child(item, "span", f"({signed})", class_="redline-signed", title=title)


def _marks(places: Mapping[str, Element], event: Event) -> Iterator[Element]:
    for spot in (*event.new, *event.old):
        home = places.get(spot.block)
        for node in home.iter("ins", "del") if home is not None else ():
            if mark_of(node) in (INS, DEL):
                yield node


def _words_of(mark: Element) -> str:
    """Return the words of a mark without its brackets."""
    text = " ".join(text_of(mark).split())
    for sign in (sign for pair in SIGNS.values() for sign in pair):
        text = text.replace(sign, "")
    return text.strip()


def _commits(event: Event, found: Attribution, said: str, mark: str) -> tuple[Commit, ...]:
    """Return the commits of the edit that a mark shows; of all of the event where it shows none."""
    for edit, commits in zip(event.edits, found.by_edit, strict=False):
        own = " ".join((edit.after if mark == INS else edit.before).split())
        if commits and said and own and (said in own or own in said):
            return commits
    return found.commits if len(event.edits) < 2 else ()


def _sign(commit: Commit, words: Language, is_short: bool = False) -> str:
    try:
        day = words.date(dt.date.fromisoformat(commit.day))
    except ValueError:
        day = ""
    told = words.word("comma").join(each for each in (commit.author, day, commit.short) if each)
    return told if is_short or not commit.subject else f"{told}: {commit.subject}"

"""Differences -> Markdown: an errata list for readers, and a comment for those who review."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from octavo.constructs.construct_table import FORMS
from octavo.diff.match.events import Event
from octavo.diff.match.structure import BOX
from octavo.diff.match.words import Edit
from octavo.diff.report.cumulative import Printing, tell_printings
from octavo.diff.report.differences import counts
from octavo.diff.report.entries import PICTURE, Phrase, ReportEntry, entries, in_quotes, place_of
from octavo.diff.report.errata_list import Correction, ErrataSources, corrections
from octavo.diff.report.form_names import title_in
from octavo.languages import Language

FOR_READERS = frozenset({"structure", "text", *(form.level for form in FORMS.values())})
"""Levels that the owner of a printed copy would correct by hand."""
MARKUP = frozenset(
    ("recast", "relevelled", "id", "look", "marked", "language", "call", "line-numbers")
)
"""Changes that no pen corrects."""
ON_TITLE_PAGE = ("title", "subtitle", "contributors", "publisher", "version")
"""Keys of the metadata that a reader sees."""
MOST = 60_000
"""Characters of a comment; the largest forge takes 65,536."""
_MENTION = re.compile(r"(?<![\w`])(@|\\#)(?=\w)")
"""What forges take for somebody's name, or the number of an issue."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^=$])")


def errata(
    events: Sequence[Event],
    words: Language,
    title: str,
    names: Mapping[str, str],
    sources: ErrataSources | None = None,
    printings: Sequence[Printing] = (),
) -> str:
    """Return the errata list: for each correction where it is made in the old edition.

    It is Markdown that a publication can take in as a page of its own. With ``printings``, each
    tells in which of them it was made; the last is that which the events lead to.
    """
    chosen = [event for event in map(_as_printed, events) if is_for_readers(event)]
    head = [f"# {words.word('errata')}", "", escape(title) + ".", ""]
    found = list(corrections(chosen, words, names, sources or ErrataSources()))
    settled = tell_printings(found, printings, words) if printings else {}
    listed = _corrections(found, words, settled)
    return "\n".join([*head, *listed]).rstrip() + "\n"


def _corrections(
    found: Sequence[Correction], words: Language, settled: Mapping[str, str]
) -> Iterator[str]:
    section: tuple[str, ...] | None = None
    if not found:
        yield words.word("no_changes")
    for each in found:
        if each.path != section:
            yield from ("",) if section is not None else ()
            section = each.path
            yield from (f"## {escape(' / '.join(section))}", "") if section else ()
        start = f"{escape(each.place)}{words.word('colon')}" if each.place else ""
        said = "".join(say(part, words) for part in each.said)
        since = settled.get(each.key, "")
        yield f"- {start}{said}{f' ({escape(since)})' if since else ''}"


def is_for_readers(event: Event) -> bool:
    """Tell whether the owner of a printed copy could correct it: words, their order, their place;
    never how they are marked up, or by which id they are known."""
    if event.level == "metadata":
        return event.name in ON_TITLE_PAGE
    if event.level == "asset":
        return event.change in PICTURE
    is_call = (event.before + event.after).startswith("[^")
    return event.level in FOR_READERS and event.change not in MARKUP and not is_call


def _as_printed(event: Event) -> Event:
    """Return of a box that is another one what a reader sees in print: its title."""
    if event.name != BOX or event.level != "structure":
        return event
    old, new = title_in(event.before), title_in(event.after)
    if old == new:
        return event
    change = "edited" if old and new else "added" if new else "removed"
    edits = (Edit(old, new, 0, 0),) if old and new else ()
    return replace(
        event, level="text", change=change, name="", before=old, after=new, edits=edits, count=1
    )


def comment(
    events: Sequence[Event],
    words: Language,
    title: str,
    names: Mapping[str, str],
    most: int = MOST,
) -> str:
    """Return all differences, at most ``most`` characters, for a pull request.

    Where they are more, the last ones are counted, not told.
    """
    told = ", ".join(f"{level} {count}" for level, count in counts(events).items())
    head = f"### {escape(title)}\n\n{told or words.word('no_changes')}\n\n"
    listed = _list(list(entries(events, words, names)), words, "####", with_places=True)
    lines = [_MENTION.sub("\\1<!-- -->", line) for line in listed]
    left, kept = most - len(head) - 40, list[str]()
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            break
        kept.append(line)
    rest = sum(line.startswith("- ") for line in lines[len(kept) :])
    tail = [f"\n… + {rest}"] if rest else []
    return head + "\n".join([*kept, *tail]).rstrip() + "\n"


def _list(
    found: Sequence[ReportEntry], words: Language, heading: str, with_places: bool = False
) -> Iterator[str]:
    section: tuple[str, ...] | None = None
    if not found:
        yield words.word("no_changes")
    for entry in found:
        if entry.path != section:
            section = entry.path
            if section:
                yield ""
                yield f"{heading} {escape(' / '.join(section))}"
            yield ""
        page = place_of(entry, words)
        for n, line in enumerate(entry.lines):
            start = f"{escape(page)}{words.word('colon')}" if page else ""
            said = "".join(say(part, words) for part in line)
            yield f"- {start}{said}{_source(entry, n) if with_places else ''}"


def _source(entry: ReportEntry, n: int) -> str:
    """Return where a change stands: in the new file, or in the old one where it went."""
    spots = entry.event.new or entry.event.old
    place = spots[0].place if spots else ""
    place = entry.places[n] or place if n < len(entry.places) else place
    return f" (`{place}`)" if place and "`" not in place else ""


def say(part: Phrase, words: Language) -> str:
    """Return a piece of what is told as Markdown, a passage in quotation marks."""
    text = escape(part.text)
    return in_quotes(text, words) if part.is_quoted else text


def escape(text: str) -> str:
    """Return words as Markdown that stands for them and nothing else."""
    return _SPECIAL.sub(r"\\\1", text)

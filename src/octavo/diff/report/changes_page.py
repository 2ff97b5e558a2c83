"""Differences -> a page of the new edition that tells its readers what has changed since the old.

It names no pages, which it would move itself, and it is no difference: written anew, it has the
same bytes, whether the publication has taken it in or not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from octavo.diff.match.events import Event
from octavo.diff.report.entries import ends_of, entries, in_quotes, names_of
from octavo.diff.report.errata import escape, is_for_readers, say
from octavo.diff.revision import Opened
from octavo.languages import Language

WHOLE = {"added": "change_added", "removed": "change_removed", "moved": "change_moved"}
_TAG = re.compile(r"v(?=\d)")
"""The letter that stands before the number in names of tags."""


def changes_page(
    old: Opened, new: Opened, events: Sequence[Event], name: str, file: Path, words: Language
) -> str:
    """Return the page in Markdown.

    ``name`` is what the old revision is called where its metadata name no version; what stands in
    a file of the name of ``file`` is left out: it is the page itself.
    """
    version = old.manuscript.metadata.get("version", "") or _TAG.sub("", name, count=1)
    told = (e for e in events if (e.level, e.name) != ("metadata", "version"))
    chosen = [e for e in told if is_for_readers(e) and not _is_in(e, file)]
    heads = {target.id for target in new.publication.targets.values()}
    names = {**names_of(old.publication, words), **names_of(new.publication, words)}
    lines = list(_list(chosen, words, names, heads))
    title = words.word("changes_since", version=version)
    return "\n".join([f"# {escape(title)}", *(lines or ["", words.word("no_changes")])]) + "\n"


def _is_in(event: Event, file: Path) -> bool:
    """Tell whether a change stands in a file of this name."""
    places = [spot.place.rpartition(":")[0] or spot.place for spot in (*event.new, *event.old)]
    return any(place.rpartition("/")[2] == file.name for place in places)


def _list(
    events: Sequence[Event], words: Language, names: Mapping[str, str], heads: set[str]
) -> Iterator[str]:
    section: tuple[str, ...] | None = None
    for event in events:
        said = list(_lines(event, words, names, heads))
        path = _path(event)
        if said and path != section:
            section = path
            yield from ("", f"## {escape(' / '.join(path))}") if path else ()
            yield ""
        yield from (f"- {line}" for line in said)


def _path(event: Event) -> tuple[str, ...]:
    """Return under which titles a change is told: a section that came or went is told in the one
    around it."""
    spots = (*event.new, *event.old)
    path = spots[0].path if spots else ()
    return path[:-1] if event.level == "structure" and len(path) > 1 else path


def _lines(
    event: Event, words: Language, names: Mapping[str, str], heads: set[str]
) -> Iterator[str]:
    text = event.after or event.before
    if event.level == "asset":
        event = replace(event, words="")  # how much of a picture is for those who look at each
    if event.change in WHOLE and event.level in ("structure", "text", "note", "table"):
        if event.level == "table":
            text = words.word("comma").join(filter(str.strip, text.split(" | ")))
        label = f"{words.word(WHOLE[event.change])}{words.word('colon')}"
        block = event.new[0].block if event.new else ""
        if event.level == "structure" and block in heads:
            yield f"{label}[{escape(text)}](#{block})"
        else:
            yield label + in_quotes(escape(ends_of(text)), words)
        return
    for entry in entries([event], words, names):
        yield from ("".join(say(part, words) for part in line) for line in entry.lines)

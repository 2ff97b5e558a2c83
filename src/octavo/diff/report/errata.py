"""Differences -> Markdown: an errata list for readers, and a comment for those who review."""

import re
from collections.abc import Iterator, Mapping, Sequence

from octavo.constructs.construct_table import FORMS
from octavo.diff.match.events import Event
from octavo.diff.report.differences import counts
from octavo.diff.report.entries import Phrase, ReportEntry, entries, place_of
from octavo.languages import Language

FOR_READERS = frozenset({"structure", "text", *(form.level for form in FORMS.values())})
"""Levels that the owner of a printed copy would correct by hand."""
MOST = 60_000
"""Characters of a comment; the largest forge takes 65,536."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^=$])")


def errata(events: Sequence[Event], words: Language, title: str, names: Mapping[str, str]) -> str:
    """Return the errata list: for each correction its page in the old edition and in the new one.

    It is Markdown that a publication can take in as a page of its own.
    """
    chosen = [event for event in events if event.level in FOR_READERS]
    head = [f"# {words.word('errata')}", "", escape(title) + ".", ""]
    return (
        "\n".join([*head, *_list(list(entries(chosen, words, names)), words, "##")]).rstrip() + "\n"
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
    lines = list(_list(list(entries(events, words, names)), words, "####"))
    left, kept = most - len(head) - 40, list[str]()
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            break
        kept.append(line)
    rest = sum(line.startswith("- ") for line in lines[len(kept) :])
    tail = [f"\n… + {rest}"] if rest else []
    return head + "\n".join([*kept, *tail]).rstrip() + "\n"


def _list(found: Sequence[ReportEntry], words: Language, heading: str) -> Iterator[str]:
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
        for line in entry.lines:
            start = f"{escape(page)}{words.word('colon')}" if page else ""
            yield f"- {start}{''.join(_say(part, words) for part in line)}"


def _say(part: Phrase, words: Language) -> str:
    text = escape(part.text)
    return words.word("titled", title=text) if part.is_quoted else text


def escape(text: str) -> str:
    """Return words as Markdown that stands for them and nothing else."""
    return _SPECIAL.sub(r"\\\1", text)

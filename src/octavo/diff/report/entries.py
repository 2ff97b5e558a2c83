"""Differences -> what readers are told of them, in the words of the publication's language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from octavo.diff.match.events import Event, Spot
from octavo.diff.match.passage_events import PARAGRAPH
from octavo.diff.match.words import Edit
from octavo.diff.report.form_names import SET_OTHERWISE
from octavo.languages import Language
from octavo.markup.tree import elements, in_one_line
from octavo.model.publication import Publication

AROUND = 2
"""Words on either side that a change is told with, so that it can be found on its page."""
LONGEST = 240
"""Characters of a passage that are told."""
FOLDED = frozenset(("typography",))
"""Levels that no reader takes for a change."""
OF_PASSAGE = 8
"""Words with which a passage begins and ends that is told by its ends."""
_QUOTE = re.compile(r"(?<!\w)['\"“„‘‚«»‹›「『]|[\"”“’‘«»‹›」』](?!\w)")
"""What opens or closes a quotation: words around a change end there, or half of it is told."""
_MARKS = frozenset('"“”„‘’‚«»‹›「」『』')
NARROW = "\u202f"
"""No-break space between two quotation marks."""
_REFERENCE = re.compile(r"\[#([^\s\]]+)\]")
_WORD = re.compile(r"\S+")
_WORDS_BEFORE = re.compile(rf"(?:\S+\s+){{0,{AROUND}}}\S*\Z")
_WORDS_AFTER = re.compile(rf"\S*(?:\s+\S+){{0,{AROUND}}}")
PICTURE = ("changed", "resized")
"""Changes of a picture that a reader sees."""
GATHERED = frozenset(("throughout", "sorted", "reordered"))
"""Changes that stand in many places and are told once."""
KEYS = dict.fromkeys(("title", "subtitle", "contributors"), "title_page")
KEYS |= {"version": "version", "date": "published", "rights": "imprint", "publisher": "imprint"}
"""Key of the metadata -> the word of languages for what is printed of it."""
WHOLE = {"added": "errata_add", "removed": "errata_delete"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of what is told: plain words, or a passage of the publication."""

    text: str
    is_quoted: bool = False


_END = Phrase(")")


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One difference for readers."""

    event: Event
    path: tuple[str, ...]
    """Titles of the sections it stands in."""
    pages: tuple[str, str]
    """Labels of the page in the old edition, and in the new one; '' where there is none."""
    lines: tuple[tuple[Phrase, ...], ...]
    """What is told, one line for each correction."""
    places: tuple[str, ...] = ()
    """file:line of each of these lines; () where all stand where the event does."""


def entries(
    events: Sequence[Event], words: Language, names: Mapping[str, str]
) -> Iterator[ReportEntry]:
    """Yield the differences in reading order; those of signs only are left out.

    ``names`` says how things are called that the text refers to by their ids.
    """
    for event in under_new_titles(events):
        if event.level in FOLDED:
            continue
        path = event.path
        lines = tuple(
            tuple(replace(said, text=name_references(said.text, names)) for said in line)
            for line in _lines(event, words, names)
        )
        pages = _page(event.old), _page(event.new)
        yield ReportEntry(event, path, pages, lines, tuple(_places(event)))


def _places(event: Event) -> Iterator[str]:
    """Yield where each change of code stands: in the new file, or in the old one."""
    for edit in event.edits if event.level == "code" else ():
        if edit.before or edit.after:
            yield edit.places[1] or edit.places[0]


def under_new_titles(events: Sequence[Event]) -> list[Event]:
    """Return events of which none has moved from a section to the same one that is called otherwise
    now: what moved within it stood under its new title, too."""
    titles = {e.before: e.after for e in events if e.change == "renamed" and e.level == "structure"}
    return [_retitle(e, titles) if titles and e.change == "moved" else e for e in events]


def _retitle(event: Event, titles: Mapping[str, str]) -> Event:
    stood = tuple(
        replace(spot, path=tuple(titles.get(title, title) for title in spot.path))
        for spot in event.old
    )
    return replace(event, old=stood)


def names_of(publication: Publication, words: Language) -> dict[str, str]:
    """Return how things that can be referred to are called, by id; a picture by what it shows."""
    found: dict[str, str] = {}
    for target in publication.targets.values():
        kind = target.within or target.kind
        name = words.number(kind, target.number) if target.number else target.title
        found[target.id] = found[target.id.removeprefix(f"{target.chapter}-")] = name
    for chapter in publication.chapters:
        for image in elements(chapter.body, "img"):
            own = image.get("id") or f"{chapter.slug}-image-{image.get('src')}"
            found.setdefault(own, in_one_line(image.get("alt") or ""))
    return found


def name_references(text: str, names: Mapping[str, str]) -> str:
    """Return words with references as readers see them."""
    return _REFERENCE.sub(lambda found: names.get(found[1]) or "…", text)


def place_of(entry: ReportEntry, words: Language) -> str:
    """Return the page in the old edition, then that in the new one where it is another.

    What stands in no place has a name: a key of the metadata.
    """
    old, new = entry.pages
    if not entry.event.new and not entry.event.old:
        return _name_of_key(entry.event, words)
    pages = f"{old} → {new}" if old and new and old != new else old or new
    return words.word("page_break", page=pages) if pages else ""


def _name_of_key(event: Event, words: Language) -> str:
    """Return how readers know a key of the metadata: by where it is printed, where it is."""
    if event.level != "metadata":
        return ""
    return words.word(KEYS[event.name]) if event.name in KEYS else event.name


def _page(spots: Sequence[Spot]) -> str:
    return next((spot.pages[0] for spot in spots if spot.pages), "")


def _lines(event: Event, words: Language, names: Mapping[str, str]) -> Iterator[tuple[Phrase, ...]]:
    if event.level == "asset" and event.change in PICTURE:
        spots = (*event.new, *event.old)
        shown = next((name for spot in spots if (name := names.get(spot.block))), "")
        said = fill(words, "errata_picture", text=shown or event.after.partition(" (")[0])
        yield (*said, Phrase(f" ({event.words})")) if event.words else said
        return
    for line in _corrections(event, words):
        yield (*_where(event, words), *line)


def _where(event: Event, words: Language) -> tuple[Phrase, ...]:
    """Return by what a cell is found: what its row and its column begin with."""
    is_cell = event.level == "table" and (event.new or event.old)[:1]
    if not is_cell or (event.new or event.old)[0].kind != "cell" or not event.name:
        return ()
    return Phrase(event.name, True), Phrase(words.word("colon"))


def _corrections(event: Event, words: Language) -> Iterator[tuple[Phrase, ...]]:
    if event.change in GATHERED:
        yield _tell_gathered(event, words)
    elif event.level in ("alt", "link") and event.before:
        yield _tell_was(event, words)
    elif event.change in WHOLE and event.level not in ("mark", "metadata"):
        yield _whole(event, words)
    elif event.change in ("moved", "split", "merged"):
        yield from _in_other_order(event, words)
    elif event.change == "call":
        head = f"{words.word('note')}{words.word('colon')}"
        yield Phrase(head), Phrase(words.word("change_moved"))
    elif event.level == "mark" or event.change in (*SET_OTHERWISE, "line-numbers"):
        yield (
            Phrase(f"{words.word('form_changed')}{words.word('colon')}"),
            Phrase(_short(event.words or event.name or event.after), True),
        )
    elif event.edits and event.level != "code":
        yield from _edits(event, words)
    else:
        yield from _others(event, words)


def _in_other_order(event: Event, words: Language) -> Iterator[tuple[Phrase, ...]]:
    if cut := tell_cut(event, words):
        yield cut
        return
    yield tell_order(event, words)
    yield from _edits(event, words)


def _tell_was(event: Event, words: Language) -> tuple[Phrase, ...]:
    """Return what was and what is, where no sentence of the language has room for both."""
    both = " → ".join(filter(None, (event.before, event.after)))
    if event.level == "alt":
        return fill(words, "alt_was", text=both)
    return fill(words, "link_was", target=both)


def _tell_gathered(event: Event, words: Language) -> tuple[Phrase, ...]:
    """Return what was changed throughout, and how often; on which pages, where they are known."""
    times = Phrase(f"{event.count} × ")
    if event.change != "throughout":
        head = Phrase(f"{words.word('change_moved')}{words.word('colon')}")
        return times, head, Phrase(_short(event.after), True), Phrase(" …")
    said = fill(words, "errata_read", old=event.before, new=event.after)
    pages = list(dict.fromkeys(s.pages[0] for s in (event.old or event.new) if s.pages))
    told = words.word("comma").join(pages)
    where = (Phrase(f" ({words.word('page_break', page=told)})"),) if len(pages) > 1 else ()
    return times, *said, *where


def _whole(event: Event, words: Language) -> tuple[Phrase, ...]:
    """Return that something came or went: of a section from where to where, of a row its cells."""
    text = event.after or event.before
    kind = (event.new if event.change == "added" else event.old)[:1]
    if kind and kind[0].kind in ("row", "column"):
        text = words.word("comma").join(part for part in text.split(" | ") if part.strip())
    line = fill(words, WHOLE[event.change], text=text)
    if not event.until:
        return line
    return (*line, Phrase(" … "), Phrase(f"… {_last(event.until)}", True))


def tell_order(event: Event, words: Language) -> tuple[Phrase, ...]:
    """Return what was moved, and from where to where; or where a paragraph begins, or no more."""
    key = {"moved": "change_moved", "split": "paragraph_split", "merged": "paragraph_joined"}
    head = Phrase(f"{words.word(key[event.change])}{words.word('colon')}")
    if event.change != "moved":
        return head, Phrase(_joint(event), True)
    text = event.after or event.before
    if event.new and event.new[0].kind in ("row", "column"):
        text = words.word("comma").join(part for part in text.split(" | ") if part.strip())
    what: tuple[Phrase, ...] = (Phrase(ends_of(text), True),)
    if event.until:
        what = (*what, Phrase(" … "), Phrase(f"… {_last(event.until)}", True))
    old, new = _from_and_to(event)
    if not new:
        return head, *what
    before = (Phrase(old, True), Phrase(" ")) if old else ()
    return head, *what, Phrase(" ("), *before, Phrase("→ "), Phrase(new, True), _END


def tell_cut(event: Event, words: Language) -> tuple[Phrase, ...]:
    """Return what to read for a few words that were cut in several and edited in several places, or
    joined so, as a list in a sentence that became one of items; () for all else."""
    is_short = max(len(event.before), len(event.after)) <= LONGEST
    if len(event.joints) < 2 or len(event.edits) < 2 or not is_short:
        return ()
    is_split = event.change == "split"
    parts = [event.before, event.after]
    parts[is_split] = f" {PARAGRAPH} ".join(_cut(parts[is_split], event.joints))
    return fill(words, "errata_read", is_whole=True, old=parts[0], new=parts[1])


def _cut(text: str, joints: Sequence[int]) -> Iterator[str]:
    for start, end in pairwise([0, *joints, len(text)]):
        yield text[start:end].strip()


def _from_and_to(event: Event) -> tuple[str, str]:
    """Return in which section something stood, and stands; where that is one and the same, or it is
    a section itself, behind which words."""
    sections = ["".join(spots[0].path[-1:]) for spots in (event.old, event.new) if spots]
    is_head = event.level == "structure" and event.new[:1] and event.new[0].kind != "image"
    if not is_head and len(sections) == 2 and all(sections) and sections[0] != sections[1]:
        return sections[0], sections[1]
    return event.stands if event.stands[0] != event.stands[1] else ("", "")


def in_quotes(text: str, words: Language) -> str:
    """Return a passage in quotation marks, which keep off those that it begins or ends with."""
    before = NARROW if text[:1] in _MARKS else ""
    after = NARROW if text[-1:] in _MARKS else ""
    return words.word("titled", title=f"{before}{text}{after}")


def ends_of(text: str) -> str:
    """Return a passage, or how it begins and ends, by which it is found on its page."""
    words = text.split()
    if len(words) <= 2 * OF_PASSAGE + 1:
        return " ".join(words)
    return f"{' '.join(words[:OF_PASSAGE])} … {' '.join(words[-OF_PASSAGE:])}"


def _joint(event: Event) -> str:
    """Return the words about the place where a paragraph is cut, or was."""
    whole = event.after if event.change == "split" else event.before
    at = event.joint
    if not 0 < at < len(whole):
        return _short(whole)
    return f"{_last(whole[:at].rstrip())} ¶ {_first(whole[at:].lstrip())}"


def _others(event: Event, words: Language) -> Iterator[tuple[Phrase, ...]]:
    """Yield what has another value: a key of the metadata, a link, lines of code, a picture."""
    pairs = [(e.before, e.after) for e in event.edits] or [(event.before, event.after)]
    for before, after in pairs:
        if before and after:
            yield fill(words, "errata_read", old=before, new=after)
        elif before or after:
            yield fill(words, "errata_add" if after else "errata_delete", text=after or before)


def _edits(event: Event, words: Language) -> Iterator[tuple[Phrase, ...]]:
    for group in near(event.edits, event.before):
        old, new = correction(event, group)
        yield fill(words, "errata_read", old=old, new=new)


def correction(event: Event, group: Sequence[Edit]) -> tuple[str, str]:
    """Return what stands in a text and what it should be, each with some words around it, as it
    stands."""
    first, last = group[0], group[-1]
    is_long = min(len(first.before.split()), len(first.after.split())) > AROUND
    if len(group) == 1 and is_long and first.before[0].isalnum() and first.after[0].isalnum():
        return _short(first.before), _short(first.after)
    old = _around(event.before, first.old_start, last.old_start + len(last.before))
    new = _around(event.after, first.new_start, last.new_start + len(last.after))
    before, after = max(old[0], new[0]), max(old[1], new[1])  # the same words around both
    return (
        _with_words(
            event.before, first.old_start, last.old_start + len(last.before), before, after
        ),
        _with_words(event.after, first.new_start, last.new_start + len(last.after), before, after),
    )


def near(edits: Sequence[Edit], text: str) -> list[list[Edit]]:
    """Return edits in groups: those so near each other that both would be told with the other's
    words are one correction."""
    groups: list[list[Edit]] = []
    for edit in edits:
        last = groups[-1][-1] if groups else None
        between = text[last.old_start + len(last.before) : edit.old_start] if last else ""
        if last is not None and len(between.split()) <= 2 * AROUND:
            groups[-1].append(edit)
        else:
            groups.append([edit])
    return groups


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return how many words before a piece of a text are told with it, and how many behind."""
    before, after = _WORDS_BEFORE.search(text[:start]), _WORDS_AFTER.match(text[end:])
    return len(before[0].split()) if before else 0, len(after[0].split()) if after else 0


def _with_words(text: str, start: int, end: int, before: int, after: int) -> str:
    """Return a piece of a text with so many words around it, exactly as they stand."""
    left = list(_WORD.finditer(text[:start]))[-before:] if before else []
    right = list(_WORD.finditer(text[end:]))[:after]
    first = left[0].start() if left else start
    last = end + (right[-1].end() if right else 0)
    ahead, behind = _QUOTE.split(text[first:start])[-1], _QUOTE.split(text[end:last])[0]
    return _short(f"{ahead}{text[start:end]}{behind}")


def _last(text: str) -> str:
    return " ".join(text.split()[-AROUND - 1 :])


def _first(text: str) -> str:
    return " ".join(text.split()[: AROUND + 1])


def fill(words: Language, key: str, is_whole: bool = False, **values: str) -> tuple[Phrase, ...]:
    """Return a sentence of the language with passages in its places, cut where they are long."""
    marks = {name: f"\ue000{name}\ue000" for name in values}
    parts = words.word(key, **marks).split("\ue000")
    return tuple(
        Phrase(values[part] if is_whole else _short(values[part]), True) if n % 2 else Phrase(part)
        for n, part in enumerate(parts)
        if part
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"

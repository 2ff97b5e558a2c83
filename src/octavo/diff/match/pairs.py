"""One block in both revisions -> what differs in it: words, marks, links, notes, picture."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from math import isqrt

from octavo.blocks.block import Block, BlockPicture, Span
from octavo.diff.match.events import Event, Spot, tell_place
from octavo.diff.match.wording import Alphabet, Word, fold_words, words_and_pictures_of
from octavo.diff.match.words import Compared, Edit, compare_words, unequal
from octavo.finished.foreign import EMBEDDED

SAME_LOOK = 4.0
"""Mean difference of grey values (of 255) up to which two pictures look the same at a glance."""
Labels = Mapping[tuple[str, str], tuple[str, str]]
"""(chapter, label) of notes in the old revision -> in the new one."""
APART = ("link", "lang", "look")
"""Names of what holds for words and is told by itself."""
Formats = frozenset[tuple[str, str, int, int]]


def differences(old: Block, new: Block, level: str) -> Iterator[Event]:
    """Yield what differs in a block; ``level`` is that of its words."""
    here = Event(level, "edited", (Spot.of(old),), (Spot.of(new),), name=_name(old, new))
    if old.kind == "code":
        yield from _of_code(old, new, here)
        return
    if old.kind == "image":
        yield from _of_picture(old, new, here)
        return
    same = (old.text, old.marks, old.links) == (new.text, new.marks, new.links)
    if not same:
        found = compare_words(old.text, new.text)
        yield from _of_words(old, new, here, found)
        yield from _of_marks(old, new, here, found)
    if old.language != new.language:
        yield _tell_change(here, "language", "edited", old.language, new.language)


def _name(old: Block, new: Block) -> str:
    if old.shape != "blocks":
        return ""
    return old.name if old.name == new.name else " → ".join(sorted((old.name, new.name)))


def _tell_change(here: Event, level: str, change: str, before: str, after: str) -> Event:
    return Event(level, change, here.old, here.new, before, after, here.name)


def _of_words(old: Block, new: Block, here: Event, found: Compared) -> Iterator[Event]:
    level, change = here.level, "renamed" if old.family == "heading" else "edited"
    level = "structure" if old.family == "heading" else level
    if found.edits:
        yield Event(level, change, here.old, here.new, old.text, new.text, here.name, found.edits)
    elif old.text != new.text:
        yield _tell_change(here, "typography", "spelling", old.text, new.text)


def _of_code(old: Block, new: Block, here: Event) -> Iterator[Event]:
    if old.text != new.text:
        edits = tuple(_line_edits(old, new))
        yield Event("code", "edited", here.old, here.new, old.text, new.text, edits=edits)
    if old.name != new.name:
        yield Event("code", "language", here.old, here.new, old.name, new.name)
    if old.marked != new.marked and old.text == new.text:
        lines = _tell_lines(old.marked), _tell_lines(new.marked)
        yield Event("code", "marked", here.old, here.new, *lines)


def _tell_lines(lines: Sequence[int]) -> str:
    return ", ".join(map(str, lines))


def _line_edits(one: Block, other: Block) -> Iterator[Edit]:
    """Yield the lines that differ, with their places."""
    old, new, lines = one.text.split("\n"), other.text.split("\n"), Alphabet()
    for start, end, begin, stop in unequal(lines.spell(old), lines.spell(new)):
        yield Edit(
            "\n".join(old[start:end]),
            "\n".join(new[begin:stop]),
            sum(len(line) + 1 for line in old[:start]),
            sum(len(line) + 1 for line in new[:begin]),
            (
                _tell_line(one, min(start, len(old) - 1)),
                _tell_line(other, min(begin, len(new) - 1)),
            ),
        )


def _tell_line(block: Block, number: int) -> str:
    place = block.place_of_line(number)
    return tell_place(place) if place else ""


def _of_picture(old: Block, new: Block, here: Event) -> Iterator[Event]:
    if words_folded(old.text) != words_folded(new.text):
        edits = compare_words(old.text, new.text).edits
        yield Event("alt", "edited", here.old, here.new, old.text, new.text, edits=edits)
    elif old.text != new.text:
        yield _tell_change(here, "typography", "spelling", old.text, new.text)
    if old.name != new.name:
        change = "edited" if old.name and new.name else "added" if new.name else "removed"
        yield Event("link", change, here.old, here.new, old.name, new.name)
    if old.picture and new.picture:
        yield from picture_events(old.picture, new.picture, here.old, here.new)


def words_folded(text: str) -> list[str]:
    """Return the words and signs of a text, folded."""
    return fold_words(text)


def picture_events(
    old: BlockPicture, new: BlockPicture, spots: tuple[Spot, ...], others: tuple[Spot, ...]
) -> Iterator[Event]:
    """Yield what became of a picture's file."""
    is_named = not (old.path.startswith(EMBEDDED) or new.path.startswith(EMBEDDED))
    if old.path != new.path and is_named:
        yield Event("asset", "renamed", spots, others, old.path, new.path)
    is_anew = old.is_set != new.is_set and not (old.pixels and new.pixels)
    if old.sha256 == new.sha256 or is_anew:
        return
    if old.pixels and old.pixels == new.pixels:
        yield Event("typography", "re-encoded", spots, others, old.path, new.path)
        return
    sizes = [f"{each.path} ({each.width} x {each.height})" for each in (old, new)]
    has_new_size = (old.width, old.height) != (new.width, new.height)
    is_alike = bool(old.look and new.look) and _distance(old.look, new.look) <= SAME_LOOK
    if is_alike and old.is_set != new.is_set:
        return  # an edition scales pictures to their rooms
    change = "resized" if has_new_size and is_alike else "changed"
    share = ""
    if old.look and new.look and change == "changed":
        share = f"({_share_of_other(old.look, new.look)} % of it other: "
        share += f"{_region_of_other(old.look, new.look)})"
    yield Event("asset", change, spots, others, sizes[0], sizes[1], share)


def _share_of_other(old: bytes, new: bytes) -> int:
    """Return how much of a picture looks otherwise, as per cent of its places; 1 at the least."""
    others = sum(abs(one - other) > SAME_LOOK for one, other in zip(old, new, strict=True))
    return max(round(100 * others / len(old)), 1)


def _region_of_other(old: bytes, new: bytes) -> str:
    """Return where a picture looks otherwise: from where to where across it, and down it."""
    side = isqrt(len(old))
    others = [n for n, (a, b) in enumerate(zip(old, new, strict=True)) if abs(a - b) > SAME_LOOK]
    told = []
    for name, places in (
        ("across", [n % side for n in others]),
        ("down", [n // side for n in others]),
    ):
        first, last = min(places, default=0), max(places, default=side - 1) + 1
        told.append(f"{round(100 * first / side)}–{round(100 * last / side)} % {name}")
    return ", ".join(told)


def _distance(old: bytes, new: bytes) -> float:
    return sum(abs(one - other) for one, other in zip(old, new, strict=True)) / len(old)


def _of_marks(old: Block, new: Block, here: Event, found: Compared) -> Iterator[Event]:
    """Yield changed marks, links and languages of words that both texts have."""
    pairs = found.equal
    cuts = [(e.old_start, e.new_start) for e in found.edits]
    olds = _formats([one for one, _ in pairs], [*_own(old, [n for n, _ in cuts]), *old.links])
    news = _formats([other for _, other in pairs], [*_own(new, [n for _, n in cuts]), *new.links])
    told: list[tuple[str, str]] = []
    seen: set[tuple[str, str, tuple[int, int]]] = set()
    kinds = (("link", {"link"}), ("language", {"lang"}), ("look", {"look"}), ("mark", set[str]()))
    for level, names in kinds:
        for before, after, run in _runs(pairs, olds, news, names):
            if level == "link":
                run = _whole_link(new, run, after)
                is_same = (before, after, run) in seen
                seen.add((before, after, run))
                if is_same:
                    continue
                told.append((before, after))
            words = new.text[slice(*run)]
            change = "look" if level == "look" else _way(before, after)
            level = "mark" if level == "look" else level
            yield Event(level, change, here.old, here.new, before, after, words)
    yield from _other_links(old, new, here, told, found.edits)


def _whole_link(new: Block, run: tuple[int, int], address: str) -> tuple[int, int]:
    """Return from where to where the link goes that words stand in, some of which are new."""
    for span in new.links:
        if span.value == address and span.start <= run[0] and run[1] <= span.end:
            return span.start, span.end
    return run


def _own(block: Block, edits: Sequence[int]) -> Iterator[Span]:
    """Yield the marks of a block without the ends of lines at which words came or went: those are
    theirs."""
    for span in block.marks:
        if span.name != "br" or all(
            block.text[span.end : at].strip() or at < span.end for at in edits
        ):
            yield span


def _way(before: str, after: str) -> str:
    return "edited" if before and after else "added" if after else "removed"


def _formats(words: Sequence[Word], spans: Sequence[Span]) -> list[Formats]:
    """Return what holds for each word; of a part of a word, with the part's place in it."""
    found: list[set[tuple[str, str, int, int]]] = [set() for _ in words]
    starts, ends = [word.start for word in words], [word.end for word in words]
    for span in spans:
        for n in range(bisect_right(ends, span.start), bisect_left(starts, span.end)):
            part = max(span.start - starts[n], 0), min(span.end, ends[n]) - starts[n]
            is_whole = part == (0, ends[n] - starts[n])
            found[n].add((span.name, span.value, *((0, 0) if is_whole else part)))
    return [frozenset(each) for each in found]


def _runs(
    pairs: Sequence[tuple[Word, Word]],
    olds: Sequence[Formats],
    news: Sequence[Formats],
    names: set[str],
) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield (what held, what holds, from where to where in the new text) for runs of words of which
    something else holds."""

    def differ(n: int) -> tuple[str, str]:
        if olds[n] == news[n]:
            return "", ""
        return _describe(olds[n] - news[n], names), _describe(news[n] - olds[n], names)

    for (before, after), group in groupby(range(len(pairs)), differ):
        if before or after:
            run = list(group)
            yield before, after, (pairs[run[0]][1].start, pairs[run[-1]][1].end)


def _describe(formats: Formats, names: set[str]) -> str:
    chosen = [each for each in formats if (each[0] in names if names else each[0] not in APART)]
    if names:
        return ", ".join(value for _, value, *_ in sorted(chosen))
    return ", ".join(f"{name} ({value})" if value else name for name, value, *_ in sorted(chosen))


def _other_links(
    old: Block,
    new: Block,
    here: Event,
    told: Sequence[tuple[str, str]],
    edits: Sequence[Edit],
) -> Iterator[Event]:
    """Yield links that came, went or changed with their words: those must not hide in an edit. One
    has become another where the words of both stand in one edit."""
    ones = _left(old.links, new.links, [before for before, _ in told])
    others = _left(new.links, old.links, [after for _, after in told])
    olds = [(edit.old_start, edit.old_start + len(edit.before)) for edit in edits]
    news = [(edit.new_start, edit.new_start + len(edit.after)) for edit in edits]
    waiting: dict[int, list[Span]] = defaultdict(list)
    for span in reversed(others):
        waiting[_edit_of(span, news)].append(span)
    for span in ones:
        same = waiting.get(_edit_of(span, olds))
        after = same.pop() if same else None
        yield _tell_link(old, new, here, (span, after))
    remaining = {id(span) for spans in waiting.values() for span in spans}
    for span in others:
        if id(span) in remaining:
            yield _tell_link(old, new, here, (None, span))


def _left(links: Sequence[Span], others: Sequence[Span], told: Sequence[str]) -> list[Span]:
    """Return the links of one side that the other lacks, and that have not been told of."""
    missing = Counter(span.value for span in links) - Counter(span.value for span in others)
    missing -= Counter(told)
    found: list[Span] = []
    for span in links:
        if missing[span.value] > 0:
            missing[span.value] -= 1
            found.append(span)
    return found


def _edit_of(span: Span, places: Sequence[tuple[int, int]]) -> int:
    """Return in which edit a link's words stand, -1 where in none."""
    n = bisect_right(places, span.start, key=lambda place: place[1])
    while n < len(places) and places[n][0] < span.end:
        if places[n][0] < places[n][1]:
            return n
        n += 1
    return -1


def _tell_link(old: Block, new: Block, here: Event, pair: tuple[Span | None, Span | None]) -> Event:
    """Return that a link came, went or became another, with its words."""
    one, other = pair
    before, after = (span.value if span else "" for span in pair)
    block, span = (new, other) if other else (old, one)
    words = block.text[span.start : span.end] if span else ""
    told = _tell_change(here, "link", _way(before, after), before, after)
    return replace(told, name=words)


def call_events(old: Block, new: Block, same: Labels) -> Iterator[Event]:
    """Yield calls of notes that came or went although the note is in both revisions."""
    known = set(same.values())
    calls = ((old.chapter, label) for label in old.notes)
    before = Counter(same[call] for call in calls if call in same)
    after = Counter(call for n in new.notes if (call := (new.chapter, n)) in known)
    spots = (Spot.of(old),), (Spot.of(new),)
    for _, label in sorted((before - after).elements()):
        yield Event("note", "removed", *spots, before=f"[^{label}]", name=label)
    for _, label in sorted((after - before).elements()):
        yield Event("note", "added", *spots, after=f"[^{label}]", name=label)
    if before == after and (old.text or new.text):
        for label in _calls_elsewhere(old, new, same):
            yield Event("note", "call", *spots, name=label)


def _calls_elsewhere(old: Block, new: Block, same: Labels) -> Iterator[str]:
    """Yield the labels of notes that are called elsewhere in a block: behind other words."""
    if not (old.calls and new.calls) or old.shape == "grid":
        return
    found = compare_words(old.text, new.text)
    pairs = {one.start: other.start for one, other in found.equal}
    waiting: dict[str, list[int]] = defaultdict(list)
    for label, at in zip(reversed(new.notes), reversed(new.calls), strict=False):
        waiting[label].append(at)
    for name, at in zip(old.notes, old.calls, strict=False):
        _, label = same.get((old.chapter, name), ("", ""))
        if waiting[label] and _is_elsewhere(old, new, (at, waiting[label].pop()), pairs):
            yield label


def _is_elsewhere(old: Block, new: Block, at: tuple[int, int], pairs: Mapping[int, int]) -> bool:
    """Tell whether neither the word before a call is the same, nor that behind it."""
    ones, others = words_and_pictures_of(old.text), words_and_pictures_of(new.text)
    known = set(pairs.values())
    n = sum(word.end <= at[0] for word in ones)
    m = sum(word.end <= at[1] for word in others)
    before = ones[n - 1].start if n else -1, others[m - 1].start if m else -1
    after = (
        ones[n].start if n < len(ones) else -1,
        others[m].start if m < len(others) else -1,
    )
    return all(_is_other(*each, pairs, known) for each in (before, after))


def _is_other(one: int, other: int, pairs: Mapping[int, int], known: set[int]) -> bool:
    """Tell whether two words, or an end of the text (-1), are not one and the same."""
    if one < 0 or other < 0:
        return one != other
    return pairs.get(one) != other and (one in pairs or other in known)

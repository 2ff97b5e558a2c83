"""Differences -> corrections as a printer sets them: page, line, and what to read for what."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from octavo.blocks.block import Manuscript
from octavo.diff.match.events import Event
from octavo.diff.match.words import Edit
from octavo.diff.printed_lines import PrintedLines, PrintedPlace
from octavo.diff.report.entries import (
    Phrase,
    correction,
    ends_of,
    entries,
    fill,
    name_references,
    near,
    place_of,
    tell_cut,
    tell_order,
    under_new_titles,
)
from octavo.languages import Language

_END_OF_LINE = "\ue001"
"""Stands for the space between two lines of verse until they are told: no word ends there."""
Grid = Sequence[Sequence[str]]
Line = tuple[tuple[Edit, ...], str, tuple[Phrase, ...]]
"""Edits that a line of an errata list is about, their place, and what is said."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of an errata list."""

    event: Event
    edits: tuple[Edit, ...]
    """Those of the event's that it is about; () for all of it."""
    path: tuple[str, ...]
    """Titles of the sections that it stands in."""
    place: str
    """Page and line, in words of the language; '' where no place is known."""
    said: tuple[Phrase, ...]

    @property
    def key(self) -> str:
        """Return what tells it from all others of its list."""
        return f"{self.event.id} {self.edits[0].old_start if self.edits else ''}"


@dataclass(frozen=True, slots=True)
class ErrataSources:
    """What is known of the edition that is corrected, beside what differs from it."""

    printed: PrintedLines = field(default_factory=PrintedLines)
    texts: Mapping[str, str] = field(default_factory=dict)
    """Id of a picture's block, of either revision -> its alternative text."""
    tables: Mapping[str, str] = field(default_factory=dict)
    """Id of a cell or a table of the edition that is corrected -> id of the table."""
    ends: tuple[Mapping[str, Sequence[int]], Mapping[str, Sequence[int]]] = ({}, {})
    """Id of a block -> where its text has the space behind a line that the author has ended."""
    grids: tuple[Mapping[str, Grid], Mapping[str, Grid]] = ({}, {})
    """Id of a table -> the words of its cells, in the old edition and in the new one."""

    @staticmethod
    def of(old: Manuscript, new: Manuscript, printed: PrintedLines) -> "ErrataSources":
        blocks = [*new.blocks, *old.blocks]
        texts = {b.id: b.text for b in blocks if b.picture and b.text}
        grids = [b for b in old.blocks if b.rows]
        cells = {cell.id: b.id for b in grids for row in b.rows for cell in row}
        tables = {**cells, **{b.id: b.id for b in grids}}
        ends, told = (_ends(old), _ends(new)), (_grids(old), _grids(new))
        return ErrataSources(printed, texts, tables, ends, told)

    def with_ends(self, event: Event) -> Event:
        """Return an event with a sign for each end of a line in what it says."""
        if event.level != "text" or event.change != "edited":
            return event
        old, new = (
            _sign_ends(text, ends.get(spots[0].block, ()) if spots else ())
            for text, spots, ends in (
                (event.before, event.old, self.ends[0]),
                (event.after, event.new, self.ends[1]),
            )
        )
        edits = tuple(
            replace(
                edit,
                before=old[edit.old_start : edit.old_start + len(edit.before)],
                after=new[edit.new_start : edit.new_start + len(edit.after)],
            )
            for edit in event.edits
        )
        return replace(event, before=old, after=new, edits=edits)

    def line_of(self, event: Event) -> tuple[str, int]:
        """Return the word of languages for where a row stands in its table, and the number of the
        line, its heads counted; 0 for what is no row."""
        if event.old and event.old[0].kind == "row":
            return "line_number", event.old[0].row + 1
        if not (event.old and event.new) or event.new[0].kind != "row":
            return "", 0
        old = [row[:1] for row in self.grids[0].get(event.old[0].block, ())]
        new = [row[:1] for row in self.grids[1].get(event.new[0].block, ())]
        before = (head for head in reversed(new[: event.new[0].row]) if head in old)
        head = next(before, None)
        return "after_line", old.index(head) + 1 if head else 0

    def heads_of(self, event: Event) -> str:
        """Return the heads of a table that has got a column; '' for all else."""
        spot = event.new[0] if event.new and event.change == "added" else None
        if spot is None or spot.kind != "column":
            return ""
        return " | ".join(self.grids[1].get(spot.block, ((),))[0])


def _ends(side: Manuscript) -> Mapping[str, Sequence[int]]:
    ends = {b.id: [span.end for span in b.marks if span.name == "br"] for b in side.blocks}
    return {name: found for name, found in ends.items() if found}


def _sign_ends(text: str, ends: Sequence[int]) -> str:
    letters = list(text)
    for at in ends:
        letters[at : at + 1] = (
            [_END_OF_LINE] if letters[at : at + 1] == [" "] else letters[at : at + 1]
        )
    return "".join(letters)


def _grids(side: Manuscript) -> Mapping[str, Grid]:
    return {b.id: [[cell.text for cell in row] for row in b.rows] for b in side.blocks if b.rows}


def corrections(
    events: Sequence[Event], words: Language, names: Mapping[str, str], sources: ErrataSources
) -> Iterator[Correction]:
    """Yield the corrections, in the order of the events.

    ``names`` says how things are called that the text refers to by their ids.
    """
    yield from _Printer(words, names, sources).corrections(events)


@dataclass(frozen=True, slots=True)
class _Printer:
    """Puts corrections into words."""

    words: Language
    names: Mapping[str, str]
    sources: ErrataSources

    def corrections(self, events: Sequence[Event]) -> Iterator[Correction]:
        """Yield the corrections, in the order of the events."""
        for event in join_replaced(under_new_titles(events)):
            for edits, place, said in self._lines(self.sources.with_ends(event)):
                named = tuple(
                    replace(each, text=name_references(_with_strokes(each.text), self.names))
                    for each in said
                )
                spots = (*event.new, *event.old)
                yield Correction(event, edits, spots[0].path if spots else (), place, named)

    def _lines(self, event: Event) -> Iterator[Line]:
        if event.level == "asset":
            said = fill(self.words, "errata_picture", text=self._of(event))
            yield (), self._place(event, 0), said
        elif event.change == "replaced":
            said = fill(self.words, "errata_read", True, old=ends_of(event.before), new=event.after)
            yield (), self._place(event, 0), said
        elif event.change in ("split", "merged", "moved") and event.level != "table":
            yield from self._in_other_order(event)
        elif self._is_worded(event):
            yield from self._edits(event)
        elif event.change == "added" and event.level in ("text", "note") and not event.until:
            said = fill(self.words, "errata_add", True, text=event.after)
            yield (), self._place(event, 0), said
        else:
            heads = self.sources.heads_of(event)
            where = (Phrase(f" ({heads})"),) if heads else ()
            for entry in entries([event], self.words, {}):
                for line in entry.lines:
                    yield (), self._place(event, max(event.joint, 0)), (*line, *where)

    def _in_other_order(self, event: Event) -> Iterator[Line]:
        if cut := tell_cut(event, self.words):
            yield event.edits, self._place(event, 0), cut
            return
        joint = max(event.joint, 0)
        told = (), self._place(event, joint), tell_order(event, self.words)
        before = [edit for edit in event.edits if edit.old_start < joint]
        yield from self._edits(replace(event, edits=tuple(before)))
        yield told
        yield from self._edits(replace(event, edits=event.edits[len(before) :]))

    def _edits(self, event: Event) -> Iterator[Line]:
        """Yield the edits of an event, each at its place: of code line by line, else with those
        near it."""
        if event.level == "code":
            for edit in event.edits:
                yield (edit,), self._place(event, edit.old_start), self._tell_lines(edit)
            return
        for group in near(event.edits, event.before):
            old, new = correction(event, group)
            said = fill(self.words, "errata_read", True, old=old, new=new)
            yield tuple(group), self._place(event, group[0].old_start), said

    def _tell_lines(self, edit: Edit) -> tuple[Phrase, ...]:
        """Return what becomes of lines of code: whole lines, without their indent."""
        old, new = (
            [" ".join(line.split()) for line in side.split("\n") if line.strip()]
            for side in (edit.before, edit.after)
        )
        if old and new:
            told = fill(self.words, "errata_read", True, old="\n".join(old), new="\n".join(new))
        else:
            key = "errata_add" if new else "errata_delete"
            told = fill(self.words, key, True, text="\n".join(new or old))
        return tuple(each for part in told for each in self._each_line(part))

    def _each_line(self, part: Phrase) -> Iterator[Phrase]:
        """Yield a passage of several lines as that many passages."""
        for n, line in enumerate(part.text.split("\n")):
            yield from (Phrase(self.words.word("comma")),) if n else ()
            yield Phrase(line, part.is_quoted)

    def _is_worded(self, event: Event) -> bool:
        """Tell whether each of its edits is found by page and line."""
        is_cell = any(spot.kind == "cell" for spot in event.old)
        return bool(event.edits) and event.change in ("edited", "renamed") and not is_cell

    def _of(self, event: Event) -> str:
        spots = (*event.old, *event.new)
        said = next((text for s in spots if (text := self.sources.texts.get(s.block))), "")
        return said or event.before.partition(" (")[0]

    def _place(self, event: Event, at: int) -> str:
        """Return where a correction is to be made, in the edition that is corrected."""
        if event.level == "metadata":
            return self.words.word("title_page")
        if event.old:
            return self._say(self._find(event, at), event)
        behind = self.sources.printed.find_end(event.at[1]) if event.level != "note" else None
        place = self._say(behind, event, "after_line")
        note = self.words.number("note", event.numbers[1]) if event.numbers[1] else ""
        return self.words.word("comma").join(filter(None, (place, note)))

    def _find(self, event: Event, at: int) -> PrintedPlace | None:
        """Return where a character of what an event says was stands: of paragraphs that were
        joined, in which of them."""
        n, start = 0, 0
        if len(event.old) > 1:
            n = bisect_right(event.joints, at)
            start = event.joints[n - 1] if n else 0
            n = min(n, len(event.old) - 1)
        return self.sources.printed.find(event.old[n].block, event.before[start:], at - start)

    def _table(self, event: Event) -> str:
        """Return how a table is called of which a cell, a row or a column differs."""
        found = (self.sources.tables.get(spot.block, "") for spot in event.old)
        return next((self.names.get(name, "") for name in found if name), "")

    def _say(self, found: PrintedPlace | None, event: Event, line: str = "line_number") -> str:
        if found is None:
            entry = next(entries([event], self.words, self.names), None)
            page = place_of(entry, self.words) if entry else ""
            word, number = self.sources.line_of(event)
            row = self.words.word(word, number=str(number)) if number else ""
            return self.words.word("comma").join(filter(None, (page, self._table(event), row)))
        parts = [self.words.word("page_break", page=found.page)]
        parts += [self.words.number("note", found.note)] if found.note else []
        parts += [self.words.word(line, number=str(found.line))] if found.line else []
        return self.words.word("comma").join(parts)


def _with_strokes(text: str) -> str:
    """Return words with a stroke between lines of verse."""
    lines = text.strip(_END_OF_LINE).split(_END_OF_LINE)
    return " / ".join(line.strip() for line in lines) if len(lines) > 1 else lines[0]


def join_replaced(events: Sequence[Event]) -> list[Event]:
    """Return events, those as one of which one says that something went and the other that
    something came in its place: the first of what went is the first of what came."""
    gone = {id(each): each for each in events if each.change == "removed" and len(each.old) == 1}
    came = [each for each in events if each.change == "added" and len(each.new) == 1]
    pairs: dict[int, Event] = {}
    taken: set[int] = set()
    for event in came:
        other = next((g for g in gone.values() if _is_in_place_of(event, g)), None)
        if other is not None:
            del gone[id(other)]
            pairs[id(event)] = _replace(other, event)
            taken.add(id(other))
    return [pairs.get(id(each), each) for each in events if id(each) not in taken]


def _is_in_place_of(new: Event, old: Event) -> bool:
    """Tell whether something stands where something else stood, of the same kind.

    ``at`` has, on the side that lacks it, what stands before it; rows of a table have numbers.
    """
    (one,), (other,) = old.old, new.new
    if (old.level, one.kind) != (new.level, other.kind) or old.until or new.until:
        return False
    if old.level in ("structure", "mark", "link", "metadata"):
        return False
    if one.kind in ("row", "column"):
        return old.at == new.at and (one.row, one.column) == (other.row, other.column)
    ahead = new.at[0] - old.at[0], old.at[1] - new.at[1]
    return ahead[0] == ahead[1] and ahead[0] > 0


def _replace(old: Event, new: Event) -> Event:
    edits = (Edit(old.before, new.after, 0, 0),)
    text = replace(new, change="replaced", old=old.old, before=old.before, edits=edits, id=new.id)
    if new.new[0].kind not in ("row", "column"):
        return text
    cells = [", ".join(c for c in side.split(" | ") if c) for side in (old.before, new.after)]
    return replace(text, before=cells[0], after=cells[1])

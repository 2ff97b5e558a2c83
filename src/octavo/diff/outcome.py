"""Everything that ``octavo diff`` is asked for about two revisions."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from octavo.blocks.block import Manuscript
from octavo.core.output import Output, Parcel
from octavo.core.problems import Problem
from octavo.diff.attribution import Attribution, blame, revisions_of
from octavo.diff.causes import Bytes, bytes_of
from octavo.diff.explanation import Explained, explain
from octavo.diff.history import printings_between
from octavo.diff.lock_notices import lock_notices
from octavo.diff.match.compare import compare
from octavo.diff.match.events import Event
from octavo.diff.match.global_changes import gather_changes
from octavo.diff.page_changes import EQUAL, Turned
from octavo.diff.page_pictures import PagePair, leaf_through, pdf_of, pictures_of
from octavo.diff.picture_regions import with_regions
from octavo.diff.read_apart import both_accounts
from octavo.diff.report.cumulative import Printing
from octavo.diff.report.outputs import Wanted, outputs, with_pages
from octavo.diff.revision import Opened, Side, account, load, on_equal_terms, open_revision
from octavo.diff.word_counts import ChapterWords, count_words
from octavo.production.pipeline import Project


@dataclass(frozen=True, slots=True)
class Outcome:
    """What two revisions have come to."""

    old: Manuscript
    new: Manuscript
    events: tuple[Event, ...]
    """The differences; those of one kind as one, unless each is asked for."""
    details: tuple[Event, ...]
    """Each of them."""
    pages: tuple[Turned, ...] = ()
    bytes: Bytes | None = None
    explained: Explained | None = None
    written: tuple[Path, ...] = ()
    who: Mapping[str, Attribution] = field(default_factory=dict)
    """Who made each difference, by its id; where that is asked for."""
    words: tuple[ChapterWords, ...] = ()
    """Words that came and went by chapter, where that is asked for."""
    notices: tuple[Problem, ...] = ()
    """What departs from the lock, what could not be compared, and what a build of the sources
    would refuse."""

    def differs(self, levels: tuple[str, ...]) -> bool:
        """Tell whether there is a difference; of some levels only, where some are named."""
        if any(not levels or event.level in levels for event in self.details):
            return True
        has_pages = any(each.kind != EQUAL for each in self.pages)
        has_bytes = self.bytes is not None and bool(self.bytes.differing)
        return (has_pages and (not levels or "pages" in levels)) or (
            has_bytes and (not levels or "bytes" in levels)
        )

    @property
    def is_unexplained(self) -> bool:
        """Whether bytes differ although everything that went in is equal."""
        return self.bytes is not None and not self.bytes.is_explained


def outcome(sides: tuple[str, str], project: Project, wanted: Wanted, output: Output) -> Outcome:
    """Compare two revisions and write what is wanted; raises BuildFailed."""
    with _read(sides, project, wanted) as (first, second):
        one, two = on_equal_terms(first, second)
        wanted.expect_chapter(one.manuscript, two.manuscript)
        if wanted.needs_pages and isinstance(one, Opened) and isinstance(two, Opened):
            one, two = with_pages(one, two)
        details = wanted.choose(compare(one.manuscript, two.manuscript))
        if isinstance(one, Opened) and isinstance(two, Opened):
            details = with_regions(details, one, two)
        events = details
        if not wanted.full:
            events = gather_changes(details, one.manuscript, two.manuscript)
        texts = one.manuscript, two.manuscript
        each = tuple({event.id: event for event in (*details, *events)}.values())
        who = blame(sides, texts, each, project) if wanted.blame else {}
        later = _printings(one.manuscript, sides, details, project, wanted)
        pages, sheets = _leaf_through(one, two, sides, wanted)
        parcels: list[Parcel] = []
        told: tuple[Problem, ...] = ()
        if wanted.any and isinstance(one, Opened) and isinstance(two, Opened):
            told_apart = (events, details)
            made, told = outputs(one, two, told_apart, _names(*sides), wanted, sheets, who, later)
            parcels += made
    if wanted.pictures:
        parcels.append(Parcel(wanted.pictures, pictures_of(sheets)))
    output.put(*parcels)
    return Outcome(
        one.manuscript,
        two.manuscript,
        events,
        details,
        pages,
        bytes_of(*sides),
        explain(*sides, project, wanted.tools) if wanted.explain or wanted.tools else None,
        tuple(parcel.folder / name for parcel in parcels for name in parcel.files),
        who,
        count_words(*texts) if wanted.words else (),
        (*lock_notices(sides, project), *one.problems, *two.problems, *told),
    )


def _printings(
    first: Manuscript,
    sides: tuple[str, str],
    events: tuple[Event, ...],
    project: Project,
    wanted: Wanted,
) -> tuple[Printing, ...]:
    """Return the printings after the first, each with what differs in it from that; () where
    errata are not to be cumulative. Problems: E703, E704, E725, E726."""
    if not wanted.cumulative:
        return ()
    old, new = revisions_of(sides, "--cumulative")
    path = sides[1].partition(":")[2]
    found = []
    for tag in wanted.printing or printings_between(old, new, project):
        revised = compare(first, load(f"{tag}:{path}", project))
        found.append(Printing(tag, wanted.choose(revised)))
    return (*found, Printing(new, events))


@contextmanager
def _read(sides: tuple[str, str], project: Project, wanted: Wanted) -> Iterator[tuple[Side, Side]]:
    """Read two revisions as far as is wanted."""
    if not (wanted.any or wanted.pages or wanted.pictures):
        with both_accounts(sides, project) as both:
            yield both
        return
    read = open_revision if wanted.any else account
    with read(sides[0], project) as first, read(sides[1], project) as second:
        yield first, second


def _leaf_through(
    old: Side, new: Side, sides: tuple[str, str], wanted: Wanted
) -> tuple[tuple[Turned, ...], tuple[PagePair, ...]]:
    if not wanted.pages and not wanted.pictures:
        return (), ()
    return leaf_through(pdf_of(old), pdf_of(new), sides, bool(wanted.pictures or wanted.redline))


def _names(old: str, new: str) -> tuple[str, str]:
    """Return how readers are told which revisions they are: by what differs in their names.

    Revisions of git are v1.0 and v1.1; source/old/tides and source/new/tides are old and new.
    """
    names = [side.partition(":")[0] if ":" in side else side for side in (old, new)]
    parts = [
        Path(name).with_suffix("").parts[::-1] if ":" not in old + new else (name,)
        for name in names
    ]
    pairs = zip(*parts, strict=False)
    return next((pair for pair in pairs if pair[0] != pair[1]), (old, new))

"""What ``octavo diff`` writes beside what it prints: redlines, errata, CriticMarkup, a comment."""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from octavo.blocks.block import Manuscript
from octavo.checks.outside import HINT
from octavo.core.near_names import near_names
from octavo.core.output import Parcel
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.diff.attribution import Attribution
from octavo.diff.match.events import Event, Spot, tell_place
from octavo.diff.page_pictures import PagePair
from octavo.diff.paged import paginate
from octavo.diff.printed_lines import print_lines
from octavo.diff.report.changes_page import changes_page
from octavo.diff.report.critic import critic
from octavo.diff.report.cumulative import Printing
from octavo.diff.report.entries import names_of
from octavo.diff.report.errata import comment, errata
from octavo.diff.report.errata_list import ErrataSources
from octavo.diff.report.redline.redline_publication import make_redline
from octavo.diff.report.redline.woven import weave
from octavo.diff.report.redline_script import script_of, with_script
from octavo.diff.report.sarif import sarif
from octavo.diff.report.sources.decidable import name_changes
from octavo.diff.report.sources.sliced_sources import slice_sources
from octavo.diff.report.sources.source_critic import critic_of_sources
from octavo.diff.report.sources.source_patch import (
    Decisions,
    comparison_of,
    patch_of,
    read_decisions,
)
from octavo.diff.report.sources.source_slices import SlicedFile
from octavo.diff.report.tracked.word_document import track_changes
from octavo.diff.revision import Opened
from octavo.editions.pdf.presses import Presses
from octavo.finished.foreign_reader import format_of_file
from octavo.finished.loads import faults_of_page
from octavo.finished.page_policy import with_policy
from octavo.languages import Language, language
from octavo.model.metadata import USUAL
from octavo.model.publication import Publication
from octavo.production.assembly import set_publication

SHOWN = USUAL[0]
"""The format whose edition walks from change to change."""
_FILE = re.compile(r":|#| ¶")
"""What stands between a file and a place in it."""
MOST_SHEETS = 40
"""Pages whose pictures an HTML file carries: about 5 MB."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where outputs go; None for those that nobody wants."""

    redline: Path | None = None
    errata: Path | None = None
    changes: Path | None = None
    critic: Path | None = None
    comment: Path | None = None
    sarif: Path | None = None
    docx: Path | None = None
    author: str = ""
    """Who has made the changes that a .docx tracks."""
    patch: Path | None = None
    decisions: Path | None = None
    """Which changes are made in the patch: a file that the page of a redline has written."""
    pictures: Path | None = None
    pages: bool = False
    explain: bool = False
    tools: bool = False
    blame: bool = False
    words: bool = False
    cumulative: bool = False
    printing: tuple[str, ...] = ()
    """Tags of the printings between the two; () for all tags between them."""
    only: tuple[str, ...] = ()
    """Levels that are told; () for all."""
    full: bool = False
    """Whether each difference is told by itself, also where it was made throughout."""
    chapter: str = ""
    """Title of a chapter or section, or name of a file, of which alone is told; '' for all."""

    @property
    def any(self) -> bool:
        written = (self.critic, self.sarif, self.changes, self.docx, self.patch)
        return any((self.needs_pages, *written))

    @property
    def files(self) -> tuple[Path | None, ...]:
        """Return the files that are written, but for the redline's."""
        lists = (self.errata, self.changes, self.comment, self.sarif)
        return (*lists, self.critic, self.patch, self.docx)

    def choose(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Return the differences that are to be told."""
        return tuple(each for each in events if self._is_chosen(each))

    def _is_chosen(self, event: Event) -> bool:
        if self.only and event.level not in self.only:
            return False
        return not self.chapter or self.chapter.casefold() in _homes((*event.new, *event.old))

    def expect_chapter(self, *texts: Manuscript) -> None:
        """Raise BuildFailed where no text has the chapter of which alone is to be told (E727)."""
        spots = [Spot.of(block) for each in texts for block in each.blocks]
        headings = {b.text.casefold(): b.text for t in texts for b in t.blocks if b.level >= 0}
        homes = _homes(spots) | headings
        if not self.chapter or self.chapter.casefold() in homes:
            return
        near = near_names(self.chapter.casefold(), homes, 1)
        hint = f"did you mean “{homes[near[0]]}”?" if near else "name it by its title, or its file"
        said = f"neither revision has a chapter or a section “{self.chapter}”"
        raise BuildFailed([Problem("E727", Place("--chapter"), said, hint)])

    @property
    def needs_pages(self) -> bool:
        return any((self.redline, self.errata, self.comment))


def _homes(spots: Sequence[Spot]) -> dict[str, str]:
    """Return the titles and the files that spots stand in, as they are compared -> as they are."""
    titles = (title for spot in spots for title in spot.path)
    files = (_FILE.split(spot.place)[0].rpartition("/")[2] for spot in spots)
    return {name.casefold(): name for name in (*titles, *files) if name}


def with_pages(old: Opened, new: Opened) -> tuple[Opened, Opened]:
    """Return two revisions with the pages of their PDF editions; raises BuildFailed.

    Of a finished edition the pages that it tells.
    """
    both = [each if each.format else paginate(each, Presses()) for each in (old, new)]
    return both[0], both[1]


def outputs(  # noqa: PLR0913  (two revisions, what differs, what is known beside it)
    old: Opened,
    new: Opened,
    found: tuple[Sequence[Event], Sequence[Event]],
    names: tuple[str, str],
    wanted: Wanted,
    sheets: Sequence[PagePair] = (),
    who: Mapping[str, Attribution] | None = None,
    printings: Sequence[Printing] = (),
) -> tuple[list[Parcel], tuple[Problem, ...]]:
    """Return the files that are wanted, by the folder that each goes to, and notices.

    ``found``: the differences with those of one kind as one, and each by itself, as programs show
    them. What cannot be made takes nothing else with it.
    Problems: E714 (notice: a redline that could not be made as it should).
    """
    words = language(new.workshop, new.publication.config.language)
    title = words.word("changes_from", old=names[0], new=names[1])
    parcels: list[Parcel] = []
    problems: tuple[Problem, ...] = ()
    if wanted.redline:
        cloth = weave(old, new)
        is_of_sources = not (old.format or new.format)
        files = name_changes(cloth, slice_sources(old, new)) if is_of_sources else ()
        publication = make_redline(old, new, found[0], words, title, who or {}, cloth, names)
        made, problems = _redline(new, publication, words, sheets, files)
        parcels.append(Parcel(wanted.redline, made))
    parcels += _lists(old, new, found, names, wanted, printings)
    parcels += _texts(old, new, found[0], wanted)
    return parcels, problems


def _lists(
    old: Opened,
    new: Opened,
    found: tuple[Sequence[Event], Sequence[Event]],
    names: tuple[str, str],
    wanted: Wanted,
    printings: Sequence[Printing],
) -> Iterator[Parcel]:
    """Yield what lists the differences: errata, a page of changes, a comment, SARIF."""
    events, details = found
    words = language(new.workshop, new.publication.config.language)
    both = [names_of(each.publication, words) for each in (old, new)]
    named = {**both[0], **both[1]}
    title = words.word("changes_from", old=names[0], new=names[1])
    if wanted.errata:
        sources = ErrataSources.of(old.manuscript, new.manuscript, print_lines(old, Presses()))
        yield _file(wanted.errata, errata(events, words, title, named, sources, printings))
    if wanted.changes:
        yield _file(wanted.changes, changes_page(old, new, events, names[0], wanted.changes, words))
    if wanted.comment:
        yield _file(wanted.comment, comment(events, words, title, named))
    if wanted.sarif:
        keys = _places_of_keys(details, [each for each in (new, old) if not each.format])
        yield _file(wanted.sarif, sarif(details, keys))


def _places_of_keys(events: Sequence[Event], sides: Sequence[Opened]) -> dict[str, str]:
    """Return where keys of the metadata stand, in the first of the files that have them: each by
    itself, or with those that it stands in."""
    found: dict[str, str] = {}
    for event in events:
        parts = event.name.split(".") if event.level == "metadata" else []
        names = [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
        places = (_place_of_key(side, name) for name in names for side in sides)
        place = next(filter(None, places), "")
        if place:
            found[event.name] = place
    return found


def _place_of_key(side: Opened, name: str) -> str:
    """Return file:line of a key; '' where the file does not have it."""
    place = side.publication.config.places.get(name)
    if place is None:
        return ""
    folder = side.manuscript.folder
    return tell_place(replace(place, path=f"{folder}/{place.path}" if folder else place.path))


def _texts(old: Opened, new: Opened, events: Sequence[Event], wanted: Wanted) -> Iterator[Parcel]:
    """Yield the text with its changes: CriticMarkup, a patch, a document of a word processor."""
    words = language(new.workshop, new.publication.config.language)
    if wanted.critic:
        yield _file(wanted.critic, _critic(old, new, words))
    if wanted.patch:
        yield _file(wanted.patch, _patch(old, new, wanted.decisions))
    if wanted.docx:
        told = track_changes(old, new, weave(old, new), events, words, wanted.author)
        yield Parcel(wanted.docx.parent, {wanted.docx.name: told})


def _file(path: Path, text: str) -> Parcel:
    return Parcel(path.parent, {path.name: text.encode("utf-8", "surrogateescape")})


def _critic(old: Opened, new: Opened, words: Language) -> str:
    """Return CriticMarkup: of two sources in their own words, of others as they are read."""
    if old.format or new.format:
        return critic(weave(old, new).root, words)
    return critic_of_sources(slice_sources(old, new), words)


def _patch(old: Opened, new: Opened, path: Path | None) -> str:
    """Return a patch of the old source; raises BuildFailed (E719)."""
    finished = next((each for each in (old, new) if each.format), None)
    if finished is not None:
        place, hint = Place(finished.manuscript.name), "name two publications or Markdown files"
        message = "a patch is of Markdown, and this is none"
        raise BuildFailed([Problem("E719", place, message, hint)])
    files = name_changes(weave(old, new), slice_sources(old, new))
    decided = Decisions()
    if path is not None:
        decided = read_decisions(path.read_bytes(), path.as_posix(), files)
    return patch_of(files, decided)


def _redline(
    new: Opened,
    publication: Publication,
    words: Language,
    sheets: Sequence[PagePair],
    files: Sequence[SlicedFile],
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Return the redline's editions by file name, and what was said against them."""
    made, problems = _make_each(new, publication)
    slug = publication.config.slug
    found = {name: data for name, data in made.items() if name.startswith(f"{slug}.")}
    script = script_of(new.workshop, bool(files))
    for page in [name for name in found if format_of_file(Path(name)) == SHOWN]:
        shown = with_sheets(found[page], sheets, words)
        sources = _as_data(files) if files else None
        text = with_script(shown, script, new.workshop, words, sources)
        found[page] = with_policy(text, script=script).encode()
        if faults := look_at_redline(found[page], script, publication):
            del found[page]
            problems = (*problems, *_tell_faults(publication, SHOWN, faults))
    return found, problems


def look_at_redline(page: bytes, script: str, publication: Publication) -> list[Problem]:
    """Return what the finished page runs or loads beside the script of ours. Problems: E311."""
    place = Place(publication.config.path)
    told = dict.fromkeys(faults_of_page(page, script))
    return [Problem("E311", place, f"the redline {what}", HINT) for what in told]


def _make_each(
    new: Opened, publication: Publication
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Return the editions of a redline; one that cannot be made takes none with it."""
    try:
        built = set_publication(new.workshop, publication, is_draft=True)
        faults = [each for each in built.problems if each.severity == "error"]
        if not _reaches_out(faults):
            return dict(built.files), _tell_faults(publication, "", faults)
    except BuildFailed:
        pass
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for edition in publication.config.metadata.editions:
        try:
            built = set_publication(new.workshop, publication, None, (edition.name,), True)
            faults = [each for each in built.problems if each.severity == "error"]
            files |= {} if _reaches_out(faults) else built.files
        except BuildFailed as failure:
            faults = list(failure.problems)
        problems += _tell_faults(publication, edition.name, faults)
    return files, tuple(problems)


def _reaches_out(faults: Sequence[Problem]) -> bool:
    """Tell whether an edition runs or loads something: it is not written then."""
    return any(each.code == "E311" for each in faults)


def _tell_faults(
    publication: Publication, edition: str, faults: Sequence[Problem]
) -> tuple[Problem, ...]:
    """Return one notice of all that a build would have against a redline."""
    if not faults:
        return ()
    first = faults[0]
    more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
    what = f"the redline's {edition} edition" if edition else "the redline"
    message = f"{what} is not as an edition should be: {first.code} {first.message}{more}"
    hint = "read its HTML, which holds all changes; the other outputs are not touched by it"
    return (Problem("E714", Place(publication.config.path), message, hint, "notice"),)


def _as_data(files: Sequence[SlicedFile]) -> dict[str, object]:
    """Return the sources as the page keeps them."""
    told = [[each.old, each.new, [piece.as_data() for piece in each.slices]] for each in files]
    return {"comparison": comparison_of(files), "files": told}


def with_sheets(page: bytes, sheets: Sequence[PagePair], words: Language) -> bytes:
    """Return the redline's HTML with pictures of the pages that differ, before beside after.

    The script lays one over the other, as far as a slider says.
    """
    if not sheets:
        return page
    shown = "\n".join(_figure(sheet, words) for sheet in sheets[:MOST_SHEETS])
    more = f"<p>… + {len(sheets) - MOST_SHEETS}</p>" if len(sheets) > MOST_SHEETS else ""
    name = escape(words.word("page_list"))
    section = f'<section class="redline-pages" aria-label="{name}">\n{shown}\n{more}</section>'
    return page.decode().replace("</main>", f"{section}\n</main>", 1).encode()


def _figure(sheet: PagePair, words: Language) -> str:
    label = escape(words.word("page_break", page=sheet.label))
    pictures = "".join(
        f'<img class="redline-{side}" alt="{sign} {label}" src="{_address(data)}">'
        for side, sign, data in (("before", "\u2212", sheet.old), ("after", "+", sheet.new))
        if data
    )
    caption = f"<figcaption>{label} ({sheet.kind})</figcaption>"
    return f'<figure class="redline-pair">{caption}<div>{pictures}</div></figure>'


def _address(data: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"

"""What ``octavo diff`` writes beside what it prints: redlines, errata, CriticMarkup, a comment."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from octavo.checks.outside import HINT
from octavo.constructs.construct_table import CONSTRUCTS
from octavo.core.output import Parcel
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.workshop import Workshop
from octavo.diff.match.events import Event
from octavo.diff.page_pictures import PagePair
from octavo.diff.paged import paginate
from octavo.diff.report.critic import critic
from octavo.diff.report.entries import names_of
from octavo.diff.report.errata import comment, errata
from octavo.diff.report.redline.redline_publication import make_redline
from octavo.diff.report.redline.woven import weave
from octavo.diff.report.sarif import sarif
from octavo.diff.revision import Opened
from octavo.editions.pdf.presses import Presses
from octavo.finished.foreign_reader import format_of_file
from octavo.finished.loads import faults_of_page
from octavo.finished.page_policy import with_policy
from octavo.languages import Language, language
from octavo.model.metadata import USUAL
from octavo.model.publication import Publication
from octavo.production.assembly import set_publication

SCRIPT, SHEET = "shared/redline.js", "shared/redline-bar.css"
SHOWN = USUAL[0]
"""The format whose edition walks from change to change."""
MOST_SHEETS = 40
"""Pages whose pictures an HTML file carries: about 5 MB."""
WORDS = (
    *"changes previous next text section".split(),
    *(each.name for each in CONSTRUCTS if each.is_called),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where outputs go; None for those that nobody wants."""

    redline: Path | None = None
    errata: Path | None = None
    critic: Path | None = None
    comment: Path | None = None
    sarif: Path | None = None
    pictures: Path | None = None
    pages: bool = False
    explain: bool = False
    tools: bool = False
    only: tuple[str, ...] = ()
    """Levels that are told; () for all."""
    chapter: str = ""
    """Title of a chapter or section, or name of a file, of which alone is told; '' for all."""

    @property
    def any(self) -> bool:
        return any((self.needs_pages, self.critic, self.sarif))

    def choose(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Return the differences that are to be told."""
        return tuple(each for each in events if self._is_chosen(each))

    def _is_chosen(self, event: Event) -> bool:
        if self.only and event.level not in self.only:
            return False
        spots = (*event.new, *event.old)
        titles = {title.casefold() for spot in spots for title in spot.path}
        files = {spot.place.partition(":")[0].rpartition("/")[2] for spot in spots}
        return not self.chapter or self.chapter.casefold() in titles | files

    @property
    def needs_pages(self) -> bool:
        return any((self.redline, self.errata, self.comment))


def with_pages(old: Opened, new: Opened) -> tuple[Opened, Opened]:
    """Return two revisions with the pages of their PDF editions; raises BuildFailed.

    Of a finished edition the pages that it tells.
    """
    both = [each if each.format else paginate(each, Presses()) for each in (old, new)]
    return both[0], both[1]


def outputs(
    old: Opened,
    new: Opened,
    events: Sequence[Event],
    names: tuple[str, str],
    wanted: Wanted,
    sheets: Sequence[PagePair] = (),
) -> tuple[list[Parcel], tuple[Problem, ...]]:
    """Return the files that are wanted, by the folder that each goes to, and notices.

    What cannot be made takes nothing else with it. Problems: E714 (notice: a redline that could
    not be made as it should).
    """
    words = language(new.workshop, new.publication.config.language)
    title = words.word("changes_from", old=names[0], new=names[1])
    both = [names_of(each.publication, words) for each in (old, new)]
    named = {**both[0], **both[1]}
    parcels: list[Parcel] = []
    problems: tuple[Problem, ...] = ()
    if wanted.redline:
        made, problems = _redline(old, new, events, words, title, sheets)
        parcels.append(Parcel(wanted.redline, made))
    if wanted.errata:
        parcels.append(_file(wanted.errata, errata(events, words, title, named)))
    if wanted.critic:
        parcels.append(_file(wanted.critic, critic(weave(old, new).root, words)))
    if wanted.comment:
        parcels.append(_file(wanted.comment, comment(events, words, title, named)))
    if wanted.sarif:
        parcels.append(_file(wanted.sarif, sarif(events)))
    return parcels, problems


def _file(path: Path, text: str) -> Parcel:
    return Parcel(path.parent, {path.name: text.encode()})


def _redline(
    old: Opened,
    new: Opened,
    events: Sequence[Event],
    words: Language,
    title: str,
    sheets: Sequence[PagePair],
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Return the redline's editions by file name, and what was said against them."""
    publication = make_redline(old, new, events, words, title)
    made, problems = _make_each(new, publication)
    slug = publication.config.slug
    found = {name: data for name, data in made.items() if name.startswith(f"{slug}.")}
    script = (new.workshop.inputs.find(SCRIPT, "templates") or b"").decode()  # ours, whoever asks
    for page in [name for name in found if format_of_file(Path(name)) == SHOWN]:
        shown = with_sheets(found[page], sheets, words)
        found[page] = with_script(shown, script, new.workshop, words)
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


def with_script(page: bytes, script: str, workshop: Workshop, words: Language) -> bytes:
    """Return the redline's HTML with the script that walks from change to change.

    It works without one; the edition that was checked has none.
    """
    sheet = (workshop.template(SHEET) or b"").decode()
    told = escape(json.dumps({name: words.word(name) for name in WORDS}, ensure_ascii=False))
    tag = f'<script data-words="{told}">{script}</script>\n</body>'
    text = page.decode().replace("</head>", f"<style>\n{sheet}</style>\n</head>", 1)
    whole = with_policy(text.replace("</body>", tag), script=script)
    return whole.encode()

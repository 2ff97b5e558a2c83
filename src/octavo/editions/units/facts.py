"""What templates may say: metadata made ready for one edition, in the publication's language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Self
from urllib.parse import urljoin

from octavo.core.workshop import Workshop
from octavo.editions.order import Order, sample_of
from octavo.editions.units.json_ld import write_json_ld
from octavo.editions.units.licences import licence_address, licence_name
from octavo.editions.units.running_heads import WORK, fit_head
from octavo.fonts.bundled import families
from octavo.languages import Language
from octavo.model.metadata import Contributor, Edition, Metadata
from octavo.model.publication import Publication, Target, TocEntry
from octavo.transforms.logo import PATHS as LOGOS

_NUMBER = re.compile(r"[\d.]*")
NAMED_ROLES = ("edt", "trl", "ill", "pht")


@dataclass(frozen=True, slots=True)
class Isbn:
    edition: str
    number: str
    line: str


@dataclass(frozen=True, slots=True)
class TocNode:
    """A line of the contents with the lines below it."""

    entry: TocEntry
    children: Sequence["TocNode"]


@dataclass(frozen=True, slots=True)
class CaptionList:
    """A list of figures, tables or listings: its title, and what it lists in reading order."""

    title: str
    kind: str
    entries: Sequence[Target]


class EditionName(str):
    """An edition as templates know it: it is compared and set as the name of its format."""

    __slots__ = ("_edition", "id")
    _edition: Edition
    id: str
    """The edition id, which all editions of a build share."""

    def __new__(cls, edition: Edition, id_: str) -> Self:
        name = super().__new__(cls, edition.format)
        name._edition, name.id = edition, id_
        return name

    @property
    def format(self) -> str:  # type: ignore[override]  # nobody fills in "pdf" with values
        """Return html, epub, pdf, or what a plugin makes."""
        return self._edition.format

    @property
    def name(self) -> str:
        """Return format and variant: pdf, pdf-print."""
        return self._edition.name

    @property
    def variant(self) -> str:
        """Return what the name has after the format: print, sample; '' for the main edition."""
        return self._edition.variant

    @property
    def is_site(self) -> bool:
        """Whether this is an HTML edition of many pages, each with a first-level heading."""
        return bool(self._edition.split)


@dataclass(frozen=True, slots=True)
class Derived:
    """What is worked out for one edition: nothing that publication.yaml says as it is."""

    slug: str
    """Name of the publication's folder."""
    identifier: str
    direction: str
    date: str
    """In words of the language; '' of a file without a date, as the two that follow."""
    date_iso: str
    year: str
    authors: Sequence[Contributor]
    """Those of the byline."""
    byline: str
    credits: Sequence[str]
    """Lines such as "Edited by …" for contributors who are not authors."""
    biographies: Sequence[Contributor]
    series: str
    """Its name and number."""
    licence: str
    """The name of the licence, where it is known; its code elsewhere."""
    licence_url: str
    isbns: Sequence[Isbn]
    cite: str
    is_trade: bool
    """Whether its imprint is that of a trade book: a novel, not a work that is cited."""
    printing: str
    """What a trade book's imprint says of its edition: "2nd, revised"; '' of a mere number."""
    is_article: bool
    """Whether the title of the work is that of its text, whose headings are one level below."""
    is_sample: bool
    """Whether the edition holds only some of the publication's texts."""
    sample_of: str
    """A sentence that says so."""
    cover: str
    """Path of the picture that is shown: the metadata's, or the one that was drawn."""
    logo: str
    """Path of the mark of the house; '' for none."""
    card: str
    """Address of the picture that social media show: beside the page, where its own is known."""
    fonts: str
    """The families of the theme in words: "Literata and Fira Sans"."""
    designers: str
    running_title: str
    """The title as running heads have it: short enough for one line."""
    toc: Sequence[TocNode]
    lists: Sequence[CaptionList]
    """Lists of figures, tables and listings that the metadata asks for."""
    work_type: str
    """Article, Report or Book, in the words of schema.org."""
    linked_data: str
    """JSON-LD that says what the work is."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Every name that a template may use (the handbook lists them, and what is in each)."""

    metadata: Metadata
    """What publication.yaml says; of its editions it has this one alone. Its date is None only of
    a file that has none."""
    edition: EditionName
    words: Mapping[str, str]
    """The words of the interface in the publication's language."""
    derived: Derived

    def with_cover(self, path: str) -> "Facts":
        """Return the same with another picture as the cover."""
        return replace(self, derived=replace(self.derived, cover=path))

    def with_faces(self, fonts: str, designers: str) -> "Facts":
        """Return the same set in other faces than those of its theme, or in the reader's own."""
        return replace(self, derived=replace(self.derived, fonts=fonts, designers=designers))


def facts(workshop: Workshop, publication: Publication, order: Order, card: str = "") -> Facts:
    """Return what the templates of one edition may say of a publication that was cut for it.

    ``card``: the name that a picture for social media has beside the edition, '' for none.
    """
    config = publication.config
    own = (order.edition,)  # a list of all would not be in what the edition is remembered by
    return Facts(
        metadata=replace(config.metadata, date=config.date, editions=own),
        edition=EditionName(order.edition, order.edition_id),
        words=order.words.words,
        derived=_derive(workshop, publication, order, card),
    )


def _derive(workshop: Workshop, publication: Publication, order: Order, card: str) -> Derived:
    theme, words = order.theme, order.words
    config, data = publication.config, publication.config.metadata
    authors = [person for person in data.contributors if person.role in ("aut", "cre", "ctb")]
    kind, licence_url = theme.work, licence_address(data.licence)
    fonts, designers = faces_in_words(workshop, theme.families, words)
    byline = words.join([person.name for person in authors])
    year = str(config.date.year) if config.date else ""
    return Derived(
        slug=config.slug,
        identifier=config.identifier,
        direction=words.direction,
        date=words.date(config.date) if config.date else "",
        date_iso=config.date.isoformat() if config.date else "",
        year=year,
        authors=authors,
        byline=byline,
        credits=_credits(data, words),
        biographies=[person for person in data.contributors if person.biography],
        series=_series(data, words),
        licence=licence_name(data.licence, data.language),
        licence_url=licence_url,
        isbns=_isbns(data, words),
        cite=_cite(data, byline, year, words, kind),
        is_trade=_is_trade(data, kind),
        printing="" if _NUMBER.fullmatch(data.version) else data.version,
        is_article=publication.first_heading > 1,
        is_sample=publication.is_sample,
        sample_of=sample_of(publication, words),
        cover=data.cover,
        logo=next((path for path in LOGOS if path in publication.assets), ""),
        card=urljoin(data.identifiers.url, card) if card and data.identifiers.url else "",
        fonts=fonts,
        designers=designers,
        running_title=fit_head(workshop, theme, data.short_title or data.title, WORK),
        toc=nest(publication.toc),
        lists=_lists(publication, words),
        work_type=kind,
        linked_data=write_json_ld(config, kind, licence_url),
    )


def _is_trade(data: Metadata, kind: str) -> bool:
    """Tell a trade book: nobody numbers its sections, lists its tables, or gives it a DOI."""
    is_reference = data.numbering == "sections" or data.lists or data.identifiers.doi
    return kind == "Book" and not is_reference


def faces_in_words(workshop: Workshop, names: Iterable[str], words: Language) -> tuple[str, str]:
    """Return faces in words, and who drew them."""
    known = families(workshop)
    shown = [name for name in names if "Display" not in name]
    return words.join(shown), "; ".join(known[name].designers for name in shown)


def _lists(publication: Publication, words: Language) -> list[CaptionList]:
    """Return the lists that the metadata asks for."""
    found = []
    for name in publication.config.metadata.lists:
        kind = name.removesuffix("s")
        entries = [each for each in publication.captions if each.kind == kind]
        if entries:
            found.append(CaptionList(words.word(f"list_of_{name}"), kind, entries))
    return found


def nest(entries: Sequence[TocEntry]) -> tuple[TocNode, ...]:
    """Return the flat contents as a tree."""
    nodes: list[TocNode] = []
    n = 0
    while n < len(entries):
        deeper = n + 1
        while deeper < len(entries) and _is_below(entries[deeper], entries[n]):
            deeper += 1
        nodes.append(TocNode(entries[n], nest(entries[n + 1 : deeper])))
        n = deeper
    return tuple(nodes)


def _is_below(entry: TocEntry, other: TocEntry) -> bool:
    return entry.level > other.level and not entry.closes_part


def _credits(data: Metadata, words: Language) -> list[str]:
    lines = []
    for role in (*NAMED_ROLES, "oth"):
        names = [
            person.name
            for person in data.contributors
            if person.role == role
            or (role == "oth" and person.role not in (*NAMED_ROLES, "aut", "cre", "ctb"))
        ]
        if names:
            lines.append(words.word(f"role_{role}", names=words.join(names)))
    return lines


def _series(data: Metadata, words: Language) -> str:
    if data.series is None:
        return ""
    if not data.series.number:
        return data.series.name
    return words.word("series_number", name=data.series.name, number=data.series.number)


def _isbns(data: Metadata, words: Language) -> list[Isbn]:
    known = reversed(asdict(data.identifiers.isbn).items())  # the printed book's first
    names = {"print": words.word("edition_print")}
    return [
        Isbn(key, isbn, words.word("isbn", isbn=isbn, edition=names.get(key, key.upper())))
        for key, isbn in known
        if isbn
    ]


def _cite(data: Metadata, byline: str, year: str, words: Language, work: str) -> str:
    """Return a plain reference: Names (year), Title: subtitle, series, place: house, address.

    Books are told with their subtitles. Without names the title stands first, the year after it.
    """
    colon, comma = words.word("colon"), words.word("comma")
    parts = (data.title, data.subtitle if work == "Book" else "")
    title = colon.join(each for each in parts if each)
    house = colon.join(each for each in (data.place, data.publisher) if each)
    doi = (
        f"https://doi.org/{data.identifiers.doi}" if data.identifiers.doi else data.identifiers.url
    )
    head, then = (byline, title) if byline else (title, "")
    named = (f"{head} ({year})" if year else head, then, _series(data, words), house, doi)
    told = comma.join(each for each in named if each)
    return told if told.endswith((".", "?", "!", "…")) else f"{told}."

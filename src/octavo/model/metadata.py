"""What publication.yaml can say: frozen, slotted; every field is one key."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from octavo.model.formats import format_name

Split = Literal["", "chapters"]
Numbering = Literal["none", "chapters", "sections"]
Headings = Literal["keep", "shift"]
USUAL = ("html", "epub", "pdf")
"""Formats of the editions that a publication has if it does not say."""

_FORBID: Mapping[str, object] = {"extra": "forbid", "use_attribute_docstrings": True}


@dataclass(frozen=True, slots=True)
class Contributor:
    name: str
    """The name as the title page gives it."""
    role: str = "aut"
    """MARC relator code: aut, edt, trl, ill, pht, …"""
    orcid: str = ""
    """0000-0000-0000-0000, without the address."""
    affiliation: str = ""
    """The house the contributor writes from."""
    biography: str = ""
    """One paragraph of plain text, set at the end of every edition."""
    __pydantic_config__: ClassVar[Mapping[str, object]] = _FORBID


@dataclass(frozen=True, slots=True)
class Isbns:
    html: str = ""
    """ISBN of the HTML edition."""
    epub: str = ""
    """ISBN of the EPUB edition."""
    pdf: str = ""
    """ISBN of the PDF edition."""
    print: str = ""
    """ISBN of the printed edition."""
    __pydantic_config__: ClassVar[Mapping[str, object]] = _FORBID


@dataclass(frozen=True, slots=True)
class Identifiers:
    isbn: Isbns = Isbns()
    """One ISBN an edition."""
    doi: str = ""
    """10.…/…, without the address."""
    url: str = ""
    """Where the publication lives on the web."""
    __pydantic_config__: ClassVar[Mapping[str, object]] = _FORBID


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    """Name of the series."""
    number: str = ""
    """The publication's number in it."""
    __pydantic_config__: ClassVar[Mapping[str, object]] = _FORBID


@dataclass(frozen=True, slots=True)
class Accessibility:
    conforms_to: str = ""
    """A claim that a person makes: "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"."""
    certified_by: str = ""
    """Who makes the claim."""
    summary: str = ""
    """A written summary; computed from the content when it is left out."""
    __pydantic_config__: ClassVar[Mapping[str, object]] = _FORBID


@dataclass(frozen=True, slots=True)
class Notes:
    pdf: Literal["foot", "chapter", "end"] = "foot"
    """foot of the page, end of the chapter, or end of the publication."""
    epub: Literal["popup", "chapter", "end"] = "popup"
    """beside the text, at the end of the chapter, or at the end of the publication."""
    html: Literal["chapter", "end"] = "chapter"
    """end of the chapter, or end of the page."""
    __pydantic_config__: ClassVar[Mapping[str, object]] = _FORBID


@dataclass(frozen=True, slots=True)
class Edition:
    """One output of the publication: a format, or a variant of a format."""

    name: str
    """html, epub or pdf; a variant has a name of its own after it: pdf-print, epub-sample."""
    files: tuple[str, ...] = ()
    """The files of the publication that it holds; all of them when left out."""
    notes: str = ""
    """Where it sets its notes, if not where its format does."""
    split: Split = ""
    """HTML: a site with a page for each chapter, navigation and search, not one page for all."""
    style: str = ""
    """Style sheet laid over all others: large-print, or templates/NAME.css of your own."""
    standard: Literal["", "a-2a", "a-3a", "a-4"] = ""
    """PDF: the archival standard that it keeps; a-2a when left out."""
    page: str = ""
    """PDF: the size of its pages: a4, a5, b5, letter, trade; the publication's when left out."""
    bleed_mm: float = 0.0
    """PDF: how far grounds and pictures run over the edge of the trimmed page."""
    cover: bool = True
    """PDF: whether its pages begin with the cover; false makes the block that a printer binds."""
    wraps: str = ""
    """PDF: the edition whose block this cover goes round: back, spine and front on one sheet."""
    paper: str = ""
    """Cover: the paper of the block, which makes the spine: 90 gsm, 90 gsm volume 1.5, 0.12 mm."""
    spine_mm: float = 0.0
    """Cover: the width of the spine, where the printer has told it."""
    __pydantic_config__: ClassVar[Mapping[str, object]] = _FORBID

    @property
    def format(self) -> str:
        return format_name(self.name)

    @property
    def variant(self) -> str:
        """Return what the name has after the format; '' for the format's main edition."""
        return self.name.partition("-")[2]

    @property
    def label(self) -> str:
        """Return how messages call it: PDF, pdf-print."""
        return self.name if self.variant else self.name.upper()

    @property
    def title(self) -> str:
        """Return how readers are offered it: PDF, PDF (large)."""
        return f"{self.format.upper()} ({self.variant})" if self.variant else self.format.upper()

    def file(self, slug: str) -> str:
        """Return the name of the edition's file, tides.pdf or tides-print.pdf; of a site, its
        first page: tides-site/index.html."""
        stem = f"{slug}-{self.variant}" if self.variant else slug
        return f"{stem}/index.html" if self.split else f"{stem}.{self.format}"

    def files_of(self, slug: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the edition's own files among those of a publication, by their names."""
        name = self.file(slug)
        folder = name.removesuffix("index.html")
        return {
            path: data
            for path, data in files.items()
            if path == name or (self.split and path.startswith(folder))
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the publication, as publication.yaml lists it."""

    file: str
    """Path of the Markdown file, told from the publication's folder."""
    role: str = ""
    """What the file is: chapter, preface, appendix, …; by default from the file's name."""
    draft: bool = False
    """Not ready: left out of all editions but those that are built with --draft."""
    __pydantic_config__: ClassVar[Mapping[str, object]] = _FORBID


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """A chapter (``file``) or a part with its chapters (``part``, ``chapters``)."""

    file: str = ""
    """Path of a chapter's Markdown file."""
    role: str = ""
    """What the file is; a chapter by default."""
    draft: bool = False
    """Not ready: left out of all editions but those that are built with --draft."""
    part: str = ""
    """Title of a part."""
    chapters: tuple[Entry, ...] = ()
    """The chapters of the part."""
    __pydantic_config__: ClassVar[Mapping[str, object]] = _FORBID


@dataclass(frozen=True, slots=True)
class Metadata:
    """What publication.yaml says; every field is one key."""

    octavo: int
    """Version of this schema: 1."""
    title: str
    """Title of the publication."""
    language: str
    """Language of the text, as a BCP 47 tag: en-GB, de, fr-CH."""
    theme: str = "brief"
    """Visual design: a folder of templates/ (brief, book, report)."""
    short_title: str = ""
    """Title for running heads, where the whole is too long for them."""
    subtitle: str = ""
    """Subtitle of a book or a report, standfirst of a brief."""
    date: dt.date | None = None
    """Date of publication, YYYY-MM-DD; needed unless SOURCE_DATE_EPOCH is set."""
    version: str = ""
    """What the author calls this state: "2nd, revised"."""
    contributors: tuple[Contributor, ...] = ()
    """Who made it, in the order of the title page."""
    identifiers: Identifiers = Identifiers()
    """ISBN, DOI, URL; a UUIDv5 is derived when none is given."""
    publisher: str = ""
    """The publishing house."""
    place: str = ""
    """Place of publication."""
    rights: str = ""
    """Copyright line."""
    licence: str = ""
    """Licence, as an SPDX identifier: CC-BY-4.0."""
    description: str = ""
    """Two or three sentences for catalogues and previews."""
    subjects: tuple[str, ...] = ()
    """Subject headings for catalogues."""
    keywords: tuple[str, ...] = ()
    """Search words."""
    series: Series | None = None
    """The series the publication belongs to."""
    cover: str = ""
    """Path of a cover picture; without it the cover is set from the metadata."""
    page: str = ""
    """Size of the pages with its margins: a4, a5, b5, letter, trade; the theme's when left out."""
    draft: bool = False
    """A draft says so on its title page and in its running feet."""
    numbering: Numbering = "none"
    """What is numbered: none, chapters, or chapters and sections."""
    headings: Headings = "keep"
    """What becomes of levels of headings: keep, or shift, which leaves none out."""
    dedication: str = ""
    """Dedication, set on a page of its own in a book."""
    accessibility: Accessibility = Accessibility()
    """Claims that only a person can make."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Words for {{name}} in the text."""
    notes: Notes = Notes()
    """Where each edition sets its notes."""
    lists: tuple[str, ...] = ()
    """Lists that a book sets after its contents."""
    hyphenation: tuple[str, ...] = ()
    """Exceptions of hyphenation: ta-ble, Oc-ta-vo."""
    editions: tuple[Edition, ...] = tuple(map(Edition, USUAL))
    """Which editions are made: formats by name, and variants of them."""
    plugins: tuple[str, ...] = ()
    """Steps and checks that installed wheels bring, by their names: code that runs."""
    front: tuple[Entry, ...] = ()
    """Files before the body: preface, foreword, introduction, …"""
    body: tuple[BodyEntry, ...] = ()
    """Chapters and parts."""
    ignore: tuple[str, ...] = ()
    """Files that lie in the folder and are no part of the publication: notes/, todo*.md."""
    back: tuple[Entry, ...] = ()
    """Files after the body: appendix, glossary, afterword, …"""
    __pydantic_config__: ClassVar[Mapping[str, object]] = _FORBID

"""The data that flows through a build: frozen, slotted, no behaviour beyond looking things up."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import ClassVar, Literal

from octavo.problems import Place, Problem
from octavo.tree import Element

Format = Literal["html", "epub", "pdf"]
Numbering = Literal["none", "chapters", "sections"]
MATTERS = ("front", "body", "back")

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
class Entry:
    """One file of the publication, as publication.yaml lists it."""

    file: str
    """Path of the Markdown file, told from the publication's folder."""
    role: str = ""
    """What the file is: chapter, preface, appendix, …; by default from the file's name."""
    __pydantic_config__: ClassVar[Mapping[str, object]] = _FORBID


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """A chapter (``file``) or a part with its chapters (``part``, ``chapters``)."""

    file: str = ""
    """Path of a chapter's Markdown file."""
    role: str = ""
    """What the file is; a chapter by default."""
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
    draft: bool = False
    """A draft says so on its title page and in its running feet."""
    numbering: Numbering = "none"
    """What is numbered: none, chapters, or chapters and sections."""
    dedication: str = ""
    """Dedication, set on a page of its own in a book."""
    accessibility: Accessibility = Accessibility()
    """Claims that only a person can make."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Words for {{name}} in the text."""
    notes: Notes = Notes()
    """Where each edition sets its notes."""
    lists: tuple[Literal["figures", "tables", "listings"], ...] = ()
    """Lists that a book sets after its contents."""
    hyphenation: tuple[str, ...] = ()
    """Exceptions of hyphenation: ta-ble, Oc-ta-vo."""
    editions: tuple[Format, ...] = ("html", "epub", "pdf")
    """Which editions are made."""
    front: tuple[Entry, ...] = ()
    """Files before the body: preface, foreword, introduction, …"""
    body: tuple[BodyEntry, ...] = ()
    """Chapters and parts."""
    back: tuple[Entry, ...] = ()
    """Files after the body: appendix, glossary, afterword, …"""
    __pydantic_config__: ClassVar[Mapping[str, object]] = _FORBID


@dataclass(frozen=True, slots=True)
class Config:
    """Validated metadata with the place of each key and what a build derives from it."""

    slug: str
    path: str
    """The file it was read from: publication.yaml, or the article's own Markdown."""
    metadata: Metadata
    places: Mapping[str, Place]
    """Dotted key (``contributors.0.role``) -> where its value stands."""
    epoch: int
    """Seconds since 1970, UTC: the one clock of the build."""
    identifier: str
    """urn:isbn:…, https://doi.org/…, a URL, or urn:uuid:…"""
    is_single_file: bool = False
    lines: tuple[str, ...] = ()
    """The lines of ``path`` that hold the metadata, for showing what is wrong in them."""

    def place(self, key: str) -> Place:
        return self.places.get(key, Place(self.path))

    def problem(self, code: str, key: str, message: str, hint: str) -> Problem:
        """Return a Problem at a key's value, with its line."""
        place = self.place(key)
        excerpt = self.lines[place.line - 1].rstrip() if 0 < place.line <= len(self.lines) else ""
        return Problem(code, place, message, hint, excerpt=excerpt)

    @property
    def language(self) -> str:
        return self.metadata.language

    @property
    def date(self) -> dt.date:
        return dt.datetime.fromtimestamp(self.epoch, dt.UTC).date()


@lru_cache(maxsize=4)
def _lines(content: str) -> tuple[str, ...]:
    """Return the lines of a text: each of its thousands of notes may ask for them."""
    return tuple(content.split("\n"))


@dataclass(frozen=True, slots=True)
class Text:
    """One Markdown file, decoded, with line ends ``\\n`` and without byte order mark."""

    path: str
    content: str
    first_line: int = 1
    """Number of the file's line at which ``content`` begins (after front matter)."""
    origins: tuple[Place, ...] = ()
    """Where each line of ``content`` comes from, when files were included; empty otherwise."""

    def place(self, line: int, column: int = 0) -> Place:
        """Return the place of a line of ``content`` (counted from 1) in its file."""
        if self.origins and 0 < line <= len(self.origins):
            return replace(self.origins[line - 1], column=column)
        return Place(self.path, line + self.first_line - 1 if line else 0, column)

    def line(self, number: int) -> str:
        lines = _lines(self.content)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def problem(self, code: str, message: str, hint: str, line: int, words: str = "") -> Problem:
        """Return a Problem at ``words``, looked for from ``line`` on to the end of its block."""
        number, column = self.find(line, words)
        return Problem(
            code, self.place(number, column), message, hint, excerpt=self.line(number).rstrip()
        )

    def find(self, line: int, words: str) -> tuple[int, int]:
        """Return line and column (from 1) of ``words`` at or after ``line``; column 1 if absent."""
        if not words:
            return line, 1 if line else 0
        lines = _lines(self.content)
        order = [*range(max(line, 1), len(lines) + 1), *range(1, max(line, 1))]
        for number in order:
            column = lines[number - 1].find(words)
            if column >= 0:
                return number, column + 1
        return line, 1 if line else 0


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture: its bytes stay as the author gave them unless an edition needs another form."""

    path: str
    data: bytes
    media_type: str
    width: int = 0
    """Pixels, or CSS pixels of an SVG; 0 where the file does not say."""
    height: int = 0


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the publication as a tree.

    ``body`` is a ``<body>`` element in the closed vocabulary; blocks carry ``data-line`` (a line
    of ``text``) until the last transform, and ``data-b`` (their ordinal in the publication) after.
    """

    text: Text
    slug: str
    role: str
    matter: str
    body: Element
    title: str = ""
    number: str = ""
    """The chapter's number as it is printed: 1, A; '' where it is not numbered."""
    part: int = -1
    """Index of its part in ``Publication.parts``, -1 outside parts."""

    @property
    def id(self) -> str:
        return self.slug


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    number: str
    slug: str


@dataclass(frozen=True, slots=True)
class TocEntry:
    """One line of the contents; ``level`` 0 part, 1 chapter, 2 section, 3 subsection."""

    level: int
    id: str
    chapter: str
    title: str
    number: str = ""
    closes_part: bool = False
    """True for a chapter outside parts that comes after one."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be referred to by its id."""

    id: str
    kind: str
    """chapter, part, section, figure, table, listing, note or anchor."""
    chapter: str
    number: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """The whole work after reading, ready to be cut to each edition."""

    config: Config
    chapters: tuple[Chapter, ...]
    parts: tuple[Part, ...] = ()
    assets: Mapping[str, Asset] = field(default_factory=dict)
    toc: tuple[TocEntry, ...] = ()
    targets: Mapping[str, Target] = field(default_factory=dict)
    captions: tuple[Target, ...] = ()
    """Numbered figures, tables and listings in reading order."""
    problems: tuple[Problem, ...] = ()
    """Warnings and notices so far; errors stop a step."""

    def matter(self, name: str) -> Iterator[Chapter]:
        return (chapter for chapter in self.chapters if chapter.matter == name)

    def part_opened_by(self, chapter: Chapter) -> Part | None:
        """Return the part whose first chapter this is."""
        if chapter.part < 0:
            return None
        first = next(each for each in self.chapters if each.part == chapter.part)
        return self.parts[chapter.part] if first.slug == chapter.slug else None


@dataclass(frozen=True, slots=True)
class PageMap:
    """Where things stand in the PDF edition."""

    labels: tuple[str, ...] = ()
    """The label of each page: i, ii, 1, 2."""
    starts: Mapping[str, int] = field(default_factory=dict)
    """Block ordinal (``data-b``) -> index of the page that it begins on."""
    ends: Mapping[str, int] = field(default_factory=dict)
    """Block ordinal -> index of the page that it ends on."""
    anchors: Mapping[str, int] = field(default_factory=dict)
    """Id -> index of the page that it stands on."""


@dataclass(frozen=True, slots=True)
class Made:
    """What an edition made: files by name, and facts for other editions and the manifest."""

    files: Mapping[str, bytes]
    pages: PageMap = PageMap()
    facts: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

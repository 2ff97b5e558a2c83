"""The data that flows through a build: frozen, slotted, no behaviour beyond looking things up."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate

from octavo.core.problems import Place, Problem
from octavo.markup.tree import Element
from octavo.model.formats import Format
from octavo.model.metadata import Metadata

MATTERS = ("front", "body", "back")


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
    is_loose: bool = False
    """Whether it is a file that needs no metadata: built by itself, wherever it lies."""
    unsaid: tuple[str, ...] = ()
    """Keys of a loose file that nobody gives: title, language, date."""
    is_dated: bool = True
    lines: tuple[str, ...] = ()
    """The lines of ``path`` that hold the metadata, for showing what is wrong in them."""
    formats: Mapping[str, Format] = field(default_factory=dict)
    """Name -> format, of those that publications can have here."""
    problems: tuple[Problem, ...] = ()
    """What is wrong in the metadata: with errors, the text can be looked at, but not set."""
    has_drafts: bool = False
    """Whether files that are marked as drafts are taken in."""

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
    def date(self) -> dt.date | None:
        """Return the day that editions name; None of a loose file that has none."""
        return dt.datetime.fromtimestamp(self.epoch, dt.UTC).date() if self.is_dated else None


@lru_cache(maxsize=4)
def _lines(content: str) -> tuple[str, ...]:
    """Return the lines of a text: each of its thousands of notes may ask for them."""
    return tuple(content.split("\n"))


@lru_cache(maxsize=4)
def _starts(content: str) -> tuple[int, ...]:
    """Return where each line of a text begins."""
    lengths = (len(line) + 1 for line in _lines(content)[:-1])
    return tuple(accumulate(lengths, initial=0))


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
        if not words or "\n" in words:
            return line, 1 if line else 0
        starts = _starts(self.content)
        here = starts[max(line, 1) - 1] if line <= len(starts) else len(self.content)
        at = self.content.find(words, here)
        at = at if at >= 0 else self.content.find(words, 0, here)
        if at < 0:
            return line, 1 if line else 0
        number = bisect_right(starts, at)
        return number, at - starts[number - 1] + 1


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
    of ``text``) until the last transform, and ``data-b`` (slug and number in the chapter) after.
    """

    text: Text
    slug: str
    role: str
    matter: str
    body: Element = field(repr=False)
    """The tree; no template is shown it."""
    title: str = ""
    number: str = ""
    """The chapter's number as it is printed: 1, A; '' where it is not numbered."""
    head: str = ""
    """Title for running heads, as ``{short="…"}`` gives it; '' for the title."""
    part: int = -1
    """Index of its part in ``Publication.parts``, -1 outside parts."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Ids of its text that others had before -> what they are called instead."""

    @property
    def id(self) -> str:
        return self.slug


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    number: str
    slug: str
    label: str = ""
    """How it is called by its number: Part II, II. rész."""


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
    within: str = ""
    """For an anchor: what it stands in, chapter or section, whose number and title it has."""


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
    first_heading: int = 1
    """Level of the headings with which texts begin: 2 where the metadata gives the title."""
    whole_title: str = ""
    """Of a sample: the title of the work of which it holds some texts."""
    owns_trees: bool = field(default=False, compare=False)
    """Whether nobody else holds the trees of its chapters: a step may change them as they are."""

    @property
    def is_sample(self) -> bool:
        return bool(self.whole_title)

    def matter(self, name: str) -> Iterator[Chapter]:
        return (chapter for chapter in self.chapters if chapter.matter == name)

    def titles(self) -> Iterator[str]:
        """Yield what may have marks besides the texts: titles, the dedication, those of parts."""
        yield self.config.metadata.title
        yield self.config.metadata.subtitle
        yield self.config.metadata.dedication
        yield from (part.title for part in self.parts)

    def part_opened_by(self, chapter: Chapter) -> Part | None:
        """Return the part whose first chapter this is."""
        if chapter.part < 0:
            return None
        first = next(each for each in self.chapters if each.part == chapter.part)
        return self.parts[chapter.part] if first.slug == chapter.slug else None

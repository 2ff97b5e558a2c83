"""Documents made up from a seed, revisions of them with known edits, and two hands to write them.

A document is a list of sections; a hand decides what Markdown leaves open: how lines wrap, which
bullet, which quotation marks, whether links stand in the line or below.
"""

import random
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

SYLLABLES = "ka lo mi ren tor sel bru nav dim pol gar hes vun wic ost".split()


@dataclass(frozen=True)
class Hand:
    """How one author writes Markdown."""

    width: int = 90
    bullet: str = "-"
    fence: str = "```"
    quotes: str = '""'
    star: str = "*"
    links_below: bool = False


ONE = Hand()
OTHER = Hand(47, "*", "~~~", "“”", "_", True)


@dataclass(frozen=True)
class Part:
    """A block: its kind, and its sentences, items, rows or lines."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    title: str
    parts: tuple[Part, ...]
    level: int = 2


@dataclass(frozen=True)
class Document:
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()

    def written(self, hand: Hand = ONE) -> str:
        """Return the document in Markdown."""
        scribe = _Scribe(hand)
        blocks = [text for section in self.sections for text in scribe.section(section)]
        blocks += [f"[^n{n}]: {scribe.words(note)}" for n, note in enumerate(self.notes)]
        blocks += [f"[ref{n}]: {target}" for n, target in enumerate(scribe.targets)]
        return "\n\n".join(blocks) + "\n"


@dataclass
class _Scribe:
    hand: Hand
    targets: list[str] = field(default_factory=list)

    def section(self, section: Section) -> list[str]:
        title = f"{'#' * section.level} {section.title}"
        return [title, *(getattr(self, f"_{part.kind}")(part) for part in section.parts)]

    def words(self, text: str) -> str:
        """Return words with their quotation marks, stresses and links: ‹q:…›, ‹e:…›, ‹l:…|…›."""
        opening, closing = self.hand.quotes
        text = text.replace("‹q:", opening).replace("q›", closing)
        text = text.replace("‹e:", self.hand.star).replace("e›", self.hand.star)
        while "‹l:" in text:
            before, _, rest = text.partition("‹l:")
            inner, _, after = rest.partition("l›")
            label, _, target = inner.partition("|")
            text = f"{before}[{label}]{self._target(target)}{after}"
        return text

    def _target(self, target: str) -> str:
        if not self.hand.links_below:
            return f"({target})"
        self.targets.append(target)
        return f"[ref{len(self.targets) - 1}]"

    def _wrapped(self, text: str, indent: str = "") -> str:
        lines = textwrap.wrap(
            self.words(text), self.hand.width, break_long_words=False, break_on_hyphens=False
        )
        return f"\n{indent}".join(lines)

    def _p(self, part: Part) -> str:
        return self._wrapped(" ".join(part.lines))

    def _ul(self, part: Part) -> str:
        return "\n".join(f"{self.hand.bullet}   {self._wrapped(t, '    ')}" for t in part.lines)

    def _ol(self, part: Part) -> str:
        return "\n".join(f"{n}.  {self._wrapped(t, '    ')}" for n, t in enumerate(part.lines, 1))

    def _quote(self, part: Part) -> str:
        return "> " + self._wrapped(" ".join(part.lines), "> ")

    def _code(self, part: Part) -> str:
        return "\n".join([self.hand.fence + "python", *part.lines, self.hand.fence])

    def _table(self, part: Part) -> str:
        head, *rows = part.lines
        rule = "|".join(["---"] * (head.count("|") + 1))
        return "\n".join(f"| {row} |" for row in (head, rule, *rows))


class Author:
    """Makes up documents, and revises them; the same seed, the same words."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._count = 0

    def word(self) -> str:
        self._count += 1
        syllables = (self.random.choice(SYLLABLES) for _ in range(self.random.randint(2, 3)))
        return "".join(syllables)

    def unused(self) -> str:
        """Return a word that stands nowhere else."""
        self._count += 1
        return f"quix{self._count}"

    def sentence(self) -> str:
        words = [self.word() for _ in range(self.random.randint(7, 14))]
        at = self.random.randrange(1, len(words) - 1)
        sort = self.random.randrange(8)
        if sort == 0:
            words[at] = f"‹q:{words[at]}q›"
        elif sort == 1:
            words[at] = f"‹e:{words[at]}e›"
        elif sort == 2:
            words[at] = f"‹l:{words[at]}|https://example.org/{words[at]}l›"
        return " ".join(words).capitalize() + "."

    def paragraph(self) -> Part:
        return Part("p", tuple(self.sentence() for _ in range(self.random.randint(4, 6))))

    def part(self) -> Part:
        sort = self.random.randrange(9)
        if sort < 5:
            return self.paragraph()
        if sort < 7:
            items = tuple(self.sentence() for _ in range(self.random.randint(3, 5)))
            return Part("ul" if sort == 5 else "ol", items)
        if sort == 7:
            return Part("quote", (self.sentence(), self.sentence()))
        return Part("p", ("It is so, they said, and it was so.",))  # stands in many places

    def table(self) -> Part:
        rows = [f"{self.word()} | {self.random.randint(1, 99)} | {self.word()}" for _ in range(6)]
        return Part("table", ("Name | Height | Keeper", *rows))

    def code(self) -> Part:
        return Part("code", tuple(f"{self.word()} = {n}" for n in range(5)))

    def document(self, sections: int = 5) -> Document:
        """Return a document whose second section ends with a table, the third with code."""
        made = []
        for n in range(sections):
            parts = [self.paragraph(), *(self.part() for _ in range(4)), self.paragraph()]
            parts += [self.table()] if n == 1 else [self.code()] if n == 2 else []
            made.append(Section(" ".join(self.word() for _ in range(3)).capitalize(), tuple(parts)))
        first = made[0].parts[0]
        linked = "See ‹l:the list|https://example.org/oldl› there.[^n0] And again.[^n1]"
        called = Part("p", (*first.lines, linked))
        made[0] = replace(made[0], parts=(called, *made[0].parts[1:]))
        return Document(tuple(made), (self.sentence(), self.sentence()))


def with_part(document: Document, section: int, at: int, *parts: Part) -> Document:
    """Return the document with ``parts`` in the place of one part (counted from the end if < 0)."""
    old = document.sections[section].parts
    at %= len(old)
    new = replace(document.sections[section], parts=(*old[:at], *parts, *old[at + 1 :]))
    return _with_section(document, section, new)


def _with_section(document: Document, at: int, *new: Section) -> Document:
    sections = document.sections
    return replace(document, sections=(*sections[:at], *new, *sections[at + 1 :]))


def _reworded(text: str, author: Author) -> str:
    return f"{author.unused().capitalize()} {text.partition(' ')[2]}"


def edit_word(document: Document, author: Author) -> Document:
    part = document.sections[3].parts[0]
    lines = (_reworded(part.lines[0], author), *part.lines[1:])
    return with_part(document, 3, 0, replace(part, lines=lines))


def remove_paragraph(document: Document, author: Author) -> Document:
    return with_part(document, 3, 0)


def add_paragraph(document: Document, author: Author) -> Document:
    return with_part(document, 3, 0, document.sections[3].parts[0], author.paragraph())


def move_paragraph(document: Document, author: Author) -> Document:
    moved, last = document.sections[3].parts[0], document.sections[0].parts[-1]
    return with_part(with_part(document, 3, 0), 0, -1, moved, last)


def move_and_edit(document: Document, author: Author) -> Document:
    return move_paragraph(edit_word(document, author), author)


def split_paragraph(document: Document, author: Author) -> Document:
    part = document.sections[3].parts[0]
    halves = Part("p", part.lines[:2]), Part("p", part.lines[2:])
    return with_part(document, 3, 0, *halves)


def rename_section(document: Document, author: Author) -> Document:
    new = replace(document.sections[2], title=f"{author.unused()} and {author.unused()}")
    return _with_section(document, 2, new)


def move_section(document: Document, author: Author) -> Document:
    one, *others = document.sections
    return replace(document, sections=(one, others[-1], *others[:-1]))


def move_and_rename_section(document: Document, author: Author) -> Document:
    last = replace(document.sections[-1], title=f"{author.unused()} or {author.unused()}")
    return move_section(replace(document, sections=(*document.sections[:-1], last)), author)


def remove_section(document: Document, author: Author) -> Document:
    return _with_section(document, 3)


def split_and_edit(document: Document, author: Author) -> Document:
    return split_paragraph(edit_word(document, author), author)


def add_section(document: Document, author: Author) -> Document:
    new = Section(author.unused().capitalize(), (author.paragraph(), author.paragraph()))
    return _with_section(document, 2, document.sections[2], new)


def lower_section(document: Document, author: Author) -> Document:
    return _with_section(document, 4, replace(document.sections[4], level=3))


def edit_cell(document: Document, author: Author) -> Document:
    table = document.sections[1].parts[-1]
    cells = table.lines[2].split(" | ")
    row = " | ".join([cells[0], "4711", cells[2]])
    return with_part(document, 1, -1, Part("table", (*table.lines[:2], row, *table.lines[3:])))


def add_row(document: Document, author: Author) -> Document:
    table = document.sections[1].parts[-1]
    row = f"{author.unused()} | 815 | {author.unused()}"
    return with_part(document, 1, -1, Part("table", (*table.lines[:4], row, *table.lines[4:])))


def add_column(document: Document, author: Author) -> Document:
    table = document.sections[1].parts[-1]
    rows = tuple(f"{author.unused()} | {row}" for row in table.lines)
    return with_part(document, 1, -1, Part("table", rows))


def edit_code(document: Document, author: Author) -> Document:
    code = document.sections[2].parts[-1]
    return with_part(document, 2, -1, Part("code", (*code.lines[:3], "changed = 9", code.lines[4])))


def edit_note(document: Document, author: Author) -> Document:
    first, second = document.notes
    return replace(document, notes=(first, _reworded(second, author)))


def stress_words(document: Document, author: Author) -> Document:
    part = document.sections[3].parts[-1]
    first, space, rest = part.lines[0].partition(" ")
    lines = (f"‹e:{first}e›{space}{rest}", *part.lines[1:])
    return with_part(document, 3, -1, replace(part, lines=lines))


def lead_elsewhere(document: Document, author: Author) -> Document:
    part = document.sections[0].parts[0]
    lines = tuple(line.replace("example.org/old", "example.org/new") for line in part.lines)
    return with_part(document, 0, 0, Part("p", lines))


Revision = Callable[[Document, Author], Document]
REVISIONS: Sequence[tuple[Revision, list[tuple[str, str]]]] = (
    (edit_word, [("text", "edited")]),
    (remove_paragraph, [("text", "removed")]),
    (add_paragraph, [("text", "added")]),
    (move_paragraph, [("text", "moved")]),
    (move_and_edit, [("text", "edited"), ("text", "moved")]),
    (split_paragraph, [("text", "split")]),
    (rename_section, [("structure", "renamed")]),
    (split_and_edit, [("text", "split")]),
    (move_section, [("structure", "moved")]),
    (move_and_rename_section, [("structure", "moved"), ("structure", "renamed")]),
    (remove_section, [("structure", "removed")]),
    (add_section, [("structure", "added")]),
    (lower_section, [("structure", "relevelled")]),
    (edit_cell, [("table", "edited")]),
    (add_row, [("table", "added")]),
    (add_column, [("table", "added")]),
    (edit_code, [("code", "edited")]),
    (edit_note, [("note", "edited")]),
    (stress_words, [("mark", "added")]),
    (lead_elsewhere, [("link", "edited")]),
)
"""How a document is revised, and how that must be told."""
LAST = (move_section, move_and_rename_section, remove_section, add_section)
"""Revisions after which a section is another one by its number."""


def some(author: Author, count: int) -> list[Revision]:
    """Return some revisions; those last that change which section is which."""
    chosen = [revise for revise, _ in author.random.sample(list(REVISIONS), count)]
    return sorted(chosen, key=lambda revise: revise in LAST)

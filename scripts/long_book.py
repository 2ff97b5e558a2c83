"""Publications of any size for measuring, the same every time: a book of N pages, N briefs.

    python scripts/long_book.py FOLDER --pages 1000
    python scripts/long_book.py FOLDER --briefs 500

Writes a project into FOLDER. No paragraph of a book occurs twice; it has notes, tables, figures,
captioned listings that float, and on each page a reference to another page.
"""

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

BOOK = "harbour-years"
IN_CHAPTER = 25
"""Pages of a chapter."""
WORDS = 198
"""Words that fill a page of the theme ``book`` with the things that stand on it."""
ROOM = {"table": 62, "figure": 78, "listing": 58, "list": 10, "": 0}
"""Words that a thing takes the room of."""
A_SECTION = 3
"""Pages of a section."""
ADJECTIVES = (
    "old grey narrow salt early quiet broken northern patient tidal upper wooden rusty honest "
    "distant hollow weathered lower formal stubborn foggy careful borrowed crowded slender "
    "unwritten ancient slack familiar measured leaky bright"
).split()
NOUNS = (
    "harbour ledger keeper lantern pilot breakwater gauge schooner warehouse signal customs-house "
    "mooring channel tide cable surveyor anchor parish dredger bollard almanac beacon cargo quay "
    "fishery chandler regatta storm inlet barometer captain committee"
).split()
VERBS = (
    "followed measured outlasted described repaired crossed abandoned recorded inherited doubted "
    "carried governed answered surrounded photographed sheltered replaced troubled remembered "
    "financed inspected exceeded delayed contradicted"
).split()
ENDS = (
    "before the spring tide|within a single winter|without any witness|at the second bell|"
    "under the new regulations|beyond the outer mark|as the registers confirm|in spite of the fog|"
    "after a long correspondence|between two inspections|along the southern shore|"
    "with remarkable patience|to nobody's surprise|for the rest of the century"
).split("|")
LINKS = ("and", "but", "while", "because", "although", "until", "so that", "where")


class Dice:
    """Choices that follow from a name alone."""

    def __init__(self, name: str) -> None:
        self._name, self._turn = name, 0

    def number(self, most: int) -> int:
        """Return a whole number below ``most``."""
        self._turn += 1
        made = hashlib.blake2b(f"{self._name}/{self._turn}".encode(), digest_size=8)
        return int.from_bytes(made.digest(), "big") % most

    def one(self, words: Sequence[str]) -> str:
        """Return one of the words."""
        return words[self.number(len(words))]


@dataclass(frozen=True, slots=True)
class LongBook:
    """A book of about so many pages."""

    pages: int

    @property
    def chapters(self) -> int:
        return max(1, self.pages // IN_CHAPTER)

    def text(self, chapter: int) -> str:
        """Return the Markdown of a chapter, counted from 1."""
        title = _title(Dice(f"chapter {chapter}"))
        leaves = (self._leaf(chapter, leaf) for leaf in range(IN_CHAPTER))
        return "\n\n".join([f"# {title} {{#chapter-{chapter}}}", *leaves]) + "\n"

    def pictures(self, chapter: int) -> Iterator[tuple[str, str]]:
        """Yield name and SVG of the pictures of a chapter."""
        for leaf in range(IN_CHAPTER):
            if _thing(leaf) == "figure":
                yield f"{chapter}-{leaf}.svg", _drawing(Dice(f"drawing {chapter}.{leaf}"))

    def names(self) -> dict[str, str]:
        """Return what a reference says, by its target."""
        found = {}
        for chapter in range(1, self.chapters + 1):
            for leaf in range(0, IN_CHAPTER, A_SECTION):
                found[f"#s-{chapter}-{leaf}"] = f"Section {chapter}.{leaf // A_SECTION + 1}"
            for kind, short in (("table", "tbl"), ("figure", "fig"), ("listing", "lst")):
                leaves = [leaf for leaf in range(IN_CHAPTER) if _thing(leaf) == kind]
                for n, leaf in enumerate(leaves, 1):
                    found[f"#{short}-{chapter}-{leaf}"] = f"{kind.title()} {chapter}.{n}"
        return found

    def _leaf(self, chapter: int, leaf: int) -> str:
        """Return what fills about a page."""
        dice, thing = Dice(f"page {chapter}.{leaf}"), _thing(leaf)
        parts = []
        if leaf % A_SECTION == 0:
            parts.append(f"## {_title(dice)} {{#s-{chapter}-{leaf}}}")
        note = f"n-{chapter}-{leaf}" if leaf % 2 else ""
        words = WORDS - ROOM[thing] - (16 if note else 0) - (12 if leaf % A_SECTION == 0 else 0)
        own = {"table": "tbl", "figure": "fig", "listing": "lst"}.get(thing)
        begin = f"As [](#{own}-{chapter}-{leaf}) shows, " if own else ""
        first = prose(dice, words // 2, begin) + (f"[^{note}]" if note else "")
        parts += [first, _THINGS[thing](dice, chapter, leaf)] if thing else [first]
        parts.append(f"{prose(dice, words // 2)} {self._pointer(dice)}")
        if note:
            parts.append(f"[^{note}]: {prose(dice, 14)}")
        return "\n\n".join(parts)

    def _pointer(self, dice: Dice) -> str:
        """Return a sentence that refers to the page of a section anywhere in the book."""
        chapter = 1 + dice.number(self.chapters)
        leaf = A_SECTION * dice.number(-(-IN_CHAPTER // A_SECTION))
        return f"More of the {dice.one(NOUNS)} is told in [](#s-{chapter}-{leaf})."


def write_book(
    project: Path, pages: int, editions: Sequence[str] = ("html", "epub", "pdf")
) -> None:
    """Write a book of about so many pages into a project."""
    book, folder = LongBook(pages), project / "source" / BOOK
    (folder / "images").mkdir(parents=True)
    for chapter in range(1, book.chapters + 1):
        (folder / f"{chapter:03}.md").write_text(book.text(chapter), encoding="utf-8")
        for name, drawn in book.pictures(chapter):
            (folder / "images" / name).write_text(drawn, encoding="utf-8")
    told = _metadata("The Harbour Years", "book", editions)
    listed = "".join(f"  - {chapter:03}.md\n" for chapter in range(1, book.chapters + 1))
    told += f"numbering: sections\nbody:\n{listed}"
    (folder / "publication.yaml").write_text(told, encoding="utf-8")


def write_briefs(project: Path, many: int) -> None:
    """Write so many briefs into a project, each of its own text."""
    for n in range(1, many + 1):
        folder, dice = project / "source" / f"brief-{n:03}", Dice(f"brief {n}")
        (folder / "images").mkdir(parents=True)
        title = _title(dice)
        (folder / "images" / "1-2.svg").write_text(_drawing(dice), encoding="utf-8")
        parts = [prose(dice, 90)]
        for leaf, thing in enumerate(("", "table", "figure", ""), 1):
            parts += [f"## {_title(dice)} {{#s-{leaf}}}", f"{prose(dice, 80)}[^n-{leaf}]"]
            parts += [_THINGS[thing](dice, 1, leaf - 1)] if thing else []
            parts += [
                f"{prose(dice, 70)} See [](#s-{1 + leaf % 4}).",
                f"[^n-{leaf}]: {prose(dice, 12)}",
            ]
        (folder / "brief.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
        told = _metadata(f"{title} ({n})", "brief", ("html", "epub", "pdf"))
        (folder / "publication.yaml").write_text(f"{told}body: [brief.md]\n", encoding="utf-8")


def change_paragraph(project: Path, chapter: int, turn: int = 1) -> None:
    """Change one word of a paragraph in the middle of a chapter, so that no page moves."""
    file = project / "source" / BOOK / f"{chapter:03}.md"
    before, mark, after = file.read_text(encoding="utf-8").partition("More of the ")
    mark, after = mark + after.partition(" ")[0], " " + after.partition(" ")[2]
    other = NOUNS[(NOUNS.index(mark.split()[-1]) + turn) % len(NOUNS)]
    file.write_text(f"{before}More of the {other}{after}", encoding="utf-8")


def add_page(project: Path, chapter: int) -> None:
    """Make a chapter a page longer, by paragraphs near its end."""
    file = project / "source" / BOOK / f"{chapter:03}.md"
    dice = Dice(f"a page more of {chapter}")
    more = "\n\n".join(prose(dice, WORDS // 3) for _ in range(4))
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{more}\n", encoding="utf-8")


def prose(dice: Dice, words: int, begin: str = "") -> str:
    """Return a paragraph of about so many words."""
    made, count = begin, len(begin.split())
    while count < words:
        one = _sentence(dice)
        made += f"{one[0].upper() if not made or made[-2] == '.' else one[0]}{one[1:]}. "
        count += len(one.split())
    return made.rstrip()


def _sentence(dice: Dice) -> str:
    first = f"the {dice.one(ADJECTIVES)} {dice.one(NOUNS)} {dice.one(VERBS)}"
    second = f"the {dice.one(NOUNS)} of 1{700 + dice.number(250)} {dice.one(ENDS)}"
    if dice.number(3):
        return f"{first} {second}"
    other = f"the {dice.one(NOUNS)} {dice.one(VERBS)} *{dice.one(ADJECTIVES)}* {dice.one(NOUNS)}s"
    return f"{first} {second}, {dice.one(LINKS)} {other}"


def _title(dice: Dice) -> str:
    return f"The {dice.one(ADJECTIVES)} {dice.one(NOUNS)} and the {dice.one(NOUNS)}"


def _thing(leaf: int) -> str:
    """Return what stands on a page beside its paragraphs."""
    return ("", "table", "listing", "", "figure", "list")[leaf % 6]


def _table(dice: Dice, chapter: int, leaf: int) -> str:
    rows = "".join(
        f"| {dice.one(NOUNS).title()} | 18{dice.number(90) + 10} | {dice.number(900)} |\n"
        for _ in range(6)
    )
    caption = f"Table: The {dice.one(ADJECTIVES)} {dice.one(NOUNS)}s of {1700 + dice.number(200)}."
    head = "| Station | Since | Mean |\n|---------|:-----:|-----:|\n"
    return f"{head}{rows}\n{caption}\n{{#tbl-{chapter}-{leaf} .row-headers}}"


def _figure(dice: Dice, chapter: int, leaf: int) -> str:
    what = f"{dice.one(ADJECTIVES)} {dice.one(NOUNS)}"
    alt = f"A curve that rises and falls over twelve months, drawn from the {what}."
    picture = f"![{alt}](images/{chapter}-{leaf}.svg){{#fig-{chapter}-{leaf}}}"
    return f"{picture}\n\nFigure: The {what}, month by month."


def _listing(dice: Dice, chapter: int, leaf: int) -> str:
    name = dice.one(NOUNS).replace("-", "_")
    lines = [
        f"def {name}_{chapter}_{leaf}(heights: list[float]) -> float:",
        f'    """Return the {dice.one(ADJECTIVES)} mean, in cm."""',
        f"    base = {dice.number(1000)} / {dice.number(90) + 1}",
        f"    kept = [each for each in heights if each > {dice.number(50)}]",
        "    if not kept:",
        f'        raise ValueError("{dice.one(ADJECTIVES)} {dice.one(NOUNS)}")',
        "    return base + sum(kept) / len(kept)",
    ]
    code = "\n".join(["```python", *lines, "```"])
    caption = f"Listing: The mean of a {dice.one(ADJECTIVES)} {dice.one(NOUNS)}."
    return f"{code}\n\n{caption}\n{{#lst-{chapter}-{leaf}}}"


def _list(dice: Dice, chapter: int, leaf: int) -> str:
    return "\n".join(f"- {_sentence(dice)};" for _ in range(3))


_THINGS = {"table": _table, "figure": _figure, "listing": _listing, "list": _list}


def _drawing(dice: Dice) -> str:
    """Return a curve of twelve months, as SVG."""
    heights = [20 + dice.number(120) for _ in range(13)]
    points = " ".join(f"{30 + 28 * n},{height}" for n, height in enumerate(heights))
    months = "".join(
        f'<text x="{44 + 28 * n}" y="172" font-size="10" text-anchor="middle">{letter}</text>'
        for n, letter in enumerate("JFMAMJJASOND")
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="390" height="180" viewBox="0 0 390 180">'
        '<path d="M30 10V158H380" fill="none" stroke="#444"/>'
        f'<polyline points="{points}" fill="none" stroke="#245a7a" stroke-width="2"/>'
        f'<g font-family="sans-serif" fill="#222">{months}</g></svg>\n'
    )


def _metadata(title: str, theme: str, editions: Sequence[str]) -> str:
    return (
        f"octavo: 1\ntheme: {theme}\ntitle: {title}\nlanguage: en-GB\ndate: 2026-11-30\n"
        "contributors:\n  - name: The Harbour Board\n    role: aut\n"
        "publisher: The Harbour Board\nrights: © 2026 The Harbour Board\n"
        "description: A text that a program wrote, to be measured.\n"
        f"editions: [{', '.join(editions)}]\n"
    )


def main() -> None:
    """Write what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--briefs", type=int, default=0)
    asked = parser.parse_args()
    if asked.pages:
        write_book(asked.folder, asked.pages)
    if asked.briefs:
        write_briefs(asked.folder, asked.briefs)


if __name__ == "__main__":
    main()

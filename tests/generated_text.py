"""Running text for generated documents: words that can be found again, in every mark of a line.

Every run of words has a *mark*, a word that stands nowhere else (``w0012q``): no language
hyphenates it, no rule of typography touches it, and it must come out of every edition.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import quote

from generated_names import ADDRESSES, IDS, STEMS
from hypothesis import strategies as st

T = TypeVar("T")
ALL = frozenset({"html", "epub", "pdf"})
WORDS = (
    "tide ledger gauge harbour keeper isn't it's Corran Wasserstandsvorhersage être naïve ABQ table"
    " 12 -7 5 1901--1932 p. Dr No. z. --- -- ... “late” (seen) a/b 6'2\" & < > ; ! 1.5 %"
).split()
SCRIPTS = (
    "שלום עולם",
    "של(סוגריים)ום 12",
    "السلام عليكم",
    "سلام دنیا ۱۲۳",
    "می\u200cخواهم",
    "हिन्दी में",
    "ὕδωρ ἐστίν",
    "вода и щи",
    "Łódź ğüş ơư",
)
ODD = (
    "e\u0301a\u0308\u0323o\u0302",
    "zero\u200bwidth",
    "join\u2060er",
    "bom\ufeffmark",
    "soft\u00adhyphen",
    "thin\u2009nb\u00a0sp\u202fem\u2003sp",
    "\u202eover\u202c",
    "\u2066iso\u2069",
    "ﬁ ﬂ ﬃ",
    "½ ① ™ ℃",
    "İıẞß",
    "Q" * 150,
    "Übertragungs-" * 12,
    "https://example.org/" + "a" * 90,
    "a\u2028b",
    "a\u2029b",
    "tab\there",
)
"""Characters that look for trouble, and that the fonts have or nobody sees."""
WILD = (
    "a\u0085b",
    "\ud7ff",
    "\ue000x\ue001",
    "\ue010|\uf8ff",
    "\ufdd0",
    "\ufffd",
    "\ufffc",
    "\U0010ffff",
    "\U000e0041",
    "x\u0338\u20dd",
    "a" + "\u0301" * 30,
    "\x01",
    "\x0b\x0c",
    "\x1f",
    "\x7f",
    "\ufffe",
    "\uffff",
    "\x02wzxhzdk:0\x03",
    "\x02amp\x03",
)
"""Characters that may be refused or may come out, but must not do harm."""
UNPRINTABLE = ("漢字", "かな", "한국", "和'单引号'里", "**「内」**外", "ไทย", "ქართული")
"""Characters that no font of any theme has: E220."""
NAMED = ("😀", "👩‍👧", "\U0001f1e9\U0001f1ea", "★\ufe0f", "🎯")
"""Signs that no font has: their names stand for them, which is told and refuses nothing."""
MARK = re.compile(r"w\d{4,}q")
REFERENCE = "\ue0ff"
"""Stands for an id that is drawn when all of them are known."""
FILED = "\ue0fd"
"""Stands for the address of a file of the publication."""
SIGNED = "\ue0fe"
"""Stands for an id of Quarto's or pandoc-crossref's, with its sign."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that an edition must hold."""

    word: str
    kind: str
    """text, note, heading, caption, alternative, drawn or explanation."""
    formats: frozenset[str] = ALL
    note: str = ""
    """The file and label of the note that it stands in: only an edition that calls it has it."""
    times: int = 1
    """How often it stands in an edition at most: a note stands in each chapter that calls it."""


@dataclass
class Note:
    """A note that was called and has to be written."""

    label: str
    formats: frozenset[str]
    callers: set[str] = field(default_factory=set)
    """Labels of notes that call it: it stands where they do."""
    chapters: set[int] = field(default_factory=set)
    """Chapters whose text calls it: a file with several titles is several of them."""


@dataclass
class Pen:
    """Writes one publication: draws, counts, remembers what it has promised."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    marks: list[Mark] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    """Those ids that name the kind of thing: ``fig-id3``."""
    notes: dict[str, Note] = field(default_factory=dict)
    """Those of the file at hand, by label."""
    must: set[str] = field(default_factory=set)
    """Codes of problems that the document must have."""
    may: set[str] = field(default_factory=set)
    """Codes that it may have as well."""
    files: dict[str, str] = field(default_factory=dict)
    """Drawings that stand beside the texts, by path."""
    here: Mark = field(default_factory=lambda: Mark("", "text"))
    inside: frozenset[str] = frozenset()
    """Kinds of marks that may not be opened here."""
    is_wild: bool = False
    names: int = 0
    chapter: int = 0
    """How many titles there have been."""

    def pick(self, *values: T) -> T:
        return self.draw(st.sampled_from(values))

    def either(self, *writers: Callable[[], T]) -> T:
        """Let one of them write; the others leave no marks."""
        return self.pick(*writers)()

    def chance(self, one_in: int) -> bool:
        return bool(self.draw(st.integers(0, one_in - 1)) == one_in - 1)

    def many(self, least: int, most: int) -> range:
        return range(int(self.draw(st.integers(least, most))))

    def number(self) -> int:
        self.names += 1
        return self.names

    def name(self) -> str:
        return f"id{self.number()}"

    def odd_id(self) -> str:
        return self.pick(*IDS).format(self.name())

    def odd_path(self, data: str, end: str = ".svg") -> str:
        """Add a picture with an odd name; return its path as Markdown has it."""
        path = f"images/{self.pick(*STEMS)} {self.number()}{self.pick(end, end.upper())}"
        self.files[path] = data
        return quote(path) if set(path) & set("#?%") else self.pick(f"<{path}>", quote(path))

    @contextmanager
    def writing(self, **changes: Any) -> Iterator[None]:
        """Write marks of another kind, or for some editions only, within a ``with``."""
        before = self.here
        self.here = replace(before, **changes)
        yield
        self.here = before

    def mark(self) -> str:
        word = f"w{len(self.marks):04}q"
        self.marks.append(replace(self.here, word=word))
        return word


def words(pen: Pen) -> str:
    """Return a few words with a mark among them."""
    found = [pen.mark()]
    for _ in pen.many(0, 2):
        found.append(pen.pick(*WORDS))
    if pen.chance(16):
        found.append(pen.pick(*SCRIPTS))
    if pen.chance(12):
        found.append(pen.pick(*ODD))
    if pen.is_wild and pen.chance(4):
        found.append(_wild(pen))
    if pen.chance(3):
        found.append(pen.mark())
    return " ".join(found)


def _wild(pen: Pen) -> str:
    if pen.chance(3):
        return pen.pick(*NAMED)
    if pen.chance(2):
        pen.must.add("E220")
        return pen.pick(*UNPRINTABLE)
    pen.may |= {"E220", "E110"}
    return pen.pick(*WILD)


def _around(before: str, after: str) -> Callable[[Pen, int], str]:
    return lambda pen, depth: f"{before}{line(pen, depth - 1)}{after}"


def _bare(before: str, after: str) -> Callable[[Pen, int], str]:
    return lambda pen, depth: f"{before}{pen.mark()}{after}"


def _code(pen: Pen, depth: int) -> str:
    inner = pen.pick("--x", "a|b".replace("|", "/"), "<b>", "{{year}}", "*", "&amp;", "\\", "x  y")
    return pen.pick("`{} {}`", "``{} ` {} ``").format(pen.mark(), inner)


def _reference(pen: Pen, depth: int) -> str:
    if pen.chance(4):
        return f"[{words(pen)}]({FILED})"
    return f"[{words(pen) if pen.chance(2) else ''}](#{REFERENCE})"


def _signed(pen: Pen, depth: int) -> str:
    return f"{pen.mark()} {SIGNED}"


def _note_here(pen: Pen, depth: int) -> str:
    call = pen.mark()
    with pen.writing(kind="note"):
        return f"{call}^[{pen.pick('', 'p. 34 ', '*See* ', '12. ')}{line(pen, 1)}]"


def _formula(pen: Pen, depth: int) -> str:
    before, after = pen.pick(("$", "$"), (r"\(", r"\)"), ("$$", "$$"))
    return rf"{pen.mark()} {before}a_1^*{{{pen.mark()}}} < \frac{{1}}{{2}}{after} {pen.mark()}"


def _address(pen: Pen, depth: int) -> str:
    form = pen.pick(
        *(
            "https://example.org/{}/a--b?q=1&c=_2_",
            "www.example.org/{}",
            "<https://example.org/{}'x'>",
        ),
        *(
            "{}@example.org",
            "<mailto:{}@example.org>",
            "(https://example.org/{}).",
            "http://ex.org/é{}",
        ),
    )
    return form.format(pen.mark())


def _odd_link(pen: Pen, depth: int) -> str:
    address = pen.pick(
        *ADDRESSES,
        *(
            "<https://example.org/a b>",
            "https://example.org/ä?ö=%zz#[é]",
            "https://example.org/a%20b|c^",
        ),
        *("https://example.org/(a(b))", "mailto:a%20b@example.org", "https://[::1]:80/{x}"),
        *("https://example.org/%", "tel:+1-2", "//example.org/x", 'https://example.org/"x"'),
    )
    return f"[{words(pen)}]({address}{pen.pick('', ' (title)')})"


def _call(pen: Pen, depth: int) -> str:
    return pen.mark() + "".join(_label(pen) for _ in pen.many(1, 2))


def _label(pen: Pen) -> str:
    """Call a note of this file again, or a new one."""
    label = pen.pick(f"n{len(pen.notes) + 1}", *pen.notes)
    note = pen.notes.setdefault(label, Note(label, frozenset()))
    if pen.here.note:
        note.callers.add(pen.here.note)
    else:
        note.formats |= pen.here.formats
        note.chapters.add(pen.chapter)
    return f"[^{label}]"


def _icon(pen: Pen, depth: int) -> str:
    with pen.writing(kind="alternative"):
        words = pen.mark()
    return f"{pen.mark()} ![{words}](images/{pen.pick('one.svg', 'two.png')}){{width=24}}"


INLINE: dict[str, Callable[[Pen, int], str]] = {
    "words": lambda pen, depth: words(pen),
    "emphasis": _around("*", "*"),
    "emphasis by strokes": _around("_", "_"),
    "strong": _around("**", "**"),
    "both": _around("***", "***"),
    "struck": _around("~~", "~~"),
    "inserted": _around("^^", "^^"),
    "marked": _around("==", "=="),
    "raised": _bare("x^", "^"),
    "lowered": _bare("H~", "~O"),
    "keys": _bare("++ctrl+", "++"),
    "code": _code,
    "small capitals": _around("[", "]{.small-caps}"),
    "French": _around("*", "*{lang=fr}"),
    "Hebrew": _around("[", "]{lang=he}"),
    "Arabic": _around("[", "]{lang=ar dir=rtl}"),
    "link": _around("[", "](https://example.org/a?b=1&c=2)"),
    "mail": _around("[", "](mailto:board@example.org)"),
    "reference": _reference,
    "call": _call,
    "quoted": _around('"', '"'),
    "in single marks": _around("'", "'"),
    "small": _around("<small>", "</small>"),
    "key": _around("<kbd>", "</kbd>"),
    "title": _around("<cite>", "</cite>"),
    "span": _around('<span lang="de">', "</span>"),
    "entity": lambda pen, depth: f"{pen.mark()} &amp; &lt; &eacute; &#233; {pen.mark()}",
    "escaped": lambda pen, depth: rf"{pen.mark()} \* \_ \` \[x\] \{{ {pen.mark()}",
    "variable": lambda pen, depth: f"{pen.mark()} {{{{board}}}} {{{{year}}}}",
    "note here": _note_here,
    "formula": _formula,
    "address": _address,
    "odd link": _odd_link,
    "signed reference": _signed,
    "lowered in HTML": _around("<sub>", "</sub>"),
    "underlined": _around("<u>", "</u>"),
    "marks in attributes": _around("[", "]{.odd data-x=1 style='color: red'}"),
    "icon": _icon,
    "abbreviated": _around('<abbr title="A &quot;b&quot;">', "</abbr>"),
    "quoted in HTML": _around("<q>", "</q>"),
    "between letters": lambda pen, depth: (
        f"{pen.mark()}'in'a\"b\"{pen.mark()}«x»„y“‹z›{pen.mark()}"
    ),
    "comment": lambda pen, depth: f"{pen.mark()} <!-- unseen --> {pen.mark()}",
}
LINKS = frozenset(
    {"link", "mail", "reference", "call", "note here", "address", "odd link", "signed reference"}
)
STARS = frozenset({"emphasis", "strong", "both", "French"})
NOT_INSIDE = {
    **dict.fromkeys(LINKS, LINKS),
    "emphasis": frozenset({"emphasis", "both", "French"}),
    "French": frozenset({"emphasis", "both", "French"}),
    "strong": frozenset({"strong", "both"}),
    "both": STARS,
    "emphasis by strokes": frozenset({"emphasis by strokes"}),
    "struck": frozenset({"struck", "lowered"}),
    "inserted": frozenset({"inserted", "raised"}),
}
"""What may not stand inside a mark: the same signs would close it, and links hold no links."""


def line(pen: Pen, depth: int = 2, but: frozenset[str] = frozenset()) -> str:
    """Return inline markup in one line, of words with marks."""
    barred = pen.inside | but
    kinds = [name for name in INLINE if name not in barred] if depth > 0 else ["words"]
    runs = []
    for _ in pen.many(1, 2):
        kind = pen.pick(*kinds)
        before = pen.inside
        pen.inside = barred | NOT_INSIDE.get(kind, frozenset({kind}))
        runs.append(INLINE[kind](pen, depth))
        pen.inside = before
    return " ".join(runs)


def line_in_cell(pen: Pen) -> str:
    """Return a line for a cell of a table, in which a stroke would begin another."""
    return line(pen, 1).replace("|", r"\|")


def lines(pen: Pen, depth: int = 2) -> list[str]:
    """Return inline markup in one or more lines, as a paragraph has it."""
    found = [line(pen, depth) for _ in pen.many(1, 2)]
    if pen.chance(8):
        end = pen.pick("  ", "\\", "   ")
        found = [f"{each}{end}" for each in found[:-1]] + found[-1:]
    return found

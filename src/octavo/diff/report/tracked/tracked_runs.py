"""Pieces of a line -> runs, with w:ins, w:del, w:moveFrom and w:moveTo around them."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from octavo.diff.report.redline.marks import DEL, INS
from octavo.diff.report.tracked.tracked_lines import LinePiece, RunLook
from octavo.diff.report.tracked.word_markup import full_name, text_run, word
from octavo.markup.tree import Element

FROM, TO = "moveFrom", "moveTo"
SIDES = {DEL: DEL, FROM: DEL, INS: INS, TO: INS}
"""What stands around words -> the revision of which they are."""
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINK, IMAGE = f"{RELATIONS}/hyperlink", f"{RELATIONS}/image"
OUTSIDE = ("http:", "https:", "mailto:", "tel:", "ftp:")
PROPERTIES: Sequence[tuple[str, Mapping[str, str]]] = (
    ("b", {}),
    ("i", {}),
    ("smallCaps", {}),
    ("strike", {}),
)
"""Marks that are elements of a run's properties, in the order of the schema."""


@dataclass(slots=True)
class WordPart:
    """A part of a package that leads to others: (kind, target) -> its id in it."""

    relations: dict[tuple[str, str], str] = field(default_factory=dict)

    def relate(self, kind: str, target: str) -> str:
        return self.relations.setdefault((kind, target), f"rId{len(self.relations) + 101}")


@dataclass(slots=True)
class Revision:
    """Who has changed the text, and when: what each change says."""

    author: str
    date: str = ""
    """ISO 8601, '' where nobody knows."""
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def number(self) -> int:
        return next(self._ids)

    def change(self, name: str, *children: Element) -> Element:
        """Return an element of a change: w:ins and its like."""
        found = word(name, *children, id=self.number(), author=self.author)
        if self.date:
            found.set(full_name("date"), self.date)
        return found


_BOOKMARK = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
"""What Word takes for the name of a bookmark."""


def bookmark_name(name: str) -> str:
    """Return the name of a bookmark: letters and digits, not too long; an id that is such a name
    stays, so that its links are the same when the document comes back."""
    if _BOOKMARK.fullmatch(name):
        return name
    return f"o{hashlib.sha256(name.encode()).hexdigest()[:16]}"


class RunWriter:
    """Writes the pieces of lines as runs."""

    def __init__(
        self,
        revision: Revision,
        sign: Callable[[LinePiece, str, WordPart], list[Element]],
        remark: Callable[[str], Element | None],
        targets: frozenset[str],
    ) -> None:
        self._revision, self._sign, self._remark = revision, sign, remark
        self._targets = targets
        """Ids that have a bookmark."""

    def write(self, pieces: Iterable[tuple[LinePiece, str]], part: WordPart) -> Iterator[Element]:
        """Yield what stands in a paragraph; each piece comes with what is around it: ins …, ''."""
        for piece, around in pieces:
            if piece.remark:
                found = self._remark(piece.remark)
                yield from [found] if found is not None else []
                continue
            runs = self._runs(piece, around, part)
            for run in [self._revision.change(around, *runs)] if around else runs:
                yield self._link(piece.look.link, run, part)

    def _link(self, link: str, run: Element, part: WordPart) -> Element:
        if link.startswith(OUTSIDE):
            return word("hyperlink", run, r_id=part.relate(LINK, link))
        if link.startswith("#") and link[1:] in self._targets:
            return word("hyperlink", run, anchor=bookmark_name(link[1:]))
        return run

    def _runs(self, piece: LinePiece, around: str, part: WordPart) -> list[Element]:
        if piece.sign is not None:
            return self._sign(piece, SIDES.get(around, ""), part)
        properties = _properties(piece.look)
        is_same = piece.look.marks == piece.was.marks
        if not around and not is_same:
            change = self._revision.change("rPrChange", _properties(piece.was))
            properties.append(change)
        run = word("r", properties if len(properties) else None)
        run.extend(text_run(piece.text, around == DEL))
        return [run]


def _properties(look: RunLook) -> Element:
    """Return the properties of a run, in the order of the schema."""
    found = word("rPr")
    style = "CodeText" if "code" in look.marks else ""
    style = style or ("Hyperlink" if look.link.startswith(OUTSIDE) else "")
    if style:
        found.append(word("rStyle", val=style))
    found.extend(word(name, **each) for name, each in PROPERTIES if name in look.marks)
    if "small" in look.marks:
        found.append(word("sz", val="18"))
    if "highlight" in look.marks:
        found.append(word("highlight", val="yellow"))
    if "u" in look.marks:
        found.append(word("u", val="single"))
    for name, value in (("sub", "subscript"), ("sup", "superscript")):
        if name in look.marks:
            found.append(word("vertAlign", val=value))
    return found


def paragraph_mark(revision: Revision, around: str) -> Element | None:
    """Return the properties of a paragraph's end that only one revision has."""
    return word("rPr", revision.change(around)) if around else None


def around_of(side: str, move: str) -> str:
    """Return what stands around words of one revision, or of something that has moved."""
    if move == TO:
        return INS if side == INS else TO
    if move == FROM:
        return DEL if side == DEL else FROM
    return side

"""A tree of XHTML -> its pieces in reading order, whichever reader of Markdown made it."""

from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from octavo.source.watch.html_names import BLOCKS, HTML
from octavo.source.watch.pieces import (
    BREAK,
    CALL,
    CALL_END,
    CELL,
    KEYS,
    KEYS_END,
    LINK,
    LINK_END,
    MARKS,
    OUT_OF_REACH,
    PICTURE,
    PICTURE_END,
    SHOWS,
    TO,
    Mask,
    ReadPiece,
    address,
    code_in_one_form,
    in_one_form,
)

LEAVES = {"p": "paragraph", "dt": "term"} | {f"h{n}": "heading" for n in range(1, 7)}
_SAME = {"i": "em", "b": "strong", "s": "del", "strike": "del"}
_SILENT = frozenset("script style svg math template title".split())
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"))
_BOXES = ("admonition ", "key-points", "pull-quote", "epigraph", "verse", "dialogue", "letter")

Attributes = dict[str, str]
End = Callable[[], None]


def pieces_of(tree: bytes, mask: Mask) -> list[ReadPiece]:
    """Return the pieces of a ``<body>``, notes last, by their labels.

    ``mask`` takes the signs of extensions out of the words of a reader that does not know them.
    """
    reader = _PieceReader(mask)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.Parse(tree, True)
    notes = sorted(reader.notes.items())
    return reader.pieces + [piece for _, pieces in notes for piece in pieces]


@dataclass(slots=True)
class _List:
    """A list that is open: how its items are marked, and the number of the next."""

    style: str
    next: int
    is_empty: bool = True

    def mark(self, attributes: Attributes) -> str:
        """Return what stands before the next item."""
        if self.style == "*":
            return "*"
        if attributes.get("value", "").isdigit():
            self.next = int(attributes["value"])
        number, self.next = self.next, self.next + 1
        return attributes.get("data-mark") or _number(self.style, number)


class _PieceReader:
    """Takes the events of a parser and keeps pieces."""

    def __init__(self, mask: Mask) -> None:
        self.pieces: list[ReadPiece] = []
        self.notes: dict[str, list[ReadPiece]] = {}
        self._into = self.pieces
        self._mask = mask
        self._words: list[str] = []
        self._path: tuple[str, ...] = ()
        self._lists: list[_List] = []
        self._ends: list[End | None] = []
        """What is to be done at the end of each open element."""
        self._line = self._begun = 0
        self._silent = 0
        self._code = 0
        self._in_pre = self._in_row = False

    def text(self, data: str) -> None:
        if self._silent:
            return
        if not self._words:
            self._begun = self._line
        self._words.append(data.translate(OUT_OF_REACH) if self._code else data)

    def start(self, tag: str, attributes: Attributes) -> None:
        if self._silent or tag in _SILENT:
            self._silent += 1
            return
        if tag in BLOCKS:
            end = self._block(tag, attributes)
        else:
            end = self._inline(_SAME.get(tag, tag), attributes)
        self._ends.append(end)

    def end(self, tag: str) -> None:
        if self._silent:
            self._silent -= 1
            return
        end = self._ends.pop()
        if end:
            end()

    def _inline(self, tag: str, attributes: Attributes) -> End | None:
        if "data-line" in attributes:
            self._line = int(attributes["data-line"])
        if self._in_pre:
            return None
        if tag in MARKS:
            return self._mark(tag)
        if tag == "a":
            return self._link(attributes)
        if attributes.get("class") == "keys":
            return self._around(KEYS, KEYS_END)
        self._write(_void(tag, attributes))
        return None

    def _write(self, words: str) -> None:
        if words:
            self.text(words)

    def _around(self, opening: str, closing: str) -> End:
        self._write(opening)
        return lambda: self._write(closing)

    def _mark(self, tag: str) -> End:
        opening, closing = MARKS[tag]
        self._write(opening)
        is_code = tag == "code"
        self._code += is_code

        def end() -> None:
            self._code -= is_code
            self._write(closing)

        return end

    def _link(self, attributes: Attributes) -> End | None:
        href, kind = attributes.get("href"), attributes.get("class", "")
        if kind in ("footnote-ref", "footnote-backref"):
            if kind == "footnote-ref":
                self._write(f"{CALL}{(href or '').removeprefix('#fn-')}{CALL_END}")
            begun = len(self._words)

            def forget() -> None:
                del self._words[begun:]

            return forget
        if href is None:
            return None
        return self._around(f"{LINK}{address(href)}{TO}", LINK_END)

    def _block(self, tag: str, attributes: Attributes) -> End | None:
        if self._in_row:
            return self._in_table(tag)
        self._flush()
        if "data-line" in attributes:
            self._line = int(attributes["data-line"])
        if tag == "dt":
            return self._end_term
        if tag in LEAVES:
            return lambda: self._flush(LEAVES[tag], tag[1] if LEAVES[tag] == "heading" else "")
        special = _SPECIAL.get(tag)
        return special(self, attributes) if special else self._flush

    def _in_table(self, tag: str) -> End | None:
        """Return the end of a block in a row: all that it holds is words of a cell."""
        self._write(" ")
        return (lambda: self._write(CELL)) if tag in ("td", "th") else None

    def _flush(self, kind: str = "paragraph", label: str = "") -> None:
        """Keep the words so far as a piece, if there are any."""
        if not self._words:
            return
        words = "".join(self._words)
        self._words.clear()
        line = self._begun or self._line
        is_code = kind == "code"
        words = code_in_one_form(words) if is_code else in_one_form(words, self._mask, line)
        if words or kind in ("heading", "code"):
            self._keep(kind, label, words, line)

    def _end_term(self) -> None:
        """Keep a term; several terms of one meaning are one, as lines of it are."""
        self._flush("term")
        if [each.kind for each in self._into[-2:]] == ["term", "term"]:
            second, first = self._into.pop(), self._into.pop()
            self._keep("term", "", f"{first.words} {second.words}", first.line)

    def _keep(self, kind: str, label: str = "", words: str = "", line: int = 0) -> None:
        self._into.append(ReadPiece(kind, self._path, label, words, line or self._line))

    def _inside(self, name: str) -> End:
        """Return the end of what the following pieces stand in."""
        outside = self._path
        self._path = (*outside, name)

        def end() -> None:
            self._flush()
            self._path = outside

        return end

    def _quotation(self, attributes: Attributes) -> End:
        self._keep("quotation")
        return self._inside("quotation")

    def _definition(self, attributes: Attributes) -> End:
        self._keep("definition")
        return self._inside("definition")

    def _rule(self, attributes: Attributes) -> None:
        self._keep("rule")

    def _list(self, attributes: Attributes, style: str = "*") -> End:
        start = attributes.get("start", "1")
        self._lists.append(_List(style, int(start) if start.lstrip("-").isdigit() else 1))

        def end() -> None:
            self._flush()
            self._lists.pop()

        return end

    def _find_number(self, attributes: Attributes) -> End:
        return self._list(attributes, attributes.get("type", "1"))

    def _item(self, attributes: Attributes) -> End:
        if attributes.get("id", "").startswith("fn-"):
            return self._note(attributes["id"].removeprefix("fn-"))
        if self._lists:
            mark = self._lists[-1].mark(attributes)
            if self._lists[-1].is_empty:
                self._keep("list", "*" if mark == "*" else "1")
                self._lists[-1].is_empty = False
            self._keep("item", mark)
        return self._inside("item")

    def _note(self, label: str) -> End:
        path, self._path = self._path, ("note",)
        self._into = self.notes.setdefault(label, [])
        self._into.append(ReadPiece("note", (), label, "", self._line))

        def end() -> None:
            self._flush()
            self._path, self._into = path, self.pieces

        return end

    def _code_block(self, attributes: Attributes) -> End:
        self._in_pre = True
        self._code += 1

        def end() -> None:
            self._code -= 1
            self._in_pre = False
            if not self._words:
                self._words.append("")
            self._flush("code")

        return end

    def _row(self, attributes: Attributes) -> End:
        self._in_row = True

        def end() -> None:
            self._in_row = False
            while self._words and self._words[-1].strip() in ("", CELL):
                self._words.pop()  # empty cells at the end say nothing
            self._flush("row")

        return end

    def _table(self, attributes: Attributes) -> End:
        self._keep("table")
        return self._flush

    def _division(self, attributes: Attributes) -> End:
        kind = attributes.get("class", "")
        if kind.startswith(_BOXES):
            self._keep("box", kind)
            return self._inside("box")
        if kind == "footnote":  # a rule, and the list of notes
            before = len(self.pieces)

            def forget() -> None:
                self._flush()
                del self.pieces[before:]

            return forget
        return self._flush


_SPECIAL: dict[str, Callable[[_PieceReader, Attributes], End | None]] = {
    "blockquote": _PieceReader._quotation,
    "dd": _PieceReader._definition,
    "div": _PieceReader._division,
    "hr": _PieceReader._rule,
    "li": _PieceReader._item,
    "ol": _PieceReader._find_number,
    "pre": _PieceReader._code_block,
    "table": _PieceReader._table,
    "tr": _PieceReader._row,
    "ul": _PieceReader._list,
}


def _void(tag: str, attributes: Attributes) -> str:
    """Return the words for an inline element that is no mark."""
    if tag == "img":
        source = address(attributes.get("src", ""))
        return f"{PICTURE}{source}{SHOWS}{attributes.get('alt', '')}{PICTURE_END}"
    if tag == "br":
        return BREAK
    if tag == "input" and attributes.get("type") == "checkbox":
        return ("[x] " if "checked" in attributes else "[ ] ").translate(OUT_OF_REACH)
    return "" if tag in HTML else f"<{tag}>"


def _number(style: str, number: int) -> str:
    """Return a number as a list of this style prints it."""
    if style in ("a", "A") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter if style == "a" else letter.upper()
    if style in ("i", "I") and 0 < number < 400:
        words = ""
        for value, sign in _ROMAN:
            words += sign * (number // value)
            number %= value
        words += "i" * number
        return words if style == "i" else words.upper()
    return str(number)

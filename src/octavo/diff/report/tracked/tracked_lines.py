"""What stands in a line of a woven tree -> pieces: words and signs, of one revision or of both."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.constructs.notes import is_call
from octavo.diff.report.redline.marks import (
    DEL,
    FORM,
    INS,
    NOTE,
    OLD_ID,
    PICTURE,
    SIGN,
    SPELT,
    WAS,
    mark_of,
)
from octavo.languages import Language
from octavo.markup.tree import Element, characters, has_class, is_element, parse_xml

BOLD = {"strong": "b", "b": "b", "dt": "b"}
LOOKS: Mapping[str, str] = {
    **BOLD,
    **dict.fromkeys(("em", "i", "cite", "var", "dfn"), "i"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("u", "ins"), "u"),
    **dict.fromkeys(("s", "del", "strike"), "strike"),
    "sub": "sub",
    "sup": "sup",
    "mark": "highlight",
    "small": "small",
}
"""Tag -> how its words are set."""
CLASSES: Mapping[str, str] = {"small-caps": "smallCaps", "number": "plain"}
UNSEEN = ("line-number",)
"""Classes of what no reader of the text needs."""


@dataclass(frozen=True, slots=True)
class RunLook:
    """How words are set, and where they lead."""

    marks: frozenset[str] = frozenset()
    link: str = ""


@dataclass(frozen=True, slots=True)
class LinePiece:
    """Words, or a sign, that one revision has, or both."""

    text: str
    side: str
    """``ins``, ``del``, or '' for both."""
    look: RunLook
    was: RunLook
    """How the old revision sets it."""
    sign: Element | None = None
    """A picture, or the call of a note."""
    remark: str = ""
    """What is told in a comment."""


Line = Sequence[str | Element]


class LineReader:
    """Reads lines; ``words`` are those in which comments are told."""

    def __init__(self, words: Language) -> None:
        self._words = words

    def read(self, line: Line, side: str = "", is_code: bool = False) -> list[LinePiece]:
        """Return the pieces of a line; ``side`` is that of all of it."""
        look = RunLook()
        found: list[LinePiece] = []
        for item in line:
            if isinstance(item, str):
                found += _text(item, side, look, look)
            else:
                found += self._element(item, side, look, look)
        return _break_lines(found) if is_code else _fold(found)

    def _inside(self, node: Element, side: str, look: RunLook, was: RunLook) -> Iterator[LinePiece]:
        yield from _text(node.text, side, look, was)
        for each in node:
            if is_element(each):
                yield from self._element(each, side, look, was)
            yield from _text(each.tail, side, look, was)

    def _element(
        self, node: Element, side: str, look: RunLook, was: RunLook
    ) -> Iterator[LinePiece]:
        mark = mark_of(node)
        if mark == NOTE or any(has_class(node, name) for name in UNSEEN):
            return
        if mark in (DEL, INS):
            yield from self._inside(node, side or mark, look, was)
        elif mark == SPELT:
            yield from _text(node.get(WAS), DEL, was, was)
            yield from _text(node.text, INS, look, look)
        elif mark == FORM:
            yield from self._form(node, look, was)
        elif mark in (SIGN, PICTURE):
            yield from self._sign(node, mark, look, was)
        else:
            yield from self._plain(node, side, look, was)

    def _plain(self, node: Element, side: str, look: RunLook, was: RunLook) -> Iterator[LinePiece]:
        tag = str(node.tag)
        if tag == "br":
            yield LinePiece("\n", side, look, was)
        elif tag == "img" or is_call(node):
            yield LinePiece("", side, look, was, node)
        elif not tag.islower() or "}" in tag:
            yield from _text(node.get("alttext") or characters(node), side, look, was)
        elif tag != "wbr":
            opening, closing = ("\u201c", "\u201d") if tag == "q" else ("", "")
            now = {str(name): str(value) for name, value in node.attrib.items()}
            told = _before(node) or {"tag": tag, **now}
            looks = _look(look, tag, now), _look(was, told["tag"], told)
            yield from _text(opening, side, *looks)
            yield from self._inside(node, side, *looks)
            yield from _text(closing, side, *looks)
            if has_class(node, "line") and _ends_itself(node):
                yield LinePiece("\n", side, look, was)

    def _form(self, node: Element, look: RunLook, was: RunLook) -> Iterator[LinePiece]:
        """Yield words that were set otherwise: as such, or as others where links differ."""
        new = list(self._inside(node, "", look, look))
        old = list(self._inside(parse_xml(node.get(WAS) or "<span/>"), "", was, was))
        is_plain = not any(each.sign is not None for each in (*new, *old))
        said = ["".join(each.text for each in pieces) for pieces in (old, new)]
        merged = list(_merge(old, new)) if is_plain and said[0] == said[1] else []
        if merged and all(each.look.link == each.was.link for each in merged):
            yield from merged
            return
        yield from (replace(each, side=DEL) for each in old)
        yield from (replace(each, side=INS) for each in new)

    def _sign(self, node: Element, mark: str, look: RunLook, was: RunLook) -> Iterator[LinePiece]:
        old = parse_xml(node.get(WAS) or "<span/>")
        if mark == PICTURE:
            old.set("src", OLD_ID + (old.get("src") or ""))
            yield LinePiece("", DEL, was, was, old)
            yield LinePiece("", INS, look, look, node)
        elif node.tag == "img":
            yield LinePiece("", "", look, was, node)
            alt = old.get("alt") or ""
            if alt != (node.get("alt") or ""):
                said = self._words.word("titled", title=alt)
                yield LinePiece("", "", look, was, remark=self._words.word("alt_was", text=said))
        elif is_call(node) or characters(old) == characters(node):
            yield from self._plain(node, "", look, was)
        else:
            yield from self._plain(old, DEL, was, was)
            yield from self._plain(node, INS, look, look)


def _ends_itself(line: Element) -> bool:
    """Tell whether a line ends by what it is: no sign behind it says so."""
    parent = line.getparent()
    is_last = parent is None or line.getnext() is None
    return not is_last and parent is not None and next(parent.iter("br"), None) is None


def _before(node: Element) -> dict[str, str]:
    """Return the element that one was before: its attributes, and its name as ``tag``."""
    was = node.get(WAS) or "{}"
    if was.startswith("<"):
        old = parse_xml(was)
        return {
            **{str(name): str(value) for name, value in old.attrib.items()},
            "tag": str(old.tag),
        }
    return dict(json.loads(was))


def _text(text: str | None, side: str, look: RunLook, was: RunLook) -> Iterator[LinePiece]:
    if text:
        yield LinePiece(text, side, look, was)


def _look(look: RunLook, tag: str, attributes: Mapping[str, str]) -> RunLook:
    names = (attributes.get("class") or "").split()
    marks = {LOOKS[tag]} if tag in LOOKS else set()
    marks |= {CLASSES[name] for name in names if name in CLASSES}
    link = attributes.get("href") or "" if tag == "a" else ""
    return RunLook(look.marks | marks, link or look.link)


def _merge(old: Iterable[LinePiece], new: Iterable[LinePiece]) -> Iterator[LinePiece]:
    """Yield the same words of both revisions with both looks."""
    looks = [each.was for each in old for _ in each.text]
    at = 0
    for piece in new:
        start = at
        for end in range(at + 1, at + len(piece.text) + 1):
            if end == at + len(piece.text) or looks[end] != looks[start]:
                yield replace(
                    piece, text=piece.text[start - at : end - at], side="", was=looks[start]
                )
                start = end
        at += len(piece.text)


def _fold(pieces: Iterable[LinePiece]) -> list[LinePiece]:
    """Return pieces with line ends of the source as spaces; breaks stay."""
    return [
        replace(each, text=each.text.replace("\n", " ")) if each.text != "\n" else each
        for each in pieces
    ]


def _break_lines(pieces: list[LinePiece]) -> list[LinePiece]:
    """Return the pieces of a listing without the line end at its end."""
    if pieces and pieces[-1].text.endswith("\n") and not pieces[-1].side:
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text[:-1])
    return pieces

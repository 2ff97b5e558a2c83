"""Where a link leads: address, title and label, in links and in their definitions alike.

Rule: CommonMark 0.31, 4.7 and 6.3.
"""

import re
from dataclasses import dataclass
from html.entities import html5

PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
LABEL = re.compile(r"\[((?:[^\\\[\]]|\\.){0,1000})\]", re.DOTALL)
_ANGLE = re.compile(r"<((?:[^<>\n\\]|\\.)*)>")
_ADDRESS = re.compile(rf"\\[{re.escape(PUNCTUATION)}]|[()]|\\|[^\x00-\x20\x7f()\\]+")
"""A part of an address without angle brackets; round ones come in pairs."""
_TITLE = re.compile(
    r"\"((?:[^\"\\]|\\.){0,5000})\"|'((?:[^'\\]|\\.){0,5000})'|\(((?:[^()\\]|\\.){0,5000})\)",
    re.DOTALL,
)
_ESCAPE_OR_ENTITY = re.compile(
    rf"\\([{re.escape(PUNCTUATION)}])|&(?:#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z0-9]+);"
)
_BLANKS = re.compile(r"[ \t]*(?:\n[ \t]*)?")
_SPACE = re.compile(r"[ \t\n]+")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class LinkAim:
    """Where a link leads."""

    address: str
    title: str = ""


def label_key(label: str) -> str:
    """Return what equal labels have in common."""
    return _SPACE.sub(" ", label.strip(" \t\n")).casefold()


def plain_words(text: str) -> str:
    """Return words without backslashes and with entities as characters."""
    if "\\" not in text and "&" not in text:
        return text
    return _ESCAPE_OR_ENTITY.sub(lambda m: m[1] or character(m[0]), text)


def character(entity: str) -> str:
    """Return what ``&name;`` stands for; itself, where no such name is known."""
    if entity.startswith("&#"):
        number = int(entity[3:-1], 16) if entity[2] in "xX" else int(entity[2:-1])
        is_good = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
        return _NO_XML.sub("\ufffd", chr(number)) if is_good else "\ufffd"
    return html5.get(entity[1:], entity)


def address_at(text: str, at: int) -> tuple[str, int] | None:
    """Return the address that begins at a place, and where it ends."""
    if text.startswith("<", at):
        angle = _ANGLE.match(text, at)
        return (plain_words(angle[1]), angle.end()) if angle else None
    depth, end = 0, at
    for part in _ADDRESS.finditer(text, at):
        if part.start() != end:
            break
        depth += {"(": 1, ")": -1}.get(part[0], 0)
        if depth < 0 or depth > 32:
            break
        end = part.end()
    if depth > 0 or end == at:
        return None
    return plain_words(text[at:end]), end


def title_at(text: str, at: int) -> tuple[str, int] | None:
    """Return the title that begins at a place, and where it ends; a blank line ends none."""
    found = _TITLE.match(text, at)
    if found is None or re.search(r"\n[ \t]*\n", found[0]):
        return None
    return plain_words(found[1] or found[2] or found[3] or ""), found.end()


def past_blanks(text: str, at: int) -> int:
    """Return the place behind blanks, with one line end among them at the most."""
    found = _BLANKS.match(text, at)
    assert found is not None  # it matches nothing, too
    return found.end()


def definition_at(text: str, at: int) -> tuple[str, LinkAim, int] | None:
    """Return label, aim and end of the definition of a link that begins at a place."""
    label = LABEL.match(text, at)
    if label is None or not label[1].strip() or not text.startswith(":", label.end()):
        return None
    address = address_at(text, past_blanks(text, label.end() + 1))
    if address is None:
        return None
    behind = address[1]
    start = past_blanks(text, behind)
    title = title_at(text, start) if start > behind else None
    if title is not None and (end := _line_end(text, title[1])) >= 0:
        return label[1], LinkAim(address[0], title[0]), end
    end = _line_end(text, behind)
    return (label[1], LinkAim(address[0]), end) if end >= 0 else None


def _line_end(text: str, at: int) -> int:
    """Return the place behind the line end that follows, -1 where other signs do."""
    while at < len(text) and text[at] in " \t":
        at += 1
    if at < len(text) and text[at] != "\n":
        return -1
    return min(at + 1, len(text))

"""What two readings of a text are compared in: pieces, whose words hold a sign for each mark.

In: the words of a block as a reader left them. Out: those words in the one form in which it no
longer counts how a quotation mark, a dash or white space was typed.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from octavo.source.markdown.plain_signs import ATTRIBUTES
from octavo.source.watch.html_names import without_unknown_tags

MARKS: Mapping[str, tuple[str, str]] = {
    "em": ("\uee00", "\uee01"),
    "strong": ("\uee02", "\uee03"),
    "code": ("\uee04", "\uee05"),
    "del": ("\uee06", "\uee07"),
}
"""Element -> the signs that stand for its beginning and its end in the words of a piece."""
LINK, TO, LINK_END = "\uee08", "\uee09", "\uee0a"
PICTURE, SHOWS, PICTURE_END = "\uee0b", "\uee0c", "\uee0d"
BREAK, CELL = "\uee0e", "\uee0f"
CALL, CALL_END = "\uee10", "\uee11"
KEYS, KEYS_END = "\uee12", "\uee13"
SIGNS = re.compile("[\uee00-\uee3f]")
OUT_OF_REACH = str.maketrans({sign: chr(0xEE80 + ord(sign)) for sign in "=^~{}[]+"})
"""What a backslash or code has made plain is no sign of an extension: masks shall not see it."""
_AS_TYPED = str.maketrans({sign: chr(0xEE80 + ord(sign)) for sign in "=^~[]+"})
"""Likewise, of what a backslash has made plain."""
_AS_TYPED = str.maketrans({chr(0xEE80 + ord(sign)): sign for sign in "=^~{}[]+"})
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′", "'") | {"…": "..."})
_DASHES = re.compile("-{2,3}|[‐‑–—]")
_NEIGHBOURS = re.compile("[\uee00\uee02\uee06]{2,}|[\uee01\uee03\uee07]{2,}")
_BREAKS = re.compile(rf"\s*{BREAK}\s*")
_LAST_BREAK = re.compile(rf"[\s{BREAK}]+$")
_WIDE = (
    "\u2e80-\u30ff\u31f0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003ffff"
)
_EASTERN_LINES = re.compile(
    rf"(?<=[{_WIDE}\uee00-\uee3f])[ \t]*\n[ \t]*(?=[\uee00-\uee3f]*[{_WIDE}])"
)
"""Ends of lines in Chinese and Japanese, which are no blanks (octavo.source.markdown.line_ends)."""
_SPACE = re.compile(r"\s+")
_LINK = re.compile(rf"{LINK}([^{TO}]*){TO}([^{LINK_END}]*){LINK_END}")
_PICTURE = re.compile(rf"{PICTURE}[^{SHOWS}]*{SHOWS}")
_KEYS = re.compile(rf"{KEYS}[^{KEYS_END}]*{KEYS_END}")
_OPEN_BRACE, _CLOSE_BRACE = chr(0xEE80 + ord("{")), chr(0xEE80 + ord("}"))
_ATTRIBUTES = re.compile(rf"\s*{ATTRIBUTES}")
_TOLD_PICTURE = re.compile(
    rf"({PICTURE}[^{SHOWS}]*{SHOWS})[^{PICTURE_END}]*{PICTURE_END}(?=\s*({ATTRIBUTES}))"
)
_TOLD = re.compile(r"[\s{]alt=(?:\"([^\"]*)\"|'([^']*)'|([^\s}]+))")
"""The words that stand for a picture, where its attributes give them."""
_WHOLE = re.compile(r"mailto:|[a-z][a-z0-9+.-]*://")
_SCHEME = re.compile(r"^(?:mailto:|https?://)|/$")

Mask = Callable[[str, int], str]
"""Takes the signs of extensions out of words that begin on a line."""


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """One thing of a text: a paragraph, a heading, a row, or that an item or a quotation begins."""

    kind: str
    path: tuple[str, ...]
    """What it stands in, from the outside: item, quotation, definition, note, box."""
    label: str
    """Level of a heading, mark or number of an item, label of a note, kind of a box or row."""
    words: str
    """With signs for marks; '' where something only begins."""
    line: int = field(default=0, compare=False)


def in_one_form(words: str, mask: Mask, line: int = 0) -> str:
    """Return the words of a block as they are compared; masks are laid on first.

    A list of attributes is no word, printed or not: what Octavo prints of them is told apart.
    """
    if not words.isascii():
        words = _EASTERN_LINES.sub("", unicodedata.normalize("NFC", words))
    words = mask(words, line)
    if "<" in words:
        words = without_unknown_tags(words)
    if "{" in words or _OPEN_BRACE in words:
        words = words.replace(_OPEN_BRACE, "{").replace(_CLOSE_BRACE, "}")
        words = _ATTRIBUTES.sub("", _TOLD_PICTURE.sub(_with_told_words, words))
    if SIGNS.search(words):
        words = _KEYS.sub(KEYS, words)
        words = _LINK.sub(_without_bare_address, _BREAKS.sub(BREAK, _LAST_BREAK.sub("", words)))
        words = _NEIGHBOURS.sub(lambda match: "".join(sorted(match[0])), words)
    words = words.translate(_AS_TYPED).translate(_QUOTES)
    words = _SPACE.sub(" ", _DASHES.sub("-", words)).strip()
    return f"[x]{words[3:]}" if words.startswith("[X] ") else words


def address(target: str) -> str:
    """Return the address of a link or picture in the form in which two are compared."""
    return unicodedata.normalize("NFC", unquote(target)).translate(_QUOTES).strip()


def code_in_one_form(words: str) -> str:
    """Return the lines of code as they are compared: as typed, but for tabs and ends of lines."""
    lines = words.translate(_AS_TYPED).expandtabs(4).strip("\n").split("\n")
    return "\n".join(line.rstrip() for line in lines)


def letters(piece: ReadPiece) -> str:
    """Return the words of a piece without marks, addresses and white space."""
    words = _PICTURE.sub("", _LINK.sub(r"\2", piece.words))
    return _SPACE.sub("", SIGNS.sub("", words))


def _with_told_words(picture: re.Match[str]) -> str:
    """Return a picture with the words that its attributes give it in the place of others."""
    told = _TOLD.search(picture[2])
    words = (told[1] or told[2] or told[3] or "") if told else ""
    return f"{picture[1]}{words}{PICTURE_END}" if told else picture[0]


def _without_bare_address(link: re.Match[str]) -> str:
    """Return the words alone of a link that shows its own address: who links those, is a habit."""
    shown = address(SIGNS.sub("", link[2]))
    is_bare = _WHOLE.match(link[1]) and _SCHEME.sub("", link[1]) == _SCHEME.sub("", shown)
    return link[2] if is_bare else link[0]

"""The table of Octavo's extensions: where another reader sees signs, and Octavo what they mean.

A difference that is an extension's is none. Each row names its place in the handbook. A sign that
is not plainly meant, and printed as it is typed, is remembered.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from octavo.source.markdown.plain_signs import ATTRIBUTES, is_plainly_meant
from octavo.source.watch.pieces import CALL, CALL_END, KEYS, LINK_END, MARKS, PICTURE_END


@dataclass(frozen=True, slots=True)
class Extension:
    """One way of writing that Octavo has and CommonMark has not."""

    name: str
    anchor: str
    """Where the handbook describes it."""
    sign: str = ""
    """What occurs in words wherever it does; '' for blocks, which extension_blocks.py reads."""
    pattern: re.Pattern[str] = re.compile("(?!)")
    meaning: Callable[[re.Match[str]], str] = lambda match: str(match[1])
    """What stands in the place of a match."""
    tag: str = ""
    """The element of a sign that is taken only where it is plainly meant."""


def _call(match: re.Match[str]) -> str:
    return f"{CALL}{match[1]}{CALL_END}"


def _between(sign: str) -> re.Pattern[str]:
    """Return the pattern of words between two double signs, with no blanks at their edges."""
    one, both = re.escape(sign[0]), re.escape(sign)
    return re.compile(
        rf"(?<!{one}){both}(?![{one}\s])(.+?)(?<![{one}\s]){both}(?!{one})", re.DOTALL
    )


def _close_by(sign: str) -> re.Pattern[str]:
    """Return the pattern of words between two signs that hold no blank but such as ``\\ ``."""
    return re.compile(rf"(?<!{sign}){sign}((?:\\ |[^\s{sign}])+){sign}(?!{sign})")


def _strike(match: re.Match[str]) -> str:
    """Return words that GitHub strikes out, and markdown-it does not."""
    return f"{MARKS['del'][0]}{match[1] or match[2]}{MARKS['del'][1]}"


_OPENS = r"(?<!~)~(?=\w)|(?<![~\w])~(?=[^\s\w~])"
_CLOSES = r"(?<=\w)~(?!~)|(?<=[^\s\w~])~(?![~\w])"
_STRUCK = re.compile(
    rf"(?<!\S)(?:{_OPENS})([^~]+)(?:{_CLOSES})|(?:{_OPENS})([^~]+)(?:{_CLOSES})(?!\S)"
)
_KEYS = re.compile(r"\+\+([\w-]+(?:\+[\w-]+)*)\+\+")
_SPAN = re.compile(rf"\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?={ATTRIBUTES})")

EXTENSIONS: tuple[Extension, ...] = (
    Extension("notes", "notes"),
    Extension("boxes", "boxes"),
    Extension("definition lists", "lists"),
    Extension("captions", "tables"),
    Extension("lettered lists", "lists"),
    Extension("abbreviations", "abbreviations"),
    Extension("calls of notes", "notes", "[^", re.compile(r"\[\^([^\]\n]+)\]"), _call),
    Extension("keys", "emphasis", "++", _KEYS, lambda match: KEYS, tag="kbd"),
    Extension("marks", "emphasis", "==", _between("=="), tag="mark"),
    Extension("insertions", "emphasis", "^^", _between("^^"), tag="ins"),
    Extension("raised words", "emphasis", "^", _close_by(r"\^"), tag="sup"),
    Extension("lowered words", "emphasis", "~", _close_by("~"), tag="sub"),
    Extension("words struck out by single tildes", "emphasis", "~", _STRUCK, _strike),
    Extension("words with attributes", "emphasis", "]{", _SPAN),
)
"""In the order in which they are taken out of words; attributes themselves go last (pieces.py)."""

_LEFT = (
    ("==", re.compile(r"==(?![=\s])[^=]+(?<=[\w)\]])==")),
    ("^", re.compile(r"(?<!\[)\^(?![\s\[])[^^]+(?<=[\w)])\^")),
    ("~", re.compile(r"(?<!~)~(?![\s~])[^~]+(?<=\w)~(?!~)")),
)
"""What could have been meant for an extension, and is left in the words."""
_ENDS = "".join([*(end for _, end in MARKS.values()), LINK_END, PICTURE_END])
_BRACES = re.compile(rf"([\]{_ENDS}])?(?<!\{{)(\{{:?([^{{}}\n]*)\}})(?!\}})")
_LIKE_ATTRIBUTES = re.compile(r"\s*[#.][^\W\d]|[\w-]+=")


@dataclass(frozen=True, slots=True)
class Typed:
    """Signs of an extension that are printed as they are typed."""

    sign: str
    words: str
    line: int


@dataclass(slots=True)
class Masks:
    """Takes the signs of extensions out of the words of the second reader."""

    labels: frozenset[str]
    """Of the notes that there are."""
    left: list[Typed] = field(default_factory=list)

    def __call__(self, words: str, line: int) -> str:
        for extension in EXTENSIONS:
            if extension.sign and extension.sign in words:
                words = extension.pattern.sub(partial(self._meaning, extension), words)
        if "^" in words or "~" in words or "==" in words or "{" in words:
            self.left += _left(words, line)
        return words

    def _meaning(self, extension: Extension, match: re.Match[str]) -> str:
        if extension.meaning is _call and match[1] not in self.labels:
            return match[0]
        if extension.tag:
            before, after = match.string[: match.start()][-1:], match.string[match.end() :][:2]
            if not is_plainly_meant(extension.tag, before, match[1], after):
                return match[0]
        return extension.meaning(match)


def _left(words: str, line: int) -> Iterator[Typed]:
    for sign, pattern in _LEFT:
        found = pattern.search(words) if sign in words else None
        if found:
            yield Typed(sign, found[0], line)
    for found in _BRACES.finditer(words) if "{" in words else ():
        if found[1] or _LIKE_ATTRIBUTES.match(found[3]):
            yield Typed("{", found[2], line)


@dataclass(slots=True)
class Printed:
    """Listens to the words that Octavo itself has read: what is in braces there, is printed."""

    braces: set[str] = field(default_factory=set)

    def __call__(self, words: str, line: int) -> str:
        if "{" in words:
            self.braces |= {found[2] for found in _BRACES.finditer(words)}
        return words


def tell_printed(masks: Masks, printed: Printed) -> Sequence[Typed]:
    """Return signs that could have been meant for extensions, and that Octavo prints."""
    return [each for each in masks.left if each.sign != "{" or each.words in printed.braces]

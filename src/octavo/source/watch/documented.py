"""The table of Octavo's extensions: where another reader sees signs, and Octavo what they mean.

A difference that is an extension's is none. Each row names its place in the handbook.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from octavo.source.markdown.plain_signs import ATTRIBUTES, is_plainly_meant
from octavo.source.watch.pieces import CALL, CALL_END, KEYS, KEYS_END, Mask


@dataclass(frozen=True, slots=True)
class Extension:
    """One way of writing that Octavo has and CommonMark has not."""

    name: str
    anchor: str
    """Where the handbook describes it."""
    sign: str = ""
    """What occurs in words wherever it does; '' for blocks, which octavo.source.watch reads."""
    pattern: re.Pattern[str] | None = None
    meaning: Callable[[re.Match[str]], str] = lambda match: match[1]
    """What stands in the place of a match."""
    tag: str = ""
    """The element of a sign that is taken only where it is plainly meant."""


def _call(match: re.Match[str]) -> str:
    return f"{CALL}{match[1]}{CALL_END}"


def _keys(match: re.Match[str]) -> str:
    names = match[1].split("+")
    return f"{KEYS}{'+'.join(names)}{KEYS_END}"


EXTENSIONS: tuple[Extension, ...] = (
    Extension("note", "notes"),
    Extension("box", "boxes"),
    Extension("definition list", "lists"),
    Extension("lettered list", "lists"),
    Extension("abbreviation", "abbreviations"),
    Extension("call of a note", "notes", "[^", re.compile(r"\[\^([^\]\n]+)\]"), _call),
    Extension("keys", "emphasis", "++", re.compile(r"\+\+([\w-]+(?:\+[\w-]+)*)\+\+"), _keys),
    Extension("mark", "emphasis", "==", re.compile(r"(?<!=)==(?![=\s])(.+?)(?<![=\s])==(?!=)", re.S), tag="mark"),
    Extension("insertion", "emphasis", "^^", re.compile(r"(?<!\^)\^\^(?![\^\s])(.+?)(?<![\^\s])\^\^(?!\^)", re.S), tag="ins"),
    Extension("raised", "emphasis", "^", re.compile(r"(?<!\^)\^([^\s^]+)\^(?!\^)"), tag="sup"),
    Extension("lowered", "emphasis", "~", re.compile(r"(?<!~)~([^\s~]+)~(?!~)"), tag="sub"),
    Extension("span", "emphasis", "]{", re.compile(rf"\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?={ATTRIBUTES})")),
)


def mask_of(labels: frozenset[str]) -> Mask:
    """Return what takes the signs of extensions out of words; ``labels``: the notes there are."""

    def mask(words: str) -> str:
        for extension in EXTENSIONS:
            if extension.sign and extension.sign in words and extension.pattern:
                words = extension.pattern.sub(lambda m, e=extension: _meaning(e, m, labels), words)
        return words

    return mask


def _meaning(extension: Extension, match: re.Match[str], labels: frozenset[str]) -> str:
    if extension.meaning is _call and match[1] not in labels:
        return match[0]
    if extension.tag:
        before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
        if not is_plainly_meant(extension.tag, before, match[1], after):
            return match[0]
    return extension.meaning(match)

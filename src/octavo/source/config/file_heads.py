"""A file's text -> what stands at its head: YAML or TOML between two lines, or Pandoc's lines with
per cent signs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".qmd", ".txt", ".text")
"""Endings of files that are taken for Markdown."""
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
_KEY = re.compile(r"\s*(?:#.*\n\s*)*[\w-]+[ \t]*:(?:\s|$)")
_SIGNED = re.compile(r"(?:%[ \t]*(?:\n|[^\n%][^\n]*(?:\n[ \t]+\S[^\n]*)*(?:\n|$))){1,3}")
_NAMES = ("title", "author", "date")
"""What the lines with per cent signs say, in their order."""


@dataclass(frozen=True, slots=True)
class FileHead:
    """The head of a file, and the text without it."""

    kind: Literal["yaml", "toml", "percents"]
    words: str
    """What stands in it, without the lines that open and close it."""
    content: str
    first_line: int
    """Number of the line with which ``content`` begins."""


def head_of(text: str) -> FileHead | None:
    """Return the head of a file, None where there is none."""
    if text.startswith("%") and (signed := _SIGNED.match(text)):
        lines = signed[0].count("\n")
        return FileHead("percents", signed[0], text[signed.end() :], lines + 1)
    if found := _TOML.match(text):
        return FileHead("toml", found[1], text[found.end() :], found[0].count("\n") + 1)
    words, content, first = split_front_matter(text)
    if not words or not _KEY.match(words):
        return None  # a line of hyphens, a paragraph, and another: a rule and a heading
    return FileHead("yaml", words, content, first)


def split_front_matter(text: str) -> tuple[str, str, int]:
    """Return (YAML, Markdown, number of the Markdown's first line); YAML '' where there is none."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return "", text, 1
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return "", text, 1


def read_percents(head: str) -> Mapping[str, str]:
    """Return what Pandoc's lines say: ``% Title``, ``% Author``, ``% Date``."""
    fields = [" ".join(each.split()) for each in re.split(r"^%", head, flags=re.MULTILINE)[1:]]
    return {name: words for name, words in zip(_NAMES, fields, strict=False) if words}

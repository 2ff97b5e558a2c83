"""One line of the metadata -> its words with their marks: *Hamlet*, `code`, 10^6^, CO~2~.

A title has no blocks, links, notes or HTML; whatever else looks like a sign is one.
"""

import re

from octavo.markup.marked_words import words_of
from octavo.markup.tree import Element, add_text, child, new

_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("code", re.compile(r"(?<!`)(`+)(?!`)\s?(?P<in>.+?)\s?(?<!`)\1(?!`)")),
    ("strong", re.compile(r"\*\*(?P<in>\*(?=[^\s*])[^*]+(?<=\S)\*)\*\*")),
    ("strong", re.compile(r"\*\*(?=[^\s*])(?P<in>.+?)(?<=\S)\*\*(?!\*)")),
    ("strong", re.compile(r"(?<!\w)__(?=[^\s_])(?P<in>.+?)(?<=\S)__(?!\w)")),
    ("em", re.compile(r"(?<![A-Za-z0-9*])\*(?=[^\s*])(?P<in>(?:[^*]|\*\*[^*]+\*\*)+)(?<=\S)\*")),
    ("em", re.compile(r"(?<!\w)_(?=[^\s_])(?P<in>.+?)(?<=\S)_(?!\w)")),
    ("del", re.compile(r"~~(?=\S)(?P<in>.+?)(?<=\S)~~")),
    ("mark", re.compile(r"(?<![\w=])==(?=[^\s=])(?P<in>.+?)(?<=\S)==(?![\w=])")),
    ("sup", re.compile(r"\^(?P<in>[^\s^]+)\^")),
    ("sub", re.compile(r"(?<!~)~(?P<in>[^\s~]+)~(?!~)")),
)
LONGEST = 1000
"""Characters of a line that may have marks."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def read_line(text: str) -> str:
    """Return the words of a line; they know their marks where it has any."""
    if len(text) > LONGEST or not re.search(r"[*_`^~=\\]", text):
        return text
    line = new("span")
    _read(text, line)
    return words_of(line)


def _read(text: str, target: Element) -> None:
    """Append the words of a text to an element."""
    while text:
        tag, found = _first(text)
        add_text(target, text[: found.start()] if found else text)
        if not found:
            return
        if tag == "":
            add_text(target, found[1])
        elif tag == "code":
            child(target, tag, found["in"])
        else:
            _read(found["in"], child(target, tag))
        text = text[found.end() :]


def _first(text: str) -> tuple[str, re.Match[str] | None]:
    """Return the mark that begins first, with its element; "" for a sign behind a backslash."""
    tries = [(tag, pattern.search(text)) for tag, pattern in (("", _ESCAPE), *_MARKS)]
    return min(tries, key=lambda each: each[1].start() if each[1] else len(text))

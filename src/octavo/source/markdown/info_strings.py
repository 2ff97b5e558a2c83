"""What stands behind the signs that open fenced code: a language, and what is asked of the lines.

Written as many tools write it: ``python``, ``rust,ignore``, ``python title="Mean"``, ``js {1,3}``,
``{.python .numberLines}``, ``{python}``.
"""

import re
from dataclasses import dataclass, field

from octavo.source.block_rules.link_parts import plain_words

_TOKEN = re.compile(
    r"""(?P<key>[\w:.-]+)=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'"""
    r"""|\[(?P<listed>[^\]]*)\]|(?P<bare>[^\s,}]*))"""
    r"|\{(?P<lines>[\d\s,-]+)\}|(?P<class>\.[^\s{},=]+)|(?P<id>\#[^\s{},=]+)"
    r"|(?P<word>[^\s{},=]+)|[\s{},=]"
)
_VALUES = ("double", "single", "listed", "bare")
_LANGUAGE = re.compile(r"(?![\w-]+=)[^\s,{:]+")
_DIRECTIVES = ("", "code", "code-block", "code-cell", "sourcecode")
"""Names behind which the language comes."""
_NUMBERED = frozenset({"numberlines", "showlinenumbers", "linenos", "linenums", "line-numbers"})
_START = frozenset({"startfrom", "linenums", "linenostart", "startline", "start", "firstline"})
_MARKED = frozenset({"hl_lines", "highlight", "emphasize-lines", "hl"})
_TITLE = frozenset({"title", "filename", "file", "caption", "name", "lst-cap"})


@dataclass(slots=True)
class CodeOptions:
    """What is asked of a block of code."""

    language: str = ""
    classes: list[str] = field(default_factory=list)
    id: str = ""
    start: str = ""
    """The number of its first line; '' where they have none."""
    marked: str = ""
    title: str = ""
    unknown: list[str] = field(default_factory=list)
    """What nobody understands."""


def code_options(info: str) -> CodeOptions:
    """Return what the words behind a fence ask for."""
    options = CodeOptions()
    words = plain_words(info)
    language = None if words.startswith("{") else _LANGUAGE.match(words)
    if language is not None:
        options.language = language[0].removeprefix(".")
        words = words[language.end() :]
    for token in _TOKEN.finditer(words):
        _take(options, token)
    return options


def _take(options: CodeOptions, token: re.Match[str]) -> None:
    if token["key"]:
        value = next((token[n] for n in _VALUES if token[n] is not None), "")
        _take_value(options, token["key"], value)
    elif token["lines"]:
        options.marked = token["lines"].replace(",", " ")
    elif token["class"]:
        _take_class(options, token["class"][1:])
    elif token["id"]:
        options.id = token["id"][1:]
    elif token["word"]:
        _take_word(options, token["word"])


def _take_value(options: CodeOptions, key: str, value: str) -> None:
    name = key.lower()
    if name in _START:
        options.start = "1" if value.lower() == "true" else value
    elif name in _MARKED:
        options.marked = re.sub(r"[\"',{}\s]+", " ", value).strip()
    elif name in _TITLE:
        options.title = value
    elif name == "id":
        options.id = value
    elif name == "class":
        options.classes += value.split()
    elif name in _NUMBERED:
        options.start = options.start or ("" if value.lower() in ("false", "0", "") else "1")
    else:
        options.unknown.append(f"{key}={value}")


def _take_class(options: CodeOptions, name: str) -> None:
    if name.lower() in _NUMBERED:
        options.start = options.start or "1"
    elif not options.language:
        options.language = name
    else:
        options.classes.append(name)


def _take_word(options: CodeOptions, word: str) -> None:
    if word.lower() in _NUMBERED:
        options.start = options.start or "1"
    elif options.language in _DIRECTIVES:
        options.language = word
    else:
        options.unknown.append(word)

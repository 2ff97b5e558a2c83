"""Octavo's Markdown in; the nearest plain Markdown of Pandoc out, for a fair comparison.

What both know stays as it is. Captions, boxes and references are written as Pandoc's manual asks;
what it has no word for (classes of the theme, abbreviations) is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import indent

BLOCK = re.compile(
    r"(?:^```.*?^```$|^///.*?^///$|^(?!```|///|\n).+?)(?=\n\s*\n|\n*\Z)", re.M | re.S
)
"""A block of code, a box, or lines up to an empty one."""
PICTURE = re.compile(r"!\[(?P<alt>[^]]*)\]\((?P<file>[^)\s]+)\)(?:\{(?P<marks>[^}]*)\})?\Z", re.S)
CAPTION = re.compile(r"(?:Figure|Table|Listing): ")
ATTRIBUTES = re.compile(r"\{(?:#([\w-]+))?[^}]*\}")
ABBREVIATION = re.compile(r"\*\[")
QUOTED = ("pull-quote", "epigraph")
"""Boxes whose nearest kin in Pandoc is a quotation; of the others it makes a div."""
LINK = re.compile(r"(?<!!)\[(?P<words>[^]]*)\]\((?P<target>#[\w-]+|[\w-]+\.md)\)")
CODE = re.compile(r"(`[^`]+`)")


@dataclass(frozen=True, slots=True)
class Head:
    """What Pandoc's title block takes."""

    title: str
    author: str
    date: str
    """As it shall be read."""
    language: str
    subtitle: str = ""

    def __str__(self) -> str:
        fields = {
            "title": self.title,
            "subtitle": self.subtitle,
            "author": self.author,
            "date": self.date,
            "lang": self.language,
        }
        lines = (f'{key}: "{value}"' for key, value in fields.items() if value)
        return "\n".join(["---", *lines, "---"])


def pandoc_markdown(text: str, head: Head, names: Mapping[str, str]) -> str:
    """Return the text for Pandoc, below a title block.

    ``names`` has the words of references, by target: ``#tbl-notes`` -> ``Table 1``.
    """
    blocks = [found.group() for found in BLOCK.finditer(text.strip())]
    if blocks[0].startswith("# "):
        del blocks[0]  # the title block has it
    inside = frozenset(f"#{id}" for id in re.findall(r"\{#([\w-]+)", text))
    made = (_linked(block, names, inside) for block in _captioned(blocks))
    return "\n\n".join([str(head), *made]) + "\n"


def _captioned(blocks: Iterable[str]) -> Iterator[str]:
    """Yield the blocks; a caption joins what stands above it, in Pandoc's own way."""
    above = ""
    for block in blocks:
        if CAPTION.match(block):
            above = _with_caption(above, block)
            continue
        if above:
            yield above
        above = "" if ABBREVIATION.match(block) else _plain(block)
    if above:
        yield above


def _plain(block: str) -> str:
    if block.startswith("///"):
        return _box(block)
    if block.startswith("##"):
        return block[1:]  # sections are Pandoc's first level, since the title is no heading
    return _table(block) if block.startswith("|") else block


def _box(block: str) -> str:
    """Return a quotation or a div."""
    first, *inside, _ = block.splitlines()
    kind, text = first.removeprefix("///").strip(), "\n".join(inside)
    if kind in QUOTED:
        return indent(text, "> ", lambda _: True)
    return f"::: {kind}\n{text}\n:::"


def _table(block: str) -> str:
    """Return a table whose dashes tell how wide its columns shall be, as Pandoc reads them."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
    longest = (max(map(len, column)) for column in zip(*rows[:1], *rows[2:], strict=True))
    dashes = "|".join("-" * max(3, min(width + 2, 50)) for width in longest)
    return "\n".join([block.splitlines()[0], f"|{dashes}|", *block.splitlines()[2:]])


def _with_caption(above: str, caption: str) -> str:
    """Return a picture, a table or a block of code with its caption, credit and id."""
    lines = caption.splitlines()
    attributes = ATTRIBUTES.fullmatch(lines[-1])
    id = attributes.group(1) if attributes else ""
    told = " ".join(lines[:-1] if attributes else lines)
    told = told.replace(" Credit: ", " ")
    label, _, words = told.partition(": ")
    if label == "Figure":
        return _figure(above, words)
    if label == "Table":
        return f"{above}\n\n: {words} {{#{id}}}"
    return f"{above}\n\n::: {{#{id}}}\n{told}\n:::"


def _figure(above: str, words: str) -> str:
    """Return a picture with its caption; one that is only put first is no numbered figure."""
    picture = PICTURE.fullmatch(above)
    assert picture, above
    id = re.search(r"#[\w-]+", picture["marks"] or "")
    alt = " ".join(picture["alt"].split())
    if id:
        return f'![{words}]({picture["file"]}){{{id.group()} alt="{alt}"}}'
    return f'![]({picture["file"]}){{alt="{alt}"}}\n\n*{words}*'


def _linked(block: str, names: Mapping[str, str], inside: frozenset[str]) -> str:
    """Return a block whose references have words, and lead only to what this text has."""

    def link(found: re.Match[str]) -> str:
        target = found["target"]
        words = found["words"] or names[target]
        return f"[{words}]({target})" if target in inside else words

    if block.startswith("```"):
        return block
    parts = CODE.split(block)
    return "".join(part if part[:1] == "`" else LINK.sub(link, part) for part in parts)

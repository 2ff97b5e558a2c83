"""A document with a fault -> a smaller one with the same fault."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

from generated import Document
from generated_text import MARK

IsSame = Callable[[Document], bool]


def smaller(document: Document, is_same: IsSame, limit_s: float = 60) -> Document:
    """Return the document without the blocks, lines and words that the fault does not need."""
    end = time.monotonic() + limit_s
    for pattern in (r"\n\n+", r"\n", r" +"):
        for name in sorted(document.files):
            is_open = True
            while is_open and time.monotonic() < end:
                before = document.files[name]
                document = _without_pieces(document, name, pattern, is_same, end)
                is_open = document.files[name] != before
    return document


def _without_pieces(
    document: Document, name: str, pattern: str, is_same: IsSame, end: float
) -> Document:
    """Try to do without ever fewer pieces at once."""
    size = len(re.split(pattern, document.files[name]))
    while size:
        at = 0
        while at < len(re.split(pattern, document.files[name])) and time.monotonic() < end:
            tried = _without(document, name, pattern, at, size)
            if tried is not None and is_same(tried):
                document = tried
            else:
                at += size
        size //= 2
    return document


def _without(document: Document, name: str, pattern: str, at: int, size: int) -> Document | None:
    pieces = re.split(f"({pattern})", document.files[name])
    text = "".join([*pieces[: 2 * at], *pieces[2 * (at + size) :]])
    if text == document.files[name] or not text.strip():
        return None
    files = {**document.files, name: text}
    if _void(files) > _void(document.files):
        return None
    kept = set(_marks(_shown(files)))
    return replace(document, files=files, marks=tuple(m for m in document.marks if m.word in kept))


def _void(files: Mapping[str, str]) -> int:
    """Return how many ids and notes are called that are not there: a fault of another kind."""
    text = "\n".join(files.values())
    ids = re.findall(r"\{#([\w:-]+)", text)
    calls = set(re.findall(r"\]\(#([\w:-]+)\)", text)) | set(re.findall(r"@(\w+[:-]id\d+)", text))
    notes = re.findall(r"^[ >]*\[\^(\w+)\]:", text, re.MULTILINE)
    called = set(re.findall(r"\[\^(\w+)\](?!:)", text))
    return len(calls.difference(ids)) + len(called.difference(notes))


def _shown(files: Mapping[str, str]) -> list[str]:
    """Return the texts, and the drawings that they show."""
    texts = [text for name, text in files.items() if name.endswith((".md", ".yaml"))]
    return texts + [
        text
        for name, text in files.items()
        if any(path in each for each in texts for path in (name, quote(name)))
        and name.lower().endswith(".svg")
    ]


def _marks(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from MARK.findall(text)

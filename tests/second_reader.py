"""A publication's words read by another parser than Octavo's, with its own eyes for its files.

Publication.yaml, includes, variables, abbreviations and the numbers of notes are read here, the
Markdown in ``second_markdown``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from second_markdown import CALL, CLOSE, OPEN, Piece, pieces_of

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_BAR = re.compile(r"(?<!\\)\|")
_BOX = re.compile(r"/{3,}\s*([\w-]*)\s*(?:\|\s*(.*?))?\s*")
_INCLUDE = re.compile(r"\{\{\s*include:\s*(.+?)\s*\}\}\s*")
_VARIABLE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|(\\?)\{\{\s*([\w.-]+)\s*\}\}")
_ABBREVIATION = re.compile(r" {0,3}\*\[[^\]]+\]:.*")


@dataclass
class Written:
    """What a publication's files say, for one edition."""

    body: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    """Those of ``body`` that are headings, titles of parts among them."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """(number, words), every file's notes from 1."""
    figures: list[str] = field(default_factory=list)
    """Captions of pictures."""
    tables: list[tuple[str, ...]] = field(default_factory=list)
    """The caption, then every cell that has words."""
    captions: list[str] = field(default_factory=list)
    """Of listings and quotations."""
    alternatives: list[str] = field(default_factory=list)


def read_written(source: Path, slug: str, format: str) -> Written:
    """Return the words of a publication in ``source``/SLUG or ``source``/SLUG.md for an edition."""
    folder, data, files = _listed(source, slug)
    written = Written()
    for title, path in files:
        if title:
            written.body.append(title)
            written.headings.append(title)
        text = path.read_text(encoding="utf-8-sig")
        text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
        lines = list(_written_out(text.split("\n"), path, _variables(data)))
        _add(written, pieces_of(lines), format, folder)
    return written


def _listed(source: Path, slug: str) -> tuple[Path, Mapping[str, object], list[tuple[str, Path]]]:
    """Return the folder, the metadata, and (title of the part that it opens, file) in order."""
    folder = source / slug
    if not folder.is_dir():
        path = source / f"{slug}.md"
        front = path.read_text(encoding="utf-8").split("---\n")[1]
        return source, yaml.safe_load(front), [("", path)]
    data = yaml.safe_load((folder / "publication.yaml").read_text(encoding="utf-8"))
    files: list[tuple[str, Path]] = []
    for entry in (each for name in ("front", "body", "back") for each in data.get(name, [])):
        if isinstance(entry, dict) and "part" in entry:
            for number, chapter in enumerate(entry["chapters"]):
                title = "" if number else str(entry["part"])
                files.append((title, folder / _file(chapter)))
        else:
            files.append(("", folder / _file(entry)))
    return folder, data, files


def _file(entry: str | Mapping[str, str]) -> str:
    return entry if isinstance(entry, str) else entry["file"]


def _variables(data: Mapping[str, object]) -> dict[str, str]:
    own = ("title", "subtitle", "version", "publisher", "rights", "licence", "date")
    named = data.get("variables", {})
    assert isinstance(named, dict)
    found = {name: str(data.get(name, "")) for name in own}
    return {**found, "year": found["date"][:4], **{key: str(value) for key, value in named.items()}}


def _written_out(lines: Iterable[str], path: Path, variables: Mapping[str, str]) -> Iterator[str]:
    """Yield lines with files and variables taken in, marks of boxes as paragraphs of their own."""
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        elif not fence and (include := _INCLUDE.fullmatch(line)):
            inner = path.parent / include[1]
            yield from _written_out(inner.read_text(encoding="utf-8").split("\n"), inner, variables)
            continue
        elif not fence and (box := _BOX.fullmatch(line)):
            yield from ("", f"{OPEN}{box[1]}|{box[2] or ''}" if box[1] else CLOSE, "")
            continue
        elif not fence and _ABBREVIATION.fullmatch(line):
            continue
        elif not fence:
            line = _bars_kept(_filled(line, variables))
        yield line


def _filled(line: str, variables: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        if match[3] is None or match[2]:
            return match[0].removeprefix("\\") if match[2] else match[0]
        return variables[match[3]]

    return _VARIABLE.sub(value, line)


def _bars_kept(line: str) -> str:
    """Return a table's line with the bars inside code escaped, as markdown-it wants them."""
    if not line.lstrip().startswith("|"):
        return line
    return re.sub(r"(`+)(?!`)(.*?)(?<!`)\1(?!`)", lambda m: _BAR.sub(r"\\|", m[0]), line)


def _add(written: Written, pieces: Sequence[Piece], format: str, folder: Path) -> None:
    notes = {piece.label: piece for piece in pieces if piece.kind == "note"}
    running = [piece for piece in pieces if piece.kind != "note"]
    numbers = _numbers(running, notes)
    kept = [piece for piece in running if format in piece.formats]
    for piece in kept:
        _place(written, piece, numbers)
    order = _numbers(kept, notes)
    for label in sorted(order, key=lambda each: numbers[each]):
        written.notes.append((str(numbers[label]), _called(notes[label].text, numbers)))


def _numbers(pieces: Sequence[Piece], notes: Mapping[str, Piece]) -> dict[str, int]:
    """Number the notes by their first calls: those of the text, then those of the notes."""
    numbers: dict[str, int] = {}
    texts = ["".join([piece.text, *piece.cells]) for piece in pieces]
    for text in texts:
        for label in re.findall(f"{CALL}(.+?){CALL}", text):
            if label not in numbers:
                numbers[label] = len(numbers) + 1
    for label in _in_turn(numbers):
        for inner in re.findall(f"{CALL}(.+?){CALL}", notes[label].text):
            numbers.setdefault(inner, len(numbers) + 1)
    return numbers


def _in_turn(numbers: Mapping[str, int]) -> Iterator[str]:
    """Yield the keys of a mapping that grows while it is looked through."""
    at = 0
    while at < len(numbers):
        yield list(numbers)[at]
        at += 1


def _called(text: str, numbers: Mapping[str, int]) -> str:
    return re.sub(f"{CALL}(.+?){CALL}", lambda match: str(numbers[match[1]]), text)


def _place(written: Written, piece: Piece, numbers: Mapping[str, int]) -> None:
    text = _called(piece.text, numbers)
    if piece.kind == "table":
        written.tables.append(tuple(_called(cell, numbers) for cell in piece.cells))
        return
    lists = {
        "block": written.body, "heading": written.body, "figure": written.figures,
        "picture": written.alternatives, "caption": written.captions,
    }  # fmt: skip
    target = lists[piece.kind]
    if piece.kind == "heading":
        written.headings.append(text)
    if text.strip():
        target.insert(0 if piece.is_lead else len(target), text)

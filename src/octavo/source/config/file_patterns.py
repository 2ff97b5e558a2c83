"""Patterns of file names in publication.yaml: ``chapters/*.md`` -> the files, in natural order."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from octavo.core.problems import Place
from octavo.model.publication import MATTERS
from octavo.source.config.yamls import Data, Marked

SIGNS = frozenset("*?[")

_NUMBER = re.compile(r"(\d+)")
_PIECE = re.compile(r"\*\*/|\*\*|\*|\?|\[!?[^\]/]+\]|[^*?\[]+|\[")


def is_pattern(name: str) -> bool:
    """Tell whether a name stands for several files."""
    return not SIGNS.isdisjoint(name)


def matches(pattern: str, path: str) -> bool:
    """Tell whether a path is of a pattern: ``*`` and ``?`` stay in a folder, ``**/`` goes through
    folders; a folder (``notes/``) means all that lies in it."""
    if pattern.endswith("/"):
        pattern += "**"
    return re.fullmatch("".join(map(_rule, _PIECE.findall(pattern))), path) is not None


def natural(path: str) -> list[tuple[int, str]]:
    """Return what puts names in their order as people count: 2 before 10."""
    return [
        (int(each), "") if each.isdecimal() else (-1, each.lower()) for each in _NUMBER.split(path)
    ]


def write_out_patterns(marked: Marked, paths: Iterable[str]) -> None:
    """Put files in the place of patterns in front, body, back and parts, in place.

    Files that have an entry of their own, those that ``ignore`` names, templates and README.md are
    left out. A pattern without files stays: it is told of as a file that is not there.
    """
    ignored = _words(marked.data.get("ignore"))
    named = set(_find_names(marked))
    rest = [
        path
        for path in sorted(paths, key=lambda path: (natural(path), path))
        if path.endswith(".md")
        and path not in named
        and not path.startswith("templates/")
        and PurePosixPath(path).name != "README.md"
        and not any(matches(each, path) for each in ignored)
    ]
    for matter in MATTERS:
        entries = marked.data.get(matter)
        if isinstance(entries, list):
            marked.data[matter] = _write_out(marked, matter, entries, rest)


def _write_out(marked: Marked, key: str, entries: Sequence[Data], rest: list[str]) -> list[Data]:
    """Return entries with files for patterns; the places of those behind them move on."""
    found: list[Data] = []
    places: dict[str, Place] = {}
    for n, entry in enumerate(entries):
        made = [entry]
        if isinstance(entry, dict):
            chapters, pattern = entry.get("chapters"), entry.get("file")
            if isinstance(chapters, list):
                entry["chapters"] = _write_out(marked, f"{key}.{n}.chapters", chapters, rest)
            if isinstance(pattern, str) and is_pattern(pattern):
                files = [path for path in rest if matches(pattern, path)]
                rest[:] = [path for path in rest if path not in files]
                made = [{**entry, "file": path} for path in files] or made
        for at in range(len(found), len(found) + len(made)):
            places |= _move(marked.places, f"{key}.{n}", f"{key}.{at}")
        found += made
    gone = [each for each in marked.places if each.startswith(f"{key}.")]
    for each in gone:
        del marked.places[each]
    marked.places.update(places)
    return found


def _move(places: dict[str, Place], old: str, new: str) -> dict[str, Place]:
    """Return the places of an entry and of what stands in it, under another name."""
    return {
        f"{new}{key.removeprefix(old)}": place
        for key, place in places.items()
        if key == old or key.startswith(f"{old}.")
    }


def _find_names(marked: Marked) -> Iterable[str]:
    """Yield the files that have entries of their own."""
    for matter in MATTERS:
        waiting = [*_entries(marked.data.get(matter))]
        while waiting:
            entry = waiting.pop()
            if not isinstance(entry, dict):
                continue
            waiting += _entries(entry.get("chapters"))
            name = entry.get("file")
            if isinstance(name, str) and not is_pattern(name):
                yield name


def _entries(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _words(value: object) -> list[str]:
    return [each for each in _entries(value) if isinstance(each, str)]


def _rule(piece: str) -> str:
    fixed = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    if piece in fixed:
        return fixed[piece]
    if len(piece) > 2 and piece.startswith("["):
        return (
            f"[{'^' if piece[1] == '!' else ''}{re.escape(piece[1:-1].removeprefix('!'))}]".replace(
                "\\-", "-"
            )
        )
    return re.escape(piece)

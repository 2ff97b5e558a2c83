"""octavo.lock: what a project has settled on to be made with. Bytes <-> ProjectLock."""

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from octavo.core.problems import BuildFailed, Place, Problem

NAME = "octavo.lock"
SCHEMA = 1
TABLES = ("files", "native", "octavo", "plugins", "wheels")
OWN_TABLES = ("metadata", "options", "templates")
"""Tables of a publication."""
MOST_BYTES = 8_000_000
_WRITE = "octavo lock writes it anew; git has the last one"

Table = Mapping[str, str]


class LockedPublication(NamedTuple):
    """What is settled for one publication."""

    metadata: Table
    """The file that its options were read from -> its digest then: while it has that, nobody need
    read them again."""
    options: Table
    """Keys of the metadata that say how it is made -> their values, in words."""
    templates: Table
    """Path of a template of its own, from its folder -> digest."""
    places: Mapping[str, Place] = MappingProxyType({})
    """Where options stand, if they were read just now."""


class ProjectLock(NamedTuple):
    """All that a project is made with, beside its text. Of what is there now, ``native`` has
    versions; in a lock it has ranges of them."""

    octavo: Table
    """Its version, and the sha256 of its code."""
    wheels: Table
    plugins: Table
    """Code of other wheels that publications name: GROUP/NAME -> digest."""
    native: Table
    files: Table
    """Templates, style sheets, words and fonts, by the names that manifest.json gives them."""
    publications: Mapping[str, LockedPublication]

    def encode(self) -> bytes:
        """Return the file: JSON, sorted, a name a line."""
        data: dict[str, object] = {name: dict(getattr(self, name)) for name in TABLES}
        data["publications"] = {
            slug: {name: dict(getattr(own, name)) for name in OWN_TABLES}
            for slug, own in self.publications.items()
        }
        data["schema"] = SCHEMA
        return (json.dumps(data, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def decode(data: bytes) -> ProjectLock:
    """Return what a lock says; raises BuildFailed.

    Problems: E920 (it is damaged, or another file), E921 (of another schema).
    """
    told = _read(data)
    if (schema := told.get("schema")) != SCHEMA:
        hint = "take the Octavo that wrote it, or a newer one; octavo lock --force writes it anew"
        is_known = isinstance(schema, int)
        message = f"it is a lock of schema {schema}, and this Octavo reads {SCHEMA}"
        raise _failure("E921", message if is_known else "it does not tell its schema", hint)
    tables = {name: _table(told.get(name), name) for name in TABLES}
    for name, words in tables["native"].items():
        if not is_range(words):
            raise _damage(f"the range of {name} is none: '{words}'", line_of(data, "native", name))
    publications = told.get("publications")
    if not isinstance(publications, dict):
        raise _damage("it has no table 'publications'")
    return ProjectLock(
        **tables, publications={slug: _own(own, slug) for slug, own in publications.items()}
    )


def _read(data: bytes) -> dict[str, object]:
    if len(data) > MOST_BYTES:
        raise _damage(f"it has more than {MOST_BYTES // 10**6} MB")
    try:
        told = json.loads(data.decode(), object_pairs_hook=_pairs)
    except UnicodeDecodeError:
        raise _damage("it is not UTF-8") from None
    except json.JSONDecodeError as fault:
        is_merge = re.search(rb"^(<<<<<<<|=======|>>>>>>>)", data, re.MULTILINE)
        what = "a merge was left open in it" if is_merge else "it is no JSON: cut off, or changed"
        raise _damage(what, fault.lineno) from None
    except (ValueError, RecursionError) as fault:
        raise _damage(f"it cannot be read: {fault}") from None
    if not isinstance(told, dict):
        raise _damage("it is no lock: an object is wanted")
    return told


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"'{twice}' stands in it twice")
    return found


def _own(own: object, slug: str) -> LockedPublication:
    if not isinstance(own, dict):
        raise _damage(f"what it says of '{slug}' is no object")
    metadata, options, templates = (_table(own.get(name), name) for name in OWN_TABLES)
    return LockedPublication(metadata, options, templates)


def _table(found: object, name: str) -> Table:
    if not isinstance(found, dict):
        raise _damage(f"it has no table '{name}'")
    if wrong := [key for key, value in found.items() if not (key and isinstance(value, str))]:
        raise _damage(f"'{wrong[0]}' in '{name}' is no pair of words")
    return found


def _damage(message: str, line: int = 0) -> BuildFailed:
    return _failure("E920", message, _WRITE, line)


def _failure(code: str, message: str, hint: str, line: int = 0) -> BuildFailed:
    return BuildFailed([Problem(code, Place(NAME, line), message, hint)])


def line_of(data: bytes, *keys: str) -> int:
    """Return the line of a lock on which a key stands within others; 0 where it does not."""
    lines = data.decode("utf-8", "replace").split("\n")
    at = 0
    for key in keys:
        wanted = f"{json.dumps(key, ensure_ascii=False)}:"
        found = (n for n in range(at, len(lines)) if lines[n].lstrip().startswith(wanted))
        at = next(found, -1)
        if at < 0:
            return 0
    return at + 1


def series_of(version: str) -> str:
    """Return the range of versions from this one on that begin as it does: 1.50.12 gives
    ``>=1.50.12,<1.51``; of what is no version, itself alone."""
    if not _numbers(version):
        return f"={version or 'none'}"
    *first, last = version.split(".")[:2]
    return f">={version},<{'.'.join([*first, str(int(last) + 1)])}"


def is_range(words: str) -> bool:
    """Tell whether words are a range, as ``series_of`` writes it: of two versions, or of one."""
    return bool(words[1:].strip()) if words.startswith("=") else all(_ends(words))


def is_within(version: str, words: str) -> bool:
    """Tell whether a version lies in a range, as ``series_of`` writes it, or wider."""
    if words.startswith("="):
        return words[1:].strip() == (version or "none")
    (low, high), own = _ends(words), _numbers(version)
    return bool(low and high and own) and _plain(low) <= _plain(own) < _plain(high)


def _ends(words: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the first version of a range and the one behind it, () for what is none."""
    low, _, high = (each.strip() for each in words.partition(","))
    is_whole = low.startswith(">=") and high.startswith("<")
    return (_numbers(low[2:].strip()), _numbers(high[1:].strip())) if is_whole else ((), ())


def _numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers, () of what is none."""
    parts = version.split(".")
    is_sound = all(each.isascii() and each.isdigit() for each in parts)
    return tuple(map(int, parts)) if is_sound else ()


def _plain(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Return numbers without the noughts at their end: 2.0.0 is 2."""
    count = len(numbers)
    while count and not numbers[count - 1]:
        count -= 1
    return numbers[:count]

"""Values that can be read and were hardly meant so -> E127 (cut), E128 (several in one), E130."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from octavo.core.problems import Problem
from octavo.source.config.yamls import Data, Marked

WORDS = frozenset(
    "affiliation biography dedication description name part place publisher rights subtitle summary"
    " title version".split()
)
"""Keys whose value is prose: a sign # may belong to it."""
SPDX = tuple(
    "0BSD AGPL-3.0-only AGPL-3.0-or-later Apache-2.0 Artistic-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0"
    " CC-BY-4.0 CC-BY-3.0 CC-BY-NC-4.0 CC-BY-NC-3.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-4.0 CC-BY-ND-4.0"
    " CC-BY-SA-4.0 CC-BY-SA-3.0 CC0-1.0 EPL-2.0 EUPL-1.2 GFDL-1.3-only GFDL-1.3-or-later"
    " GPL-3.0-or-later GPL-3.0-only GPL-2.0-or-later GPL-2.0-only ISC LAL-1.3 LGPL-3.0-only"
    " LGPL-3.0-or-later MIT MPL-2.0 OFL-1.1 PDDL-1.0 Unlicense Zlib".split()
)
"""Licences that publications have, by their SPDX identifiers; of each kind the latest first."""


def value_remarks(marked: Marked) -> list[Problem]:
    """Return what to say of values before they are written out."""
    found = [replace(each, severity="notice") for each in _cut_values(marked)]
    others = (*_keywords_in_one(marked), *_licence(marked))
    return [*found, *(replace(each, severity="warning") for each in others)]


def _cut_values(marked: Marked) -> Iterator[Problem]:
    """Yield the values of prose that end where YAML sees a comment."""
    for key, value in _leaves(marked.data, ""):
        place = marked.places.get(key)
        is_prose = key.rpartition(".")[2] in WORDS or key.startswith("variables.")
        if not is_prose or place is None or not value:
            continue
        number = place.line - marked.offset
        line = marked.lines[number - 1] if 0 < number <= len(marked.lines) else ""
        rest = line[place.column - 1 :]
        if rest.startswith(value) and rest[len(value) :].lstrip().startswith("#"):
            whole = rest.rstrip()
            name = key.rpartition(".")[2]
            quoted = f"'{whole}'" if '"' in whole else f'"{whole}"'
            message = f"'{key}' ends at the #: it is '{_cut(value)}'"
            hint = f"write {name}: {_cut(quoted)} with quotation marks, or the comment above it"
            yield marked.at("E127", replace(place, column=place.column + len(value)), message, hint)


def _cut(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:79]}…"


def _leaves(data: Data, key: str) -> Iterator[tuple[str, str]]:
    """Yield (dotted key, value) of every plain value."""
    if isinstance(data, str):
        yield key, data
        return
    pairs: Sequence[tuple[str, Data]] = (
        [*data.items()] if isinstance(data, dict) else [(str(n), e) for n, e in enumerate(data)]
    )
    for name, inside in pairs:
        yield from _leaves(inside, f"{key}.{name}".lstrip("."))


def _keywords_in_one(marked: Marked) -> Iterator[Problem]:
    """Yield one keyword that was to be several."""
    given = marked.data.get("keywords")
    only = given[0] if isinstance(given, list) and len(given) == 1 else given
    if isinstance(only, str) and re.search(r"[,;]", only):
        words = [each.strip() for each in re.split(r"[,;]", only) if each.strip()]
        if len(words) < 2:
            return
        key = "keywords.0" if isinstance(given, list) else "keywords"
        message = f"one keyword with {len(words)} parts"
        hint = f"write keywords: [{_cut(', '.join(words))}]"
        yield marked.problem("E128", key, message, hint)


def _licence(marked: Marked) -> Iterator[Problem]:
    given = marked.data.get("licence")
    if not isinstance(given, str) or given in SPDX:
        return
    low = given.lower()
    near = [each for each in SPDX if each.lower() == low]
    near += [each for each in SPDX if re.fullmatch(re.escape(low) + r"-[\d.]+.*", each.lower())]
    if near:
        message = f"'{given}' is no SPDX identifier that catalogues know"
        yield marked.problem("E130", "licence", message, f"write licence: {near[0]}")

"""What a build recalled, and what it made again and why: as lines, and as JSON."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.core.store import Recollection

NEW = "what goes into it is new"
MOST_NAMED = 4
"""Questions that a line names."""
STEPS = {
    "publication": "the publication",
    "reader": "reading the text",
    "watch": "the second reading",
    "pages": "pages",
    "engines": "versions of the engines",
    "fonts": "fonts of the PDF",
    "font": "fonts of HTML and EPUB",
    "html": "the HTML edition",
    "epub": "the EPUB edition",
    "pdf": "the PDF edition",
    "listing": "the list of publications",
}
"""Step -> what it is called, where its name says less."""
ROOMS = {"publication": "", "project": "templates/", "templates": "built-in template "}
WORDS = {
    "env": "the variable {}",
    "option": "--{}",
    "dist": "the version of {}",
    "native": "the version of {}",
    "code": "Octavo's own code, a wheel or a plugin beside it",
}
"""Kind of a question -> what is asked, in words."""


class Explanation:
    """Gathers what becomes of results, publication by publication."""

    def __init__(self) -> None:
        self._told: list[Recollection] = []

    def hear(self, told: "Recollection") -> None:
        """Hear of one result; several threads may tell of theirs."""
        self._told.append(told)

    def close(self) -> "list[Recollection]":
        """Return what was heard since it was asked last."""
        found, self._told = self._told, []
        return found


def explain(told: "list[Recollection]") -> Iterator[str]:
    """Yield why results were made again, and how many were recalled, in lines."""
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for each in told:
        if not each.is_recalled:
            groups.setdefault((each.step, each.changed), []).append(each.unit)
    for (step, changed), units in groups.items():
        named = ", ".join(dict.fromkeys(unit for unit in units if unit))
        what = STEPS.get(step, step)
        yield f"made again: {f'{what} ({named})' if named else what}: {_reason(changed)}"
    recalled = Counter(STEPS.get(each.step, each.step) for each in told if each.is_recalled)
    if recalled:
        counts = ", ".join(f"{what} {count}" for what, count in sorted(recalled.items()))
        yield f"recalled: {recalled.total()} of {len(told)} results: {counts}"


def explain_as_json(told: "list[Recollection]") -> list[dict[str, Any]]:
    """Return the same for programs, in the order in which results were asked for."""
    return [
        {
            "step": each.step,
            "unit": each.unit,
            "state": "recalled" if each.is_recalled else "made",
            "changed": [dict(_question(question)) for question in each.changed],
        }
        for each in told
    ]


def _reason(changed: tuple[str, ...]) -> str:
    if not changed:
        return NEW
    words = [_words_of(question) for question in changed[:MOST_NAMED]]
    more = len(changed) - len(words)
    return f"{', '.join(words)}{f' and {more} more' if more else ''} changed"


def _question(question: str) -> Mapping[str, str]:
    """Return the parts of a question: ``kind``, ``root`` of files and lists, ``name``."""
    kind, _, rest = question.partition(":")
    if kind not in ("file", "list"):
        return {"kind": kind, "name": rest}
    root, _, path = rest.partition(":")
    return {"kind": kind, "root": root, "name": path}


def _words_of(question: str) -> str:
    asked = _question(question)
    kind, name = asked["kind"], asked["name"]
    if kind in WORDS:
        return WORDS[kind].format(name)
    path = f"{ROOMS.get(asked['root'], asked['root'] + ' ')}{name}"
    return f"the list of files in {path or 'its folder'}" if kind == "list" else path

"""Decisions about the changes of two sources -> a patch of the old one's files."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.diff.report.sources.sliced_sources import UNSEEN
from octavo.diff.report.sources.source_slices import SlicedFile, files_after

MOST_BYTES = 64 * 2**20
"""Of a file of decisions."""
NO_END = "\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class Decisions:
    """Which changes are made: all but those that are rejected."""

    rejected: frozenset[str] = frozenset()
    has_rejected_all: bool = False

    def is_made(self, change: str) -> bool:
        return not self.has_rejected_all and change not in self.rejected


def comparison_of(files: Sequence[SlicedFile]) -> str:
    """Return the name of a comparison, by which decisions know that they are about it."""
    told = repr([(each.old, each.new, each.slices) for each in files])
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def read_decisions(data: bytes, path: str, files: Sequence[SlicedFile]) -> Decisions:
    """Return what a page has written of decisions; raises BuildFailed (E719)."""
    try:
        told = json.loads(data[:MOST_BYTES])
        rejected = told["rejected"]
        is_sound = isinstance(rejected, list) and all(isinstance(each, str) for each in rejected)
        comparison = told["comparison"]
    except (ValueError, KeyError, TypeError, RecursionError):
        is_sound, comparison, rejected = False, "", []
    if not is_sound:
        hint = "let the page of the redline write it anew"
        raise BuildFailed([Problem("E719", Place(path), "these are no decisions", hint)])
    if comparison != comparison_of(files):
        message = "the decisions are about another comparison than this one"
        hint = "compare the same two revisions, in the same order, as for the redline"
        raise BuildFailed([Problem("E719", Place(path), message, hint)])
    names = {name for file in files for each in file.slices for name in each.changes()}
    seen = names - {UNSEEN}
    return Decisions(frozenset(rejected), bool(seen) and seen <= set(rejected))


def patch_of(files: Sequence[SlicedFile], decisions: Decisions) -> str:
    """Return a unified diff of the old revision's files, for ``git apply`` and ``patch -p1``."""
    before = files_after(files, lambda _: False, rename=False)
    after = files_after(files, decisions.is_made, rename=not decisions.has_rejected_all)
    renamed = _find_new_names(files, before, after)
    paths = sorted({*before, *after} - {*renamed.values()})
    pairs = [(renamed.get(path, path), path) for path in paths]
    return "".join(line for pair in pairs for line in _patch(*pair, before, after))


def _find_new_names(
    files: Sequence[SlicedFile], before: Mapping[str, str], after: Mapping[str, str]
) -> dict[str, str]:
    """Return new path -> old one, of files that have another name and are no others before or
    after."""
    pairs = [(each.new, each.old) for each in files if each.old and each.new]
    count = Counter(path for pair in set(pairs) for path in {*pair})
    return {
        new: old
        for new, old in pairs
        if new != old
        and count[new] == count[old] == 1
        and (old in before and old not in after)
        and (new in after and new not in before)
    }


def _patch(
    old_path: str, path: str, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[str]:
    old, new = before.get(old_path), after.get(path)
    if old == new and old_path == path:
        return
    names = (
        (f"a/{old_path}" if old is not None else "/dev/null"),
        (f"b/{path}" if new is not None else "/dev/null"),
    )
    yield f"diff --git a/{old_path} b/{path}\n"
    if old is None:
        yield "new file mode 100644\n"
    elif new is None:
        yield "deleted file mode 100644\n"
    elif old_path != path:
        yield f"rename from {old_path}\nrename to {path}\n"
    for line in unified_diff(_lines(old or ""), _lines(new or ""), *names):
        yield line if line.endswith("\n") else f"{line}\n{NO_END}"


def _lines(text: str) -> list[str]:
    """Return the lines of a text with their ends: only a line feed ends one."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])

"""The pair of revisions whose 39 edits are known: each is told as what it is, and nothing else."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, environment

from octavo.blocks.block import Manuscript
from octavo.diff.match.compare import compare, mirror
from octavo.diff.match.events import Event
from octavo.diff.revision import load
from octavo.production.pipeline import Project

PAIR = ROOT / "tests" / "revision-pair"
TRUTH: list[dict[str, Any]] = json.loads((PAIR / "truth.json").read_text(encoding="utf-8"))
TOLD: dict[str, list[tuple[str, str]]] = {
    "word": [("text", "edited")],
    "word-insert": [("text", "edited")],
    "word-in-moved": [("text", "edited")],
    "sentence-insert": [("text", "edited")],
    "sentence-delete": [("text", "edited")],
    "move": [("text", "moved")],
    "split": [("text", "split")],
    "merge": [("text", "merged")],
    "heading-rename": [("structure", "renamed")],
    "section-delete": [("structure", "removed")],
    "section-add": [("structure", "added")],
    "section-move": [("structure", "moved")],
    "table-cell": [("table", "edited")],
    "table-row-add": [("table", "added")],
    "table-row-del": [("table", "removed")],
    "table-col-add": [("table", "added")],
    "image-change": [("asset", "changed")],
    "image-reencode": [("typography", "re-encoded")],
    "alt-change": [("alt", "edited")],
    "footnote-edit": [("note", "edited")],
    "footnote-add": [("note", "added")],
    "metadata": [("metadata", "edited")] * 3,
    "link-target": [("link", "edited")],
    "list-item-add": [("text", "added")],
    "list-reorder": [("text", "moved")] * 2,
    "format-only": [("mark", "edited")],
    "code": [("code", "edited")],
    "rewrap": [],
    "smart-quotes": [],
    "syntax-only": [],
}
"""Kind of edit -> how it must be told."""


def pair() -> tuple[Manuscript, Manuscript]:
    project = Project(PAIR, PAIR / "build", None, environment())
    return load(str(PAIR / "v1" / "v1.md"), project), load(str(PAIR / "v2" / "v2.md"), project)


@pytest.fixture(scope="module")
def events() -> tuple[Event, ...]:
    return compare(*pair())


def says(event: Event, edit: dict[str, Any]) -> bool:
    """Return whether an event tells of this edit, by the words that came, went or stand there."""
    gone, come = edit.get("deleted", ""), edit.get("inserted", "")
    if edit["kind"] == "format-only":
        return (event.before, event.after, f"*{event.name}*") == ("em", "strong", gone)
    if edit["kind"] in ("table-row-add", "table-col-add", "table-row-del"):
        return (event.after or event.before).replace(" | ", " ") == (come or gone)
    if edit["kind"] in ("image-change", "image-reencode"):
        return bool(event.before.startswith(edit["note"].partition(" ")[0]))
    if gone and come:
        return any(
            event.before[: n.start()] + come + event.before[n.end() :] == event.after
            for n in re.finditer(re.escape(gone), event.before)
        )
    if come:
        parts = [part.strip(" ,.") for part in event.after.split(come)]
        return len(parts) == 2 and all(part in event.before for part in parts)
    if gone:
        parts = [part.strip() for part in event.before.split(gone)]
        return len(parts) == 2 and all(part in event.after for part in parts)
    if edit["kind"] == "metadata":
        return event.name in ("author", "date", "version")
    begins: str = edit.get("begins", "")
    return event.before.startswith(begins) or event.after.startswith(begins)


def test_nothing_is_told_but_what_was_edited(events: tuple[Event, ...]) -> None:
    wanted = Counter(each for edit in TRUTH for each in TOLD[edit["kind"]])
    assert Counter((event.level, event.change) for event in events) == wanted


@pytest.mark.parametrize("edit", TRUTH, ids=[edit["id"] for edit in TRUTH])
def test_each_edit_is_told_as_what_it_is(edit: dict[str, Any], events: tuple[Event, ...]) -> None:
    wanted = TOLD[edit["kind"]]
    found = [e for e in events if (e.level, e.change) in wanted and says(e, edit)]
    if edit["kind"] == "list-reorder":
        assert {event.new[0].kind for event in found} >= {"li"}
    else:
        assert len(found) == len(wanted), [event.after for event in found]


def test_four_edits_are_none_to_a_reader(events: tuple[Event, ...]) -> None:
    silent = [edit for edit in TRUTH if not edit["semantic"]]
    assert len(silent) == 4 and len(TRUTH) - len(silent) == 35
    told = [each for edit in silent for each in TOLD[edit["kind"]]]
    assert {level for level, _ in told} == {"typography"}


def test_a_moved_section_is_one_event_with_its_size(events: tuple[Event, ...]) -> None:
    [moved] = [e for e in events if (e.level, e.change) == ("structure", "moved")]
    assert moved.count == 10
    assert moved.old[0].path[0] == "Charts and Notices to Mariners"
    assert moved.new[0].path[0] == "The Lens Room"


def test_a_place_is_the_line_of_the_source(events: tuple[Event, ...]) -> None:
    for event in events:
        for spot, name in [*((s, "v1") for s in event.old), *((s, "v2") for s in event.new)]:
            path, _, line = spot.place.rpartition(":")
            assert Path(path) == PAIR / name / f"{name}.md"
            assert 9 < int(line) < 1500
    [cell] = [e for e in events if (e.level, e.change) == ("table", "edited")]
    lines = (PAIR / "v2" / "v2.md").read_text(encoding="utf-8").split("\n")
    assert lines[int(cell.new[0].place.rpartition(":")[2]) - 1].startswith("| Station D |")


def test_a_revision_differs_from_itself_in_nothing() -> None:
    old, new = pair()
    assert compare(old, old) == compare(new, new) == ()


def test_the_other_direction_tells_the_mirror_image(events: tuple[Event, ...]) -> None:
    old, new = pair()
    assert compare(new, old) == mirror(events)
    assert mirror(mirror(events)) == events


def test_every_event_has_an_id_of_its_own(events: tuple[Event, ...]) -> None:
    assert len({event.id for event in events}) == len(events)

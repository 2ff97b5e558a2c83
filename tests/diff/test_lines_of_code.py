"""Each change of a listing is told at its own line of the source, not at that of the listing."""

import json
from pathlib import Path

from test_collation import HEAD, between, events_of, project, run, written

from octavo.diff.match.compare import compare, mirror
from octavo.diff.match.events import Event
from octavo.diff.report.differences import lines, plain_event
from octavo.diff.report.sarif import sarif
from octavo.diff.revision import load

CODE = (
    "```python\ndef oil(hours):\n    total = hours * 2\n    print(total)\n    return total\n```\n"
)
NEW = CODE.replace("* 2", "* 3").replace("return total", "return round(total)")


def places(events: tuple[Event, ...]) -> list[tuple[int, int]]:
    return [
        (int(edit.places[0].rpartition(":")[2]), int(edit.places[1].rpartition(":")[2]))
        for event in events
        for edit in event.edits
    ]


def test_changes_of_a_listing_have_places_of_their_own(tmp_path: Path) -> None:
    start = len(HEAD.splitlines()) + 1
    found = events_of(tmp_path, HEAD + CODE, f"{HEAD}A word.\n\n{NEW}")
    [told] = [event for event in found if event.level == "code"]
    assert places((told,)) == [(start + 2, start + 4), (start + 4, start + 6)]
    assert told.new[0].place.endswith(f"text.md:{start + 2}")
    assert places(mirror((told,))) == [(start + 4, start + 2), (start + 6, start + 4)]
    said = list(lines((told,)))
    assert said[-1].endswith(f"old/text.md:{start + 4} → {tmp_path}/new/text.md:{start + 6}")
    assert [edit["sources"] for edit in plain_event(told)["edits"]] == [  # type: ignore[attr-defined]
        {"old": old, "new": new} for old, new in (edit.places for edit in told.edits)
    ]


def test_sarif_and_comments_tell_each_change_of_code_at_its_line(tmp_path: Path) -> None:
    for name, text in (("old", CODE), ("new", NEW)):
        written(tmp_path, {f"{name}.md": text})
    files = [str(tmp_path / name) for name in ("old.md", "new.md", "told.sarif", "comment.md")]
    run(*files[:2], "--sarif", files[2], "--comment", files[3])
    results = json.loads(Path(files[2]).read_text(encoding="utf-8"))["runs"][0]["results"]
    regions = [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in results]
    assert regions == [3, 5]
    assert "* 3" in results[0]["message"]["text"] and "* 3" not in results[1]["message"]["text"]
    assert len({r["partialFingerprints"]["octavoEvent/v1"] for r in results}) == 2
    told = [line for line in Path(files[3]).read_text("utf-8").split("\n") if line[:2] == "- "]
    assert [line[line.rindex(":") :] for line in told] == [":3`)", ":5`)"]


def test_code_in_items_by_its_margin_and_after_empty_lines_is_found(tmp_path: Path) -> None:
    text = "- item\n\n    ```\n\n    one\n    two\n    ```\n\n- other\n\n      alpha\n      beta\n"
    new = text.replace("two", "2").replace("beta", "b")
    assert places(events_of(tmp_path, text, new)) == [(6, 6), (12, 12)]


def test_lines_that_were_taken_in_have_the_place_in_their_file(tmp_path: Path) -> None:
    for name, code in (("old", CODE), ("new", NEW)):
        files = {"text.md": f"{HEAD}A word.\n\n{{{{include: part.md}}}}\n", "part.md": code}
        written(tmp_path / name, files)
    found = between(tmp_path)
    assert places(found) == [(3, 3), (5, 5)]
    assert all(edit.places[1].endswith("part.md:3") for edit in found[0].edits[:1])


def test_finished_files_have_no_lines(tmp_path: Path) -> None:
    page = "<!DOCTYPE html><html lang=en><head><title>T</title></head><body><h1>T</h1>"
    page += "<pre><code>one\ntwo\nthree</code></pre></body></html>"
    written(tmp_path, {"old.html": page, "new.html": page.replace("two", "2")})
    sides = [load(str(tmp_path / f"{name}.html"), project(tmp_path)) for name in ("old", "new")]
    found = compare(*sides)
    assert [edit.places for each in found for edit in each.edits] == [("", "")]
    assert len(json.loads(sarif(found))["runs"][0]["results"]) == 1

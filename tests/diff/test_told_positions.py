"""Places in finished files: an id, and how far behind it, where there are no lines to count."""

from pathlib import Path

import pytest
from test_collation import project, run, written

from octavo.diff.match.compare import compare
from octavo.diff.report.outputs import Wanted
from octavo.diff.revision import load

PAGE = (
    "<!DOCTYPE html><html lang=en><head><title>T</title></head><body><h1>Tides</h1>"
    "<p>The larch fell in the night.</p><h2 id=gate>Gate</h2><p>It stood open.</p>"
    "<p>Nobody went there in the winter.</p>"
    "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table></body></html>"
)
CHANGED = (("larch", "oak"), ("winter", "spring"), (">2<", ">3<"), (">Gate<", ">Gates<"))


@pytest.fixture
def sides(tmp_path: Path) -> tuple[str, str]:
    page = PAGE
    for before, after in CHANGED:
        page = page.replace(before, after)
    written(tmp_path, {"old/a.html": PAGE, "new/a.html": page})
    return str(tmp_path / "old" / "a.html"), str(tmp_path / "new" / "a.html")


def test_a_finished_file_tells_ids_and_how_far_behind(
    sides: tuple[str, str], tmp_path: Path
) -> None:
    said = run(*sides, "--project", str(tmp_path)).output
    assert "paragraph edited  a.html ¶2 → a.html ¶2" in said
    assert "paragraph edited  a.html#gate ¶2 → a.html#gate ¶2" in said
    assert "cell 1, B edited  a.html#gate ¶3 → a.html#gate ¶3" in said
    assert "section renamed  a.html#gate → a.html#gate" in said


def test_a_file_is_still_chosen_by_its_name(sides: tuple[str, str], tmp_path: Path) -> None:
    events = compare(*(load(side, project(tmp_path)) for side in sides))
    assert len(events) == 5
    assert Wanted(chapter="a.html").choose(events) == events

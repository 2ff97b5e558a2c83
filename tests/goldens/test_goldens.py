"""Every publication equals its goldens, and goldens notice each change."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.goldens.accepted import compare_build
from octavo.goldens.projection import project_files
from octavo.goldens.sheets import POOL, find_unnamed_sheets, part_sheets
from octavo.production.pipeline import Built

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parents[1] / "golden"
BOOKS = Path(__file__).parents[1] / "books"
SLUGS = sorted(
    [path.parent.name for path in (ROOT / "source").glob("*/publication.yaml")]
    + [path.name for path in BOOKS.iterdir() if path.is_dir()]
)
PICTURE_LIMIT = 20_480


@pytest.mark.parametrize("slug", SLUGS)
def test_editions_equal_their_goldens(slug: str, built: Mapping[str, Built]) -> None:
    problems = compare_build(built[slug], GOLDEN / slug)
    fatal = [problem for problem in problems if problem.severity == "error"]
    assert not fatal, "\n".join(map(str, fatal))


def test_no_golden_is_left_of_a_publication_that_is_gone() -> None:
    assert sorted(path.name for path in GOLDEN.iterdir() if path.name != POOL) == SLUGS


def test_no_sheet_is_left_that_no_golden_names() -> None:
    assert find_unnamed_sheets(GOLDEN) == ()


@pytest.mark.parametrize("slug", SLUGS)
def test_page_pictures_stay_small(slug: str) -> None:
    pictures = list((GOLDEN / slug).rglob("*.png"))
    assert pictures
    assert all(picture.stat().st_size <= PICTURE_LIMIT for picture in pictures)


def test_a_changed_word_is_shown_with_its_file_and_line(built: Mapping[str, Built]) -> None:
    made = built["notes"]
    html = made.files["notes.html"]
    changed = replace(
        made, files={**made.files, "notes.html": html.replace(b"every shape", b"eVery shape", 1)}
    )
    (problem, *_) = compare_build(changed, GOLDEN / "notes")
    assert problem.code == "E401"
    assert problem.place.path == "tests/golden/notes/html/notes.html"
    assert problem.place.line > 0
    assert "eVery" in problem.message


def accepted_in(root: Path, built: Built) -> dict[str, bytes]:
    """Put a publication's sheets into a pool; return its goldens, which are written nowhere."""
    made = part_sheets(project_files(built.files))
    _kept(root / POOL, made.sheets)
    return dict(made.files)


def test_a_stale_golden_and_a_missing_one_are_told(
    built: Mapping[str, Built], tmp_path: Path
) -> None:
    files = accepted_in(tmp_path, built["notes"])
    del files["pdf/outline.txt"]
    _kept(tmp_path / "notes", {**files, "pdf/old.txt": b"old\n"})
    told = {
        problem.place.path.rpartition("/")[2]: problem.code
        for problem in compare_build(built["notes"], tmp_path / "notes")
    }
    assert told == {"outline.txt": "E401", "old.txt": "E403"}


def test_a_publication_without_goldens_is_told(built: Mapping[str, Built], tmp_path: Path) -> None:
    assert [problem.code for problem in compare_build(built["notes"], tmp_path / "notes")] == [
        "E402"
    ]


def _kept(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def test_other_bytes_of_the_same_tools_are_a_fault(
    built: Mapping[str, Built], tmp_path: Path
) -> None:
    files = accepted_in(tmp_path, built["notes"])
    _kept(tmp_path / "notes", {**files, "SHA256SUMS": b"0" * 64 + b"  notes.pdf\n"})
    (problem,) = compare_build(built["notes"], tmp_path / "notes")
    assert (problem.code, problem.severity) == ("E404", "error")


def test_other_bytes_of_other_tools_name_the_tool(
    built: Mapping[str, Built], tmp_path: Path
) -> None:
    files = accepted_in(tmp_path, built["notes"])
    tools = files["toolchain.json"].replace(b'"pango": "', b'"pango": "9')
    _kept(
        tmp_path / "notes",
        {**files, "SHA256SUMS": b"0" * 64 + b"  notes.pdf\n", "toolchain.json": tools},
    )
    (problem,) = compare_build(built["notes"], tmp_path / "notes")
    assert (problem.code, problem.severity) == ("E404", "warning")
    assert "pango" in problem.hint

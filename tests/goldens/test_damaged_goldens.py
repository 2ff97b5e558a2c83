"""Goldens after merges, hands and other tools: each is told as what it is."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from octavo.core.output import Parcel, _put
from octavo.goldens.comparison import Comparison, compare_editions
from octavo.goldens.golden_report import golden_report
from octavo.goldens.projection import project_files
from octavo.goldens.sheets import POOL, part_sheets
from octavo.goldens.trials import together
from octavo.production.pipeline import Built

TEXT, PAGE, SUMS, TOOLS = "pdf/text.txt", "pdf/pages/001.png", "SHA256SUMS", "toolchain.json"
Change = Callable[[bytes], bytes]


@pytest.fixture
def golden(built: Mapping[str, Built], tmp_path: Path) -> Path:
    """Return the folder of the goldens of a publication, just accepted."""
    made = part_sheets(project_files(built["notes"].files))
    _put(Parcel(tmp_path / "notes", made.files, is_whole=True))
    _put(Parcel(tmp_path / POOL, made.sheets))
    return tmp_path / "notes"


def told(golden: Path, built: Mapping[str, Built], changes: Mapping[str, Change]) -> Comparison:
    """Return how a build stands to goldens of which some are changed."""
    for path, change in changes.items():
        (golden / path).write_bytes(change((golden / path).read_bytes()))
    return compare_editions(built["notes"], golden)


def conflict(data: bytes) -> bytes:
    first, rest = data.split(b"\n", 1)
    return b"%s\n<<<<<<< HEAD\n%s=======\nother\n>>>>>>> theirs\n" % (first, rest)


def other_tools(data: bytes) -> bytes:
    found = json.loads(data)
    found["native"]["pango"] = "9.9"
    return json.dumps(found).encode()


def test_what_was_accepted_is_equal(golden: Path, built: Mapping[str, Built]) -> None:
    found = told(golden, built, {})
    assert found.problems == () and found.is_equal and found.is_begun
    assert found.editions == ("html", "epub", "pdf")


@pytest.mark.parametrize("path", [TEXT, "epub/EPUB/content.opf", SUMS, TOOLS])
def test_a_merge_that_was_left_open_is_told_at_its_line(
    path: str, golden: Path, built: Mapping[str, Built]
) -> None:
    (problem,) = told(golden, built, {path: conflict}).problems
    assert (problem.code, problem.place.line) == ("E405", 2)
    assert problem.place.path == f"tests/golden/notes/{path}"
    assert "octavo accept --force notes" in problem.hint


@pytest.mark.parametrize(
    ("path", "change", "why"),
    [
        (TEXT, lambda data: data[:40] + b"\xff" + data[40:], "byte 40 is no UTF-8"),
        (TEXT, lambda data: data[:40] + b"\0", "null bytes"),
        (TEXT, lambda data: b"version https://git-lfs.github.com/spec/v1\noid 1\n", "git lfs pull"),
        (PAGE, lambda data: data[:-30], "cut off"),
        (PAGE, lambda data: data[:60] + b"\0\0" + data[62:], "cut off, or damaged"),
        (PAGE, lambda data: b"", "it is empty"),
        (PAGE, lambda data: b"GIF89a", "no PNG"),
        (SUMS, lambda data: data[:-90], "is no check sum"),
        (SUMS, lambda data: b"", "it is empty"),
        (TOOLS, lambda data: data[:50], "is no JSON"),
        (TOOLS, lambda data: b"[]", "does not list the tools"),
    ],
)
def test_a_golden_that_cannot_be_read_is_told(
    path: str, change: Change, why: str, golden: Path, built: Mapping[str, Built]
) -> None:
    (problem,) = told(golden, built, {path: change}).problems
    assert (problem.code, problem.place.path) == ("E406", f"tests/golden/notes/{path}")
    assert why in problem.message
    assert "git checkout -- tests/golden/notes/" in problem.hint


def test_a_golden_changed_by_hand_is_no_fault_of_the_edition(
    golden: Path, built: Mapping[str, Built]
) -> None:
    (problem,) = told(golden, built, {TEXT: lambda data: data[: len(data) // 2]}).problems
    assert problem.code == "E407" and "cut off, or changed by hand" in problem.message
    assert problem.message.count("\n") > 1, "the lines are shown"


def test_a_lost_golden_is_told(golden: Path, built: Mapping[str, Built]) -> None:
    (golden / TEXT).unlink()
    (problem,) = told(golden, built, {}).problems
    assert (problem.code, problem.place.path) == ("E408", f"tests/golden/notes/{TEXT}")


def test_goldens_whose_files_are_all_lost_are_no_fresh_start(
    golden: Path, built: Mapping[str, Built]
) -> None:
    for path in [each for each in golden.rglob("*") if each.is_file() and each.name[0] != "."]:
        path.unlink()
    assert {each.code for each in told(golden, built, {}).problems} == {"E408"}


def test_other_ends_of_lines_are_no_difference(golden: Path, built: Mapping[str, Built]) -> None:
    texts = [path for path in golden.rglob("*") if path.suffix in (".txt", ".html", ".xhtml")]
    changes = {
        path.relative_to(golden).as_posix(): lambda data: data.replace(b"\n", b"\r\n")
        for path in texts
    }
    assert told(golden, built, changes).problems == ()


def test_other_lines_of_another_pango_are_one_warning(
    golden: Path, built: Mapping[str, Built]
) -> None:
    broken = {
        TEXT: lambda data: data.replace(b" ", b"\n", 5),
        PAGE: lambda data: (golden / "pdf/pages/002.png").read_bytes(),
        TOOLS: other_tools,
        SUMS: lambda data: data.replace(data[:64], b"0" * 64),
    }
    (golden / ".octavo-files.json").unlink()
    found = told(golden, built, broken)
    assert found.is_equal
    assert {(each.code, each.severity) for each in found.problems} == {("E404", "warning")}
    assert all("pango 9.9 → " in each.hint for each in found.problems)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("pdf/tags.txt", b"shape", b"shope"),
        ("html/notes.html", b"shape", b"shope"),
        ("pdf/outline.txt", b"->", b"more ->"),
    ],
)
def test_another_word_is_told_whatever_the_tools(
    path: str, old: bytes, new: bytes, golden: Path, built: Mapping[str, Built]
) -> None:
    assert old in (golden / path).read_bytes()
    (golden / ".octavo-files.json").unlink()
    changes = {path: lambda data: data.replace(old, new, 1), TOOLS: other_tools}
    found = told(golden, built, changes)
    assert not found.is_equal
    assert [each.path for each in found.differences if each.is_fatal] == [path]


def test_a_source_that_changed_without_a_trace_is_no_fault_of_octavo(
    golden: Path, built: Mapping[str, Built]
) -> None:
    def other_id(data: bytes) -> bytes:
        return json.dumps({**json.loads(data), "edition": "0" * 12}).encode()

    changes = {TOOLS: other_id, SUMS: lambda data: data.replace(data[:64], b"0" * 64)}
    (problem,) = told(golden, built, changes).problems
    assert (problem.code, problem.severity) == ("E404", "warning")
    assert "where nobody sees it" in problem.hint


def test_an_edition_that_is_gone_or_new_is_told_once(
    golden: Path, built: Mapping[str, Built]
) -> None:
    (golden / ".octavo-files.json").unlink()
    (golden / "pdf").rename(golden / "pdf-print")
    found = told(golden, built, {}).problems
    assert [(each.code, each.place.path.rpartition("/")[2]) for each in found] == [
        ("E401", "pdf"),
        ("E403", "pdf-print"),
    ]


def test_the_report_holds_all_and_asks_nobody(golden: Path, built: Mapping[str, Built]) -> None:
    (golden / ".octavo-files.json").unlink()
    blank = (golden / "pdf/pages/001.png").read_bytes()
    changes = {
        "html/notes.html": lambda data: data.replace(b"every shape", b"<every> shape", 1),
        PAGE: lambda data: (golden / "pdf/pages/002.png").read_bytes(),
    }
    assert blank
    found = told(golden, built, changes)
    kept = {
        path.relative_to(golden).as_posix(): path.read_bytes()
        for path in golden.rglob("*")
        if path.is_file()
    }
    page = golden_report(found, {"kept": kept, "made": project_files(built["notes"].files)})
    text = page.decode()
    assert "octavo accept notes" in text
    assert "<del>&lt;</del>" in text and "<every>" not in text
    assert text.count("data:image/png;base64,") == 3
    assert "default-src 'none'" in text
    assert "<script" not in text and "http://" not in text.replace("http://www.w3.org", "")


def test_signs_that_no_page_may_hold_are_marked_in_the_report(
    golden: Path, built: Mapping[str, Built]
) -> None:
    (golden / ".octavo-files.json").unlink()
    odd = "\x02\x1b\ufffe\uffff".encode()
    found = told(golden, built, {TEXT: lambda data: odd + data})
    page = golden_report(found, {"kept": {}, "made": project_files(built["notes"].files)})
    assert "\ufffd\ufffd-\ufffd" in page.decode()


def test_several_pages_are_told_in_one_line(golden: Path, built: Mapping[str, Built]) -> None:
    (golden / ".octavo-files.json").unlink()
    pages = sorted((golden / "pdf/pages").glob("*.png"))
    assert len(pages) > 1
    first = pages[0].read_bytes()
    for path in pages:
        path.write_bytes(pages[1].read_bytes() if path == pages[0] else first)
    (problem,) = together(told(golden, built, {}).problems)
    assert problem.message == f"{len(pages)} pages look different: 1–{len(pages)}"

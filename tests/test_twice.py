"""nox -s twice: equal worlds pass, and every kind of leak is seen."""

import io
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from worlds import FAULTS, LOCALES, build, editions, furnish, strange_locale, two_worlds

from octavo.verify.first_difference import first_difference

ROOT = Path(__file__).parent.parent
ARTICLE = """\
---
octavo: 1
theme: brief
title: Twice
language: en-GB
date: 2024-05-06
---
One paragraph.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "twice.md").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all tests of a run: compiling a locale takes longer than a build."""
    return tmp_path_factory.getbasetemp().parent / "locales"


def twice(project: Path, locales: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "twice.py")]
    command += ["--project", str(project), "--locales", str(locales), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8")


@pytest.mark.twice
def test_two_worlds_give_the_same_bytes(project: Path, locales: Path) -> None:
    ended = twice(project, locales)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "none of 6 files differ" in ended.stdout


@pytest.mark.twice
def test_a_seeded_clock_call_fails_in_every_edition(project: Path, locales: Path) -> None:
    ended = twice(project, locales, "--seed-fault", "clock")
    assert ended.returncode == 1, ended.stdout + ended.stderr
    told = {line.split()[0]: line for line in ended.stdout.splitlines() if "DIFFERS" in line}
    assert {"twice/twice.epub", "twice/twice.html", "twice/twice.pdf"} <= set(told)
    assert ".xhtml: line " in told["twice/twice.epub"]
    assert " 0 obj, byte " in told["twice/twice.pdf"]


@pytest.fixture(scope="module")
def leaking(tmp_path_factory: pytest.TempPathFactory, locales: Path) -> tuple[str, str]:
    """Return the HTML of one world and of the other, into which every leak has been let."""
    project = tmp_path_factory.mktemp("leaks")
    (project / "source").mkdir()
    (project / "source" / "twice.md").write_text(ARTICLE, encoding="utf-8")
    pages = []
    for world in two_worlds(tmp_path_factory.mktemp("worlds"), locales):
        furnish(world, [project], tuple(FAULTS))
        ended = build(world, project, ["--edition=html"])
        assert ended.returncode == 0, ended.stdout
        pages.append(editions(world, project)["twice/twice.html"].decode())
    return pages[0], pages[1]


def without(page: str, *faults: str) -> bytes:
    """Return a page without what these leaks have brought, and without its faces, which have the
    letters of all leaks; each must have brought something."""
    for fault in faults:
        page, count = re.subn(rf"<p[^>]*>{fault}: [^<]+</p>", "", page)
        assert count
    return re.sub(r"base64,[\w+/=]+", "", page).encode()


@pytest.mark.twice
@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_leak_fails(leaking: tuple[str, str], fault: str) -> None:
    """It alone makes the pages differ; what differs fails, as the clock shows above."""
    others = FAULTS.keys() - {fault}
    one, two = (without(page, *others) for page in leaking)
    assert first_difference("twice.html", one, two).startswith("line ")


@pytest.mark.twice
def test_pages_without_leaks_are_equal(leaking: tuple[str, str]) -> None:
    one, two = (without(page, *FAULTS) for page in leaking)
    assert first_difference("twice.html", one, two) == ""


@pytest.mark.twice
def test_a_build_that_fails_is_not_called_equal(tmp_path: Path, locales: Path) -> None:
    (tmp_path / "source").mkdir()
    assert twice(tmp_path, locales, "no-such-publication").returncode != 0


@pytest.mark.twice
def test_the_second_world_s_locale_exists(tmp_path: Path) -> None:
    name, more = strange_locale(tmp_path)
    assert name == "C" or name.partition(".")[0] in LOCALES
    code = "import locale; print(locale.setlocale(locale.LC_ALL, ''))"
    command = [sys.executable, "-c", code]
    asked = {"LC_ALL": name, **more}
    ended = subprocess.run(command, env=asked, capture_output=True, encoding="utf-8")
    assert ended.stdout.strip() == name


def archive(date: tuple[int, int, int, int, int, int], **files: str) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w") as made:
        for name, text in files.items():
            made.writestr(ZipInfo(name, date), text)
    return target.getvalue()


LONG_AGO, LATER = (1980, 1, 1, 0, 0, 0), (2026, 11, 23, 0, 0, 0)


def test_equal_files_have_no_difference() -> None:
    assert first_difference("a.epub", b"same", b"same") == ""


def test_a_difference_in_an_epub_names_member_and_line() -> None:
    one, two = archive(LONG_AGO, a="x\ny\n", b="x\ny\n"), archive(LONG_AGO, a="x\ny\n", b="x\nz\n")
    assert first_difference("a.epub", one, two) == "b: line 2: 'y' / 'z'"


def test_a_difference_in_dates_of_an_epub_is_told() -> None:
    told = first_difference("a.epub", archive(LONG_AGO, a="x"), archive(LATER, a="x"))
    assert told.startswith("a: header: 1980-01-01-00-00-00") and "2026-11-23" in told


def test_a_difference_in_the_order_of_an_epub_is_told() -> None:
    told = first_difference("a.epub", archive(LONG_AGO, a="", b=""), archive(LONG_AGO, b="", a=""))
    assert told == "members: number 1 is a / b"


def test_a_difference_in_a_pdf_names_object_and_byte() -> None:
    one = b"%PDF-1.7\n1 0 obj\n(a)\nendobj\n2 0 obj\n(b)\nendobj\n"
    told = first_difference("a.pdf", one, one.replace(b"(b)", b"(c)"))
    assert told.startswith("in 2 0 obj, byte 37 of 47 / 47: ")


def test_a_longer_file_differs_where_the_shorter_ends() -> None:
    assert first_difference("a.html", b"a\n", b"a\nb\n") == "1 / 2 lines"

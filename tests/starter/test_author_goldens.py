"""A project of ``octavo new``, far away, with the wheel alone: what its tests see."""

import os
import shutil
import site
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = "source/harbour-notes"
GOLDEN = "tests/golden/harbour-notes"
BUILD = """
import sys
sys.path.remove("")
from hatchling.build import build_wheel
print(build_wheel(sys.argv[1]))
"""
Fault = Callable[[Path], None]

pytestmark = [pytest.mark.long, pytest.mark.slow]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has Octavo's wheel as it is built, and its libraries; nothing of the checkout.

    The wheel is unpacked as an installer does it: no network is asked.
    """
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-c", BUILD, str(folder)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert ended.returncode == 0, ended.stderr
    home = folder / "venv"
    venv.create(home, symlinks=True)
    (own,) = home.glob("lib/python*/site-packages")
    with ZipFile(folder / ended.stdout.split()[-1]) as wheel:
        wheel.extractall(own)
    (own / "libraries.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    return home / "bin" / "python"


def run(python: Path, cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    shows = ("PYTEST_ADDOPTS", "CI", "BUILD_NUMBER")  # pytest says messages twice where CI is set
    dropped = ("PYTHONPATH", "SOURCE_DATE_EPOCH", *shows)
    environ = {name: value for name, value in os.environ.items() if name not in dropped}
    return subprocess.run(
        [python, "-m", *words], cwd=cwd, env=environ, capture_output=True, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def fresh(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project whose sample has been accepted."""
    root = tmp_path_factory.mktemp("author")
    words = ("--kind", "book", "--title", "Harbour Notes", "--author", "A", "--no-wheel")
    made = run(python, root, "octavo", "new", "book", *words)
    assert made.returncode == 0, made.stdout + made.stderr
    return root / "book"


@pytest.fixture(scope="module")
def accepted(python: Path, fresh: Path) -> Path:
    home = fresh.with_name("accepted")
    shutil.copytree(fresh, home)
    done = run(python, home, "octavo", "accept")
    assert done.returncode == 0, done.stdout + done.stderr
    return home


@pytest.fixture
def project(accepted: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(accepted, tmp_path / "book")
    yield tmp_path / "book"


def change(file: str, old: str, new: str) -> Fault:
    """Return a fault: other words in a file of the publication."""

    def seed(project: Path) -> None:
        path = project / SOURCE / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return seed


def write(file: str, text: str) -> Fault:
    def seed(project: Path) -> None:
        (project / file).write_text(text, encoding="utf-8")

    return seed


def lose_note(project: Path) -> None:
    path = project / SOURCE / "first-chapter.md"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line.replace("[^pages]", "") for line in lines if not line.startswith("[^pages]:")]
    path.write_text("\n".join([*kept, ""]), encoding="utf-8")


def lose_preface(project: Path) -> None:
    change("publication.yaml", "front:\n  - preface.md\n", "")(project)
    (project / SOURCE / "preface.md").unlink()


EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 250"/>'
LINK = "[out into the web](https://example.org/)"
FAULTS: dict[str, tuple[Fault, tuple[str, ...], str]] = {
    "a missing chapter": (
        lose_preface,
        ("pdf/outline.txt", "epub/EPUB/preface.xhtml", "html/harbour-notes.html"),
        "Preface",
    ),
    "a vanished image": (
        write(f"{SOURCE}/images/sheet.svg", EMPTY),
        ("pdf/pages", "epub/", "html/harbour-notes.html"),
        "page 4 as it was accepted",
    ),
    "another face": (
        write("templates/own.css", "body { font-family: var(--sans) }"),
        ("pdf/pages", "epub/EPUB/style/edition.css", "shared-sheets/"),
        "var(--sans)",
    ),
    "a link that says rubbish": (
        change("second-chapter.md", "[out into the web]", "[ÿþ\u202foþt]"),
        ("pdf/text.txt", "epub/EPUB/second-chapter.xhtml", "html/harbour-notes.html"),
        "ÿþ",
    ),
    "lost links": (
        change("second-chapter.md", LINK, "out into the web"),
        ("pdf/links.txt", "epub/EPUB/second-chapter.xhtml", "html/harbour-notes.html"),
        "https://example.org/",
    ),
    "a lost note": (
        lose_note,
        ("pdf/text.txt", "epub/EPUB/first-chapter.xhtml", "html/harbour-notes.html"),
        "This note is called twice",
    ),
    "a changed cell": (
        change("second-chapter.md", "|     3 |      8 |", "|     3 |      9 |"),
        ("pdf/tags.txt", "epub/EPUB/second-chapter.xhtml", "html/harbour-notes.html"),
        "<del>8</del><ins>9</ins>",
    ),
    "a moved page break": (
        write("templates/own.css", ".level-2 { break-before: page }"),
        ("pdf/pages.txt", "pdf/tags.txt", "epub/EPUB/nav.xhtml"),
        "page 6 as it is made now",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_caught_and_shown(fault: str, project: Path, python: Path) -> None:
    seed, paths, shown = FAULTS[fault]
    seed(project)
    ended = run(python, project, "octavo", "test")
    told = ended.stdout + ended.stderr
    assert ended.returncode == 1, told
    assert [path for path in paths if path not in told] == [], told
    assert "octavo accept harbour-notes" in told
    report = project / "build" / "golden-report-harbour-notes.html"
    assert str(Path("build") / report.name) in told
    page = report.read_text(encoding="utf-8")
    if keep := os.environ.get("OCTAVO_KEEP_REPORTS"):
        (Path(keep) / f"{fault.replace(' ', '-')}.html").write_text(page, encoding="utf-8")
    assert shown in page
    assert "octavo accept harbour-notes" in page
    assert "<script" not in page and "http-equiv" in page


def test_a_sign_that_no_face_has_is_caught(project: Path, python: Path) -> None:
    change("second-chapter.md", "In order", "In \U00013080 order")(project)
    ended = run(python, project, "octavo", "test")
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "U+13080" in ended.stdout + ended.stderr


def test_the_tests_of_a_new_project_pass_before_and_after_the_first_sentence(
    fresh: Path, python: Path
) -> None:
    path = fresh / SOURCE / "preface.md"
    path.write_text("# Preface {#preface}\n\nMy first real sentence.\n", encoding="utf-8")
    ended = run(python, fresh, "pytest", "-p", "no:cacheprovider")
    assert ended.returncode == 0, ended.stdout
    assert "5 passed, 3 skipped" in ended.stdout
    assert "octavo accept harbour-notes" in ended.stdout


def test_a_failing_test_names_the_page_and_the_command(project: Path, python: Path) -> None:
    change("second-chapter.md", "|     3 |      8 |", "|     3 |      9 |")(project)
    ended = run(python, project, "pytest", "-p", "no:cacheprovider", "-k", "accepted")
    assert "3 failed" in ended.stdout, ended.stdout
    assert "golden-report-harbour-notes.html" in ended.stdout
    assert "octavo accept harbour-notes" in ended.stdout


def test_the_plugin_leaves_other_projects_alone(tmp_path: Path, python: Path) -> None:
    text = """
import sys

def test_nothing_of_octavo_is_loaded_but_the_plugin():
    loaded = {name for name in sys.modules if name.split(".")[0] == "octavo"}
    assert loaded == {"octavo", "octavo.goldens", "octavo.goldens.pytest_plugin"}

def test_an_edition_is_asked_for(octavo_edition):
    pass
"""
    (tmp_path / "test_mine.py").write_text(text, encoding="utf-8")
    ended = run(python, tmp_path, "pytest", "-p", "no:cacheprovider")
    assert "1 passed, 1 error" in ended.stdout, ended.stdout
    assert "there is no project of Octavo here" in ended.stdout


def test_metadata_that_cannot_be_read_is_told_once(project: Path, python: Path) -> None:
    change("publication.yaml", "theme: book", "theme: [book")(project)
    ended = run(python, project, "pytest", "-p", "no:cacheprovider", "-k", "accepted")
    assert ended.returncode == 1, ended.stdout
    assert "harbour-notes cannot be built:" in ended.stdout
    assert ended.stdout.count("publication.yaml:") == 1, ended.stdout


def test_what_other_tools_explain_passes_and_is_told_at_the_end(
    project: Path, python: Path
) -> None:
    tools, text = (project / GOLDEN / name for name in ("toolchain.json", "pdf/text.txt"))
    tools.write_text(tools.read_text().replace('"pango": "', '"pango": "9'), encoding="utf-8")
    text.write_text(text.read_text().replace(" sheet", "\nsheet"), encoding="utf-8")
    (project / GOLDEN / ".octavo-files.json").unlink()
    ended = run(python, project, "pytest", "-p", "no:cacheprovider", "-k", "accepted")
    assert "3 passed" in ended.stdout, ended.stdout
    assert "octavo: explained differences" in ended.stdout
    assert "pango 9" in ended.stdout

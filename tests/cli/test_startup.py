"""What must not be loaded: --help loads no library of ours, a build without changes no engine."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = frozenset("weasyprint markdown lxml pydantic yaml jinja2 PIL fontTools".split())
ENGINES = frozenset({"weasyprint", "markdown", "pymdownx"})


def imported(*words: str) -> frozenset[str]:
    """Return the top-level modules that the command ``octavo`` imports, its workers left out."""
    command = [sys.executable, "-X", "importtime", "-m", "octavo", *words]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert ended.returncode == 0, ended.stdout
    lines = [line for line in ended.stderr.splitlines() if line.startswith("import time:")]
    return frozenset(line.rpartition("|")[2].strip().partition(".")[0] for line in lines)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    head = "octavo: 1\ntheme: brief\ntitle: Start\nlanguage: en-GB\ndate: 2024-05-06"
    (tmp_path / "source" / "start.md").write_text(f"---\n{head}\n---\nWords.\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("words", [("--help",), ("build", "--help")])
def test_asking_for_help_loads_no_library(words: tuple[str, ...]) -> None:
    loaded = imported(*words)
    assert "click" in loaded
    assert loaded & HEAVY == frozenset()


def test_a_build_without_changes_loads_no_engine(project: Path) -> None:
    words = ("build", "--project", str(project))
    assert ENGINES & imported(*words) == {"markdown", "pymdownx"}  # weasyprint: in its worker
    assert imported(*words) & (ENGINES | {"lxml", "jinja2", "pydantic"}) == frozenset()


@pytest.mark.long
def test_a_changed_word_loads_the_engine_again(project: Path) -> None:
    words = ("build", "--project", str(project), "--edition", "html")
    imported(*words)
    article = project / "source" / "start.md"
    article.write_text(article.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert "markdown" in imported(*words)

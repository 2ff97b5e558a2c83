"""Checks that wheels bring: what they are handed, and what is told where one cannot be had."""

from pathlib import Path

import pytest
from small_works import work

from octavo.checks.plugin_checks import plugin_problems

CHECK = """
from octavo.core.problems import Place, Problem

def named(publication, files):
    return [Problem("X1", Place(name), publication.config.slug) for name in files]
"""


def installed(folder: Path, entry: str) -> None:
    """Lay a wheel with a check where wheels are installed."""
    (folder / "acme_named.py").write_text(CHECK, encoding="utf-8")
    record = folder / "acme_named-1.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: acme_named\nVersion: 1\n")
    (record / "entry_points.txt").write_text(f"[octavo.checks]\nacme = {entry}\n")


def test_a_wheels_check_sees_the_publication_and_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    installed(tmp_path, "acme_named:named")
    files = {"work.html": b""}
    (problem,) = plugin_problems(work(plugins=("acme", "a-step")), files)
    assert (problem.place.path, problem.message) == ("work.html", "work")
    assert plugin_problems(work(), files) == []  # installed, and not asked for


def test_a_check_that_cannot_be_loaded_is_told_at_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    installed(tmp_path, "acme_named:lost")
    (problem,) = plugin_problems(work(plugins=("acme",)), {})
    assert (problem.code, str(problem.place)) == ("E120", "publication.yaml:7")

"""What the session ``package`` says of a version, and of a wheel that the sdist does not make."""

from pathlib import Path

import package
import pytest
from releases import git


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2"\n')
    (tmp_path / "CHANGELOG.md").write_text("## [Unreleased]\n")
    (tmp_path / "octavo-1.2.tar.gz").write_bytes(b"")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def test_a_tag_is_the_version_and_has_its_heading(checkout: Path) -> None:
    assert list(package.faults_of_version(checkout, checkout)) == [], "no tag, nothing to compare"
    git(checkout, "tag", "v1.3")
    wrong, heading = package.faults_of_version(checkout, checkout)
    assert wrong == "the tag is v1.3, and the version is 1.2" and "no heading [1.2]" in heading
    git(checkout, "tag", "v1.2")
    (checkout / "CHANGELOG.md").write_text("## [1.2] - 2026-11-30\n")
    assert list(package.faults_of_version(checkout, checkout)) == []
    (checkout / "octavo-1.2.tar.gz").unlink()
    assert list(package.faults_of_version(checkout, checkout)) == [
        "there is no sdist of version 1.2"
    ]


def test_another_wheel_than_that_of_the_sdist_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "run", lambda words, folder: (1, "it is wrong"))
    for name, data in {"made": b"one", "wheel": b"two"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "octavo-1.2-py3-none-any.whl").write_bytes(data)
    found = list(package.faults_of_files(tmp_path / "made", tmp_path / "wheel"))
    assert found[0].startswith("the wheel that the sdist makes is not")
    assert found[1:] == ["twine: it is wrong", "check_wheel_contents: it is wrong"]


def test_the_description_for_the_index_leads_nowhere_in_a_clone() -> None:
    text = (package.ROOT / "PYPI.md").read_text("utf-8")
    assert "](" not in text.replace("](https://", "") and "<img" not in text
    assert 'readme = "PYPI.md"' in (package.ROOT / "pyproject.toml").read_text("utf-8")

"""``octavo check --all`` lets nothing pass; ``--projects`` looks at other projects as well.

The validators themselves have files of their own; here somebody else plays them.
"""

import json
from pathlib import Path

import probes
import pytest
from conftest import Desk
from test_verify import Player, run

from octavo.core.problems import Severity
from octavo.production.pipeline import Project
from octavo.validators.verdicts import Finding

HTML = "editions: [html]"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Return a folder with a project of one publication, ``own``, and two others in ``others/``."""
    for name in ("own", "others/one", "others/two"):
        Desk(tmp_path / name).write("Some words of a text.", HTML)
    (tmp_path / "others" / "none").mkdir()
    return tmp_path


def publications(said: str) -> list[str]:
    return [each["publication"] for each in json.loads(said)["publications"]]


def saying(name: str, severity: Severity) -> Player:
    return Player(name, say=lambda job: [Finding(name, "r", severity, "m", job.path)])


# --- other projects ---


def test_publications_of_other_projects_are_looked_at_after_the_own(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = Player("Nu")
    words = ("--json", "--project", str(shelf / "own"), "--projects", str(shelf / "others"))
    code, said = run(monkeypatch, player, *words)
    others = [str(shelf / "others" / name / "source" / "work-1") for name in ("one", "two")]
    assert (code, publications(said)) == (0, ["work-1", *others])
    assert len(player.jobs) == 3


def test_a_project_is_looked_at_once_however_often_it_is_named(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = ("own", "others/one", "others", "others/../others/two")
    words = [word for name in folders for word in ("--projects", str(shelf / name))]
    _, said = run(monkeypatch, Player("Nu"), "--json", "--project", str(shelf / "own"), *words)
    assert len(publications(said)) == len(set(publications(said))) == 3


def test_a_fault_in_another_project_is_told_under_its_path_and_fails(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shelf / "others/two/source/work-1/text.md").write_text("[^none]: Words.\n", encoding="utf-8")
    words = ("--project", str(shelf / "own"), "--projects", str(shelf / "others"))
    for more in ((), ("--text",)):
        code, said = run(monkeypatch, Player("Nu"), *words, *more)
        assert code == 1
        assert f"{shelf}/others/two/source/work-1: failed, 1 error" in said
        assert f"{shelf}/others/one/source/work-1: done" in said
        assert "\nwork-1: done" in f"\n{said}"


def test_a_folder_without_a_project_is_a_wrong_command(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("--project", str(shelf / "own"), "--projects", str(shelf / "others" / "none"))
    code, said = run(monkeypatch, Player("Nu"), *words)
    assert code == 2 and "there is no project in" in said


def test_tools_inside_another_project_are_a_wrong_command(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCTAVO_TOOLS", str(shelf / "others" / "two" / "tools"))
    words = ("--project", str(shelf / "own"), "--projects", str(shelf / "others"))
    code, said = run(monkeypatch, Player("Nu"), *words)
    assert code == 2 and "lies in the project" in said


# --- nothing passes ---


@pytest.mark.parametrize(
    ("name", "severity", "usual", "of_all"),
    [
        ("Nu", "notice", 0, 1),
        ("axe", "notice", 0, 0),  # what it cannot decide
        ("axe", "warning", 0, 1),
        ("axe", "error", 1, 1),
    ],
)
def test_a_notice_of_a_validator_that_decides_fails_where_nothing_passes(
    name: str,
    severity: Severity,
    usual: int,
    of_all: int,
    shelf: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = ("--project", str(shelf / "own"))
    assert run(monkeypatch, saying(name, severity), *words)[0] == usual
    code, said = run(monkeypatch, saying(name, severity), "--all", *words)
    assert code == of_all and f"{name} r: m" in said


def test_a_missing_validator_fails_where_nothing_passes(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("--project", str(shelf / "own"))
    assert run(monkeypatch, Player("Nu", lacks="get Java"), *words)[0] == 0
    code, said = run(monkeypatch, Player("Nu", lacks="get Java"), "--all", *words)
    assert code == 1 and "not run: Nu: get Java" in said


def test_a_file_and_all_publications_are_looked_at_together(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = shelf / "strange.html"
    file.write_text("<p>")
    words = (str(file), "--json", "--project", str(shelf / "own"))
    assert publications(run(monkeypatch, Player("Nu"), *words)[1]) == [str(file)]
    assert publications(run(monkeypatch, Player("Nu"), "--all", *words)[1]) == ["work-1", str(file)]


def test_all_goes_with_no_names(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("--all", "work-1", "--project", str(shelf / "own"))
    assert run(monkeypatch, Player("Nu"), *words)[0] == 2


def test_the_probes_become_a_project_that_can_be_looked_at(tmp_path: Path) -> None:
    stale = tmp_path / "source" / "probe-that-has-gone"
    stale.mkdir(parents=True)
    probes.write_all(tmp_path)
    assert len(Project.at(tmp_path).slugs()) == len(probes.PROBES) > 50
    assert not stale.exists()

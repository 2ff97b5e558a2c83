"""What a shell completes, asked as bash asks it."""

from pathlib import Path

import click
import pytest
from click.shell_completion import BashComplete
from conftest import Desk

from octavo.cli.completion import complete_themes
from octavo.cli.program import octavo
from octavo.languages import available
from octavo.production.pipeline import Project, workshop_of


def completed(*words: str, begun: str = "") -> list[str]:
    shell = BashComplete(octavo, {}, "octavo", "_OCTAVO_COMPLETE")
    return [each.value for each in shell.get_completions(list(words), begun)]


@pytest.fixture
def project(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    desk.write("Words.", "editions: [html, pdf-print]")
    desk.write("Words.", "editions: [epub]")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", ["build", "accept", "check", "preview", "diff", "fetch"])
def test_publications_are_completed(command: str, project: Path) -> None:
    assert completed(command) == ["work-1", "work-2"]
    assert completed(command, begun="work-2") == ["work-2"]


def test_a_publication_is_offered_once(project: Path) -> None:
    assert completed("build", "work-1") == ["work-2"]


def test_publications_of_another_project_are_completed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    assert completed("build", "--project", str(project)) == ["work-1", "work-2"]


def test_editions_are_those_of_the_publications_that_are_named(project: Path) -> None:
    assert completed("build", "--edition") == ["epub", "html", "pdf-print"]
    assert completed("build", "work-2", "--edition") == ["epub"]
    assert completed("build", "--edition", begun="pdf") == ["pdf-print"]


def test_without_a_project_there_are_the_formats_and_no_publications(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert completed("build") == []
    assert {"epub", "html", "pdf"} <= set(completed("build", "--edition"))


def test_a_publication_file_with_a_fault_stops_no_shell(project: Path) -> None:
    (project / "source" / "work-1" / "publication.yaml").write_text("octavo: [\n")
    assert completed("build", "--edition") == ["epub"]


def test_languages_are_those_whose_words_are_there(project: Path) -> None:
    workshop = workshop_of(Project.at(project), "work-1")
    found = completed("new", "--language")
    assert {each.partition("-")[0] for each in found} == {*available(workshop)} - {"no"}  # nb, nn
    assert completed("new", "--language", begun="de") == ["de", "de-CH"]


def test_fonts_are_completed_by_their_languages() -> None:
    assert {"ja", "ko", "zh", "zh-Hant", "th", "emoji"} <= {*completed("fonts")}
    assert completed("fonts", begun="zh") == ["zh", "zh-Hant"]


def test_themes_are_the_built_in_ones_and_those_of_the_project(project: Path) -> None:
    (project / "templates" / "house").mkdir(parents=True)
    (project / "templates" / "house" / "theme.yaml").write_text("fonts: {}\n")
    context = click.Context(octavo)
    found = complete_themes(context, octavo.params[0], "")
    assert {"book", "brief", "house", "report"} <= set(found)
    assert "shared" not in found
    assert complete_themes(context, octavo.params[0], "ho") == ["house"]


def test_codes_are_completed_in_either_case() -> None:
    assert completed("explain", begun="e80")[:2] == ["E801", "E802"]

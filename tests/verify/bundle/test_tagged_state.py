"""Which state is released: a tag on the commit that is checked out, whose files nobody has
changed. What stands against it is told, and nothing is written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from bundled import below, clone, edit, release, three_releases
from releases import git

from octavo.production.pipeline import Project
from octavo.verify.bundle.tagged_state import TaggedState, project_at_tag, version_of


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return three_releases(tmp_path_factory.mktemp("tagged") / "project")


@pytest.fixture
def project(first: Path, tmp_path: Path) -> Path:
    return clone(first, tmp_path / "project")


def refused(project: Path, *words: str) -> str:
    before = below(project)
    result = release(project, *words)
    assert result.exit_code == 2, result.output
    assert below(project) == before
    return result.stderr


def test_a_commit_without_a_tag_is_not_released_e906(project: Path) -> None:
    git(project, "commit", "-q", "--allow-empty", "-m", "later")
    assert "E906" in (told := refused(project)) and "has no tag" in told


def test_of_several_tags_one_has_to_be_named_e906(project: Path) -> None:
    git(project, "tag", "v1.1.0")
    assert "E906" in (told := refused(project)) and "v1.1, v1.1.0" in told


def test_a_tag_that_is_not_there_is_refused_with_those_that_are_e906(project: Path) -> None:
    assert "E906" in (told := refused(project, "--tag", "v9")) and "v0.9, v1.0, v1.1" in told
    assert "E906" in refused(project, "--tag", "--exec=x")


def test_a_tag_that_stands_elsewhere_is_refused_e907(project: Path) -> None:
    assert "E907" in (told := refused(project, "--tag", "v1.0")) and "git checkout v1.0" in told


def changed(project: Path) -> None:
    edit(project, "source/tides/one.md", "water", "flood")


def staged(project: Path) -> None:
    changed(project)
    git(project, "add", "-A")


def hidden_from_git(project: Path) -> None:
    git(project, "update-index", "--assume-unchanged", "source/tides/one.md")
    changed(project)


def missing(project: Path) -> None:
    (project / "source/tides/one.md").unlink()


def linked(project: Path) -> None:
    text = project / "source/tides/one.md"
    text.rename(project / "build.tmp")
    text.symlink_to("../../build.tmp")


def unknown(project: Path) -> None:
    (project / "source/tides/two.md").write_text("New.\n", encoding="utf-8")


def new_template(project: Path) -> None:
    (project / "templates").mkdir()
    (project / "templates/own.css").write_text("p { color: red }\n", encoding="utf-8")


def other_line_ends(project: Path) -> None:
    text = project / "source/tides/one.md"
    text.write_bytes(text.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize(
    "fault",
    [changed, staged, hidden_from_git, missing, linked, unknown, new_template, other_line_ends],
)
def test_files_that_are_not_those_of_the_commit_are_named_e908(
    project: Path, fault: Callable[[Path], None]
) -> None:
    fault(project)
    told = refused(project)
    assert "E908" in told and "v1.1" in told
    assert "two.md" in told or "one.md" in told or "own.css" in told


def test_what_is_hidden_or_ignored_or_elsewhere_does_not_count(project: Path) -> None:
    (project / "source/tides/notes.tmp").write_text("ignored\n", encoding="utf-8")
    (project / "source/tides/.one.md.swp").write_text("hidden\n", encoding="utf-8")
    (project / "todo.txt").write_text("beside\n", encoding="utf-8")
    with project_at_tag(Project(project, project / "build", None), "") as (tagged, state):
        assert state.tag == "v1.1" and state.earlier == ("v0.9", "v1.0")
        assert below(tagged.root / "source") == ["tides", "tides/one.md", "tides/publication.yaml"]


def test_a_project_without_git_is_refused_e702(project: Path, tmp_path: Path) -> None:
    git(project, "checkout", "-q", "v1.1")
    lone = tmp_path / "lone"
    (lone / "source").mkdir(parents=True)
    assert "E702" in refused(lone)


def test_a_tag_that_cannot_be_in_names_of_files_is_refused_e915(project: Path) -> None:
    git(project, "tag", "-d", "v1.1")
    git(project, "tag", "état")
    assert "E915" in refused(project)


def test_a_publication_that_the_tag_has_not_is_refused(project: Path) -> None:
    assert "E101" in refused(project, "corran")


def test_versions_are_read_from_tags() -> None:
    tags = {
        "v1.0": "1.0",
        "1.0.2-rc1": "1.0.2-rc1",
        "tides-v2": "2",
        "tides/3": "3",
        "corran-1": "",
    }
    assert {tag: version_of(tag, "tides") for tag in tags} == tags
    assert version_of("v1.", "tides") == version_of("final", "tides") == ""
    assert TaggedState("final", "", ()).version("tides") == "final"


def test_errata_begin_with_the_release_that_is_named() -> None:
    state = TaggedState("v2", "", ("v0.9", "proof", "v1.0", "corran-v1", "v1.1"))
    assert state.printings("tides") == ("v0.9", "v1.0", "v1.1")
    assert state.printings("tides", "v1.0") == ("v1.0", "v1.1")
    assert state.printings("tides", "proof") == ("proof", "v1.0", "v1.1")
    assert state.printings("tides", "elsewhere") == ("elsewhere",)


def test_a_tag_that_names_a_publication_is_for_that_alone() -> None:
    known = ("corran", "tides", "tides-two")
    assert TaggedState("tides-two-v1", "", ()).among(known) == ("tides-two",)
    assert TaggedState("v1", "", ()).among(known) == known


def test_history_is_read_without_running_what_the_repository_names(project: Path) -> None:
    git(project, "config", "core.fsmonitor", "touch ran; false")
    git(project, "config", "filter.x.smudge", "touch ran")
    (project / ".git/info/attributes").write_text("* filter=x\n", encoding="utf-8")
    (project / "source/tides/notes.tmp").write_text("ignored\n", encoding="utf-8")
    with project_at_tag(Project(project, project / "build", None), "v1.1"):
        assert not list(project.rglob("ran"))

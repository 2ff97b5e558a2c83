"""The program, installed from a clone, builds in that clone; in another one it says so."""

from pathlib import Path
from shutil import copytree

import pytest
from conftest import environment

from octavo.core.problems import BuildFailed
from octavo.production.own_checkout import compare_with_built_in
from octavo.production.pipeline import Project, build, roots_of, templates_folder

ARTICLE = (
    "---\noctavo: 1\ntitle: Salt\nlanguage: en\ndate: 2026-05-31\neditions: [html]\n---\nSalt.\n"
)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a clone as far as a build looks at it."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "salt.md").write_text(ARTICLE, encoding="utf-8")
    copytree(templates_folder(), tmp_path / "templates")
    return tmp_path


def made(root: Path) -> tuple[str, ...]:
    built = build(Project(root, root / "build", None, environment()), "salt")
    return tuple(each.code for each in built.problems)


def test_templates_of_a_clone_are_the_built_in_ones_again(clone: Path) -> None:
    assert "project" not in roots_of(clone / "source", clone / "templates", clone)
    assert made(clone) == ()


def test_a_clone_of_another_octavo_is_told_in_one_line_e324(clone: Path) -> None:
    sheet = clone / "templates" / "brief" / "tokens.css"
    sheet.write_text(sheet.read_text("utf-8") + "/* changed */\n", "utf-8")
    with pytest.raises(BuildFailed) as failure:
        made(clone)
    (problem,) = failure.value.problems
    assert problem.code == "E324" and "nox -s build" in problem.hint
    assert str(problem.place) == "templates"


def test_a_project_changes_what_it_likes(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    (own / "brief").mkdir(parents=True)
    (own / "brief" / "tokens.css").write_text(":root { --accent: #123456 }\n", "utf-8")
    assert compare_with_built_in(own, templates_folder()) == "project"
    assert roots_of(tmp_path, own)["project"] == own

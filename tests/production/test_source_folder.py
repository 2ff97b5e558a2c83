"""Nothing in source/ is passed over: what is no publication is told."""

from pathlib import Path

import pytest

from octavo.production.pipeline import Project
from octavo.production.source_folder import look_over_source


def lay(folder: Path, *names: str) -> Project:
    """Return a project with these files in source/; an empty folder ends in a slash."""
    (folder / "source").mkdir()
    for name in names:
        path = folder / "source" / name
        if name.endswith("/"):
            path.mkdir(parents=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("---\noctavo: 1\n---\n" if name == "good.md" else "Words.\n")
    return Project.at(folder)


def told(project: Project) -> list[tuple[str, str, str]]:
    return [(each.code, each.severity, each.place.path) for each in look_over_source(project)]


def test_a_file_without_metadata_is_told(tmp_path: Path) -> None:
    project = lay(tmp_path, "good.md", "notes.md", "other.markdown", "README.md", ".hidden.md")
    found = look_over_source(project)
    assert [(each.code, each.place.path) for each in found] == [
        ("E122", "source/notes.md"),
        ("E122", "source/other.markdown"),
    ]
    assert "octavo build source/notes.md" in found[0].hint
    assert "other.md" in found[1].hint


@pytest.mark.parametrize(
    ("file", "hint"),
    [
        ("tides/one.md", "body: [one.md]"),
        ("tides/publication.yml", "call source/tides/publication.yml publication.yaml"),
        ("tides/deep/publication.yaml", "move source/tides/deep"),
        ("tides/", "body: [chapter-one.md]"),
    ],
)
def test_a_folder_without_metadata_is_told_with_the_way_to_mend_it(
    file: str, hint: str, tmp_path: Path
) -> None:
    (problem,) = look_over_source(lay(tmp_path, "good.md", file))
    assert (problem.code, problem.severity, problem.place.path) == (
        "E123",
        "warning",
        "source/tides",
    )
    assert hint in problem.hint


def test_an_empty_source_is_told(tmp_path: Path) -> None:
    project = lay(tmp_path)
    assert told(project) == [("E124", "error", "source")]
    assert "octavo new --in . NAME" in look_over_source(project)[0].hint


def test_a_source_of_publications_alone_has_nothing_to_say(tmp_path: Path) -> None:
    assert told(lay(tmp_path, "good.md", "tides/publication.yaml", ".git/x", "README.md")) == []


def test_what_an_article_names_is_its_own(tmp_path: Path) -> None:
    theirs = ("images/x.png", "parts/one.md", "two.md", "templates/own.css")
    project = lay(tmp_path, "good.md", *theirs, "other/x.png")
    head = "---\noctavo: 1\nbody: [good.md, two.md]\n---\n"
    text = f"{head}![](images/x.png)\n\n{{{{include parts/one.md}}}}\n"
    (tmp_path / "source" / "good.md").write_text(text)
    assert told(project) == [("E123", "warning", "source/other")]

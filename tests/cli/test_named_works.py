"""Names and paths: the same publication, however and wherever it is named."""

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from octavo.cli.named_works import Search, one_work, path_in_project
from octavo.cli.program import octavo

ARTICLE = "---\noctavo: 1\ntitle: T\nlanguage: en\ndate: 2024-01-01\n---\nWords.\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a folder and an article, in which we stand."""
    for name, text in {
        "source/tides/publication.yaml": "octavo: 1\n",
        "source/tides/one.md": "# One\n",
        "source/essay.md": ARTICLE,
        "source/loose.md": "Words.\n",
        "docs/notes.md": "# Notes\n",
        "docs/picture.png": "",
        "docs/empty/x.txt.bak": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def meant(*words: str, root: Path = Path(), **said: str) -> list[str]:
    return [work.slug for work in Search.at(root, said=said).works(words)]


def refusal(ask: Callable[[], object]) -> str:
    with pytest.raises(click.UsageError) as failure:
        ask()
    return failure.value.message


@pytest.mark.parametrize(
    "word",
    ["tides", "source/tides", "./source/tides/", "source/tides/publication.yaml", "source/tides/."],
)
def test_a_folder_is_named_by_its_name_or_any_path(word: str, root: Path) -> None:
    (work,) = Search.at(Path()).works([word])
    assert work.slug == "tides" and not work.project.loose
    assert work.project.out.resolve() == root / "build"
    assert meant(str(root / "source" / "tides")) == ["tides"]


@pytest.mark.parametrize("word", ["essay", "source/essay.md", "./source/essay.md", "source/essay"])
def test_an_article_is_named_by_its_name_or_its_file(word: str, root: Path) -> None:
    assert meant(word) == meant(str(root / "source" / "essay.md")) == ["essay"]


def test_a_chapter_names_its_publication_which_is_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert meant("source/tides/one.md") == ["tides"]
    assert "source/tides/one.md belongs to the publication tides" in capsys.readouterr().err


def test_source_and_the_project_stand_for_all_publications_each_once(root: Path) -> None:
    for words in ((), ("source",), ("source/",), (".",), (str(root),), ("tides", "source/")):
        assert sorted(meant(*words)) == ["essay", "tides"]


@pytest.mark.parametrize("below", ["source/tides", "source", "docs/empty"])
def test_a_project_is_found_above_and_told(
    below: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root / below)
    (work,) = Search.at(Path()).works(["tides"])
    assert work.project.root.resolve() == root
    assert capsys.readouterr().err == f"in the project {root}\n"


def test_a_folder_called_source_of_others_is_no_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "main.c").write_text("")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert "there is no folder source" in refusal(lambda: meant("tides"))


def test_a_file_of_no_publication_is_built_by_itself_beside_it(root: Path) -> None:
    (work,) = Search.at(Path(), said={"title": "T"}).works(["docs/notes.md"])
    assert (work.name, work.slug, work.project.loose) == ("docs/notes.md", "notes", "notes.md")
    assert work.project.path_of("notes", "notes.pdf") == Path("docs/notes.pdf")
    assert work.project.said == {"title": "T"}


def test_a_file_without_metadata_in_source_is_built_into_build(root: Path) -> None:
    (work,) = Search.at(Path()).works(["source/loose.md"])
    assert work.project.path_of("loose", "loose.pdf").resolve() == root / "build/loose/loose.pdf"


def test_a_publication_outside_source_goes_into_build_beside_it(root: Path) -> None:
    (root / "away").mkdir()
    (root / "source" / "tides").rename(root / "away" / "tides")
    (work,) = Search.at(Path()).works(["away/tides"])
    assert (work.slug, work.project.source) == ("tides", Path("away"))
    assert work.project.out == Path("away/build")


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("docs/nots.md", "did you mean docs/notes.md?"),
        ("docs/picture.png", "docs/picture.png is no Markdown"),
        ("docs", "octavo build docs/notes.md"),
        ("docs/empty", "there is no text in it either"),
    ],
)
def test_a_path_that_means_nothing_is_told_with_what_may_be_meant(
    word: str, told: str, root: Path
) -> None:
    assert told in refusal(lambda: meant(word))


@pytest.mark.parametrize(("word", "near"), [("tide", "tides"), ("esay", "essay")])
def test_a_name_that_is_none_is_guessed(word: str, near: str, root: Path) -> None:
    ended = CliRunner().invoke(octavo, ["build", word])
    assert ended.exit_code == 2
    assert f"did you mean {near}?" in ended.output


def test_what_the_command_says_is_for_files_by_themselves(root: Path) -> None:
    assert "tides has its own metadata" in refusal(lambda: meant("tides", title="T"))


def test_a_file_by_itself_has_no_goldens(root: Path) -> None:
    search = Search.at(Path())
    assert "no goldens" in refusal(lambda: search.works(["docs/notes.md"], only_projects=True))


def test_without_a_project_both_ways_to_begin_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text.md").write_text("x")
    monkeypatch.chdir(tmp_path)
    said = refusal(lambda: meant())
    assert "octavo build text.md" in said and "octavo new DIR" in said


def test_one_publication_is_that_in_whose_folder_we_stand(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "name one of the publications" in refusal(lambda: one_work(Search.at(Path()), ""))
    monkeypatch.chdir(root / "source" / "tides")
    assert one_work(Search.at(Path()), "").slug == "tides"


@pytest.mark.parametrize(
    "name", ["tides", "source/tides", "./source/tides/", "{root}/source/tides"]
)
def test_git_is_told_the_path_from_the_project(name: str, root: Path) -> None:
    assert path_in_project(Path(), name.format(root=root)) == "source/tides"


@pytest.mark.parametrize("name", [".", "../tides", "tides", "source/tides"])
def test_git_is_told_the_path_from_the_project_also_below_it(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "source" / "tides")
    assert path_in_project(Path("../.."), name) == "source/tides"


def test_git_is_told_of_a_publication_that_is_gone_by_now(root: Path) -> None:
    assert path_in_project(Path(), "gone") == "source/gone"
    assert path_in_project(Path(), "./source/gone.md") == "source/gone.md"


def test_files_whose_editions_would_have_one_name_are_not_built_together(root: Path) -> None:
    (root / "docs" / "notes.markdown").write_text("Words.\n")
    said = refusal(lambda: meant("docs/notes.md", "docs/notes.markdown"))
    assert "docs/notes.md and docs/notes.markdown would have the same names" in said
    assert meant("docs/notes.md", "./docs/notes.md") == ["notes"]

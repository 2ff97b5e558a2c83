"""``octavo new``: a folder that builds and passes its own tests at once, whatever it is called."""

import ast
import datetime as dt
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from octavo import BuildFailed, Project, build, compare
from octavo.cli.program import octavo
from octavo.core import pins
from octavo.editions.registry import Formats
from octavo.production.pipeline import templates_folder, workshop_of
from octavo.source.config.configuration import read_config
from octavo.starter.new_project import (
    KINDS,
    Refused,
    Wishes,
    accept_sample,
    make,
    project_files,
    slug_of,
    title_from,
)

ROOT = Path(__file__).parents[2]
PLAIN = Wishes("article", "Harbour Notes", "Anna Petrel", "en-GB", dt.date(2024, 5, 6))
TITLES = {
    'He said "no"': "he-said-no",
    "It isn't over": "it-isnt-over",
    "It isn’t over": "it-isnt-over",
    "Über Möwen": "uber-mowen",
    "Œuvres & œufs, ß, Łódź": "oeuvres-oeufs-ss-lodz",
    "50 %: a [half] #1 *life* <of> `x` \\ {y}": "50-a-half-1-life-of-x-y",
    "Ἀνάβασις": "article",
    "Aux": "aux-article",
    "yes": "yes",
    "- @@title ${title} %s": "title-title-s",
    "ends with a backslash \\": "ends-with-a-backslash",
}
CONSTRUCTS = {
    "a note that is called twice": r"(?s)\[\^(\w+)\](?!:).*\[\^\1\](?!:).*\n\[\^\1\]: ",
    "a table with row headings": r"\|-.*\n(\|.*\n)+\nTable: .*\nSource: .*\n\{#tbl-\w+ \.row-h",
    "code with a caption": r"```python\n(.*\n)+```\n\nListing: ",
    "a picture with a caption and a credit": r"!\[.+\]\(images/.+\)\{.+\}\n\nFigure: .*\nCredit: ",
    "a quotation with its source": r"\n> .*\n>\n> --- ",
    "a box": r"(?m)^/// (key-points|pull-quote)\n(.*\n)+///\n",
    "a definition list": r"\n\w.*\n:   ",
    "a list within a list": r"\n1\. .*\n(.*\n)+    - ",
    "a cross-reference": r"\[\]\(#[\w-]+\)",
    "a link to the web": r"\[.+\]\(https://example\.org/\)",
    "an id of a section": r"\n## .+ \{#\w+\}\n",
    "emphasis of both kinds": r"(?s)[^*]\*\w+\*[^*].*\*\*.+\*\*|\*\*.+\*\*.*[^*]\*\w+\*[^*]",
    "straight quotation marks": r'"\w+.*"',
}


@pytest.fixture(scope="module", params=KINDS)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A new project of each kind, with its accepted editions."""
    wishes = replace(PLAIN, kind=request.param)
    folder = tmp_path_factory.mktemp(request.param) / "new"
    make(folder, wishes)
    assert accept_sample(folder, wishes, environment()) == ()
    return Project.at(folder, environment())


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}


def written(wishes: Wishes) -> dict[str, str]:
    return {path: data.decode() for path, data in project_files(wishes).items()}


def run(*words: str, environ: Mapping[str, str] | None = None) -> Result:
    return CliRunner().invoke(octavo, ["new", *words], env=environ)


def said(folder: Path) -> str:
    return next(folder.glob("source/*/publication.yaml")).read_text(encoding="utf-8")


def today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def test_a_new_project_makes_every_edition_and_has_nothing_to_say(project: Project) -> None:
    built = build(project, "harbour-notes")
    assert built.problems == ()
    assert {f"harbour-notes.{kind}" for kind in ("html", "epub", "pdf")} <= set(built.files)


def test_the_goldens_of_a_new_project_hold(project: Project) -> None:
    assert compare(project, "harbour-notes") == ()


def test_the_goldens_of_a_new_project_notice_a_word(project: Project) -> None:
    text = next(
        path for path in project.source.rglob("*.md") if "This is a sample." in path.read_text()
    )
    before = text.read_text(encoding="utf-8")
    try:
        text.write_text(before.replace("This is a sample.", "This was a sample."), encoding="utf-8")
        with pytest.raises(BuildFailed) as failure:
            compare(project, "harbour-notes")
    finally:
        text.write_text(before, encoding="utf-8")
    assert "+This was a sample." in str(failure.value)


@pytest.mark.slow
def test_the_tests_of_a_new_project_pass_at_once_and_fail_without_goldens(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    make(folder, PLAIN)

    def tests(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
        environ = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTEST_ADDOPTS": ""}
        return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True)

    without = tests("-x")
    assert without.returncode == 1
    assert "E402" in without.stdout and "octavo accept harbour-notes" in without.stdout
    accept_sample(folder, PLAIN, environment())
    with_them = tests()
    assert with_them.returncode == 0, with_them.stdout
    assert "3 passed" in with_them.stdout


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CONSTRUCTS)
def test_a_sample_shows_each_construct(kind: str, name: str) -> None:
    files = written(replace(PLAIN, kind=kind))
    texts = [text for path, text in sorted(files.items()) if re.match(r"source/.*\.md", path)]
    assert any(re.search(CONSTRUCTS[name], text) for text in texts)


@pytest.mark.parametrize("kind", KINDS)
def test_a_project_has_the_shape_of_the_repository(kind: str) -> None:
    files = written(replace(PLAIN, kind=kind))
    wanted = """
        .ci/run .gitignore README.md build/README.md noxfile.py pyproject.toml
        source/harbour-notes/publication.yaml templates/README.md tests/test_editions.py
    """
    assert set(wanted.split()) <= set(files)
    assert [path for path in files if path.endswith(".svg")] != []
    themes = {"article": "brief", "report": "report", "book": "book"}
    assert f"\ntheme: {themes[kind]}\n" in files["source/harbour-notes/publication.yaml"]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_of_any_characters_arrives_unchanged(title: str, tmp_path: Path) -> None:
    wishes = replace(PLAIN, title=title, author=f'Jürgen "{title}" O\'Neil')
    make(tmp_path, wishes)
    slug = slug_of(wishes)
    assert slug == TITLES[title]
    config = read_config(workshop_of(Project.at(tmp_path), slug), slug, Formats())
    assert config.metadata.title == title
    assert config.metadata.contributors[0].name == wishes.author
    assert config.metadata.rights == f"© 2024 {wishes.author}"
    assert config.metadata.date == dt.date(2024, 5, 6)
    project = tomllib.loads((tmp_path / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["description"] == title
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", project["name"])


def test_umlauts_are_spelled_out_in_german_only() -> None:
    title = "Über Möwen"
    assert slug_of(replace(PLAIN, title=title, language="de-CH")) == "ueber-moewen"
    assert slug_of(replace(PLAIN, title="U\u0308ber Möwen", language="de")) == "ueber-moewen"
    assert slug_of(replace(PLAIN, title=title, language="en")) == "uber-mowen"


def test_a_long_title_gives_a_slug_that_ends_with_a_word() -> None:
    assert slug_of(replace(PLAIN, title="seven words " * 20)) == "-".join(["seven", "words"] * 5)
    assert slug_of(replace(PLAIN, title="x" * 200)) == "x" * 60


def test_a_title_is_made_of_the_folders_name(tmp_path: Path) -> None:
    assert title_from(tmp_path / "harbour_notes-of  1871") == "Harbour notes of 1871"
    assert title_from(Path("/")) == "Untitled"


@pytest.mark.parametrize("kind", KINDS)
def test_no_place_of_the_starter_files_is_left_open(kind: str) -> None:
    assert [path for path, text in written(replace(PLAIN, kind=kind)).items() if "@@" in text] == []


def test_the_new_project_asks_for_this_octavo_and_for_the_pytest_that_we_use() -> None:
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    theirs = tomllib.loads(written(PLAIN)["pyproject.toml"])
    assert theirs["project"]["dependencies"] == [f"octavo=={pins.release().version}"]
    assert theirs["project"]["requires-python"] == ours["project"]["requires-python"]
    assert set(theirs["dependency-groups"]["tests"]) <= set(ours["dependency-groups"]["tests"])


@pytest.mark.parametrize(
    ("environ", "installed"),
    [({}, ["octavo==9.9"]), ({"OCTAVO_WHEEL": "/x/octavo.whl"}, ["/x/octavo.whl"])],
)
def test_the_noxfile_installs_the_pinned_octavo_or_the_wheel_that_is_named(
    environ: dict[str, str], installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OCTAVO_WHEEL", raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    nox = SimpleNamespace(
        options=SimpleNamespace(),
        session=lambda function: function,
        Session=object,
        project=SimpleNamespace(
            load_toml=lambda name: {"project": {"dependencies": ["octavo==9.9"]}},
            dependency_groups=lambda project, *names: (f"{names}",),
        ),
    )
    monkeypatch.setitem(sys.modules, "nox", nox)
    names: dict[str, object] = {}
    exec(compile(written(PLAIN)["noxfile.py"], "noxfile.py", "exec"), names)
    assert names["OCTAVO"] == installed
    assert set(nox.options.sessions) == {"build", "tests"} <= set(names)


def test_the_python_files_of_a_new_project_can_be_parsed() -> None:
    files = {path: text for path, text in written(PLAIN).items() if path.endswith(".py")}
    assert len(files) == 2
    for path, text in files.items():
        ast.parse(text, path)


def test_the_readme_of_templates_names_sheets_and_templates_that_exist() -> None:
    text = written(PLAIN)["templates/README.md"]
    named = re.findall(r"`((?:brief|book|report)/[\w.-]+)`", text)
    there = [path for path in named if (templates_folder() / path).is_file()]
    assert len(there) >= 8
    assert set(named) - set(there) == {f"{theme}/code.css" for theme in ("brief", "book", "report")}
    for template in ("title", "imprint", "colophon", "about"):
        assert f"`{template}`" in text
        assert (templates_folder() / "shared" / f"{template}.html.j2").is_file()


def test_the_ci_script_can_be_run(tmp_path: Path) -> None:
    make(tmp_path, PLAIN)
    assert os.access(tmp_path / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("held", ["notes.txt", ".hidden", "folder/file"])
def test_a_folder_that_holds_something_is_refused_and_stays_as_it_was(
    held: str, tmp_path: Path
) -> None:
    (tmp_path / held).parent.mkdir(exist_ok=True)
    (tmp_path / held).write_text("mine", encoding="utf-8")
    ended = run(str(tmp_path), "--no-accept")
    assert ended.exit_code == 2
    assert f"{tmp_path} is not empty (it holds {held.partition('/')[0]})" in ended.output
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [Path(held).name]


def test_a_folder_that_holds_only_a_repository_is_empty_enough(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert run(str(tmp_path), "--no-accept").exit_code == 0
    assert (tmp_path / "noxfile.py").is_file()


def test_a_file_is_no_place_for_a_project(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for name in ("file", "file/below"):
        ended = run(str(tmp_path / name), "--no-accept")
        assert ended.exit_code == 2
        assert str(tmp_path / name) in ended.output
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--title", "   ", "the title is empty"),
        ("--title", "two\nlines", "one line"),
        ("--author", "", "the author is empty"),
        ("--author", "\ufeffBom", "one line"),
        ("--language", "xx", "unknown language 'xx'"),
        ("--language", "en\nevil: 1", "unknown language"),
        ("--date", "yesterday", "does not match"),
        ("--kind", "poem", "is not one of"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_and_nothing_is_written(
    option: str, value: str, words: str, tmp_path: Path
) -> None:
    ended = run(str(tmp_path / "new"), option, value, "--no-accept")
    assert ended.exit_code == 2
    assert words in ended.output
    assert list(tmp_path.iterdir()) == []


def test_the_date_is_the_one_given_else_that_of_the_epoch_else_today(tmp_path: Path) -> None:
    epoch = {"SOURCE_DATE_EPOCH": "86400"}
    run(str(tmp_path / "a"), "--date", "2020-02-29", "--no-accept", environ=epoch)
    assert "\ndate: 2020-02-29\n" in said(tmp_path / "a")
    run(str(tmp_path / "b"), "--no-accept", environ=epoch)
    assert "\ndate: 1970-01-02\n" in said(tmp_path / "b")
    before = today()
    run(str(tmp_path / "c"), "--no-accept", environ={"SOURCE_DATE_EPOCH": ""})
    days = {before, today()}
    assert any(f"\ndate: {day}\n" in said(tmp_path / "c") for day in days)


def test_without_accepting_there_are_no_goldens_and_the_author_is_told(tmp_path: Path) -> None:
    ended = run(str(tmp_path / "harbour-notes"), "--no-accept", "--language", "de")
    assert "octavo accept harbour-notes" in ended.output
    assert "The sample is in English" in ended.output
    assert not (tmp_path / "harbour-notes" / "tests" / "golden").exists()


def test_the_command_accepts_the_sample_without_the_epoch_of_the_environment(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "harbour-notes"
    ended = run(
        str(folder), "--date", "2024-05-06", environ={**os.environ, "SOURCE_DATE_EPOCH": "86400"}
    )
    assert ended.exit_code == 0, ended.output
    assert compare(Project.at(folder, environment()), "harbour-notes") == ()


def test_wishes_are_refused_before_a_file_is_made(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="unknown language"):
        make(tmp_path / "new", replace(PLAIN, language="xx"))
    assert list(tmp_path.iterdir()) == []

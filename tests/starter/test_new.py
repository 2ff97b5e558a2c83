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
from long_proofs import here

from octavo import BuildFailed, Project, build, compare
from octavo.cli.program import octavo
from octavo.core import pins
from octavo.editions.registry import Formats
from octavo.production.pipeline import templates_folder, workshop_of
from octavo.source.config.configuration import read_config
from octavo.starter.new_project import (
    Refused,
    Wishes,
    accept_sample,
    make,
    project_files,
    slug_of,
    title_from,
)
from octavo.starter.own_wheel import name_of_wheel, own_wheel
from octavo.starter.sample_kinds import KINDS

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


@pytest.fixture(scope="module", params=here(KINDS, "book"))
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


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "novel"])
@pytest.mark.parametrize("name", CONSTRUCTS)
def test_a_sample_shows_each_construct(kind: str, name: str) -> None:
    files = written(replace(PLAIN, kind=kind))
    texts = [text for path, text in sorted(files.items()) if re.match(r"source/.*\.md", path)]
    assert any(re.search(CONSTRUCTS[name], text) for text in texts)


@pytest.mark.parametrize(
    ("word", "kind"), [("brief", "article"), ("White Paper", "report"), ("manual", "book")]
)
def test_another_word_for_a_kind_is_understood(word: str, kind: str, tmp_path: Path) -> None:
    done = run(str(tmp_path / "notes"), "--kind", word, "--no-accept", "--no-wheel")
    assert done.exit_code == 0 and f": {kind} 'Notes'" in done.output, done.output


@pytest.mark.parametrize("kind", KINDS)
def test_a_project_has_the_shape_of_the_repository(kind: str) -> None:
    files = written(replace(PLAIN, kind=kind))
    wanted = """
        .ci/run .gitattributes .github/workflows/editions.yml .gitignore .pre-commit-config.yaml
        README.md build/README.md noxfile.py pyproject.toml
        source/harbour-notes/publication.yaml templates/README.md tests/test_editions.py
    """
    assert set(wanted.split()) <= set(files)
    assert bool([path for path in files if path.endswith(".svg")]) == (kind != "novel")
    themes = {"article": "brief", "report": "report", "book": "book", "novel": "book"}
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
    ("environ", "wheels", "installed"),
    [
        ({}, [], ["octavo==9.9"]),
        ({}, ["octavo-9.9-py3-none-any.whl"], ["wheels/octavo-9.9-py3-none-any.whl"]),
        ({}, ["octavo-9.8-py3-none-any.whl"], ["octavo==9.9"]),
        ({"OCTAVO_WHEEL": "/x/o.whl"}, ["octavo-9.9-py3-none-any.whl"], ["/x/o.whl"]),
    ],
)
def test_the_noxfile_installs_the_wheel_of_the_project_or_that_which_is_named_else_the_pinned(
    environ: dict[str, str],
    wheels: list[str],
    installed: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wheels").mkdir()
    for name in wheels:
        (tmp_path / "wheels" / name).touch()
    monkeypatch.delenv("OCTAVO_WHEEL", raising=False)
    monkeypatch.setenv("UV_SYSTEM_CERTS", "true")  # or the file would set it for good
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    nox, names = run_noxfile(monkeypatch)
    assert names["OCTAVO"] == installed
    assert set(nox.options.sessions) == {"build", "tests"} <= set(names)


def run_noxfile(monkeypatch: pytest.MonkeyPatch) -> tuple[SimpleNamespace, dict[str, object]]:
    """Run the noxfile of a new project with a nox that does nothing; return it, and what it has."""
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
    return nox, names


def test_an_old_python_is_told_how_to_get_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 11, 2, "final", 0))
    monkeypatch.setattr(sys, "argv", ["nox", "-s", "build", "tests"])
    with pytest.raises(SystemExit) as end:
        run_noxfile(monkeypatch)
    assert "this is 3.11.2" in str(end.value)
    assert ".venv/bin/uvx --python 3.13 --with uv nox -s build tests" in str(end.value)


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
    assert named == there
    for name in ("own.css", "logo.svg", "logo.png"):
        assert f"`{name}`" in text
    sheets = sorted(templates_folder().rglob("*.css"))
    tokens = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    listing = text.partition("```css")[2].partition("```")[0]
    assert {*re.findall(r"--[\w-]+(?=:)", listing)} <= {*re.findall(r"--[\w-]+(?=:)", tokens)}
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
        *(str(folder), "--date", "2024-05-06", "--accept"),
        environ={**os.environ, "SOURCE_DATE_EPOCH": "86400"},
    )
    assert ended.exit_code == 0, ended.output
    assert compare(Project.at(folder, environment()), "harbour-notes") == ()


def test_wishes_are_refused_before_a_file_is_made(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="unknown language"):
        make(tmp_path / "new", replace(PLAIN, language="xx"))
    assert list(tmp_path.iterdir()) == []


def test_a_new_project_carries_the_octavo_that_made_it(tmp_path: Path) -> None:
    make(tmp_path / "with", PLAIN)
    wheel = tmp_path / "with" / "wheels" / name_of_wheel()
    assert wheel.read_bytes() == own_wheel()
    pyproject = tomllib.loads((tmp_path / "with" / "pyproject.toml").read_text(encoding="utf-8"))
    assert pyproject["tool"]["uv"]["sources"]["octavo"]["path"] == f"wheels/{name_of_wheel()}"
    readme = (tmp_path / "with" / "README.md").read_text(encoding="utf-8")
    assert f"pip install wheels/{name_of_wheel()}" in readme


def test_a_new_project_without_a_wheel_names_the_index(tmp_path: Path) -> None:
    make(tmp_path / "without", replace(PLAIN, has_wheel=False))
    assert not (tmp_path / "without" / "wheels").exists()
    text = (tmp_path / "without" / "pyproject.toml").read_text(encoding="utf-8")
    assert "sources" not in tomllib.loads(text)["tool"]["uv"]
    readme = (tmp_path / "without" / "README.md").read_text(encoding="utf-8")
    assert f"pip install octavo=={pins.release().version}" in readme


def test_the_command_ends_with_what_to_do_next(tmp_path: Path) -> None:
    folder = tmp_path / "harbour-notes"
    lines = run(str(folder), "--no-accept", "--no-wheel").output.splitlines()
    steps = [line.split("#")[0].strip() for line in lines[-4:]]
    assert steps == [
        f"cd {folder}",
        "octavo preview harbour-notes",
        "octavo build harbour-notes",
        "octavo accept harbour-notes",
    ]


def test_a_publication_is_added_to_a_project_that_stands(tmp_path: Path) -> None:
    make(tmp_path, replace(PLAIN, has_wheel=False))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    words = ("--in", str(tmp_path), "tides", "--kind", "novel", "--title", "Of Tides")
    ended = run(*words, "--no-accept")
    assert ended.exit_code == 0, ended.output
    assert Project.at(tmp_path).slugs() == ("harbour-notes", "tides")
    assert 'title: "Of Tides"' in (tmp_path / "source/tides/publication.yaml").read_text()
    assert {path: path.read_bytes() for path in before} == before
    again = run(*words, "--no-accept")
    assert again.exit_code == 2 and "stands already" in again.output


def test_a_sample_is_accepted_only_where_the_author_says_so(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "tests").mkdir()
    assert run("--in", str(tmp_path), "one").exit_code == 0
    assert not (tmp_path / "tests" / "golden").exists()
    assert run("--in", str(tmp_path), "two", "--kind", "novel", "--accept").exit_code == 0
    assert (tmp_path / "tests" / "golden" / "two").is_dir()


def test_a_folder_that_is_no_project_gets_no_publication(tmp_path: Path) -> None:
    ended = run("--in", str(tmp_path), "tides")
    assert ended.exit_code == 2 and "is no project" in ended.output
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_nothing_is_asked_and_the_folder_must_be_named() -> None:
    for words in ((), ("--in", ".")):
        ended = run(*words)
        assert ended.exit_code == 2 and "octavo new" in ended.output


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
def test_on_a_terminal_what_is_not_said_is_asked(tmp_path: Path) -> None:
    import pty

    words = [sys.executable, "-m", "octavo", "new", "--author", "A. Petrel", "--no-accept"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    main, side = pty.openpty()
    process = subprocess.Popen(
        [*words, "--no-wheel"], cwd=tmp_path, env=environ, stdin=side, stdout=side, stderr=side
    )
    os.close(side)
    os.write(main, b"deep\nOf Tides\nfr\nnovel\n")
    shown = b""
    while b"What to do next" not in shown:
        shown += os.read(main, 1024)
    assert process.wait(60) == 0
    os.close(main)
    for question in (b"Folder", b"Title", b"Language", b"Kind"):
        assert question in shown
    assert b"Author" not in shown
    text = (tmp_path / "deep/source/of-tides/publication.yaml").read_text(encoding="utf-8")
    assert 'title: "Of Tides"' in text and "language: fr\n" in text and "subjects: [Fic" in text

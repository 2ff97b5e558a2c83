"""What Octavo puts on disk never costs anybody a file that Octavo did not write."""

import json
import os
import shutil
import sys
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import environment

from octavo.cli import program
from octavo.core.output import LOCK, MARKER, Output, Parcel, link_fault, write_whole
from octavo.core.problems import BuildFailed
from octavo.core.store import Store
from octavo.fonts.font_fetch import fonts_folder
from octavo.production.pipeline import Project, build, check, write_listing

HEAD = (
    "octavo: 1\ntheme: brief\ntitle: Tides\nlanguage: en-GB\ndate: 2024-05-06\neditions: [html]\n"
)
LINK = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a publication, ``tides``, and a file of its author's in docs."""
    root = tmp_path / "project"
    for path, text in {
        "source/tides/publication.yaml": f"{HEAD}body: [text.md]\n",
        "source/tides/text.md": "## Ebb\n\nWords.\n",
        "templates/own.css": "body { color: black }\n",
        "docs/tides/mine.txt": "mine",
    }.items():
        write_whole(root / path, text.encode())
    return root


def octavo(root: Path, *words: str) -> tuple[int, str]:
    """Run the command in a project; return its exit code and all that it says."""
    with chdir(root):
        ended = CliRunner(env={"SOURCE_DATE_EPOCH": None}).invoke(program.octavo, words)
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exc_info
    return ended.exit_code, ended.output


def tree(folder: Path) -> dict[str, bytes]:
    """Return path -> bytes of all regular files of a folder."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def codes(failure: pytest.ExceptionInfo[BuildFailed]) -> list[str]:
    assert all(problem.hint for problem in failure.value.problems)
    return [problem.code for problem in failure.value.problems]


# --- commands, as a user gives them ---


@pytest.mark.parametrize("out", ["source", "source/tides", "templates", "./docs/../source"])
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_build_into_sources_is_refused_and_nothing_changes(
    project: Path, out: str, force: tuple[str, ...]
) -> None:
    before = tree(project / "source"), tree(project / "templates")
    code, said = octavo(project, "build", "tides", "--out", out, *force)
    assert (code, said.count("E802")) == (1, 1), said
    assert before == (tree(project / "source"), tree(project / "templates"))


def test_a_build_beside_an_authors_files_leaves_them_there(project: Path) -> None:
    write_whole(project / "docs" / "index.html", b"my own page")
    code, said = octavo(project, "build", "tides", "--out", "docs")
    found = tree(project / "docs")
    assert (found["tides/mine.txt"], found["index.html"]) == (b"mine", b"my own page")
    assert "tides/tides.html" in found
    assert (code, "docs/index.html: E801 notice" in said) == (0, True), said


def test_a_file_with_an_editions_name_is_replaced_only_by_force(project: Path) -> None:
    write_whole(project / "docs" / "tides" / "tides.html", b"not octavo's")
    code, said = octavo(project, "build", "tides", "--out", "docs")
    assert (code, "docs/tides/tides.html: E801" in said) == (1, True), said
    assert set(tree(project / "docs" / "tides")) == {"mine.txt", "tides.html"}
    code, _ = octavo(project, "build", "tides", "--out", "docs", "--force")
    found = tree(project / "docs")
    assert (code, found["tides/mine.txt"]) == (0, b"mine")
    assert found["tides/tides.html"].startswith(b"<!DOCTYPE html>")


def test_an_edition_that_somebody_has_changed_is_not_replaced(project: Path) -> None:
    assert octavo(project, "build", "tides")[0] == 0
    page = project / "build" / "tides" / "tides.html"
    changed = page.read_bytes() + b"<!-- corrected by hand -->"
    page.write_bytes(changed)
    (project / "source" / "tides" / "text.md").write_text("## Ebb\n\nOther words.\n")
    code, said = octavo(project, "build", "tides")
    assert (code, "E801" in said, page.read_bytes()) == (1, True, changed)


def test_goldens_do_not_go_into_sources(project: Path) -> None:
    before = tree(project / "source")
    code, said = octavo(project, "accept", "tides", "--goldens", "source", "--force")
    assert (code, "E802" in said, tree(project / "source")) == (1, True, before)


def test_accepting_beside_other_files_leaves_them(project: Path) -> None:
    assert octavo(project, "accept", "tides", "--goldens", "docs")[0] == 0
    (project / "source" / "tides" / "text.md").write_text("## Ebb\n\nOther words.\n")
    assert octavo(project, "accept", "tides", "--goldens", "docs")[0] == 0
    assert tree(project / "docs")["tides/mine.txt"] == b"mine"
    assert octavo(project, "check", "tides", "--text", "--golden")[0] == 1  # there are none there


def test_goldens_changed_by_hand_are_replaced_only_by_force(project: Path) -> None:
    assert octavo(project, "accept", "tides")[0] == 0
    golden = project / "tests" / "golden" / "tides" / "html" / "tides.html"
    golden.write_bytes(b"changed")
    code, said = octavo(project, "accept", "tides")
    assert (code, "E801" in said, golden.read_bytes()) == (1, True, b"changed")
    assert octavo(project, "accept", "tides", "--force")[0] == 0
    assert golden.read_bytes() != b"changed"


@pytest.mark.parametrize("option", ["--errata", "--critic", "--comment"])
def test_a_diff_writes_over_no_file_but_its_own(project: Path, option: str) -> None:
    write_whole(project / "old" / "a.md", f"---\n{HEAD}---\nOld words.\n".encode())
    write_whole(project / "new" / "a.md", f"---\n{HEAD}---\nNew words.\n".encode())
    letter = project / "letter.md"
    letter.write_text("Dear reader")
    words = ("diff", "old/a.md", "new/a.md", option)
    for target in ("letter.md", "old/a.md"):
        before = (project / target).read_bytes()
        code, said = octavo(project, *words, target)
        assert (code, f"{target}: E801" in said) == (2, True), said
        assert (project / target).read_bytes() == before
    for force in ((), (), ("--force",)):  # the second time it is our own
        assert octavo(project, *words, "letter.md" if force else "said.md", *force)[0] == 1
    assert letter.read_text() != "Dear reader"
    assert octavo(project, *words, "source/tides/said.md")[0] == 2


def test_a_report_writes_over_no_file_but_its_own(project: Path) -> None:
    (project / "report.html").write_text("mine")
    code, said = octavo(project, "check", "tides", "--report", "report.html")
    assert (code, "report.html: E801" in said) == (2, True), said
    assert (project / "report.html").read_text() == "mine"


# --- links that lead out of a project ---


@LINK
@pytest.mark.parametrize("link", ["build", ".octavo", "build/tides", "tests"])
def test_nothing_is_written_through_a_link_that_leads_out(
    project: Path, tmp_path: Path, link: str
) -> None:
    outside = tmp_path / "outside"
    write_whole(outside / "theirs.txt", b"theirs")
    (project / link).parent.mkdir(exist_ok=True)
    (project / link).symlink_to(outside, target_is_directory=True)
    codes_of = [octavo(project, name, "tides")[0] for name in ("build", "accept")]
    assert (1 in codes_of) == (link != ".octavo")  # where nothing is written at all
    assert tree(outside) == {"theirs.txt": b"theirs"}


@LINK
@pytest.mark.parametrize("name", [LOCK, MARKER, "index.html", "tides"])
def test_a_link_among_the_editions_costs_no_file_elsewhere(
    project: Path, tmp_path: Path, name: str
) -> None:
    outside = tmp_path / "precious"
    outside.write_text("precious")
    (project / "build").mkdir()
    (project / "build" / name).symlink_to(outside)
    octavo(project, "build", "tides", "--force")
    assert outside.read_text() == "precious"


@LINK
def test_a_folder_of_the_store_that_leads_out_keeps_nothing(tmp_path: Path) -> None:
    from octavo.core.inputs import Inputs

    store, outside = tmp_path / "store", tmp_path / "outside"
    for folder in (store, outside):
        folder.mkdir()
    (store / "step").symlink_to(outside, target_is_directory=True)
    inputs = Inputs({}, {})
    assert Store(store).recall("step", (b"a",), inputs, lambda _: b"value") == b"value"
    assert tree(outside) == {}


@LINK
def test_fonts_are_not_fetched_through_a_link(project: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (project / ".octavo").symlink_to(tmp_path / "outside", target_is_directory=True)
    code, said = octavo(project, "fonts", "ja")
    assert (code, "E803" in said, list((tmp_path / "outside").iterdir())) == (2, True, [])
    assert link_fault(project, fonts_folder(project)) is not None


@LINK
def test_a_folder_that_the_user_names_may_be_a_link(project: Path, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "www", target_is_directory=True)
    assert octavo(project, "build", "tides", "--out", str(tmp_path / "site"))[0] == 0
    assert "tides/tides.html" in tree(tmp_path / "www")


# --- names, machines, markers ---


@pytest.mark.parametrize("slug", ["index.html", "Index.HTML", "sitemap.xml", "feed.atom"])
def test_a_publication_cannot_have_a_name_that_build_needs(project: Path, slug: str) -> None:
    shutil.copytree(project / "source" / "tides", project / "source" / slug)
    for step in (build, check):
        with pytest.raises(BuildFailed) as failure:
            step(Project.at(project, environment()), slug)
        assert codes(failure) == ["E119"]


def test_hidden_folders_and_files_are_no_publications(project: Path) -> None:
    shutil.copytree(project / "source" / "tides", project / "source" / ".octavo-lock")
    write_whole(project / "source" / "._tides.md", b"---\noctavo: 1\n---\n")
    assert Project.at(project).slugs() == ("tides",)


def test_publications_called_like_what_is_set_aside_stand_beside_each_other(project: Path) -> None:
    for slug in ("tides.new", "tides.old"):
        shutil.copytree(project / "source" / "tides", project / "source" / slug)
    for _ in range(2):
        assert octavo(project, "build")[0] == 0
    names = {path.partition("/")[0] for path in tree(project / "build")}
    assert {"tides", "tides.new", "tides.old"} <= names


def test_a_build_that_is_a_file_is_a_problem_not_a_traceback(project: Path) -> None:
    (project / "build").write_text("mine")
    code, said = octavo(project, "build", "tides")
    assert (code, "E804" in said, "Traceback" in said) == (2, True, False), said
    assert (project / "build").read_text() == "mine"


def test_a_disk_that_refuses_leaves_the_last_good_editions(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, out = Output(project), project / "build"
    output.swap(out, "tides", {"a": b"1", "b": b"1"})

    def full(target: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr("octavo.core.output.write_whole", full)
    with pytest.raises(BuildFailed) as failure:
        output.swap(out, "tides", {"a": b"2"})
    assert codes(failure) == ["E804"]
    assert tree(out / "tides") == {"a": b"1", "b": b"1"}


@pytest.mark.parametrize(
    "marker", ["", "[]", '{"files": 1}', '{"files": {"../x": "1", "tides/a": 7}}', "[" * 100_000]
)
def test_a_marker_that_makes_no_sense_lists_nothing(project: Path, marker: str) -> None:
    write_whole(project / "out" / "tides" / "a", b"mine")
    write_whole(project / "out" / MARKER, marker.encode())
    with pytest.raises(BuildFailed) as failure:
        Output(project).swap(project / "out", "tides", {"a": b"1"})
    assert codes(failure) == ["E801"]
    assert tree(project / "out" / "tides") == {"a": b"mine"}


def test_who_is_stopped_between_marker_and_file_may_go_on(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, folder = Output(project), project / "out"
    output.put(Parcel(folder, {"a": b"1"}))
    whole = write_whole

    def stopping(target: Path, data: bytes) -> None:
        if target.name == "a":
            raise KeyboardInterrupt
        whole(target, data)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("octavo.core.output.write_whole", stopping)
        output.put(Parcel(folder, {"a": b"2"}))
    assert (folder / "a").read_bytes() == b"1"
    output.put(Parcel(folder, {"a": b"3"}))
    assert (folder / "a").read_bytes() == b"3"


def test_what_somebody_puts_in_while_a_build_is_stopped_is_carried_back(project: Path) -> None:
    output, out = Output(project), project / "build"
    output.swap(out, "tides", {"a": b"1", "b": b"1"})
    (out / "tides").rename(out / ".octavo-old-tides")  # stopped between two renames
    write_whole(out / ".octavo-old-tides" / "mine", b"mine")
    write_whole(out / "tides" / "a", b"2")
    output.swap(out, "tides", {"a": b"2"})
    assert tree(out / "tides") == {"a": b"2", "mine": b"mine"}
    assert not (out / ".octavo-old-tides").exists()


def test_a_marker_lists_the_digests_of_what_stands_there(project: Path) -> None:
    from hashlib import sha256

    output = Output(project)
    output.swap(project / "build", "tides", {"a": b"1", "b": b"1"})
    output.swap(project / "build", "tides", {"a": b"2"})
    files = json.loads((project / "build" / MARKER).read_bytes())["files"]
    assert files["tides/a"].split()[0] == sha256(b"2").hexdigest()
    output.swap(project / "build", "tides", {"a": b"3"})
    assert set(json.loads((project / "build" / MARKER).read_bytes())["files"]) == {"tides/a"}


def test_nothing_is_written_where_one_of_the_files_may_not_be(project: Path) -> None:
    write_whole(project / "two" / "b", b"mine")
    with pytest.raises(BuildFailed) as failure:
        Output(project).put(
            Parcel(project / "one", {"a": b"1"}), Parcel(project / "two", {"b": b"1"})
        )
    assert codes(failure) == ["E801"]
    assert not (project / "one").exists()


def test_a_folder_in_the_place_of_a_file_is_not_taken_away_by_force(project: Path) -> None:
    write_whole(project / "out" / "a" / "mine", b"mine")
    with pytest.raises(BuildFailed) as failure:
        Output(project, force=True).put(Parcel(project / "out", {"a": b"1"}))
    assert codes(failure) == ["E801"]


def test_a_site_map_that_was_asked_for_and_cannot_be_written_is_an_error(project: Path) -> None:
    write_whole(project / "build" / "sitemap.xml", b"mine")
    with pytest.raises(BuildFailed) as failure:
        write_listing(Project.at(project, environment()), "https://example.org/")
    assert codes(failure) == ["E801"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_what_is_no_file_is_not_replaced_even_by_force(project: Path) -> None:
    pipe = project / "out" / "errata.txt"
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    for force in (False, True):
        with pytest.raises(BuildFailed) as failure:
            Output(project, force).put(Parcel(pipe.parent, {pipe.name: b"x"}))
        assert [each.code for each in failure.value.problems] == ["E801"]
        assert pipe.is_fifo()

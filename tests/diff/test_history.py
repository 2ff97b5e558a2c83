"""Who made each change, and when: from the history between two revisions, word by word."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from json_schema import faults
from test_collation import project, written
from test_git_files import git

from octavo.cli.program import octavo
from octavo.core.problems import BuildFailed
from octavo.diff.attribution import attribute
from octavo.diff.history import history_between, printings_between
from octavo.diff.match.compare import compare
from octavo.diff.report.differences import schema
from octavo.diff.report.redline.redline_publication import make_redline
from octavo.diff.revision import open_revision
from octavo.languages import language
from octavo.markup.tree import elements, text_of

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
HEAD = "---\noctavo: 1\ntheme: brief\ntitle: Fog\nlanguage: en-GB\ndate: 2024-05-06\n---\n\n"
FIRST = (
    "The keeper wrote the log at noon, and nobody read it before spring came over the wall.\n\n"
    "The gate stood open at night.\n\n- rope\n- tar\n\nThe last paragraph goes in the end.\n"
)


def run(*words: str) -> Result:
    return CliRunner().invoke(octavo, ["diff", *words], catch_exceptions=False)


def commit(root: Path, files: Mapping[str, str], who: str, said: str, day: int) -> str:
    written(root, files)
    git(root, "add", "-A")
    date = f"2024-03-{day:02}T10:00:00+0100"
    people = {"GIT_AUTHOR_NAME": who, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    git(root, "commit", "-q", "-m", said, **people)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def past(tmp_path: Path) -> Path:
    """Return a repository in which three people have changed one article, two of them one line."""
    git(tmp_path, "init", "-q", "-b", "main")
    name = "source/fog.md"
    commit(tmp_path, {name: HEAD + FIRST}, "Ada Quill", "Write it", 1)
    git(tmp_path, "tag", "v1.0")
    text = FIRST.replace("nobody read", "somebody read")
    commit(tmp_path, {name: HEAD + text}, "Bo Reed", "Say who read it", 2)
    text = text.replace("at noon", "at midnight").replace("- rope\n", "- rope\n- oil\n")
    commit(tmp_path, {name: HEAD + text}, "Cy Ink", "Mend the hour", 3)
    git(tmp_path, "tag", "v1.1")
    text = text.replace("The last paragraph goes in the end.\n", "")
    text = text.replace("stood open", "stood *open*")
    title = HEAD.replace("title: Fog", "title: Haze")
    commit(tmp_path, {name: title + text}, "Ada Quill", "Cut the end", 4)
    git(tmp_path, "tag", "v1.2")
    return tmp_path


def authors(root: Path, *words: str) -> dict[str, list[str]]:
    """Return who made each difference, by its level, its change and the words that it is about."""
    told = json.loads(run(*words, "--blame", "--json", "--project", str(root)).output)
    faults(told, schema(), schema())
    return {
        " ".join((e["level"], e["change"], (e["after"] or e["before"])[:8])): [
            by["author"] for by in e.get("by", ())
        ]
        for e in told["events"]
    }


def test_two_who_changed_one_line_are_both_told_the_latest_first(past: Path) -> None:
    found = authors(past, "v1.0..v1.2", "fog")
    assert found["text edited The keep"] == ["Cy Ink", "Bo Reed"]
    assert found["text added oil"] == ["Cy Ink"]


def test_who_took_a_paragraph_away_is_told(past: Path) -> None:
    found = authors(past, "v1.0..v1.2", "fog")
    assert found["text removed The last"] == ["Ada Quill"]


def test_who_changed_the_metadata_or_a_mark_is_told(past: Path) -> None:
    found = authors(past, "v1.0..v1.2", "fog")
    assert found["metadata edited Haze"] == ["Ada Quill"]
    assert found["mark added em"] == ["Ada Quill"]


def test_each_edit_has_its_own_author(past: Path) -> None:
    words = ("v1.0..v1.2", "fog", "--blame", "--json", "--project", str(past))
    told = json.loads(run(*words).output)
    (event,) = [e for e in told["events"] if e["before"].startswith("The keep")]
    names = {by["name"]: by["author"] for by in event["by"]}
    by = [[names[name] for name in each] for each in event["edits_by"]]
    assert [e["after"] for e in event["edits"]] == ["midnight", "somebody"]
    assert by == [["Cy Ink"], ["Bo Reed"]]


def test_the_terminal_tells_author_day_commit_and_subject(past: Path) -> None:
    name = git(past, "rev-parse", "v1.1")[:10]
    said = run("v1.0..v1.2", "fog", "--blame", "--project", str(past)).output
    assert f"      by Cy Ink, 2024-03-03, {name}: Mend the hour\n" in said


def test_a_redline_signs_its_marks_and_its_list(past: Path) -> None:
    here = project(past)
    with (
        open_revision("v1.0:source/fog", here) as old,
        open_revision("v1.2:source/fog", here) as new,
        history_between("v1.0", "v1.2", here) as history,
    ):
        events = compare(old.manuscript, new.manuscript)
        who = attribute(events, old.manuscript, new.manuscript, history)
        words = language(new.workshop, "en")
        body = make_redline(old, new, events, words, "Changes", who).chapters[0].body
    titles = {text_of(n): str(n.get("title")) for n in elements(body, "ins", "del")}
    (said,) = [title for text, title in titles.items() if "midnight" in text]
    assert said.startswith("Cy Ink, 3 March 2024, ") and said.endswith(": Mend the hour")
    (said,) = [title for text, title in titles.items() if "somebody" in text]
    assert said.startswith("Bo Reed, 2 March 2024, ")
    signed = [text_of(n) for n in elements(body, "span") if n.get("class") == "redline-signed"]
    assert len(signed) == len(who) and any("Cy Ink" in s and "Bo Reed" in s for s in signed)


def test_a_file_that_was_renamed_keeps_its_history(past: Path) -> None:
    git(past, "mv", "source/fog.md", "source/haze.md")
    commit(past, {}, "Di Nib", "Rename it", 5)
    with history_between("v1.0", "HEAD", project(past)) as history:
        file = history.file("source/haze.md")
        who = {history.commit(each).author for each in file.putters if each}
    assert who == {"Ada Quill", "Bo Reed", "Cy Ink"}


def test_a_file_that_came_or_went_has_those_who_put_or_took_it(past: Path) -> None:
    commit(past, {"source/notes.txt": "Nets hung there.\n"}, "Di Nib", "Add notes", 5)
    git(past, "tag", "with")
    (past / "source" / "notes.txt").unlink()
    commit(past, {}, "Eve Nib", "Drop notes", 6)
    here = project(past)
    with history_between("v1.0", "with", here) as history:
        file = history.file("source/notes.txt")
        assert not file.old
        assert {history.commit(each).author for each in file.putters} == {"Di Nib"}
    with history_between("with", "HEAD", here) as history:
        file = history.file("source/notes.txt")
        assert not file.new
        assert {history.commit(each).author for each in file.takers} == {"Eve Nib"}


def test_words_of_a_branch_belong_to_who_wrote_them_not_to_who_merged(past: Path) -> None:
    git(past, "checkout", "-q", "-b", "side", "v1.0")
    text = FIRST.replace("The gate stood", "The iron gate stood")
    commit(past, {"source/fog.md": HEAD + text}, "Eve Nib", "Name the gate", 6)
    git(past, "checkout", "-q", "v1.1")
    people = {"GIT_AUTHOR_NAME": "Mo Merge"}
    git(past, "merge", "-q", "--no-ff", "-m", "Merge", "side", **people)
    git(past, "tag", "v1.3")
    found = authors(past, "v1.0..v1.3", "fog")
    assert found["text edited The iron"] == ["Eve Nib"]


def test_a_history_that_is_not_whole_is_told_e725(past: Path) -> None:
    clone = past / "clone"
    git(past, "clone", "-q", "--depth", "1", f"file://{past}", str(clone))
    first = git(past, "rev-parse", "v1.0")
    git(clone, "fetch", "-q", "--depth", "1", "origin", "tag", "v1.0")
    assert git(clone, "rev-parse", "v1.0") == first
    with (
        pytest.raises(BuildFailed) as failure,
        history_between("v1.0", "HEAD", project(clone)),
    ):
        pass
    (problem,) = failure.value.problems
    assert problem.code == "E725" and "unshallow" in problem.hint


def test_blame_of_what_no_revision_is_is_refused_e726(past: Path) -> None:
    text = str(past / "source" / "fog.md")
    result = run("v1.0:source/fog", text, "--blame", "--project", str(past))
    assert result.exit_code == 2 and "E726" in result.output


def test_tags_between_two_revisions_are_printings_in_their_order(past: Path) -> None:
    assert printings_between("v1.0", "v1.2", project(past)) == ("v1.1",)
    git(past, "tag", "a-later-one", "v1.2")
    git(past, "checkout", "-q", "-b", "side", "v1.0")
    commit(past, {"source/other.md": HEAD}, "Eve Nib", "Elsewhere", 7)
    git(past, "tag", "elsewhere")
    assert printings_between("v1.0", "v1.2", project(past)) == ("v1.1",)
    assert printings_between("v1.1", "elsewhere", project(past)) == ()


def test_names_that_would_move_a_terminals_cursor_are_told_without_that(past: Path) -> None:
    text = HEAD + FIRST.replace("rope", "cord")
    commit(past, {"source/fog.md": text}, "Mal\x1b[2J", "Do\x1b]0;x\x07 it", 8)
    git(past, "tag", "v2")
    said = run("v1.0..v2", "fog", "--blame", "--project", str(past)).output
    assert "\x1b" not in said and "by Mal[2J" in said

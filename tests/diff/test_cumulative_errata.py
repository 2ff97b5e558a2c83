"""Errata over several printings: what the owner of the first has to correct, and who need not."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_errata import reads
from test_git_files import git
from test_history import commit

from octavo.cli.program import octavo

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
HEAD = "---\noctavo: 1\ntheme: brief\ntitle: Fog\nlanguage: en-GB\ndate: 2024-05-06\n---\n\n"
FIRST = (
    "The keeper wrote the log at noon, and in those days nobody read it before spring came.\n\n"
    "The gate stood open at night.\n\nA boat of larch lay there.\n\nNobody went to the mill.\n"
)


@pytest.fixture(scope="module")
def printings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with four printings of an article, and a tag that is none."""
    root = tmp_path_factory.mktemp("printings")
    git(root, "init", "-q", "-b", "main")
    texts = [FIRST]
    for pairs in (
        (("at noon", "at midnight"), ("larch", "elm"), ("the mill.", "the windmill.")),
        (("elm", "oak"), ("nobody read", "somebody read"), ("the windmill.", "the mill.")),
        (("The gate stood open at night.", "The gate stood open at night.\n\nIt was shut."),),
    ):
        text = texts[-1]
        for pair in pairs:
            text = text.replace(*pair)
        texts.append(text)
    for n, text in enumerate(texts):
        commit(root, {"source/fog.md": HEAD + text}, "Ada Quill", f"Print {n + 1}", n + 1)
        git(root, "tag", f"v1.{n}")
    return root


def errata(root: Path, *words: str) -> list[str]:
    out = root / "errata.md"
    result: Result = CliRunner().invoke(
        octavo, ["diff", *words, "fog", "--errata", str(out), "--force", "--project", str(root)]
    )
    assert result.exit_code == 1, result.output
    return [line[2:] for line in out.read_text(encoding="utf-8").split("\n") if line[:2] == "- "]


def test_each_correction_tells_the_printing_in_which_it_was_made(printings: Path) -> None:
    said = errata(printings, "v1.0..v1.3", "--cumulative")
    assert said == [
        f"Page 1, line 1: {reads('log at noon, and in', 'log at midnight, and in')} "
        "(corrected in printing 2 (v1.1))",
        f"Page 1, line 1: {reads('those days nobody read it', 'those days somebody read it')} "
        "(corrected in printing 3 (v1.2))",
        "Page 1, after line 3: add \u201cIt was shut.\u201d (corrected in printing 4 (v1.3))",
        # changed twice: one entry, of the printing that has it so
        f"Page 1, line 4: {reads('boat of larch lay there.', 'boat of oak lay there.')} "
        "(corrected in printing 3 (v1.2))",
    ]


def test_what_was_changed_back_is_no_correction(printings: Path) -> None:
    assert not any("mill" in line for line in errata(printings, "v1.0..v1.3", "--cumulative"))


def test_printings_can_be_named(printings: Path) -> None:
    said = errata(printings, "v1.0..v1.3", "--printing", "v1.2")
    assert [line.rpartition("(corrected in ")[2] for line in said] == [
        "printing 2 (v1.2))", "printing 2 (v1.2))", "printing 3 (v1.3))", "printing 2 (v1.2))",
    ]  # fmt: skip


def test_without_printings_none_is_told(printings: Path) -> None:
    assert not any("printing" in line for line in errata(printings, "v1.0..v1.3"))


def test_a_printing_that_is_no_tag_is_refused(printings: Path) -> None:
    words = ["v1.0..v1.3", "fog", "--errata", "e.md", "--printing", "v9"]
    result = CliRunner().invoke(octavo, ["diff", *words, "--project", str(printings)])
    assert result.exit_code == 2 and "E703" in result.output


def test_cumulative_is_for_errata(printings: Path) -> None:
    words = ["v1.0..v1.3", "fog", "--cumulative", "--project", str(printings)]
    result = CliRunner().invoke(octavo, ["diff", *words])
    assert result.exit_code == 2 and "--errata FILE" in result.output

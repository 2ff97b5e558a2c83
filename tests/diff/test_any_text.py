"""octavo diff compares any text: what a build would refuse is a notice, and ends nothing."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_collation import GIT, HEAD, between, kinds, needs_git, project, written

from octavo.cli.program import octavo
from octavo.core.problems import BuildFailed
from octavo.diff.match.compare import compare
from octavo.diff.revision import load, open_revision

FAULTS = {
    "a picture that is not there": "![](x.png)",
    "raw HTML": "<center>Low water</center> <marquee>Slack</marquee>",
    "a link out of the edition": "[the log](../log/1871.md#may)",
    "a link to nowhere": "[](#nowhere)",
    "headings of all levels": "# One\n\n#### Four\n\n# Two",
    "a sign no face has": "A sign \U0001f622 and \U00013000.",
    "a language of code that nobody knows": "```zork\nx\n```",
    "a box without an end": "/// note\nlost",
    "a note that nothing defines": "Words[^none].",
    "brackets in brackets": "[" * 90 + "x" + "]" * 90,
    "quotations in quotations": ">" * 60 + " deep",
    "a class that is none": "{#a .b #c}\n\n## {#x}\n\n## {#x}",
    "a row with too many cells": "| a |\n| - |\n| b | c | d |",
    "a control character": "a \x07 bell",
}


def told(root: Path, old: str, new: str) -> tuple[int, str]:
    result = CliRunner().invoke(octavo, ["diff", old, new, "--project", str(root)])
    return result.exit_code, result.output


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_text_is_no_end_of_its_comparison(fault: str, tmp_path: Path) -> None:
    kept = "Before it a paragraph stands that has a larch in it."
    written(
        tmp_path,
        {
            "old/text.md": f"{kept}\n\n{FAULTS[fault]}\n",
            "new/text.md": f"{kept.replace('larch', 'oak')}\n\n{FAULTS[fault]}\n",
        },
    )
    (event,) = between(tmp_path)
    assert [(each.before, each.after) for each in event.edits] == [("larch", "oak")]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_text_with_a_fault_is_not_equal_to_one_without(fault: str, tmp_path: Path) -> None:
    written(
        tmp_path, {"old/text.md": "One.\n", "new/text.md": f"One.\n\n{FAULTS[fault]}\n\nTwo.\n"}
    )
    assert "added" in {change for _, change in kinds(between(tmp_path))}


def test_a_link_that_leads_to_another_file_is_told(tmp_path: Path) -> None:
    written(
        tmp_path,
        {"old/text.md": "See [the log](log/one.md).\n", "new/text.md": "See [the log](two.md).\n"},
    )
    (event,) = between(tmp_path)
    assert (event.level, event.before, event.after) == ("link", "log/one.md", "two.md")


def test_another_missing_picture_is_told(tmp_path: Path) -> None:
    written(tmp_path, {"old/text.md": "![A](one.png)\n", "new/text.md": "![A](two.png)\n"})
    assert kinds(between(tmp_path)) == [("text", "edited")]


@pytest.mark.parametrize("ending", ["md", "markdown", "txt", "MD", "text"])
def test_a_text_is_known_by_any_of_its_endings(ending: str, tmp_path: Path) -> None:
    written(tmp_path, {f"a.{ending}": "The larch fell.\n", f"b.{ending}": "The oak fell.\n"})
    code, said = told(tmp_path, str(tmp_path / f"a.{ending}"), str(tmp_path / f"b.{ending}"))
    assert code == 1 and "[-larch-] [+oak+]" in said and "bytes" not in said


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_text_of_another_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    written(
        tmp_path,
        {"old/text.md": "Café noir.\n", "new/text.md": "Café crème.\n".encode(encoding)},
    )
    (event,) = between(tmp_path)
    assert [(each.before, each.after) for each in event.edits] == [("noir", "crème")]


def test_two_folders_of_texts_are_compared_file_by_file(tmp_path: Path) -> None:
    texts = {"README.md": "# Log\n\nThe larch fell.\n", "docs/use.txt": "Use it at low water.\n"}
    written(tmp_path / "one", texts)
    written(tmp_path / "two", texts | {"docs/use.txt": "Use it at high water.\n"})
    code, said = told(tmp_path, str(tmp_path / "one"), str(tmp_path / "two"))
    assert code == 1 and "[-low-] [+high+]" in said and "larch" not in said


def test_problems_are_notices_of_the_comparison(tmp_path: Path) -> None:
    written(tmp_path, {"a.md": f"{HEAD}\n![](x.png)\n", "b.md": "Words.\n"})
    with open_revision(str(tmp_path / "a.md"), project(tmp_path)) as found:
        assert {each.severity for each in found.problems} == {"notice"}
        assert {each.code for each in found.problems} == {"E201"}


def test_metadata_with_errors_are_compared_as_far_as_they_hold(tmp_path: Path) -> None:
    yaml = "octavo: 1\ntitle: Tides\nlanguage: en\ndate: 2024-05-06\nbody: [one.md]\n"
    written(
        tmp_path / "good" / "tides", {"publication.yaml": yaml, "one.md": "# One\n\nLow water.\n"}
    )
    for n, broken in enumerate((yaml + "nonsense: 1\n", yaml + "title: Twice\n", "- no mapping\n")):
        folder = written(
            tmp_path / f"bad{n}" / "tides",
            {"publication.yaml": broken, "one.md": "# One\n\nHigh water.\n"},
        )
        here = project(tmp_path)
        events = compare(load(str(tmp_path / "good" / "tides"), here), load(str(folder), here))
        assert ("text", "edited") in kinds(events), broken


def test_a_plugin_that_is_gone_ends_no_comparison(tmp_path: Path) -> None:
    head = HEAD.replace("theme:", "plugins: [gone]\ntheme:")
    written(tmp_path, {"old/text.md": f"{head}Low.\n", "new/text.md": f"{HEAD}High.\n"})
    assert ("text", "edited") in kinds(between(tmp_path))


@needs_git
def test_a_bare_revision_is_answered_with_the_way_to_write_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)
    written(tmp_path, {"notes/a.txt": "The larch fell.\n"})

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    git("tag", "v1")
    written(tmp_path, {"notes/a.txt": "The oak fell.\n"})
    git("commit", "-qam", "two")
    git("tag", "v2")
    with pytest.raises(BuildFailed) as failure:
        load("v1", project(tmp_path))
    assert "v1..OTHER" in failure.value.problems[0].hint
    code, said = told(tmp_path, "v1:notes", "v2:notes")
    assert code == 1 and "[-larch-] [+oak+]" in said


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Gates of the sea <!-- omit in toc -->", ""),
        ("[Gates of the sea](https://sea.test)", "[Gates of the sea](https://sea.test)"),
        ("[Gates of the sea][1]", "[Gates of the sea][1]"),
    ],
)
def test_a_title_with_a_comment_or_a_link_is_the_title(
    head: str, title: str, tmp_path: Path
) -> None:
    text = "# {}\n\nOne two.\n\n## Next\n\nThree four.\n\n[1]: https://sea.test\n"
    plain, other = text.format("Gates of the sea"), text.format(head)
    written(tmp_path, {"old/text.md": plain, "new/text.md": other})
    found = between(tmp_path)
    assert [(each.level, each.after) for each in found] == [("metadata", title)] * bool(title)

"""Errata that can be set: words as they stand; never markup, ids or contradictions."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_collation import HEAD, events_of, project, run, written

from octavo.cli.program import octavo
from octavo.diff.match.compare import compare
from octavo.diff.report.differences import lines
from octavo.diff.report.errata import comment, errata
from octavo.diff.report.outputs import Wanted
from octavo.diff.report.sarif import sarif
from octavo.diff.revision import Opened, open_revision
from octavo.languages import language


@contextmanager
def two_sides(folder: Path, old: str, new: str) -> Iterator[tuple[Opened, Opened]]:
    """Open two texts as revisions."""
    written(folder, {"old/text.md": f"{HEAD}{old}\n", "new/text.md": f"{HEAD}{new}\n"})
    here = project(folder)
    with (
        open_revision(str(folder / "old" / "text.md"), here) as one,
        open_revision(str(folder / "new" / "text.md"), here) as other,
    ):
        yield one, other


def lines_of(folder: Path, old: str, new: str, as_comment: bool = False) -> list[str]:
    with two_sides(folder, old, new) as (one, other):
        events = compare(one.manuscript, other.manuscript)
        words = language(other.workshop, "en")
        make = comment if as_comment else errata
        found = make(events, words, "Changes", {})
    return [line[2:] for line in found.split("\n") if line.startswith("- ")]


def reads(old: str, new: str) -> str:
    return f"for \u201c{old}\u201d read \u201c{new}\u201d"


TABLE = "| Station | Depth |\n|---|---|\n| Mill | 15 |\n| Ard | 7 |"


def test_a_cell_is_found_by_its_row_and_its_column(tmp_path: Path) -> None:
    said = lines_of(tmp_path, TABLE, TABLE.replace("15", "22"))
    assert said == ["\u201cMill, Depth\u201d: for \u201c15\u201d read \u201c22\u201d"]


def test_a_row_is_told_by_its_cells(tmp_path: Path) -> None:
    said = lines_of(tmp_path, TABLE, f"{TABLE}\n| Corran | 9 |")
    assert said == ["add \u201cCorran, 9\u201d"]


def test_edits_near_each_other_are_one_correction(tmp_path: Path) -> None:
    said = lines_of(tmp_path, "The men who slept drowned.", "The men, who slept, drowned.")
    assert said == [
        "for \u201cThe men who slept drowned.\u201d read \u201cThe men, who slept, drowned.\u201d"
    ]


def test_words_are_quoted_with_the_space_that_is_there(tmp_path: Path) -> None:
    said = lines_of(
        tmp_path, "Then \u201cHe read the log.\u201d", "Then \u201cShe read the log.\u201d"
    )
    assert said == ["for \u201cHe read the\u201d read \u201cShe read the\u201d"]


def test_markup_and_ids_are_no_errata(tmp_path: Path) -> None:
    old = "- one\n- two\n\nA word.\n\n## Gate {#gate}\n\nWords.[^a]\n\n[^a]: Note."
    new = "1. one\n2. two\n\n> A word.\n\n### Gate {#port}\n\nWords.[^b]\n\n[^b]: Note."
    assert lines_of(tmp_path, old, new) == []


def test_a_section_is_told_from_where_to_where(tmp_path: Path) -> None:
    old = "Words.\n\n## Rope\n\nThe rope is long.\n\nIt was cut in the fog of March."
    said = lines_of(tmp_path, old, "Words.")
    assert said == ["delete \u201cRope\u201d \u2026 \u201c\u2026 fog of March.\u201d"]


def test_what_was_moved_is_told_from_where_to_where(tmp_path: Path) -> None:
    moved = "The keeper of the light wrote the log at noon of every day in winter."
    parts = ["## Gate", "The gate stood open.", "It was tarred.", "## Rope", "The rope is long."]
    old, new = [*parts[:2], moved, *parts[2:]], [*parts[:5], moved]
    (said,) = lines_of(tmp_path, "\n\n".join(old), "\n\n".join(new))
    assert said.startswith("moved: \u201cThe keeper") and said.endswith(
        "(\u201cGate\u201d \u2192 \u201cRope\u201d)"
    )


def test_a_new_paragraph_is_told_by_the_words_about_its_place(tmp_path: Path) -> None:
    one = "The keeper wrote the log at noon of every day."
    two = "Nobody read it before the spring tides came."
    (said,) = lines_of(tmp_path, f"{one} {two}", f"{one}\n\n{two}")
    assert said == "new paragraph: \u201cof every day. \u00b6 Nobody read it\u201d"


def test_a_comment_names_file_and_line_and_mentions_nobody(tmp_path: Path) -> None:
    (said,) = lines_of(tmp_path, "Words.", "Words.\n\nAsk @keeper about #12 of them.", True)
    assert said.endswith("text.md:10`)")
    assert "@<!-- -->keeper" in said and "\\#<!-- -->12" in said


def test_filters_leave_out_levels_and_chapters(tmp_path: Path) -> None:
    old = "Low water.\n\n## Gate\n\nIt was *open*.\n\n## Rope\n\nIt was long."
    new = "High water.\n\n## Gate\n\nIt was open.\n\n## Rope\n\nIt was short."
    events = events_of(tmp_path, f"{HEAD}{old}\n", f"{HEAD}{new}\n")
    assert len(events) == 3
    assert [each.level for each in Wanted(only=("mark",)).choose(events)] == ["mark"]
    assert [each.after for each in Wanted(chapter="rope").choose(events)] == ["It was short."]
    assert Wanted(chapter="text.md").choose(events) == events


def test_a_chapter_that_neither_revision_has_is_no_silence(tmp_path: Path) -> None:
    for name, word in (("a", "old"), ("b", "new")):
        (tmp_path / f"{name}.md").write_text(f"## Low Water\n\nA {word} rope.\n", encoding="utf-8")
    sides = [str(tmp_path / f"{name}.md") for name in "ab"]
    told = CliRunner().invoke(octavo, ["diff", *sides, "--chapter", "low watr"])
    assert told.exit_code == 2 and "E727" in told.output and "“Low Water”" in told.output
    for name in ("low water", "b.md"):
        assert CliRunner().invoke(octavo, ["diff", *sides, "--chapter", name]).exit_code == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("It is optional, but short.", "It is optional but short.", "optional[-,-] but"),
        ("He went (by day) home.", "He went (by night) home.", "(by [-day-] [+night+]) home"),
        ("He came home.", "He came, she said, home.", "came[+, she said,+] home"),
        ("Cut it here now.", "Cut it now.", "it [-here-] now"),
        ("The end", "The end, at last", "The end[+, at last+]"),
    ],
)
def test_a_terminal_shows_no_space_that_no_text_has(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    events = events_of(tmp_path, f"{HEAD}{old}\n", f"{HEAD}{new}\n")
    assert said in "\n".join(lines(events))


def test_sarif_names_file_and_line_of_each_difference(tmp_path: Path) -> None:
    events = events_of(tmp_path, f"{HEAD}Low water.\n", f"{HEAD}High water.\n")
    ((result,),) = [run["results"] for run in json.loads(sarif(events))["runs"]]
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 8} and place["artifactLocation"]["uri"].endswith(
        "new/text.md"
    )
    assert result["ruleId"] == "text/edited" and "[-Low-] [+High+]" in result["message"]["text"]


def test_full_lines_cut_no_words(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(60))
    events = events_of(tmp_path, f"{HEAD}x\n", f"{HEAD}x\n\n{words}\n")
    assert any("\u2026" in line for line in lines(events))
    assert f"      [+{words}+]" in list(lines(events, full=True))


def test_a_comment_names_no_elements(tmp_path: Path) -> None:
    said = lines_of(tmp_path, "- one of them\n\nA word.", "1. one of them\n\n> A word.", True)
    told = [each.partition(" (`")[0] for each in said]
    assert told == ["set otherwise: \u201cone of them\u201d", "set otherwise: \u201cA word.\u201d"]


def test_lines_of_code_are_told_whole(tmp_path: Path) -> None:
    old = "```python\ndef oil(hours):\n    total = hours * 2\n    return total\n```"
    new = old.replace("* 2", "* 3").replace("    return", "    print(total)\n    return")
    said = lines_of(tmp_path, old, new)
    assert said == ["for “total \\= hours \\* 2” read “total \\= hours \\* 3”, “print(total)”"]


def test_sarif_finds_keys_of_the_metadata_in_the_file_that_has_them(tmp_path: Path) -> None:
    texts = {
        "old": "---\ntitle: Tides\nsubtitle: A book\nrights: All\n---\n\nLow water.\n",
        "new": "---\ntitle: Tides\nlang: en\nsubtitle: A short book\n---\n\nLow water.\n",
    }
    written(tmp_path, {f"{name}.md": text for name, text in texts.items()})
    files = [str(tmp_path / name) for name in ("old.md", "new.md", "told.sarif")]
    run(*files[:2], "--sarif", files[2])
    log = json.loads((tmp_path / "told.sarif").read_text(encoding="utf-8"))
    told, results = {}, log["runs"][0]["results"]
    for each in results:
        [place] = [location["physicalLocation"] for location in each["locations"]]
        file = place["artifactLocation"]["uri"].rpartition("/")[2]
        told[each["message"]["text"].split()[1]] = (file, place["region"]["startLine"])
    assert told["subtitle"] == ("new.md", 4) and told["rights"] == ("old.md", 4)

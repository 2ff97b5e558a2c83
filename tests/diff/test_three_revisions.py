"""Three revisions: what the author has changed, what the editor, what both, and what clashes."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from test_collation import HEAD, project, run, written

from octavo.diff.match.three_ways import Contribution, compare_three
from octavo.diff.revision import load

BASE = (
    "The keeper wrote the log at noon, and in those days nobody read it before spring came.\n\n"
    "The gate stood open at night.\n\n## Rope\n\nThe rope lay coiled there.\n\nIt was of hemp.\n\n"
    "| Station | Depth |\n|---|---|\n| Mill | 15 |\n| Ard | 7 |\n"
)


def three(
    folder: Path, author: dict[str, str], editor: dict[str, str], base: str = BASE
) -> list[tuple[str, str]]:
    """Return whose each change is, with what it comes to."""
    texts = {"base": base}
    for name, pairs in (("author", author), ("editor", editor)):
        text = base
        for before, after in pairs.items():
            assert before in text
            text = text.replace(before, after)
        texts[name] = text
    written(folder, {f"{name}.md": HEAD + text for name, text in texts.items()})
    sides = [load(str(folder / f"{name}.md"), project(folder)) for name in texts]
    return [(each.whose, said(each)) for each in compare_three(*sides)]


def said(found: Contribution) -> str:
    events = (*found.author, *found.editor)
    edits = [f"{e.before}>{e.after}" for event in events for e in event.edits]
    return " ".join(edits or [f"{event.level} {event.change}" for event in events])


def test_changes_of_one_alone_and_of_both_are_told_apart(tmp_path: Path) -> None:
    found = three(
        tmp_path,
        {"at noon": "at midnight", "stood open": "stood shut"},
        {"nobody read": "somebody read", "stood open": "stood shut", "15": "16"},
    )
    assert found == [
        ("author", "noon>midnight"),
        ("editor", "nobody>somebody"),
        ("both", "open>shut open>shut"),
        ("editor", "15>16"),
    ]


def test_other_words_for_the_same_words_are_a_conflict(tmp_path: Path) -> None:
    found = three(tmp_path, {"at noon": "at midnight"}, {"at noon": "at dawn"})
    assert found == [("conflict", "noon>midnight noon>dawn")]


def test_words_put_into_what_the_other_has_taken_out_are_a_conflict(tmp_path: Path) -> None:
    found = three(tmp_path, {"The gate stood open at night.\n\n": ""}, {"stood open": "stood shut"})
    assert [whose for whose, _ in found] == ["conflict"]


def test_a_section_taken_out_conflicts_with_all_that_was_done_in_it(tmp_path: Path) -> None:
    section = BASE[BASE.index("## Rope") : BASE.index("| Station")]
    gone = {section: ""}
    found = three(tmp_path, gone, {"It was of hemp.": "It was of old hemp and of tow."})
    assert [whose for whose, _ in found] == ["conflict"]
    found = three(tmp_path, gone, {"It was of hemp.\n": "It was of hemp.\n\nIt was wet.\n"})
    assert "conflict" in [whose for whose, _ in found]


@pytest.mark.parametrize(("other", "whose"), [("It rained.", "conflict"), ("It snowed.", "both")])
def test_texts_added_in_one_place_conflict_unless_they_are_equal(
    other: str, whose: str, tmp_path: Path
) -> None:
    place = "stood open at night.\n"
    found = three(tmp_path, {place: f"{place}\nIt snowed.\n"}, {place: f"{place}\n{other}\n"})
    assert [each for each, _ in found] == [whose]


def test_a_row_taken_out_conflicts_with_its_cell_and_with_no_other(tmp_path: Path) -> None:
    found = three(tmp_path, {"| Mill | 15 |\n": ""}, {"15": "16"})
    assert [whose for whose, _ in found] == ["conflict"]
    found = three(tmp_path, {"| Mill | 15 |\n": ""}, {"| Ard | 7 |": "| Ard | 8 |"})
    assert sorted(whose for whose, _ in found) == ["author", "editor"]


def test_two_titles_are_a_conflict(tmp_path: Path) -> None:
    written(
        tmp_path,
        {
            f"{name}.md": HEAD.replace("title: Diff", f"title: {title}") + "Words.\n"
            for name, title in (("base", "A"), ("author", "B"), ("editor", "C"))
        },
    )
    sides = [
        load(str(tmp_path / f"{n}.md"), project(tmp_path)) for n in ("base", "author", "editor")
    ]
    assert [each.whose for each in compare_three(*sides)] == ["conflict"]


def told(folder: Path, *words: str) -> Result:
    names = [str(folder / f"{name}.md") for name in ("base", "author", "editor")]
    return run("--base", *names, *words, "--project", str(folder))


def test_the_terminal_tells_conflicts_first_and_exits_with_1(tmp_path: Path) -> None:
    three(tmp_path, {"at noon": "at dawn", "open": "shut"}, {"at noon": "at dusk", "15": "9"})
    result = told(tmp_path)
    assert result.exit_code == 1
    assert "conflicts 1, only " in result.output.partition("\n")[0]
    assert result.output.index("[-noon-] [+dawn+]") < result.output.index("[-noon-] [+dusk+]")
    assert result.output.index("[+dusk+]") < result.output.index("[-open-] [+shut+]")
    assert told(tmp_path, "--fail-on", "conflicts").exit_code == 1
    three(tmp_path, {"open": "shut"}, {"15": "9"})
    assert told(tmp_path, "--fail-on", "conflicts").exit_code == 0
    three(tmp_path, {}, {})
    assert told(tmp_path).exit_code == 0


def test_json_and_the_page_say_whose_each_change_is(tmp_path: Path) -> None:
    three(
        tmp_path, {"at noon": "at <dawn>", "open": "shut"}, {"at noon": "at dusk", "open": "shut"}
    )
    page = tmp_path / "three.html"
    result = told(tmp_path, "--json", "--html", str(page))
    data = json.loads(result.output)
    assert data["counts"] == {"conflict": 1, "both": 1}
    (clash, _) = sorted(data["changes"], key=lambda each: each["whose"] != "conflict")
    assert clash["editor"][0]["edits"][0]["after"] == "dusk"
    html = page.read_text(encoding="utf-8")
    assert html.index("Conflicts (1)") < html.index("Changed alike by both (1)")
    assert "&lt;dawn&gt;" in html and "<dawn>" not in html and "http" not in html


def test_outputs_of_two_revisions_are_none_of_three(tmp_path: Path) -> None:
    three(tmp_path, {}, {})
    for words in (("--errata", "e.md"), ("--blame",)):
        result = told(tmp_path, *words)
        assert result.exit_code == 2 and "do not go together" in result.output
    result = run(str(tmp_path / "base.md"), str(tmp_path / "author.md"), "--html", "x.html")
    assert result.exit_code == 2 and "--base BASE" in result.output

"""The table of codes: complete, in order, the source of the handbook's chapter and of explain."""

import re

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from messages import CHAPTER, chapter
from test_checks import CHECKS, FOLDERS, known_codes

from octavo.cli.program import octavo
from octavo.core.codes import SHAPE, code_table, parse_table
from octavo.core.problems import Place, Problem

TABLE = code_table()
HANDBOOK = ROOT / "source" / "handbook"
SMALL = """# Messages

All of them.

## Pictures {#e2}

E201 error
There is no picture ([](#a), [](b.md)). Mend *it*: see [](#a).

E202 warning
Too large.

## Pages {#e6} notice

They are remarks.

E601 notice
A line.

[#a]: A table.
[b.md]: Books
"""


def explained(*words: str) -> Result:
    return CliRunner().invoke(octavo, ["explain", *words])


def test_the_table_has_the_codes_that_octavo_tells_and_no_other() -> None:
    assert set(TABLE.codes) == known_codes()
    assert list(TABLE.codes) == sorted(TABLE.codes)
    assert sum(len(group.codes) for group in TABLE.groups) == len(TABLE.codes)


def test_the_handbooks_chapter_is_made_from_the_table() -> None:
    assert chapter(TABLE) == CHAPTER.read_text(encoding="utf-8")


def test_a_severity_is_told_where_it_is_not_that_of_the_section() -> None:
    made = chapter(parse_table(SMALL))
    assert made.startswith("# Messages\n\nAll of them.\n\n## Pictures {#e2}\n\n`E201`\n:   There")
    assert "`E202`\n:   *Warning.* Too large.\n" in made
    assert made.endswith("## Pages {#e6}\n\nThey are remarks.\n\n`E601`\n:   A line.\n")


def _weight(told: tuple[str, str]) -> int:
    return ("error", "warning", "notice").index(told[1])


def test_severities_are_those_that_publications_are_told() -> None:
    told = re.compile(r"^\S+: ([EWN]\d{3}) (?:(warning|notice): )?", re.MULTILINE)
    texts = [(CHECKS / name / "expected.txt").read_text(encoding="utf-8") for name in FOLDERS]
    seen = {(code, severity or "error") for text in texts for code, severity in told.findall(text)}
    assert len(seen) > 40
    gravest = {
        code: min((each for each in seen if each[0] == code), key=_weight) for code, _ in seen
    }
    assert {(code, TABLE.codes[code].severity) for code in gravest} == {*gravest.values()}


def test_places_have_the_titles_of_the_handbook_and_none_is_left_over() -> None:
    text = (ROOT / "src/octavo/core/codes.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\[\]\(([^)]+)\)", text)) == set(TABLE.places)
    chapters = [path.read_text(encoding="utf-8") for path in sorted(HANDBOOK.glob("*.md"))]
    for address, title in TABLE.places.items():
        heads = rf"^(?:#+ (.+) |(?:Table|Listing): (.+)\.\n)\{{{address}[ }}]"
        if not address.startswith("#"):
            assert (HANDBOOK / address).read_text(encoding="utf-8").startswith(f"# {title}\n")
            continue
        found = [match for each in chapters for match in re.findall(heads, each, re.MULTILINE)]
        assert ["".join(match) for match in found] == [title], address


def test_a_paragraph_is_plain_in_the_terminal() -> None:
    table = parse_table(SMALL)
    found = table.codes["E201"]
    assert table.title(found) == "There is no picture"
    assert table.plain(found.text) == (
        "There is no picture (“A table”, “Books” of the handbook). Mend it:"
        " see “A table” of the handbook."
    )


def test_explain_prints_each_paragraph_in_lines_that_fit() -> None:
    for code, found in TABLE.codes.items():
        result = explained(code)
        head, *lines = result.output.rstrip("\n").split("\n")
        assert result.exit_code == 0 and head.startswith(code) and head.endswith(found.severity)
        assert " ".join(line.strip() for line in lines) == TABLE.plain(found.text)
        assert "[](" not in result.output
        assert max(map(len, lines)) <= 80


def test_explain_takes_small_letters_and_several_codes_each_once() -> None:
    found = explained("e205", "E304", "E205").output
    assert re.findall(r"^E\d+.*", found, re.MULTILINE) == ["E205, a warning", "E304, a warning"]


def test_explain_lists_all_codes_with_a_line_each() -> None:
    lines = explained().output.splitlines()
    assert [line.split()[:2] for line in lines] == [
        [code, found.severity] for code, found in TABLE.codes.items()
    ]
    assert "E205 warning A picture without alternative text" in lines


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("E20", "there is no code 'E20'; did you mean E201?"),
        ("E2o5", "there is no code 'E2O5'; did you mean E205?"),
        ("N999", "there is no code 'N999'; octavo explain lists all"),
        ("ACME-7", "'ACME-7' is no code of Octavo"),
    ],
)
def test_an_unknown_code_is_told(code: str, words: str) -> None:
    result = explained("E101", code)
    assert result.exit_code == 2
    assert words in result.output
    assert "E101" not in result.output


def test_a_code_that_was_added_to_octavo_is_told_as_it_is() -> None:
    problem = Problem("ACME-7", Place("a.md", 3), "no proof-reader has seen this")
    assert str(problem) == "a.md:3: ACME-7 no proof-reader has seen this"
    assert not SHAPE.fullmatch(problem.code)


@pytest.mark.parametrize(
    "text",
    [
        SMALL.replace("E202 warning", "E202 warnings"),
        SMALL.replace("E202 warning", "E202"),
        SMALL.replace("{#e6}", ""),
    ],
)
def test_a_line_that_is_none_of_the_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^no "):
        parse_table(text)

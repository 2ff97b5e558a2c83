"""Errata and comments in the words of a printer: places, lines, no contradictions."""

from pathlib import Path

from test_collation import events_of, written
from test_errata import reads, two_sides

from octavo.diff.match.compare import compare
from octavo.diff.printed_lines import PrintedLines
from octavo.diff.report.entries import names_of
from octavo.diff.report.errata import comment, errata
from octavo.diff.report.errata_list import ErrataSources
from octavo.languages import language

LAMP = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def lines_of(folder: Path, old: str, new: str, as_comment: bool = False) -> list[str]:
    """Return the lines of an errata list, or of a comment, about two texts beside a picture."""
    written(folder, {"old/a.svg": LAMP, "new/a.svg": LAMP})
    with two_sides(folder, old, new) as (one, other):
        events = compare(one.manuscript, other.manuscript)
        words = language(other.workshop, "en")
        names = names_of(other.publication, words)
        sources = ErrataSources.of(one.manuscript, other.manuscript, PrintedLines())
    found = (
        comment(events, words, "Changes", names)
        if as_comment
        else errata(events, words, "Changes", names, sources)
    )
    return [line[2:] for line in found.split("\n") if line.startswith("- ")]


SECTIONS = (
    "## How it is read\n\nThe ink has to be black. The log says why.\n\nThen it is sent off.\n"
)


def test_what_moved_within_a_renamed_section_has_not_left_it(tmp_path: Path) -> None:
    new = (
        "## How to read it\n\nThe log says why.\n\nThe ink has to be black. Then it is sent off.\n"
    )
    (line,) = [each for each in lines_of(tmp_path, SECTIONS, new) if "moved" in each]
    assert "How it is read" not in line


def test_what_moved_within_its_section_is_told_by_the_words_before_it(tmp_path: Path) -> None:
    paragraphs = [f"The {word} keeper wrote the height down at noon." for word in ("a", "b", "c")]
    old = "## S\n\n" + "\n\n".join(["The first of all the lines.", *paragraphs, "And the end."])
    new = "## S\n\n" + "\n\n".join([*paragraphs, "The first of all the lines.", "And the end."])
    (line,) = lines_of(tmp_path, old, new)
    assert line.endswith(
        "moved: “The first of all the lines.” (“S” → “The c keeper wrote the height …”)"
    )


def test_a_moved_section_is_told_from_where_to_where(tmp_path: Path) -> None:
    one = "## One\n\nThe keeper wrote the height down at noon.\n\nHe slept.\n\n"
    two = "## Two\n\nA ship came in, and nobody saw her name or her flag, nor asked for them.\n\n"
    three = "## Three\n\nThe lamp was lit at six by the boy, who had the oil from the board.\n"
    (line,) = lines_of(tmp_path, one + two + three, two + three + one)
    assert "moved: “One” … “… He slept.” (→ “" in line


def test_edits_of_joined_paragraphs_stand_in_their_order_with_their_words(tmp_path: Path) -> None:
    old = "There were eleven keepers, of whom six drowned. She was never paid.\n\nShe wrote verse."
    new = "There were eleven keepers. Six of them drowned. She was never paid. She wrote verse."
    one, other = lines_of(tmp_path, old, new)
    assert one.endswith(
        reads(
            "were eleven keepers, of whom six drowned. She",
            "were eleven keepers. Six of them drowned. She",
        )
    )
    assert "no new paragraph" in other


def test_no_passage_has_half_a_quotation(tmp_path: Path) -> None:
    old = '"Then I shall wait," he said. He wrote of "a hundred years", and so on.'
    new = '"Then we shall wait," he said. He wrote of "two hundred years", and so on.'
    lines = lines_of(tmp_path, old, new)
    assert [line.count("“") for line in lines] == [line.count("”") for line in lines] == [2, 2]
    assert lines[0].endswith(reads("Then I shall wait,", "Then we shall wait,"))


def test_lines_of_verse_have_strokes_between_them(tmp_path: Path) -> None:
    old = "/// verse\nThe lamp was lit,\nthe float went down.\n///"
    new = old.replace("down.", "down;\nthe letters of the board\nwere never read.")
    (line,) = lines_of(tmp_path, old, new)
    assert "down; / the letters of the board / were never read." in line
    assert [event.level for event in events_of(tmp_path / "e", old, new)] == ["text"]


def test_lines_of_code_are_quoted_one_by_one(tmp_path: Path) -> None:
    old = "```\none = 1\ntwo = 2\nthree = 3\n```"
    (line,) = lines_of(tmp_path, old, old.replace("two = 2\n", "due = 2\ntre = 3\n"))
    assert line.endswith("for “two \\= 2” read “due \\= 2”, “tre \\= 3”")


TABLE = "| Station | Since |\n|---|---|\n| Corran | 1871 |\n| Ostrey | 1904 |\n| Scarva | 1911 |\n"


def test_rows_are_found_by_their_lines_and_columns_by_their_heads(tmp_path: Path) -> None:
    (line,) = lines_of(
        tmp_path / "a", TABLE, TABLE.replace("| Scarva", "| Holm | 1909 |\n| Scarva")
    )
    assert "after line 3: add “Holm, 1909”" in line
    (line,) = lines_of(tmp_path / "b", TABLE, TABLE.replace("| Ostrey | 1904 |\n", ""))
    assert "line 3: delete “Ostrey, 1904”" in line
    wide = [
        f"{row}{more} |"
        for row, more in zip(TABLE.split("\n"), " Mean,---, 3, 4, 5".split(","), strict=False)
    ]
    (line,) = lines_of(tmp_path / "c", TABLE, "\n".join(wide))
    assert line.endswith("add “Mean, 3, 4, 5” (Station \\| Since \\| Mean)")


def test_a_comment_names_what_stands_in_no_line(tmp_path: Path) -> None:
    old = "![A lamp](a.svg)\n\nSee [the rules](https://example.org/a) of the board."
    new = "![A lit lamp](a.svg)\n\nSee [the rules](https://example.org/b) of the board."
    told = "\n".join(lines_of(tmp_path, old, new, as_comment=True))
    assert "the alternative text was “A lamp → A lit lamp”" in told
    assert "the link led to “https://example.org/a → https://example.org/b”" in told


def test_what_came_stands_behind_what_moved_with_it(tmp_path: Path) -> None:
    """The note of a paragraph, and a term within a section, go where these go."""
    oath = "## Oath\n\nEbb\n:   The water goes.\n\nFlood\n:   The water comes.\n\n"
    wages = "## Wages\n\nThe wages were eleven shillings a week, and the oil was paid for.[^a]\n\n"
    note = "[^a]: See the case of Anna Petrel.\n"
    new = wages.replace("[^a]", "") + oath.replace("Flood", "Stand\n:   It rests.\n\nFlood")
    events = events_of(tmp_path, oath + wages + note, new)
    sections = [event.path[-1] for event in events if event.change in ("added", "removed")]
    assert sections == ["Wages", "Oath", "Oath"]
    added = next(event for event in events if event.after == "Stand")
    removed = next(event for event in events if event.level == "note")
    moved = next(event for event in events if event.change == "moved")
    assert added.at[1] in (2, 6) and removed.at < added.at and moved


def test_a_quotation_is_not_quoted_by_the_same_signs(tmp_path: Path) -> None:
    old = "Tom looked at the sea for a while."
    said = lines_of(tmp_path, old, f"{old}\n\n\u201cWe shall.\u201d")
    assert said == ["add \u201c\u202f\u201cWe shall.\u201d\u202f\u201d"]


def test_a_sentence_that_becomes_a_paragraph_is_told_from_where_to_where(tmp_path: Path) -> None:
    first = "The larches grew in rows along the old road. "
    moved, last = "Their needles fell in the long autumn.", "The oaks stood there for many years."
    old = f"{first}{moved}\n\n{last}"
    new = f"{first}\n\n{last}\n\n{moved}"
    said = [line for line in lines_of(tmp_path, old, new) if line.startswith("moved")]
    places = "rows along the old road.", "stood there for many years. \u00b6"
    stood, stands = (f"\u201c\u2026 {words}\u201d" for words in places)
    assert said == [f"moved: \u201c{moved}\u201d ({stood} \u2192 {stands})"]


def test_a_list_in_a_sentence_that_becomes_items_is_one_correction(tmp_path: Path) -> None:
    old = "The colours are red, green, blue."
    said = lines_of(tmp_path, old, "The colours are:\n\n- red\n- green\n- blue")
    assert said == [reads(old, "The colours are: \u00b6 red \u00b6 green \u00b6 blue")]


def test_a_row_that_moved_is_told_by_the_rows_before_it(tmp_path: Path) -> None:
    rows = ["| Corran | 1 | 2 |", "| Ardmore | 3 | 4 |", "| Scarva | 5 | 6 |", "| Quay | 7 | 8 |"]
    head = "| Station | Low | High |\n|---|---|---|\n"
    moved = [rows[2], *rows[:2], rows[3]]
    [said] = lines_of(tmp_path, head + "\n".join(rows), head + "\n".join(moved))
    assert said.endswith("(\u201cArdmore\u201d \u2192 \u201cStation\u201d)")

"""What a reader sees is never "no difference", and what nobody sees is never a change of words."""

from pathlib import Path
from time import process_time

import pytest
from test_collation import HEAD, events_of, kinds, project, written

from octavo.blocks.record import Record, encode_record
from octavo.blocks.record_reader import read_record
from octavo.diff.match.compare import compare
from octavo.diff.revision import load

VISIBLE = {
    "lines of verse": (
        "/// verse\nThe tide came in,\nthe tide went out.\n///",
        "/// verse\nThe tide came in, the tide\nwent out.\n///",
        {("mark", "added"), ("mark", "removed")},
    ),
    "the end of a line": ("Mill Lane  \nCorran", "Mill Lane Corran", {("mark", "removed")}),
    "the end of a line in HTML": ("Mill Lane<br>Corran", "Mill Lane Corran", {("mark", "removed")}),
    "numbers of a list": ("3. one\n4. two", "5. one\n6. two", {("structure", "numbers")}),
    "letters of a list": (
        "<ol><li>one</li></ol>",
        '<ol type="a"><li>one</li></ol>',
        {("structure", "recast")},
    ),
    "the call of a note": (
        "The hut[^a] was moved.\n\n[^a]: Note.",
        "The hut was moved[^a].\n\n[^a]: Note.",
        {("note", "call")},
    ),
    "small capitals": ("[Corran]{.small-caps} is.", "Corran is.", {("mark", "removed")}),
    "a class of one's own": ("[Corran]{.shout} is.", "Corran is.", {("mark", "look")}),
    "a paragraph's class": ("The tide.\n{.lead}", "The tide.", {("mark", "removed")}),
    "a heading's number": ("## One {.unnumbered}\n\nx", "## One\n\nx", {("mark", "removed")}),
    "the alignment of a column": (
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "| a | b |\n|---|--:|\n| 1 | 2 |",
        {("mark", "added")},
    ),
    "a cell over two columns": (
        '<table><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></table>',
        "<table><tr><td>a</td><td></td></tr><tr><td>b</td><td>c</td></tr></table>",
        {("table", "recast")},
    ),
    "a cell that heads its row": (
        "<table><tr><th>a</th><td>b</td></tr></table>",
        "<table><tr><td>a</td><td>b</td></tr></table>",
        {("table", "recast")},
    ),
    "the language of code": (
        "```python\nx = 1\n```",
        "```text\nx = 1\n```",
        {("code", "language")},
    ),
    "marked lines of code": (
        '```python hl_lines="1"\nx = 1\ny = 2\n```',
        '```python hl_lines="2"\nx = 1\ny = 2\n```',
        {("code", "marked")},
    ),
}
INVISIBLE = {
    "a word joiner": ("waited\u2014then", "waited\u2060\u2014\u2060then"),
    "white without width": ("He said \u201cno\u201d.", "He said \u200b\u201cno\u201d."),
    "hair spaces": (
        "He said \u201c\u2018no\u2019\u201d.",
        "He said \u201c\u200a\u2018no\u2019\u200a\u201d.",
    ),
    "accents by themselves": ("cafe\u0301 in", "caf\u00e9 in"),
    "a dash between numbers": ("pages 10\u201312", "pages 10-12"),
}


@pytest.mark.parametrize("kind", VISIBLE)
def test_what_a_reader_sees_is_told(kind: str, tmp_path: Path) -> None:
    old, new, expected = VISIBLE[kind]
    found = events_of(tmp_path, HEAD + old + "\n", HEAD + new + "\n")
    assert set(kinds(found)) == expected


@pytest.mark.parametrize("kind", INVISIBLE)
def test_what_nobody_sees_is_typography(kind: str, tmp_path: Path) -> None:
    old, new = INVISIBLE[kind]
    found = events_of(tmp_path, HEAD + old + "\n", HEAD + new + "\n")
    assert kinds(found) == [("typography", "spelling")]


def test_an_item_more_renumbers_no_other(tmp_path: Path) -> None:
    found = events_of(tmp_path, HEAD + "1. one\n2. three\n", HEAD + "1. one\n2. two\n3. three\n")
    assert kinds(found) == [("text", "added")]


def test_an_edited_word_before_a_call_moves_no_call(tmp_path: Path) -> None:
    note = "\n\n[^a]: Note.\n"
    found = events_of(tmp_path, f"{HEAD}The hut[^a] fell.{note}", f"{HEAD}The shed[^a] fell.{note}")
    assert kinds(found) == [("text", "edited")]


def test_edition_json_tells_what_is_seen(tmp_path: Path) -> None:
    """A build is compared by edition.json as its source is."""
    for kind, (old, new, expected) in VISIBLE.items():
        read = []
        for side, text in (("old", old), ("new", new)):
            path = tmp_path / f"{side}.md"
            path.write_text(HEAD + text + "\n", encoding="utf-8")
            data = encode_record(Record(load(str(path), project(tmp_path)), "0" * 12))
            read.append(read_record(data, "edition.json").manuscript)
        assert set(kinds(compare(*read))) == expected, kind


def test_a_paragraph_that_grew_is_edited(tmp_path: Path) -> None:
    short = "The keeper wrote the log of the harbour light at noon."
    more = " ".join(f"Then came storm number{n} over the outer reef." for n in range(12))
    found = events_of(tmp_path, f"{HEAD}First.\n\n{short}\n", f"{HEAD}First.\n\n{more} {short}\n")
    assert kinds(found) == [("text", "edited")]


def test_a_heading_over_what_stood_there_is_no_section(tmp_path: Path) -> None:
    words = "The first of them is old.\n\nThe second of them is old, too.\n"
    (event,) = events_of(tmp_path, f"{HEAD}{words}", f"{HEAD}## Rope\n\n{words}")
    assert (event.level, event.change, event.name, event.count) == (
        "structure",
        "added",
        "heading",
        0,
    )
    new = f"{HEAD}{words}\n## Rope\n\nAll of this is new.\n\nThis is, too.\n"
    (event,) = events_of(tmp_path, f"{HEAD}{words}", new)
    assert (event.change, event.name, event.count) == ("added", "", 2)


def test_rows_of_a_table_are_told_in_their_order(tmp_path: Path) -> None:
    old = "| a | b |\n|---|---|\n| Upper | 1 |\n| Mill | 2 |\n| Lower | 3 |\n"
    new = old.replace("1", "7").replace("2", "8").replace("3", "9")
    found = events_of(tmp_path, HEAD + old, HEAD + new)
    assert [event.name.split(",")[0] for event in found] == ["Upper", "Mill", "Lower"]


def test_a_table_of_many_rows_with_one_more_takes_seconds(tmp_path: Path) -> None:
    rows = [f"| Station {n} | {n * 7 % 97} | Keeper {n % 311} |" for n in range(1500)]
    head = f"{HEAD}| a | b | c |\n|---|---|---|\n"
    more = [*rows[:700], "| Station new | 12 | nobody |", *rows[700:]]
    written(
        tmp_path,
        {"old/text.md": head + "\n".join(rows), "new/text.md": head + "\n".join(more)},
    )
    here = project(tmp_path)
    sides = [load(str(tmp_path / side / "text.md"), here) for side in ("old", "new")]
    start = process_time()
    assert kinds(compare(*sides)) == [("table", "added")]
    assert process_time() - start < 5


def test_an_item_that_begins_with_code_is_told_at_its_line(tmp_path: Path) -> None:
    old = "- `alpha`: the first of all.\n- `beta`: the second one.\n- *gamma*: the third is here.\n"
    new = old.replace("second", "2nd").replace("third", "3rd")
    found = events_of(tmp_path, HEAD + old, HEAD + new)
    assert [event.new[0].place.rpartition(":")[2] for event in found] == ["9", "10"]

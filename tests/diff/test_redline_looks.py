"""A redline as an editor sees it: signs about words, lines of code, lists and boxes that moved."""

from pathlib import Path

import pytest
from test_redline import gives_back, revision

from octavo.constructs.notes import note_calls
from octavo.constructs.tables import cells_of, rows_of
from octavo.diff.match.compare import compare
from octavo.diff.report.redline.marks import HERE, INS, MARK, MOVED, NEW, NOTE, OLD, mark_of
from octavo.diff.report.redline.redline_publication import make_redline
from octavo.diff.report.redline.spoken_marks import tell
from octavo.diff.report.redline.woven import weave
from octavo.languages import language
from octavo.markup.tree import Element, elements, serialise, text_of


def woven(tmp_path: Path, old: str, new: str) -> Element:
    """Return the redline of two texts, told; each of them is given back."""
    for name, text in (("a", old), ("b", new)):
        (tmp_path / f"{name}.md").write_text(f"# T\n\n{text}\n", encoding="utf-8")
    sides = [revision(tmp_path / f"{name}.md", tmp_path) for name in "ab"]
    gives_back(sides[0], sides[1])
    gives_back(sides[1], sides[0])
    cloth = weave(sides[0], sides[1])
    tell(cloth, language(sides[1].workshop, "en"))
    return cloth.root


def marked(root: Element, tag: str) -> list[str]:
    return ["".join(node.itertext()) for node in elements(root, tag) if node.get(MARK)]


def test_a_line_of_code_that_is_another_one_lends_no_words(tmp_path: Path) -> None:
    old = "```python\ntotal = sum(heights)\nreturn total / len(heights)\n```"
    new = (
        "```python\nif not heights:\n    raise ValueError\nreturn sum(heights) / len(heights)\n```"
    )
    root = woven(tmp_path, old, new)
    assert marked(root, "del")[0].startswith("[−total = sum(heights)−]\n")
    assert marked(root, "ins")[0].startswith("[+if not heights:\n    raise ValueError+]\n")


def test_signs_stand_in_the_lines_whose_words_they_are_about(tmp_path: Path) -> None:
    old = "/// verse\nThe lamp was lit,\nthe float went down.\n///"
    new = old.replace("down.", "down;\nthe letters of the board\nwere never read.")
    lines = [
        text_of(node).strip()
        for node in elements(woven(tmp_path, old, new), "span")
        if node.get("class") == "line"
    ]
    assert lines[-2:] == ["[+the letters of the board", "were never read.+]"]


BOX = "/// warning | Mind the step\nThe step to the hut is wet in winter.\n///"
TERMS = "Ebb\n:   The water goes out again.\n\nFlood\n:   The water comes in again."
LONG = " ".join(f"The keeper wrote down height number {n} in his ledger." for n in range(9))
OTHER = " ".join(f"A ship of {n} tons went by, and nobody saw which one it was." for n in range(9))


def test_a_box_or_a_list_moves_with_what_it_holds(tmp_path: Path) -> None:
    for thing, tag in ((BOX, "div"), (TERMS, "dl"), ("> The oath was sworn here.", "blockquote")):
        old, new = f"{thing}\n\n{LONG}\n\n{OTHER}", f"{LONG}\n\n{OTHER}\n\n{thing}"
        root = woven(tmp_path, old, new.replace("again", "once more"))
        assert mark_of(next(n for n in root.iter(tag) if not n.get("class", "").startswith("red")))
        marks = [mark_of(node) for node in root.iter(tag, "p", "dt", "dd")]
        assert marks.count(MOVED) == marks.count(HERE) == 1
        assert OLD not in marks and NEW not in marks


def test_a_place_is_named_by_words_that_do_not_run_together(tmp_path: Path) -> None:
    speeches = '/// dialogue\n"Is it in?"\n\n"It is out."\n///'
    old = f"Gone by the pier, he said.\n\n{speeches}\n\n{LONG}\n\n{OTHER}"
    new = f"{LONG}\n\n{OTHER}\n\n{speeches}\n\nGone by the pier, he said."
    assert "in?”“It" not in serialise(woven(tmp_path, old, new))


def test_of_two_sentences_that_changed_places_the_shorter_moves_with_its_note(
    tmp_path: Path,
) -> None:
    short = "Nobody knows who built it.[^b]"
    long = "The float hangs in a well of oak, which the sea enters by a slit in its side."
    note = "\n\n[^b]: It was found in 1931."
    root = woven(tmp_path, f"It is old. {short} {long}{note}", f"It is old. {long} {short}{note}")
    assert [text.strip("[+−] ") for text in marked(root, "ins")] == ["Nobody knows who built it.1"]


TABLE = """| Gate | Leak | Angle |
|---|---:|---:|
| left | 12.5 | 2.1 |
| right | 48.0 | 1.9 |
| low | 3.2 | 0.1 |
"""
EXCHANGED = """| Gate | Angle | Leak |
|---|---:|---:|
| right | 1.9 | 48.0 |
| left | 2.9 | 12.5 |
| low | 0.1 | -3.2 |
"""
WIDER = (
    TABLE.replace("Angle |", "Angle | Depth |")
    .replace("---:|\n", "---:|---|\n")
    .replace("2.1 |", "2.1 | 4 |")
    .replace("1.9 |", "1.9 | 5 |")
    .replace("0.1 |", "0.1 | 6 |")
)


@pytest.mark.parametrize(
    "new",
    [
        EXCHANGED,
        WIDER + "| far | 1 | 2 | 3 |\n",
        "| Gate | Leak |\n|---|---:|\n| right | 48.0 |\n| far | 1.0 |\n| low | 9.9 |\n",
    ],
    ids=["exchanged", "wider", "narrower"],
)
def test_rows_of_one_revision_are_as_wide_as_the_table_of_both(new: str, tmp_path: Path) -> None:
    root = woven(tmp_path, TABLE, new)
    (table,) = elements(root, "table")
    rows = [cells_of(row) for row in rows_of(table)]
    widths = {sum(int(cell.get("colspan") or 1) for cell in row) for row in rows}
    assert len(widths) == 1 and len(rows) >= 3
    for row in rows[1:]:
        for head, cell in zip(rows[0], row, strict=True):
            assert mark_of(head) in (NEW, OLD) or mark_of(cell) != NOTE
            assert mark_of(cell) in (NOTE, mark_of(head), mark_of(row[0]))
            assert (mark_of(cell) == NOTE) <= ({mark_of(head), mark_of(row[0])} == {NEW, OLD})


def test_a_note_whose_call_moved_is_called_where_it_stands_now(tmp_path: Path) -> None:
    old = "It was rebuilt.[^a] Nothing else is known of it.\n\nThe doors are of oak."
    new = "It was rebuilt. Nothing else is known of it.\n\nThe doors are of oak.[^a]"
    sides = []
    for name, text in (("a", old), ("b", new)):
        (tmp_path / name).mkdir()
        path = tmp_path / name / "text.md"
        path.write_text(f"# T\n\n{text}\n\n[^a]: See the file.\n", encoding="utf-8")
        sides.append(revision(path, tmp_path))
    events = compare(sides[0].manuscript, sides[1].manuscript)
    made = make_redline(*sides, events, language(sides[1].workshop, "en"), "Changes")
    [call] = [call for chapter in made.chapters for call in note_calls(chapter.body)]
    assert next(mark_of(node) for node in call.iterancestors() if mark_of(node)) == INS
    [gone] = [node for chapter in made.chapters for node in elements(chapter.body, "sup")]
    assert gone[0].get("href") == call.get("href") and text_of(gone) == "1"

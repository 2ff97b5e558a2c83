"""Of what has changed places, as little as can be is told to have moved; cells keep their heads."""

from pathlib import Path

from test_collation import events_of, kinds

from octavo.diff.match.wording import words_of
from octavo.diff.match.words import compare_words

WELL = (
    "The well is three fathoms deep, and it is cleaned in April and in October, at low tide, by "
    "two men and a boy."
)
FIGURE = "![A line rises](curve.svg)\n\nFigure: Mean height of the tide.\n\n"
REMARKS = (
    "/// warning | Mind the step\nThe step to the hut is wet.\n///\n\n"
    "/// note\nThe well is closed in winter.\n///\n\n"
)


def test_one_paragraph_moves_past_a_figure_and_two_remarks(tmp_path: Path) -> None:
    head, last = "## The well\n\n", "\n\nThe last cleaning was told of in a letter to the board."
    events = events_of(
        tmp_path, f"{head}{WELL}\n\n{FIGURE}{REMARKS}{last}", f"{head}{FIGURE}{REMARKS}{WELL}{last}"
    )
    assert kinds(events) == [("text", "moved")]
    assert events[0].after == WELL


def test_the_shorter_of_two_sentences_has_moved() -> None:
    long = "The float hangs in a well of oak, which the sea enters through a slit in its side."
    short = "Nobody knows who built it."
    edits = compare_words(f"{short} {long}", f"{long} {short}").edits
    assert [edit.before or edit.after for edit in edits] == [short, short]


def test_the_sign_of_a_number_is_part_of_it() -> None:
    words = [word.folded for word in words_of("from −12 to (-3), a - 5, a-6")]
    assert words == "from -12 to ( -3 ) , a - 5 , a-6".split()
    (edit,) = compare_words("a mean of −12", "a mean of −14").edits
    assert (edit.before, edit.after) == ("−12", "−14")


SPANS = """<table>
<thead>
<tr><th rowspan="2">Station</th><th colspan="2" scope="colgroup">Range</th></tr>
<tr><th>Spring</th><th>Neap</th></tr>
</thead>
<tbody>
<tr><th scope="row">Corran</th><td>4.1</td><td>1.9</td></tr>
<tr><th scope="row">Ostrey</th><td colspan="2">not read</td></tr>
</tbody>
</table>
"""


def test_a_cell_of_a_table_with_spans_is_edited_under_its_head(tmp_path: Path) -> None:
    (event,) = events_of(tmp_path, SPANS, SPANS.replace("1.9", "2.0"))
    assert (event.level, event.change, event.name) == ("table", "edited", "Corran, Neap")

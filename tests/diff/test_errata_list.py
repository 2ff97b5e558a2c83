"""Errata as a printer sets them: page and line of the edition that is corrected."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw
from test_collation import project, written
from test_errata import reads

from octavo.blocks.block import Block
from octavo.core.problems import Place
from octavo.diff.match.compare import compare
from octavo.diff.match.events import Event, Spot
from octavo.diff.match.words import Edit
from octavo.diff.printed_lines import PrintedLines, PrintedPlace, SetLine, print_lines
from octavo.diff.report.entries import correction, names_of
from octavo.diff.report.errata import errata
from octavo.diff.report.errata_list import ErrataSources, ends_of, join_replaced
from octavo.diff.revision import open_revision
from octavo.editions.pdf.presses import Presses
from octavo.languages import language

HEAD = "---\noctavo: 1\ntheme: book\ntitle: Fog\nlanguage: en-GB\ndate: 2024-05-06\n---\n\n"
FOG = (
    "The fog came up the river in the evening. It stayed for nine days and nine nights, and no "
    "ship was seen from the tower in all that time."
)
RAIN = "Rain fell upon the moor for a week, so nobody walked there; sheep went to lower ground."
OLD = f"""{HEAD}# One

The keeper of the light wrote the log at noon of every day in winter, and nobody read it before the
spring tides came over the low wall.[^a] It is a long paragraph of some lines with a reference to
[](#tbl-depth).

- an item that is long enough to go over the end of its line, which takes some more words
- a second item

{FOG}

![A lens of glass](lens.png)

Figure: The lens

## Gate

| Station | Depth |
|---|---|
| Mill | 15 |
| Ard | 7 |

Table: Depths {{#tbl-depth}}

The gate stood open.

[^a]: A note that is told here, with quite a few words so that it takes more than one line at the
    foot of its page, does it not.
"""
EXCHANGED = (
    ("title: Fog", "title: Haze"),
    ("nobody read it", "somebody read it"),
    ("a second item", "a third item"),
    ("## Gate", "## Open Gate"),
    ("| Ard | 7 |", "| Ard | 9 |"),
    ("| Mill | 15 |", "| Weir | 3 |"),
    ("does it not", "it does"),
    (FOG, RAIN),
    ("The gate stood open.", "The gate stood open.\n\nNobody shut it again in that year."),
)


def _picture(width: int) -> bytes:
    image = Image.new("RGB", (120, 80), "white")
    ImageDraw.Draw(image).ellipse((10, 10, 10 + width, 50), fill="black")
    held = BytesIO()
    image.save(held, "png")
    return held.getvalue()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the lines of an errata list by what they say, each with where that is; and the text of
    the first page of the chapter in the PDF, line by line."""
    root = tmp_path_factory.mktemp("errata")
    text = OLD
    for before, after in EXCHANGED:
        text = text.replace(before, after)
    files = {"old/fog.md": OLD, "new/fog.md": text}
    written(root, files | {"old/lens.png": _picture(10), "new/lens.png": _picture(60)})
    with (
        open_revision(str(root / "old" / "fog.md"), project(root)) as one,
        open_revision(str(root / "new" / "fog.md"), project(root)) as other,
    ):
        words = language(other.workshop, "en")
        printed = print_lines(one, Presses())
        sources = ErrataSources.of(one.manuscript, other.manuscript, printed)
        events = compare(one.manuscript, other.manuscript)
        said = errata(events, words, "Changes", names_of(one.publication, words), sources)
    lines = [line[2:] for line in said.split("\n") if line.startswith("- ")]
    return {line.partition(": ")[2]: line.partition(": ")[0] for line in lines}


def test_words_are_found_by_page_and_line(told: dict[str, str]) -> None:
    assert told[reads("winter, and nobody read it", "winter, and somebody read it")] == (
        "Page 1, line 2"
    )


def test_lines_of_lists_and_paragraphs_are_counted_and_headings_are_not(
    told: dict[str, str],
) -> None:
    assert told[reads("a second item", "a third item")] == "Page 1, line 7"
    assert told[reads("Gate", "Open Gate")] == "Page 2"


def test_a_paragraph_in_place_of_another_is_read_for_it(told: dict[str, str]) -> None:
    line = reads(
        "The fog came up the river in the \u2026 seen from the tower in all that time.", RAIN
    )
    assert told[line] == "Page 1, line 8"
    assert not any(each.startswith("delete") for each in told)


@pytest.mark.parametrize(
    ("old", "new", "edit", "read"),
    [
        (
            "One two three.",
            "One two three. Four.",
            Edit("", "Four.", 14, 15),
            ("One two three.", "One two three. Four."),
        ),
        ("a b c d e", "a b X c d e", Edit("", "X", 4, 4), ("a b c d e", "a b X c d e")),
        ("a b c d e", "a b d e", Edit("c", "", 4, 4), ("a b c d e", "a b d e")),
        ("b c d", "a b c d", Edit("", "a", 0, 0), ("b c d", "a b c d")),
        ("over the gate", "over a gate", Edit("the", "a", 5, 5), ("over the gate", "over a gate")),
    ],
)
def test_what_is_read_has_the_words_around_it_that_it_is_read_for(
    old: str, new: str, edit: Edit, read: tuple[str, str]
) -> None:
    event = replace(_alone("edited", (1, 1), new), before=old, after=new, edits=(edit,))
    assert correction(event, [edit]) == read


def test_a_note_is_found_by_its_number_and_its_line(told: dict[str, str]) -> None:
    (place,) = [place for line, place in told.items() if "it does" in line]
    assert place == "Page 1, Note\u00a01, line 2"


def test_cells_and_rows_are_found_by_their_table(told: dict[str, str]) -> None:
    assert told[f"\u201cArd, Depth\u201d: {reads('7', '9')}"].endswith("Table\u00a01")
    assert told[reads("Mill, 15", "Weir, 3")].endswith("Table\u00a01, line 2")


def test_a_picture_and_the_title_are_told_in_a_printers_words(told: dict[str, str]) -> None:
    assert told["replace the picture \u201cA lens of glass\u201d"] == "Page 1"
    assert told[reads("Fog", "Haze")] == "Title page"


def test_what_is_added_is_told_whole_behind_its_line(told: dict[str, str]) -> None:
    place = told["add \u201cNobody shut it again in that year.\u201d"]
    assert place.startswith("Page ") and ", after line " in place


def test_the_lines_are_those_that_a_reader_of_the_pdf_counts(tmp_path: Path) -> None:
    """Each line of a page of paragraphs only is line n by both counts."""
    from octavo.diff.finished_revision import set_paged_edition

    paragraphs = [
        f"Paragraph {n} says that the tide of day {n} rose by {n} feet and fell by {n + 1} feet in "
        f"less than {n + 2} hours, which had been seen by {n + 3} people."
        for n in range(3, 30)
    ]
    head = HEAD.replace("theme: book", "theme: brief")
    written(tmp_path, {"plain.md": head + "\n\n".join(paragraphs) + "\n"})
    with open_revision(str(tmp_path / "plain.md"), project(tmp_path)) as found:
        printed = print_lines(found, Presses())
        data = set_paged_edition(found.workshop, found.publication)
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    for block in found.manuscript.blocks:
        for word in ("Paragraph", "feet in", "people"):
            place = printed.find(block.id, block.text, block.text.index(word))
            assert place is not None
            page = texts[int(place.page) - 1].splitlines()
            own = [line for line in page if line.strip()]
            first = next(
                n for n, line in enumerate(own) if "says that" in line or "seen by" in line
            )
            said = " ".join(own[first:][place.line - 1 : place.line + 1])
            assert word.split()[0] in said, (place, own)


def test_a_word_is_found_although_its_line_says_more_than_the_text() -> None:
    lines = [
        SetLine("SeeTable3onpage12and", PrintedPlace("5", 1)),
        SetLine("thetidetables", PrintedPlace("5", 2)),
        SetLine("ofwinter", PrintedPlace("6", 1)),
    ]
    text = "See [#tbl-three] and the tide tables of winter"
    found = PrintedLines((), {"a": lines})
    assert found.find("a", text, text.index("tables")) == PrintedPlace("5", 2)
    assert found.find("a", text, text.index("winter")) == PrintedPlace("6", 1)
    assert found.find("b", text, 0) is None


def _alone(change: str, at: tuple[int, int], text: str, kind: str = "p") -> Event:
    spot = Spot(text, kind, (), "")
    if change == "added":
        return Event("text", change, (), (spot,), "", text, at=at)
    return Event("text", change, (spot,), (), text, "", at=at)


def test_what_came_elsewhere_takes_the_place_of_nothing() -> None:
    gone, here = _alone("removed", (4, 5), "one"), _alone("added", (5, 4), "two")
    assert [each.change for each in join_replaced([gone, here])] == ["replaced"]
    far = _alone("added", (9, 8), "two")
    assert [each.change for each in join_replaced([gone, far])] == ["removed", "added"]
    item = _alone("added", (5, 4), "two", "li")
    assert [each.change for each in join_replaced([gone, item])] == ["removed", "added"]


def test_a_long_passage_is_told_by_its_ends() -> None:
    words = [f"w{n}" for n in range(40)]
    assert ends_of(" ".join(words)) == f"{' '.join(words[:8])} \u2026 {' '.join(words[-8:])}"
    assert ends_of("a few words") == "a few words"


def test_blocks_without_lines_are_passed_over_for_the_end() -> None:
    blocks = [Block(name, "p", (), (), "", Place("")) for name in ("a", "b")]
    found = PrintedLines(blocks, {"a": [SetLine("x", PrintedPlace("2", 9))]})
    assert found.find_end(1) == PrintedPlace("2", 9)
    assert found.find_end(-1) is None

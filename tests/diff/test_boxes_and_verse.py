"""A box that becomes another is told once, with its title; so is verse that is numbered anew."""

from pathlib import Path

import pytest
from test_collation import HEAD, events_of, kinds, project, written
from test_redline import gives_back, revision
from test_source_patches import holds_both as holds_sources
from test_tracked_changes import holds_both as holds_tracked

from octavo.blocks.record import Record, encode_record
from octavo.diff.finished_revision import read_account
from octavo.diff.match.compare import compare
from octavo.diff.match.structure import BOX
from octavo.diff.report.differences import lines
from octavo.diff.report.errata import errata, is_for_readers
from octavo.diff.report.form_names import name_forms
from octavo.diff.report.redline.spoken_marks import tell
from octavo.diff.report.redline.woven import weave
from octavo.diff.revision import load, open_revision
from octavo.languages import language
from octavo.markup.tree import elements, has_class, text_of

WORDS = "The lamp was lit at dusk by the keeper.\n\nHe wrote it down."
LINES = "The tide came in,\nthe boats went out,\nthe lamp was lit,\nand so were we."


def box(kind: str, title: str = "", words: str = WORDS) -> str:
    return f"{HEAD}Before it.\n\n/// {kind}{f' | {title}' if title else ''}\n{words}\n///\n\nEnd.\n"


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        (("note",), ("warning",), "note “Note”", "warning “Warning”"),
        (("note", "Ropes"), ("tip", "Chains"), "note “Ropes”", "tip “Chains”"),
        (("important", "Ropes"), ("caution", "Ropes"), "important “Ropes”", "caution “Ropes”"),
    ],
)
def test_a_box_of_another_kind_is_one_event(
    old: tuple[str, ...], new: tuple[str, ...], before: str, after: str, tmp_path: Path
) -> None:
    (event,) = events_of(tmp_path, box(*old), box(*new))
    assert (event.level, event.change, event.name, event.count) == ("structure", "recast", BOX, 3)
    told = "\n".join(lines([event]))
    assert f"[-{before}-] [+{after}+]" in told
    assert "box set as something else, 3 blocks" in told


def test_words_of_a_box_that_becomes_another_are_told_beside_it(tmp_path: Path) -> None:
    new = box("warning", words=WORDS.replace("dusk", "noon"))
    found = events_of(tmp_path, box("note"), new)
    assert sorted(kinds(found)) == [("structure", "recast"), ("text", "edited")]


def test_a_box_that_goes_or_comes_about_its_words_is_one_event(tmp_path: Path) -> None:
    plain = f"{HEAD}Before it.\n\n{WORDS}\n\nEnd.\n"
    (gone,) = events_of(tmp_path, box("note", "Ropes"), plain)
    (come,) = events_of(tmp_path, plain, box("note", "Ropes"))
    assert (gone.change, gone.name, gone.after, gone.new) == ("recast", BOX, "", ())
    assert (come.change, come.name, come.before, come.old) == ("recast", BOX, "", ())


@pytest.mark.parametrize("title", ["Chains", "Of chains", ""])
def test_another_title_of_a_box_is_edited(title: str, tmp_path: Path) -> None:
    (event,) = events_of(tmp_path, box("note", "Ropes"), box("note", title))
    assert (event.level, event.change, event.before) == ("text", "edited", "Ropes")


def test_the_title_of_a_second_box_is_no_paragraph_of_the_first(tmp_path: Path) -> None:
    two = "{}/// note | A\nOne is old.\n///\n\n/// note | {}\nTwo is new.\n///\n"
    (event,) = events_of(tmp_path, two.format(HEAD, "Ropes"), two.format(HEAD, "Chains"))
    assert (event.change, event.before, event.after) == ("edited", "Ropes", "Chains")


def test_a_first_paragraph_in_a_box_that_is_new_is_no_title(tmp_path: Path) -> None:
    """Where both boxes have one, the title is theirs."""
    old, new = box("note", "Ropes", "He wrote it down."), box("note", "Ropes")
    assert kinds(events_of(tmp_path, old, new)) == [("text", "added")]


def test_errata_tell_of_a_box_what_is_printed(tmp_path: Path) -> None:
    events = events_of(tmp_path, box("note"), box("warning"))
    with open_revision(str(tmp_path / "new" / "text.md"), project(tmp_path)) as found:
        told = errata(events, language(found.workshop, "en-GB"), "T", {})
    assert "for “Note” read “Warning”" in told
    assert "admonition" not in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (box("note"), box("warning", words=WORDS.replace("dusk", "noon"))),
        (box("note", "Ropes"), box("tip", "Chains and ropes")),
        (box("note", "Ropes"), f"{HEAD}Before it.\n\n{WORDS}\n\nEnd.\n"),
        (f"{HEAD}/// verse | 2\n{LINES}\n///\n", f"{HEAD}/// verse\n{LINES}\n///\n"),
    ],
    ids=["kind", "kind and title", "no box", "numbers of lines"],
)
def test_boxes_and_verse_are_given_back(old: str, new: str, tmp_path: Path) -> None:
    """By the redline, by tracked changes, and by CriticMarkup and patch of the sources."""
    sides = []
    for name, text in (("old", old), ("new", new)):
        written(tmp_path / name, {"text.md": text})
        sides.append(revision(tmp_path / name / "text.md", tmp_path / name))
    for one, other in (sides, sides[::-1]):
        gives_back(one, other)
        holds_tracked(one, other)
    holds_sources(sides[0], sides[1], tmp_path / "applied")


def test_signs_about_the_number_of_a_line_stand_with_it(tmp_path: Path) -> None:
    sides = []
    for name, every in (("old", " | 2"), ("new", "")):
        text = f"{HEAD}/// verse{every}\n{LINES}\n///\n"
        written(tmp_path / name, {"text.md": text})
        sides.append(revision(tmp_path / name / "text.md", tmp_path / name))
    cloth = weave(sides[0], sides[1])
    tell(cloth, language(sides[1].workshop, "en-GB"))
    numbers = [n for n in elements(cloth.root, "span") if has_class(n, "line-number")]
    assert [text_of(each) for each in numbers] == ["[\u22122\u2212]", "[\u22124\u2212]"]


@pytest.mark.parametrize(("old", "new"), [(" | 2", " | 3"), (" | 2", ""), ("", " | 2")])
def test_lines_of_verse_that_are_numbered_otherwise_are_told(
    old: str, new: str, tmp_path: Path
) -> None:
    text = f"{HEAD}/// verse{{}}\n{LINES}\n///\n"
    (event,) = events_of(tmp_path, text.format(old), text.format(new))
    assert (event.level, event.change) == ("structure", "line-numbers")
    assert (event.before, event.after) == (old[3:], new[3:])
    assert not is_for_readers(event)


def test_a_line_more_of_numbered_verse_numbers_no_other(tmp_path: Path) -> None:
    text = f"{HEAD}/// verse | 2\n{{}}{LINES}\n///\n"
    found = events_of(tmp_path, text.format(""), text.format("The morning broke,\n"))
    assert kinds(found) == [("text", "edited")]


def test_a_build_that_does_not_tell_numbers_of_verse_tells_no_difference(tmp_path: Path) -> None:
    path, folder = tmp_path / "verse.md", tmp_path / "build"
    path.write_text(f"{HEAD}/// verse | 2\n{LINES}\n///\n", encoding="utf-8")
    source = load(str(path), project(tmp_path))
    folder.mkdir()
    (folder / "edition.json").write_bytes(encode_record(Record(source, "0" * 12)))
    found = read_account(str(folder), project(tmp_path))
    assert found is not None
    assert compare(source, found.manuscript) == compare(found.manuscript, source) == ()


@pytest.mark.parametrize("name", ["red", "x", "b2"])
def test_a_short_class_of_an_authors_own_is_told(name: str, tmp_path: Path) -> None:
    found = events_of(tmp_path, f"{HEAD}[Corran]{{.{name}}} is.\n", f"{HEAD}Corran is.\n")
    assert kinds(found) == [("mark", "look")]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("ul li", "ol li", ("item, in a list with bullets", "item, in a numbered list")),
        ("ol li", "ol a li", ("item, in a numbered list", "item, in a list a, b, c")),
        ("body text p", "body text blockquote p", ("paragraph", "paragraph, in a quotation")),
        ("body notice p", "body li", ("paragraph, in notice", "item")),
        ("h2", "h3", ("heading of level 2", "heading of level 3")),
    ],
)
def test_forms_are_told_in_plain_words(before: str, after: str, told: tuple[str, str]) -> None:
    assert name_forms(before, after) == told

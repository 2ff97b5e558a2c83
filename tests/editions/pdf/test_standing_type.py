"""Units that stand from pass to pass: only what changed is made anew, as if all were."""

from dataclasses import replace
from pathlib import Path

import pytest
from small_works import chapter, order, work

from octavo.editions.order import Order
from octavo.editions.pdf.addresses import ELSEWHERE
from octavo.editions.pdf.standing_type import SetUnit, StandingType, State
from octavo.editions.units.facts import facts
from octavo.editions.units.render import Pages
from octavo.model.metadata import Edition

START = State({}, frozenset(), {})
FLOAT = '<figure data-b="{0}.f"><img alt="x"/><p><span class="label">1</span></p></figure>'
CALL = '<a class="noteref" id="{0}-ref-n" href="#{0}-note-n">1</a>'
NOTES = (
    '<section class="notes"><div class="note" id="{0}-note-n" data-number="1" data-b="{0}.n">'
    "<p>Note of {0}.</p></div></section>"
)
TEXT = (
    f'<h1 id="{{0}}-top" data-b="{{0}}.1">{{0}}</h1>{FLOAT}<p data-b="{{0}}.2">Behind {{0}}.{CALL}'
    f' <a href="#b-top">B</a></p><p data-b="{{0}}.3">Last.</p>{NOTES}'
)


def told(folder: Path, theme: str = "book", notes: str = "") -> Order:
    """Return the order for a PDF of three chapters, each with a float and a note."""
    chapters = (chapter(slug, TEXT.format(slug), slug) for slug in ("a", "b", "about"))
    given = order(folder, work(*chapters), "pdf", theme)
    return replace(given, edition=Edition("pdf", notes=notes)) if notes else given


def type_of(given: Order) -> StandingType:
    told_facts = facts(given.workshop, given.publication, given)
    return StandingType(given, Pages(given.workshop, given.theme, told_facts, given.moulds))


def texts(units: tuple[SetUnit, ...]) -> list[tuple[str, str]]:
    return [(unit.slug, unit.html) for unit in units]


MOVED = replace(START, moved={"b.f": 1})
TALL = replace(START, tall=frozenset({"a-note-n"}))
BOTH = State({"a-top": "7"}, frozenset({"b-note-n"}), {"a.f": 1, "about.f": 2})


def test_a_chapter_of_which_nothing_is_said_stands(tmp_path: Path) -> None:
    standing = type_of(told(tmp_path))
    first = standing.units(START)
    for state, changed in ((MOVED, {"b"}), (TALL, {"a", "b"}), (START, {"a"})):
        now = standing.units(state)
        assert {one.slug for one, other in zip(first, now, strict=True) if one is not other} == (
            changed
        )
        first = now


def test_numbers_of_pages_set_nothing_anew(tmp_path: Path) -> None:
    standing = type_of(told(tmp_path))
    assert standing.units(START) is standing.units(replace(START, labels={"a-top": "9"}))


@pytest.mark.parametrize(("theme", "notes"), [("book", ""), ("book", "end"), ("brief", "")])
def test_what_is_set_after_others_is_as_if_it_were_set_first(
    theme: str, notes: str, tmp_path: Path
) -> None:
    given = told(tmp_path, theme, notes)
    standing = type_of(given)
    for state in (START, MOVED, TALL, BOTH, MOVED, START):
        assert texts(standing.units(state)) == texts(type_of(given).units(state))


def test_a_chapter_that_was_set_alone_is_the_one_that_all_are_set_with(tmp_path: Path) -> None:
    given = told(tmp_path)
    standing = type_of(given)
    standing.units(START)
    alone = standing.text("b", MOVED)
    assert alone in standing.units(MOVED)
    assert texts((alone,)) == [each for each in texts(type_of(given).units(MOVED)) if "b" in each]
    assert alone.html.index("Behind b") < alone.html.index("<figure")


def test_a_chapter_is_told_from_a_piece_of_its_name(tmp_path: Path) -> None:
    standing = type_of(told(tmp_path))
    units = standing.units(START)
    now = standing.units(replace(START, moved={"about.f": 1}))
    changed = [one for one, other in zip(units, now, strict=True) if one is not other]
    assert [(unit.slug, unit.is_piece) for unit in changed] == [("about", False)]


def test_where_all_runs_on_the_texts_of_all_stand_in_one_unit(tmp_path: Path) -> None:
    (unit,) = type_of(told(tmp_path, "brief")).units(START)
    assert [[way.name for way in text] for text in unit.ways] == [["a.f"], ["b.f"], ["about.f"]]
    assert "Behind b" in unit.html and "#b-top" in unit.html
    assert ELSEWHERE not in unit.html


def test_links_to_other_units_go_by_an_address_of_their_own(tmp_path: Path) -> None:
    units = {unit.slug: unit for unit in type_of(told(tmp_path)).units(START) if unit.ways}
    assert f'href="{ELSEWHERE}b-top"' in units["a"].html
    assert 'href="#b-top"' in units["b"].html

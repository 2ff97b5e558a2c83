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

START = State({}, frozenset())
TABLE = '<div class="table"><table data-b="{0}.t"><tr><td>A row</td></tr></table></div>'
CALL = '<a class="noteref" id="{0}-ref-n" href="#{0}-note-n">1</a>'
NOTES = (
    '<section class="notes"><div class="note" id="{0}-note-n" data-number="1" data-b="{0}.n">'
    "<p>Note of {0}.</p></div></section>"
)
TEXT = (
    f'<h1 id="{{0}}-top" data-b="{{0}}.1">{{0}}</h1>{TABLE}<p data-b="{{0}}.2">Behind {{0}}.{CALL}'
    f' <a href="#b-top">B</a></p><p data-b="{{0}}.3">Last.</p>{NOTES}'
)


def told(folder: Path, theme: str = "book", notes: str = "") -> Order:
    """Return the order for a PDF of three chapters, each with a table and a note."""
    chapters = (chapter(slug, TEXT.format(slug), slug) for slug in ("a", "b", "about"))
    given = order(folder, work(*chapters), "pdf", theme)
    return replace(given, edition=Edition("pdf", notes=notes)) if notes else given


def type_of(given: Order) -> StandingType:
    told_facts = facts(given.workshop, given.publication, given)
    return StandingType(given, Pages(given.workshop, given.theme, told_facts, given.moulds))


def texts(units: tuple[SetUnit, ...]) -> list[tuple[str, str]]:
    return [(unit.slug, unit.html) for unit in units]


TIGHT = replace(START, tight={"b.t": 1})
TALL = replace(START, tall=frozenset({"a-note-n"}))
BOTH = State({"a-top": "7"}, frozenset({"b-note-n"}), {"a.t": 1, "about.t": 2})


def test_a_chapter_of_which_nothing_is_said_stands(tmp_path: Path) -> None:
    standing = type_of(told(tmp_path))
    first = standing.units(START)
    for state, changed in ((TIGHT, {"b"}), (TALL, {"a", "b"}), (START, {"a"})):
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
    for state in (START, TIGHT, TALL, BOTH, TIGHT, START):
        assert texts(standing.units(state)) == texts(type_of(given).units(state))


def test_a_chapter_that_was_set_alone_is_the_one_that_all_are_set_with(tmp_path: Path) -> None:
    given = told(tmp_path)
    standing = type_of(given)
    standing.units(START)
    alone = standing.text("b", TIGHT)
    assert alone in standing.units(TIGHT)
    assert texts((alone,)) == [each for each in texts(type_of(given).units(TIGHT)) if "b" in each]
    assert "tight" in alone.html


def test_a_chapter_is_told_from_a_piece_of_its_name(tmp_path: Path) -> None:
    standing = type_of(told(tmp_path))
    units = standing.units(START)
    now = standing.units(replace(START, tight={"about.t": 1}))
    changed = [one for one, other in zip(units, now, strict=True) if one is not other]
    assert [(unit.slug, unit.is_piece) for unit in changed] == [("about", False)]


def test_where_all_runs_on_the_texts_of_all_stand_in_one_unit(tmp_path: Path) -> None:
    (unit,) = type_of(told(tmp_path, "brief")).units(START)
    places = [unit.html.index(f"Behind {name}") for name in ("a", "b", "about")]
    assert places == sorted(places) and "#b-top" in unit.html
    assert ELSEWHERE not in unit.html


def test_links_to_other_units_go_by_an_address_of_their_own(tmp_path: Path) -> None:
    units = {unit.slug: unit for unit in type_of(told(tmp_path)).units(START) if not unit.is_piece}
    assert f'href="{ELSEWHERE}b-top"' in units["a"].html
    assert 'href="#b-top"' in units["b"].html

"""The plan of pages: their labels, and what stands in the furniture of each."""

from collections.abc import Mapping

from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.plan import Plan, plan_pages
from octavo.editions.units.render import Unit
from octavo.languages import Language
from octavo.markup.tree import new

ENGLISH = Language("en", {}, (), ("“", "”", "‘", "’"), "")


def unit(slug: str, kind: str = "chapter", matter: str = "body") -> Unit:
    return Unit(slug, kind, slug.title(), new("body"), matter)


FRONT = (unit("title", "title", "front"), unit("preface", "preface", "front"))


def plan(
    units: tuple[Unit, ...],
    starts: tuple[int, ...],
    ends: Mapping[str, int],
    full: tuple[int, ...] = (),
    turned: tuple[int, ...] = (),
) -> Plan:
    """Return the plan of units that begin on some pages; ``ends``: slug -> its last page."""
    pages = max(ends.values()) + 1
    anchors = {f"octavo-unit-{each.slug}": at for each, at in zip(units, starts, strict=True)}
    first = {slug: anchors[f"octavo-unit-{slug}"] for slug in ends}
    facts = LayoutFacts(pages, first, ends, anchors, (), (), turned, full)
    return plan_pages(units, facts, ENGLISH)


def kinds(found: Plan) -> list[str]:
    return [sheet.kind for sheet in found.sheets]


def test_front_matter_has_roman_labels_and_the_body_begins_with_one() -> None:
    found = plan((*FRONT, unit("one")), (0, 2, 4), {"one": 5})
    assert found.labels == ("i", "ii", "iii", "iv", "1", "2")
    assert found.numbering == [[0, "r", 1], [4, "D", 1]]
    assert found.label_of == {
        "octavo-unit-title": "i",
        "octavo-unit-preface": "iii",
        "octavo-unit-one": "1",
    }


def test_without_front_matter_all_labels_are_arabic() -> None:
    found = plan((unit("one"), unit("two")), (0, 2), {"two": 2})
    assert (found.labels, found.numbering) == (("1", "2", "3"), [[0, "D", 1]])


def test_a_page_that_nothing_stands_on_is_blank_and_bears_no_head() -> None:
    found = plan((*FRONT, unit("one")), (0, 2, 4), {"preface": 2, "one": 5})
    assert kinds(found) == ["bare", "blank", "opening", "blank", "opening", "plain"]
    assert [sheet.head for sheet in found.sheets] == ["Title", "", "Preface", "", "One", "One"]


def test_the_page_behind_a_picture_that_fills_the_first_is_the_opening() -> None:
    assert kinds(plan((unit("one"),), (0,), {"one": 2}, full=(0,))) == ["full", "opening", "plain"]
    assert kinds(plan((unit("one"),), (0,), {"one": 2}, full=(1,))) == ["opening", "full", "plain"]
    two = plan((unit("one"), unit("two", "part")), (0, 1), {"one": 0, "two": 1}, full=(0,))
    assert kinds(two) == ["full", "bare"]


def test_a_page_on_its_side_is_told() -> None:
    assert kinds(plan((unit("one"),), (0,), {"one": 2}, turned=(1,))) == [
        "opening",
        "turned",
        "plain",
    ]

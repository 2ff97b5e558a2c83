"""Templates filled in by hand: whose they are, what they may not do, what becomes of it."""

from pathlib import Path

import pytest
from small_works import chapter, order, shop, tree, work

from octavo.core.problems import BuildFailed, Problem
from octavo.editions.units.facts import facts
from octavo.editions.units.plain import plain
from octavo.editions.units.render import Pages, Unit, end_together, join_bodies
from octavo.markup.tree import elements, has_class, inner
from octavo.model.publication import Publication

LONG = "The water went out and came back. " * 12


def template(folder: Path, name: str, text: str) -> None:
    """Write a template of the project's own."""
    path = folder / "templates" / "shared" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def pages(folder: Path, publication: Publication, theme: str = "book", lines: int = 0) -> Pages:
    found = order(folder, publication, "html", theme)
    told = facts(found.workshop, publication, found)
    return Pages(found.workshop, found.theme, told, found.moulds, lines)


def fault(folder: Path, text: str) -> Problem:
    """Return what is told of a template of the project's own."""
    template(folder, "x.html.j2", text)
    with pytest.raises(BuildFailed) as caught:
        pages(folder, work()).render("x")
    (problem,) = caught.value.problems
    return problem


def test_a_plain_template_of_the_project_goes_before_the_built_in_one(tmp_path: Path) -> None:
    template(tmp_path, "index.html.j2", "<b>{{ name }}</b>\n\n")
    assert plain(shop(tmp_path), "index.html.j2", {"name": "A & B"}) == "<b>A &amp; B</b>\n"


def test_a_plain_template_says_nothing_that_nobody_told_it(tmp_path: Path) -> None:
    template(tmp_path, "x.j2", "{{ name }}")
    with pytest.raises(BuildFailed, match=r"templates/shared/x\.j2:1: E230 'name' is undefined"):
        plain(shop(tmp_path), "x.j2", {})


def test_a_template_at_fault_is_told_with_its_line(tmp_path: Path) -> None:
    problem = fault(tmp_path, "<p>\n{{ titel }}\n</p>")
    assert str(problem.place) == "templates/shared/x.html.j2:2"
    assert (problem.code, problem.excerpt) == ("E230", "{{ titel }}")


@pytest.mark.parametrize(
    "text", ["{{ 1 / 0 }}", "{% if %}", "{{ title.__class__.mro() }}", "{% include 'none' %}"]
)
def test_what_a_template_does_wrong_is_a_problem_and_no_crash(tmp_path: Path, text: str) -> None:
    assert fault(tmp_path, text).code == "E230"


def test_a_piece_that_is_not_well_formed_is_told(tmp_path: Path) -> None:
    template(tmp_path, "chapter.html.j2", "<section>{{ body }}<br></section>")
    publication = work(chapter("ebb", "<h1>Ebb</h1>"))
    with pytest.raises(BuildFailed, match=r"html.j2:1: E230 what it gives is not well"):
        pages(tmp_path, publication).units(publication)


def test_units_come_in_the_order_of_the_theme_and_hold_the_chapters(tmp_path: Path) -> None:
    publication = work(chapter("ebb", '<h1 id="ebb">Ebb</h1><p>Words.</p>', "Ebb"))
    units = pages(tmp_path, publication).units(publication)
    slugs = [unit.slug for unit in units]
    assert slugs.index("title") < slugs.index("ebb") < slugs.index("colophon")
    unit = units[slugs.index("ebb")]
    assert (unit.title, unit.matter, unit.is_piece) == ("Ebb", "body", False)
    assert "ebb" in unit.ids
    assert [node.tag for node in elements(unit.body, "h1", "p")] == ["h1", "p"]


def test_an_initial_opens_chapters_of_the_body_alone(tmp_path: Path) -> None:
    xml = f"<h1>A</h1><p>{LONG}</p><p>{LONG}</p>"
    publication = work(chapter("a", xml, matter="front", role="preface"), chapter("b", xml))
    units = {unit.slug: unit for unit in pages(tmp_path, publication, lines=3).units(publication)}
    looks = {
        slug: [node.get("class") for node in elements(units[slug].body, "p")] for slug in ("a", "b")
    }
    assert looks == {"a": ["opening", None], "b": ["opening has-initial", None]}


def test_the_lead_picture_of_a_brief_leaves_its_text(tmp_path: Path) -> None:
    publication = work(chapter("a", '<p>Words.</p><figure class="lead"><img/></figure>'))
    units = pages(tmp_path, publication, "brief").units(publication)
    homes = [u.slug for u in units for f in elements(u.body, "figure") if has_class(f, "lead")]
    assert len(homes) == 1 and homes != ["a"]


def test_a_units_file_has_a_name_that_every_system_can_write() -> None:
    names = [Unit(slug, "chapter", "", tree(""), "body").file_name for slug in ("a b/c", "эб", "я")]
    assert names[0] == "a-b-c" and len(set(names)) == 3
    assert all(name.isascii() and name.startswith("chapter-") for name in names[1:])


def test_joined_units_keep_their_order_and_are_empty_afterwards() -> None:
    units = [Unit(name, "chapter", "", tree(f"<p>{name}</p>"), "body") for name in "ab"]
    assert inner(join_bodies(units)) == "<p>a</p><p>b</p>"
    assert [len(unit.body) for unit in units] == [0, 0]


def test_the_last_words_of_a_long_title_stay_together() -> None:
    assert end_together("one two three four five six") == "one two three four\u00a0five\u00a0six"
    assert end_together("one two three four five") == "one two three four five"

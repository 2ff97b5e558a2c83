"""How far a build is, as whoever listens hears it."""

from dataclasses import replace

from conftest import Desk

from octavo.core.progress import Progress
from octavo.production.pipeline import build

PAGE = "Words.\n\n/// page-break\n///\n\n"
TEXTS = {
    "one.md": f"## One\n\n{PAGE * 11}Words.",
    "two.md": "## Two {#two}\n\nMore words, see [](#two).",
}
"""Its pages are more than its words let expect, so they are set again."""


def test_chapters_pages_and_editions_are_told_and_bytes_do_not_depend_on_it(desk: Desk) -> None:
    project, slug = desk.write(TEXTS, "editions: [html, pdf]")
    told: list[Progress] = []
    heard = build(replace(project, tell=told.append), slug)
    assert [each.done for each in told if each.work == "reading"] == [0, 1]
    assert {each.of for each in told if each.work == "reading"} == {2}
    assert [each.edition for each in told if each.is_made] == ["html", "pdf"]
    for work in ("setting pages", "setting pages again", "writing"):
        pages = [each for each in told if (each.edition, each.work) == ("pdf", work)]
        assert pages and {each.unit for each in pages} == {"pages"}
        assert pages[-1].done == heard.lengths[f"{slug}.pdf"]
    assert build(project, slug).files == heard.files


def test_a_listener_is_no_part_of_what_a_project_is(desk: Desk) -> None:
    project, _ = desk.write("Words.")
    assert replace(project, tell=print) == project


def test_of_what_is_recalled_nothing_is_told(desk: Desk) -> None:
    project, slug = desk.write("Words.", "editions: [html]")
    project = replace(project, store=project.root / "store")
    build(project, slug)
    told: list[Progress] = []
    assert build(replace(project, tell=told.append), slug).recalled
    assert told == []


def test_a_recalled_build_knows_how_many_pages_it_has(desk: Desk) -> None:
    project, slug = desk.write("Words.", "editions: [pdf]")
    project = replace(project, store=project.root / "store")
    build(project, slug)
    again = build(project, slug)
    assert again.recalled and again.lengths == {f"{slug}.pdf": 1}

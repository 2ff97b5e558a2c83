"""Looks of pages: of parts that stand recalled, and the same as of the whole."""

import re
from pathlib import Path
from unittest.mock import patch

import pytest
from conftest import BOOKS, environment
from small_works import shop

from octavo.core.inputs import Inputs
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.editions.units import known_looks
from octavo.editions.units.known_looks import looks_of
from octavo.finished.finished_files import FinishedFiles
from octavo.markup.css.cascade import set_in
from octavo.markup.tree import Element, parse_page
from octavo.production.pipeline import Project, build

SHEET = "p { font-family: A } h2 + p { font-family: B } section:first-child p { font-weight: 700 }"
PAGE = "<html><body><main>{}</main></body></html>"
PARTS = (
    "<section><h2>H</h2><p>one</p></section>",
    "<section><p>two <em>3</em></p></section>",
    "<section>four<p>five</p></section>",
)


def page(*parts: str) -> Element:
    return parse_page(PAGE.format("".join(parts)))


@pytest.mark.parametrize("slug", ["scripts-mixed", "figures", "front-and-back", "notes"])
def test_a_page_looks_as_a_whole_as_its_parts_do(slug: str, tmp_path: Path) -> None:
    project = Project(BOOKS / slug, tmp_path, None, environment())
    data = build(project, slug, ["html"]).files[f"{slug}.html"]
    sheet = "".join(re.findall(r"<style>(.+?)</style>", data.decode(), re.DOTALL))
    whole = FinishedFiles({"a.html": data}).page("a.html")
    assert looks_of(shop(tmp_path), whole, sheet, "x") == set_in(whole, sheet, "x")


@pytest.mark.parametrize(
    "more", ["", "main:has(em) p { font-style: italic }", "p:empty { font: 9px C }"]
)
def test_rules_that_look_around_or_inside_count(more: str, tmp_path: Path) -> None:
    sheet = SHEET + more
    assert looks_of(shop(tmp_path), page(*PARTS), sheet, "") == set_in(page(*PARTS), sheet, "")


def test_only_the_part_that_changed_is_looked_at_again(tmp_path: Path) -> None:
    workshop = Workshop(Inputs({"publication": tmp_path}, {}), Store(tmp_path / "store"))
    looks_of(workshop, page(*PARTS), SHEET, "")
    with patch.object(known_looks, "set_in", wraps=set_in) as asked:
        changed = page(PARTS[0], PARTS[1].replace("two", "2"), PARTS[2])
        assert looks_of(workshop, changed, SHEET, "") == set_in(changed, SHEET, "")
        assert asked.call_count == 1
        looks_of(workshop, page(*PARTS), f"{SHEET} p {{ font-weight: 900 }}", "")
        assert asked.call_count == 4


def test_a_page_of_hundreds_of_parts_is_looked_at_only_so_often(tmp_path: Path) -> None:
    """Each look goes over all parts, be they empty: a look for each was quadratic work."""
    parts = [
        part.replace("</section>", f"{chr(0x4E00 + n)}</section>")
        for n in range(70)
        for part in PARTS
    ]
    with patch.object(known_looks, "set_in", wraps=set_in) as asked:
        assert looks_of(shop(tmp_path), page(*parts), SHEET, "") == set_in(page(*parts), SHEET, "")
        assert asked.call_count <= known_looks.MOST_TURNS


def test_what_stands_beside_and_around_the_main_content_is_seen(tmp_path: Path) -> None:
    aside = "<nav><p>n<b>m</b></p></nav>"
    around = (
        f"<html><body>{aside}<div><i>w</i><main>{''.join(PARTS)}</main>{aside}</div></body></html>"
    )
    given = parse_page(around)
    assert looks_of(shop(tmp_path), given, SHEET, "") == set_in(parse_page(around), SHEET, "")


def test_pictures_that_a_page_holds_are_no_reason_to_look_again(tmp_path: Path) -> None:
    workshop = Workshop(Inputs({"publication": tmp_path}, {}), Store(tmp_path / "store"))
    with patch.object(known_looks, "set_in", wraps=set_in) as asked:
        for data in ("data:image/png;base64,AA", "data:image/png;base64,BB"):
            given = page(f'<p><img src="{data}" alt="x"/></p>', "<p>a<b>b</b></p>")
            looks_of(workshop, given, SHEET, "")
            assert next(given.iter("img")).get("src") == data
        assert asked.call_count == 2

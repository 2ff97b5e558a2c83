"""A reader's walk through a site in headless Chromium (site_walk.cjs), and what was seen."""

from typing import Any

import pytest
from browsing import ROOT, browsed

from octavo.production.pipeline import Project, build, write

pytestmark = [pytest.mark.conformance, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    out = tmp_path_factory.mktemp("site")
    project = Project(ROOT / "tests" / "books" / "variants", out, None)
    write(build(project, "variants", ["html-site"]), project)
    return browsed("site_walk.cjs", out / "variants" / "variants-site")


def test_pages_follow_one_another_with_and_without_scripts(seen: dict[str, Any]) -> None:
    wanted = ["index.html", "preface.html", "part-down-to-the-water.html", "quay.html"]
    wanted += ["sands.html", "light.html", "about.html"]
    for walk in (seen["turning"], seen["turningBare"]):
        assert walk == {"files": wanted, "back": "light.html"}


def test_search_finds_words_by_the_keyboard_and_asks_for_nothing_outside(
    seen: dict[str, Any],
) -> None:
    walk = seen["searching"]
    assert not walk["before"], "the index comes when somebody wants to search"
    assert walk["told"] == "Results: 1" and walk["titles"] == ["The sands"]
    assert walk["landed"] == "sands.html" and walk["beside"]


def test_a_search_without_result_says_so_and_escape_closes_it(seen: dict[str, Any]) -> None:
    assert seen["nothing"] == {"told": "Nothing found", "open": False}


def test_a_note_opens_beside_its_call_and_gives_the_focus_back(seen: dict[str, Any]) -> None:
    walk = seen["noting"]
    assert "They are wet. Mind your shoes" in walk["words"] and "↩" not in walk["words"]
    assert walk["inside"] == "note-beside" and walk["box"]
    assert walk["back"] == "noteref" and not walk["open"]


def test_without_scripts_a_call_leads_to_its_note(seen: dict[str, Any]) -> None:
    assert seen["noteBare"].startswith("#") and len(seen["noteBare"]) > 1


def test_the_button_of_a_heading_says_that_its_link_is_copied(seen: dict[str, Any]) -> None:
    assert seen["copying"] == "Link copied"


def test_navigation_has_its_place_at_every_width_and_none_in_print(seen: dict[str, Any]) -> None:
    look = seen["looking"]
    wide, medium, narrow = look["1400"], look["1100"], look["360"]
    assert wide[".site-nav"] and medium[".site-nav"] and not narrow[".site-nav"]
    assert narrow[".site-contents"] and not wide[".site-contents"]
    for each in (wide, medium, narrow):
        assert each[".search input"] and each[".turn"] and not each["scrolls"]
    assert not look["print"]


def test_the_ground_is_light_or_dark_as_the_reader_has_it(seen: dict[str, Any]) -> None:
    def light(colour: str) -> int:
        return sum(int(each) for each in colour.strip("rgb()").split(","))

    assert light(seen["looking"]["light"]) > 700 > 150 > light(seen["looking"]["dark"])


def test_what_needs_a_script_is_not_there_without_one(seen: dict[str, Any]) -> None:
    assert seen["looking"]["bare"] == {"search": False, "copy": False}

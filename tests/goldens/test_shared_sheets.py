"""A style sheet stands once among the goldens, however many publications have it."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Desk

from octavo.cli.program import octavo
from octavo.core.problems import BuildFailed, Problem
from octavo.goldens.accepted import accept, compare, sweep
from octavo.goldens.sheets import POOL, find_unnamed_sheets, part_sheets, read_pool, sheet_of
from octavo.production.pipeline import Project

META = "editions: [html]"
SITE = "editions: [html, {name: html-site, split: chapters}]\ntheme: book\nbody: [one.md, two.md]"
RULE = ":root { --measure: 31em }\n"


@pytest.fixture
def pair(desk: Desk, shared: Path) -> Project:
    """Return a project with two publications of one theme, work-1 and work-2, both accepted."""
    project, _ = desk.write("The water comes.\n", META)
    project = replace(project, store=shared / "store")
    desk.write("The water goes.\n", META)
    for slug in ("work-1", "work-2"):
        accept(project, slug)
    return project


def goldens(project: Project) -> Path:
    return project.root / "tests" / "golden"


def page(project: Project, slug: str) -> bytes:
    return (goldens(project) / slug / "html" / f"{slug}.html").read_bytes()


def restyle(project: Project, slug: str) -> None:
    own = project.source / slug / "templates" / "own.css"
    own.parent.mkdir(exist_ok=True)
    own.write_text(RULE, encoding="utf-8")


def told(project: Project, slug: str) -> list[Problem]:
    with pytest.raises(BuildFailed) as failure:
        compare(project, slug)
    return list(failure.value.problems)


def test_publications_of_one_theme_share_a_sheet(pair: Project) -> None:
    pool = read_pool(goldens(pair))
    ((name, rules),) = pool.items()
    assert sheet_of(page(pair, "work-1")) == sheet_of(page(pair, "work-2")) == name
    assert name == f"{hashlib.sha256(rules).hexdigest()[:16]}.css"
    assert b"--measure" in rules and b"@font-face" not in rules
    for slug in ("work-1", "work-2"):
        assert b"@font-face" in page(pair, slug) and b"--measure" not in page(pair, slug)
        assert compare(pair, slug) == ()


def test_a_golden_and_its_sheet_say_all_that_the_page_says() -> None:
    html = b"<head><style>\n@font-face { a }\np { b }\nq { c }\n</style></head><style>\nx</style>"
    made = part_sheets({"html/a.html": html, "epub/a.xhtml": html, "html/b.html": b"<style/>"})
    ((name, rules),) = made.sheets.items()
    assert rules == b"p { b }\nq { c }\n"
    assert made.files == {
        "html/a.html": html.replace(rules, f"/* the rules are in {POOL}/{name} */\n".encode()),
        "epub/a.xhtml": html,
        "html/b.html": b"<style/>",
    }


def test_a_changed_rule_is_told_once_with_its_lines(desk: Desk) -> None:
    project, slug = desk.write({"one.md": "# One\n\nWords.\n", "two.md": "# Two\n\nMore.\n"}, SITE)
    accept(project, slug)
    restyle(project, slug)
    found = [each for each in told(project, slug) if POOL in each.place.path]
    sheets = {sheet_of(path.read_bytes()) for path in goldens(project).rglob("*.html")} - {""}
    assert {each.place.path.rpartition("/")[2] for each in found} == sheets
    assert len(found) == len(sheets) == 2  # that of the page and that of the site
    assert all(each.code == "E401" and "+" + RULE.strip() in each.message for each in found)
    assert all(each.place.line > 1 for each in found)


def test_a_changed_rule_is_no_change_of_the_page(pair: Project) -> None:
    restyle(pair, "work-1")
    (problem,) = told(pair, "work-1")
    assert problem.place.path == f"tests/golden/{POOL}/{sheet_of(page(pair, 'work-1'))}"
    assert compare(pair, "work-2") == ()


def test_a_changed_word_is_told_beside_a_changed_rule(pair: Project) -> None:
    restyle(pair, "work-1")
    (pair.source / "work-1" / "text.md").write_text("The water rises.\n", encoding="utf-8")
    places = [each.place.path.rpartition("/")[2] for each in told(pair, "work-1")]
    assert sorted(places) == sorted([sheet_of(page(pair, "work-1")), "work-1.html"])


@pytest.mark.parametrize("change", ["removed", "edited"])
def test_a_sheet_that_is_not_as_it_was_accepted_is_told(change: str, pair: Project) -> None:
    (sheet,) = (goldens(pair) / POOL).glob("*.css")
    if change == "removed":
        sheet.unlink()
    else:
        sheet.write_bytes(sheet.read_bytes().replace(b"--measure", b"--meter", 1))
    for slug in ("work-1", "work-2"):
        (problem,) = told(pair, slug)
        code = "E408" if change == "removed" else "E407"
        assert (problem.code, problem.place.path) == (code, f"tests/golden/{POOL}/{sheet.name}")


def test_accepting_one_publication_leaves_the_sheets_of_others(pair: Project) -> None:
    before = read_pool(goldens(pair))
    restyle(pair, "work-1")
    accept(pair, "work-1")
    assert before.items() < read_pool(goldens(pair)).items()
    assert compare(pair, "work-1") == compare(pair, "work-2") == ()
    assert find_unnamed_sheets(goldens(pair)) == ()


def test_accepting_all_takes_away_sheets_that_no_golden_names(pair: Project) -> None:
    before = read_pool(goldens(pair))
    for slug in ("work-1", "work-2"):
        restyle(pair, slug)
    for words in (["accept", "work-1"], ["accept", "work-2"]):
        assert CliRunner().invoke(octavo, [*words, "--project", str(pair.root)]).exit_code == 0
    assert find_unnamed_sheets(goldens(pair)) == tuple(before)
    assert CliRunner().invoke(octavo, ["accept", "--project", str(pair.root)]).exit_code == 0
    assert find_unnamed_sheets(goldens(pair)) == () and len(read_pool(goldens(pair))) == 1


def test_a_sweep_leaves_what_octavo_did_not_write(pair: Project) -> None:
    mine = goldens(pair) / POOL / "mine.css"
    mine.write_bytes(b"p { color: red }\n")
    sweep(pair)
    assert mine.is_file() and len(read_pool(goldens(pair))) == 2


def test_a_sheet_changed_by_hand_is_replaced_only_by_force(pair: Project) -> None:
    (sheet,) = (goldens(pair) / POOL).glob("*.css")
    kept = sheet.read_bytes()
    sheet.write_bytes(b"changed")
    with pytest.raises(BuildFailed, match="E801"):
        accept(pair, "work-1")
    assert sheet.read_bytes() == b"changed"
    accept(pair, "work-1", force=True)
    assert sheet.read_bytes() == kept


def test_two_folders_of_goldens_have_a_pool_each(pair: Project) -> None:
    docs = pair.root / "docs"
    accept(pair, "work-1", docs)
    assert read_pool(docs) == read_pool(goldens(pair))
    assert compare(pair, "work-1", folder=docs) == ()


def test_no_publication_is_called_like_the_pool(pair: Project) -> None:
    (pair.source / "work-1").rename(pair.source / POOL)
    with pytest.raises(BuildFailed, match="E119"):
        accept(pair, POOL)
    assert len(read_pool(goldens(pair))) == 1

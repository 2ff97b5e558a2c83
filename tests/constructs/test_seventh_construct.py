"""A seventh construct: one module and a line of the table, and every room knows it.

A copy of the house gets what its author would write, and nothing else; its own process builds.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import recipes
from conftest import Desk

from octavo.core.problems import BuildFailed
from octavo.finished.pdf_tree import TagNode, read_pages

ROOT = Path(__file__).parents[2]
SOURCE = Path(recipes.__file__)
TABLE = "src/octavo/constructs/construct_table.py"
NAMED = "from octavo.constructs.quotations import QUOTATIONS\n"
ROW = "QUOTATIONS, BOXES)"
PUBLICATION = """\
octavo: 1
theme: book
title: The Cook's Ledger
language: en-GB
date: 2024-05-06
numbering: chapters
lists: [recipes]
body: [bread.md]
"""
TEXT = """\
# Bread

What [](#rec-loaf) needs stands on the shelf.

/// recipe | Loaf for 4
    attrs: {id: rec-loaf}

Knead, *wait*, bake.

1. Flour
2. Water
///

/// recipe | Crumbs
Grate the loaf.
///
"""
PARITY = """
import sys
from pathlib import Path
from octavo.checks.parity import parity
from octavo.production.assembly import read_publication
from octavo.production.pipeline import Project, workshop_of

project = Project.at(Path(sys.argv[1]))
publication = read_publication(workshop_of(project, "cook"), "cook")
page = Path(sys.argv[2]).read_bytes()
poor = page.replace(b"Crumbs</span>", b"Crusts</span>")
assert poor != page
for problem in parity(publication, {"cook.html": poor}):
    print(problem.code, problem.message)
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the house with a seventh construct."""
    home = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "src/octavo", home / "src/octavo")  # with what Python has compiled
    shutil.copytree(ROOT / "templates", home / "templates")
    shutil.copy(SOURCE, home / "src/octavo/constructs/recipes.py")
    table = (home / TABLE).read_text(encoding="utf-8")
    assert NAMED in table and ROW in table
    own = "from octavo.constructs.recipes import RECIPES\n"
    table = table.replace(NAMED, NAMED + own).replace(ROW, "QUOTATIONS, BOXES, RECIPES)")
    (home / TABLE).write_text(table, encoding="utf-8")
    with (home / "templates/words/en.yaml").open("a", encoding="utf-8") as words:
        words.write("recipe: Recipe\nlist_of_recipes: Recipes\n")
    return home


def run(house: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run Python in the copy of the house."""
    return subprocess.run(
        [sys.executable, *words],
        env={**os.environ, "PYTHONPATH": str(house / "src")},
        capture_output=True,
        encoding="utf-8",
    )


def write(project: Path, text: str = TEXT) -> None:
    folder = project / "source" / "cook"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "publication.yaml").write_text(PUBLICATION, encoding="utf-8")
    (folder / "bread.md").write_text(text, encoding="utf-8")


def press(house: Path, project: Path, out: str) -> Path:
    """Build the cook's book; return the folder of its files."""
    built = run(
        house, "-m", "octavo", "build", "--project", str(project), "--out", str(project / out)
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return project / out / "cook"


@pytest.fixture(scope="module")
def book(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a book with two recipes, built and held against its source."""
    project = tmp_path_factory.mktemp("cook")
    write(project)
    return press(house, project, "build")


def test_only_a_module_and_the_table_are_others(house: Path) -> None:
    paths = sorted(each.relative_to(house) for each in (house / "src").rglob("*.py"))
    others = [
        each.as_posix()
        for each in paths
        if not (ROOT / each).exists() or (ROOT / each).read_bytes() != (house / each).read_bytes()
    ]
    assert others == [TABLE, "src/octavo/constructs/recipes.py"]


def test_without_its_row_nobody_knows_it(desk: Desk) -> None:
    with pytest.raises(BuildFailed) as failure:
        desk.read(TEXT)
    assert "E258" in {each.code for each in failure.value.problems}  # a box of another program


def test_it_is_read_numbered_listed_and_referred_to(book: Path) -> None:
    page = (book / "cook.html").read_text(encoding="utf-8")
    assert '<figure class="recipe" id="rec-loaf" data-serves="4">' in page
    assert '<span class="label">Recipe\u00a01.1</span> <span class="caption">Loaf</span>' in page
    assert '<p class="method">Knead, <em>wait</em>, bake.</p>' in page
    assert "<li>Flour</li>" in page
    assert '<a href="#rec-loaf" class="reference whole-words">Recipe\u00a01.1</a>' in page
    with zipfile.ZipFile(book / "cook.epub") as package:
        names = [name for name in package.namelist() if name.endswith("lists.xhtml")]
        listed = package.read(names[0]).decode()
    assert ">Recipes<" in listed
    assert '1.2</span> <span class="toc-title">Crumbs</span>' in listed


def test_it_is_a_block_of_its_own_kind(book: Path) -> None:
    told = json.loads((book / "edition.json").read_text(encoding="utf-8"))
    blocks = [each for each in told["blocks"] if each["kind"] == "method"]
    assert [each["text"] for each in blocks] == ["Knead, wait, bake.", "Grate the loaf."]
    assert [each["inside"] for each in blocks] == [["recipe"], ["recipe"]]


def below(node: TagNode) -> Iterator[TagNode]:
    yield node
    for each in node.children:
        if isinstance(each, TagNode):
            yield from below(each)


def test_its_tags_name_it_in_the_pdf(book: Path) -> None:
    pages = read_pages((book / "cook.pdf").read_bytes())
    tags = [each for page in pages for root in page.roots for each in below(root)]
    found = [each for each in tags if each.title == "recipe"]
    assert [each.kind for each in found] == ["Div", "Div"]
    assert [kid.kind for kid in found[0].children if isinstance(kid, TagNode)] == [
        "Caption",
        "P",
        "L",
    ]


def test_an_edition_that_says_a_recipe_otherwise_fails_parity(house: Path, book: Path) -> None:
    project = book.parents[1]
    told = run(house, "-c", PARITY, str(project), str(book / "cook.html"))
    assert told.returncode == 0, told.stderr
    assert "E310 the HTML edition has the recipe" in told.stdout


@pytest.mark.long
def test_a_changed_recipe_is_a_difference(house: Path, book: Path) -> None:
    project = book.parents[1]
    write(project, TEXT.replace("Grate the loaf", "Grate the old loaf"))
    changed = press(house, project, "changed")
    told = run(house, "-m", "octavo", "diff", str(book), str(changed))
    assert told.returncode == 1, told.stderr
    assert "old" in told.stdout

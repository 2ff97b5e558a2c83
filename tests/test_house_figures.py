"""The figures of a house are those of its text: each is told of made-up trees with known ones."""

import ast
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import house_figures
import house_imports
import house_names
import house_parses
import pytest

ROOT = Path(__file__).parent.parent
LIGHT = {
    "__init__.py": "",
    "__main__.py": "from octavo.cli.program import main",
    "cli/__init__.py": '"""Words in."""',
    "cli/program.py": "def main():\n    from octavo.pages import leaf",
    "pages/__init__.py": '"""Pages."""',
    "pages/leaf.py": "from octavo.core import store\nfrom ..core.ink import BLACK",
    "core/__init__.py": '"""Core."""',
    "core/store.py": "from octavo.core.ink import BLACK",
    "core/ink.py": "BLACK = 0",
}
"""Three rooms, one above the other."""


def house_of(folder: Path, modules: Mapping[str, str], tests: Mapping[str, str]) -> Path:
    """Write a checkout with these modules and these tests; return it."""
    for root, texts in (("src/octavo", modules), ("tests", tests)):
        for name, text in texts.items():
            path = folder / root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder


def told(root: Path) -> dict[str, house_figures.Figure]:
    return {each.name: each for each in house_figures.figures(root)}


def spoken(path: str, text: str) -> dict[str, frozenset[str]]:
    return {path: house_names.literals(ast.parse(text))}


def modules(**texts: str) -> dict[str, ast.Module]:
    return {f"{name}.py": ast.parse(text) for name, text in texts.items()}


def test_rooms_floors_and_arrows_are_counted(tmp_path: Path) -> None:
    figures = told(house_of(tmp_path, LIGHT, {}))
    assert figures["modules"].count == 9
    assert figures["rooms at the top"].which == ("cli", "core", "pages")
    assert figures["floors of rooms"].which == ("3 cli", "2 pages", "1 core")
    assert figures["arrows between rooms"].count == 2
    assert figures["arrows between modules"].count == 5
    assert figures["longest chain of rooms"].which == ("cli", "pages", "core")
    assert figures["longest chain of modules"].which == (
        *("__main__.py", "cli/program.py", "pages/leaf.py", "core/store.py", "core/ink.py"),
    )
    assert figures["import cycles of modules"].count == 0


@pytest.mark.parametrize(
    "line",
    [
        "from octavo.pages import leaf",
        "def late():\n    from octavo.pages.leaf import x",
        "if TYPE_CHECKING:\n    import octavo.pages.leaf",
        "from ..pages import leaf",
        "leaf = importlib.import_module('octavo.pages.leaf')",
    ],
)
def test_a_cycle_is_seen_wherever_its_import_stands(line: str, tmp_path: Path) -> None:
    figures = told(house_of(tmp_path, {**LIGHT, "core/ink.py": line}, {}))
    assert figures["import cycles of rooms"].which == ("core pages",)
    assert figures["import cycles of modules"].which == ("core/ink.py core/store.py pages/leaf.py",)
    assert figures["floors of rooms"].count == 2
    assert figures["longest chain of rooms"].count == 2


def test_a_package_imports_relative_to_itself() -> None:
    known = {"octavo.core.ink": "", "octavo.ink": ""}
    assert house_imports.imported(ast.parse("from .ink import x"), "core/__init__.py", known) == {
        "octavo.core.ink"
    }
    assert house_imports.imported(ast.parse("from .ink import x"), "core.py", known) == {
        "octavo.ink"
    }


def test_names_that_occur_twice_are_named_with_their_places(tmp_path: Path) -> None:
    more = {"pages/ink.py": "class Leaf: pass", "cli/words.py": "class Leaf: pass"}
    figures = told(house_of(tmp_path, {**LIGHT, **more}, {}))
    assert figures["module names that occur twice"].which == ("ink: core/ink.py, pages/ink.py",)
    assert figures["class names that occur twice"].which == ("Leaf: cli/words.py, pages/ink.py",)


@pytest.mark.parametrize(
    "name", ["compared", "_told", "made_pages", "missing", "_unknown_words", "unbroken"]
)
def test_a_function_named_by_a_participle_is_seen(name: str) -> None:
    found = house_names.participles(modules(a=f"class A:\n    def {name}(self): ..."))
    assert found == (f"a.py: {name}",)


@pytest.mark.parametrize(
    "name", ["compare", "read", "heading", "_string_of", "embed", "nothing", "page_made", "__red__"]
)
def test_a_function_named_by_a_verb_or_a_noun_is_none(name: str) -> None:
    assert house_names.participles(modules(a=f"def {name}(): ...")) == ()


def test_a_property_may_be_a_participle() -> None:
    text = "class A:\n    @cached_property\n    def made(self): ..."
    assert house_names.participles(modules(a=text)) == ()


@pytest.mark.parametrize(
    "line",
    [
        "x = 'pdf'",
        "x = f'{name}.pdf'",
        "x = 'pdf-print'",
        "x: Literal['pdf', 'odt']",
        "x = 'odt pdf'.split()",
    ],
)
def test_a_file_that_names_a_format_is_seen(line: str) -> None:
    assert house_names.who_names_a_format(spoken("checks.py", line)) == ("checks.py: pdf",)


@pytest.mark.parametrize(
    "line",
    [
        '"""pdf"""',
        "x = 1\n'pdf'",
        "x = 1  # 'pdf'",
        "x = 'write editions: [html, epub, pdf], or leave it out'",
        "if node.tag == 'html': pass",
        "x = tree.find('html')",
        "x = 'application/pdf'",
        "x = 'index.html'",
        "x = 'pdfium'",
    ],
)
def test_a_file_that_speaks_of_something_else_names_no_format(line: str) -> None:
    assert house_names.who_names_a_format(spoken("checks.py", line)) == ()


@pytest.mark.parametrize(
    "path", ["editions/pdf/plan.py", "finished/items.py", "checks/pdf_tags.py"]
)
def test_a_format_may_be_named_in_its_own_files(path: str) -> None:
    assert house_names.who_names_a_format(spoken(path, "x = 'pdf'")) == ()


@pytest.mark.parametrize(
    ("construct", "line"),
    [
        ("notes", "x = {'class': 'noteref'}"),
        ("notes", "x = 'FENote'"),
        ("figures", "x = tree.xpath('.//figure[not(@class)] | .//img')"),
        ("tables", "x = new('table')"),
        ("listings", "x = 'p pre div'.split()"),
        ("quotations", "x = node.tag == 'blockquote'"),
        ("boxes", "x = f'box-{kind}'"),
    ],
)
def test_a_file_that_a_construct_touches_is_seen(construct: str, line: str) -> None:
    found = {
        name: house_names.who_touches(spoken("a.py", line), name) for name in house_names.CONSTRUCTS
    }
    assert found == {name: ("a.py",) if name == construct else () for name in found}


@pytest.mark.parametrize("line", ['"""note"""', "x = 'there is no note here'", "note = footnote"])
def test_a_construct_does_not_touch_a_file_that_talks_of_it(line: str) -> None:
    assert house_names.who_touches(spoken("a.py", line), "notes") == ()


def test_modules_that_no_test_imports_are_named(tmp_path: Path) -> None:
    tests = {
        "test_leaf.py": "def test_leaf():\n    from octavo.pages import leaf",
        "conftest.py": "from octavo.core.ink import BLACK",
        "books/sample.py": "no Python at all",
    }
    house = {
        **LIGHT,
        "core/store.py": "import os\nSTORE = 1",
        "pages/leaf.py": "import os\nLEAF = 1",
    }
    figures = told(house_of(tmp_path, house, tests))
    assert figures["modules that no test imports"].which == (
        "__main__.py",
        "cli/program.py",
        "core/store.py",
    )


def test_two_checkouts_stand_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = house_of(tmp_path / "before", LIGHT, {})
    after = house_of(tmp_path / "after", {**LIGHT, "more.py": ""}, {})
    monkeypatch.setattr(sys, "argv", ["house_figures.py", str(after), "--against", str(before)])
    house_figures.main()
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["modules", "9", "10"] in rows
    assert ["rooms", "at", "the", "top", "3", "4"] in rows


def test_json_tells_what_was_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = house_of(tmp_path, LIGHT, {})
    monkeypatch.setattr(sys, "argv", ["house_figures.py", str(root), "--json"])
    house_figures.main()
    figures = {each["name"]: each for each in json.loads(capsys.readouterr().out)["figures"]}
    assert figures["rooms at the top"]["which"] == ["cli", "core", "pages"]


def test_what_is_no_checkout_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="has no src/octavo"):
        house_figures.figures(tmp_path)


BUILDER = """
import copy
from octavo.core import tree

def build(project, slug, strict):
    root = tree.parsed(f"<p>{slug}</p>")
    assert copy.deepcopy(root) is not root
    copy.deepcopy([])
    tree.written(root)
    tree.written(root)

def Project(*given):
    return given
"""
TREE = """
from lxml import etree

def parsed(text):
    return etree.fromstring(text)

def written(root):
    return etree.tostring(root)
"""


def test_parses_copies_and_writes_of_a_build_are_counted_by_who_wants_them(tmp_path: Path) -> None:
    house = {
        "__init__.py": "from octavo.build import Project, build",
        "build.py": BUILDER,
        "core/__init__.py": "",
        "core/tree.py": TREE,
    }
    root = house_of(tmp_path, house, {})
    script = [sys.executable, house_parses.__file__, str(root), "brief"]
    said = subprocess.run(script, check=True, stdout=subprocess.PIPE).stdout
    assert json.loads(said) == {
        "parses": {"octavo.build": 1},
        "copies": {"octavo.build": 1},
        "writes": {"octavo.build": 2},
    }


@pytest.mark.long
@pytest.mark.slow
def test_a_build_parses_what_it_reads_once_and_copies_what_it_changes() -> None:
    script = [sys.executable, house_parses.__file__, str(ROOT), "escalation-2020"]
    said = json.loads(subprocess.run(script, check=True, stdout=subprocess.PIPE).stdout)
    # drawings are parsed for their words and halos, the tree of the PDF in a thread of its own, and
    # each document of an EPUB as soon as a template gives it
    assert sum(said["parses"].values()) <= 62
    # 89 when each pass copied all, and no figure moved; now one moves three times: passes more
    assert sum(said["copies"].values()) <= 110


def test_a_checkout_is_built_by_its_own_python(tmp_path: Path) -> None:
    own = tmp_path / ".nox" / "tests" / "bin" / "python"
    assert house_figures.python_of(tmp_path) == sys.executable
    own.parent.mkdir(parents=True)
    own.touch()
    assert house_figures.python_of(tmp_path) == str(own)


@pytest.mark.long  # every file of the repository; test_layers.py looks for cycles too
def test_this_house_is_read_and_has_no_cycle() -> None:
    figures = told(ROOT)
    assert figures["modules"].count > 200
    assert figures["import cycles of rooms"].count == 0
    assert figures["import cycles of modules"].count == 0

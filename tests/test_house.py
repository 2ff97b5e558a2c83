"""The house: rooms that answer one question, names that are one thing, engines in their rooms.

Each rule is asked of src/octavo, and of a house with a fault, which it must see.
"""

import ast
import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import house
import house_names
import pytest

from octavo.transforms.steps import ORDER

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "octavo"
OURS = {
    path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(PACKAGE.rglob("*.py"))
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {
    contract["containers"][0].removeprefix("octavo").lstrip(".").replace(".", "/"): contract
    for contract in PROJECT["tool"]["importlinter"]["contracts"]
}
AT_THE_ROOT = {
    *(".ci", ".gitignore", "build", "noxfile.py", "pyproject.toml", "scripts", "source", "src"),
    *("templates", "tests", "uv.lock"),
    *("ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "NOTICE", "PYPI.md"),
    *("README.md", "SECURITY.md"),
}
HOMES = {
    "barcode": "editions/pdf/barcode.py",
    "bidi": "fonts/bidi.py",
    "click": "cli",
    "cssselect2": "markup/css pictures/drawing_style.py",
    "distributed": "production/cluster.py",
    "ebooklib": "editions/epub",
    "fontTools": "fonts",
    "fsspec": "core/store_address.py",
    "jinja2": "editions/units",
    "lxml": "diff/report/redline diff/report/tracked/word_markup.py editions/epub editions/units"
    " finished markup/tree.py pictures verify/bundle/onix_record.py",
    "mammoth": "finished/docx_reader.py",
    "markdown": "source/markdown",
    "markdown_it": "source/watch",
    "markupsafe": "editions",
    "page": "validators/page_validation.py",
    "pillow_heif": "pictures/conversion.py",
    "PIL": "blocks diff/page_changes.py diff/page_pictures.py diff/picture_regions.py "
    "finished/pdf_projection.py goldens/page_overlay.py "
    "pictures",
    "platformdirs": "core/store_places.py validators/toolbox.py",
    "pydantic": "source/config",
    "pydantic_core": "source/config",
    "pydyf": "editions/pdf",
    "pygments": "constructs/listings.py",
    "pymdownx": "source/markdown/plain_signs.py",
    "pypdfium2": "finished/pdf_answers.py finished/pdf_reader.py preview/views.py",
    "pytest": "goldens/pytest_plugin.py",
    "rapidfuzz": "diff/match",
    "rich": "cli/live_display.py",
    "tinycss2": "markup/css pictures",
    "turbohtml": "finished/seen_elements.py markup/tree.py",
    "uharfbuzz": "editions/pdf editions/units fonts",
    "wasmtime": "pictures/resvg.py",
    "watchfiles": "preview/saves.py",
    "weasyprint": "editions/pdf",
    "yaml": "source/config themes.py model/word_files.py",
}
"""Library of others -> the rooms that may know it; what is missing here, nobody may import."""


def test_each_library_is_known_in_its_rooms_only() -> None:
    assert house.strangers(OURS, HOMES) == ()


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("themes.py", "import weasyprint"),
        ("themes.py", "def set_pages() -> None:\n    from weasyprint.text import fonts"),
        ("brand_new.py", "import weasyprint"),
        ("editions/html/site.py", "import ebooklib.epub"),
        ("constructs/notes.py", "if TYPE_CHECKING:\n    from markdown import Markdown"),
        ("checks/parity.py", "import jinja2 as templates"),
        ("editions/pdf/plan.py", "import no_such_engine"),
        ("doctor/parts.py", "page = importlib.import_module('weasyprint.pdf')"),
    ],
)
def test_a_library_in_another_room_is_seen(path: str, line: str) -> None:
    found = house.strangers({**OURS, path: f"{OURS.get(path, '')}\n{line}\n"}, HOMES)
    assert len(found) == 1
    assert found[0].startswith(f"{path}:")


def test_a_permission_that_nobody_uses_is_seen() -> None:
    found = house.strangers(OURS, {**HOMES, "click": "cli doctor", "yaml": HOMES["yaml"]})
    assert found == ("doctor imports no click",)


@pytest.mark.parametrize("container", CONTRACTS)
def test_every_module_has_a_layer(container: str) -> None:
    contract = CONTRACTS[container]
    assert contract["type"] == "layers"
    assert contract["exhaustive"] is True
    assert house.unplaced(OURS, container, contract["layers"]) == ()


@pytest.mark.parametrize(
    ("container", "path"),
    [("", "brand_new.py"), ("", "brand_new/__init__.py"), ("editions", "editions/docx/file.py")],
)
def test_a_module_without_a_layer_is_seen(container: str, path: str) -> None:
    found = house.unplaced({**OURS, path: ""}, container, CONTRACTS[container]["layers"])
    assert found == ("docx" if container else "brand_new",)


def test_the_root_holds_nothing_that_was_left_there() -> None:
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = {path.partition("/")[0] for path in told.stdout.decode().split("\0")} - {""}
    assert names == AT_THE_ROOT


def test_the_top_has_fewer_rooms_than_a_reader_forgets() -> None:
    tops = {path.partition("/")[0] for path in OURS} - {"__init__.py", "__main__.py"}
    assert len(tops) < 25


def test_no_two_modules_have_one_name() -> None:
    assert house.twice(house.names_of_modules(OURS)) == ()


@pytest.mark.parametrize("path", ["diff/notes.py", "transforms/pdf.py", "core/markup/__init__.py"])
def test_a_second_module_of_a_name_is_seen(path: str) -> None:
    assert len(house.twice(house.names_of_modules({**OURS, path: ""}))) == 1


def test_each_folder_says_its_question_in_a_line_and_holds_no_code_there() -> None:
    assert house.folders_without_a_package(OURS) == ()
    assert house.packages_that_hold_more_than_a_line(OURS) == ()
    said = [text for path, text in OURS.items() if path.endswith("/__init__.py")]
    assert len(said) > 20
    assert [text for text in said if "?" not in text] == []


@pytest.mark.parametrize("text", ["", '"""Notes."""\n', '"""What is it? A room."""\n\nROOM = 1\n'])
def test_a_folder_that_does_not_say_its_question_alone_is_seen(text: str) -> None:
    found = house.packages_that_hold_more_than_a_line({**OURS, "model/__init__.py": text})
    assert found == ("model/__init__.py",)
    without = {path: text for path, text in OURS.items() if path != "model/__init__.py"}
    assert house.folders_without_a_package(without) == ("model",)


def files_of_the_repository() -> frozenset[str]:
    places = ("*.py", "scripts/*.py", "tests/**/*.py")
    return frozenset(
        path.relative_to(ROOT).as_posix() for place in places for path in ROOT.glob(place)
    )


def test_what_docstrings_and_comments_cite_is_there() -> None:
    assert house.cited_in_vain(OURS, files_of_the_repository()) == ()


@pytest.mark.parametrize(
    "words",
    ["# as in no_such.py", '"""Read by octavo.collation."""', "# octavo.core.store.no_such_name"],
)
def test_what_is_cited_in_vain_is_seen(words: str) -> None:
    found = house.cited_in_vain({**OURS, "themes.py": f"{words}\n"}, files_of_the_repository())
    assert len(found) == 1
    assert found[0].startswith("themes.py: ")


def test_no_two_classes_have_one_name() -> None:
    assert house.twice(house.names_of_classes(OURS)) == ()
    assert len(list(house.names_of_classes(OURS))) > 150


def test_a_second_class_of_a_name_is_seen() -> None:
    mine = {**OURS, "languages.py": f"{OURS['languages.py']}\n\nclass Chapter:\n    pass\n"}
    assert house.twice(house.names_of_classes(mine)) == (
        "Chapter: languages.py, model/publication.py",
    )


def parsed(modules: Mapping[str, str]) -> dict[str, ast.Module]:
    return {path: house.parsed(text) for path, text in modules.items()}


def test_no_function_is_named_by_a_participle() -> None:
    assert house_names.participles(parsed(OURS)) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("def compared(): ...", "compared"),
        ("def _said(): ...", "_said"),
        ("async def woven_in(): ...", "woven_in"),
        ("def unwritten(): ...", "unwritten"),
        ("class Loom:\n    def growing(self): ...", "growing"),
        ("class Loom:\n    @staticmethod\n    def _laid_out(): ...", "_laid_out"),
        ("def weave():\n    def placed(): ...", "placed"),
        ("if True:\n    @contextmanager\n    def opened(): ...", "opened"),
    ],
)
def test_a_function_named_by_a_participle_is_seen(text: str, name: str) -> None:
    mine = parsed({"languages.py": f"{OURS['languages.py']}\n\n{text}\n"})
    assert house_names.participles(mine) == (f"languages.py: {name}",)


def uncalled(names: Iterable[str]) -> set[str]:
    """Return which of these functions no test below tests/transforms calls by its name."""
    files = sorted((ROOT / "tests" / "transforms").glob("test_*.py"))
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    return set(names) - {func.id for func in calls if isinstance(func, ast.Name)}


def test_each_step_of_the_text_has_a_test_that_calls_it() -> None:
    assert uncalled(step.__name__ for step in ORDER) == set()
    assert len(ORDER) > 10


def test_a_step_that_no_test_calls_is_seen() -> None:
    assert uncalled(["make_toc", "make_index"]) == {"make_index"}

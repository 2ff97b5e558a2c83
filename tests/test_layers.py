"""The shape of the code: no import cycle, one door for listings, nothing endless.

The direction of imports is import-linter's part (``nox -s lint``).
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "octavo"
FILES = sorted(PACKAGE.rglob("*.py"))
PATHS = tuple(path.relative_to(PACKAGE).as_posix() for path in FILES)
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60

LONG_FUNCTIONS: Mapping[str, str] = {
    # "file.py:function": "why it is better in one piece"
}
LISTINGS = frozenset("iterdir rglob glob iglob listdir scandir".split())
MAY_LIST = {
    "core/inputs.py": "the door: everything listed is recorded and sorted",
    "cli/guard.py": "processes that are to end, in any order",
    "core/store_folder.py": "entries of one key, sorted; which one is valid is decided by digests",
    "production/listing.py": "lists the manifests that builds have left, sorted",
    "core/installed.py": "sorted; of plugins",
    "core/library_folders.py": "folders of native libraries, sorted",
    "core/native.py": "native libraries to be loaded, sorted",
    "doctor/user_libraries.py": "packages to be unpacked, sorted",
    "core/output.py": "looks whether the output folder holds exactly what was built",
    "goldens": "compares the files of accepted editions",
    "diff": "looks for the editions in the folder of a build, sorted",
    "verify/clean_world.py": "reads all that a build has made, sorted",
    "verify/bundle_files.py": "reads all that an unpacked bundle holds, sorted",
    "verify/printed_id.py": "looks for releases in a folder, sorted",
    "verify/bundle/tagged_state.py": "compares a project with a commit, sorted",
    "preview": "looks whether a file has changed; builds read through the door",
    "starter/new_project.py": "looks whether the folder of a new project is empty",
    "validators/packages.py": "looks what lies beside what was installed, sorted",
    "validators/seal.py": "digests all that was installed, sorted; no edition is made of it",
    "cli/command_check.py": "looks for the projects in a folder, sorted",
    "cli/named_works.py": "guesses what a path means, sorted",
    "production/own_checkout.py": "compares templates with the built-in ones, sorted",
    "production/source_folder.py": "tells what is passed over in source/, sorted",
    "starter/own_wheel.py": "packs our own code, sorted; no edition is made of it",
    "doctor": "looks at the machine and the project, makes no edition",
}


@cache
def tree(path: str) -> ast.Module:
    """Return a module as a tree; none is read while tests are only gathered."""
    return ast.parse((PACKAGE / path).read_bytes())


def test_there_is_something_to_look_at() -> None:
    assert len(PATHS) > 40


def module_of(path: str) -> str:
    return ".".join(["octavo", *Path(path).with_suffix("").parts]).removesuffix(".__init__")


MODULES = {module_of(path) for path in PATHS}


def imports(path: str) -> set[str]:
    """Return the modules of ours that a file imports when it is itself imported."""
    found: set[str] = set()
    for node in executed(tree(path).body):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return (found & MODULES) - {module_of(path)}


def executed(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements that run on import: not those of functions, nor under TYPE_CHECKING."""
    for node in body:
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        for part in ("body", "orelse", "finalbody"):
            yield from executed(getattr(node, part, []))


def test_no_module_imports_itself_in_the_end() -> None:
    graph = {module_of(path): imports(path) for path in PATHS}
    assert sum(map(len, graph.values())) > len(graph)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        pytest.fail(" -> ".join(cycle.args[1]))


def listings(path: str) -> list[str]:
    """Return the calls in a file that list a folder."""
    return [
        f"{path}:{node.lineno} {ast.unparse(node.func)}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (node.func.attr in LISTINGS or ast.unparse(node.func) == "os.walk")
    ]


def may_list(path: str) -> bool:
    return path in MAY_LIST or path.partition("/")[0] in MAY_LIST


def test_folders_are_listed_only_where_their_order_cannot_count() -> None:
    assert [call for path in PATHS if not may_list(path) for call in listings(path)] == []


def test_who_may_list_folders_does() -> None:
    """A permission that nobody uses leaves the list."""
    used = {path for path in PATHS if listings(path)}
    used |= {path.partition("/")[0] for path in used}
    assert set(MAY_LIST) - used == set()


def test_no_file_is_longer_than_a_reader_s_breath() -> None:
    lengths = {path: len((PACKAGE / path).read_bytes().splitlines()) for path in PATHS}
    assert {path: n for path, n in lengths.items() if n > MOST_LINES_OF_A_FILE} == {}


def long_functions() -> dict[str, int]:
    return {
        f"{path}:{node.name}": length
        for path in PATHS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for length in [(node.end_lineno or node.lineno) - node.lineno + 1]
        if length > MOST_LINES_OF_A_FUNCTION
    }


def test_no_function_is_endless_without_a_reason() -> None:
    found = long_functions()
    assert {name: n for name, n in found.items() if name not in LONG_FUNCTIONS} == {}
    assert set(LONG_FUNCTIONS) - set(found) == set()
    assert all(LONG_FUNCTIONS.values())


def test_every_module_says_what_it_gives() -> None:
    assert [path for path in PATHS if not ast.get_docstring(tree(path))] == []

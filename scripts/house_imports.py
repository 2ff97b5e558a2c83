"""A checkout of the repository -> its modules, and who imports whom, told by ast alone.

An import counts wherever it stands: at the top, in a function, under TYPE_CHECKING, relative, or
as a word given to import_module.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

Graph = Mapping[str, frozenset[str]]
"""Name of each node -> the names that its arrows lead to."""


@dataclass(frozen=True, slots=True)
class House:
    """What a checkout holds: path below the package, or below tests/ -> the module's syntax."""

    modules: Mapping[str, ast.Module]
    tests: Mapping[str, ast.Module]
    lines: int
    """Of the package's modules, all told."""

    @staticmethod
    def at(root: Path) -> "House":
        """Return the house of a checkout; raises FileNotFoundError where it has no src/octavo."""
        package = root / "src" / "octavo"
        if not package.is_dir():
            raise FileNotFoundError(f"{root} has no src/octavo")
        texts = _texts(package)
        return House(_parsed(texts), _parsed(_texts(root / "tests")), _lines(texts))

    def arrows(self) -> Graph:
        """Return the paths of the modules that each module imports."""
        named = {dotted(path): path for path in self.modules}
        return {
            path: frozenset(named[each] for each in imported(tree, path, named)) - {path}
            for path, tree in self.modules.items()
        }

    def untested(self) -> tuple[str, ...]:
        """Return the modules that no file below tests/ imports by name; not those of a docstring
        alone."""
        named = {dotted(path): path for path in self.modules}
        known = {
            named[each]
            for path, tree in self.tests.items()
            for each in imported(tree, f"tests/{path}", named)
        }
        return tuple(
            path for path, tree in self.modules.items() if _has_code(tree) and path not in known
        )


def _texts(folder: Path) -> dict[str, str]:
    paths = sorted(folder.rglob("*.py"))
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def _parsed(texts: Mapping[str, str]) -> dict[str, ast.Module]:
    """Return the syntax of each text; not of a sample that is no Python."""
    trees: dict[str, ast.Module] = {}
    for path, text in texts.items():
        try:
            trees[path] = ast.parse(text)
        except SyntaxError:
            continue
    return trees


@cache
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Return all nodes of a module; each figure asks for them."""
    return tuple(ast.walk(tree))


def _has_code(tree: ast.Module) -> bool:
    return len(tree.body) > (ast.get_docstring(tree) is not None)


def _lines(texts: Mapping[str, str]) -> int:
    return sum(len(text.splitlines()) for text in texts.values())


def dotted(path: str) -> str:
    """Return how a module is imported: octavo.core.store."""
    words = ["octavo", *PurePosixPath(path).with_suffix("").parts]
    return ".".join(words[:-1] if words[-1] == "__init__" else words)


def imported(tree: ast.Module, path: str, known: Mapping[str, str]) -> frozenset[str]:
    """Return which of the ``known`` dotted names a module imports: the module, not its package."""
    found = set()
    own, is_package = dotted(path), path.endswith("__init__.py")
    for node in nodes(tree):
        for module, name in _asked(node, own, is_package):
            whole = f"{module}.{name}"
            found.add(whole if name and whole in known else module)
    return frozenset(found & known.keys())


def _asked(node: ast.AST, own: str, is_package: bool) -> Iterator[tuple[str, str]]:
    """Yield (module, name in it or '') of one node that imports."""
    if isinstance(node, ast.Import):
        yield from ((alias.name, "") for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        module = node.module or ""
        if node.level:
            base = own.split(".")[: len(own.split(".")) - node.level + is_package]
            module = ".".join([*base, *([module] if module else [])])
        yield from ((module, alias.name) for alias in node.names)
    elif isinstance(node, ast.Call) and _is_import_module(node.func):
        yield from ((str(a.value), "") for a in node.args[:1] if isinstance(a, ast.Constant))


def _is_import_module(node: ast.expr) -> bool:
    return "import_module" in (getattr(node, "attr", ""), getattr(node, "id", ""))


def room(path: str) -> str:
    """Return the room at the top that a module stands in: its folder, or the module itself."""
    return path.partition("/")[0].removesuffix(".py")


def rooms(arrows: Graph) -> Graph:
    """Return the arrows between rooms; octavo/__init__ and __main__ are the door, and no rooms."""
    inside = [path for path in arrows if not room(path).startswith("__")]
    return {
        name: frozenset(
            room(to)
            for path in inside
            if room(path) == name
            for to in arrows[path]
            if to in inside and room(to) != name
        )
        for name in sorted({room(path) for path in inside})
    }


def cycles(arrows: Graph) -> tuple[tuple[str, ...], ...]:
    """Return the groups whose members all lead to each other, in order of their first member."""
    reach = {name: _reached(arrows, name) for name in arrows}
    groups = {
        tuple(sorted(other for other in reach[name] if name in reach[other]))
        for name in arrows
        if name in reach[name]
    }
    return tuple(sorted(groups))


def _reached(arrows: Graph, start: str) -> frozenset[str]:
    found: set[str] = set()
    ahead = list(arrows[start])
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += arrows[name]
    return frozenset(found)


def floors(arrows: Graph) -> tuple[tuple[str, ...], ...]:
    """Return names by floor, the lowest first: each stands just above the highest that it needs.

    The members of a cycle stand on one floor.
    """
    group = {name: members for members in cycles(arrows) for name in members}
    heights: dict[str, int] = {}

    def height(name: str) -> int:
        if name not in heights:
            members = group.get(name, (name,))
            below = {to for each in members for to in arrows[each]} - {*members}
            found = 1 + max((height(to) for to in sorted(below)), default=0)
            heights.update(dict.fromkeys(members, found))
        return heights[name]

    levels = sorted({height(name) for name in arrows})
    return tuple(
        tuple(name for name in sorted(arrows) if heights[name] == level) for level in levels
    )


def chain(arrows: Graph) -> tuple[str, ...]:
    """Return the longest way down: one name of each floor, each importing the next.

    A cycle counts as one step, and is named by the member that the way goes on from.
    """
    levels: Sequence[tuple[str, ...]] = floors(arrows)[::-1]
    way: list[str] = []
    group = {name: members for members in cycles(arrows) for name in members}
    reached = frozenset(levels[0]) if levels else frozenset()
    for number, level in enumerate(levels):
        below = frozenset(levels[number + 1]) if number + 1 < len(levels) else frozenset()
        for name in (each for each in level if each in reached):
            members = group.get(name, (name,))
            ahead = frozenset(to for each in members for to in arrows[each]) & below
            if ahead or not below:
                way.append(next((m for m in members if arrows[m] & below), name))
                reached = frozenset(m for to in ahead for m in group.get(to, (to,)))
                break
    return tuple(way)

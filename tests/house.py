"""What a reader of the house may rely on, told from the text of its modules alone.

In: path of a module, from the package -> its text. Out: what is wrong, as lines; () where all is
well. ``test_house.py`` asks it of src/octavo, and of made-up houses with a fault each.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath

House = Mapping[str, str]
_CITED_FILE = re.compile(r"(?<![\w./*-])((?:\w+/)*\w+\.py)\b")
_CITED_MODULE = re.compile(r"(?<![\w/@.-])octavo(?!\.lock\b)(?:\.\w+)+")


@cache
def parsed(text: str) -> ast.Module:
    """Return a module's syntax, read once for all who ask."""
    return ast.parse(text)


@cache
def engines(text: str) -> dict[str, int]:
    """Return the libraries of others that a module imports, wherever in it -> the line."""
    found: dict[str, int] = {}
    for node in ast.walk(parsed(text)):
        for name in _imported(node):
            top = name.partition(".")[0]
            if top != "octavo" and top not in sys.stdlib_module_names:
                found.setdefault(top, node.lineno)
    return found


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    is_call = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module")
    if is_call and isinstance(node.args[0], ast.Constant):
        return [str(node.args[0].value)]
    return []


def strangers(house: House, homes: Mapping[str, str]) -> tuple[str, ...]:
    """Return each import of a library outside its homes, and each home that imports it no more.

    ``homes``: library -> the folders and files that may import it, with spaces between.
    """
    wrong, used = [], set()
    for path, text in house.items():
        for engine, line in engines(text).items():
            allowed = [home for home in homes.get(engine, "").split() if _is_in(path, home)]
            used |= {(engine, home) for home in allowed}
            if not allowed:
                wrong.append(f"{path}:{line} imports {engine}")
    granted = {(engine, home) for engine, names in homes.items() for home in names.split()}
    return (*wrong, *(f"{home} imports no {engine}" for engine, home in sorted(granted - used)))


def _is_in(path: str, home: str) -> bool:
    return path == home or path.startswith(f"{home}/")


def unplaced(house: House, container: str, layers: list[str]) -> tuple[str, ...]:
    """Return what a package holds and its layers do not name, and what they name in vain."""
    inside = [path.removeprefix(f"{container}/") for path in house if _is_in(path, container)]
    inside = list(house) if not container else inside
    children = {path.partition("/")[0].removesuffix(".py") for path in inside} - {"__init__"}
    named = {name.strip() for layer in layers for name in layer.split("|")}
    return tuple(sorted(children ^ named))


def names_of_modules(house: House) -> Iterator[tuple[str, str]]:
    """Yield (name, path) of each module and each package."""
    for path in house:
        pure = PurePosixPath(path)
        if pure.name != "__init__.py":
            yield pure.stem, path
        elif len(pure.parts) > 1:
            yield pure.parts[-2], path


def names_of_classes(house: House) -> Iterator[tuple[str, str]]:
    """Yield (name, path) of each class at the top of a module."""
    for path, text in house.items():
        yield from ((name, path) for name in _classes(text))


@cache
def _classes(text: str) -> tuple[str, ...]:
    return tuple(n.name for n in parsed(text).body if isinstance(n, ast.ClassDef))


def twice(names: Iterator[tuple[str, str]]) -> tuple[str, ...]:
    """Return the names that several places have, each with those places."""
    places: dict[str, list[str]] = {}
    for name, place in names:
        places.setdefault(name, []).append(place)
    return tuple(
        f"{name}: {', '.join(found)}" for name, found in sorted(places.items()) if len(found) > 1
    )


def packages_that_hold_more_than_a_line(house: House) -> tuple[str, ...]:
    """Return packages whose __init__ is anything but one line that says what the folder answers."""
    return tuple(
        path
        for path, text in house.items()
        if path.endswith("/__init__.py")
        and not (
            len(text.splitlines()) == 1 and (ast.get_docstring(parsed(text)) or "").count(" ") > 2
        )
    )


def folders_without_a_package(house: House) -> tuple[str, ...]:
    """Return folders of modules that have no __init__ of their own."""
    folders = {PurePosixPath(path).parent for path in house}
    folders |= {parent for folder in folders for parent in folder.parents}
    return tuple(sorted(str(f) for f in folders if (f / "__init__.py").as_posix() not in house))


def cited_in_vain(house: House, others: frozenset[str]) -> tuple[str, ...]:
    """Return what docstrings and comments cite and is not there: files, modules, names in them.

    A file is told from the folder of who cites it, from the package, or from the root of the
    repository (``others``: its files).
    """
    return tuple(
        f"{path}: {name}"
        for path, text in house.items()
        for words in _prose(text)
        for name in (*_CITED_FILE.findall(words), *_CITED_MODULE.findall(words))
        if not (_is_file(name, path, house, others) or _is_module(name, house))
    )


@cache
def _prose(text: str) -> tuple[str, ...]:
    """Return comments, and strings that stand alone (docstrings, notes below fields), of a module
    that may cite something."""
    if not (_CITED_FILE.search(text) or _CITED_MODULE.search(text)):
        return ()
    alone = [n.value for n in ast.walk(parsed(text)) if isinstance(n, ast.Expr)]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return (
        *(str(each.value) for each in alone if isinstance(each, ast.Constant)),
        *(token.string for token in tokens if token.type == tokenize.COMMENT),
    )


def _is_file(name: str, path: str, house: House, others: frozenset[str]) -> bool:
    near = (PurePosixPath(path).parent / name).as_posix()
    return near in house or name in house or name in others


def _is_module(name: str, house: House) -> bool:
    """Return whether a dotted name is a module of the house, or something that one defines."""
    parts = name.split(".")[1:]
    for length in range(len(parts), 0, -1):
        stem = "/".join(parts[:length])
        text = house.get(f"{stem}.py", house.get(f"{stem}/__init__.py"))
        if text is not None:
            rest = parts[length:]
            return not rest or re.search(rf"\b{rest[0]}\b", text) is not None
    return False

"""The modules of a house -> the names that say too little, and who says a word too many.

A literal speaks of a thing where it is code: not a docstring, not a note below a field, not prose.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from house_imports import nodes

Modules = Mapping[str, ast.Module]
"""Path below the package -> the module's syntax."""
Literals = Mapping[str, frozenset[str]]
"""Path below the package -> the texts in its code (``literals``)."""

FORMATS = ("html", "epub", "pdf", "site")
CONSTRUCTS: Mapping[str, frozenset[str]] = {
    "notes": frozenset("note notes noteref fenote footnote footnotes endnote endnotes".split()),
    "figures": frozenset("figure figures figcaption plate plates".split()),
    "tables": frozenset("table tables thead tbody tfoot tr td th colgroup".split()),
    "listings": frozenset("listing listings pre".split()),
    "quotations": frozenset("quotation quotations blockquote epigraph".split()),
    "boxes": frozenset("box boxes aside admonition".split()),
}
"""Construct -> the words by which code knows it: its element, class, kind or tag."""

PARTICIPLES = frozenset(
    "begun born bound bought broken brought built caught chosen done drawn driven fallen felt found"
    " frozen given gone grown heard held hidden kept known laid lent lost made meant met paid"
    " rebuilt redone rewritten risen said seen sent sewn shaken shown slid sold spelt spent spoken"
    " stood stuck struck sung sworn taken taught thought thrown told torn understood withheld won"
    " worn wound woven written".split()
)
"""Irregular participles; a word that is a plain verb as well (set, read, put, cut, split) is none.
With un- before it, it is one too: unbroken, unknown."""
WORDS = frozenset(
    # verbs that end so in their first form
    "bring embed exceed feed need proceed ring seed shed shred sing speed spring string succeed"
    # nouns and adjectives
    " bed bleed building ceiling drawing evening finding heading hundred king lettering listing"
    " meaning morning nothing padding red setting spacing spelling thing warning wing".split()
)
"""Words that end in -ed or -ing and are no participles."""
_PROSE = frozenset(
    "a an and are as at be by for from has have in is it its no not of on or that the there this to"
    " was which with you your".split()
)
_QUERIES = frozenset("find findall findtext iter iterfind new select select_one xpath".split())
_WORD = re.compile(r"[a-z]+")


def twice(names: Iterator[tuple[str, str]]) -> tuple[str, ...]:
    """Return the names that several places have, each with those places."""
    places: dict[str, list[str]] = {}
    for name, place in names:
        places.setdefault(name, []).append(place)
    return tuple(
        f"{name}: {', '.join(found)}" for name, found in sorted(places.items()) if len(found) > 1
    )


def names_of_modules(modules: Modules) -> Iterator[tuple[str, str]]:
    """Yield (name, path) of each module and each package below the top."""
    for path in modules:
        pure = PurePosixPath(path)
        if pure.name != "__init__.py":
            yield pure.stem, path
        elif len(pure.parts) > 1:
            yield pure.parts[-2], path


def names_of_classes(modules: Modules) -> Iterator[tuple[str, str]]:
    """Yield (name, path) of each class at the top of a module."""
    for path, tree in modules.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                yield node.name, path


def participles(modules: Modules) -> tuple[str, ...]:
    """Return ``path: name`` of each function and method whose first word is a participle.

    It is one where it ends in -ed or -ing and is none of WORDS, or is one of PARTICIPLES. A
    property is data, and may be called so; ``__missing__`` is a name of Python's.
    """
    return tuple(
        f"{path}: {node.name}"
        for path, tree in modules.items()
        for node in nodes(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not any(ast.unparse(each).endswith("property") for each in node.decorator_list)
        and not (node.name.startswith("__") and node.name.endswith("__"))
        and is_participle(node.name.strip("_").partition("_")[0])
    )


def is_participle(word: str) -> bool:
    """Whether a function's first word is one, as ``participles`` says."""
    return word.removeprefix("un") in PARTICIPLES or (
        word.endswith(("ed", "ing")) and word not in WORDS
    )


READERS = ("finished/", "markup/", "source/markdown/", "source/watch/")
"""Rooms that read finished files, or HTML as the language that texts may be written in."""


def who_names_a_format(spoken: Literals) -> tuple[str, ...]:
    """Return ``path: words`` of each file that names a format as a word of its code.

    A literal names one where it is the format's word, the word with a dot before it, or begins with
    the word and a hyphen or a slash; "html" as an element's name, or as what an engine is to write,
    does not. A format's own files may: those of READERS, and those whose path has the word in it
    (editions/pdf/plan.py, checks/epub.py).
    """
    told = []
    for path, texts in spoken.items():
        said = {word for text in texts for word in _formats(text)}
        if said and not _is_of_a_format(path):
            told.append(f"{path}: {' '.join(sorted(said))}")
    return tuple(told)


def _formats(text: str) -> Iterator[str]:
    for word in text.split():
        bare = word.removeprefix(".")
        head = re.split(r"[-/]", bare, maxsplit=1)[0]
        if head in FORMATS:
            yield head


def _is_of_a_format(path: str) -> bool:
    words = {word for part in PurePosixPath(path).parts for word in _WORD.findall(part)}
    return path.startswith(READERS) or bool(words & {*FORMATS})


def who_touches(spoken: Literals, construct: str) -> tuple[str, ...]:
    """Return the files that name a construct by one of its words, in a literal of their code."""
    words = CONSTRUCTS[construct]
    return tuple(
        path
        for path, texts in spoken.items()
        if any(words & {*_WORD.findall(text.lower())} for text in texts)
    )


def literals(tree: ast.Module) -> frozenset[str]:
    """Return the texts of a module that are code: no strings that stand alone, no prose, and not
    the name of the element <html>. Of an f-string, its pieces.
    """
    left_out = {id(node) for node in _left_out(tree)}
    code = {id(node) for node in _surely_code(tree)}
    return frozenset(
        node.value
        for node in nodes(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in left_out
        and (id(node) in code or not _is_prose(node.value))
    )


def _left_out(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield docstrings, notes below fields, and what names the element <html>."""
    for node in nodes(tree):
        if isinstance(node, ast.Expr):
            yield node.value
        elif isinstance(node, ast.Compare) and _name(node.left) == "tag":
            yield from (each for each in node.comparators if _is_html(each))
        elif isinstance(node, ast.Call) and _name(node.func) in _QUERIES:
            yield from (each for each in node.args if _is_html(each))
        elif isinstance(node, ast.keyword) and node.arg == "output_format":
            yield node.value


def _is_html(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == "html"


def _surely_code(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the texts that are split into words, or asked of a tree."""
    for node in nodes(tree):
        if isinstance(node, ast.Call) and _name(node.func) in _QUERIES:
            yield from node.args
        elif isinstance(node, ast.Attribute) and node.attr == "split":
            yield node.value


def _name(node: ast.expr) -> str:
    """Return the last word of a dotted name, '' of anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_prose(text: str) -> bool:
    """Whether a text of several words has one of those that every sentence has."""
    words = re.findall(r"[^\s]+", text)
    return len(words) > 1 and any(word.strip(",.;:!?()'") in _PROSE for word in words)

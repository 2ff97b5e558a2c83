"""Style sheets that a publication or project brings -> E232 problems: what reaches out of them.

A sheet may say how things look. It may not load another file: no edition holds it, and an HTML
page that asks for it would tell others who is reading.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tinycss2.ast import AtRule, FunctionBlock, Node, ParseError, URLToken

from octavo.core.installed import PREFIX
from octavo.core.problems import Place, Problem
from octavo.core.workshop import Workshop
from octavo.markup.css.css_nodes import parse_stylesheet

LOADING = frozenset("url src image image-set -webkit-image-set cross-fade".split())
HINT = "give the picture in the text; fonts and colours are tokens of the theme"
CODE = "E232"
DEEPEST = 100
"""Blocks, functions and brackets that may stand in one another: all are read by recursion."""


def sheet_faults(workshop: Workshop, theme: str) -> list[Problem]:
    """Return the E232 problems of every style sheet outside the built-in templates."""
    found: list[Problem] = []
    for root, folder, told in (
        ("publication", "templates", ""),
        ("project", "", "templates/"),
        (f"{PREFIX}{theme}", "", f"{theme}/"),
    ):
        for path in workshop.inputs.listing(folder, root):
            if path.endswith(".css"):
                data = workshop.inputs.find(path, root) or b""
                found += _faults(f"{told}{path}", data)
    return found


def place_of(workshop: Workshop, theme: str, words: str) -> Place | None:
    """Return where the style sheets outside the built-in templates say something; blanks aside."""
    pattern = re.compile(r"\s*".join(map(re.escape, re.findall(r"[\w.#%-]+|\S", words))))
    for root, folder, told in (
        ("publication", "templates", ""),
        ("project", "", "templates/"),
        (f"{PREFIX}{theme}", "", f"{theme}/"),
    ):
        for path in workshop.inputs.listing(folder, root):
            if path.endswith(".css"):
                css = (workshop.inputs.find(path, root) or b"").decode("utf-8-sig", "replace")
                if found := pattern.search(css):
                    column = found.start() - (css.rfind("\n", 0, found.start()) + 1) + 1
                    return Place(f"{told}{path}", css[: found.start()].count("\n") + 1, column)
    return None


LINE_END = re.compile(r"\r\n|[\n\r\f]")
"""What ends a line of a sheet, as CSS counts them."""


def _faults(path: str, data: bytes) -> list[Problem]:
    try:
        css = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        hint = "save it as UTF-8"
        return [Problem(CODE, Place(path, line), "the style sheet is not UTF-8", hint)]
    lines = LINE_END.split(css)
    problems = [
        Problem(CODE, Place(path, line, column), message, hint, excerpt=lines[line - 1].rstrip())
        for line, column, message, hint in _find_loads(parse_stylesheet(css))
    ]
    end = css.lower().find("</style")
    if end >= 0:
        place = Place(path, css[:end].count("\n") + 1)
        hint = "a style sheet holds no HTML"
        problems.append(Problem(CODE, place, "the style sheet ends itself: </style", hint))
    return [replace(problem, hint=problem.hint or HINT) for problem in problems]


def _find_loads(nodes: Iterable[Node]) -> Iterator[tuple[int, int, str, str]]:
    """Yield (line, column, message, hint) of what loads something, at any depth."""
    waiting = [(node, 1) for node in nodes][::-1]
    while waiting:
        node, depth = waiting.pop()
        at = (node.source_line, node.source_column)
        if isinstance(node, AtRule) and node.lower_at_keyword == "import":
            yield *at, "@import loads another style sheet", "copy its rules into this one"
        elif isinstance(node, ParseError):
            yield *at, f"this is not CSS: {node.message}", "look for a missing brace or quote"
        elif isinstance(node, URLToken) and not node.value.startswith("#"):
            yield *at, f"url({node.value[:60]}) loads a file", ""
        elif _loads(node):
            yield *at, f"{node.lower_name}(…) loads a file", ""
        for name in ("prelude", "content", "arguments"):
            inside = (getattr(node, name, None) or [])[::-1]
            if inside and depth == DEEPEST:
                yield (
                    *at,
                    f"more than {DEEPEST} brackets stand in one another",
                    "close them earlier",
                )
                return
            waiting += [(each, depth + 1) for each in inside]


def _loads(node: Node) -> bool:
    """Tell whether a function names a file; an id within the page is none."""
    if not isinstance(node, FunctionBlock) or node.lower_name not in LOADING:
        return False
    words = [each for each in node.arguments if each.type == "string"]
    return not (len(words) == 1 and words[0].value.startswith("#"))

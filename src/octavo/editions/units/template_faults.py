"""What a template brought about -> a problem at the line that caused it, with the form to write."""

import re
from collections.abc import Callable, Iterable
from traceback import extract_tb

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from lxml.etree import XMLSyntaxError

from octavo.core.inputs import Outside
from octavo.core.near_names import near_names
from octavo.core.problems import Place, Problem

CODE = "E230"
FAULTS = (
    TemplateError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
    Outside,
)
"""What a template can bring about."""
LONGEST = 140
_TAG = re.compile(r"\{%[-+]?\s*(\w+)")
_QUOTED = re.compile(r"'([^']*)'")
_TAGS = "block call else elif extends filter for from if import include macro raw set with".split()
_VOID = re.compile(r"<(?:area|br|col|hr|img|input|link|meta|source|wbr)\b[^<>]*(?<!/)>")
_BARE = re.compile(r"&(?!#?\w+;)")
_OPENED = re.compile(r"mismatch: (\w+) line (\d+)")


def fault_of(
    error: Exception,
    name: str,
    text_of: Callable[[str], bytes | None],
    names: Iterable[str],
    filters: Iterable[str],
) -> Problem:
    """Return the problem at the line of the template that is at fault; ``name`` is that which was
    asked for, ``text_of`` gives a template's text by its path below templates/."""
    steps = [each for each in extract_tb(error.__traceback__) if each.filename.endswith(".j2")]
    path, line = (steps[-1].filename, steps[-1].lineno or 0) if steps else (name, 0)
    path = str(getattr(error, "filename", None) or path)
    line = getattr(error, "lineno", None) or line
    text = (text_of(path) or b"").decode(errors="replace")
    return template_problem(error, path, line, text, names, filters)


def template_problem(
    error: Exception, path: str, line: int, text: str, names: Iterable[str], filters: Iterable[str]
) -> Problem:
    """Return the problem at a line of a template; ``names`` are those that it may use."""
    message = str(error).rstrip(".")
    hint = "write {{ metadata.title }}; the handbook lists the names under Templates"
    if isinstance(error, (TemplateNotFound, Outside)):
        message = f"there is no template {error}"
        hint = "put it into the folder of the theme or into shared, as NAME.html.j2"
    elif isinstance(error, TemplateSyntaxError):
        line, message, hint = _syntax(error, line, text, filters)
    elif isinstance(error, UndefinedError):
        word = _QUOTED.search(message)
        near = near_names(word[1], list(names), 1, 0.75) if word else []
        if near and "did you mean" not in message:
            hint = f"did you mean {near[0]}?"
    elif isinstance(error, RecursionError):
        message, hint = (
            "templates take one another in without end",
            "let no template include itself",
        )
    elif not isinstance(error, TemplateError):
        message = f"{type(error).__name__}: {message}"
    return _problem(path, line, text, message, hint)


def _problem(path: str, line: int, text: str, message: str, hint: str) -> Problem:
    lines = text.split("\n")
    excerpt = lines[line - 1].rstrip() if 0 < line <= len(lines) else ""
    shown = message if len(message) <= LONGEST else f"{message[: LONGEST - 1]}…"
    return Problem(CODE, Place(f"templates/{path}", line), shown, hint, excerpt=excerpt)


def _syntax(
    error: TemplateSyntaxError, line: int, text: str, filters: Iterable[str]
) -> tuple[int, str, str]:
    """Return the line, what is wrong and what to write of a template that cannot be read."""
    message = str(error.message or error).rstrip(".")
    words = _QUOTED.findall(message)
    if "end of template" in message or "looking for the following tags" in message:
        opened = _never_ended(text)
        if opened is not None:
            line, tag = opened
            return line, f"{{% {tag} %}} is never ended", f"write {{% end{tag} %}}"
    if message.startswith("No filter named"):
        near = near_names(words[0], list(filters), 1)
        hint = f"did you mean {near[0]}?" if near else "the handbook names the filters"
        return line, f"there is no filter '{words[0]}'", hint
    if "unknown tag" in message and words:
        near = near_names(words[0], _TAGS, 1, 0.4)
        hint = f"did you mean {near[0]}?" if near else f"write one of: {', '.join(_TAGS)}"
        return line, f"there is no tag '{words[0]}'", hint
    hint = "write {{ name }} for a value and {% if … %} for a tag, with both of their braces"
    return line, message, hint


def _never_ended(text: str) -> tuple[int, str] | None:
    """Return the line and the name of the innermost tag that nothing ends."""
    opened: list[tuple[int, str]] = []
    for found in _TAG.finditer(text):
        tag = found[1]
        if tag.startswith("end") and opened:
            opened.pop()
        elif tag in ("block", "call", "filter", "for", "if", "macro", "raw", "with"):
            opened.append((text[: found.start()].count("\n") + 1, tag))
    return opened[-1] if opened else None


def unsound_problem(error: XMLSyntaxError, path: str, text: str, made: str) -> Problem:
    """Return the problem of a template that gives no well-formed XML; ``made`` is what it gives."""
    message = str(error.msg)
    opened = _OPENED.search(message)
    at = int(opened[2]) if opened else error.position[0]
    hint = "close every element, also <br/> and <img/>; write &amp; for &"
    found = _BARE.search(text) if "EntityRef" in message or "entity" in message else None
    if found is not None:
        hint = "write &amp; for &"
    elif opened and (void := _VOID.search(text)):
        found, hint = void, f"write {void[0][:-1].rstrip()}/>"
    elif opened:
        found = re.search(rf"<{opened[1]}\b", text)
        hint = f"close it: </{opened[1]}>"
    line = text[: found.start()].count("\n") + 1 if found else _line_of(at, text, made)
    told = f"'{opened[1]}' is never closed" if opened else message.partition(", line ")[0]
    return _problem(path, line, text, f"what it gives is not well-formed: {told}", hint)


def _line_of(at: int, text: str, made: str) -> int:
    """Return the line of a template that gave a line of what it made; 0 where none is like it."""
    lines = made.split("\n")
    words = lines[at - 1].strip() if 0 < at <= len(lines) else ""
    return next((n for n, line in enumerate(text.split("\n"), 1) if words and words in line), 0)

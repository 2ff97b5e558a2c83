"""What YAML's reader says of a text that is none -> where the cause stands, and what to write."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import yaml

_TWO_COLONS = re.compile(r"(\s*(?:- )?[\w-]+):\s+(.*:\s.*)")
_TIGHT = re.compile(r"(\s*(?:- )?[\w-]+):([^\s:/].*)")
_SIGNS = "@`%*&!|>"
GENERAL = "a value with ': ' or a leading quote, bracket, * or & needs quotation marks around it"


class BrokenYaml(NamedTuple):
    """A fault of YAML; line and column count from 0, in the text of the YAML."""

    line: int
    column: int
    message: str
    hint: str


def find_cause(lines: Sequence[str], error: yaml.YAMLError) -> BrokenYaml | None:
    """Return what is wrong; None where YAML's reader names no place."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return None
    what = str(getattr(error, "problem", None) or error)
    if "another document" in what:
        hint = "take the line --- out: the file holds one mapping"
        return BrokenYaml(mark.line, mark.column, "a second document begins here", hint)
    if "mapping values" in what:
        return _stray_colon(lines, mark.line, mark.column)
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "block sequence entries" in what:
        hint = f"write it on a line of its own, indented: '  {line[mark.column :].strip()}'"
        return BrokenYaml(mark.line, mark.column, "a list begins behind a colon", hint)
    if "expected ',' or" in what and re.search(r"[\"']\s+[\"']", line):
        return BrokenYaml(mark.line, mark.column, "no comma between two values", "write a comma")
    general = BrokenYaml(mark.line, mark.column, f"this is not YAML: {what}", GENERAL)
    return _open_end(lines, error) or _wrong_sign(line, mark, what, error) or general


def _open_end(lines: Sequence[str], error: yaml.YAMLError) -> BrokenYaml | None:
    """Return the bracket or the mark of quotation that nothing closes."""
    opened, context = getattr(error, "context_mark", None), str(getattr(error, "context", ""))
    if opened is None:
        return None
    if "quoted scalar" in context:
        hint = "write the mark of quotation at the end of the value too"
        message = "a mark of quotation that nothing closes"
        return BrokenYaml(opened.line, opened.column, message, hint)
    if opened is None or opened.line >= len(lines):
        return None
    if "flow" in context and not _closes(lines[opened.line], opened.column):
        hint = f"write {']' if 'sequence' in context else '}'} at its end"
        return BrokenYaml(opened.line, opened.column, "a bracket that nothing closes", hint)
    return None


def _wrong_sign(line: str, mark: yaml.Mark, what: str, error: yaml.YAMLError) -> BrokenYaml | None:
    """Return the sign of a line that has a meaning of its own."""
    is_tab = "cannot start any token" in what and line[mark.column : mark.column + 1] == "\t"
    if is_tab or "tab character" in what:
        hint = "indent by spaces, two for each step"
        return BrokenYaml(mark.line, mark.column, "a tab, where YAML takes spaces only", hint)
    opened, context = getattr(error, "context_mark", None), str(getattr(error, "context", ""))
    start = mark.column
    if opened is not None and ("alias" in context or "anchor" in context):
        start = opened.column
    if line[start : start + 1] in _SIGNS and line[start:].strip():
        value = line[start:].strip()
        message = f"a value cannot begin with {value[0]}"
        return BrokenYaml(
            mark.line, start, message, f"put quotation marks around it: {_quote(value)}"
        )
    if "expected key" in what and re.search(r"[\"']", line):
        message = "something stands behind the mark of quotation that closes the value"
        hint = "write quotation marks of the other kind around it: 'He said \"no\"'"
        return BrokenYaml(mark.line, mark.column, message, hint)
    return None


def _closes(line: str, start: int) -> bool:
    """Tell whether a bracket is closed in its line."""
    depth = 0
    for sign in re.split(r"\s#", line[start:])[0]:
        depth += (sign in "[{") - (sign in "]}")
        if not depth:
            return True
    return False


def _stray_colon(lines: Sequence[str], number: int, column: int) -> BrokenYaml:
    """Return what to say of a colon where YAML expects none: in a value, or below one."""
    line = lines[number] if number < len(lines) else ""
    found = _TWO_COLONS.fullmatch(line.rstrip())
    if found is not None:
        hint = f"put quotation marks around the value: {found[1].strip()}: {_quote(found[2])}"
        return BrokenYaml(number, column, "a colon and a space within a value", hint)
    above = next((n for n in range(number - 1, -1, -1) if lines[n].strip()), None)
    if above is not None and (tight := _TIGHT.fullmatch(lines[above].rstrip())):
        hint = f"write {tight[1].strip()}: {tight[2].strip()}"
        return BrokenYaml(above, len(tight[1]) + 1, "no space behind the colon", hint)
    hint = f"do not indent it further than the line above: {line.strip()}"
    message = "this line is indented, and the one above has a value already"
    return BrokenYaml(number, len(line) - len(line.lstrip()), message, hint)


def _quote(value: str) -> str:
    value = value.strip()
    return f"'{value}'" if '"' in value else f'"{value}"'

"""Style sheets for EPUB: custom properties written out, nothing that the reader should decide."""

import re
from collections.abc import Collection

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

NOT_OURS = frozenset({"color", "background", "color-scheme"})
"""Properties that the reader decides, besides all whose names end in -color."""
DEEPEST = 5
"""Properties that may stand in one another."""
LONGEST = 10_000
"""Signs of a value; one that stands for more in each step stands for nothing."""
_CALC = re.compile(r"calc\(\s*([\d.]+)(em|rem|pt|px)\s*([*/])\s*([\d.]+)\s*\)")
_VAR = re.compile(r"var\((--[\w-]+)\)")


def flattened(css: str, embedded: Collection[str]) -> str:
    """Return the sheet with ``var()`` and simple ``calc()`` resolved, for reading systems that
    know neither; without colours, grounds and ``@page``; of families only those that the edition
    embeds and the generic ones, since the face of the text is the reader's choice."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    values = _tokens(rules)
    lines = []
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            lines += _rule(rule, values, embedded)
        elif isinstance(rule, AtRule) and rule.lower_at_keyword == "font-face":
            lines.append(tinycss2.serialize([rule]).replace("\n", " "))
    return "\n".join(lines) + "\n"


def tokens(css: str) -> dict[str, str]:
    """Return the custom properties of a sheet's ``:root`` rules, the last of each name."""
    return _tokens(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def _tokens(rules: list[Node]) -> dict[str, str]:
    values: dict[str, str] = {}
    for rule in rules:
        if isinstance(rule, QualifiedRule) and tinycss2.serialize(rule.prelude).strip() == ":root":
            for each in _declarations(rule):
                values[each.name] = tinycss2.serialize(each.value).strip()
    return values


def _declarations(rule: QualifiedRule) -> list[Declaration]:
    found = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    return [each for each in found if isinstance(each, Declaration)]


def _rule(rule: QualifiedRule, values: dict[str, str], embedded: Collection[str]) -> list[str]:
    selector = " ".join(tinycss2.serialize(rule.prelude).split())
    kept = []
    for each in _declarations(rule):
        value = _resolved(tinycss2.serialize(each.value).strip(), values)
        if each.lower_name == "font-family":
            value = _families(value, embedded)
        if each.name.startswith("--") or not value or _is_the_readers(each.lower_name):
            continue
        urgent = " !important" if each.important else ""
        kept.append(f"{each.name}: {_without_colour(each.lower_name, value)}{urgent}")
    return [f"{selector} {{ {'; '.join(kept)} }}"] if kept else []


def _is_the_readers(name: str) -> bool:
    return name in NOT_OURS or name.endswith("-color")


def _families(value: str, embedded: Collection[str]) -> str:
    """Return the families that the reading system can have; '' where that is its own choice."""
    names = [name.strip().strip("'\"") for name in value.split(",")]
    kept = [f'"{name}"' for name in names if name in embedded]
    generic = [name for name in names if name in ("sans-serif", "monospace")]
    return ", ".join([*kept, *generic])


def _without_colour(name: str, value: str) -> str:
    """Return a border without its colour, so that it takes the reader's text colour."""
    return re.sub(r"\s*#[0-9a-fA-F]{3,8}\b", "", value) if name.startswith("border") else value


def _resolved(value: str, values: dict[str, str]) -> str:
    for _ in range(DEEPEST):
        if len(value) > LONGEST:
            return "inherit"
        value = _VAR.sub(lambda match: values.get(match[1], "inherit"), value)
    return _CALC.sub(_computed, value)


def _computed(match: re.Match[str]) -> str:
    number, unit, sign, by = float(match[1]), match[2], match[3], float(match[4])
    return f"{number * by if sign == '*' else number / by:.4g}{unit}"

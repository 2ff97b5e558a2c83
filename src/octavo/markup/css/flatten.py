"""Style sheets for EPUB: custom properties written out, nothing that the reader should decide."""

import re
from collections.abc import Collection
from functools import lru_cache

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from octavo.markup.css.css_nodes import parse_blocks_contents, parse_stylesheet
from octavo.markup.css.custom_properties import CustomProperties

NOT_OURS = frozenset({"color", "background", "color-scheme"})
"""Properties that the reader decides, besides all whose names end in -color."""
INVALID = "inherit"
"""What a value is that names nothing: reading systems know this word, and not ``unset``."""
PASSED_ON = ("color", "inherit")
"""What links and labels say that look like the words around them."""
_LANG = re.compile(r":root:lang\((.+)\)")
_CALC = re.compile(r"calc\(\s*([\d.]+)(em|rem|pt|px)\s*([*/])\s*([\d.]+)\s*\)(?![\w.#%(+-])")

GENERIC = ("sans-serif", "monospace")
"""Families that every reading system has."""


def flatten(css: str, embedded: Collection[str]) -> str:
    """Return the sheet with ``var()`` and simple ``calc()`` resolved, for reading systems that
    know neither; without colours, grounds and ``@page``; of families only those that the edition
    embeds and the generic ones, since the face of the text is the reader's choice."""
    rules = parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    properties = CustomProperties(_of_the_root(rules))
    lines = []
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            lines += _rule(rule, properties, embedded)
        elif isinstance(rule, AtRule) and rule.lower_at_keyword == "font-face":
            lines.append(tinycss2.serialize([rule]).replace("\n", " "))
    return "\n".join(lines) + "\n"


def tokens(css: str, language: str = "") -> dict[str, str]:
    """Return the custom properties of a sheet's ``:root`` rules that are valid, written out.

    ``language``: a tag whose ``:root:lang(…)`` rules count, too, before those for any language.
    """
    return dict(_tokens(css, language))


@lru_cache(maxsize=16)
def _tokens(css: str, language: str) -> tuple[tuple[str, str], ...]:
    rules = parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    values = _of_the_root(rules)
    if language:
        values |= _of_the_root(rules, language)
    properties = CustomProperties(values)
    found = ((name, properties.of(name)[0]) for name in values)
    return tuple((name, value) for name, value in found if value is not None)


def _of_the_root(rules: list[Node], language: str = "") -> dict[str, tuple[str]]:
    """Return the custom properties of ``:root`` rules, the last of each name; those for a language
    alone where one is named."""
    return {
        each.name: (tinycss2.serialize(each.value).strip(),)
        for rule in rules
        if isinstance(rule, QualifiedRule) and _is_root(rule, language)
        for each in _declarations(rule)
        if each.name.startswith("--")
    }


def _is_root(rule: QualifiedRule, language: str) -> bool:
    selectors = [each.strip() for each in tinycss2.serialize(rule.prelude).split(",")]
    if not language:
        return ":root" in selectors
    found = [_LANG.fullmatch(each) for each in selectors]
    ranges = [each[1].strip("\"'").lower() for each in found if each]
    return any(f"{language.lower()}-".startswith(f"{each}-") for each in ranges)


def _declarations(rule: QualifiedRule) -> list[Declaration]:
    found = parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    return [each for each in found if isinstance(each, Declaration)]


def _rule(
    rule: QualifiedRule, properties: CustomProperties, embedded: Collection[str]
) -> list[str]:
    selector = " ".join(tinycss2.serialize(rule.prelude).split())
    kept = []
    for each in _declarations(rule):
        value = _write(tinycss2.serialize(each.value).strip(), properties)
        if each.name.startswith("--") or _is_the_readers(each.lower_name, value):
            continue
        if each.lower_name == "font-family":
            value = _families(value, embedded)
        if not value:
            continue
        urgent = " !important" if each.important else ""
        kept.append(f"{each.name}: {_without_colour(each.lower_name, value)}{urgent}")
    return [f"{selector} {{ {'; '.join(kept)} }}"] if kept else []


def _is_the_readers(name: str, value: str) -> bool:
    """Tell what the reader decides; what only passes the colour around on is none of that."""
    return (name in NOT_OURS or name.endswith("-color")) and (name, value) != PASSED_ON


def _families(value: str, embedded: Collection[str]) -> str:
    """Return the families that the reading system can have, in their order; the face around, which
    is the reader's own choice, where a face for reading is asked for."""
    names = [name.strip().strip("'\"") for name in value.split(",")]
    places = {name: n for n, name in reversed(list(enumerate(names))) if name in embedded}
    kept = [n for n, name in enumerate(names) if name in GENERIC or places.get(name) == n]
    return ", ".join(names[n] if names[n] in GENERIC else f'"{names[n]}"' for n in kept) or INVALID


def _without_colour(name: str, value: str) -> str:
    """Return a border without its colour, so that it takes the reader's text colour."""
    return re.sub(r"\s*#[0-9a-fA-F]{3,8}\b", "", value) if name.startswith("border") else value


def _write(value: str, properties: CustomProperties) -> str:
    (found,) = properties.write_out(value)
    return INVALID if found is None else _CALC.sub(_compute, found)


def _compute(match: re.Match[str]) -> str:
    number, unit, sign, by = float(match[1]), match[2], match[3], float(match[4])
    return f"{number * by if sign == '*' else number / by:.4g}{unit}"

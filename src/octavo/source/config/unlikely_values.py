"""Metadata that hold, and say hardly what was meant -> E142: told, with the form to write."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from octavo.core.problems import Problem
from octavo.source.config.yamls import Marked

UNLIKELY = "E142"
_TAG = re.compile(
    r"</?(?:b|i|em|strong|br|sup|sub|span|u)\b[^<>]*>|&(?:amp|nbsp|quot|lt|gt|[mn]dash|#\d+);"
)
_FILE = re.compile(r"\S+\.(?:md|markdown|txt|docx?|html?)", re.IGNORECASE)
_PROSE = ("title", "subtitle", "dedication", "description", "publisher", "rights")
_NAME = re.compile(r"([^\s,;]+(?: [^\s,;]+)?), ([^\s,;.]{2,}(?: [^\s,;]+)?)")
_TWO = re.compile(r"[^\W\d_][^\s,;]*(?: [^\s,;]+){1,2} (?:and|und|et|&) [^\s,;]+(?: [^\s,;]+){1,2}")
"""Two names of two words or three, joined."""
_BEHIND_NAMES = frozenset("inc ltd llc gmbh ag co sa plc jr sr phd md msc frs osb sj".split())
_REGIONS: Mapping[str, str] = {"UK": "GB", "EN": "GB", "ENG": "GB", "USA": "US", "GER": "DE"}
_FORMS: Mapping[str, str] = {
    "print": "{name: NAME, cover: false, bleed_mm: 3}",
    "cover": "{name: NAME, wraps: pdf-print, paper: 90 gsm}",
    "sample": "{name: NAME, files: [FILE]}",
    "site": "{name: NAME, split: chapters}",
    "large": "{name: NAME, style: large-print}",
}
"""Word in an edition's name -> the options that make it so."""


def unlikely_values(marked: Marked) -> list[Problem]:
    """Return what to say of values that nobody would write on purpose, before they are written out.

    Problems: E142 (warning, or a notice where the value may be meant).
    """
    sure = (*_editions(marked), *_isbns(marked), *_markup(marked), *_regions(marked))
    told = [replace(each, severity="warning") for each in sure]
    return told + [replace(each, severity="notice") for each in _names(marked)]


def _editions(marked: Marked) -> Iterator[Problem]:
    """Yield editions that are another one under a name that promises more."""
    given = marked.data.get("editions")
    before: dict[tuple[str, str], str] = {}
    for n, each in enumerate(given if isinstance(given, list) else []):
        name = each if isinstance(each, str) else each.get("name") if isinstance(each, dict) else ""
        if not isinstance(name, str) or not name:
            continue
        options = {k: v for k, v in each.items() if k != "name"} if isinstance(each, dict) else {}
        same = name.partition("-")[0], repr(sorted(options.items()))
        if same in before and before[same] != name:
            words = name.split("-")[1:]
            form = next((_FORMS[word] for word in words if word in _FORMS), "")
            hint = "give it an option that makes it another, or take it off the list"
            if form and not options:
                form = form.replace("NAME", name).replace("FILE", _first_file(marked))
                hint = f"a name alone makes nothing: write {form}"
            message = f"'{name}' is '{before[same]}' once more, under another name"
            yield marked.problem(UNLIKELY, f"editions.{n}", message, hint)
        before.setdefault(same, name)


def _first_file(marked: Marked) -> str:
    body = marked.data.get("body")
    first = body[0] if isinstance(body, list) and body else body
    return first if isinstance(first, str) and first and "*" not in first else "chapter-1.md"


def _isbns(marked: Marked) -> Iterator[Problem]:
    """Yield an ISBN that two editions have."""
    identifiers = marked.data.get("identifiers")
    given = identifiers.get("isbn") if isinstance(identifiers, dict) else None
    before: dict[str, str] = {}
    for name, value in (given if isinstance(given, dict) else {}).items():
        digits = re.sub(r"\D", "", value) if isinstance(value, str) else ""
        if digits in before:
            message = f"'{name}' and '{before[digits]}' have one ISBN"
            hint = "each edition has an ISBN of its own: keep it for one, take the other out"
            yield marked.problem(UNLIKELY, f"identifiers.isbn.{name}", message, hint)
        elif digits:
            before[digits] = name


def _markup(marked: Marked) -> Iterator[Problem]:
    """Yield HTML in plain text, and the name of a file where its words belong."""
    for key in _PROSE:
        value = marked.data.get(key)
        if not isinstance(value, str):
            continue
        if found := _TAG.search(value):
            message = f"'{key}' is no HTML: {found[0]} is printed as it stands"
            yield marked.problem(
                UNLIKELY, key, message, "write the sign itself, and *…* for italics"
            )
        elif key != "title" and _FILE.fullmatch(value):
            hint = f"write the words themselves, or front: [{value}]"
            yield marked.problem(UNLIKELY, key, f"'{key}' is the words '{value}', no file", hint)


def _regions(marked: Marked) -> Iterator[Problem]:
    """Yield a language of a country by a name that no tag has."""
    given = marked.data.get("language")
    if not isinstance(given, str) or given.count("-") != 1:
        return
    language, _, region = given.partition("-")
    if region.upper() in _REGIONS:
        message = f"no country has the tag '{region}'"
        hint = f"write language: {language.lower()}-{_REGIONS[region.upper()]}"
        yield marked.problem(UNLIKELY, "language", message, hint)


def _names(marked: Marked) -> Iterator[Problem]:
    """Yield names turned round, as in lists of books, and several names in one."""
    people = marked.data.get("contributors")
    for n, person in enumerate(people if isinstance(people, list) else []):
        name = person.get("name") if isinstance(person, dict) else None
        if not isinstance(name, str):
            continue
        if ";" in name or _TWO.fullmatch(name):
            message = "one person with several names"
            first = re.split(r";| (?:and|und|et|&) ", name)[0].strip()
            hint = f"write a line '- name: …' for each: {first}, …"
            yield marked.problem(UNLIKELY, f"contributors.{n}.name", message, hint)
        elif (found := _NAME.fullmatch(name)) and not _is_title(found[2]):
            message = f"'{name}' stands so on title page and cover"
            hint = f"write name: {found[2]} {found[1]}"
            yield marked.problem(UNLIKELY, f"contributors.{n}.name", message, hint)


def _is_title(words: str) -> bool:
    """Tell what stands behind a name and is none."""
    return any(word.strip(".").lower() in _BEHIND_NAMES for word in words.split())


def hint_for_signs(name: str) -> str:
    """Return what to say of a key that begins with a sign that only looks like YAML's; '' for
    none."""
    if re.match(r"[ ]*[\u00a0\u2007\u202f\u3000]", name):
        return "type the blanks before it anew: they are no plain ones (U+00A0)"
    if re.match(r"[ ]*[\u2010-\u2015\u2022\u2212]", name):
        return "begin it with a hyphen and a blank: '- '"
    return ""

"""A key or a value as somebody wrote it -> how publication.yaml has it."""

import datetime as dt
import re
from collections.abc import Mapping

_PEOPLE = "write contributors:, and below it '  - name: Ann Smith'"
ELSEWHERE: Mapping[str, str] = {
    "abstract": "write description: …",
    "author": _PEOPLE,
    "authors": _PEOPLE,
    "creator": _PEOPLE,
    "editor": f"{_PEOPLE} and '    role: edt'",
    "translator": f"{_PEOPLE} and '    role: trl'",
    "bibliography": "citations are not understood yet: write them as notes",
    "chapters": "write body: [text.md]",
    "files": "write body: [text.md]",
    "contents": "write body: [text.md]; editions make a table of contents by themselves",
    "toc": "take it out: editions make a table of contents by themselves",
    "copyright": "write rights: © 2026 Ann Smith",
    "cover-image": "write cover: images/cover.jpg",
    "css": "put your rules into templates/own.css",
    "style": "put your rules into templates/own.css",
    "doi": "write identifiers: {doi: 10.5555/12345678}",
    "isbn": "write identifiers: {isbn: {epub: 978-…}}",
    "url": "write identifiers: {url: https://…}",
    "documentclass": "write theme: book",
    "template": "write theme: book",
    "design": "write theme: book",
    "format": "write editions: [html, epub, pdf]",
    "formats": "write editions: [html, epub, pdf]",
    "output": "write editions: [html, epub, pdf]",
    "lang": "write language: en-GB",
    "license": "write licence: CC-BY-4.0",
    "name": "write title: …",
    "tags": "write keywords: [salt, road]",
    "categories": "write subjects: [History]",
    "book": "write theme: book",
    "classoption": "a style sheet has such things: templates/own.css",
    "columns": "editions have one column; see 'What Octavo does not do'",
    "drop-caps": "set --initial-lines: 2 in templates/own.css; theme: book has them",
    "dropcaps": "set --initial-lines: 2 in templates/own.css; theme: book has them",
    "edition": 'write version: "2"; the list of what is made is editions:',
    "font": "set --text in templates/own.css to a family that 'octavo fonts' lists",
    "fonts": "set --text in templates/own.css to a family that 'octavo fonts' lists",
    "font-size": "set --size in templates/own.css",
    "font-family": "set --text in templates/own.css to a family that 'octavo fonts' lists",
    "footer": "running heads and page numbers belong to the theme: see templates/README.md",
    "header": "running heads and page numbers belong to the theme: see templates/README.md",
    "footnotes": "write notes: {pdf: foot, html: end}",
    "endnotes": "write notes: {pdf: end}",
    "genre": "write subjects: [Fiction]",
    "include": "write body: [text.md]",
    "input-files": "write body: [text.md]",
    "layout": "write theme: book",
    "logo": "put it into templates as logo.svg or logo.png, and name a publisher:",
    "margin": "set --margin-top and its like in templates/own.css",
    "margins": "set --margin-top and its like in templates/own.css",
    "output-dir": "take it out: editions come into build/, or where --out says",
    "output-file": "take it out: editions are called by the folder of the publication",
    "page-size": "write page: a5",
    "pages": "write body: [text.md]",
    "paper": "write page: a5",
    "references": "citations are not understood yet: write them as notes",
    "stylesheet": "put your rules into templates/own.css",
    "text": "write body: [text.md]",
    "toc-depth": "take it out: editions make a table of contents by themselves",
    "watermark": "write draft: true",
    "site": "write editions: [{name: html-site, split: chapters}]",
    "papersize": "set --page-width and --page-height in templates/own.css",
    "geometry": "set --margin-top and its like in templates/own.css",
    "fontsize": "set --size in templates/own.css",
    "mainfont": "set --text in templates/own.css",
    "number-sections": "write numbering: sections",
}
"""Key of other programs -> what says the same here."""
SHAPES: Mapping[str, str] = {
    "contributors": _PEOPLE,
    "contributors.*": "write '- name: Ann Smith', and 'role: aut' below it",
    "series": 'write series: {name: Salt Papers, number: "2"}',
    "identifiers": "write below it, indented, 'key: value': doi: 10.5555/12345678",
    "identifiers.isbn": "write isbn: {epub: 978-…}, with an ISBN for each edition",
    "notes": "write notes: {pdf: foot, html: end}",
    "variables": "write below it, indented, 'key: value': house: Salt & Sons",
    "accessibility": "write below it, indented, 'key: value': certified_by: Ann Smith",
}
"""Key, a star for a member of a list -> how its value is written."""
ROLES: Mapping[str, str] = {
    "author": "aut",
    "writer": "aut",
    "editor": "edt",
    "translator": "trl",
    "illustrator": "ill",
    "photographer": "pht",
    "foreword": "aui",
    "introduction": "aui",
    "designer": "bkd",
    "publisher": "pbl",
    "contributor": "ctb",
    "compiler": "com",
}
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
LANGUAGES: Mapping[str, str] = dict(
    pair.split(":")
    for pair in (
        "jp:ja cn:zh cz:cs dk:da gr:el ua:uk se:sv kr:ko gb:en-GB us:en-US english:en german:de"
        " deutsch:de french:fr spanish:es italian:it dutch:nl polish:pl russian:ru chinese:zh"
        " japanese:ja arabic:ar portuguese:pt hebrew:he swedish:sv danish:da czech:cs greek:el"
        " vn:vi ee:et rs:sr afrikaans:af albanian:sq basque:eu belarusian:be bengali:bn"
        " bulgarian:bg catalan:ca croatian:hr esperanto:eo estonian:et galician:gl icelandic:is"
        " indonesian:id irish:ga latvian:lv lithuanian:lt malay:ms serbian:sr slovak:sk slovene:sl"
        " slovenian:sl swahili:sw tamil:ta thai:th urdu:ur vietnamese:vi welsh:cy"
    ).split()
)
"""A country or a word -> the tag of its language."""


def shape_of(key: str, value: object) -> str:
    """Return how a key's value is written, by what stands there now; '' where that is plain."""
    general = re.sub(r"\.\d+", ".*", key)
    if general in SHAPES:
        return SHAPES[general]
    if general in ("front", "body", "back", "body.*.chapters") and isinstance(value, str):
        return f"write {key.rpartition('.')[2]}:, and below it '  - {value}'"
    if general == "editions" and isinstance(value, dict):
        return f"write editions: [{', '.join(map(str, value))}]"
    return ""


def date_of(value: str) -> str:
    """Return a date in other forms as 2026-05-31; '' where it may be two."""
    numbers = [int(each) for each in re.findall(r"\d+", value)]
    months = [MONTHS.index(each[:3].lower()) + 1 for each in _months(value)]
    year = next((each for each in numbers if 1000 <= each <= 9999), None)
    rest = [each for each in numbers if each != year]
    if year is None or len(rest) + len(months) != 2:
        return ""
    pairs = [(months[0], rest[0])] if months else [(rest[0], rest[1]), (rest[1], rest[0])]
    if numbers[0] == year and not months:
        pairs = pairs[:1]
    if "." in value and not months:
        pairs = pairs[1:]
    found = {each for month, day in pairs if (each := _iso(year, month, day))}
    return found.pop() if len(found) == 1 else ""


def _months(value: str) -> list[str]:
    return [each for each in re.findall(r"[A-Za-z]{3,}", value) if each[:3].lower() in MONTHS]


def _iso(year: int, month: int, day: int) -> str:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


def isbn_of(value: str) -> str:
    """Return an ISBN of ten digits as one of thirteen; '' for what is none."""
    if len(re.sub(r"[^\dXx]", "", value)) != 10:
        return ""
    stem = value.strip()[:-1]
    digits = re.sub(r"\D", "", f"978{stem}")
    total = sum(int(each) * (3 if n % 2 else 1) for n, each in enumerate(digits))
    check = (10 - total % 10) % 10
    return f"978-{stem}{check}"


def language_of(tag: str) -> str:
    """Return the tag that somebody meant; '' where nothing is like it."""
    if "_" in tag:
        return tag.replace("_", "-")
    return LANGUAGES.get(tag.lower(), "")

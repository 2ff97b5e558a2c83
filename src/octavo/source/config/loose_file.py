"""A Markdown file that is built by itself, wherever it lies -> the metadata that it has.

It may say all that publication.yaml can, behind ``octavo: 1``; what it says to other programs
(Pandoc, Quarto, Hugo, Jekyll …) is taken where it means something here; or it says nothing at all.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.source.config.file_heads import FileHead, head_of, read_percents
from octavo.source.config.other_forms import date_of
from octavo.source.config.yamls import Data, Marked, read_yaml

NEEDED = ("title", "language", "date")
"""Keys that a publication must have, and a file that is built by itself may do without."""
OPTIONS = (*NEEDED, "theme")
"""Keys that the command may say."""
LANGUAGE = "en"
"""Of a file that names none."""
_PLAIN: Mapping[str, str] = {
    "title": "title",
    "subtitle": "subtitle",
    "lang": "language",
    "language": "language",
    "abstract": "description",
    "description": "description",
    "summary": "description",
    "publisher": "publisher",
    "rights": "rights",
    "copyright": "rights",
    "version": "version",
    "doi": "doi",
    "draft": "draft",
}
"""Key of another program -> ours, for one line of words."""
_LISTS: Mapping[str, str] = {
    "keywords": "keywords",
    "tags": "keywords",
    "subject": "subjects",
    "subjects": "subjects",
    "categories": "subjects",
}
_PEOPLE = ("author", "authors", "creator")
_NUMBERED = ("numbersections", "number-sections", "number_sections")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?![\w-])|\d{4}-\d{2}-\d{2}(?=T)")


@dataclass(frozen=True, slots=True)
class LooseHead:
    """What is known of a loose file."""

    marked: Marked
    """Its metadata, with stand-ins for what is not said."""
    unsaid: tuple[str, ...]
    """Which of NEEDED nobody gives."""
    problems: tuple[Problem, ...] = ()


def read_loose_head(path: str, text: str, said: Mapping[str, str]) -> LooseHead:
    """Return the metadata of a file; ``said``: what the command says, which goes before it.

    Problems: E102 (no YAML, no TOML), E104 (notice: a date of another form), E256 (notice: keys
    that mean nothing here).
    """
    marked = _read(path, head_of(text))
    problems: list[Problem] = []
    if marked.data and "octavo" not in marked.data:
        marked, problems = _translate(marked)
    marked.data.update({key: words for key, words in said.items() if words})
    told_wrong = {"date"} if any(each.code == "E104" for each in problems) else set()
    unsaid = [key for key in NEEDED if not marked.data.get(key)]
    marked.data["octavo"] = marked.data.get("octavo", "1")
    if "title" in unsaid:
        marked.data["title"] = title_of_name(path)
    if "language" in unsaid:
        marked.data["language"] = LANGUAGE
    if "date" in unsaid:
        marked.data.pop("date", None)
    return LooseHead(marked, tuple(key for key in unsaid if key not in told_wrong), tuple(problems))


def title_of_name(path: str) -> str:
    """Return a title made of a file's name: ``harbour-notes.md`` gives "Harbour notes"."""
    words = re.sub(r"[-_\s]+", " ", PurePosixPath(path).stem).strip()
    return words[:1].upper() + words[1:] or "Untitled"


def _read(path: str, head: FileHead | None) -> Marked:
    if head is None:
        return Marked(path, {}, {}, {}, (), 0)
    if head.kind == "yaml":
        return read_yaml(path, head.words, 1)
    lines = tuple(head.words.split("\n"))
    if head.kind == "percents":
        return Marked(path, dict(read_percents(head.words)), {}, {}, lines, 0)
    try:
        data = tomllib.loads(head.words)
    except tomllib.TOMLDecodeError as error:
        hint = "mend it, or delete what stands between the lines +++"
        problem = Problem("E102", Place(path, 1), f"this is not TOML: {error}", hint)
        raise BuildFailed([problem]) from None
    return Marked(path, {key: _as_data(each) for key, each in data.items()}, {}, {}, lines, 1)


def _as_data(value: object) -> Data:
    """Return a value of TOML as YAML would be read: scalars are strings."""
    if isinstance(value, dict):
        return {str(key): _as_data(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_data(each) for each in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _translate(marked: Marked) -> tuple[Marked, list[Problem]]:
    """Return what other programs are told, as Octavo has it; and what it cannot take."""
    data, left = _words_and_lists(marked.data)
    people = [person for key in _PEOPLE for person in _people(marked.data.get(key))]
    if people:
        data["contributors"] = list(people)
    if any(marked.data.get(key) == "true" for key in _NUMBERED):
        data["numbering"] = "sections"
    left -= {*_PEOPLE, *_NUMBERED, "date"}
    problems = [_tell_unused(marked, left)] if left else []
    written = marked.data.get("date")
    date = _DAY.match(written) if isinstance(written, str) else None
    if date and _is_day(date[0]):
        data["date"] = date[0]
    elif written:
        problems.append(_tell_date(marked, str(written)))
    return replace(marked, data=data), problems


def _words_and_lists(given: Mapping[str, Data]) -> tuple[dict[str, Data], set[str]]:
    """Return what can be taken as it is, by our keys; and the keys of all else."""
    data: dict[str, Data] = {}
    left = set(given)
    for key, value in given.items():
        if key in _PLAIN and isinstance(value, str):
            data.setdefault(_PLAIN[key], value)
            left.discard(key)
        elif key in _LISTS and (words := _words(value)):
            data.setdefault(_LISTS[key], [*words])
            left.discard(key)
    if isinstance(language := data.get("language"), str):
        data["language"] = language.replace("_", "-")
    if isinstance(doi := data.pop("doi", ""), str) and doi:
        data["identifiers"] = {"doi": doi.removeprefix("https://doi.org/")}
    return data, left


def _words(value: Data) -> list[str]:
    if isinstance(value, str):
        return [each.strip() for each in value.split(",") if each.strip()]
    return [each for each in value if isinstance(each, str) and each]


def _people(value: Data | None) -> list[Data]:
    """Return the contributors that a key names: a name, a mapping, or a list of either."""
    if isinstance(value, str):
        return [{"name": each.strip()} for each in value.split(";") if each.strip()]
    if isinstance(value, list):
        return [person for each in value for person in _people(each)]
    if not value:
        return []
    name = value.get("name") or value.get("literal") or value
    if isinstance(name, dict):
        parts = (name.get("given"), name.get("family"))
        name = " ".join(each for each in parts if isinstance(each, str))
    if not isinstance(name, str) or not name.strip():
        return []
    person: dict[str, Data] = {"name": name}
    for key in ("affiliation", "orcid"):
        if isinstance(told := value.get(key), str) and told:
            person[key] = told.removeprefix("https://orcid.org/")
    return [person]


def _is_day(words: str) -> bool:
    try:
        dt.date.fromisoformat(words)
    except ValueError:
        return False
    return True


def _tell_unused(marked: Marked, left: set[str]) -> Problem:
    message = f"keys at the head of the file that mean nothing here: {', '.join(sorted(left))}"
    hint = "take them out, or leave them to the programs that they are for"
    first = min(left, key=lambda key: marked.keys[key].line if key in marked.keys else 0)
    place = marked.keys.get(first, Place(marked.path, 1))
    return replace(marked.at("E256", place, message, hint), severity="notice")


def _tell_date(marked: Marked, written: str) -> Problem:
    message = f"the date '{written}' is not printed: its form is another"
    form = date_of(written) or "YYYY-MM-DD, as in 2024-05-31"
    found = marked.problem("E104", "date", message, f"write date: {form}")
    return replace(found, severity="notice")

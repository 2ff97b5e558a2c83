"""publication.yaml (or an article's front matter) -> Config, with every fault at once."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed, Place, Problem, stop_on_errors
from octavo.core.utf8 import read_utf8
from octavo.core.workshop import Workshop
from octavo.languages import available, word_problems
from octavo.model.formats import Format
from octavo.model.metadata import Metadata
from octavo.model.publication import Config
from octavo.source.config.file_heads import split_front_matter
from octavo.source.config.file_patterns import write_out_patterns
from octavo.source.config.loose_file import OPTIONS, read_loose_head
from octavo.source.config.other_forms import language_of
from octavo.source.config.remarks_on_values import value_remarks
from octavo.source.config.schema import validate
from octavo.source.config.shorthand import normalise
from octavo.source.config.unlikely_values import unlikely_values
from octavo.source.config.yamls import CONTROL, Marked, read_yaml

MOST_SIGNS = 4_000_000
"""Bytes of one file of text, and characters of one text with all that it takes in."""
MOST_CONTROLS = 20
"""Control characters that a file may hold and still be taken for a text."""
UNDATED = 315_532_800
"""The clock of a build without a date: 1 January 1980, the first day that a ZIP file knows."""
END_OF_TIME = 253402300800
"""The first second of the year 10000."""
NAMESPACE = uuid.UUID("6f5b9c1e-7d0a-5a55-9f0f-0c7a1b6f0c7a")


def read_config(workshop: Workshop, slug: str, formats: Mapping[str, Format]) -> Config:
    """Return the validated metadata of a publication, which can have these formats.

    Problems: E101 (no such publication), E102 (YAML), E103 (unknown key), E104 (wrong value),
    E105 (missing key), E106 (no date), E107 (unknown language), E110 (not UTF-8), E140, E141, E233
    (words of the language), E142 (what was hardly meant).
    """
    config = look_at_config(workshop, slug, formats)
    stop_on_errors(config.problems)
    return config


def look_at_config(workshop: Workshop, slug: str, formats: Mapping[str, Format]) -> Config:
    """Return the configuration as far as it holds, with its ``problems``: what is wrong in it does
    not hide what is wrong in the text.

    Raises BuildFailed where nothing can be read by it. Problems: those of ``read_config``.
    """
    found = _find_metadata(workshop.inputs, slug)
    marked = found.marked
    if found.is_single and (found.is_loose or "body" not in marked.data):
        marked.data["body"] = [{"file": marked.path}]
    remarks = [*value_remarks(marked), *unlikely_values(marked)]
    normalise(marked)
    if not found.is_single:
        write_out_patterns(marked, workshop.inputs.listing())
    metadata, problems = validate(marked, formats)
    if metadata is None:
        raise BuildFailed(problems)
    unspoken = _language(workshop, metadata, marked)
    problems += [*found.problems, *remarks, *unspoken]
    if unspoken or not _has_words(workshop, metadata.language):
        metadata = replace(metadata, language="en")
    epoch = _epoch(workshop.inputs, metadata)
    if epoch is None and not found.is_loose:
        hint = "write date: YYYY-MM-DD, or set SOURCE_DATE_EPOCH; the clock is never read"
        problems.append(marked.problem("E106", "date", "the publication has no date", hint))
    return Config(
        slug,
        marked.path,
        metadata,
        marked.places,
        UNDATED if epoch is None else epoch,
        identifier_of(metadata),
        is_single_file=found.is_single,
        is_loose=found.is_loose,
        unsaid=tuple(key for key in found.unsaid if key != "date" or epoch is None),
        is_dated=epoch is not None or not found.is_loose,
        lines=("",) * marked.offset + marked.lines,
        formats=formats,
        problems=tuple(problems),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """Metadata as they are written, and where."""

    marked: Marked
    is_single: bool = False
    is_loose: bool = False
    unsaid: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def decode(path: str, data: bytes) -> str:
    """Return text of UTF-8 bytes with ``\\n`` line ends and no byte order mark.

    Problems: E110 (not UTF-8, or no text), E116 (too large).
    """
    if len(data) > MOST_SIGNS:
        message = f"the file has more than {MOST_SIGNS // 1_000_000} million bytes"
        hint = "divide it into several files; if it is no text, take it off the list"
        raise BuildFailed([Problem("E116", Place(path), message, hint)])
    text = read_utf8(path, data)
    if found := _control_fault(path, text):
        raise BuildFailed([found])
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _control_fault(path: str, text: str) -> Problem | None:
    found = CONTROL.search(text)
    if found is None:
        return None
    line = text[: found.start()].count("\n") + 1
    column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
    message = f"the control character U+{ord(found[0]):04X} in text"
    hint = "delete it; if there are many, the file is binary and no text"
    return Problem("E110", Place(path, line, column), message, hint)


def without_controls(path: str, data: bytes) -> tuple[bytes, list[Problem]]:
    """Return a text without its control characters, and what to say of them (E110), if they are so
    few that it is one."""
    try:
        text = data.decode("utf-8-sig") if len(data) <= MOST_SIGNS else ""
    except UnicodeDecodeError:
        return data, []
    found = _control_fault(path, text)
    if found is None or "\0" in text or len(CONTROL.findall(text)) > MOST_CONTROLS:
        return data, []
    found = replace(found, message=f"{found.message} is left out")
    return CONTROL.sub("", text).encode(), [found.as_warning()]


def _find_metadata(inputs: Inputs, slug: str) -> _Found:
    if loose := inputs.option("file"):
        return _find_loose(inputs, loose)
    data = inputs.find("publication.yaml")
    if data is not None:
        text = decode("publication.yaml", data)
        return _Found(read_yaml("publication.yaml", text, 0))
    path = f"{slug}.md"
    data = inputs.find(path)
    if data is None:
        raise BuildFailed([_nothing(inputs, slug)])
    yaml, _, _ = split_front_matter(decode(path, data))
    if not yaml:
        hint = "begin the file with a line '---', then 'octavo: 1', title, language, date, '---'"
        raise BuildFailed([Problem("E101", Place(path, 1), "no metadata in this article", hint)])
    return _Found(read_yaml(path, yaml, 1), is_single=True)


def _find_loose(inputs: Inputs, path: str) -> _Found:
    """Return the metadata of a file that is built by itself."""
    text = decode(path, without_controls(path, inputs.find(path) or b"")[0])
    said = {key: inputs.option(key) for key in OPTIONS}
    head = read_loose_head(path, text, said)
    return _Found(head.marked, True, True, head.unsaid, head.problems)


def _nothing(inputs: Inputs, slug: str) -> Problem:
    """Return what to say where there is neither a folder's publication.yaml nor an article."""
    if inputs.folder("publication").name == slug:
        names = [each for each in inputs.listing() if _is_misnamed(each)]
        if names:
            hint = "rename it publication.yaml"
            return Problem("E101", Place(names[0]), f"nothing reads {names[0]}", hint)
        hint = "write one: octavo: 1, title, language, date, body"
        return Problem("E101", Place("publication.yaml"), "there is no such file", hint)
    hint = f"a publication is a folder with publication.yaml, or a file {slug}.md"
    return Problem("E101", Place(slug), "there is no such publication", hint)


def _is_misnamed(path: str) -> bool:
    """Tell a name that was to be publication.yaml."""
    stem, _, ending = path.lower().partition(".")
    return stem in ("publication", "metadata", "_quarto", "book") and ending.startswith("y")


def _language(workshop: Workshop, metadata: Metadata, marked: Marked) -> list[Problem]:
    base = _base(metadata.language)
    if not base.isalpha() or len(base) > 3:
        return []  # the schema says what is no language tag at all
    if _has_words(workshop, metadata.language):
        return word_problems(workshop, metadata.language)
    message = f"unknown language {metadata.language!r}"
    meant = language_of(metadata.language)
    hint = f"{f'did you mean {meant}?' if meant else 'write a tag such as en-GB;'} 'octavo words'"
    hint += f" lists the languages, and 'octavo words {base} --new' begins one of your own"
    return [marked.problem("E107", "language", message, hint)]


def _has_words(workshop: Workshop, language: str) -> bool:
    return _base(language) in available(workshop)


def _base(language: str) -> str:
    return language.split("-")[0].lower()


def _epoch(inputs: Inputs, metadata: Metadata) -> int | None:
    """Return the seconds that the build is dated by, None where nobody gives a date."""
    given = inputs.environment("SOURCE_DATE_EPOCH")
    if given:
        return _read_epoch(given)
    if metadata.date is None:
        return None
    return int(dt.datetime.combine(metadata.date, dt.time(), dt.UTC).timestamp())


def _read_epoch(given: str) -> int:
    """Return the seconds of SOURCE_DATE_EPOCH; raises BuildFailed. Problems: E323."""
    if given.isascii() and given.isdecimal() and len(given) < 12 and int(given) < END_OF_TIME:
        return int(given)
    message = f"it is {given[:40]!r}, and no number of seconds since 1970 before the year 10000"
    hint = "set it to what git log -1 --format=%ct says, or unset it"
    raise BuildFailed([Problem("E323", Place("SOURCE_DATE_EPOCH"), message, hint)])


def identifier_of(metadata: Metadata) -> str:
    """Return the ISBN, DOI or address of a publication, else a UUIDv5 made of what it is called."""
    known = metadata.identifiers
    if known.isbn.epub:
        return f"urn:isbn:{known.isbn.epub.replace('-', '')}"
    if known.doi:
        return f"https://doi.org/{known.doi}"
    if known.url:
        return known.url
    names = [each.name for each in metadata.contributors]
    words = "\n".join([metadata.title, metadata.language, *names])
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, words)}"

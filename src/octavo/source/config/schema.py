"""The rules of publication.yaml: types by pydantic, and what types cannot say, by hand."""

import re
from collections.abc import Collection, Iterator
from dataclasses import asdict
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from octavo.constructs.construct_table import LISTED
from octavo.core.problems import Problem
from octavo.model.metadata import BodyEntry, Entry, Metadata
from octavo.model.publication import MATTERS
from octavo.source.config.edition_options import Formats, edition_faults, names_of_editions
from octavo.source.config.other_forms import ROLES as ROLE_WORDS
from octavo.source.config.other_forms import isbn_of, language_of
from octavo.source.config.wrong import mend, tell
from octavo.source.config.yamls import Marked

ROLES = frozenset(
    "abr adp aft ann arr art asn aui aut bkd bkp bpd cmm cmp com cov cph crr ctb ctg cwt dsr dto"
    " edc edt egr fmo fnd ill ins ivr lbt led lyr mon mrk nrt oth pbd pbl pht pop prf prg prm pro"
    " prt pfr rcp res rev rth sad sce sgn spn stl tcd ths trc trl tyd tyg vdg wam wat".split()
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ISBN = re.compile(r"97[89]\d{10}")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_URL = re.compile(r"https?://[^\s/]+\S*")
_ORCID = re.compile(r"(\d{4}-){3}\d{3}[\dX]")
_SPDX = re.compile(r"[A-Za-z0-9.+-]+( (WITH|AND|OR) [A-Za-z0-9.+-]+)*")
_CLAIM = re.compile(r"EPUB Accessibility 1\.1 - WCAG 2\.[012] Level A{1,3}")
"""How a claim is written (EPUB Accessibility 1.1, section 4.2)."""
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@cache
def _types() -> TypeAdapter[Metadata]:
    """Return what holds data against Metadata; making it costs as much as reading a chapter."""
    return TypeAdapter(Metadata)


def json_schema(formats: Collection[str]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of publication.yaml, for editors that complete keys.

    ``formats``: their names.
    """
    schema = _types().json_schema()
    named = {"type": "string", "pattern": f"^{names_of_editions(formats)}$"}
    schema["$defs"]["Edition"]["properties"]["name"] |= named
    schema["properties"]["lists"]["items"]["enum"] = [*LISTED]
    for name, short in (
        ("Entry", {"type": "string"}),
        ("BodyEntry", {"type": "string"}),
        ("Edition", named),
    ):
        schema["$defs"][name] = {"anyOf": [short, schema["$defs"][name]]}
    for name in MATTERS:
        listed = schema["properties"][name]
        schema["properties"][name] = {"anyOf": [{"type": "string"}, listed], "default": []}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "publication.yaml of Octavo",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def validate(marked: Marked, formats: Formats) -> tuple[Metadata | None, list[Problem]]:
    """Return the metadata and all problems that it has.

    With problems, it is the metadata without what they name; None where no more can be said.
    """
    problems: list[Problem] = []
    try:
        metadata: Metadata = _types().validate_python(marked.data)
    except ValidationError as error:
        found = error.errors()
        problems = [tell(marked, each) for each in found]
        try:
            metadata = _types().validate_python(mend(marked.data, found))
        except ValidationError:
            return None, problems
    date = marked.data.get("date")
    is_told = any("'date'" in each.message for each in problems)
    if isinstance(date, str) and metadata.date and not _DATE.match(date) and not is_told:
        problems.append(marked.problem("E104", "date", "'date' is no date", "write YYYY-MM-DD"))
    faults = _faults(metadata, formats)
    return metadata, problems + [
        marked.problem("E104", key, message, hint) for key, message, hint in faults
    ]


def _faults(metadata: Metadata, formats: Formats) -> Iterator[tuple[str, str, str]]:
    """Yield (key, message, hint) for what a type cannot say."""
    if metadata.octavo != 1:
        yield "octavo", f"schema version {metadata.octavo} is not known", "write octavo: 1"
    if not metadata.title.strip():
        yield "title", "the title is empty", "write title: …"
    if not _TAG.fullmatch(metadata.language):
        hint = f"write {language_of(metadata.language) or 'en-GB, de, fr-CH …'}"
        yield "language", f"{metadata.language!r} is no language tag", hint
    if not metadata.theme.isidentifier():
        hint = "the built-in themes are brief, book and report"
        yield "theme", f"there is no theme '{metadata.theme}'", hint
    if metadata.licence and not _SPDX.fullmatch(metadata.licence):
        yield "licence", "this is no SPDX identifier", "write CC-BY-4.0, MIT, …"
    claim = metadata.accessibility.conforms_to
    if claim and not _CLAIM.fullmatch(claim):
        hint = "write EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
        yield "accessibility.conforms_to", f"'{claim}' is no claim that shops know", hint
    yield from edition_faults(metadata, formats)
    yield from _list_faults(metadata)
    yield from _contributor_faults(metadata)
    yield from _identifier_faults(metadata)
    for n, entry in enumerate(metadata.body):
        yield from _body_faults(f"body.{n}", entry)
        yield from _find_unnamed(f"body.{n}.chapters", entry.chapters)
    yield from _find_unnamed("front", metadata.front)
    yield from _find_unnamed("back", metadata.back)


def _list_faults(metadata: Metadata) -> Iterator[tuple[str, str, str]]:
    for n, name in enumerate(metadata.lists):
        if name not in LISTED:
            near = get_close_matches(name, LISTED, 1)
            hint = f"did you mean {near[0]}?" if near else f"write one of: {', '.join(LISTED)}"
            yield f"lists.{n}", f"'lists.{n}' cannot be {name!r}", hint


def _contributor_faults(metadata: Metadata) -> Iterator[tuple[str, str, str]]:
    for n, person in enumerate(metadata.contributors):
        key = f"contributors.{n}"
        if person.role not in ROLES:
            hint = "common ones: aut author, edt editor, trl translator, ill illustrator, pht"
            code = ROLE_WORDS.get(person.role.lower(), "")
            hint = f"write role: {code}" if code else hint
            yield f"{key}.role", f"{person.role!r} is no MARC relator code", hint
        if person.orcid and not (_ORCID.fullmatch(person.orcid) and _orcid_holds(person.orcid)):
            hint = "sixteen digits in fours, without the address; its last digit checks the others"
            found = _ORCID.search(person.orcid)
            if found and _orcid_holds(found[0]):
                hint = f"write orcid: {found[0]}, without the address"
            yield f"{key}.orcid", f"{person.orcid!r} is no ORCID", hint


def _identifier_faults(metadata: Metadata) -> Iterator[tuple[str, str, str]]:
    known = metadata.identifiers
    for edition, isbn in asdict(known.isbn).items():
        digits = isbn.replace("-", "").replace(" ", "")
        if isbn and not (_ISBN.fullmatch(digits) and _isbn_holds(digits)):
            meant = isbn_of(isbn)
            hint = "thirteen digits that begin with 978 or 979; the last checks the others"
            hint = f"write {meant}: ISBNs have thirteen digits" if meant else hint
            yield f"identifiers.isbn.{edition}", f"{isbn!r} is no ISBN", hint
    if known.doi and not _DOI.fullmatch(known.doi):
        found = _DOI.search(known.doi)
        hint = f"write doi: {found[0] if found else '10.5555/12345678'}"
        yield "identifiers.doi", f"{known.doi!r} is no DOI", hint
    if known.url and not _URL.fullmatch(known.url):
        is_bare = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", known.url)
        hint = f"write url: https://{known.url if is_bare else '…'}"
        yield "identifiers.url", f"{known.url!r} is no web address", hint


def _body_faults(key: str, entry: BodyEntry) -> Iterator[tuple[str, str, str]]:
    if entry.file and (entry.part or entry.chapters):
        yield key, "both a chapter and a part", "give a file, or part: and chapters:, not both"
    if not (entry.file or entry.part or entry.chapters):
        yield key, "neither a chapter nor a part", "write a file name, or part: and chapters:"
    if entry.part and not entry.chapters:
        yield key, f"the part '{entry.part}' has no chapters", "list them under chapters:"
    if entry.chapters and not (entry.part or entry.file):
        yield key, "chapters without a part", "give the part's title: part: …"


def _find_unnamed(key: str, entries: tuple[Entry, ...]) -> Iterator[tuple[str, str, str]]:
    for n, entry in enumerate(entries):
        if not entry.file:
            yield f"{key}.{n}.file", "an empty file name", "write the name of a Markdown file"


def _isbn_holds(digits: str) -> bool:
    return sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(digits)) % 10 == 0


def _orcid_holds(orcid: str) -> bool:
    """Check digit of ISO 7064 MOD 11-2."""
    digits, total = orcid.replace("-", ""), 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return digits[-1] == ("X" if rest == 10 else str(rest))

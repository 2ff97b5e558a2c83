"""A released work -> CITATION.cff, by which programs and forges cite it.

Rule: Citation File Format 1.2.0. Contributors are told by their whole names: what of a name is the
family's, no metadata say.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from octavo.editions.units.licences import licence_name
from octavo.languages import base_of
from octavo.model.metadata import Contributor, Metadata
from octavo.verify.bundle.released_work import ReleasedWork

KINDS = {"Article": "article", "Report": "report", "Book": "book"}
AUTHORS = ("aut", "cre")
_ROLES = {"edt": "editors", "trl": "translators"}
_ISBN = re.compile(r"[0-9\- ]{10,17}X?")


def citation_file(work: ReleasedWork) -> bytes:
    """Return the file: what is cited is the work, under ``preferred-citation``; the fields above it
    are those that the format wants of everything."""
    told: dict[str, object] = {
        "cff-version": "1.2.0",
        "message": "If you cite this publication, cite it as below.",
        "title": work.data.title,
        "authors": _authors(work),
        "version": work.version,
        "date-released": work.day.isoformat(),
        **_identifiers(work),
        "preferred-citation": dict(_reference(work)),
    }
    return ("\n".join(_yaml(told)) + "\n").encode()


def _authors(work: ReleasedWork) -> list[dict[str, str]]:
    people = work.data.contributors
    found = [each for each in people if each.role in AUTHORS] or list(people)
    named = [_entity(each) for each in found]
    return named or [{"name": work.data.publisher or "Anonymous"}]


def _entity(person: Contributor) -> dict[str, str]:
    told = {"name": person.name}
    return told | ({"orcid": f"https://orcid.org/{person.orcid}"} if person.orcid else {})


def _identifiers(work: ReleasedWork) -> dict[str, object]:
    known, data = work.data.identifiers, work.data
    has_licence = data.licence and licence_name(data.licence, "en") != data.licence
    told: dict[str, object] = {
        "doi": known.doi,
        "url": known.url,
        "license": data.licence if has_licence else "",
        "keywords": list(dict.fromkeys((*data.keywords, *data.subjects))),
        "abstract": data.description,
    }
    return {name: value for name, value in told.items() if value}


def _reference(work: ReleasedWork) -> Iterator[tuple[str, object]]:
    """Yield the fields of the work itself."""
    data = work.data
    title = f"{data.title}: {data.subtitle}" if data.subtitle else data.title
    yield from (("type", KINDS.get(work.kind, "generic")), ("title", title))
    yield "authors", _authors(work)
    for role, name in _ROLES.items():
        if people := [_entity(each) for each in data.contributors if each.role == role]:
            yield name, people
    yield from (("year", work.day.year), ("month", work.day.month))
    yield "date-released", work.day.isoformat()
    yield "version", work.version
    if data.version:
        yield "edition", data.version
    if data.publisher:
        yield "publisher", {"name": data.publisher}
    yield from _numbers(data)
    if re.fullmatch("[a-z]{2,3}", language := base_of(data.language)):
        yield "languages", [language]
    yield from _identifiers(work).items()


def _numbers(data: Metadata) -> Iterator[tuple[str, object]]:
    """Yield the ISBN by which the work is best known, and its place in a series."""
    isbns = data.identifiers.isbn
    known = (isbns.print, isbns.epub, isbns.pdf, isbns.html)
    yield from [("isbn", each) for each in known if _ISBN.fullmatch(each)][:1]
    if data.series:
        yield "collection-title", data.series.name
        if data.series.number:
            yield "volume", data.series.number


def _yaml(told: Mapping[str, object], indent: str = "") -> Iterator[str]:
    """Yield lines of YAML; words stand in quotation marks, as JSON has them."""
    for name, value in told.items():
        if isinstance(value, Mapping):
            yield f"{indent}{name}:"
            yield from _yaml(value, f"{indent}  ")
        elif isinstance(value, list):
            yield f"{indent}{name}:"
            yield from _items(value, indent)
        else:
            yield f"{indent}{name}: {_scalar(value)}"


def _items(values: Sequence[object], indent: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping):
            first, *rest = _yaml(value, f"{indent}    ")
            yield f"{indent}  - {first.lstrip()}"
            yield from rest
        else:
            yield f"{indent}  - {_scalar(value)}"


def _scalar(value: object) -> str:
    return str(value) if isinstance(value, int) else json.dumps(str(value), ensure_ascii=False)

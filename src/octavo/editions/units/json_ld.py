"""Metadata -> JSON-LD in the words of schema.org, for the head of an HTML page."""

import json
from collections.abc import Mapping

from markupsafe import Markup

from octavo.model.metadata import Contributor, Metadata
from octavo.model.publication import Config

ROLES = {"aut": "author", "cre": "author", "ctb": "contributor", "edt": "editor"}
ROLES |= {"trl": "translator", "ill": "illustrator"}
"""MARC relator code -> the property of schema.org; others are contributors."""


def write_json_ld(config: Config, kind: str, licence_url: str) -> Markup:
    """Return one line of JSON that says what the work is; ``kind`` is Article, Report or Book."""
    data = config.metadata
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": config.identifier,
        "name": data.title,
        **({"headline": data.title} if kind == "Article" else {}),
        "alternativeHeadline": data.subtitle,
        "description": data.description,
        "inLanguage": data.language,
        "datePublished": config.date.isoformat() if config.date else "",
        "version": data.version,
        "keywords": ", ".join(data.keywords),
        "license": licence_url,
        "copyrightNotice": data.rights,
        "url": data.identifiers.url,
        "isbn": data.identifiers.isbn.html or data.identifiers.isbn.epub,
        "sameAs": f"https://doi.org/{data.identifiers.doi}" if data.identifiers.doi else "",
        "publisher": {"@type": "Organization", "name": data.publisher} if data.publisher else "",
        **_people(data),
    }
    line = json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False)
    return Markup(line.replace("<", "\\u003c"))


def _people(data: Metadata) -> Mapping[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for person in data.contributors:
        found.setdefault(ROLES.get(person.role, "contributor"), []).append(_person(person))
    return found


def _person(person: Contributor) -> dict[str, object]:
    told: dict[str, object] = {"@type": "Person", "name": person.name}
    if person.orcid:
        told["sameAs"] = f"https://orcid.org/{person.orcid}"
    if person.affiliation:
        told["affiliation"] = {"@type": "Organization", "name": person.affiliation}
    return told

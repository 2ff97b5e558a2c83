"""The editions of publication.yaml: names, and options that a format does not have."""

import re
from collections.abc import Collection, Iterator
from itertools import chain
from typing import get_args, get_type_hints

from octavo.model.metadata import FORMATS, BodyEntry, Edition, Entry, Metadata, Notes

EDITION = re.compile(rf"({'|'.join(FORMATS)})(-[a-z0-9]+)*")
_STYLE = re.compile(r"[a-z][a-z0-9-]*")
Fault = tuple[str, str, str]
MOST_BLEED_MM = 20
OF_ONE_FORMAT = {"split": "html", "standard": "pdf", "bleed_mm": "pdf"}
"""Option -> the format that has it."""
NOTES = {name: get_args(hint) for name, hint in get_type_hints(Notes).items() if name in FORMATS}


def edition_faults(metadata: Metadata) -> Iterator[Fault]:
    """Yield (key, message, hint) for what is wrong with the list of editions."""
    if not metadata.editions:
        hint = "write editions: [html, epub, pdf], or leave it out"
        yield "editions", "there are no editions", hint
    files = _listed(metadata)
    names: set[str] = set()
    for n, edition in enumerate(metadata.editions):
        for field, message, hint in _faults(edition, names, files):
            yield f"editions.{n}.{field}", message, hint
        names.add(edition.name)


def _listed(metadata: Metadata) -> set[str]:
    parts = chain.from_iterable(entry.chapters for entry in metadata.body)
    entries = chain[Entry | BodyEntry](metadata.front, metadata.body, parts, metadata.back)
    return {entry.file for entry in entries if entry.file}


def _faults(edition: Edition, before: Collection[str], files: Collection[str]) -> Iterator[Fault]:
    yield from _name_faults(edition, before)
    if EDITION.fullmatch(edition.name):
        yield from _option_faults(edition)
    for n, file in enumerate(edition.files):
        if file not in files:
            message = f"the publication has no file '{file}'"
            yield f"files.{n}", message, "name files of front, body and back"


def _name_faults(edition: Edition, before: Collection[str]) -> Iterator[Fault]:
    if not EDITION.fullmatch(edition.name):
        hint = "html, epub, pdf, or one of them and a word of your own: pdf-print, epub-sample"
        yield "name", f"there is no edition '{edition.name}'", hint
    elif edition.name in before:
        yield "name", f"two editions are called '{edition.name}'", "write pdf-print, pdf-a5 …"


def _option_faults(edition: Edition) -> Iterator[Fault]:
    """Yield (field, message, hint) for options that the edition's format does not have."""
    known = NOTES[edition.format]
    if edition.notes and edition.notes not in known:
        message = f"an edition in {edition.format.upper()} sets no notes at '{edition.notes}'"
        yield "notes", message, f"write {', '.join(known)}"
    if edition.style and not _STYLE.fullmatch(edition.style):
        hint = "the name of a style sheet in templates/, without .css: large-print"
        yield "style", f"'{edition.style}' is no name of a style sheet", hint
    if not 0 <= edition.bleed_mm <= MOST_BLEED_MM:
        message = f"a bleed of {edition.bleed_mm:g} mm"
        yield "bleed_mm", message, f"0 to {MOST_BLEED_MM} millimetres; printers ask for 3"
    for field, format in OF_ONE_FORMAT.items():
        if getattr(edition, field) and edition.format != format:
            message = f"only an edition in {format.upper()} has this"
            yield field, message, f"take it from '{edition.name}'"

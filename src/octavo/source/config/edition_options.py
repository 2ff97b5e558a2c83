"""The editions of publication.yaml: names, and options that a format does not have."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from difflib import get_close_matches
from itertools import chain

from octavo.core.installed import Unloadable
from octavo.model.formats import Format
from octavo.model.metadata import USUAL, BodyEntry, Edition, Entry, Metadata
from octavo.model.paper import EXAMPLE, leaf_mm

_STYLE = re.compile(r"[a-z][a-z0-9-]*")
Fault = tuple[str, str, str]
MOST_BLEED_MM = 20
MOST_SPINE_MM = 100
_USUAL = {each.name: each.default for each in fields(Edition)}
Formats = Mapping[str, Format]


def names_of_editions(formats: Collection[str]) -> str:
    """Return the pattern of the names that editions may have."""
    return rf"({'|'.join(map(re.escape, formats))})(-[a-z0-9]+)*"


def edition_faults(metadata: Metadata, formats: Formats) -> Iterator[Fault]:
    """Yield (key, message, hint) for what is wrong with the list of editions."""
    if not metadata.editions:
        hint = f"write editions: [{', '.join(formats)}], or leave it out"
        yield "editions", "there are no editions", hint
    files = _list_files(metadata)
    names: set[str] = set()
    for n, edition in enumerate(metadata.editions):
        for field, message, hint in _faults(edition, names, files, formats):
            yield f"editions.{n}.{field}", message, hint
        for field, message, hint in _cover_faults(edition, metadata.editions):
            yield f"editions.{n}.{field}", message, hint
        names.add(edition.name)


def _list_files(metadata: Metadata) -> set[str]:
    parts = chain.from_iterable(entry.chapters for entry in metadata.body)
    entries = chain[Entry | BodyEntry](metadata.front, metadata.body, parts, metadata.back)
    return {entry.file for entry in entries if entry.file}


def _faults(
    edition: Edition, before: Collection[str], files: Collection[str], formats: Formats
) -> Iterator[Fault]:
    if not re.fullmatch(names_of_editions(formats), edition.name):
        known = ", ".join(formats)
        hint = f"{known}, or one of them and a word of your own behind a hyphen"
        meant = edition.name.lower().replace("_", "-").replace(" ", "-")
        if re.fullmatch(names_of_editions(formats), meant):
            hint = f"write {meant}"
        yield "name", f"there is no edition '{edition.name}'", hint
    else:
        if edition.name in before:
            hint = f"write {edition.format}-print, {edition.format}-small …"
            yield "name", f"two editions are called '{edition.name}'", hint
        yield from _option_faults(edition, formats)
    for n, file in enumerate(edition.files):
        if file not in files:
            message = f"the publication has no file '{file}'"
            alike = [each for each in files if each.casefold() in _spellings(file)]
            near = alike or get_close_matches(file, sorted(files), 1, 0.75)
            hint = f"did you mean {near[0]}?" if near else "name files of front, body and back"
            yield f"files.{n}", message, hint


def _spellings(file: str) -> tuple[str, ...]:
    name = file.casefold()
    return name, f"{name}.md"


def _option_faults(edition: Edition, formats: Formats) -> Iterator[Fault]:
    """Yield (field, message, hint) for options that the edition's format does not have."""
    try:
        format = formats[edition.format]
    except Unloadable as reason:
        yield "name", str(reason), "install it anew, or take the edition off the list"
        return
    known = format.notes
    if edition.notes and edition.notes not in known:
        message = f"an edition in {format.title} sets no notes at '{edition.notes}'"
        yield "notes", message, f"write {', '.join(known)}"
    if edition.style and not _STYLE.fullmatch(edition.style):
        hint = "the name of a style sheet in templates/, without .css: large-print"
        yield "style", f"'{edition.style}' is no name of a style sheet", hint
    if not 0 <= edition.bleed_mm <= MOST_BLEED_MM:
        message = f"a bleed of {edition.bleed_mm:g} mm"
        yield "bleed_mm", message, f"0 to {MOST_BLEED_MM} millimetres; printers ask for 3"
    ours = [formats[name] for name in USUAL]
    of_some = {option: each for each in ours for option in sorted(each.options)}
    for option, owner in of_some.items():
        if getattr(edition, option) != _USUAL[option] and option not in format.options:
            message = f"only an edition in {owner.title} has this"
            yield option, message, f"take it from '{edition.name}'"


def _cover_faults(edition: Edition, editions: Collection[Edition]) -> Iterator[Fault]:
    """Yield (field, message, hint) for what is wrong with a cover on a sheet of its own."""
    if not edition.wraps:
        for option in ("paper", "spine_mm"):
            if getattr(edition, option):
                hint = "say which edition's pages it goes round: wraps: pdf-print"
                yield option, "only a cover has this", hint
        return
    block = next((each for each in editions if each.name == edition.wraps), None)
    if block is None or block.format != edition.format or block.wraps:
        hint = f"write the pages it goes round: wraps: {edition.format}-print"
        yield "wraps", f"there is no block '{edition.wraps}'", hint
    elif block.cover:
        hint = f"write {{name: {block.name}, cover: false}} for the edition that is bound"
        yield "wraps", f"the pages of '{block.name}' begin with a cover of their own", hint
    for option in ("files", "notes"):
        if getattr(edition, option):
            yield option, "a cover has no text", f"take it from '{edition.name}'"
    yield from _spine_faults(edition)


def _spine_faults(edition: Edition) -> Iterator[Fault]:
    ways = f"write paper: {EXAMPLE}, 90 gsm volume 1.5, 0.12 mm or 444 ppi"
    if not 0 <= edition.spine_mm <= MOST_SPINE_MM:
        hint = f"0 to {MOST_SPINE_MM} millimetres"
        yield "spine_mm", f"a spine of {edition.spine_mm:g} mm", hint
    if edition.paper and edition.spine_mm:
        yield "paper", "both paper and spine_mm", "the spine is what either says: keep one"
    elif edition.paper and leaf_mm(edition.paper) is None:
        yield "paper", f"'{edition.paper}' does not tell how thick a leaf is", ways
    elif not (edition.paper or edition.spine_mm):
        yield "wraps", "nothing says how wide the spine is", f"{ways}; or spine_mm: 12"

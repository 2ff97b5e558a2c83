"""What was found in a finished file -> a publication, as if it had been read from its source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from octavo.core.workshop import Workshop
from octavo.finished.foreign import Files
from octavo.finished.recovered import RecoveredPart, name_notes, recover
from octavo.languages import available
from octavo.markup.tree import Element, elements, new, replace
from octavo.model.made import PageMap
from octavo.model.metadata import BodyEntry, Metadata
from octavo.model.publication import Asset, Chapter, Config, Part, Publication, Text
from octavo.pictures.drawings import drawing
from octavo.pictures.found import BadPicture
from octavo.pictures.rasters import raster
from octavo.transforms.toc import make_toc
from octavo.transforms.vocabulary import number_blocks

LANGUAGE = "en"
MATTERS = {
    **dict.fromkeys(("preface", "foreword", "dedication", "epigraph", "introduction"), "front"),
    **dict.fromkeys(("appendix", "afterword", "glossary", "bibliography", "index"), "back"),
    "notes": "back",
}
ENDNOTES = "endnotes"


def work_of(workshop: Workshop, slug: str, files: Files) -> tuple[Publication, PageMap]:
    """Return a publication with the chapters, the pictures and the title of a finished file.

    Its blocks have pages where the file has some.
    """
    found = recover(files.bodies)
    parts = [part for part in found if part.slug != ENDNOTES or part.role != "notes"]
    for part in parts:
        name_notes(part)
    shelf = _Shelf(files)
    for part in parts:
        shelf.place(part.body)
    has_titles = any(next(part.body.iter("h1"), None) is not None for part in parts)
    config = _config(workshop, slug, files, parts, "book" if has_titles else "brief")
    chapters = _chapters(parts)
    number_blocks(chapters)
    names = tuple(Part(part.title, "", part.slug) for part in parts if part.is_part)
    pages = _page_map(chapters, files.labels)
    level = 1 if has_titles else 2
    work = Publication(config, tuple(chapters), names, shelf.assets, first_heading=level)
    return make_toc(work, workshop), pages


def _page_map(chapters: Sequence[Chapter], labels: tuple[str, ...]) -> PageMap:
    """Return where blocks stand, and take off the marks that say it."""
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for chapter in chapters:
        for node in elements(chapter.body):
            told = node.attrib.pop("data-page", "") if "data-page" in node.attrib else ""
            ordinal = node.get("data-b") or ""
            if told and ordinal:
                first, _, last = str(told).partition(" ")
                starts[ordinal], ends[ordinal] = int(first), int(last)
    return PageMap(labels, starts, ends)


def _chapters(parts: Sequence[RecoveredPart]) -> list[Chapter]:
    chapters: list[Chapter] = []
    seen: set[str] = set()
    number = -1
    for part in parts:
        if part.is_part:
            number += 1
            continue
        slug = _unique(part.slug or "text", seen)
        matter = MATTERS.get(part.role, "body")
        at = number if matter == "body" else -1
        text = Text(part.file, "")
        chapters.append(Chapter(text, slug, part.role, matter, part.body, part.title, part=at))
    return chapters


def _unique(slug: str, seen: set[str]) -> str:
    name, n = slug, 2
    while name in seen:
        name, n = f"{slug}-{n}", n + 1
    seen.add(name)
    return name


def _config(
    workshop: Workshop, slug: str, files: Files, parts: Sequence[RecoveredPart], theme: str
) -> Config:
    """Return what a finished file says of itself, to be set in ``theme``."""
    told = files.metadata
    language = told.get("language", LANGUAGE)
    language = language if language.split("-")[0].lower() in available(workshop) else LANGUAGE
    body = tuple(
        BodyEntry(part=part.title) if part.is_part else BodyEntry(f"{part.slug}.xhtml")
        for part in parts
    )
    metadata = Metadata(1, told.get("title", slug), language, theme, body=body)
    return Config(slug, slug, metadata, {}, 0, f"urn:octavo:{slug}", is_dated=False)


@dataclass(slots=True)
class _Shelf:
    """Finds the pictures that trees show; one that cannot be shown becomes its words."""

    files: Files
    assets: dict[str, Asset] = field(default_factory=dict)

    def place(self, body: Element) -> None:
        for image in elements(body, "img"):
            path = image.get("src") or ""
            if path not in self.assets:
                asset = self._asset(path)
                if asset is None:
                    replace(image, new("span", image.get("alt") or ""))
                    continue
                self.assets[path] = asset

    def _asset(self, path: str) -> Asset | None:
        data = self.files.pictures.get(path)
        if data is None:
            return None
        is_drawing = path.lower().endswith(".svg") or re.match(rb"\s*<(\?xml|svg)", data)
        try:
            return (drawing(path, data) if is_drawing else raster(path, data)).asset
        except BadPicture:
            return None

"""The publication itself -> what every edition of it has to hold, with places in the source."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from octavo.constructs.boxes import for_one
from octavo.constructs.notes import is_call, is_note
from octavo.core.problems import Place
from octavo.finished.html_items import HtmlReader
from octavo.finished.items import Finished, Heading, TextBlock
from octavo.finished.kept_items import Recall
from octavo.markup.tree import Element, elements, has_class, remove
from octavo.model.chapters import line_of
from octavo.model.metadata import Edition
from octavo.model.publication import Chapter, Publication


def read_source(
    publication: Publication, edition: Edition, recall: Recall | None = None
) -> Finished:
    """Return what the chapters' trees hold for one edition; a part's title opens its chapters."""
    reader = HtmlReader(recall=recall)
    for chapter in publication.chapters:
        part = publication.part_opened_by(chapter)
        if part is not None:
            place = publication.config.place("body")
            reader.headings.append(Heading(1, part.title, place=place))
            reader.blocks.append(TextBlock(part.title, True, place=place))
        reader.place = chapter.text.place
        reader.content(_keep_for_edition(chapter.body, edition.name))
    return reader.finish(edition.format)


class SourceItems:
    """What a publication holds, read once for all editions that hold the same of it."""

    def __init__(self, recall: Recall | None = None) -> None:
        self._recall = recall
        self._read: dict[tuple[int, str], tuple[Publication, Finished]] = {}

    def of(self, publication: Publication, edition: Edition) -> Finished:
        """Return what ``read_source`` does."""
        is_told_apart = any(
            has_class(box, "only")
            for chapter in publication.chapters
            for box in elements(chapter.body, "div")
        )
        key = id(publication), edition.name if is_told_apart else ""
        if key not in self._read:
            self._read[key] = publication, read_source(publication, edition, self._recall)
        return replace(self._read[key][1], format=edition.format)


def pictures_of(publication: Publication, edition: Edition) -> Iterator[tuple[str, Place]]:
    """Yield the path of each picture that one edition shows, with its place."""
    for chapter in publication.chapters:
        body, lines = _keep_for_edition(chapter.body, edition.name), dict[Element, int]()
        for image in elements(body, "img"):
            yield image.get("src") or "", _place(chapter, lines, image)


def _place(chapter: Chapter, lines: dict[Element, int], node: Element) -> Place:
    return chapter.text.place(line_of(node, lines))


def _keep_for_edition(body: Element, name: str) -> Element:
    """Return a chapter without what is only for other editions, and without its notes."""
    if not any(has_class(box, "only") for box in elements(body, "div")):
        return body
    body = deepcopy(body)
    for_one(body, name)
    notes = [node for node in elements(body, "div") if is_note(node)]
    called = {
        link.get("href")
        for link in elements(body, "a")
        if is_call(link) and not any(note in notes for note in link.iterancestors())
    }
    kept: list[Element] = []
    for _ in notes:  # each round finds the notes that those of the round before call
        kept = [note for note in notes if f"#{note.get('id')}" in called]
        called |= {a.get("href") for note in kept for a in elements(note, "a")}
    for note in notes:
        if note not in kept:
            remove(note)
    return body

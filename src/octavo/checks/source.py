"""The publication itself -> what every edition of it has to hold, with places in the source."""

from functools import partial

from octavo.checks.finished import Block, Finished, Heading
from octavo.checks.html import Reader
from octavo.model import Chapter, Publication
from octavo.problems import Place
from octavo.transforms.chapters import line_of
from octavo.tree import Element


def read_source(publication: Publication) -> Finished:
    """Return what the chapters' trees hold; titles of parts stand before their first chapter."""
    reader = Reader()
    for chapter in publication.chapters:
        part = publication.part_opened_by(chapter)
        if part is not None:
            place = publication.config.place("body")
            reader.headings.append(Heading(1, part.title, place=place))
            reader.blocks.append(Block(part.title, True, place=place))
        reader.place = partial(_place, chapter)
        reader.content(chapter.body)
    return reader.finished("source")


def _place(chapter: Chapter, node: Element) -> Place:
    return chapter.text.place(line_of(node))

"""What every edition is handed: one publication, its theme and words, and where to read."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from octavo.core.workshop import Workshop
from octavo.editions.shape.extract import extract
from octavo.languages import Language
from octavo.markup.marked_words import MarkedWords, marks_of
from octavo.markup.moulds import Moulds
from octavo.markup.tree import canonical, parse_xml
from octavo.model.metadata import Edition
from octavo.model.publication import Publication
from octavo.source.config.configuration import NAMESPACE
from octavo.themes import Theme


@dataclass(frozen=True, slots=True)
class Order:
    """The order that a publication places with an edition."""

    publication: Publication
    theme: Theme
    words: Language
    workshop: Workshop
    edition_id: str
    edition: Edition
    moulds: Moulds = field(default_factory=Moulds, compare=False)
    """Of what templates give: most of it is the same in all editions."""

    @property
    def file(self) -> str:
        """Return the name of the edition's file."""
        return self.edition.file(self.publication.config.slug)

    @property
    def identifier(self) -> str:
        """Return the edition's identifier: a variant of a work is not the work's main edition."""
        main = self.publication.config.identifier
        if not self.edition.variant:
            return main
        return f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{main} {self.edition.name}')}"

    def of(self, edition: Edition) -> "Order":
        """Return the order for another edition: with what it holds, in its style."""
        page = edition.page or self.publication.config.metadata.page
        return replace(
            self,
            edition=edition,
            publication=_say_sample(extract(self.publication, edition), self.words),
            theme=self.theme.for_edition(edition.style, edition.cover, page),
        )

    def trees(self) -> tuple[bytes, ...]:
        """Return the trees of the chapters as they go to another thread: written out."""
        return tuple(canonical(chapter.body) for chapter in self.publication.chapters)

    def copy(self, trees: Sequence[bytes], moulds: Moulds) -> "Order":
        """Return the order with trees of the thread that asks, and its moulds.

        Two threads must not share a tree, nor may one change what another has copied: libxml2 keeps
        the names in a tree in a dictionary of the thread that made it, and guards that by nothing.
        """
        both = zip(self.publication.chapters, trees, strict=True)
        chapters = tuple(replace(chapter, body=parse_xml(tree)) for chapter, tree in both)
        publication = replace(self.publication, chapters=chapters)
        return replace(self, publication=publication, moulds=moulds)

    def digestible(self) -> bytes:
        """Return everything of the publication that an edition can depend on, as bytes."""
        work = self.publication
        facts = {
            "metadata": {**asdict(work.config.metadata), "editions": asdict(self.edition)},
            "epoch": work.config.epoch,
            "slug": work.config.slug,
            "identifier": work.config.identifier,
            "marks": [marks_of(each) for each in work.titles()],
            "parts": [asdict(part) for part in work.parts],
            "toc": [asdict(entry) for entry in work.toc],
            "assets": sorted(work.assets),
            "first_heading": work.first_heading,
            "whole_title": work.whole_title,
            "edition": self.edition_id,
            "chapters": [
                [
                    c.slug,
                    c.role,
                    c.matter,
                    c.title,
                    c.head,
                    c.number,
                    c.part,
                    canonical(c.body).decode(),
                ]
                for c in work.chapters
            ],
        }
        return json.dumps(facts, sort_keys=True, default=str).encode()


def sample_of(publication: Publication, words: Language) -> str:
    """Return the sentence that says of which work an edition is a sample, '' of a whole one."""
    if not publication.is_sample:
        return ""
    return words.word("sample_of", title=words.word("titled", title=publication.whole_title))


def _say_sample(publication: Publication, words: Language) -> Publication:
    """Return a publication whose title and description say so where it is a sample."""
    if not publication.is_sample:
        return publication
    data = publication.config.metadata
    mark = f" ({words.word('sample')})"
    told = sample_of(publication, words)
    named = replace(
        data,
        title=MarkedWords(f"{data.title}{mark}", f"{marks_of(data.title)}{mark}"),
        description=f"{told} {data.description}".strip(),
    )
    return replace(publication, config=replace(publication.config, metadata=named))

"""What every edition is handed: one publication, its theme and words, and where to read."""

import json
from copy import deepcopy
from dataclasses import asdict, dataclass, replace

from octavo.languages import Language
from octavo.model import Publication
from octavo.themes import Theme
from octavo.tree import canonical
from octavo.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Order:
    """The order that a publication places with an edition."""

    publication: Publication
    theme: Theme
    words: Language
    workshop: Workshop
    edition_id: str

    def copied(self) -> "Order":
        """Return the order with trees of its own: two threads must not share a tree."""
        chapters = tuple(
            replace(chapter, body=deepcopy(chapter.body)) for chapter in self.publication.chapters
        )
        return replace(self, publication=replace(self.publication, chapters=chapters))

    def digestible(self) -> bytes:
        """Return everything of the publication that an edition can depend on, as bytes."""
        work = self.publication
        facts = {
            "metadata": asdict(work.config.metadata),
            "epoch": work.config.epoch,
            "slug": work.config.slug,
            "identifier": work.config.identifier,
            "parts": [asdict(part) for part in work.parts],
            "toc": [asdict(entry) for entry in work.toc],
            "assets": sorted(work.assets),
            "edition": self.edition_id,
            "chapters": [
                [c.slug, c.role, c.matter, c.title, c.number, c.part, canonical(c.body).decode()]
                for c in work.chapters
            ],
        }
        return json.dumps(facts, sort_keys=True, default=str).encode()

"""Publications of a few elements, made by hand: for tests that look at one step alone."""

import datetime as dt
from pathlib import Path
from typing import Any

from octavo.core.problems import Place, Problem
from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.pdf.pdf_traits import SHAPE
from octavo.editions.shape.cut import EditionCut, EditionShape
from octavo.languages import language
from octavo.markup.tree import Element, parse_xml
from octavo.model.metadata import Edition, Metadata
from octavo.model.publication import Chapter, Config, Publication, Text
from octavo.production.pipeline import Project, workshop_of
from octavo.themes import read_theme

DATE = dt.date(2024, 5, 1)
EPOCH = int(dt.datetime(2024, 5, 1, tzinfo=dt.UTC).timestamp())


def shop(folder: Path) -> Workshop:
    """Return a workshop at an empty publication, which remembers nothing."""
    return workshop_of(Project(folder, folder / "build", None, {}), "work")


def tree(xml: str) -> Element:
    return parse_xml(f"<body>{xml}</body>")


def chapter(slug: str, xml: str, title: str = "", **facts: Any) -> Chapter:
    """Return a chapter of the body; ``facts`` are other fields of it."""
    told = {"role": "chapter", "matter": "body", **facts}
    return Chapter(Text(f"{slug}.md", ""), slug, body=tree(xml), title=title or slug, **told)


def work(*chapters: Chapter, **metadata: Any) -> Publication:
    """Return a publication in English; ``metadata`` are keys of publication.yaml."""
    data = Metadata(**{"octavo": 1, "title": "Work", "language": "en", "date": DATE, **metadata})
    places = {"plugins.0": Place("publication.yaml", 7)}
    config = Config("work", "publication.yaml", data, places, EPOCH, "urn:uuid:1")
    return Publication(config, chapters)


def cut(folder: Path, shape: EditionShape = SHAPE, name: str = "pdf", **facts: Any) -> EditionCut:
    """Return how an edition wants its publication, in English words."""
    return EditionCut(Edition(name), language(shop(folder), "en"), shape, **facts)


def order(folder: Path, publication: Publication, name: str = "html", theme: str = "book") -> Order:
    """Return the order that a publication places with an edition."""
    workshop = shop(folder)
    found = read_theme(workshop, theme, Problem("E104", Place("publication.yaml"), ""))
    words = language(workshop, publication.config.language)
    return Order(publication, found, words, workshop, "0123456789ab", Edition(name))

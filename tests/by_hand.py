"""A publication made by hand, its chapters from XHTML: what a test gives to one step alone."""

from pathlib import Path
from typing import Any

from octavo.core.inputs import Inputs
from octavo.core.problems import Problem
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.markup.tree import inner, parse_xml
from octavo.model.formats import Format
from octavo.model.metadata import Metadata
from octavo.model.publication import Chapter, Config, Publication, Text
from octavo.production.pipeline import roots_of

FORMATS = {
    "html": Format("html", "HTML", options=frozenset({"split"})),
    "epub": Format("epub", "EPUB", notes=("popup", "chapter", "end")),
    "pdf": Format(
        "pdf", "PDF", ("foot", "chapter", "end"), frozenset({"standard", "bleed_mm", "cover"})
    ),
}


def bench(folder: Path) -> Workshop:
    """Return a workshop over one folder and the built-in templates, which remembers nothing."""
    return Workshop(Inputs(roots_of(folder), {}), Store(None))


def config_of(formats: dict[str, Format] = FORMATS, **told: Any) -> Config:
    """Return metadata of which only what matters is told."""
    metadata = Metadata(**{"octavo": 1, "title": "Work", "language": "en-GB", **told})
    return Config("work", "publication.yaml", metadata, {}, 0, "urn:uuid:0", formats=formats)


NINE_LINES = "\n" * 8


def chapter_of(xhtml: str, slug: str = "one", written: str = NINE_LINES, **told: Any) -> Chapter:
    """Return the chapter that XHTML is; ``written`` is its Markdown, where a step looks there."""
    body = parse_xml(f"<body>{xhtml}</body>")
    fields = {"role": "chapter", "matter": "body", **told}
    return Chapter(Text(f"{slug}.md", written), slug, body=body, **fields)


def of(*chapters: Chapter | str, config: Config | None = None, **told: Any) -> Publication:
    """Return a publication of chapters; XHTML alone is the chapter ``one``."""
    made = tuple(chapter_of(each) if isinstance(each, str) else each for each in chapters)
    return Publication(config or config_of(), made, **told)


def xhtml(publication: Publication, n: int = 0) -> str:
    """Return what stands in a chapter's body."""
    return inner(publication.chapters[n].body)


def told(problems: Publication | list[Problem] | tuple[Problem, ...]) -> list[str]:
    """Return each problem as "E211 one.md:3"; the column is left out."""
    found = problems.problems if isinstance(problems, Publication) else problems
    return [
        f"{each.code} {each.place.path}" + (f":{each.place.line}" if each.place.line else "")
        for each in found
    ]

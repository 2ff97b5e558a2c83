"""Title, subtitle, dedication and titles of parts: plain words that know their marks."""

from dataclasses import replace

from octavo.core.workshop import Workshop
from octavo.markup.marked_words import in_lines
from octavo.model.publication import Publication
from octavo.source.markdown.line_marks import read_line


def mark_titles(publication: Publication, workshop: Workshop) -> Publication:
    """Read the marks of titles in the metadata: catalogues have plain words, pages the marks."""
    config = publication.config
    data = config.metadata
    told = replace(
        data,
        title=read_line(data.title),
        subtitle=read_line(data.subtitle),
        dedication=in_lines([read_line(line) for line in data.dedication.strip().split("\n")]),
    )
    parts = tuple(replace(part, title=read_line(part.title)) for part in publication.parts)
    return replace(publication, config=replace(config, metadata=told), parts=parts)

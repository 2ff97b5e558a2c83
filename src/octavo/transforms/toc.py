"""The table of contents as data: parts, chapters, sections."""

from dataclasses import replace

from octavo.core.workshop import Workshop
from octavo.markup.tree import elements, has_class
from octavo.model.publication import Chapter, Publication, TocEntry
from octavo.transforms.headings import heading_words, is_article, is_untitled

DEEPEST = 3
UNLISTED = "unlisted"
"""Class of a section's heading that the contents leave out, as in Pandoc."""


def make_toc(publication: Publication, workshop: Workshop) -> Publication:
    """List parts (level 0), chapters (1), sections (2) and subsections (3) in reading order."""
    entries: list[TocEntry] = []
    article = is_article(publication)
    for chapter in publication.chapters:
        part = publication.part_opened_by(chapter)
        if part is not None:
            entries.append(TocEntry(0, part.slug, chapter.slug, part.title, part.number))
        closes = chapter.part < 0 and any(entry.level == 0 for entry in entries)
        entries += _of_chapter(chapter, article, closes)
    return replace(publication, toc=tuple(entries))


def _of_chapter(chapter: Chapter, article: bool, closes: bool) -> list[TocEntry]:
    slug = chapter.slug
    has_line = not article and chapter.body.find(".//h1") is not None
    number = "" if is_untitled(chapter.body) else chapter.number  # its title says the number
    entry = TocEntry(1, slug, slug, chapter.title, number, closes)
    own = [entry] if has_line else []
    return own + [
        TocEntry(
            int(head.tag[1]),
            str(head.get("id")),
            chapter.slug,
            heading_words(head),
            head.get("data-number") or "",
        )
        for head in elements(chapter.body, *(f"h{n}" for n in range(2, DEEPEST + 1)))
        if head.get("id") and not has_class(head, UNLISTED)
    ]

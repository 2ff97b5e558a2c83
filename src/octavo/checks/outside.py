"""Finished editions -> E311 problems: what runs, or is asked of somebody else.

Templates are the author's own, or a stranger's; whatever they write, an edition holds all that it
shows, and asks nobody for it.
"""

from collections.abc import Mapping

from octavo.core.problems import Place, Problem
from octavo.editions.registry import format_of
from octavo.finished.finished_files import open_files
from octavo.model.publication import Publication

CODE = "E311"
HINT = "take it out of the template: an edition asks nobody for anything, and runs nothing"


def outside(publication: Publication, files: Mapping[str, bytes]) -> list[Problem]:
    """Return what the finished editions load from outside or run. Problems: E311."""
    slug, place = publication.config.slug, Place(publication.config.path)
    files = open_files(files)
    told = [
        f"the {edition.label} edition {what}"
        for edition in publication.config.metadata.editions
        if (own := files.only(edition.files_of(slug, files)))
        for what in format_of(edition).loads(own)
    ]
    return [Problem(CODE, place, message, HINT) for message in dict.fromkeys(told)]

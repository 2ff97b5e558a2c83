"""A publication's texts -> the addresses of the web that their pictures have, each once."""

from dataclasses import dataclass, replace

from octavo.constructs.figures import make_figures
from octavo.core.address_forms import BadAddress, plain_address
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import elements
from octavo.model.chapters import line_of
from octavo.model.publication import Config, Publication
from octavo.pictures.picture_pins import UNFETCHED, is_by_address
from octavo.source.chapter_reader import read_chapters
from octavo.transforms.steps import ORDER, with_plugins


@dataclass(frozen=True, slots=True)
class WantedPictures:
    """What texts show by address."""

    by_address: dict[str, Problem]
    """Address -> a problem at the first place that shows it, which lacks its words; in the order of
    the texts."""
    problems: tuple[Problem, ...] = ()
    """Why some texts could not be read: what they show nobody knows."""

    def problem(self, address: str, code: str, message: str, hint: str) -> Problem:
        """Return a problem at the first place that shows an address."""
        return replace(self.by_address[address], code=code, message=message, hint=hint)


def find_wanted(workshop: Workshop, config: Config) -> WantedPictures:
    """Return the addresses that a build would look up, drafts among the texts.

    The texts are read as for a build, up to the step that reads pictures. Addresses that are never
    asked are left to the build, which tells of them.
    """
    found = read_chapters(workshop, replace(config, has_drafts=True))
    publication = Publication(config, found.chapters)
    steps = with_plugins(ORDER, config)
    for step in steps[: steps.index(make_figures)]:
        publication = step(publication, workshop)
    wanted: dict[str, Problem] = {}
    for chapter in publication.chapters:
        for image in elements(chapter.body, "img"):
            source = image.get("src") or ""
            address = _address(source)
            if address and address not in wanted:
                place = chapter.text.problem(UNFETCHED, "", "", line_of(image), source)
                wanted[address] = place
    hidden = [each for each in found.problems if found.missing and each.severity == "error"]
    return WantedPictures(wanted, tuple(hidden))


def _address(source: str) -> str:
    """Return the address of a picture that can be fetched, '' of any other."""
    if not is_by_address(source):
        return ""
    try:
        return plain_address(source)
    except BadAddress:
        return ""

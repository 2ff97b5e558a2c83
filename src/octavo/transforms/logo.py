"""The mark of the house: templates/logo.svg or logo.png -> a picture that title pages show."""

from dataclasses import replace

from octavo.core.problems import Place, Problem
from octavo.core.workshop import Workshop
from octavo.model.publication import Publication
from octavo.pictures.found import BadPicture
from octavo.pictures.picture import picture_of

FILES = ("logo.svg", "logo.png")
PREFIX = "octavo-"
"""Before its name in editions: no picture of the publication is called so."""
PATHS = tuple(f"{PREFIX}{name}" for name in FILES)


def add_logo(publication: Publication, workshop: Workshop) -> Publication:
    """Add the mark to the pictures: the publication's, the project's, else that of its theme.

    Problems: E202, E203 (no picture that editions can hold), E205 (no publisher, whose name is its
    alternative text).
    """
    theme = publication.config.metadata.theme
    names = (f"{folder}{name}" for folder in ("", f"{theme}/") for name in FILES)
    found = ((name, data) for name in names if (data := workshop.template(name)) is not None)
    name, data = next(found, ("", b""))
    if not name:
        return publication
    place, told = Place(f"templates/{name}"), publication.config.metadata
    if not told.publisher and told.series is None:
        hint = "name the publisher in the metadata: that is the mark's alternative text"
        problem = Problem("E205", place, "the mark has no alternative text", hint)
        return replace(publication, problems=(*publication.problems, problem))
    path = f"{PREFIX}{name.rpartition('/')[2]}"
    try:
        asset = picture_of(workshop, path, data).asset
    except BadPicture as fault:
        problem = Problem(fault.code, place, str(fault).replace(path, name), fault.hint)
        return replace(publication, problems=(*publication.problems, problem))
    return replace(publication, assets={**publication.assets, path: asset})

"""Publication -> Publication, one small step after the other; the order is the list below."""

from collections.abc import Callable

from octavo.core.workshop import Workshop
from octavo.model.publication import Publication
from octavo.transforms.boxes import finish_boxes
from octavo.transforms.characters import set_characters
from octavo.transforms.code import highlight_code
from octavo.transforms.figures import make_figures
from octavo.transforms.glyphs import check_characters
from octavo.transforms.headings import order_headings
from octavo.transforms.logo import add_logo
from octavo.transforms.notes import gather_notes, number_notes
from octavo.transforms.numbering import number_things
from octavo.transforms.passages import direct_passages
from octavo.transforms.quotations import attribute_quotations
from octavo.transforms.references import resolve_references
from octavo.transforms.tables import make_tables
from octavo.transforms.toc import make_toc
from octavo.transforms.vocabulary import check_vocabulary

Transform = Callable[[Publication, Workshop], Publication]

ORDER: tuple[Transform, ...] = (
    order_headings,
    gather_notes,
    make_figures,
    make_tables,
    highlight_code,
    attribute_quotations,
    finish_boxes,
    number_notes,
    number_things,
    resolve_references,
    direct_passages,
    set_characters,
    make_toc,
    check_characters,
    check_vocabulary,
    add_logo,
)


def transformed(publication: Publication, workshop: Workshop) -> Publication:
    """Return the publication after every step of ORDER; problems gather in ``problems``."""
    for transform in ORDER:
        publication = transform(publication, workshop)
    return publication

"""What HTML is among the formats: its name and options, its shapes, the pictures that it takes."""

from dataclasses import replace

from octavo.editions.shape.cut import EditionShape
from octavo.editions.shape.folds import fold_details
from octavo.editions.shape.for_screens import FOR_SCREENS
from octavo.editions.shape.note_places import at_end
from octavo.editions.shape.table_room import keep_legible
from octavo.model.formats import Format, PictureNeeds, Room

PICTURES = PictureNeeds({"text": Room(1600), "wide": Room(2000)})
"""Text at twice the pixels of a screen's column."""
HTML = Format("html", "HTML", ("chapter", "end"), frozenset({"split"}), PICTURES)
PAGE_SHAPE = EditionShape(
    {"chapter": at_end, "end": at_end},
    (*FOR_SCREENS, fold_details, keep_legible),
    is_one_page=True,
    endnotes_level=2,
    tells_notes_apart=True,
)
SITE_SHAPE = replace(PAGE_SHAPE, is_one_page=False)

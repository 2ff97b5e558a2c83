"""What EPUB is among the formats: its name, its shape, the pictures that it takes."""

from octavo.editions.shape.cut import EditionShape
from octavo.editions.shape.for_screens import FOR_SCREENS
from octavo.editions.shape.note_places import at_end, in_asides
from octavo.model.formats import Format, PictureNeeds, Room

PICTURES = PictureNeeds(
    {"text": Room(2000, 2000, 4_000_000), "cover": Room(2560, 2560, 5_600_000)},
)
"""What book shops take of a picture and of a cover, whose shorter side they want to have at least
1,400 pixels."""
EPUB = Format("epub", "EPUB", ("popup", "chapter", "end"), pictures=PICTURES)
SHAPE = EditionShape({"popup": in_asides, "chapter": at_end, "end": at_end}, FOR_SCREENS)

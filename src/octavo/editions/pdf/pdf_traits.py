"""What PDF is among the formats: its name and options, its shape, the pictures that it takes."""

from octavo.editions.shape.cut import EditionShape
from octavo.editions.shape.for_pages import FOR_PAGES
from octavo.editions.shape.note_places import at_foot, in_list
from octavo.model.formats import Format, PictureNeeds, Room

PICTURES = PictureNeeds({"text": Room(2400, 2400)}, keeps_faces=True, is_still=True)
"""300 dots an inch on A4; the press draws words in the faces that it has."""
OPTIONS = frozenset({"standard", "bleed_mm", "page", "cover", "wraps", "paper", "spine_mm"})
PDF = Format("pdf", "PDF", ("foot", "chapter", "end"), OPTIONS, PICTURES)
SHAPE = EditionShape({"foot": at_foot, "chapter": in_list, "end": in_list}, FOR_PAGES)

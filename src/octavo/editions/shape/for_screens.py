"""Steps towards a screen: what boxes are is said to those who do not see them; code stays whole."""

from octavo.constructs.construct_table import ROLES
from octavo.editions.shape.cut import EditionCut, ShapeStep
from octavo.markup.tree import Element, add_class, elements, has_class, text_of
from octavo.model.publication import Publication

WHOLE_CODE = 24
"""Characters of code in a line that stays whole: it fits a phone."""


def _roles(publication: Publication, body: Element, cut: EditionCut) -> None:
    """Tell what boxes are to those who do not see them."""
    for box in elements(body, "div"):
        role = next((role for name, role in ROLES.items() if has_class(box, name)), "")
        if role:
            box.set("role", role)


def _whole_code(publication: Publication, body: Element, cut: EditionCut) -> None:
    """Keep options and dates whole on a screen, too: by a class, for readers who copy them."""
    for code in elements(body, "code"):
        words = text_of(code)
        if "-" in words and len(words) <= WHOLE_CODE and " " not in words:
            add_class(code, "whole")


FOR_SCREENS: tuple[ShapeStep, ...] = (_roles, _whole_code)
"""In this order."""

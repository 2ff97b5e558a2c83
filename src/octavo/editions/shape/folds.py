"""What an author folded away stays folded where readers can open it: on a page in a browser."""

from octavo.editions.shape.cut import EditionCut
from octavo.markup.tree import Element, elements, has_class
from octavo.model.publication import Publication


def fold_details(publication: Publication, body: Element, cut: EditionCut) -> None:
    """Make ``<details>`` of the boxes that were, open where they were written so."""
    for box in elements(body, "div"):
        if not has_class(box, "details"):
            continue
        box.tag = "details"
        if has_class(box, "open"):
            box.set("open", "open")
        first = box[0] if len(box) else None
        if first is not None and first.tag == "p" and has_class(first, "box-title"):
            first.tag = "summary"

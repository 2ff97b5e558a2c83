"""A picture that shows something else now -> both its states, with what has changed outlined."""

from collections.abc import Callable

from octavo.constructs.figures import is_figure
from octavo.diff.picture_regions import Region
from octavo.diff.report.redline.marks import DEL, FRAME, INS, MARK, NOTE, OLD_ID, WAS
from octavo.languages import Language
from octavo.markup.tree import Element, child, has_class, new, parse_xml, unset, wrap

SIGNS = {DEL: ("[\u2212", "\u2212]"), INS: ("[+", "+]")}
"""What stands around words that only one revision has."""
RegionOf = Callable[[str, str], Region | None]
"""Paths of the old picture and of the new one -> what has changed in it."""
STEP = 5
"""Per cent to which an outline is rounded, outwards: the style sheet has a class for each."""
UNFRAMED = "full-page"
"""Class of figures whose pictures fill their room, whatever their own size is."""


def no_region(old: str, new_: str) -> Region | None:
    """Return that nobody knows where a picture has changed."""
    return None


def tell_picture(
    image: Element, pictures: frozenset[str], words: Language, region: RegionOf
) -> None:
    """Show what a picture was before it, and both in brackets; what has changed is outlined in
    both, and told as per cent."""
    old = parse_xml(image.get(WAS) or "")
    path = old.get("src") or ""
    changed = region(path, image.get("src") or "")
    said = f" [{words.word('change_edited')}: {changed.words}]" if changed else ""
    old.set("src", OLD_ID + path if path in pictures else path)
    figure = outermost(image)
    if figure is None:
        before = new("del")
        before.set(MARK, NOTE)
        before.append(old)
        image.addprevious(before)
        if said:
            note = new("span", said.strip(), class_="redline-note")
            note.set(MARK, NOTE)
            note.tail, image.tail = image.tail, None
            image.addnext(note)
    else:
        shown = new("figure", class_="redline-picture")
        shown.set(MARK, NOTE)
        shown.append(old)
        child(shown, "figcaption", " … ".join(SIGNS[DEL]) + said, class_="redline-sign")
        figure.addprevious(shown)
        come = new("p", " … ".join(SIGNS[INS]) + said, class_="redline-sign")
        come.set(MARK, NOTE)
        figure.addnext(come)
    if changed:
        unset(old, "data-width", "data-height")
        _outline(old, changed, NOTE)
        if _may_be_framed(image):
            _outline(image, changed, FRAME)


def _may_be_framed(image: Element) -> bool:
    """Tell whether a picture has the size of its frame: not where it takes a share of its room."""
    figures = [each for each in image.iterancestors() if is_figure(each)]
    sizes = (image.get("data-width") or "") + (image.get("data-height") or "")
    return "%" not in sizes and not any(has_class(each, UNFRAMED) for each in figures)


def _outline(image: Element, changed: Region, mark: str) -> None:
    """Lay a box over what has changed in a picture. It says nothing: its words stand beside it."""
    frame = new("span", class_="redline-framed")
    frame.set(MARK, mark)
    wrap(image, frame)
    left, top = changed.left // STEP, changed.top // STEP
    wide, high = -(-changed.right // STEP) - left, -(-changed.bottom // STEP) - top
    names = {"left": left, "top": top, "wide": wide, "high": high}
    told = " ".join(f"redline-{name}-{size}" for name, size in names.items())
    child(frame, "span", class_=f"redline-region {told}").set(MARK, NOTE)


def outermost(image: Element) -> Element | None:
    """Return the figure that a picture stands in; of a group the group."""
    return next(filter(is_figure, list(image.iterancestors())[::-1]), None)
